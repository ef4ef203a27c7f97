"""The list of findings as LibreOffice opens and saves it: what is locked stays so, nothing changes."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from fieldkit.model import inspections
from fieldkit.model.finding_list.exporting import export_findings
from fieldkit.model.finding_list.importing import import_findings
from fieldkit.model.orders import making, writing
from fieldkit.model.workspace import Workspace
from tests.model.workbook.test_libreoffice import OFFICE, convert, profile
from tests.office import MILL, answer_all, path_of

__all__ = ["profile"]


@pytest.mark.skipif(OFFICE is None, reason="LibreOffice is not installed")
def test_saved_by_libreoffice_nothing_changes(
    office: Workspace, findings: list[str], tmp_path: Path, profile: Path
) -> None:
    order, _ = making.make(office, making.propose(office, findings[:2]))
    writing.add_step(office, order, "ordered", on_date="2026-11-18", number="อก 1", officer="กฤษณะ")
    writing.add_step(office, order, "received", on_date="2026-11-19")
    visit = inspections.start(office, MILL, "GEN")
    answer_all(visit, gen16=visit.policy[path_of(visit, "gen16")].fail.split()[0])
    target = tmp_path / "findings.xlsx"
    count = export_findings(office, target)
    [saved] = convert(target, "ods", profile)
    [again] = convert(saved, "xlsx", profile)
    result = import_findings(office, again)
    assert (result.import_id, result.counts["unchanged"]) == (None, count)
    assert not result.preview.rejected
    assert not result.preview.warnings
    sheet = openpyxl.load_workbook(again).worksheets[0]
    keys = [cell.value for cell in sheet[1]]
    row = next(one for one in sheet.iter_rows(min_row=3) if one[keys.index("id")].value == findings[0])
    assert sheet.protection.sheet
    assert row[keys.index("severity")].protection.locked
    assert not row[keys.index("due_date")].protection.locked
