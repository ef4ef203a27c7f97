"""Verdicts and the score, on forms that the engine runs."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldkit.model.form import FormInstance, Node
from fieldkit.model.form_loading import load_form
from fieldkit.model.policy import Policy, PolicyError, QuestionPolicy, failing_choices, grade, score, verdict
from tests.model.xlsform.workbooks import checklist, last

COLUMNS = ["type", "name", "label", "relevant", "required", "calculation", "constraint"]
OWN = ["fail", "severity", "weight", "limit", "due_days", "law", "law::English (en)", "action::Thai (th)"]
YNA = [["yna", "yes", "ใช่"], ["yna", "no", "ไม่ใช่"], ["yna", "na", "ไม่เกี่ยวข้อง"]]


def at_most_ten(node: Node, question: QuestionPolicy, qualifier: str) -> str:
    """The limit LIM: at most 10; above 8 it is near; a value known only to be under something passes."""
    assert question.limit == "LIM"
    value = node.value
    if qualifier == "<":
        return "pass"
    return "fail" if float(value) > 10 else "warning" if float(value) > 8 else "pass"


class Case:
    """A small checklist with its policy, answered in the test."""

    def __init__(self, folder: Path, rows: Sequence[Mapping[str, Any]]) -> None:
        header = [*COLUMNS, *(f"fieldkit::{name}" for name in OWN)]
        cells = [[row.get(name) for name in [*COLUMNS, *OWN]] for row in rows]
        found = last(checklist(folder / "t.xlsx", cells, columns=header, choices=YNA))
        assert [p for p in found["problems"] if p["level"] == "error"] == []
        self.policy = Policy(found["policy"])
        self.instance = FormInstance(load_form(found["xform"]))

    def verdict(self, path: str, value: str, qualifier: str = "") -> str | None:
        self.instance.answer(path, value)
        node = self.instance.node(path)
        return verdict(self.instance, node, self.policy, at_most_ten, qualifier=qualifier)

    def score(self, **answers: str) -> Any:
        for name, value in answers.items():
            self.instance.answer("/data/" + name.replace("__", "/"), value)
        return score(self.instance, self.policy, at_most_ten)


def ask(name: str, severity: str = "M", **more: Any) -> dict[str, Any]:
    return {"type": "select_one yna", "name": name, "label": name, "fail": "no", "severity": severity, **more}


@pytest.fixture
def case(tmp_path: Path) -> Callable[..., Case]:
    return lambda *rows: Case(tmp_path, rows)


def test_choices_that_fail(case: Callable[..., Case]) -> None:
    form = case(ask("a"), ask("b", fail="yes no"))
    assert [form.verdict("/data/a", value) for value in ("yes", "no", "na", "")] == [
        "pass",
        "fail",
        "na",
        None,
    ]
    assert [form.verdict("/data/b", value) for value in ("yes", "no", "na")] == ["fail", "fail", "na"]


def test_one_of_many_that_fails(case: Callable[..., Case]) -> None:
    form = case(ask("a", type="select_multiple yna"))
    assert [form.verdict("/data/a", value) for value in ("yes", "yes no", "yes na")] == [
        "pass",
        "fail",
        "pass",
    ]


def test_expressions_that_fail(case: Callable[..., Case]) -> None:
    form = case(
        {"type": "decimal", "name": "x", "label": "x"},
        {"type": "decimal", "name": "a", "label": "a", "fail": ". > ${x}", "severity": "m"},
        {"type": "decimal", "name": "n", "label": "n", "fail": "number(${x})", "severity": "m"},
        {"type": "text", "name": "t", "label": "t", "fail": "string-length(.) > 3", "severity": "m"},
    )
    assert form.verdict("/data/a", "3") == "pass"  # nothing to compare with
    form.instance.answer("/data/x", "2")
    assert [form.verdict("/data/a", value) for value in ("2", "3", "")] == ["pass", "fail", None]
    assert form.verdict("/data/n", "1") == "fail"
    form.instance.answer("/data/x", "0")
    assert form.verdict("/data/n", "1") == "pass"
    form.instance.answer("/data/x", "")
    assert form.verdict("/data/n", "1") == "pass"  # not a number is not true
    assert [form.verdict("/data/t", value) for value in ("abc", "abcd")] == ["pass", "fail"]


def test_limits_and_the_worse_of_both(case: Callable[..., Case]) -> None:
    form = case(
        {"type": "decimal", "name": "a", "label": "a", "limit": "LIM", "severity": "C"},
        {"type": "decimal", "name": "b", "label": "b", "limit": "LIM", "fail": ". < 1", "severity": "C"},
    )
    assert [form.verdict("/data/a", value) for value in ("10", "10.1", "9", "8")] == [
        "warning",
        "fail",
        "warning",
        "pass",
    ]
    assert form.verdict("/data/a", "60", "<") == "pass"
    assert [form.verdict("/data/b", value) for value in ("0", "5", "11")] == ["fail", "pass", "fail"]


def test_what_is_not_judged(case: Callable[..., Case]) -> None:
    form = case(
        {"type": "text", "name": "plain", "label": "p"},
        {"type": "text", "name": "lawful", "label": "l", "law": "ข้อ 1"},
        ask("a", relevant="${plain} = 'x'"),
        {
            "type": "integer",
            "name": "i",
            "label": "i",
            "constraint": ". < 5",
            "fail": ". > 3",
            "severity": "C",
        },
    )
    assert form.verdict("/data/plain", "y") is None
    assert form.verdict("/data/lawful", "y") is None
    assert form.verdict("/data/a", "no") is None  # irrelevant
    assert form.verdict("/data/i", "9") is None  # the constraint refuses it


def test_the_score_is_the_weight_passed_of_the_weight_answered(case: Callable[..., Case]) -> None:
    form = case(ask("c", "C"), ask("m", "M"), ask("s", "m"), ask("i", "i"), ask("w", "m", weight="4"))
    result = form.score(c="yes", m="no", s="yes", i="no", w="yes")
    assert result.score == Decimal("76.92")  # 10 of 13
    assert result.grade == "fair"
    assert result.outcome == "pass"
    assert result.failed == ("/data/m", "/data/i")
    assert result.complete


def test_not_applicable_counts_nowhere(case: Callable[..., Case]) -> None:
    form = case(ask("a", "C"), ask("b", "C"), ask("c", "M"))
    assert form.score(a="yes", b="na", c="yes").score == 100
    assert form.score(b="yes").score == 100
    alone = form.score(a="na", b="na", c="na")
    assert (alone.score, alone.grade, alone.outcome, alone.unanswered) == (None, None, "pass", ())


def test_a_failed_critical_question_fails_whatever_the_score(case: Callable[..., Case]) -> None:
    form = case(ask("a", "C", weight="1"), ask("b", "M", weight="99"))
    result = form.score(a="no", b="yes")
    assert (result.score, result.grade, result.outcome) == (Decimal("99.00"), "excellent", "fail")
    assert form.score(b="").outcome == "fail"


def test_an_unanswered_question_leaves_it_incomplete(case: Callable[..., Case]) -> None:
    form = case(
        ask("a", "C"),
        ask("free", "i"),
        {"type": "text", "name": "must", "label": "m", "required": "yes"},
        {"type": "text", "name": "may", "label": "m"},
        ask("gone", "C", relevant="${may} = 'x'"),
    )
    assert form.score().unanswered == ("/data/a", "/data/must")
    assert form.score(a="yes").outcome == "incomplete"
    assert form.score(must="x").outcome == "pass"
    result = form.score(may="x")
    assert (result.outcome, result.unanswered, result.complete) == ("incomplete", ("/data/gone",), False)


def test_an_answer_that_its_constraint_refuses_is_none(case: Callable[..., Case]) -> None:
    form = case({"type": "integer", "name": "i", "label": "i", "constraint": ". < 5"})
    assert form.score(i="9").unanswered == ("/data/i",)
    assert form.score(i="4").unanswered == ()


def test_a_warning_counts_as_passed(case: Callable[..., Case]) -> None:
    form = case({"type": "decimal", "name": "a", "label": "a", "limit": "LIM", "severity": "C"})
    result = form.score(a="9")
    assert (result.score, result.outcome, result.failed) == (Decimal(100), "pass", ())


def test_a_computed_value_is_judged_but_not_asked(case: Callable[..., Case]) -> None:
    form = case(
        {"type": "decimal", "name": "a", "label": "a"},
        {"type": "calculate", "name": "sum", "calculation": "${a} + 1", "fail": ". > 10", "severity": "C"},
    )
    result = form.score(a="10")
    assert (result.outcome, result.failed) == ("fail", ("/data/sum",))
    assert result.by_section["/data"].total == 1
    assert form.score(a="9").outcome == "pass"


def test_sections_have_their_own_score(case: Callable[..., Case]) -> None:
    form = case(
        ask("loose"),
        {"type": "begin_group", "name": "g", "label": "g"},
        ask("a", "C"),
        {"type": "begin_group", "name": "inner", "label": "i"},
        ask("b", "M"),
        {"type": "note", "name": "n", "label": "n"},
        {"type": "end_group"},
        {"type": "end_group"},
        {"type": "begin_group", "name": "h", "label": "h"},
        ask("c", "C"),
        {"type": "end_group"},
    )
    sections = form.score(g__a="yes", g__inner__b="no", h__c="na").by_section
    assert list(sections) == ["/data", "/data/g", "/data/h"]
    assert (sections["/data"].score, sections["/data"].answered, sections["/data"].total) == (None, 0, 1)
    group = sections["/data/g"]
    assert (group.score, group.answered, group.total, group.failed) == (Decimal("62.50"), 2, 2, 1)
    assert sections["/data/h"].score is None  # nothing but N/A
    assert sections["/data/h"].answered == 1


def test_every_instance_of_a_repeat_counts(case: Callable[..., Case]) -> None:
    form = case(
        {"type": "begin_repeat", "name": "r", "label": "r"},
        {"type": "decimal", "name": "most", "label": "m"},
        {"type": "decimal", "name": "v", "label": "v", "fail": ". > ${most}", "severity": "M"},
        {"type": "end_repeat"},
    )
    form.instance.add("/data/r")
    if not any(node.path == "/data/r[2]" for node in form.instance.walk()):
        form.instance.add("/data/r")
    for position, most in ((1, "10"), (2, "1")):
        form.instance.answer(f"/data/r[{position}]/most", most)
        form.instance.answer(f"/data/r[{position}]/v", "5")
    result = form.score()
    assert result.failed == ("/data/r[2]/v",)
    assert result.score == Decimal("50.00")


def test_texts_in_the_language_asked_for(case: Callable[..., Case]) -> None:
    form = case(
        ask(
            "a",
            **{"law": "กฎ ข้อ 6", "law::English (en)": "Clause 6", "action::Thai (th)": "แก้", "due_days": "7"},
        )
    )
    question = form.policy["/data/a"]
    assert (question.text("law", "th"), question.text("law", "en")) == ("กฎ ข้อ 6", "Clause 6")
    assert (question.text("action", "th"), question.text("action", "en")) == ("แก้", "แก้")
    assert question.text("unit", "th") == ""
    assert (question.due_days, question.opens_finding, question.law) == (7, True, "กฎ ข้อ 6")
    assert form.policy.get("/data/a[3]") is question


def test_only_information_opens_no_finding() -> None:
    policy = Policy({"/d/a": {"fail": "no"}, "/d/b": {"fail": "no", "severity": "m"}})
    assert [policy[path].opens_finding for path in policy] == [False, True]


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        ({"severity": "X"}, "Unknown fieldkit::severity X"),
        ({"weight": "heavy"}, "must be 0 or more"),
        ({"weight": "-1"}, "must be 0 or more"),
        ({"weight": "NaN"}, "must be 0 or more"),
        ({"due_days": "soon"}, "must be whole days"),
    ],
)
def test_a_policy_that_cannot_be_applied_names_the_question(cells: dict[str, str], words: str) -> None:
    with pytest.raises(PolicyError) as caught:
        Policy({"/data/q": cells})
    assert words in caught.value.message("en")
    assert caught.value.place == "/data/q"


@pytest.mark.parametrize(
    ("points", "name"),
    [
        ("100", "excellent"),
        ("90", "excellent"),
        ("89.99", "good"),
        ("80", "good"),
        ("79.99", "fair"),
        ("60", "fair"),
        ("59.99", "poor"),
    ],
)
def test_grades(points: str, name: str) -> None:
    assert grade(Decimal(points)) == name


@pytest.mark.parametrize(
    ("fail", "names"),
    [
        ("no", ("no",)),
        (" closed  not_found ", ("closed", "not_found")),
        ("ไม่ผ่าน 1", ("ไม่ผ่าน", "1")),
        (". < 3", ()),
        (".", ()),
        ("selected(., 'x')", ()),
        ("", ()),
    ],
)
def test_names_and_expressions_are_told_apart(fail: str, names: tuple[str, ...]) -> None:
    assert failing_choices(fail) == names


@given(
    st.lists(
        st.tuples(st.sampled_from("CMmi"), st.sampled_from(["yes", "no", "na", ""])), min_size=1, max_size=8
    )
)
def test_the_score_holds_its_promises(answers: list[tuple[str, str]]) -> None:
    body = "".join(f'<bind nodeset="/d/q{n}" type="string"/>' for n in range(len(answers)))
    leaves = "".join(f"<q{n}>{value}</q{n}>" for n, (_, value) in enumerate(answers))
    items = "".join(f"<item><label>{v}</label><value>{v}</value></item>" for v in ("yes", "no", "na"))
    controls = "".join(
        f'<select1 ref="/d/q{n}"><label>q</label>{items}</select1>' for n in range(len(answers))
    )
    xform = (
        '<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml"><h:head>'
        f'<h:title>t</h:title><model><instance><d id="t">{leaves}</d></instance>{body}</model></h:head>'
        f"<h:body>{controls}</h:body></h:html>"
    )
    policy = Policy(
        {f"/d/q{n}": {"fail": "no", "severity": severity} for n, (severity, _) in enumerate(answers)}
    )
    result = score(FormInstance(load_form(xform)), policy, at_most_ten)
    weights = {"C": 5, "M": 3, "m": 1, "i": 0}
    passed = sum(weights[severity] for severity, value in answers if value == "yes")
    weighed = sum(weights[severity] for severity, value in answers if value in ("yes", "no"))
    assert (result.score is None) == (weighed == 0)
    if result.score is not None:
        assert abs(result.score - 100 * Decimal(passed) / weighed) <= Decimal("0.005")
    assert (result.outcome == "fail") == (("C", "no") in answers)
    assert result.complete == all(value or severity == "i" for severity, value in answers)
    assert len(result.failed) == sum(value == "no" for _, value in answers)
