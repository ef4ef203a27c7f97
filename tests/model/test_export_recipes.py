"""Remembered exports: kept on this machine, relative to the day, and written as any other."""

from __future__ import annotations

import json
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path

import openpyxl
import pytest

from fieldkit.cli import main
from fieldkit.model import export_recipes, inspections
from fieldkit.model.export_recipes import DATES, LAST, Period, Recipe
from fieldkit.model.workspace import Workspace
from tests.conftest import Clock
from tests.model.workbook.reading import table

TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("period", "span"),
    [
        ("", (None, None)),
        ("day", (TODAY, TODAY)),
        ("month", (date(2026, 11, 1), TODAY)),
        ("round", (date(2026, 10, 1), date(2027, 3, 31))),
        ("last_round", (date(2026, 4, 1), date(2026, 9, 30))),
        ("year", (date(2026, 10, 1), date(2027, 9, 30))),
        ("2/2568", (date(2025, 4, 1), date(2025, 9, 30))),
    ],
)
def test_periods_go_by_the_day(period: Period, span: tuple[date | None, date | None]) -> None:
    filters = Recipe(period=period).filters(TODAY)
    assert (filters.since, filters.until) == span


@pytest.mark.parametrize(
    ("since", "until", "span"),
    [
        ("2026-10-05", "2026-11-01", (date(2026, 10, 5), date(2026, 11, 1))),
        ("2026-10-05", "", (date(2026, 10, 5), None)),
        ("", "", (None, None)),
        ("someday", "2026-11-01", (None, date(2026, 11, 1))),
    ],
)
def test_a_recipe_may_give_its_days(since: str, until: str, span: tuple[date | None, date | None]) -> None:
    filters = Recipe(period=DATES, since=since, until=until).filters(TODAY)
    assert (filters.since, filters.until) == span
    # the days of another period wait until they are asked for again
    assert Recipe(since=since, until=until).filters(TODAY).since is None


def test_the_rounds_of_the_visits_are_offered(office: Workspace, clock: Clock) -> None:
    for days in (0, 250):
        clock.at -= timedelta(days=days)
        inspections.start(office, "mill", "GEN")
    assert export_recipes.offers(office).rounds == ("1/2570", "1/2569")


def test_the_list_on_the_screen_stands_in_place_of_conditions() -> None:
    filters = Recipe(period="day", district="A").filters(TODAY, ("x",))
    assert (filters.inspections, filters.since, filters.district) == (("x",), None, None)


def test_recipes_are_kept_replaced_and_forgotten(office: Workspace) -> None:
    export_recipes.keep(office, "รายงานจังหวัด", Recipe(district="เมือง", split=True))
    export_recipes.keep(office, LAST, Recipe("kobo", language="en"))
    export_recipes.keep(office, "รายงานจังหวัด", Recipe(words="codes"))
    assert export_recipes.recipes(office) == {
        LAST: Recipe("kobo", language="en"),
        "รายงานจังหวัด": Recipe(words="codes"),
    }
    export_recipes.keep(office, "รายงานจังหวัด", None)
    with pytest.raises(export_recipes.NoSuchRecipe):
        export_recipes.recipe(office, "รายงานจังหวัด")


def test_what_another_version_wrote_does_no_harm(office: Workspace) -> None:
    stored = {"a": {"shape": "later", "split": "yes", "new": 1, "district": "เมือง"}, "b": 3}
    office.remember("export_recipes", json.dumps(stored))
    assert export_recipes.recipes(office) == {"a": Recipe(district="เมือง"), "b": Recipe()}
    office.remember("export_recipes", "{")
    assert export_recipes.recipes(office) == {}


@pytest.fixture
def folder(office_folder: Path, clock: Clock) -> Path:
    with closing(Workspace(office_folder, clock=clock)) as workspace:
        inspections.start(workspace, "mill", "GEN")
        export_recipes.keep(workspace, "here", Recipe(words="codes"))
        export_recipes.keep(workspace, "elsewhere", Recipe(district="ไม่มี"))
        export_recipes.keep(workspace, "rows", Recipe("long", checklist="GEN"))
    return office_folder


@pytest.mark.parametrize(("name", "count"), [("here", 1), ("elsewhere", 0)])
def test_a_remembered_workbook_is_written_by_name(
    folder: Path, tmp_path: Path, name: str, count: int, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "x.xlsx"
    assert main(["--data", str(folder), "--json", "export", "recipe", name, "-o", str(target)]) == 0
    assert json.loads(capsys.readouterr().out)["inspections"] == count
    found = table(openpyxl.load_workbook(target), "Inspections")
    assert len(found) == count
    assert all("state_code" in row and "state" not in row for row in found)


def test_another_shape_goes_by_its_recipe_too(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "x.csv"
    assert main(["--data", str(folder), "--json", "export", "recipe", "rows", "-o", str(target)]) == 0
    assert json.loads(capsys.readouterr().out)["inspections"] == 1
    assert target.read_text(encoding="utf-8").startswith("inspection_id,")


def test_a_name_that_is_not_there_tells_those_that_are(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    args = ["--data", str(folder), "--lang", "en", "export", "recipe", "x", "-o", str(tmp_path / "x.xlsx")]
    assert main(args) == 1
    assert "There are: elsewhere, here, rows" in capsys.readouterr().err
