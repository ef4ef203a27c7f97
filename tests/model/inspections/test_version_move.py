"""A draft moves to the next version of its checklist, and says before what that does."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

import openpyxl
import pytest

from fieldkit import resources
from fieldkit.model import checklists, inspections
from fieldkit.model.inspections import version_move
from fieldkit.model.inspections.errors import InspectionSealed
from fieldkit.model.xlsform.conversion import convert
from tests.office import MILL, drawn_signature, path_of

if TYPE_CHECKING:
    from pathlib import Path

    from fieldkit.model.checklists import Checklist
    from fieldkit.model.inspections import Inspection
    from fieldkit.model.workspace import Workspace


@pytest.fixture
def draft(office: Workspace) -> Inspection:
    inspection = inspections.start(office, MILL, "GEN")
    for name, value in {"gen03": "yes", "gen16": "no", "gen19": "fair", "gen38": "yes"}.items():
        inspection.answer(path_of(inspection, name), value)
    inspection.edit_finding(path_of(inspection, "gen16"), description="ล็อกกุญแจ")
    return inspection


@pytest.fixture
def next_version(office: Workspace, draft: Inspection, tmp_path: Path) -> Checklist:
    """GEN without gen38, without the choice “fair”, with a new question."""
    book = openpyxl.load_workbook(resources.path("checklists", "GEN.xlsx"))
    survey, choices = book["survey"], book["choices"]
    name = [cell.value for cell in survey[1]].index("name") + 1
    for row in range(survey.max_row, 1, -1):
        if survey.cell(row, name).value == "gen38":
            survey.cell(row, name).value = "gen38_new"
    for row in range(choices.max_row, 1, -1):
        if choices.cell(row, 2).value == "fair":
            choices.delete_rows(row)
    book["settings"].cell(
        2, [cell.value for cell in book["settings"][1]].index("version") + 1
    ).value = "2570.1"
    data = BytesIO()
    book.save(data)
    file = tmp_path / "GEN.xlsx"
    file.write_bytes(data.getvalue())
    conversion = convert(file)
    assert not conversion.errors
    return checklists.load(office, checklists.install(office, conversion, data.getvalue()))


def test_a_draft_on_the_newest_version_has_nowhere_to_go(draft: Inspection) -> None:
    assert version_move.newer_version(draft) is None


def names(lines: tuple[version_move.Line, ...]) -> set[str]:
    return {line.path.rpartition("/")[2] for line in lines}


def test_what_is_kept_lost_and_added_is_told_before(draft: Inspection, next_version: Checklist) -> None:
    assert version_move.newer_version(draft) == next_version
    plan = version_move.preview(draft, next_version)
    assert {"gen03", "gen16"} <= names(plan.kept)
    assert names(plan.lost) == {"gen19", "gen38"}
    assert {line.answer for line in plan.lost} == {"พอใช้", "ใช่"}
    assert names(plan.added) == {"gen38_new"}
    assert inspections.open_inspection(draft.workspace, draft.id).checklist.version == draft.checklist.version


def test_moving_keeps_answers_and_findings(draft: Inspection, next_version: Checklist) -> None:
    moved = version_move.move(draft, next_version)
    opened = inspections.open_inspection(draft.workspace, draft.id)
    assert opened.checklist.version == moved.checklist.version == "2570.1"
    assert opened.instance.node(path_of(opened, "gen03")).value == "yes"
    finding = opened.finding(path_of(opened, "gen16"))
    assert finding is not None
    assert finding["description"] == "ล็อกกุญแจ"
    assert opened.instance.node(path_of(opened, "gen19")).value == ""


def test_going_back_finds_what_had_no_place(draft: Inspection, next_version: Checklist) -> None:
    first = draft.checklist
    moved = version_move.move(draft, next_version)
    back = version_move.move(moved, first)
    assert back.instance.node(path_of(back, "gen19")).value == "fair"
    assert back.instance.node(path_of(back, "gen38")).value == "yes"


def test_a_signed_inspection_stays_on_its_version(draft: Inspection, next_version: Checklist) -> None:
    signature = inspections.Signature("inspector", "ก", image=drawn_signature())
    inspections.close(draft, [signature], closing="refused", reason="ไม่ให้เข้า")
    assert version_move.newer_version(draft) is None
    with pytest.raises(InspectionSealed):
        version_move.move(draft, next_version)
