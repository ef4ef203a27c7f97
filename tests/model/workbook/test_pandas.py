"""The workbook as pandas reads it: keys as headers, dates as dates, numbers as numbers, ids as text."""

from __future__ import annotations

from datetime import datetime
from importlib import import_module
from pathlib import Path

import pytest

from fieldkit.model.workbook import export_workbook
from tests.model.workbook.conftest import Filled


@pytest.mark.parametrize("engine", ["openpyxl", "calamine"])
def test_pandas_reads_the_types_that_were_written(filled: Filled, tmp_path: Path, engine: str) -> None:
    pandas = import_module("pandas")
    report = export_workbook(filled.workspace, tmp_path / "x.xlsx")
    frames = pandas.read_excel(
        tmp_path / "x.xlsx",
        sheet_name=None,
        skiprows=[1],
        dtype={"registration_no": str, "phone": str},
        engine=engine,
    )
    assert len(frames) == len(report.counts)
    inspections, factories = frames["การตรวจ"], frames["โรงงาน"]
    closed = inspections.set_index("inspection_id").loc[filled.closed]
    assert closed["registration_no"] == "10250000125678"
    assert closed["date"] == datetime(2026, 11, 20)
    assert str(inspections["date"].dtype).startswith("datetime64")
    assert factories.set_index("registration_no")["hp"]["10250000125678"] == 75.5
    assert "0371234567" in set(factories["phone"])
    answers = frames["คำตอบ"]
    assert len(answers) == report.counts["Answers"]
    assert answers["number"].dropna().map(type).eq(float).all()
