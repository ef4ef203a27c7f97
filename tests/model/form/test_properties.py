"""What holds for every form: order of answers, incremental work, drafts, XML."""

from __future__ import annotations

from xml.etree import ElementTree

from hypothesis import given, settings
from hypothesis import strategies as st

from fieldkit.model.form import FormInstance
from fieldkit.model.form.problems import XPathError
from fieldkit.model.form.xpath.compile import expression
from fieldkit.model.form.xpath.nodes import Context, StaticNode
from fieldkit.model.form_draft import put_back, repeat_keys, stored_values
from fieldkit.model.form_loading import load_form
from fieldkit.model.form_submission import submission
from fieldkit.model.form_xml import read
from tests.conformance.recorded_xpath import Page
from tests.model.form.forms import NOON, bind, inputs, items, snapshot, xform

FIELDS = 6
WORDS = ("", "0", "1", "2", "x", "y", "x y")


class Case:
    """A form, and answers to its questions."""

    def __init__(self, binds: list[str], body: str, answers: tuple[tuple[str, str], ...]) -> None:
        plain = "".join(f"<f{number}/>" for number in range(FIELDS) if number % 3 != 2)
        grouped = "".join(f"<f{number}/>" for number in range(FIELDS) if number % 3 == 2)
        self.form = load_form(xform(f"{plain}<g>{grouped}</g>", *binds, body=body))
        self.binds = binds
        self.answers = answers

    def __repr__(self) -> str:
        return "\n".join(["Case", *self.binds, str(self.answers)])


def path(number: int) -> str:
    return f"/data/g/f{number}" if number % 3 == 2 else f"/data/f{number}"


@st.composite
def terms(draw: st.DrawFn, below: int) -> str:
    place = path(draw(st.integers(0, below)))
    return draw(
        st.sampled_from(
            [
                place,
                f"string-length({place})",
                f"coalesce({place}, 'none')",
                f"number({place}) + 1",
                f"if({place} = 'x', 1, 2)",
                f"count({place}[. != ''])",
                f"concat({place}, {path(0)})",
            ]
        )
    )


@st.composite
def conditions(draw: st.DrawFn, below: int) -> str:
    left, right = draw(terms(below)), draw(terms(below))
    operator = draw(st.sampled_from(["=", "!=", "<", ">=", "and", "or"]))
    return f"{left} {operator} {right}"


@st.composite
def rules(draw: st.DrawFn, number: int) -> dict[str, str]:
    if number == 0:
        return {}
    found: dict[str, str] = {}
    for name in ("relevant", "required", "constraint"):
        if draw(st.booleans()):
            found[name] = draw(conditions(number - 1))
    if draw(st.booleans()):
        found["calculate"] = draw(terms(number - 1))
        found["readonly"] = "true()"
    if draw(st.booleans()):
        found["type"] = draw(st.sampled_from(["int", "string", "decimal"]))
    return found


@st.composite
def cases(draw: st.DrawFn) -> Case:
    binds = [bind(path(number), **draw(rules(number))) for number in range(FIELDS)]
    if draw(st.booleans()):
        binds.append(bind("/data/g", relevant=draw(conditions(1))))
    questions = [number for number, text in enumerate(binds[:FIELDS]) if "calculate" not in text]
    choice = draw(st.sampled_from([None, *(number for number in questions if number)]))
    body = inputs(*(path(number) for number in questions if number != choice))
    if choice is not None:
        body += f'<select ref="{path(choice)}"><label>S</label>{items("x", "y")}</select>'
    answers = tuple((path(number), draw(st.sampled_from(WORDS))) for number in questions)
    return Case(binds, body, answers)


def filled(case: Case, order: list[int], *, looking: bool) -> FormInstance:
    record = FormInstance(case.form, now=lambda: NOON)
    for index in order:
        record.answer(*case.answers[index])
        if looking:
            snapshot(record)
    return record


@settings(max_examples=80, deadline=None)
@given(cases(), st.randoms(use_true_random=False))
def test_order_of_answers_does_not_matter(case, chance):
    order = list(range(len(case.answers)))
    expected = snapshot(filled(case, order, looking=False))
    chance.shuffle(order)
    assert snapshot(filled(case, order, looking=True)) == expected


@settings(max_examples=80, deadline=None)
@given(cases(), st.lists(st.tuples(st.integers(0, FIELDS - 1), st.sampled_from(WORDS)), max_size=12))
def test_incremental_result_is_that_of_computing_everything(case, script):
    record = FormInstance(case.form, now=lambda: NOON)
    snapshot(record)
    last = dict.fromkeys((place for place, _ in case.answers), "")
    for number, text in script:
        place = case.answers[number % len(case.answers)][0]
        before = dict(zip(record.walk(), snapshot(record), strict=False))
        changed = record.answer(place, text)
        last[place] = text
        for node, state in before.items():
            if next(item for item in snapshot_of(node)) != state:
                assert node in changed.nodes
    fresh = FormInstance(case.form, now=lambda: NOON)
    for place, text in last.items():
        fresh.answer(place, text)
    assert snapshot(record) == snapshot(fresh)


def snapshot_of(node):
    yield (
        node.path,
        node.relevant,
        node.required,
        node.readonly,
        node.violation,
        node.value,
        node.label,
        tuple(node.choices),
    )


@settings(max_examples=60, deadline=None)
@given(cases())
def test_draft_put_back_is_the_draft(case):
    record = filled(case, list(range(len(case.answers))), looking=False)
    again = FormInstance(case.form, now=lambda: NOON)
    put_back(again, stored_values(record), repeat_keys(record))
    assert stored_values(again) == stored_values(record)
    assert snapshot(again) == snapshot(record)


@settings(max_examples=60, deadline=None)
@given(cases())
def test_sent_xml_read_again_sends_the_same(case):
    record = filled(case, list(range(len(case.answers))), looking=False)
    again = FormInstance(case.form, now=lambda: NOON, saved=read(submission(record), "instance"))
    assert ElementTree.canonicalize(submission(again)) == ElementTree.canonicalize(submission(record))


REPEAT = load_form(
    xform(
        '<n/><rep jr:template=""><a/><b/><inner jr:template=""><c/></inner></rep><sum/>',
        bind("/data/rep/b", calculate="concat(position(..), ':', ../a, ':', count(../inner))"),
        bind("/data/rep/inner", relevant="../a != 'off'"),
        bind("/data/rep/inner/c", constraint=". != ../../a"),
        bind("/data/sum", calculate="join(' ', /data/rep/b)"),
        body='<repeat nodeset="/data/rep"><input ref="/data/rep/a"/><repeat nodeset="/data/rep/inner">'
        '<input ref="/data/rep/inner/c"/></repeat></repeat>',
    )
)
OPERATIONS = st.tuples(
    st.sampled_from(["add", "remove", "inner", "a", "c"]),
    st.integers(1, 4),
    st.sampled_from(["x", "off", ""]),
)


@settings(max_examples=60, deadline=None)
@given(st.lists(OPERATIONS, max_size=15))
def test_repeats_grown_step_by_step_equal_those_put_back(script):
    record = FormInstance(REPEAT, now=lambda: NOON)
    for word, number, text in script:
        size = len(record.node("/data/rep").children)
        outer = f"/data/rep[{min(number, size)}]"
        if word == "add":
            record.add("/data/rep", after=number)
        elif size == 0:
            continue
        elif word == "remove":
            record.remove(outer)
        elif word == "inner":
            record.add(f"{outer}/inner")
        elif word == "a":
            record.answer(f"{outer}/a", text)
        elif record.node(f"{outer}/inner").children:
            record.answer(f"{outer}/inner[1]/c", text)
        snapshot(record)
    again = FormInstance(REPEAT, now=lambda: NOON)
    put_back(again, stored_values(record), repeat_keys(record))
    assert snapshot(again) == snapshot(record)
    assert repeat_keys(again) == repeat_keys(record)


def test_draft_put_back_sets_off_no_actions():
    shape = load_form(
        xform(
            "<a/><b/><n>2</n><rep><c/></rep><kept/><own/>",
            bind("/data/kept", calculate="coalesce(/data/none, ../kept)"),
            bind("/data/own", calculate="concat(/data/a, '!')"),
            body='<input ref="/data/a">'
            '<setvalue event="xforms-value-changed" ref="/data/b" value="/data/a"/></input>'
            + inputs("/data/b", "/data/n", "/data/kept", "/data/own")
            + '<repeat nodeset="/data/rep" jr:count="/data/n"><input ref="/data/rep/c"/></repeat>',
        )
    )
    record = FormInstance(shape)
    for place, text in (("a", "1"), ("b", "changed"), ("n", "3"), ("n", ""), ("kept", "k"), ("own", "mine")):
        record.answer(f"/data/{place}", text)
    again = FormInstance(shape)
    put_back(again, stored_values(record), repeat_keys(record))
    assert stored_values(again) == stored_values(record)
    assert again.node("/data/b").value == "changed"
    assert repeat_keys(again) == repeat_keys(record)
    assert snapshot(again) == snapshot(record)


PIECES = st.sampled_from(
    [
        "a",
        "b",
        "/r/a",
        "..",
        ".",
        "*",
        "'x'",
        "2",
        "count(//a)",
        "position()",
        "last()",
        "sum(a)",
        "@k",
        "a[1]",
    ]
)


@st.composite
def expressions(draw: st.DrawFn) -> str:
    text = draw(PIECES)
    for _ in range(draw(st.integers(0, 5))):
        other = draw(PIECES)
        text = draw(
            st.sampled_from(
                [
                    f"{text} = {other}",
                    f"({text}) + ({other})",
                    f"string({text})",
                    f"if({text}, {other}, {text})",
                    f"//a[{text}]",
                    f"concat({text}, {other})",
                    f"substr({text}, {other})",
                    f"round({text}, {other})",
                    f"{text} or {other}",
                    f"-({text})",
                    f"format-date({text}, '%Y')",
                    f"selected-at({text}, {other})",
                ]
            )
        )
    return text


@settings(max_examples=250, deadline=None)
@given(expressions())
def test_no_expression_breaks_the_program(text):
    top = StaticNode("document")
    root = top.append(StaticNode("element", "r"))
    for name in ("a", "b", "a"):
        child = root.append(StaticNode("element", name))
        child.set_attribute("k", "1")
        child.append(StaticNode("text", value="7"))
    try:
        found = expression(text).giving("any")(Context(root, Page(top, ""), root))
    except XPathError:
        return
    assert isinstance(found, (str, float, bool, list))
