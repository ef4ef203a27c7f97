"""The Green Industry assessment: two sets of criteria, levels, certificates, promotion."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from tests.scenarios.play import Inspection, check_policy, check_texts, converted, play, questions

CRITICAL = ["gi11", "gi12", "gi21", "gi24", "gi25", "gi26"]
MAJOR = [
    *("gi03", "gi05", "gi13", "gi14", "gi22", "gi23", "gi31", "gi32", "gi33", "gi34", "gi35", "gi36", "gi37"),
    *("gi41", "gi42", "gi43", "gi51", "gi52"),
]
ROWS = [
    *("gi01", "gi02", "gi03", "gi04", "gi05", "gi11", "gi12", "gi13", "gi14", "gi21", "gi22", "gi23"),
    *("gi24", "gi25", "gi26", "gi31", "gi32", "gi33", "gi34", "gi35", "gi36", "gi37", "gi38"),
    *("gi41", "gi42", "gi43", "gi51", "gi52", "gi60", "gi61", "gi62"),
]
THEMES = "governance rights labour environment fairness consumers community"
BEFORE, SINCE = "2024-02-15", "2026-11-22"
CERTIFICATE = {
    "name": "0192d3c0-0000-7000-8000-000000000009",
    "label": "GI",
    "kind": "gi",
    "number": "2-001/2567",
    "level": "2",
    "issued_on": "2024-05-02",
    "expires_on": "2027-05-01",
    "issuer": "",
    "counts": "yes",
}
# A factory of level 2 that wants to reach level 5, where all is well.
WELL = {
    "gi01": "2",
    "gi02_number": "2-001/2567",
    "gi02_issued": "2024-05-02",
    "gi03": "dated",
    "gi02_expires": "2027-05-01",
    "gi04": "5",
    "gi21": "1",
    "gi23": "12.5",
    "gi36": "2026-03-01",
    "gi37": "2025-11-22",
    "gi38": "none",
    "gi41": "3",
    "gi42": THEMES,
    "gi51": "2",
    "gi61": "preparing",
    **dict.fromkeys(("gi05", "gi11", "gi12", "gi13", "gi14", "gi22", "gi24", "gi25", "gi26"), "yes"),
    **dict.fromkeys(("gi31", "gi32", "gi33", "gi34", "gi35", "gi43", "gi52"), "yes"),
}
FAILURES = {
    "gi03": ["dated"],
    **{name: ["no"] for name in (*CRITICAL, *MAJOR) if WELL.get(name) == "yes"},
    "gi21": ["0"],
    "gi23": ["0", "-3"],
    "gi36": ["2025-11-21", "2020-01-01"],
    "gi37": ["2025-11-21"],
    "gi41": ["0"],
    "gi42": ["governance rights labour environment fairness consumers", "none"],
    "gi51": ["0"],
}


def opened(answers: dict[str, str] | None = None, *, day: str = SINCE, known: bool = False) -> Inspection:
    lists: dict[str, list[dict[str, Any]]] = {
        "documents": [CERTIFICATE if known else dict.fromkeys(CERTIFICATE, "")]
    }
    return play("GI", answers, visit={"date": day}, lists=lists)


def well(**answers: str) -> Inspection:
    return opened(WELL).answer(answers)


def failing(name: str, value: str) -> Inspection:
    inspection = well(**{name: value})
    if name == "gi03":
        inspection.answer(gi02_expires="2026-11-21")
    return inspection


# The workbook itself.


def test_the_workbook_converts_without_a_word() -> None:
    found = converted("GI")
    assert found.problems == []
    assert (found.form_id, found.version, found.title_en) == ("GI", "2569.1", "Green Industry assessment")


def test_all_rows_of_the_office_are_there() -> None:
    assert {name.partition("_")[0] for name in questions("GI") if name.startswith("gi")} == set(ROWS)


def test_severities_weights_and_days_are_those_of_the_office() -> None:
    judged = {name: cells for name, cells in questions("GI").items() if cells.get("severity", "i") != "i"}
    for severity, names in (("C", CRITICAL), ("M", MAJOR)):
        assert {name for name, cells in judged.items() if cells["severity"] == severity} == set(names)
    assert {cells["severity"]: cells["weight"] for cells in judged.values()} == {"C": "5", "M": "3"}
    assert set(judged) == set(FAILURES)
    check_policy("GI")


def test_every_text_is_there_in_both_languages() -> None:
    check_texts(opened(WELL | {"gi12": "no", "gi38": "other", "gi61": "certified"}))


# A day when all is well.


def test_all_is_well() -> None:
    inspection = well()
    assert (inspection.result.failed, inspection.result.unanswered) == ((), ())
    assert (inspection.result.score, inspection.result.outcome) == (Decimal("100.00"), "pass")
    assert inspection.value("level_passed") == "5"


@pytest.mark.parametrize("name", [*CRITICAL, *MAJOR])
def test_no_judged_question_may_be_left_out(name: str) -> None:
    inspection = well(**{name: ""})
    assert name in inspection.unanswered()
    assert inspection.result.outcome == "incomplete"


@pytest.mark.parametrize(("name", "value"), [(name, value) for name in FAILURES for value in FAILURES[name]])
def test_what_fails(name: str, value: str) -> None:
    inspection = failing(name, value)
    assert inspection.failed() == [name]
    assert inspection.finding(name).severity == ("C" if name in CRITICAL else "M")
    if name in CRITICAL:
        assert inspection.result.outcome == "fail"


def test_a_score_reckoned_by_hand() -> None:
    # 6 x 5 + 18 x 3 = 84; a major one less: 81.
    assert well(gi33="no").result.score == Decimal("96.43")
    assert well(gi33="no", gi11="no").result.score == Decimal("90.48")  # 76 of 84
    assert well(gi33="na").result.score == Decimal("100.00")


# Two sets of criteria.


@pytest.mark.parametrize(
    ("day", "criteria"),
    [(BEFORE, "GI-2554"), ("2024-08-06", "GI-2554"), ("2024-08-07", "GI-2567"), (SINCE, "GI-2567")],
)
def test_the_day_of_the_visit_chooses_the_criteria(day: str, criteria: str) -> None:
    inspection = opened(day=day)
    assert inspection.value("criteria") == criteria
    assert inspection.asked("gi05") is (criteria == "GI-2567")
    assert inspection.facts()["gi_criteria"] == criteria
    assert criteria in (inspection.node("criteria_used").label or "")


def test_by_the_old_criteria_nobody_needs_the_system() -> None:
    # Level 1: of gi13 and gi14 alone both must pass; with gi05 two of three are too few as well.
    old = opened(WELL | {"gi04": "1", "gi05": "", "gi36": "", "gi37": ""}, day=BEFORE)
    assert old.value("rest1") == "2"
    new = opened(WELL | {"gi04": "1"})
    assert new.value("rest1") == "3"
    assert new.answer(gi05="no").value("passed1") == "2"


# Levels.


@pytest.mark.parametrize("level", ["1", "2", "3", "4", "5"])
def test_what_a_level_asks(level: str) -> None:
    inspection = opened({"gi04": level})
    asked = {
        name: inspection.asked(name)
        for name in ("gi11", "gi21", "gi31", "gi36", "gi38", "gi41", "gi43", "gi51", "gi52")
    }
    least = {"gi31": 3, "gi36": 3, "gi38": 3, "gi41": 4, "gi43": 4, "gi51": 5, "gi52": 5}
    assert asked == {name: int(level) >= least.get(name, 1) for name in asked}


@pytest.mark.parametrize(
    ("wished", "answers", "level"),
    [
        ("5", {}, "5"),
        ("4", {}, "4"),
        ("3", {}, "3"),
        # Without a wish for level 3 its questions are not asked, and level 2 is the highest.
        ("1", {}, "2"),
        ("2", {}, "2"),
        # A failed critical question of level 2 leaves level 1; one of level 1 leaves nothing.
        ("5", {"gi24": "no"}, "1"),
        ("5", {"gi21": "0"}, "1"),
        ("5", {"gi11": "no"}, "0"),
        ("5", {"gi11": "na"}, "5"),
        # The rest: 3 at level 1, 5 at 2, 12 at 3, 15 at 4, 17 at 5; four fifths must pass.
        ("5", {"gi13": "no"}, "5"),
        ("2", {"gi13": "no"}, "2"),
        ("2", {"gi13": "no", "gi14": "no"}, "0"),
        ("2", {"gi22": "no", "gi23": "0"}, "1"),
        ("3", {"gi31": "no", "gi32": "no"}, "3"),
        ("3", {"gi31": "no", "gi32": "no", "gi36": "2024-01-01"}, "2"),
        ("4", {"gi31": "no", "gi32": "no", "gi36": "2024-01-01"}, "4"),
        ("4", {"gi31": "no", "gi32": "no", "gi36": "2024-01-01", "gi41": "0"}, "2"),
        ("5", {"gi43": "no", "gi42": "none", "gi51": "0"}, "5"),
        ("5", {"gi43": "no", "gi42": "none", "gi51": "0", "gi52": "no"}, "4"),
        # What does not apply is not counted.
        ("2", {"gi13": "na", "gi14": "na", "gi05": "no"}, "0"),
        ("2", {"gi13": "na", "gi22": "no"}, "1"),
    ],
)
def test_the_level_passed(wished: str, answers: dict[str, str], level: str) -> None:
    inspection = well(gi04=wished).answer({name: answers[name] for name in answers})
    assert inspection.value("level_passed") == level
    assert inspection.facts()["gi_level_passed"] == level


def test_projects_have_rows_of_their_own() -> None:
    inspection = well(gi21="2")
    inspection.answer(
        {
            "gi21_name[1]": "เปลี่ยนหลอด LED",
            "gi23_before[1]": "200",
            "gi23_after[1]": "150",
            "gi21_name[2]": "ลดน้ำ",
            "gi23_before[2]": "80",
            "gi23_after[2]": "78",
        }
    )
    assert (inspection.value("gi23_percent[1]"), inspection.value("gi23_percent[2]")) == ("25", "2.5")
    assert inspection.value("best_saving") == "25"
    assert "25" in (inspection.node("gi23").hint or "")
    assert inspection.result.complete
    assert not well(gi21="21").valid("gi21")


def test_a_photo_is_required_where_nothing_is_posted() -> None:
    inspection = well(gi12="no")
    assert inspection.unanswered() == ["gi12_photo"]
    assert inspection.answer(gi12_photo="a.jpg").result.complete
    assert not inspection.answer(gi12="yes").asked("gi12_photo")


def test_reviews_are_a_year_old_at_most() -> None:
    assert well(gi36="2025-11-22").verdict("gi36") == "pass"
    assert not well(gi36="2026-11-23").valid("gi36")


@pytest.mark.parametrize(
    ("name", "value"), [("gi38", "none iso14001"), ("gi42", "none labour"), ("gi23", "101"), ("gi21", "-1")]
)
def test_what_cannot_be(name: str, value: str) -> None:
    assert not well(**{name: value}).valid(name)


# Certificates.


def test_the_certificate_of_the_file_is_there_before_it_is_asked() -> None:
    inspection = opened(known=True)
    assert inspection.value("gi01") == "2"
    assert (inspection.value("gi02_number"), inspection.value("gi02_issued")) == ("2-001/2567", "2024-05-02")
    assert (inspection.value("gi03"), inspection.value("gi02_expires")) == ("dated", "2027-05-01")
    assert "2-001/2567" in (inspection.node("gi01").hint or "")


def test_without_a_certificate_nothing_is_put_in() -> None:
    inspection = opened()
    assert [inspection.value(name) for name in ("gi01", "gi03", "gi02_number")] == ["", "", ""]
    inspection.answer(gi01="0")
    assert not inspection.asked("gi02_number")
    assert not inspection.asked("gi03")


@pytest.mark.parametrize(
    ("term", "until", "verdict"),
    [("open", "", "pass"), ("dated", "2026-11-22", "pass"), ("dated", "2026-11-21", "fail")],
)
def test_a_certificate_may_never_expire(term: str, until: str, verdict: str) -> None:
    inspection = well(gi03=term)
    if until:
        inspection.answer(gi02_expires=until)
    assert inspection.verdict("gi03") == verdict
    assert inspection.asked("gi02_expires") is (term == "dated")


def test_certificates_become_documents() -> None:
    present = {"kind": "gi", "number": "2-001/2567", "level": "2"}
    dates = {"issued_on": "2024-05-02", "expires_on": "2027-05-01"}
    assert well().saved("documents") == [present | dates]
    promoted = well(gi61="certified")
    assert set(promoted.unanswered()) == {"gi61_level", "gi61_number", "gi61_issued"}
    promoted.answer(gi61_level="3", gi61_number="3-014/2569", gi61_issued="2026-11-20")
    assert promoted.saved("documents")[1] == {
        "kind": "gi",
        "number": "3-014/2569",
        "level": "3",
        "issued_on": "2026-11-20",
        "expires_on": "",
    }
    assert opened({"gi01": "0", "gi04": "1"}).saved("documents") == []


# Promotion.


@pytest.mark.parametrize(
    ("stage", "plan", "application", "certificate"),
    [
        ("not_interested", False, False, False),
        ("interested", True, False, False),
        ("preparing", True, False, False),
        ("applied", False, True, False),
        ("assessed", False, True, False),
        ("certified", False, True, True),
        ("refused", False, True, False),
        ("withdrawn", False, False, False),
    ],
)
def test_the_stages_of_promotion(stage: str, *, plan: bool, application: bool, certificate: bool) -> None:
    inspection = well(gi61=stage)
    found = [inspection.asked(name) for name in ("gi62", "gi61_application", "gi61_number")]
    assert found == [plan, application, certificate]
    assert inspection.facts()["gi_stage"] == stage


def test_wish_and_plan_are_facts() -> None:
    facts = well(gi62="2027-01-15").facts()
    assert (facts["gi_wished"], facts["gi_apply_on"]) == ("5", "2027-01-15")
    assert not well(gi62="2026-11-21").valid("gi62")
