"""Advice on i-Industry and I-Single Form: what was registered and filed, and what becomes known of it."""

from __future__ import annotations

from decimal import Decimal

import pytest

from fieldkit.model.entities import entity_changes
from tests.scenarios.play import ID, NUMBER, Inspection, check_policy, check_texts, converted, play, questions

# Rows of the office's table: severity and, where they are judged, days to correct.
ROWS = {
    **dict.fromkeys(["ind01", "ind02", "ind03", "ind10", "ind11", "ind13", "ind14"], ("M", "30")),
    **dict.fromkeys(["ind05", "ind06", "ind12", "ind20"], ("m", "60")),
    **dict.fromkeys(
        ["ind04_name", "ind04_phone", "ind15", "ind16", "ind17", "ind18", "ind19", "ind21"], ("i", "")
    ),
}
WELL = {
    **dict.fromkeys(["ind01", "ind02", "ind03"], "yes"),
    "ind05": "no",
    "ind06": "matches",
    "ind10": "sent",
    "ind11[2]": "not_required",
    "ind12[3]": "sent",
    "ind14[4]": "sent",
    "ind20": "alone",
}
KNOWN = (
    "name,label,form,year,status,as_of\nwaste_annual.2569,ของเสีย 2569,waste_annual,2569,not_sent,2026-05-01\n"
)


def ind(answers: dict[str, str] | None = None, **visit: dict[str, str]) -> Inspection:
    return play("IND", answers, lists={"single_form": KNOWN}, **visit)


def filed(inspection: Inspection) -> dict[str, str]:
    return {
        f"{entity.properties['form']}.{entity.properties['year']}": entity.properties["status"]
        for entity in entity_changes(inspection.instance, {NUMBER: ID})
        if entity.dataset == "single_form" and entity.id == ID
    }


def facts(inspection: Inspection) -> dict[str, str]:
    (entity,) = (e for e in entity_changes(inspection.instance, {NUMBER: ID}) if e.dataset == "factories")
    return {name: value for name, value in entity.properties.items() if value}


def test_the_workbook_is_that_of_the_office() -> None:
    conversion = converted("IND")
    assert conversion.problems == []
    assert conversion.media == ("factories.csv", "single_form.csv", "visit.csv")
    check_policy("IND")
    check_texts(ind(WELL))
    assert {
        name: (cells["severity"], cells.get("due_days", ""))
        for name, cells in questions("IND").items()
        if name[3:5].isdigit() and not name.endswith("other")
    } == ROWS
    assert {
        cells.get("decision") for cells in questions("IND").values() if cells.get("severity", "i") != "i"
    } == {"advice"}


@pytest.mark.parametrize(
    ("factory", "forms"),
    [
        ({"class": "3"}, "waste_annual chemicals production section9"),
        ({"class": "2"}, "waste_annual production section9"),
        ({"class": "3", "type_main": "10600"}, "waste_annual chemicals production waste_monthly section9"),
        ({"class": "2", "type_main": "01010"}, "waste_annual production section9"),
    ],
)
def test_the_reports_that_a_factory_owes_are_listed(factory: dict[str, str], forms: str) -> None:
    inspection = ind(factory=factory)
    found = [node.value for node in inspection.instance.walk() if node.name == "filing_form"]
    assert found == forms.split()
    for row, form in enumerate(found, 1):
        asked = {"waste_annual": "ind10", "chemicals": "ind11", "production": "ind12"}
        asked |= {"waste_monthly": "ind13", "section9": "ind14"}
        here = [n.name for n in inspection.instance.walk() if f"/filing[{row}]/ind" in n.path and n.relevant]
        assert here == [asked[form]]


@pytest.mark.parametrize(
    ("day", "years"),
    [
        ("2026-11-22", ["2569", "2569", "2569", "2570", "2569"]),
        ("2027-03-31", ["2569", "2569", "2569", "2570", "2569"]),
        ("2027-04-01", ["2570", "2569", "2569", "2570", "2569"]),
        ("2027-05-01", ["2570", "2570", "2570", "2570", "2570"]),
        ("2027-10-01", ["2570", "2570", "2570", "2571", "2570"]),
    ],
)
def test_the_year_is_the_last_in_which_the_report_fell_due(day: str, years: list[str]) -> None:
    inspection = ind(visit={"date": day}, factory={"type_main": "10100"})
    assert [node.value for node in inspection.instance.walk() if node.name == "filing_year"] == years


def test_what_is_known_stands_beside() -> None:
    inspection = ind(factory={"i_industry_status": "linked"})
    assert inspection.node("ind01").hint == "ที่ทราบครั้งก่อน: ผูกโรงงานแล้ว"
    assert "ปี 2569 ที่ทราบครั้งก่อน: ยังไม่ส่ง" in str(inspection.node("ind10").hint)
    assert "ยังไม่ทราบ" in str(inspection.node("ind12[3]").hint)
    inspection.instance.set_language("English (en)")
    assert "Year 2569, known so far: Not sent" in str(inspection.node("ind10").hint)


def test_all_is_well() -> None:
    inspection = ind(WELL)
    assert (inspection.result.score, inspection.result.outcome) == (Decimal("100.00"), "pass")
    assert inspection.unanswered() == []
    assert filed(inspection) == {
        "waste_annual.2569": "sent",
        "chemicals.2569": "not_required",
        "production.2569": "sent",
        "section9.2569": "sent",
    }
    assert facts(inspection) == {
        "i_industry_status": "linked",
        "i_industry_adviser": "สมชาย",
        "i_industry_readiness": "alone",
    }


@pytest.mark.parametrize(
    ("answers", "failed"),
    [
        ({"ind01": "no"}, ["ind01"]),
        ({"ind02": "no"}, ["ind02"]),
        ({"ind03": "no"}, ["ind03"]),
        ({"ind05": "yes"}, ["ind05"]),
        ({"ind06": "differs"}, ["ind06"]),
        ({"ind10": "late"}, ["ind10"]),
        ({"ind10": "incomplete"}, ["ind10"]),
        ({"ind11[2]": "not_sent"}, ["ind11"]),
        ({"ind12[3]": "not_sent"}, ["ind12"]),
        ({"ind14[4]": "late"}, ["ind14"]),
        ({"ind20": "help"}, ["ind20"]),
        ({"ind20": "unable"}, ["ind20"]),
    ],
)
def test_what_fails(answers: dict[str, str], failed: list[str]) -> None:
    inspection = ind(WELL).answer(answers)
    assert inspection.failed() == failed
    assert inspection.result.outcome == "pass"  # nothing of this is critical
    assert inspection.finding(next(iter(answers))).decision == "advice"


def test_monthly_reports_are_judged_at_handlers_of_waste() -> None:
    answers = {name: value for name, value in WELL.items() if name != "ind14[4]"}
    inspection = ind(answers | {"ind13[4]": "not_sent", "ind14[5]": "sent"}, factory={"type_main": "10500"})
    assert inspection.failed() == ["ind13"]
    assert inspection.finding("ind13[4]").due_days == 30
    assert filed(inspection)["waste_monthly.2570"] == "not_sent"


def test_a_score_reckoned_by_hand() -> None:
    # M: 01 02 03 10 11 14 = 18, m: 05 06 12 20 = 4; failed 3 + 1 of 22
    assert ind(WELL).answer(ind10="late", ind20="help").result.score == Decimal("81.82")


@pytest.mark.parametrize(
    ("answers", "status"),
    [
        ({"ind01": "no"}, "none"),
        ({"ind01": "yes", "ind02": "no"}, "registered"),
        ({"ind01": "yes", "ind02": "yes", "ind03": "no"}, "registered"),
        ({"ind01": "yes", "ind02": "yes", "ind03": "yes"}, "linked"),
        ({"ind01": "na"}, None),
        ({}, None),
    ],
)
def test_the_status_that_becomes_known(answers: dict[str, str], status: str | None) -> None:
    assert facts(ind(answers)).get("i_industry_status") == status


@pytest.mark.parametrize(
    ("answers", "asked"),
    [
        ({}, []),
        ({"ind01": "no"}, []),
        ({"ind01": "yes"}, ["ind02", "ind05"]),
        ({"ind01": "yes", "ind02": "yes"}, ["ind02", "ind03", "ind05"]),
        ({"ind01": "yes", "ind02": "yes", "ind03": "yes"}, ["ind02", "ind03", "ind05", "ind06"]),
    ],
)
def test_what_is_asked_only_if(answers: dict[str, str], asked: list[str]) -> None:
    inspection = ind(answers)
    assert [name for name in ("ind02", "ind03", "ind05", "ind06") if inspection.asked(name)] == asked


def test_another_year_may_be_checked_too() -> None:
    inspection = ind(WELL).answer(ind_more="1")
    assert inspection.unanswered() == ["filing_form"]
    inspection.answer({"filing_form[5]": "waste_annual", "filing_year_other[5]": "2568", "ind10[5]": "late"})
    assert filed(inspection)["waste_annual.2568"] == "late"
    assert filed(inspection)["waste_annual.2569"] == "sent"
    assert inspection.answer({"filing_year_other[5]": "68"}).valid("filing_year_other[5]") is False


def test_problems_become_known_in_words() -> None:
    inspection = ind(WELL).answer(ind15="password internet", ind16="45")
    assert facts(inspection)["i_industry_problems"] == "ลืมรหัสผ่าน, ไม่มีอินเทอร์เน็ต"
    assert facts(inspection)["coaching_minutes"] == "45"
    inspection.answer(ind15="none")
    assert "i_industry_problems" not in facts(inspection)
    assert not inspection.answer(ind15="none password").valid("ind15")
    assert not inspection.answer(ind16="601").valid("ind16")
    assert not inspection.answer(ind21="2026-11-21").valid("ind21")
