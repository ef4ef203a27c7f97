"""``fieldkit export shape``: inspections for other programs."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from contextlib import closing
from pathlib import Path

import pytest

from fieldkit.cli import main
from fieldkit.commands.export.shape import NAMES
from fieldkit.model import inspections
from fieldkit.model.inspections import Signature
from fieldkit.model.shapes import SHAPES
from fieldkit.model.workspace import Workspace
from tests.conftest import Clock
from tests.office import answer_all


@pytest.fixture
def folder(office_folder: Path, clock: Clock) -> Path:
    with closing(Workspace(office_folder, clock=clock)) as workspace:
        inspection = inspections.start(workspace, "mill", "GEN")
        answer_all(inspection)
        signed = [Signature(role, "ก", typed=True) for role in ("inspector", "representative")]
        inspections.close(inspection, signed)
    return office_folder


def test_the_command_knows_every_shape() -> None:
    assert set(NAMES) == set(SHAPES)


def test_central_csv_is_written(folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    target = tmp_path / "GEN.zip"
    args = ["--data", str(folder), "--json", "export", "shape", "odk", "-o", str(target), "--no-split"]
    assert main([*args, "--since", "2026-11-22"]) == 0
    assert json.loads(capsys.readouterr().out) == {
        "path": str(target),
        "inspections": 1,
        "left_out": [],
        "missing_files": 0,
    }
    with zipfile.ZipFile(target) as archive:
        header, row = csv.reader(io.StringIO(archive.read("GEN.csv").decode(), newline=""))
    assert dict(zip(header, row, strict=True))["visit_facts-gen01"] == "operating"


def test_nothing_that_fits_is_told_and_nothing_written(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "k.xlsx"
    args = ["--data", str(folder), "--lang", "en", "export", "shape", "kobo", "-o", str(target)]
    assert main([*args, "--checklist", "WAT"]) != 0
    assert "Choose one: GEN" in capsys.readouterr().err
    assert not target.exists()
