"""The wastewater inspection, answered as an inspector would, judged as the office would."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from tests.scenarios.play import check_policy, check_rows, check_texts, converted, play

if TYPE_CHECKING:
    from tests.scenarios.play import Inspection

# The rows of the office: severity and limit of what is judged, "" for information.
ROWS = {
    **{f"wat{n:02}": "" for n in (1, 2, 3, 4, 5, 9, 26, 30, 31, 33)},
    **{"wat06": "C", "wat07": "C", "wat08": "C", "wat10": "C", "wat11": "M", "wat12": "M", "wat13": "M"},
    **{"wat14": "M", "wat15": "M", "wat28": "C", "wat29": "m", "wat32": "M"},
    **{"wat16": "C WW-PH", "wat17": "M WW-TEMP", "wat18": "C WW-BOD ${f_type} ${wat05}"},
    **{"wat19": "C WW-COD ${f_type} ${wat05}", "wat20": "C WW-TSS ${f_type} ${wat05}"},
    **{"wat21": "M WW-TDS ${f_type} ${wat05}", "wat22": "M WW-FOG", "wat23": "M WW-TKN ${f_type} ${wat05}"},
    **{"wat24": "M WW-S", "wat25": "M WW-COLOR", "wat27": "m WW-CL2"},
}
METALS = {
    **{"zn": "5", "cr6": "0.25", "cr3": "0.75", "as": "0.25", "cu": "2", "hg": "0.005", "cd": "0.03"},
    **{"ba": "1", "se": "0.02", "pb": "0.2", "ni": "1", "mn": "5"},
}
PLANT = {
    **{"wat01": "raw machines", "wat03": "80", "wat04": "60", "wat05": "canal", "wat06": "no", "wat07": "no"},
    **{"wat08": "conforms", "wat10": "yes", "wat11": "yes", "wat12": "yes", "wat13_used": "no"},
    **{"wat14": "not_required", "wat30": "normal", "wat32_has": "yes", "wat32": "yes"},
    **{"wat33_system": "a.jpg", "wat33_outlet": "b.jpg"},
}
OUTLET = {
    **{"point_name": "บ่อพักสุดท้าย", "wat29": "yes", "wat16": "7.2", "wat17": "31", "wat15_known": "yes"},
    **{"wat15": "2026-09-30", "wat18": "18", "wat19": "90", "wat20": "40", "wat21": "1500", "wat24": "0.4"},
    **{"wat22": "3", "wat23": "40", "wat31": "no"},
}


def start(type_main: str = "00902", **answers: str) -> Inspection:
    """Open WAT at a mill that discharges into a canal, all well, then give ``answers``."""
    return play("WAT", PLANT | OUTLET, factory={"type_main": type_main}).answer(answers)


def test_the_workbook_converts_without_a_word_and_has_every_row() -> None:
    check_rows("WAT", ROWS)
    assert converted("WAT").title_en == "Wastewater inspection"


def test_every_text_law_and_action_is_there_in_both_languages() -> None:
    check_policy("WAT")
    check_texts(start())


def test_all_is_well() -> None:
    result = start().result
    assert (result.score, result.grade, result.outcome) == (Decimal("100.00"), "excellent", "pass")
    assert (result.failed, result.unanswered) == ((), ())


def test_a_factory_without_wastewater_has_little_to_answer() -> None:
    inspection = play("WAT", {"wat01": "toilets", "wat03": "0", "wat04": "0", "wat05": "none"})
    inspection.answer(wat06="no", wat07="no", wat14="not_required")
    assert (inspection.result.outcome, inspection.result.score) == ("pass", Decimal(100))
    assert not inspection.asked("wat16")
    assert inspection.facts()["wastewater"] == "none"
    assert inspection.facts()["risk_water"] == "no"


FAILURES = {
    "wat06": ["yes"],
    "wat07": ["yes"],
    "wat08": ["differs", "none"],
    "wat10": ["no"],
    "wat11": ["no"],
    "wat12": ["no"],
    "wat13": ["no"],
    "wat14": ["none"],
    "wat15": ["2026-05-22", "2020-01-01"],
    "wat16": ["5.49", "9.01"],
    "wat17": ["40.1"],
    "wat18": ["60.1"],
    "wat19": ["120.1"],
    "wat20": ["50.1"],
    "wat21": ["3000.1"],
    "wat22": ["5.1"],
    "wat23": ["100.1"],
    "wat24": ["1.1"],
    "wat25": ["301"],
    "wat27": ["1.1"],
    "wat28": ["not_yet"],
    "wat29": ["no"],
    "wat32": ["no"],
}
PASSES = {
    "wat08": ["not_needed"],
    "wat14": ["yes", "not_required"],
    "wat15": ["2026-05-23", "2026-11-22"],
    "wat16": ["5.5", "9.0"],
    "wat17": ["40"],
    "wat18": ["60"],
    "wat25": ["300"],
    "wat28": ["connected", "not_required"],
}
DAYS = {"C": 15, "M": 30, "m": 60}


def whole(**answers: str) -> Inspection:
    """Open WAT where every judged row is asked."""
    inspection = start(wat03="900", wat04="600", wat13_used="yes", lab_more="color cl2")
    return inspection.answer(wat13="yes", wat25="90", wat27="0.2", wat28="connected").answer(answers)


def test_every_judged_row_has_a_failure_here() -> None:
    assert set(FAILURES) == {name for name, row in ROWS.items() if row}
    assert whole().failed() == whole().unanswered() == []


@pytest.mark.parametrize(("name", "value"), [(name, value) for name in FAILURES for value in FAILURES[name]])
def test_what_fails_is_a_finding_with_its_days(name: str, value: str) -> None:
    inspection = whole(**{name: value})
    assert inspection.failed() == [name]
    severity = ROWS[name].split()[0]
    assert (inspection.result.outcome == "fail") == (severity == "C")
    finding = inspection.finding(name)
    assert finding.severity == severity
    assert finding.due_days == (60 if name == "wat08" else DAYS[severity])
    assert finding.text("action", "th")
    assert finding.law


@pytest.mark.parametrize(("name", "value"), [(name, value) for name in PASSES for value in PASSES[name]])
def test_what_passes(name: str, value: str) -> None:
    assert whole(**{name: value}).verdict(name) == "pass"


def test_a_score_reckoned_by_hand() -> None:
    # Asked: C wat06 07 08 10 16 18 19 20 = 40; M wat11 12 14 15 17 21 22 23 24 32 = 30; m wat29 = 1.
    inspection = start(wat29="no", wat24="2")
    assert inspection.result.score == Decimal("94.37")  # 67 of 71
    inspection.answer(wat06="yes")
    assert (inspection.result.score, inspection.result.outcome) == (Decimal("87.32"), "fail")  # 62 of 71
    inspection.answer(wat11="na")
    # Not applicable takes what hangs on it along: wat11 and wat12 leave both sums, 56 of 65.
    assert inspection.result.score == Decimal("86.15")


# What is asked only if.


@pytest.mark.parametrize(
    ("answers", "name", "asked"),
    [
        ({"wat03": "0"}, "wat08", False),
        ({"wat03": "0.1"}, "wat08", True),
        ({"wat08": "none"}, "wat10", False),
        ({"wat08": "not_needed"}, "wat09", False),
        ({"wat08": "differs"}, "wat10", True),
        ({"wat11": "no"}, "wat12", False),
        ({"wat13_used": "yes"}, "wat13", True),
        ({"wat13_used": "no"}, "wat13", False),
        ({"wat04": "500"}, "wat28", False),
        ({"wat04": "500.1"}, "wat28", True),
        ({"wat04": "0"}, "wat16", False),
        ({"wat04": "0"}, "wat33_outlet", False),
        ({"wat15_known": "no"}, "wat18", False),
        ({"wat15_known": "no"}, "wat15", False),
        ({"wat15_known": "no"}, "wat15_none", True),
        ({"lab_missing": "bod"}, "wat18", False),
        ({"lab_missing": "bod"}, "wat19", True),
        ({"lab_missing": "tkn"}, "wat23", False),
        ({}, "wat25", False),
        ({"lab_more": "color"}, "wat25", True),
        ({"lab_more": "metals"}, "wat26", True),
        ({"lab_more": "cl2"}, "wat27", True),
        ({"lab_more": "pest cn"}, "lab_cn", True),
        ({"wat05": "reuse"}, "wat30", False),
        ({"wat05": "irrigation"}, "wat30", True),
        ({"wat32_has": "no"}, "wat32", False),
        ({"wat31": "yes"}, "wat31_seal", True),
        ({"wat01": "other raw"}, "wat01_other", True),
    ],
)
def test_conditions(answers: dict[str, str], name: str, asked: bool) -> None:
    assert start().answer(answers).asked(name) is asked


@pytest.mark.parametrize(
    ("type_main", "asked"),
    [
        ("00901", ["wat22", "wat23"]),
        ("02203", ["wat25"]),
        ("09501", ["wat22"]),
        ("10005", ["wat26"]),
        ("06410", ["wat26"]),
        ("05801", []),
    ],
)
def test_what_is_analysed_depends_on_the_type(type_main: str, asked: list[str]) -> None:
    inspection = start(type_main)
    assert [name for name in ("wat22", "wat23", "wat25", "wat26") if inspection.asked(name)] == asked


# Limits.


@pytest.mark.parametrize(
    ("type_main", "receiving", "name", "passes", "fails", "said"),
    [
        ("00901", "canal", "wat18", "20", "20.1", "≤ 20 mg/L"),
        ("00902", "canal", "wat18", "60", "60.1", "≤ 60 mg/L"),
        ("00401", "soil", "wat18", "60", "60.1", "≤ 60 mg/L"),
        ("00902", "irrigation", "wat18", "20", "20.1", "≤ 20 mg/L"),
        ("00901", "canal", "wat19", "120", "121", "≤ 120 mg/L"),
        ("02203", "canal", "wat19", "400", "401", "≤ 400 mg/L"),
        ("02203", "irrigation", "wat19", "100", "101", "≤ 100 mg/L"),
        ("00901", "irrigation", "wat20", "30", "31", "≤ 30 mg/L"),
        ("00901", "irrigation", "wat21", "1300", "1301", "≤ 1,300 mg/L"),
        ("01501", "canal", "wat23", "200", "201", "≤ 200 mg/L"),
    ],
)
def test_limits_by_type_and_receiving_water(
    type_main: str, receiving: str, name: str, passes: str, fails: str, said: str
) -> None:
    inspection = start(type_main, wat05=receiving, wat15_known="yes", wat15="2026-11-01")
    assert inspection.limit(name) == said
    assert inspection.answer({name: passes}).verdict(name) == "pass"
    assert inspection.answer({name: fails}).verdict(name) == "fail"


def test_where_a_notification_of_its_own_holds_a_value_only_warns() -> None:
    inspection = start("02900", wat18="90", wat19="500")
    assert [inspection.verdict(name) for name in ("wat18", "wat19")] == ["warning", "warning"]
    assert inspection.result.outcome != "fail"


def test_another_receiving_water_judges_again() -> None:
    inspection = start(wat18="45")
    assert inspection.verdict("wat18") == "pass"
    assert inspection.answer(wat05="irrigation").verdict("wat18") == "fail"
    assert "wat18" in inspection.failed()


def test_dissolved_solids_are_judged_with_the_receiving_water() -> None:
    inspection = start(wat21="3500")
    assert inspection.verdict("wat21") == "fail"
    assert inspection.answer(wat21_receiving="800").verdict("wat21") == "fail"
    assert inspection.answer(wat21_receiving="3200").verdict("wat21") == "pass"
    assert inspection.limit("wat21") == "≤ 8,200 mg/L"
    assert inspection.answer(wat21="8201").verdict("wat21") == "fail"
    assert not inspection.answer(wat21="3000").asked("wat21_receiving")


@pytest.mark.parametrize(
    ("qualifier", "value", "verdict"), [("<", "5", "pass"), (">", "61", "fail"), ("<", "80", "warning")]
)
def test_values_with_a_qualifier(qualifier: str, value: str, verdict: str) -> None:
    assert start().measured("wat18", qualifier, value).verdict("wat18") == verdict


@pytest.mark.parametrize(("metal", "most"), METALS.items())
def test_heavy_metals(metal: str, most: str) -> None:
    name = f"wat26_{metal}"
    inspection = start("10005", wat26=metal)
    assert name in inspection.unanswered()
    assert inspection.answer({name: most}).verdict(name) == "pass"
    over = str(Decimal(most) + Decimal("0.001"))
    assert inspection.answer({name: over}).failed() == [name]
    assert inspection.finding(name).severity == "C"


def test_pesticides_must_not_be_found() -> None:
    inspection = start(lab_more="pest").measured("lab_pest", "ND", "0")
    assert inspection.verdict("lab_pest") == "pass"
    inspection.qualifiers.clear()
    assert inspection.answer(lab_pest="0.01").verdict("lab_pest") == "fail"


def test_no_result_of_a_laboratory_fails_once() -> None:
    inspection = start(wat15_known="no")
    assert inspection.failed() == ["wat15_none"]
    assert inspection.finding("wat15_none").severity == "M"
    assert inspection.value("wat15_none") == "never"


# Rows.


def test_each_outlet_is_judged_by_itself() -> None:
    inspection = start().rows("point", 2)
    assert not inspection.result.complete
    second = {f"{name}[2]": value for name, value in OUTLET.items()}
    inspection.answer(second | {"point_name[2]": "รางระบายฝน", "wat16[2]": "9.5", "wat18[2]": "61"})
    assert [inspection.verdict(f"wat16[{row}]") for row in (1, 2)] == ["pass", "fail"]
    assert inspection.failed() == ["wat16", "wat18"]
    assert all("point[2]" in path for path in inspection.result.failed)
    inspection.answer({"wat31[1]": "yes", "wat31[2]": "yes", "wat31_seal[1]": "1", "wat31_seal[2]": "2"})
    assert inspection.value("wat31_points") == "2"


def test_the_name_of_the_point_names_the_row() -> None:
    cells = converted("WAT").policy["/data/points/point/point_name"]
    assert cells["identifies"] == "yes"


# What may be entered.


@pytest.mark.parametrize(
    ("name", "valid", "invalid"),
    [
        ("wat02", "0", "-1"),
        ("wat16", "14", "14.1"),
        ("wat17", "100", "101"),
        ("wat15", "2026-11-22", "2026-11-23"),
        ("wat05", "canal", "none"),
        ("wat30", "dark odour", "normal dark"),
        ("wat18", "0", "-0.1"),
    ],
)
def test_impossible_values_are_refused(name: str, valid: str, invalid: str) -> None:
    inspection = start()
    assert inspection.answer({name: valid}).valid(name)
    assert not inspection.answer({name: invalid}).valid(name)


def test_a_bypass_needs_its_photo() -> None:
    inspection = start(wat06="yes")
    assert inspection.unanswered() == ["wat06_photo"]
    assert inspection.answer(wat06_photo="a.jpg").result.complete


def test_what_becomes_known_of_the_factory() -> None:
    inspection = start(wat02="120").rows("point", 2)
    inspection.answer({"wat15_known[2]": "yes", "wat15[2]": "2026-10-02"})
    facts = inspection.facts()
    assert {name: value for name, value in facts.items() if value} == {
        **{
            "water_m3day": "120",
            "wastewater_m3day": "80",
            "discharge_m3day": "60",
            "receiving_water": "canal",
        },
        **{"wastewater": "discharged", "discharges_outside": "yes", "risk_water": "yes"},
        **{"effluent_result_on": "2026-10-02"},
    }
    kept = play("WAT", {"wat03": "10", "wat04": "0", "wat05": "reuse"}).facts()
    assert (kept["wastewater"], kept["discharges_outside"]) == ("kept", "no")


def test_what_is_known_already_stands_beside() -> None:
    inspection = play("WAT", factory={"wastewater_m3day": "75"})
    assert inspection.node("wat03").hint == "ในแฟ้มโรงงาน 75 ลบ.ม./วัน"
    assert inspection.value("wat03") == ""
