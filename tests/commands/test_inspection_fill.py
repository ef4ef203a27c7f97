"""``fieldkit inspection fill``: the same door as the window."""

from __future__ import annotations

import json
import os
import sys
from typing import TYPE_CHECKING, Any

import pytest

from fieldkit.cli import main
from fieldkit.model import inspections
from fieldkit.model.form_draft import stored_values
from fieldkit.model.workspace import Workspace
from tests.office import MILL, answer_all, picture

if TYPE_CHECKING:
    from pathlib import Path


def fill(
    folder: Path, answers: dict[str, Any], *more: str, capsys: pytest.CaptureFixture[str]
) -> tuple[int, Any]:
    file = folder.parent / "answers.json"
    file.write_text(json.dumps(answers, ensure_ascii=False), encoding="utf-8")
    given = ["--data", str(folder), "--json", "inspection", "fill", "--factory", MILL, "--checklist", "GEN"]
    code = main([*given, "--answers", str(file), *more])
    out = capsys.readouterr().out
    return code, json.loads(out) if out else None


@pytest.fixture
def complete(office_folder: Path, tmp_path: Path) -> dict[str, str]:
    """Answers of a whole inspection, taken from one that the model filled."""
    import shutil

    workspace = Workspace(shutil.copytree(office_folder, tmp_path / "pattern"))
    inspection = inspections.start(workspace, MILL, "GEN")
    answer_all(inspection, gen16="no")
    values = {
        path: value
        for path, value in stored_values(inspection.instance).items()
        if inspection.instance.node(path).type in ("input", "select")
    }
    workspace.close()
    return values


def test_a_draft_with_what_is_missing(office_folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, result = fill(office_folder, {"gen03": "yes", "gen17": 2.5}, capsys=capsys)
    assert code == 0
    assert result["state"] == "draft"
    assert any(path.endswith("/gen16") for path in result["missing"])
    [finding] = result["findings"]
    assert (finding["question"], finding["severity"], finding["measured"]) == ("gen17", "m", "2.5 ตร.ม./คน")


def test_a_complete_one_is_sealed_with_its_photo(
    office_folder: Path, complete: dict[str, str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    photo = tmp_path / "gate.jpg"
    photo.write_bytes(picture())
    options = ("--photo", f"gen16={photo}", "--complete")
    code, result = fill(office_folder, complete, *options, capsys=capsys)
    assert (code, result["state"], result["missing"]) == (0, "closed", [])
    assert len(result["seal"]) == 64
    workspace = Workspace(office_folder)
    opened = inspections.open_inspection(workspace, result["id"])
    assert [row["name"] for row in opened.files] == ["gate.jpg"]
    workspace.close()


def test_an_incomplete_one_is_not_closed_and_says_what_is_missing(
    office_folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, result = fill(office_folder, {"gen03": "yes"}, "--complete", capsys=capsys)
    assert code == 1
    assert result["state"] == "draft"
    assert result["missing"]


@pytest.mark.parametrize(
    ("content", "answers"),
    [("not json", None), ("[1, 2]", None), (None, {"gen99": "yes"}), (None, {"/data/nowhere": "1"})],
)
def test_bad_answers_are_refused_in_both_languages(
    office_folder: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    content: str | None,
    answers: dict[str, str] | None,
) -> None:
    file = tmp_path / "answers.json"
    file.write_text(content if content is not None else json.dumps(answers), encoding="utf-8")
    told = []
    for language in ("th", "en"):
        given = ["--data", str(office_folder), "--lang", language, "inspection", "fill"]
        assert main([*given, "--factory", MILL, "--checklist", "GEN", "--answers", str(file)]) == 1
        told.append(capsys.readouterr().err)
    assert told[0] != told[1]
    assert all(told)


def drafts(folder: Path, capsys: pytest.CaptureFixture[str]) -> int:
    assert main(["--data", str(folder), "--json", "list", "inspections"]) == 0
    return int(json.loads(capsys.readouterr().out)["total"])


@pytest.mark.parametrize(
    "text",
    [
        '{"gen03": "yes", "gen03": "no"}',
        '{"gen03": NaN}',
        '{"gen03": null}',
        '{"gen03": "perhaps"}',
        '{"gen03": "yes", "gen17": "plenty"}',
        '{"gen03": "\\ud800"}',
        '{"gen40": "half of \\ud83d"}',
        '{"gen03": "yes", "gen99": "no"}',
        '{"/data/none": "no"}',
        '{"/data/x[": "no"}',
        '["gen03"]',
        "[" * 100_000,
    ],
)
def test_answers_that_cannot_be_taken_leave_no_draft(
    office_folder: Path, tmp_path: Path, text: str, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "answers.json"
    file.write_text(text, encoding="utf-8")
    given = ["--data", str(office_folder), "--json", "inspection", "fill", "--factory", MILL]
    assert main([*given, "--checklist", "GEN", "--answers", str(file)]) == 1
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.strip()
    assert drafts(office_folder, capsys) == 0


def test_a_photo_that_is_none_leaves_no_draft(
    office_folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "note.jpg").write_text("no picture")
    photo = f"gen16={tmp_path / 'note.jpg'}"
    assert fill(office_folder, {"gen03": "yes"}, "--photo", photo, capsys=capsys) == (1, None)
    assert drafts(office_folder, capsys) == 0


@pytest.mark.skipif(sys.platform != "linux", reason="file names of any bytes")
def test_a_photo_named_in_another_encoding_is_taken(
    office_folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    photo = tmp_path / os.fsdecode(b"\xa1\xff.jpg")
    photo.write_bytes(picture())
    code, result = fill(office_folder, {"gen03": "yes"}, "--photo", f"gen16={photo}", capsys=capsys)
    assert code == 0
    workspace = Workspace(office_folder)
    [row] = workspace.rows("SELECT name FROM attachment WHERE inspection = ?", result["id"])
    workspace.close()
    assert row["name"] == "??.jpg"
