"""Figures on the command line: the same numbers as everywhere, their lists, and what is refused."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from fieldkit.cli import Exit, main
from fieldkit.model import indicators
from fieldkit.model.database import Database
from fieldkit.model.workspace import Workspace
from tests.model.indicators.offices import Draw, put


@pytest.fixture
def folder(data_folder: Path) -> Path:
    Workspace(data_folder).close()
    database = Database(data_folder / "fieldkit.db")
    with database.door() as connection:
        put(connection, Draw(7).office(40))
    database.close()
    return data_folder


class Shell:
    """Runs ``fieldkit indicators`` on one data folder."""

    def __init__(self, data: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.data, self._capsys = data, capsys

    def __call__(self, *args: str, code: int = Exit.DONE, language: str = "en") -> str:
        assert main(["--data", str(self.data), "--lang", language, "indicators", *args]) == code
        captured = self._capsys.readouterr()
        return captured.out if code == Exit.DONE else captured.err

    def json(self, *args: str) -> Any:
        assert main(["--data", str(self.data), "--json", "indicators", *args]) == Exit.DONE
        return json.loads(self._capsys.readouterr().out)


@pytest.fixture
def run(folder: Path, capsys: pytest.CaptureFixture[str]) -> Shell:
    return Shell(folder, capsys)


def test_every_indicator_is_told_with_its_parts_and_target(run: Shell) -> None:
    found = run.json("--year", "2567")
    assert [one["id"] for one in found["indicators"]] == list(indicators.indicators())
    coverage = found["indicators"][0]
    assert coverage["target"] == 100
    assert coverage["value"] == pytest.approx(100 * coverage["numerator"] / coverage["denominator"])
    assert found["period"] == {"key": "2567", "start": "2023-10-01", "end": "2024-09-30"}
    shown = run("--year", "2567")
    assert f"Factories inspected\t{coverage['numerator']}/{coverage['denominator']}" in shown
    assert "โรงงานที่ตรวจแล้ว" in run("--year", "2567", language="th")


def test_a_round_and_a_breakdown(run: Shell) -> None:
    found = run.json("--round", "1/2567", "--by", "district", "--id", "coverage")
    assert found["period"]["end"] == "2024-03-31"
    groups = {one["group"]: one for one in found["indicators"]}
    assert set(groups) == {"", "ตะพานหิน", "บางมูลนาก"}
    [whole] = run.json("--round", "1/2567", "--id", "coverage")["indicators"]
    assert sum(one["denominator"] for one in groups.values()) == whole["denominator"]
    assert "not stated" in run("--round", "1/2567", "--by", "district")


@pytest.mark.parametrize("part", ["numerator", "denominator"])
def test_the_rows_behind_a_number_are_as_many_as_it_says(run: Shell, part: str) -> None:
    [figure] = run.json("--year", "2567", "--id", "loans_normal")["indicators"]
    rows = run.json("--year", "2567", "--id", "loans_normal", "--behind", part)
    assert rows["total"] == len(rows["rows"]) == figure[part] > 0
    shown = run("--year", "2567", "--id", "loans_normal", "--behind", part)
    assert shown.startswith("Contract no.\t")
    assert f"{figure[part]} rows" in shown


def test_one_group_behind_a_number(run: Shell) -> None:
    args = ("--year", "2567", "--id", "coverage", "--by", "district", "--group", "ตะพานหิน")
    [figure] = run.json(*args)["indicators"]
    assert run.json(*args, "--behind", "denominator")["total"] == figure["denominator"]
    assert "nothing behind" in run("--year", "2599", "--id", "visits", "--behind", "numerator")


@pytest.mark.parametrize(
    ("args", "code", "told"),
    [
        (("--round", "3/2567"), Exit.REFUSED, "1/2567 or 2/2567"),
        (("--year", "67"), Exit.REFUSED, "like 2567"),
        (("--id", "happiness"), Exit.REFUSED, "gi_certified"),
        (("--by", "colour"), Exit.REFUSED, "district"),
        (("--round", "1/2567", "--year", "2567"), Exit.USAGE, "not both"),
        (("--behind", "rest"), Exit.USAGE, "exactly one"),
    ],
)
def test_what_cannot_be_told_is_refused_with_the_cure(
    run: Shell, args: tuple[str, ...], code: int, told: str
) -> None:
    assert told in run(*args, code=code)
