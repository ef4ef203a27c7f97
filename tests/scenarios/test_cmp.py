"""Inspection of a complaint: topics of the case, annoyance by noise, what arrives in the register."""

from __future__ import annotations

from decimal import Decimal

import pytest

from fieldkit.model.entities import entity_changes
from tests.scenarios.play import ID, NUMBER, Inspection, check_policy, check_texts, converted, play, questions

# Rows of the office's table: severity, days to correct, limit.
ROWS = {
    **dict.fromkeys(["cmp04", "cmp16"], ("C", "15", "")),
    "cmp10": ("C", "15", "NOI-ANNOY"),
    **dict.fromkeys(["cmp11", "cmp12"], ("C", "7", "")),
    **dict.fromkeys(["cmp06", "cmp07", "cmp13"], ("M", "30", "")),
    "cmp19": ("M", "15", ""),
    "cmp20": ("M", "30", "COMPLAINTS-12M"),
    "cmp14": ("m", "60", ""),
}
CASE, PLACE = (f"0192d3c0-0000-7000-8000-00000000000{digit}" for digit in "cd")
COLUMNS = "name,label,no,factory,issues,received_on,details,frequency,place\n"
ONE = COLUMNS + f"{CASE},รร-70-0001,1,mill,smell noise,2026-11-12,กลิ่นแรง,ทุกคืน,\n"
TWO = ONE + f"{PLACE},รร-70-0002,2,,dust,2026-11-15,,,ท้ายคลอง\n"
WELL = {
    **{"cmp04": "licensed", "cmp06": "faint", "cmp08": "60", "cmp09": "55", "cmp10_time": "day"},
    **{"cmp10_kind": "no", "cmp14": "yes", "cmp16": "unfounded", "cmp17": "none", "cmp19": "yes"},
    "cmp20": "0",
}


def cmp(answers: dict[str, str] | None = None, *, complaints: str = ONE) -> Inspection:
    return play("CMP", answers, lists={"complaints": complaints}, visit={"kind": "COMPLAINT"})


def saved(inspection: Inspection) -> dict[str, str]:
    (entity,) = entity_changes(inspection.instance, {NUMBER: ID})
    assert (entity.dataset, entity.action) == ("complaints", "update")
    return {"id": entity.id} | {name: value for name, value in entity.properties.items() if value}


def test_the_workbook_is_that_of_the_office() -> None:
    assert converted("CMP").problems == []
    check_policy("CMP")
    check_texts(cmp(complaints=COLUMNS))
    judged = {
        name: (cells["severity"], cells["due_days"], cells.get("limit", ""))
        for name, cells in questions("CMP").items()
        if cells.get("severity", "i") != "i"
    }
    assert judged == ROWS
    names = {name[:5] for name in questions("CMP") if name.startswith("cmp")}
    assert {f"cmp{number:02}" for number in range(1, 23)} == names


def test_nothing_is_found() -> None:
    inspection = cmp(WELL)
    assert (inspection.result.score, inspection.result.outcome) == (Decimal("100.00"), "pass")
    assert inspection.value("cmp01") == CASE
    assert saved(inspection) == {
        **{"id": CASE, "outcome": "unfounded", "step": "visited answered"},
        **{"visited_note": "ผลตรวจ: ไม่มีมูล", "answered_on_date": "2026-11-22"},
    }


def test_the_case_stands_beside() -> None:
    shown = cmp(WELL).node("cmp01_shown")
    assert shown.label == ("กลิ่น · เสียงดัง · รับเรื่องเมื่อ 12/11/2569 · สถานที่ – · ความถี่ ทุกคืน · กลิ่นแรง")


@pytest.mark.parametrize(
    ("topics", "asked"),
    [
        ("", ["cmp06", "cmp08", "cmp09", "cmp10_time", "cmp10_kind"]),  # those of the case
        ("dust", ["cmp06", "cmp07", "cmp08", "cmp09", "cmp10_time", "cmp10_kind"]),
        ("wastewater waste", ["cmp06", "cmp08", "cmp09", "cmp10_time", "cmp10_kind", "cmp11", "cmp12"]),
        ("vibration", ["cmp06", "cmp08", "cmp09", "cmp10_time", "cmp10_kind", "cmp13"]),
    ],
)
def test_only_what_is_complained_about_is_asked(topics: str, asked: list[str]) -> None:
    inspection = cmp({"cmp01_issues": topics})
    names = ("cmp06", "cmp07", "cmp08", "cmp09", "cmp10_time", "cmp10_kind", "cmp11", "cmp12", "cmp13")
    assert [name for name in names if inspection.asked(name)] == asked


@pytest.mark.parametrize(
    ("specific", "background", "time", "kind", "level", "verdict"),
    [
        ("60", "50", "day", "no", "10", "pass"),
        ("60.1", "50", "day", "no", "10.1", "fail"),
        ("60", "52", "night", "no", "11", "fail"),
        ("60", "53", "night", "no", "10", "pass"),
        ("60", "55", "day", "yes", "10", "pass"),
        ("60", "54.9", "day", "yes", "10.1", "fail"),
        ("60", "57", "night", "yes", "11", "fail"),
        ("50", "55", "day", "no", "-5", "pass"),
    ],
)
def test_annoyance_by_noise(
    specific: str, background: str, time: str, kind: str, level: str, verdict: str
) -> None:
    inspection = cmp(WELL).answer(cmp08=specific, cmp09=background, cmp10_time=time, cmp10_kind=kind)
    assert (inspection.value("cmp10"), inspection.verdict("cmp10")) == (level, verdict)
    assert inspection.result.outcome == ("fail" if verdict == "fail" else "pass")


def test_noise_must_be_measured_where_it_is_complained_about() -> None:
    inspection = cmp(WELL).answer(cmp08="")
    assert inspection.unanswered() == ["cmp08"]
    assert not inspection.asked("cmp10")


@pytest.mark.parametrize(
    ("answers", "failed", "outcome"),
    [
        ({"cmp04": "unlicensed"}, "cmp04", "fail"),
        ({"cmp04": "not_factory"}, "cmp04", "fail"),
        ({"cmp06": "moderate"}, "cmp06", "pass"),
        ({"cmp06": "strong"}, "cmp06", "pass"),
        ({"cmp01_issues": "dust", "cmp07": "yes", "cmp07_photo": "a.jpg"}, "cmp07", "pass"),
        ({"cmp01_issues": "wastewater", "cmp11": "yes", "cmp11_photo": "a.jpg"}, "cmp11", "fail"),
        ({"cmp01_issues": "waste", "cmp12": "yes", "cmp12_photo": "a.jpg"}, "cmp12", "fail"),
        ({"cmp01_issues": "vibration", "cmp13": "yes"}, "cmp13", "pass"),
        ({"cmp14": "no"}, "cmp14", "pass"),
        ({"cmp16": "founded"}, "cmp16", "fail"),
        ({"cmp19": "no"}, "cmp19", "pass"),
        ({"cmp20": "1"}, "cmp20", "pass"),
    ],
)
def test_what_fails(answers: dict[str, str], failed: str, outcome: str) -> None:
    inspection = cmp(WELL).answer(answers)
    assert (inspection.failed(), inspection.result.outcome) == ([failed], outcome)
    assert inspection.unanswered() == []


@pytest.mark.parametrize("outcome", ["unfounded", "unproven", "no_factory"])
def test_what_is_not_founded_passes(outcome: str) -> None:
    assert cmp(WELL).answer(cmp16=outcome).result.outcome == "pass"


@pytest.mark.parametrize("name", ["cmp07", "cmp11", "cmp12"])
def test_a_photo_is_required_where_it_fails(name: str) -> None:
    inspection = cmp(WELL).answer(cmp01_issues="dust wastewater waste")
    inspection.answer(**dict.fromkeys(["cmp07", "cmp11", "cmp12"], "no"))
    assert inspection.result.complete
    inspection.answer({name: "yes"})
    assert inspection.unanswered() == [f"{name}_photo"]


def test_a_score_reckoned_by_hand() -> None:
    # C: 04 10 16 = 15, M: 06 19 20 = 9, m: 14 = 1; failed 5 + 3 of 25
    inspection = cmp(WELL).answer(cmp16="founded", cmp06="strong")
    assert inspection.result.score == Decimal("68.00")


@pytest.mark.parametrize(
    ("answers", "told"),
    [
        (
            {"cmp16": "founded", "cmp17": "order37", "cmp18": "2026-12-15", "cmp19": "no"},
            {"step": "visited ordered", "actions": "order37", "ordered_due_date": "2026-12-15"},
        ),
        (
            {"cmp16": "founded", "cmp17": "order39", "cmp19": "yes", "cmp19_date": "2026-11-20"},
            {"step": "visited ordered answered", "answered_on_date": "2026-11-20"},
        ),
        (
            {"cmp17": "forward", "cmp17_to": "อปท.", "cmp19": "na"},
            {"step": "visited forwarded", "forwarded_note": "ส่ง อปท.", "actions": "forward"},
        ),
        (
            {"cmp16": "forwarded", "cmp17": "none", "cmp17_to": "ทสจ."},
            {"step": "visited answered forwarded", "outcome": "forwarded", "forwarded_note": "ส่ง ทสจ."},
        ),
        ({"cmp16": "founded", "cmp17": "advice"}, {"step": "visited answered", "actions": "advice"}),
        ({"cmp16": "founded", "cmp17": "prosecute"}, {"step": "visited ordered answered"}),
    ],
)
def test_what_arrives_in_the_register(answers: dict[str, str], told: dict[str, str]) -> None:
    inspection = cmp(WELL).answer(answers)
    assert inspection.unanswered() == []
    assert saved(inspection).items() >= told.items()


def test_a_case_of_an_unknown_place_gets_its_factory() -> None:
    inspection = cmp(WELL, complaints=TWO)
    assert inspection.value("cmp01") == ""  # one of two: the inspector chooses
    inspection.answer(cmp01=PLACE, cmp07="no")
    assert saved(inspection)["factory"] == NUMBER
    assert "factory" not in saved(inspection.answer(cmp16="no_factory"))
    assert "factory" not in saved(inspection.answer(cmp01=CASE, cmp16="founded"))


def test_a_case_of_no_register_changes_none() -> None:
    inspection = cmp(WELL, complaints=COLUMNS)
    assert inspection.unanswered() == ["cmp01_number", "cmp01_issues"]
    inspection.answer(cmp01_number="รร-70-0099", cmp01_issues="other")
    assert inspection.result.outcome == "pass"
    assert entity_changes(inspection.instance, {NUMBER: ID}) == []


@pytest.mark.parametrize(
    ("answers", "name"),
    [
        ({"cmp08": "195"}, "cmp08"),
        ({"cmp15_asked": "5", "cmp15_affected": "6"}, "cmp15_affected"),
        ({"cmp16": "founded", "cmp18": "2026-11-21"}, "cmp18"),
        ({"cmp19_date": "2026-11-23"}, "cmp19_date"),
        ({"cmp19_date": "2026-11-11"}, "cmp19_date"),  # before the case was received
        ({"cmp22": "none police"}, "cmp22"),
    ],
)
def test_what_cannot_be(answers: dict[str, str], name: str) -> None:
    assert not cmp(WELL).answer(answers).valid(name)


def test_a_case_is_no_matter_of_an_order_where_there_is_no_factory() -> None:
    assert cmp(WELL).answer(cmp04="not_factory").finding("cmp04").decision == "advice"
    assert cmp(WELL).answer(cmp16="founded").finding("cmp16").decision == ""
