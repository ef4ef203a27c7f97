"""The MIND assessment: four dimensions of 0 to 100, reckoned from points of 0 to 4."""

from __future__ import annotations

from decimal import Decimal

import pytest

from fieldkit.model import limits
from tests.scenarios.play import TODAY, Inspection, check_policy, check_texts, converted, play, questions

MAJOR = ["mnd07", "mnd11", "mnd13", "mnd14", "mnd15"]
MINOR = [f"mnd{number:02}" for number in range(1, 25) if f"mnd{number:02}" not in MAJOR]
SCALES = ["mnd02", "mnd03", "mnd04", "mnd06", "mnd08", "mnd17", "mnd18", "mnd19"]
YES = ["mnd05", "mnd10", "mnd12", "mnd13", "mnd14", "mnd15", "mnd22", "mnd23", "mnd24"]
DIMENSIONS = {
    1: ["mnd01", "mnd02", "mnd03", "mnd04", "mnd05", "mnd06"],
    2: ["mnd07", "mnd08", "mnd09", "mnd10", "mnd11", "mnd12"],
    3: ["mnd13", "mnd14", "mnd15", "mnd16", "mnd17", "mnd18", "mnd19"],
    4: ["mnd20", "mnd21", "mnd22", "mnd23", "mnd24"],
}
WELL = {
    "mnd01": "12",
    "mnd07": "0",
    "mnd09": "120",
    "mnd11": "0",
    "mnd16": "4",
    "mnd20": "85",
    "mnd21": "2000000",
    **dict.fromkeys(SCALES, "4"),
    **dict.fromkeys(YES, "yes"),
}
# What each answer gives of 4 points, and whether it passes.
POINTS = {
    "mnd01": [("-10.5", 0), ("-10", 1), ("-0.1", 1), ("0", 2), ("4.9", 2), ("5", 3), ("9.99", 3), ("10", 4)],
    "mnd09": [("0", 0), ("1", 1), ("23", 1), ("24", 2), ("48", 3), ("95", 3), ("96", 4)],
    "mnd16": [("0", 0), ("1", 1), ("2", 2), ("3", 3), ("4", 4), ("5", 4)],
    "mnd20": [("0", 0), ("19.9", 0), ("20", 1), ("40", 2), ("60", 3), ("80", 4), ("100", 4)],
    "mnd21": [("0", 0), ("1", 1), ("99999", 1), ("100000", 2), ("500000", 3), ("1000000", 4)],
    "mnd07": [("0", 4), ("1", 0), ("3", 0)],
    "mnd11": [("0", 4), ("1", 0)],
    **{name: [(str(points), points) for points in range(5)] for name in SCALES},
    **{name: [("yes", 4), ("no", 0)] for name in YES},
}


def opened(
    answers: dict[str, str] | None = None, *, level: str = "", factory: dict[str, str] | None = None
) -> Inspection:
    document = {"name": "x", "label": "GI", "kind": "gi", "level": level, "counts": "yes"}
    known = {f"mind.{number}": "" for number in range(1, 5)} | {"i_industry_status": "linked"}
    return play("MND", answers, factory=known | (factory or {}), lists={"documents": [document]})


def well(**answers: str) -> Inspection:
    return opened(WELL | answers)


def dimension_of(name: str) -> int:
    return next(number for number, names in DIMENSIONS.items() if name in names)


def test_the_workbook_converts_without_a_word() -> None:
    found = converted("MND")
    assert found.problems == []
    assert (found.form_id, found.version, found.title_en) == (
        "MND",
        "2569.1",
        "MIND assessment, four dimensions",
    )


def test_all_rows_of_the_office_are_there() -> None:
    assert {name for name in questions("MND") if name.startswith("mnd")} == {
        f"mnd{number:02}" for number in range(1, 26)
    }


def test_severities_and_weights_are_those_of_the_office() -> None:
    judged = {name: cells for name, cells in questions("MND").items() if cells.get("severity", "i") != "i"}
    assert {name for name, cells in judged.items() if cells["severity"] == "M"} == set(MAJOR)
    assert {name for name, cells in judged.items() if cells["severity"] == "m"} == set(MINOR)
    assert {(cells["weight"], cells["due_days"]) for cells in judged.values()} == {("3", "30"), ("1", "60")}
    check_policy("MND")


def test_limits_named_by_the_checklist_are_in_the_table() -> None:
    named = {cells["limit"] for cells in questions("MND").values() if "limit" in cells}
    assert named == {"INJURIES-12M", "COMPLAINTS-12M"}
    assert all(limits.in_force(limit, TODAY).maximum == 0 for limit in named)


def test_every_text_is_there_in_both_languages() -> None:
    check_texts(opened(WELL))


def test_all_is_well() -> None:
    inspection = well()
    assert (inspection.result.failed, inspection.result.unanswered) == ((), ())
    assert (inspection.result.score, inspection.result.outcome) == (Decimal("100.00"), "pass")
    assert inspection.value("total") == "100"
    assert {name: value for name, value in inspection.facts().items() if value} == {
        f"mind.{number}": "100" for number in range(1, 5)
    }


@pytest.mark.parametrize("name", [*MAJOR, *MINOR])
def test_nothing_may_be_left_out(name: str) -> None:
    assert well(**{name: ""}).unanswered() == [name]


@pytest.mark.parametrize(
    ("name", "value", "points"), [(name, value, points) for name in POINTS for value, points in POINTS[name]]
)
def test_points_and_what_fails(name: str, value: str, points: int) -> None:
    inspection = well(**{name: value})
    number = dimension_of(name)
    count = len(DIMENSIONS[number])
    score = round(Decimal(4 * (count - 1) + points) / count * 25, 2)
    assert Decimal(inspection.value(f"score{number}")) == score
    # Less than medium is a finding.
    assert inspection.failed() == ([name] if points < 2 else [])
    assert inspection.result.outcome == "pass"  # nothing is critical


def test_every_question_is_tried() -> None:
    assert POINTS.keys() == {*MAJOR, *MINOR}


def test_a_dimension_reckoned_by_hand() -> None:
    # 3 + 2 + 1 + 2 + 4 + 3 = 15 points of 6 questions: 2.5 x 25 = 62.5.
    answers = {"mnd01": "7", "mnd02": "2", "mnd03": "1", "mnd04": "2", "mnd05": "yes", "mnd06": "3"}
    inspection = opened(answers)
    assert inspection.value("score1") == "62.5"
    assert inspection.value("score2") == ""
    assert inspection.value("total") == ""
    # Without debts five questions are left: 11 points.
    assert inspection.answer(mnd05="na").value("score1") == "55"


def test_what_does_not_apply_is_not_counted() -> None:
    inspection = well(mnd13="na", mnd14="na", mnd15="na", mnd17="0")
    # 4 + 0 + 4 + 4 points of 4 questions
    assert inspection.value("score3") == "75"


@pytest.mark.parametrize(("level", "word"), [("4", "excellent"), ("3", "fair"), ("2", "poor"), ("0", "poor")])
def test_the_total_in_words(level: str, word: str) -> None:
    inspection = opened(WELL | dict.fromkeys(SCALES, level))
    shown = [name for name in ("excellent", "good", "fair", "poor") if inspection.asked(f"total_{name}")]
    assert len(shown) == 1
    if level == "4":
        assert shown == [word]
    total = Decimal(inspection.value("total"))
    floors = {"excellent": 90, "good": 80, "fair": 60, "poor": 0}
    assert shown == [next(name for name, floor in floors.items() if total >= floor)]


def test_what_is_known_stands_beside() -> None:
    inspection = opened(level="3", factory={"mind.2": "62.5"})
    assert inspection.value("mnd16") == "3"
    assert "ผูกโรงงานแล้ว" in (inspection.node("mnd06").hint or "")
    inspection.answer(mnd08="2")
    assert "62.5" in (inspection.node("shown2").label or "")
    assert opened().value("mnd16") == ""


@pytest.mark.parametrize(
    ("name", "value"),
    [("mnd20", "101"), ("mnd20", "-1"), ("mnd01", "-101"), ("mnd07", "-1"), ("mnd21", "-5")],
)
def test_what_cannot_be(name: str, value: str) -> None:
    assert not well(**{name: value}).valid(name)


def test_a_finding_says_where_to_go() -> None:
    found = well(mnd13="no").finding("mnd13")
    assert (found.severity, found.due_days) == ("M", 30)
    assert "WAT" in found.text("action", "th")
