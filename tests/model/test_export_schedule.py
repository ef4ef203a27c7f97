"""The daily export: due once a day from its hour on, and written under its name and day."""

from __future__ import annotations

import json
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from fieldkit.cli import main
from fieldkit.model import export_recipes, export_schedule, inspections
from fieldkit.model.durable import CannotWrite
from fieldkit.model.export_recipes import Recipe
from fieldkit.model.export_schedule import Schedule
from fieldkit.model.workspace import Workspace
from tests.conftest import Clock


@pytest.fixture
def planned(office: Workspace, tmp_path: Path) -> Schedule:
    inspections.start(office, "mill", "GEN")
    export_recipes.keep(office, "รายวัน/จังหวัด", Recipe("long"))
    wanted = Schedule("รายวัน/จังหวัด", str(tmp_path), "16:30")
    export_schedule.plan(office, wanted)
    return wanted


def test_it_is_due_from_its_hour_on_once_a_day(planned: Schedule, office: Workspace, clock: Clock) -> None:
    assert export_schedule.due(office) is None  # 10.42
    clock.advance(timedelta(hours=6))
    assert export_schedule.due(office) == planned
    written = export_schedule.run(office, planned)
    assert (written.path.name, written.inspections) == ("รายวัน_จังหวัด 2026-11-22.csv", 1)
    assert written.path.read_text(encoding="utf-8").startswith("inspection_id")
    assert export_schedule.due(office) is None
    clock.advance(timedelta(days=1))
    assert export_schedule.due(office) == planned


def test_what_could_not_be_written_stays_due(
    planned: Schedule, office: Workspace, clock: Clock, tmp_path: Path
) -> None:
    clock.advance(timedelta(hours=6))
    gone = Schedule(planned.recipe, str(tmp_path / "gone"), planned.at)
    export_schedule.plan(office, gone)
    with pytest.raises(CannotWrite):
        export_schedule.run(office, gone)
    assert export_schedule.due(office) == gone


def test_nothing_is_planned_any_more_or_unreadable(planned: Schedule, office: Workspace) -> None:
    assert export_schedule.schedule(office) == planned
    for stored in ("[]", "{", '{"recipe": "a", "folder": "b", "at": "25:00"}', '{"x": 1}'):
        office.remember("export_schedule", stored)
        assert export_schedule.schedule(office) is None
    export_schedule.plan(office, None)
    assert export_schedule.schedule(office) is None


def test_the_command_plans_writes_and_ends_it(
    office_folder: Path, tmp_path: Path, clock: Clock, capsys: pytest.CaptureFixture[str]
) -> None:
    with closing(Workspace(office_folder, clock=clock)) as workspace:
        export_recipes.keep(workspace, "a", Recipe("long"))

    def daily(*args: str) -> dict[str, object]:
        assert main(["--data", str(office_folder), "--json", "export", "daily", *args]) == 0
        found: dict[str, object] = json.loads(capsys.readouterr().out)
        return found

    assert daily() == {"schedule": None}
    planned = {"recipe": "a", "folder": str(tmp_path), "at": "16:00"}
    written = daily("--recipe", "a", "--folder", str(tmp_path), "--at", "16:00", "--run")
    assert (written["schedule"], written["inspections"]) == (planned, 0)
    assert Path(str(written["path"])).exists()
    assert daily() == {"schedule": planned}
    assert daily("--off") == {"schedule": None}
