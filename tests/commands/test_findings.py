"""Findings on the command line: out to Excel, looked at, in again, taken back."""

from __future__ import annotations

from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from fieldkit.cli import Exit
from fieldkit.model import inspections
from fieldkit.model.register import sheet
from fieldkit.model.workspace import Workspace
from tests.commands.test_cases import Fieldkit, fieldkit
from tests.conftest import Clock
from tests.model.finding_list.test_round_trip import put
from tests.model.register.books import through_here
from tests.office import answer_all, path_of

__all__ = ["fieldkit"]


def test_out_and_in_again(
    fieldkit: Fieldkit, clock: Clock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sheet, "through", through_here)
    target = tmp_path / "f.xlsx"
    with closing(Workspace(fieldkit.folder, clock=clock)) as workspace:
        visit = inspections.start(workspace, "mill", "GEN")
        failing = {name: visit.policy[path_of(visit, name)].fail.split()[0] for name in ("gen16", "gen19")}
        answer_all(visit, **failing)
    assert fieldkit("export", "findings", "-o", str(target), "--filter", "open")["findings"] == 2
    [first, _second] = fieldkit("list", "findings")["findings"]
    put(target, first["id"], description="ทางออกถูกปิด", due_date=date(2035, 1, 31))
    looked = fieldkit("import", "findings", str(target), "--dry-run")
    assert (looked["import_id"], looked["changed"], looked["unchanged"]) == (None, 1, 1)
    done = fieldkit("import", "findings", str(target))
    [changed] = done["changes"]
    assert {one["column"]: one["after"] for one in changed["changes"]} == {
        "description": "ทางออกถูกปิด",
        "due_date": "2035-01-31",
    }
    assert fieldkit("list", "imports")["imports"][0]["table"] == "finding"
    undone = fieldkit("undo", "import", done["import_id"])
    assert (undone["restored"], undone["kept"]) == (1, [])
    target.write_bytes(b"PK\x03\x04 nothing")
    fieldkit("import", "findings", str(target), code=Exit.REFUSED)
    assert "f.xlsx" in fieldkit.error
