"""Development of SMEs and community enterprises: size, before and after, what arrives in the registers."""

from __future__ import annotations

from decimal import Decimal

import pytest

from fieldkit.model.cases.enterprises import size_bands, size_of
from fieldkit.model.entities import entity_changes
from tests.scenarios.play import ID, NUMBER, Inspection, check_policy, check_texts, converted, play, questions

# Rows of the office's table: severity, days to correct, limit.
ROWS = {
    "dev03": ("m", "60", ""),
    "dev04": ("m", "60", "CE-MEMBERS"),
    "dev10": ("m", "60", "DEV-SALES"),
    "dev12": ("m", "60", "DEV-COST"),
    "dev14": ("m", "60", "DEV-PRODUCTIVITY"),
    "dev18": ("M", "30", ""),
    "dev23": ("m", "60", "DEV-SATISFACTION"),
}
ENTERPRISE, PROJECT = (f"0192d3c0-0000-7000-8000-00000000000{digit}" for digit in "ef")
ENTERPRISES = (
    "name,label,no,kind,code,members,employees,income,product\n"
    f"{ENTERPRISE},กลุ่มแม่บ้าน,1,community,,9,4,,กล้วยตาก\n"
)
PROJECTS = (
    "name,label,no,title,sales_baseline,productivity_baseline,waste_baseline\n"
    f"{PROJECT},ลดต้นทุน,1,ลดต้นทุน,100000,,\n"
)
_BANDS = [
    (number, band)
    for sector in ("manufacturing", "service")
    for number, band in enumerate(band for band in size_bands() if band.sector == sector)
]
SIZES = "name,label,label_en,sector,size,no,most_employees,most_income\n" + "".join(
    f"{band.sector}.{band.size},ขนาด {band.size},{band.size},{band.sector},{band.size},{number},"
    f"{'' if band.most_employees is None else band.most_employees},"
    f"{'' if band.most_income is None else band.most_income}\n"
    for number, band in _BANDS
)
WELL = {"dev01": "sme", "dev06": "diprom3", "dev09": "110000", "dev18": "much", "dev23": "3"}


def dev(
    answers: dict[str, str] | None = None, *, enterprises: str = ENTERPRISES, projects: str = PROJECTS
) -> Inspection:
    lists = {"enterprises": enterprises, "projects": projects, "sme_sizes": SIZES}
    return play("DEV", answers, lists=lists)


def saved(inspection: Inspection, dataset: str) -> dict[str, str]:
    found = [e for e in entity_changes(inspection.instance, {NUMBER: ID}) if e.dataset == dataset]
    return {name: value for entity in found for name, value in entity.properties.items() if value}


def test_the_workbook_is_that_of_the_office() -> None:
    assert converted("DEV").problems == []
    check_policy("DEV")
    none = {"enterprises": ENTERPRISES, "projects": PROJECTS}
    check_texts(dev(WELL, **{name: text.partition("\n")[0] + "\n" for name, text in none.items()}))
    judged = {
        name: (cells["severity"], cells["due_days"], cells.get("limit", ""))
        for name, cells in questions("DEV").items()
        if cells.get("severity", "i") != "i"
    }
    assert judged == ROWS
    names = {name[:5] for name in questions("DEV") if name.startswith("dev")}
    assert {f"dev{number:02}" for number in range(1, 25)} - names == set()


def test_all_is_well() -> None:
    inspection = dev(WELL)
    assert (inspection.result.score, inspection.result.outcome) == (Decimal("100.00"), "pass")
    assert inspection.value("dev10") == "10"
    assert (inspection.value("dev01_enterprise"), inspection.value("dev05")) == (ENTERPRISE, PROJECT)
    assert saved(inspection, "projects") == {
        **{"sales_baseline": "100000", "sales_result": "110000", "sales_unit": "บาท/เดือน"},
        **{"sales_result_on": "2026-11-22", "economic_value_baseline": "0"},
        **{"economic_value_result": "120000", "economic_value_unit": "บาท/ปี"},
        "economic_value_result_on": "2026-11-22",
    }
    assert saved(inspection, "enterprises") == {
        **{"sector": "manufacturing", "step": "visited", "visited_note": "ติดตามผลการพัฒนา"},
    }


@pytest.mark.parametrize(
    ("answers", "name", "shown", "verdict"),
    [
        ({"dev09": "109990"}, "dev10", "9.99", "fail"),
        ({"dev09": "110000"}, "dev10", "10", "pass"),
        ({"dev09": "90000"}, "dev10", "-10", "fail"),
        ({"dev08": "200000", "dev09": "220000"}, "dev10", "10", "pass"),  # before what the register has
        ({"dev11_before": "20", "dev11_after": "19"}, "dev12", "5", "pass"),
        ({"dev11_before": "20", "dev11_after": "19.1"}, "dev12", "4.5", "fail"),
        ({"dev13_before": "40", "dev13_after": "44"}, "dev14", "10", "pass"),
        ({"dev13_before": "40", "dev13_after": "43"}, "dev14", "7.5", "fail"),
    ],
)
def test_gains_are_judged(answers: dict[str, str], name: str, shown: str, verdict: str) -> None:
    inspection = dev(WELL).answer(answers)
    assert (inspection.value(name), inspection.verdict(name)) == (shown, verdict)
    assert inspection.failed() == ([name] if verdict == "fail" else [])


def test_a_start_of_nothing_has_no_percentage() -> None:
    inspection = dev(WELL).answer(dev08="0", dev11_before="0", dev11_after="5", dev13_before="0")
    inspection.answer(dev13_after="9")
    assert not any(inspection.asked(name) for name in ("dev10", "dev12", "dev14"))
    assert saved(inspection, "projects")["sales_baseline"] == "0"
    assert inspection.result.complete


def test_costs_are_told_by_the_month() -> None:
    inspection = dev(WELL).answer(dev11_before="20", dev11_after="18")
    assert "cost_result" not in saved(inspection, "projects")
    inspection.answer(dev11_quantity="1000", dev_evidence="receipts")
    found = saved(inspection, "projects")
    assert (found["cost_baseline"], found["cost_result"], found["cost_unit"]) == (
        *("20000", "18000", "บาท/เดือน"),
    )
    assert found["economic_value_result"] == str((10_000 + 2_000) * 12)
    assert found["cost_evidence"] == "ใบเสร็จ"
    assert inspection.node("dev_value_shown").label == "มูลค่าทางเศรษฐกิจ 12 เดือน: 144000 บาท"


@pytest.mark.parametrize(
    ("sector", "employees", "income"),
    [
        *(("manufacturing", n, "") for n in ("5", "6", "50", "51", "200", "201")),
        *(("service", n, "") for n in ("5", "30", "31", "100", "101")),
        *(("manufacturing", "", n) for n in ("1800000", "1800001", "100000000", "500000001")),
        ("service", "5", "50000001"),
        ("manufacturing", "201", "100"),
    ],
)
def test_the_size_is_that_of_the_register(sector: str, employees: str, income: str) -> None:
    enterprises = ENTERPRISES.partition(ENTERPRISE)[0]
    inspection = dev(enterprises=enterprises).answer(dev02_sector=sector)
    inspection.answer(dev02_employees=employees, dev02_income=income)
    known = {"sector": sector, "employees": int(employees or 0) if employees else None}
    expected = size_of(known | {"income": float(income) if income else None})
    assert expected is not None
    assert inspection.value("dev02") == expected.code
    assert inspection.node("dev02_shown").label == f"ขนาดกิจการ: ขนาด {expected.code}"


@pytest.mark.parametrize(
    ("answers", "failed"),
    [
        ({"dev03": "no", "dev04": "7"}, ["dev03"]),
        ({"dev03": "yes", "dev04": "6"}, ["dev04"]),
        ({"dev03": "yes", "dev04": "7"}, []),
    ],
)
def test_a_community_enterprise(answers: dict[str, str], failed: list[str]) -> None:
    inspection = dev(WELL).answer(dev01="community").answer(answers)
    assert inspection.failed() == failed
    assert saved(inspection, "enterprises")["step"] == ("visited" if "dev03" in failed else "visited renewed")
    inspection.answer(dev01="sme")
    assert not any(inspection.asked(name) for name in ("dev03", "dev03_code", "dev04"))


@pytest.mark.parametrize(
    ("answers", "failed"), [({"dev18": "no"}, "dev18"), ({"dev18": "some"}, ""), ({"dev23": "2"}, "dev23")]
)
def test_what_fails(answers: dict[str, str], failed: str) -> None:
    inspection = dev(WELL).answer(answers)
    assert inspection.failed() == [failed] * bool(failed)
    assert inspection.result.outcome == "pass"
    if failed:
        assert inspection.finding(failed).decision == "advice"


def test_a_score_reckoned_by_hand() -> None:
    # M: 18 = 3, m: 10 14 23 = 3; failed 1 of 6
    inspection = dev(WELL).answer(dev13_before="40", dev13_after="41")
    assert inspection.result.score == Decimal("83.33")


def test_a_project_of_no_register_changes_none() -> None:
    empty = PROJECTS.partition(PROJECT)[0]
    inspection = dev(WELL, enterprises=ENTERPRISES.partition(ENTERPRISE)[0], projects=empty)
    assert inspection.unanswered() == ["dev05_title"]
    inspection.answer(dev05_title="อบรมออนไลน์", dev08="100000")
    assert inspection.result.outcome == "pass"
    assert entity_changes(inspection.instance, {NUMBER: ID}) == []


@pytest.mark.parametrize(
    ("answers", "name"),
    [
        ({"dev15_before": "101"}, "dev15_before"),
        ({"dev20": "-1"}, "dev20"),
        ({"dev23": "0"}, "dev23"),
        ({"dev_before_on": "2026-11-23"}, "dev_before_on"),
        ({"dev16_have": "none gmp"}, "dev16_have"),
    ],
)
def test_what_cannot_be(answers: dict[str, str], name: str) -> None:
    assert not dev(WELL).answer(answers).valid(name)
