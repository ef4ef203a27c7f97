"""The safety inspection, answered as an inspector would, judged as the office would."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from tests.scenarios.play import check_policy, check_rows, check_texts, converted, play

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tests.scenarios.play import Inspection, Lists

ROWS = {
    **{"saf10": "", "saf11": "", "saf60": ""},
    **{f"saf{n:02}": "C" for n in (1, 2, 12, 13, 14, 15, 17, 18, 25, 30, 36, 52, 57)},
    **{f"saf{n:02}": "M" for n in (3, 4, 5, 16, 20, 26, 31, 33, 35, 37, 39, 40)},
    **{f"saf{n:02}": "M" for n in (50, 51, 53, 54, 55, 56, 58, 61)},
    **{f"saf{n:02}": "m" for n in (19, 21, 27, 32, 62, 63)},
    **{"saf34": "M SAF-FIRE-WATER", "saf38": "M SAF-FIRE-TRAINED", "saf41": "M SAF-DUST-LAYER"},
}
MACHINE = {
    **{"machine_name": "ทั้งโรงงาน", "saf01": "yes", "saf02_moving": "yes", "saf02": "yes", "saf05": "yes"},
    **{"saf03": "yes", "saf04_n": "1", "crane_name": "รอก 1", "saf04_known": "yes", "saf04": "2027-03-01"},
}
BOILER = {
    **{"saf11_no": "B-1", "saf11_size": "5", "saf11_pressure": "10", "saf11_fuel": "husk"},
    **{"saf12_known": "yes", "saf12": "2027-01-31", "saf17_running": "yes", "saf17": "8"},
    **dict.fromkeys(["saf13", "saf14", "saf15", "saf16", "saf18", "saf19", "saf20", "saf21"], "yes"),
}
FIRE = {
    **{"saf25_known": "yes", "saf25": "2027-02-28", "saf26": "yes", "saf27": "yes", "fire_risk": "high"},
    **{"saf33_required": "yes", "saf34": "30", "saf35": "yes", "saf37_known": "yes", "saf37": "2026-02-01"},
    **{"saf38": "40", "saf39_has": "yes", "saf41_has": "yes", "saf41": "3"},
    **dict.fromkeys(["saf30", "saf31", "saf32", "saf33", "saf36", "saf39", "saf40"], "yes"),
}
REST = {
    **{"saf50_has": "yes", "chemicals_t": "1.5", "chemical_kinds": "acid liquid", "saf55": "sent"},
    **{"saf56_has": "yes", "saf56": "yes", "saf57": "no_leak", "saf58_has": "yes", "saf60_injured": "1"},
    **{"saf60_dead": "0", "saf61": "yes", "saf62": "good", "saf63": "yes"},
    **dict.fromkeys(["saf50", "saf51", "saf52", "saf53", "saf54", "saf58"], "yes"),
}


WELL = {"saf04_n": "1", "saf10": "1"} | MACHINE | BOILER | FIRE | REST


def opened(
    answers: Mapping[str, str] | None = None,
    *,
    visit: Mapping[str, str] | None = None,
    factory: Mapping[str, str] | None = None,
) -> Inspection:
    """Open SAF with the lists that it saves to, as the program supplies them."""
    lists: Lists = {"documents": [{"name": "", "label": ""}], "single_form": [{"name": "", "label": ""}]}
    return play("SAF", answers, visit=visit, factory=factory, lists=lists)


def start(boilers: str = "1", **answers: str) -> Inspection:
    """Open SAF at an ice factory of class 3 where every row is asked and all is well."""
    factory = {"type_main": "01400", "class": "3", "workers": "34"}
    return opened({"saf10": boilers}, factory=factory).answer(WELL | {"saf10": boilers} | answers)


def test_the_workbook_converts_without_a_word_and_has_every_row() -> None:
    check_rows("SAF", ROWS, "documents.csv", "single_form.csv")
    assert converted("SAF").title_en == "Safety inspection"


def test_every_text_law_and_action_is_there_in_both_languages() -> None:
    check_policy("SAF")
    check_texts(start(workplace_n="1"))


def test_all_is_well() -> None:
    result = start().result
    assert (result.score, result.grade, result.outcome) == (Decimal("100.00"), "excellent", "pass")
    assert (result.failed, result.unanswered) == ((), ())


FAILURES = {
    **dict.fromkeys(["saf01", "saf02", "saf03", "saf05", "saf13", "saf14", "saf15", "saf16"], ("no",)),
    **dict.fromkeys(["saf18", "saf19", "saf20", "saf21", "saf26", "saf27", "saf30", "saf31"], ("no",)),
    **dict.fromkeys(["saf32", "saf33", "saf36", "saf39", "saf40", "saf50", "saf51", "saf52"], ("no",)),
    **dict.fromkeys(["saf53", "saf54", "saf58", "saf61"], ("no",)),
    **dict.fromkeys(["saf04", "saf12", "saf25"], ("2026-11-21",)),
    **{
        "saf17": ("10.1",),
        "saf34": ("29",),
        "saf35": ("none",),
        "saf37": ("2025-11-21",),
        "saf38": ("39.9",),
    },
    **{"saf41": ("3.1",), "saf55": ("not_sent",), "saf56": ("none",), "saf57": ("smell", "leak")},
    **{"saf62": ("fair", "unused"), "saf63": ("none",)},
}
PASSES = {
    **dict.fromkeys(["saf04", "saf12", "saf25"], ("2026-11-22",)),
    **dict.fromkeys(["saf35", "saf55", "saf56", "saf63"], ("not_required",)),
    **{"saf17": ("10",), "saf37": ("2025-11-22",), "saf57": ("no_system",), "saf34": ("45",)},
}
DAYS = {"C": 15, "M": 30, "m": 60}


def test_every_judged_row_has_a_failure_here() -> None:
    assert set(FAILURES) == {name for name, row in ROWS.items() if row}


@pytest.mark.parametrize(("name", "value"), [(name, value) for name in FAILURES for value in FAILURES[name]])
def test_what_fails_is_a_finding_with_its_days(name: str, value: str) -> None:
    inspection = start().answer({name: value})
    assert inspection.failed() == [name]
    severity = ROWS[name].split()[0]
    assert (inspection.result.outcome == "fail") == (severity == "C")
    finding = inspection.finding(name)
    assert (finding.severity, finding.due_days) == (severity, DAYS[severity])
    assert finding.text("action", "th")
    assert finding.law


@pytest.mark.parametrize(("name", "value"), [(name, value) for name in PASSES for value in PASSES[name]])
def test_what_passes(name: str, value: str) -> None:
    assert start().answer({name: value}).verdict(name) == "pass"


@pytest.mark.parametrize(
    ("name", "severity"), [("saf04", "M"), ("saf12", "C"), ("saf25", "C"), ("saf37", "M")]
)
def test_a_paper_that_is_not_there_fails_once(name: str, severity: str) -> None:
    inspection = start().answer({f"{name}_known": "no"})
    assert inspection.failed() == [f"{name}_none"]
    assert inspection.finding(f"{name}_none").severity == severity
    assert inspection.result.complete


def test_a_score_reckoned_by_hand() -> None:
    # 13 critical rows, 23 major and 6 minor: 65 + 69 + 6 = 140.
    inspection = start(saf62="fair", saf40="no")
    assert inspection.result.score == Decimal("97.14")  # 136 of 140
    inspection.answer(saf36="no")
    assert (inspection.result.score, inspection.result.outcome) == (Decimal("93.57"), "fail")  # 131 of 140
    inspection.answer(saf30="na", saf33_required="no")
    assert inspection.result.score == Decimal("93.18")  # 123 of 132


# What is asked only if.


@pytest.mark.parametrize(
    ("answers", "name", "asked"),
    [
        ({"saf02_moving": "no"}, "saf02", False),
        ({"saf12_known": "no"}, "saf12", False),
        ({"saf17_running": "no"}, "saf17", False),
        ({"saf33_required": "no"}, "saf33", False),
        ({"fire_risk": "medium"}, "saf34", False),
        ({"saf37_known": "no"}, "saf37", False),
        ({"saf39_has": "no"}, "saf39", False),
        ({"saf41_has": "no"}, "saf41", False),
        ({"saf50_has": "no"}, "saf50", False),
        ({"saf50_has": "no"}, "saf56", False),
        ({"saf50_has": "no"}, "saf55", True),
        ({"chemical_kinds": "acid"}, "saf53", False),
        ({"chemical_kinds": "liquid"}, "saf54", False),
        ({"chemical_kinds": "toxic"}, "saf54", True),
        ({"saf56_has": "no"}, "saf56", False),
        ({"saf58_has": "no"}, "saf58", False),
        ({"saf60_injured": "0"}, "saf61", False),
        ({"saf60_injured": "0", "saf60_dead": "1"}, "saf61", True),
    ],
)
def test_conditions(answers: dict[str, str], name: str, asked: bool) -> None:
    assert start().answer(answers).asked(name) is asked


@pytest.mark.parametrize(
    ("factory", "name", "asked"),
    [
        ({"class": "3"}, "saf55", True),
        ({"class": "2"}, "saf55", False),
        ({"type_main": "01400"}, "saf57", True),
        ({"type_main": "09200"}, "saf57", True),
        ({"type_main": "00601"}, "saf57", False),
        ({"type_main": "00601", "ammonia": "yes"}, "saf57", True),
        ({"workers": "1"}, "saf63", False),
        ({"workers": "2"}, "saf63", True),
        ({"workers": ""}, "saf63", True),
    ],
)
def test_conditions_of_the_factory(factory: dict[str, str], name: str, asked: bool) -> None:
    assert opened(factory=factory).asked(name) is asked


def test_without_a_boiler_nothing_of_boilers_is_asked() -> None:
    inspection = opened({"saf10": "0"})
    assert not any(node.name == "saf13" for node in inspection.instance.walk())
    assert inspection.facts()["boiler"] == "no"


# What the form knows of the factory.


@pytest.mark.parametrize(
    ("factory", "name", "value"),
    [
        ({"type_main": "00901"}, "saf41_has", "yes"),
        ({"type_main": "03401"}, "saf41_has", "yes"),
        ({"type_main": "06413"}, "saf41_has", ""),
        ({"hazardous_chemicals": "yes"}, "saf50_has", "yes"),
        ({}, "saf50_has", ""),
    ],
)
def test_what_is_known_is_filled_in(factory: dict[str, str], name: str, value: str) -> None:
    assert opened(factory=factory).value(name) == value


# Rows.


def test_each_boiler_is_judged_by_its_own_certificate_and_pressure() -> None:
    inspection = start(boilers="2")
    assert "saf11_no" in inspection.unanswered()
    second = {f"{name}[2]": value for name, value in BOILER.items()}
    inspection.answer(second | {"saf11_no[2]": "B-2", "saf11_pressure[2]": "7", "saf12[2]": "2026-12-01"})
    assert [inspection.verdict(f"saf17[{row}]") for row in (1, 2)] == ["pass", "fail"]
    assert inspection.failed() == ["saf17"]
    assert "boiler[2]" in inspection.result.failed[0]
    assert inspection.node("saf17[2]").hint == "ที่รับรอง 7 บาร์"


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("machinery/machine", "machine_name"),
        ("machinery/crane", "crane_name"),
        ("boilers/boiler", "saf11_no"),
        ("people/workplace", "workplace_name"),
        ("people/workplace", "workplace_what"),
    ],
)
def test_what_names_a_row(path: str, name: str) -> None:
    assert converted("SAF").policy[f"/data/{path}/{name}"]["identifies"] == "yes"


@pytest.mark.parametrize(
    ("what", "passes", "fails", "said"),
    [
        ("noise_8h", "90", "90.1", "≤ 90 dBA"),
        ("noise_12h", "87", "88", "≤ 87 dBA"),
        ("noise_0_25h", "115", "116", "≤ 115 dBA"),
        ("noise_peak", "140", "141", "≤ 140 dB"),
        ("heat_light", "34", "34.1", "≤ 34.0 °C"),
        ("heat_heavy", "30", "30.1", "≤ 30.0 °C"),
        ("light_outside", "20", "19", "≥ 20 lux"),
        ("light_fine", "300", "299", "≥ 300 lux"),
    ],
)
def test_noise_light_and_heat_at_work(what: str, passes: str, fails: str, said: str) -> None:
    inspection = start(workplace_n="1")
    inspection.answer(workplace_name="ห้องหม้อน้ำ", workplace_what=what, workplace_value=passes)
    assert inspection.limit("workplace_value") == said
    assert inspection.verdict("workplace_value") == "pass"
    assert inspection.answer(workplace_value=fails).failed() == ["workplace_value"]
    assert inspection.finding("workplace_value").severity == "M"


# What may be entered.


@pytest.mark.parametrize(
    ("name", "valid", "invalid"),
    [
        ("saf10", "0", "-1"),
        ("saf17", "0", "-1"),
        ("saf37", "2026-11-22", "2026-11-23"),
        ("saf38", "100", "101"),
        ("saf60_dead", "0", "-1"),
    ],
)
def test_impossible_values_are_refused(name: str, valid: str, invalid: str) -> None:
    inspection = start()
    assert inspection.answer({name: valid}).valid(name)
    assert not inspection.answer({name: invalid}).valid(name)


@pytest.mark.parametrize("name", ["saf01", "saf26", "saf36", "saf52"])
def test_a_photo_is_required_where_it_fails(name: str) -> None:
    inspection = start().answer({name: "no"})
    assert inspection.unanswered() == [f"{name}_photo"]
    assert inspection.answer({f"{name}_photo": "a.jpg"}).result.complete


def test_certificates_become_papers_of_the_factory() -> None:
    inspection = start(boilers="2")
    second = {"saf11_no[2]": "B-2", "saf12_known[2]": "yes", "saf12[2]": "2026-12-31"}
    electrical = {"kind": "electrical", "number": "", "expires_on": "2027-02-28"}
    boilers = [
        {"kind": "boiler", "number": "B-1", "expires_on": "2027-01-31"},
        {"kind": "boiler", "number": "B-2", "expires_on": "2026-12-31"},
    ]
    assert inspection.saved("documents") == [electrical, boilers[0]]
    assert inspection.answer(second).saved("documents") == [electrical, *boilers]
    inspection.answer({"saf25_known": "no", "saf12_known[1]": "no"})
    assert inspection.saved("documents") == boilers[1:]
    assert opened({"saf10": "0", "saf25_known": "no"}).saved("documents") == []


@pytest.mark.parametrize(
    ("day", "year"), [("2026-11-22", "2569"), ("2026-05-01", "2569"), ("2026-04-30", "2568")]
)
def test_the_chemicals_report_is_a_filing_of_its_year(day: str, year: str) -> None:
    inspection = opened({"saf55": "not_sent"}, visit={"date": day})
    assert inspection.saved("single_form") == [{"form": "chemicals", "year": year, "status": "not_sent"}]
    assert opened({"saf10": "0"}, factory={"class": "2"}).saved("single_form") == []


def test_what_becomes_known_of_the_factory() -> None:
    inspection = start(boilers="2")
    inspection.answer({"saf12_known[2]": "yes", "saf12[2]": "2026-12-31"})
    assert {name: value for name, value in inspection.facts().items() if value} == {
        **{"boilers": "2", "boiler": "yes", "boiler_certificate_until": "2026-12-31"},
        **{"electric_certificate_until": "2027-02-28", "fire_drill_on": "2026-02-01"},
        **{"hazardous_chemicals": "yes", "chemicals_t": "1.5", "ammonia": "yes"},
        **{"accidents_injured_12m": "1", "accidents_dead_12m": "0"},
    }
