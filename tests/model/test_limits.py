from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldkit.model import limits
from fieldkit.model.csv_table import TableError
from fieldkit.model.limits import UnknownLimit, in_force, judge, limit_text, read_limits
from fieldkit.model.thai.digits import NumberError

DAY = date(2024, 2, 15)
VALUES = st.decimals(min_value=0, max_value=200, places=2, allow_nan=False)
HEADER = (
    "id,parameter,th,en,unit,unit_en,kind,min,max,average,above_receiving,effect,severity,note,note_en,"
    "basis,basis_en,valid_from,valid_to,source,confidence\n"
)


@pytest.mark.parametrize(
    ("limit", "value", "outcome", "severity"),
    [
        ("WW-PH", "5.5", "pass", "C"),
        ("WW-PH", "9.0", "pass", "C"),
        ("WW-PH", "9.01", "fail", "C"),
        ("WW-PH", "5.49", "fail", "C"),
        ("WW-BOD", "20.0", "pass", "C"),
        ("WW-BOD", "20.1", "fail", "C"),
        ("WW-BOD", ">60", "fail", "C"),
        ("WW-BOD", "๒๐", "pass", "C"),
        ("WW-PEST", "ND", "pass", ""),
        ("WW-PEST", "ตรวจไม่พบ", "pass", ""),
        ("WW-PEST", "<0.01", "pass", ""),
        ("WW-PEST", "0.01", "fail", ""),
        ("WW-PEST", ">0", "fail", ""),
        ("NOI-ANNOY", "12", "fail", ""),
        ("WORK-AREA", "3", "pass", "m"),
        ("WORK-AREA", "2.9", "fail", "m"),
        ("COMPLAINTS-12M", "0", "pass", "m"),
        ("COMPLAINTS-12M", "1", "fail", "m"),
    ],
)
def test_verdicts(limit, value, outcome, severity):
    verdict = judge(limit, value, on=DAY)
    assert verdict.outcome == outcome
    assert verdict.limit.severity == severity


def test_a_handheld_pm25_reading_only_warns():
    verdict = judge("PM25-HANDHELD", "60", on=DAY)
    assert verdict.outcome == "warning"
    assert "เทียบเคียงเท่านั้น" in verdict.reason.th
    assert judge("PM25-HANDHELD", "37.5", on=DAY).outcome == "pass"
    assert judge("AMB-PM25-24H", "60", on=DAY).outcome == "fail"


def test_dissolved_solids_are_judged_with_the_receiving_water():
    assert judge("WW-TDS", "3500", on=DAY, receiving=Decimal(800)).outcome == "fail"
    assert judge("WW-TDS", "3500", on=DAY, receiving=Decimal(3000)).outcome == "fail"
    assert judge("WW-TDS", "8100", on=DAY, receiving=Decimal(3100)).outcome == "pass"
    assert judge("WW-TDS", "8101", on=DAY, receiving=Decimal(3100)).outcome == "fail"
    unknown = judge("WW-TDS", "3500", on=DAY)
    assert unknown.outcome == "fail"
    assert "แหล่งรองรับ" in unknown.reason.th


@pytest.mark.parametrize(
    ("limit", "value", "outcome"),
    [
        ("WW-BOD", "<5", "pass"),
        ("WW-BOD", "<20", "pass"),
        ("WW-BOD", "<25", "warning"),
        ("WW-BOD", ">5", "warning"),
        ("WW-BOD", ">20", "fail"),
        ("WW-BOD", "ND", "pass"),
        ("WW-HG", "ND (<0.001)", "pass"),
        ("WW-HG", "ND (<0.01)", "warning"),
        ("WW-PH", "<5.5", "fail"),
        ("WW-PH", "<7", "warning"),
        ("WW-PH", ">9.0", "fail"),
        ("WW-PH", ">7", "warning"),
        ("WW-PH", "ND", "warning"),
        ("WORK-AREA", ">3", "pass"),
        ("WORK-AREA", ">2", "warning"),
        ("WORK-AREA", "<3", "fail"),
    ],
)
def test_a_value_known_from_one_side_is_judged_by_that_side(limit, value, outcome):
    assert judge(limit, value, on=DAY).outcome == outcome


def test_the_qualifier_may_come_apart_from_the_value():
    assert judge("WW-BOD", "60", ">", on=DAY).outcome == "fail"
    assert judge("WW-BOD", Decimal(5), "<", on=DAY).outcome == "pass"
    assert judge("WW-PEST", "", "ND", on=DAY).outcome == "pass"


def test_an_unknown_qualifier_is_a_mistake():
    with pytest.raises(ValueError, match="~"):
        judge("WW-BOD", "5", "~", on=DAY)


@pytest.mark.parametrize("value", ["", "abc", "5 mg/L"])
def test_no_number_is_no_verdict(value):
    with pytest.raises(NumberError):
        judge("WW-BOD", value, on=DAY)


def test_the_reason_names_value_and_limit_in_both_languages():
    reason = judge("WW-BOD", ">60", on=DAY).reason
    assert reason.th == ">60 mg/L เกินเกณฑ์ ≤ 20 mg/L"
    assert reason.en == ">60 mg/L is over the limit ≤ 20 mg/L"
    assert judge("WORK-AREA", "2", on=DAY).reason.en == "2 m²/person is under the limit ≥ 3 m²/person"


@pytest.mark.parametrize(
    ("limit", "thai", "english"),
    [
        ("WW-PH", "5.5 – 9.0", "5.5 – 9.0"),
        ("WW-TDS", "≤ 3,000 mg/L", "≤ 3,000 mg/L"),
        ("WORK-AREA", "≥ 3 ตร.ม./คน", "≥ 3 m²/person"),
        ("WW-PEST", "ตรวจไม่พบ", "not detected"),
    ],
)
def test_a_limit_is_said_briefly(limit, thai, english):
    found = in_force(limit, DAY)
    assert (limit_text(found), limit_text(found, "en")) == (thai, english)


def test_an_inspection_is_judged_by_the_limit_of_its_day():
    assert judge("AMB-PM25-24H", "45", on=date(2023, 5, 31)).outcome == "pass"
    assert judge("AMB-PM25-24H", "45", on=date(2023, 6, 1)).outcome == "fail"


def test_a_limit_that_is_unknown_or_not_yet_in_force():
    with pytest.raises(UnknownLimit, match="no limit"):
        judge("WW-XX", "1", on=DAY)
    with pytest.raises(UnknownLimit) as caught:
        judge("WW-BOD", "1", on=date(2018, 5, 31))
    assert "31 พ.ค. 2561" in caught.value.message("th")


def test_every_shipped_limit_has_its_law_and_can_be_said():
    shipped = limits.limits()
    general = {limit_id for limit_id in shipped if limit_id.startswith("WW-") and limit_id.count("-") == 1}
    assert len(general) == 27
    for versions in shipped.values():
        for limit in versions:
            assert limit.basis.th
            assert limit_text(limit)
            assert limit_text(limit, "en")


@given(VALUES, VALUES, st.sampled_from(["WW-BOD", "WW-PH", "WORK-AREA"]))
def test_one_sided_values_agree_with_every_value_they_stand_for(value, bound, limit):
    """``<5`` passes only if all values below pass, and fails only if all of them fail."""
    exact = judge(limit, value, on=DAY).outcome
    if value < bound:
        assert judge(limit, bound, "<", on=DAY).outcome in (exact, "warning")
    if value > bound:
        assert judge(limit, bound, ">", on=DAY).outcome in (exact, "warning")


def line(**changes: str) -> str:
    cells = {
        **dict.fromkeys(HEADER.strip().split(","), ""),
        **{"id": "X", "parameter": "X", "th": "ก", "en": "x", "unit": "mg/L", "kind": "max", "max": "5"},
        **{"effect": "fail", "basis": "ข", "basis_en": "b", "source": "GK", "confidence": "found"},
    }
    return ",".join({**cells, **changes}.values()) + "\n"


@pytest.mark.parametrize(
    ("rows", "place", "word"),
    [
        ([line(unit="")], "limits.csv:2, unit", "unit"),
        ([line(), line(id="Y", min="x")], "limits.csv:3, min", "number"),
        ([line(max="")], "limits.csv:2, max", "max"),
        ([line(kind="between")], "limits.csv:2, kind", "range, max"),
        ([line(kind="range", min="9")], "limits.csv:2, max", "below"),
        ([line(valid_from="01/06/2561")], "limits.csv:2, valid_from", "2018-06-01"),
        (
            [line(valid_to="2023-06-01"), line(valid_from="2023-06-01")],
            "limits.csv:3, valid_from",
            "valid_to",
        ),
        ([line(), line()], "limits.csv:3, valid_from", "two rows"),
        ([line(valid_from="2024-01-02", valid_to="2024-01-01")], "limits.csv:2, valid_to", "before"),
        (["a,b\n"], "limits.csv:2", "cells"),
    ],
)
def test_a_malformed_table_is_told_with_row_and_column(tmp_path, rows, place, word):
    table = tmp_path / "limits.csv"
    table.write_text(HEADER + "".join(rows), encoding="utf-8")
    with pytest.raises(TableError) as caught:
        read_limits(table)
    assert caught.value.place == place
    assert word in caught.value.message("en")


def test_versions_that_follow_each_other_are_right(tmp_path):
    table = tmp_path / "limits.csv"
    table.write_text(
        HEADER + line(valid_to="2023-05-31") + line(valid_from="2023-06-01", max="4"), encoding="utf-8"
    )
    assert [str(limit.maximum) for limit in read_limits(table)["X"]] == ["5", "4"]
