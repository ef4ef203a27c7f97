"""The register goes to Excel and comes back: unchanged, or changed only where it was edited."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from fieldkit.model import records
from fieldkit.model.register import sheet
from fieldkit.model.register.exporting import export_register
from fieldkit.model.register.fields import FIELDS
from fieldkit.model.register.importing import carry_out
from fieldkit.model.register.preview import preview
from fieldkit.model.tables import GROUPS
from fieldkit.model.workspace import Workspace
from tests.model.register.books import through_here

PRACHINBURI = Path(__file__).parents[2] / "data" / "factory-register-prachinburi.xlsx"
AWKWARD: dict[str, Any] = {
    "registration_no_old": "จ3-9(6)-1/51ปจ",
    "registration_no": "10250000125517",
    "name": "=SUM(A1) “โรงสี” _x0041_ ๑๒",
    "operator": "บรรทัด 1\nบรรทัด 2",
    "operator_id13": "0105551234567",
    "activity": "-",
    "class_": "3",
    "type_main": "00906",
    "types_extra": "00101 08801",
    "tsic": "01630",
    "hp": 0.1,
    "workers": 7,
    "workers_male": 3,
    "workers_female": 4,
    "capital": 12345678.9,
    "address_no": "3/4",
    "moo": "007",
    "province": "ปราจีนบุรี",
    "province_code": "25",
    "postcode": "25110",
    "phone": "037-000-000 ต่อ 1",
    "status": "closed_found",
    "start_date": "2011-02-28",
    "fee_paid_until": "2027-12-31",
    "latitude": 13.987654321,
    "longitude": 101.5,
    "capacity": 1e-7,
    "extra": '{"หมายเหตุ": "0012", "แรงม้า": "เจ็ดสิบ"}',
}


@pytest.fixture(autouse=True)
def _in_this_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheet, "through", through_here)


def add(workspace: Workspace, values: dict[str, Any]) -> str:
    every = dict.fromkeys(name for names in GROUPS["factory"].values() for name in names)
    ops = records.new_ops("factory", every | values, stream=records.office_stream(workspace))
    workspace.log.commit(ops)
    return ops[0].record


def first_sheet(path: Path) -> tuple[openpyxl.Workbook, Worksheet, dict[str, tuple[int, int]]]:
    book = openpyxl.load_workbook(path)
    page = book.worksheets[0]
    head = next(line for line in page.iter_rows() if any(cell.value == "แรงม้า" for cell in line))
    line = int(head[0].row or 0) + 1
    return book, page, {str(cell.value): (line, at) for at, cell in enumerate(head, 1)}


@pytest.mark.parametrize("language", ["th", "en"])
def test_awkward_values_come_back_as_they_are(workspace: Workspace, tmp_path: Path, language: str) -> None:
    add(workspace, AWKWARD)
    place = {"province": "ปราจีนบุรี", "province_code": "25", "latitude": 13.98, "longitude": 101.5}
    add(workspace, {"registration_no_old": "3-88(1)-8/60ปจ", "name": "ข"} | place)
    add(workspace, {"registration_no_old": "3-88(1)-7/60ปจ", "name": "ก" * 40_000, "hp": 5.0})
    target = tmp_path / "ทะเบียน.xlsx"
    assert export_register(workspace, target, language=language) == 3
    found = preview(workspace, target)
    assert (found.new, found.changed, found.unchanged, found.rejected) == ((), (), 3, ())
    assert not found.ops


def test_every_field_has_its_column(workspace: Workspace, tmp_path: Path) -> None:
    add(workspace, AWKWARD)
    target = tmp_path / "r.xlsx"
    export_register(workspace, target)
    _book, page, columns = first_sheet(target)
    stored = {name for names in GROUPS["factory"].values() for name in names}
    assert len(columns) == sum(field.key in stored for field in FIELDS) + 3
    # beside them the day of the status, the id of a place without numbers, หมายเหตุ
    assert page.cell(*columns["หมายเหตุ"]).value == "0012"


def test_only_what_is_edited_changes(workspace: Workspace, tmp_path: Path) -> None:
    id_ = add(workspace, AWKWARD)
    target = tmp_path / "r.xlsx"
    export_register(workspace, target)
    book, page, columns = first_sheet(target)
    page.cell(*columns["แรงม้า"]).value = 75
    page.cell(*columns["หมายเหตุ"]).value = "0013"
    book.save(target)
    carry_out(workspace, preview(workspace, target))
    record = records.load(workspace, "factory", id_)
    assert record is not None
    changed = {key: record.row[key] for key, value in AWKWARD.items() if record.row[key] != value}
    assert changed == {"hp": 75.0, "extra": '{"หมายเหตุ": "0013", "แรงม้า": "เจ็ดสิบ"}'}


def test_a_real_register_comes_back_as_it_is(workspace: Workspace, tmp_path: Path) -> None:
    carry_out(workspace, preview(workspace, PRACHINBURI))
    target = tmp_path / "r.xlsx"
    count = export_register(workspace, target)
    found = preview(workspace, target)
    assert (len(found.new), len(found.changed)) == (0, 0), found.changed[:3]
    assert found.unchanged + len(found.rejected) == count
