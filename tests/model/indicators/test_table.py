"""The table of indicators: the shipped one is whole, and a slip of the pen is told with its place."""

from __future__ import annotations

from pathlib import Path

import pytest

from fieldkit import resources
from fieldkit.model.codes import codes
from fieldkit.model.csv_table import TableError, read
from fieldkit.model.indicators import indicator, indicators
from fieldkit.model.indicators.all_subjects import subjects
from fieldkit.model.indicators.table import NoSuchIndicator, read_indicators
from fieldkit.model.reference import factory_types
from fieldkit.model.risk_types import RISKS, read_risk_types, risk_types, risks_of_type

SHIPPED = resources.path("indicators", "indicators.csv")
NEEDED = {
    *("coverage", "coverage_risk", "coverage_water", "coverage_air", "coverage_waste", "coverage_other"),
    *("gi_certified", "gi_upgraded", "waste_compliance", "i_industry", "single_form", "orders_overdue"),
    *(
        "findings_in_time",
        "complaints_in_time",
        "loans_normal",
        "loans_at_risk",
        "loans_npl",
        "loans_referred",
    ),
    *("results_improved", "mind", "recommendations_done", "dust_season"),
    *("pm25_plan", "opacity", "boiler_expired", "accidents_injured", "accidents_dead"),
}


def changed(folder: Path, **cells: str) -> Path:
    """Return a table whose first row has other cells."""
    header, first = SHIPPED.read_text(encoding="utf-8").splitlines()[:2]
    names = header.split(",")
    values = dict(zip(names, first.split(","), strict=True)) | cells
    file = folder / "indicators.csv"
    quoted = ('"' + values[name].replace('"', '""') + '"' for name in names)
    file.write_text(f"{header}\n{','.join(quoted)}\n", encoding="utf-8")
    return file


def test_the_ministry_s_topics_are_there_with_their_targets() -> None:
    assert set(indicators()) >= NEEDED
    assert indicator("coverage_water").target == 100
    assert indicator("gi_certified").target == 90


def test_sources_are_explained_and_columns_have_words() -> None:
    marks = {row.text("mark") for row in read(resources.path("reference", "sources.csv"), ("mark",))}
    assert {one.source for one in indicators().values()} <= marks
    for subject in subjects().values():
        assert set(subject.shown) <= set(subject.columns)
        for column in subject.columns.values():
            assert column.words.th
            assert column.words.en
            if "." in column.codes:
                assert codes(column.codes)


@pytest.mark.parametrize(
    ("cells", "place", "title"),
    [
        ({"numerator": "covered and"}, "indicators.csv:2, numerator", "letter 12"),
        ({"denominator": "colour = 1"}, "indicators.csv:2, denominator", "no column “colour”"),
        ({"target": "ninety"}, "indicators.csv:2, target", "not a number"),
        ({"target": ":gi.target"}, "indicators.csv:2, target", "no numeric setting"),
        ({"subject": "cow"}, "indicators.csv:2, subject", "Unknown value"),
        ({"breakdowns": "district hp"}, "indicators.csv:2, breakdowns", "“hp”"),
        ({"measure": "mean"}, "indicators.csv:2, weight", "number column"),
        ({"better": "more"}, "indicators.csv:2, better", "Unknown value"),
        ({"th": ""}, "indicators.csv:2, th", "lacks"),
    ],
)
def test_a_slip_is_told_with_file_row_column_and_cure(
    tmp_path: Path, cells: dict[str, str], place: str, title: str
) -> None:
    with pytest.raises(TableError) as refused:
        read_indicators(changed(tmp_path, **cells))
    assert refused.value.place == place
    assert title in refused.value.title.en
    for language in ("th", "en"):
        assert refused.value.title.pick(language)
        assert refused.value.hint.pick(language)


def test_an_id_stands_once(tmp_path: Path) -> None:
    file = changed(tmp_path)
    lines = file.read_text(encoding="utf-8").splitlines()
    file.write_text("\n".join([*lines, lines[1]]) + "\n", encoding="utf-8")
    with pytest.raises(TableError) as refused:
        read_indicators(file)
    assert refused.value.place == "indicators.csv:3, id"


def test_an_unknown_indicator_is_refused_with_those_that_exist() -> None:
    with pytest.raises(NoSuchIndicator) as refused:
        indicator("happiness")
    assert "gi_certified" in refused.value.hint.th


def test_risks_are_those_of_the_item_or_else_of_its_type(tmp_path: Path) -> None:
    assert risks_of_type("00901") == {"water", "air"}
    assert risks_of_type("03499") == {"air"}
    assert risks_of_type("06413") == frozenset()
    assert set(risk_types()) <= {*factory_types(), *(f"{code[:3]}00" for code in factory_types())}
    assert {group for groups in risk_types().values() for group in groups} == set(RISKS)
    file = tmp_path / "risk_types.csv"
    header = "code,groups,th,en,source,confidence\n"
    for line, place in (("9,air", "code"), ("00901,smoke", "groups"), ("00901,air,,,,\n00901,air", "code")):
        full = "\n".join(part + "," * (5 - part.count(",")) for part in line.split("\n"))
        file.write_text(header + full + "\n", encoding="utf-8")
        with pytest.raises(TableError) as refused:
            read_risk_types.__wrapped__(file)
        assert refused.value.place.endswith(place)
