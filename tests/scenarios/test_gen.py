"""The general factory inspection, answered as an inspector would, judged as the office would."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from fieldkit.model import limits
from fieldkit.model.form_submission import submission
from tests.scenarios.play import TODAY, check_policy, check_texts, converted, play, questions

if TYPE_CHECKING:
    from tests.scenarios.play import Inspection

CRITICAL = ["gen05", "gen07", "gen12", "gen13", "gen16", "gen22", "gen26", "gen30", "gen36"]
MAJOR = [f"gen{n:02}" for n in (3, 4, 9, 10, 11, 14, 15, 27, 32, 33, 34)]
MINOR = [f"gen{n:02}" for n in (17, 18, 19, 20, 21, 35, 37, 38, 39)]

# A visit by plan to a factory of class 3, where all is well.
WELL = {
    "gen01": "operating",
    "gen06": "920",
    "gen10": "2027-01-31",
    "gen12": "met",
    "gen17": "3",
    "gen19": "fair",
    "gen23": "yes",
    "gen24": "kept",
    "gen25": "stack dust",
    "gen26": "no",
    "gen27": "no",
    "gen29": "yes",
    "gen30": "no",
    "gen31": "no",
    "gen32": "complete",
    "gen33": "sent",
    "gen34": "not_required",
    "gen35": "0",
    "gen36": "all",
    "gen37": "3",
    "gen41": "normal",
    **dict.fromkeys(["gen03", "gen04", "gen05", "gen11", "gen15", "gen16", "gen18"], "yes"),
    **dict.fromkeys(["gen20", "gen21", "gen22", "gen38", "gen39"], "yes"),
    "gen09": "no",
}


def start(
    *, factory_class: str = "3", hp: str = "920", kind: str = "PLAN", prior: str = "1", **answers: str
) -> Inspection:
    visit = {"kind": kind, "prior_visits": prior}
    return play("GEN", answers, visit=visit, factory={"class": factory_class, "hp": hp})


# The workbook itself.


def test_the_workbook_converts_without_a_word() -> None:
    assert converted("GEN").problems == []
    assert (converted("GEN").form_id, converted("GEN").version, converted("GEN").title_en) == (
        "GEN",
        "2569.2",
        "General factory inspection",
    )
    assert converted("GEN").languages == ("Thai (th)", "English (en)")
    assert converted("GEN").media == ("factories.csv", "visit.csv")


def test_all_rows_of_the_office_are_there() -> None:
    assert {name[:5] for name in questions("GEN") if name.startswith("gen")} == {
        f"gen{n:02}" for n in range(1, 43)
    }


def test_severities_and_weights_are_those_of_the_office() -> None:
    judged = {name: cells for name, cells in questions("GEN").items() if cells.get("severity", "i") != "i"}
    assert {name for name, cells in judged.items() if cells["severity"] == "C"} == set(CRITICAL)
    assert {name for name, cells in judged.items() if cells["severity"] == "M"} == set(MAJOR)
    assert {name for name, cells in judged.items() if cells["severity"] == "m"} == set(MINOR)
    assert {cells["severity"]: cells["weight"] for cells in judged.values()} == {"C": "5", "M": "3", "m": "1"}


def test_each_judged_question_says_law_action_and_days_in_both_languages() -> None:
    check_policy("GEN")


def test_limits_named_by_the_checklist_are_in_the_table() -> None:
    named = {cells["limit"] for cells in questions("GEN").values() if "limit" in cells}
    assert named == {"WORK-AREA", "COMPLAINTS-12M", "NOI-LEQ24"}
    for limit in named:
        limits.in_force(limit, TODAY)


def test_every_text_is_there_in_both_languages() -> None:
    check_texts(start())


# A day when all is well.


def test_all_is_well() -> None:
    result = start().answer(**WELL).result
    assert (result.score, result.grade, result.outcome) == (Decimal("100.00"), "excellent", "pass")
    assert (result.failed, result.unanswered) == ((), ())
    assert list(result.by_section) == [
        f"/data/{name}"
        for name in ("visit_facts", "licence", "premises", "machinery", "pollution", "duties", "closing")
    ]


def test_nothing_is_answered_yet() -> None:
    inspection = start()
    assert inspection.result.outcome == "incomplete"
    expected = {name for name in [*CRITICAL, *MAJOR, *MINOR] if inspection.asked(name)}
    assert expected <= set(inspection.unanswered())
    assert set(inspection.unanswered()) - expected == {
        "gen01", "gen06", "gen23", "gen24", "gen25", "gen29", "gen31", "gen41"
    }  # fmt: skip


@pytest.mark.parametrize("name", [*CRITICAL, *MAJOR, *MINOR])
def test_no_judged_question_may_be_left_out(name: str) -> None:
    inspection = start(kind="PERMIT").answer(**WELL, gen13="yes", gen14="conforms")
    inspection.answer(gen06="2000", gen07="no")
    assert inspection.result.complete
    inspection.answer(**{name: ""})
    assert inspection.unanswered() == [name]
    assert inspection.result.outcome == "incomplete"


def test_not_applicable_never_lowers() -> None:
    inspection = start().answer(**WELL)
    inspection.answer(**dict.fromkeys(["gen03", "gen09", "gen16", "gen22", "gen38"], "na"))
    assert inspection.verdict("gen16") == "na"
    assert (inspection.result.score, inspection.result.outcome) == (Decimal("100.00"), "pass")


# What fails, and how heavy it is.


@pytest.mark.parametrize(("day", "verdict"), [("2026-10-01", "pass"), ("2026-10-02", "fail")])
def test_the_fee_is_judged_on_the_day_of_the_visit(day: str, verdict: str) -> None:
    assert play("GEN", {"gen10": "2026-10-01"}, visit={"date": day}).verdict("gen10") == verdict


FAILURES = {
    "gen01": ["closed", "not_found"],
    "gen03": ["no"],
    "gen04": ["no"],
    "gen05": ["no"],
    "gen07": ["yes"],
    "gen09": ["yes"],
    "gen10": ["2026-11-21", "2020-01-01"],
    "gen11": ["no"],
    "gen12": ["not_met"],
    "gen13": ["no"],
    "gen14": ["conflict", "unknown"],
    "gen15": ["no"],
    "gen16": ["no"],
    "gen17": ["2.99", "0"],
    "gen18": ["no"],
    "gen19": ["poor"],
    "gen20": ["no"],
    "gen21": ["no"],
    "gen22": ["no"],
    "gen26": ["yes"],
    "gen27": ["yes"],
    "gen30": ["yes"],
    "gen32": ["lacking"],
    "gen33": ["not_sent"],
    "gen34": ["not_sent"],
    "gen35": ["1", "12"],
    "gen36": ["partly", "not_corrected"],
    "gen37": ["none"],
    "gen38": ["no"],
    "gen39": ["no"],
}
PASSES = {
    "gen01": ["operating", "paused"],
    "gen10": ["2026-11-22", "2030-01-01"],
    "gen12": ["met", "none"],
    "gen14": ["conforms"],
    "gen17": ["3", "3.5"],
    "gen19": ["good", "fair"],
    "gen32": ["complete", "not_required"],
    "gen33": ["sent", "not_required"],
    "gen35": ["0"],
    "gen36": ["all", "none"],
    "gen37": ["1", "2", "3", "4", "5"],
}


def test_every_judged_question_has_a_failure_here() -> None:
    judged = {name for name, cells in questions("GEN").items() if "fail" in cells or "limit" in cells}
    assert judged == {*FAILURES, "gen28"}


@pytest.mark.parametrize(("name", "value"), [(name, value) for name in FAILURES for value in FAILURES[name]])
def test_what_fails(name: str, value: str) -> None:
    inspection = start(kind="PERMIT").answer(**WELL, gen13="yes", gen14="conforms")
    inspection.answer(gen06="2000", gen07="no")
    assert inspection.failed() == []
    inspection.answer(**{name: value})
    assert inspection.failed() == [name]
    assert inspection.result.outcome == (
        "fail" if name in CRITICAL else "pass" if inspection.result.complete else "incomplete"
    )


@pytest.mark.parametrize(("name", "value"), [(name, value) for name in PASSES for value in PASSES[name]])
def test_what_passes(name: str, value: str) -> None:
    inspection = start(kind="PERMIT").answer(**WELL).answer(**{name: value})
    assert inspection.verdict(name) == "pass"


def test_a_score_reckoned_by_hand() -> None:
    # Asked: 7 of 9 critical ones (not 07, 13), 10 of 11 major ones (not 14), all 9 minor ones:
    # 7 x 5 + 10 x 3 + 9 x 1 = 74. Failed: one major, two minor: 74 - 5 = 69.
    inspection = start().answer(**WELL).answer(gen09="yes", gen19="poor", gen38="no")
    assert inspection.result.score == Decimal("93.24")
    assert (inspection.result.grade, inspection.result.outcome) == ("excellent", "pass")
    # One critical one more: 64 of 74, and not passed whatever the score.
    inspection.answer(gen16="no")
    assert (inspection.result.score, inspection.result.grade) == (Decimal("86.49"), "good")
    assert inspection.result.outcome == "fail"
    # Not applicable leaves both sums: 59 of 69.
    inspection.answer(gen22="na")
    assert inspection.result.score == Decimal("85.51")
    premises = inspection.result.by_section["/data/premises"]
    assert (premises.failed, premises.answered, premises.total) == (2, 7, 7)
    assert premises.score == Decimal("53.85")  # 7 of 13


def test_a_failed_question_becomes_a_finding_with_law_and_days() -> None:
    inspection = start().answer(**WELL).answer(gen16="no")
    question = inspection.policy[inspection.result.failed[0]]
    assert (question.severity, question.due_days, question.opens_finding) == ("C", 7, True)
    assert "กฎกระทรวง ฉบับที่ 2 (พ.ศ. 2535)" in question.law
    assert "ป้องกันและระงับอัคคีภัย" in question.law
    assert question.text("action", "th") == "ให้จัดทางออกและเคลื่อนสิ่งกีดขวางทันที"


def test_noise_is_measured_beside_its_limit_but_opens_no_finding() -> None:
    inspection = start().answer(**WELL).answer(gen27="yes", gen28="71")
    assert inspection.verdict("gen28") == "fail"
    assert not inspection.policy[inspection.path("gen28")].opens_finding
    before = inspection.result.score
    inspection.answer(gen28="70")
    assert inspection.verdict("gen28") == "pass"
    assert inspection.result.score == before


# What is asked only if.


@pytest.mark.parametrize(
    ("hp", "found", "asked"),
    [
        ("920", "921", True),
        ("920", "920", False),
        ("920", "100", False),
        ("920", "", False),
        ("", "100", False),
        ("75", "100", True),
    ],
)
def test_expansion_is_asked_when_there_is_more_power(hp: str, found: str, asked: bool) -> None:
    assert start(hp=hp).answer(gen06=found).asked("gen07") is asked


@pytest.mark.parametrize(
    ("factory_class", "fee", "begun"),
    [("1", False, False), ("2", True, False), ("3", True, True), ("", False, False)],
)
def test_fee_and_start_depend_on_the_class(factory_class: str, fee: bool, begun: bool) -> None:
    inspection = start(factory_class=factory_class)
    assert (inspection.asked("gen10"), inspection.asked("gen11")) == (fee, begun)


@pytest.mark.parametrize(("kind", "asked"), [("PERMIT", True), ("PLAN", False), ("FOLLOW", False)])
def test_the_site_is_asked_before_a_permit(kind: str, asked: bool) -> None:
    inspection = start(kind=kind)
    assert (inspection.asked("gen13"), inspection.asked("gen14")) == (asked, asked)


@pytest.mark.parametrize(
    ("found", "asked"), [("", False), ("none", False), ("stack", True), ("dust odour", True)]
)
def test_emission_is_asked_when_there_is_a_source(found: str, asked: bool) -> None:
    assert start().answer(gen25=found).asked("gen26") is asked


def test_none_and_a_source_together_are_refused() -> None:
    inspection = start()
    assert inspection.answer(gen25="dust smoke").valid("gen25")
    assert inspection.answer(gen25="none").valid("gen25")
    assert not inspection.answer(gen25="dust none").valid("gen25")


@pytest.mark.parametrize(("prior", "asked"), [("0", False), ("1", True), ("12", True), ("", False)])
def test_earlier_findings_are_asked_when_there_was_a_visit(prior: str, asked: bool) -> None:
    assert start(prior=prior).asked("gen36") is asked


@pytest.mark.parametrize(
    ("name", "fails", "holds"), [("gen22", "no", "yes"), ("gen26", "yes", "no"), ("gen30", "yes", "no")]
)
def test_a_photo_is_required_where_it_fails(name: str, fails: str, holds: str) -> None:
    inspection = start().answer(**WELL)
    photo = f"{name}_photo"
    assert not inspection.asked(photo)
    inspection.answer(**{name: fails})
    assert inspection.asked(photo)
    assert inspection.unanswered() == [photo]
    inspection.answer(**{photo: "a.jpg"})
    assert inspection.result.complete
    assert not inspection.answer(**{name: holds}).asked(photo)
    assert not inspection.answer(**{name: "na"}).asked(photo)


@pytest.mark.parametrize("state", ["closed", "not_found"])
def test_a_factory_that_is_gone_needs_no_more_answers(state: str) -> None:
    inspection = start().answer(gen01=state, gen41="refer")
    assert inspection.result.complete
    assert inspection.failed() == ["gen01"]
    assert inspection.result.outcome == "pass"
    assert not any(inspection.asked(name) for name in ("gen03", "gen16", "gen22", "gen30", "gen38"))
    assert inspection.answer(gen01="paused").asked("gen03")


# What may be entered.


@pytest.mark.parametrize(
    ("phone", "valid"),
    [
        ("0812345678", True),
        ("081-234-5678", True),
        ("06 1234 5678", True),
        ("056-611-234", True),
        ("02-123-4567", True),
        ("056-611-234 ต่อ 12", True),
        ("056611234, 081-234-5678", True),
        ("056611234/0912345678", True),
        ("", True),
        ("081-234-567", False),
        ("0112345678", False),
        ("1234", False),
        ("081-234-56789", False),
        ("ไม่มี", False),
    ],
)
def test_telephone_numbers(phone: str, valid: bool) -> None:
    assert start().answer(gen02_phone=phone).valid("gen02_phone") is valid


@pytest.mark.parametrize("name", ["gen06", "gen08_male", "gen08_female", "gen17", "gen28", "gen35"])
def test_numbers_are_not_negative(name: str) -> None:
    inspection = start().answer(gen27="yes")
    assert not inspection.answer(**{name: "-1"}).valid(name)
    assert inspection.answer(**{name: "0"}).valid(name)


def test_messages_are_in_the_language_of_the_form() -> None:
    inspection = start().answer(gen06="-1")
    node = inspection.instance.node(inspection.path("gen06"))
    assert node.message == "ต้องเป็นตัวเลขตั้งแต่ 0 ขึ้นไป"
    inspection.instance.set_language("English (en)")
    assert node.message == "Must be a number, 0 or more."


def test_the_record_is_named_after_factory_and_day() -> None:
    inspection = start()
    name = inspection.instance.node("/data/meta/instanceName").value
    assert name == "GEN โรงสีตัวอย่างเจริญพาณิชย์ 2026-11-22"
    assert "<gen03/>" not in submission(inspection.answer(gen01="not_found").instance)


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ({}, {"discharges_outside": "no", "stack": "yes", "i_industry_status": "registered"}),
        ({"gen24": "discharged", "gen25": "none"}, {"discharges_outside": "yes", "stack": "no"}),
        ({"gen39": "no"}, {"i_industry_status": "none"}),
        ({"gen39": "na"}, {"i_industry_status": ""}),
        ({"gen01": "closed"}, {"boiler": "", "discharges_outside": "", "stack": ""}),
    ],
)
def test_answers_are_facts_about_the_factory_of_the_visit(
    answers: dict[str, str], expected: dict[str, str]
) -> None:
    facts = start().answer(**WELL).answer(**answers).facts()
    assert {name: facts.get(name, "") for name in expected} == expected
