"""``fieldkit verify``, ``check``, ``backup``, ``restore`` and ``salvage``."""

from __future__ import annotations

import json
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from sqlcipher3 import dbapi2 as sqlite

from fieldkit.cli import main
from fieldkit.model import inspections
from fieldkit.model.workspace import Workspace
from tests.office import path_of, picture


@pytest.fixture
def folder(office_folder: Path) -> Path:
    with closing(Workspace(office_folder)) as workspace:
        inspection = inspections.start(workspace, "mill", "GEN")
        inspections.attach_photo(inspection, path_of(inspection, "gen16"), picture(), name="gate.jpg")
    return office_folder


def run(folder: Path, *args: str, capsys: pytest.CaptureFixture[str]) -> tuple[int, Any, str]:
    code = main(["--data", str(folder), "--json", *args])
    printed = capsys.readouterr()
    return code, json.loads(printed.out) if printed.out else None, printed.err


def alter_a_row(folder: Path) -> None:
    connection = sqlite.connect(str(folder / "fieldkit.db"), isolation_level=None)
    connection.execute("DROP TRIGGER guard_factory_update")
    connection.execute("UPDATE factory SET name = 'อื่น'")
    connection.close()


@pytest.mark.parametrize("command", ["verify", "check"])
def test_a_whole_folder_is_ok(folder: Path, command: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(folder, command, capsys=capsys) == (0, {"ok": True, "problems": []}, "")


def test_an_altered_row_is_named_and_the_code_is_1(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    alter_a_row(folder)
    code, result, _ = run(folder, "verify", capsys=capsys)
    assert (code, result["ok"]) == (1, False)
    [problem] = result["problems"]
    assert (problem["kind"], problem["level"], problem["place"]) == ("row", "error", "factory mill name")
    assert set(problem["message"]) == {"th", "en"}
    assert main(["--data", str(folder), "--lang", "en", "verify"]) == 1
    said = capsys.readouterr().out
    assert "factory mill name" in said
    assert "Restore a backup" in said


def test_check_rebuild_derives_the_rows_again(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    alter_a_row(folder)
    assert run(folder, "check", "--rebuild", capsys=capsys)[0] == 0
    assert run(folder, "verify", capsys=capsys)[0] == 0


def test_a_note_is_listed_and_is_no_error(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with closing(Workspace(folder)) as workspace:
        stray = workspace.attachments.add(b"stray")
    code, result, _ = run(folder, "check", capsys=capsys)
    assert (code, result["ok"]) == (0, True)
    assert [(problem["level"], problem["place"]) for problem in result["problems"]] == [("note", stray)]


def test_a_missing_photo_is_1(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with closing(Workspace(folder)) as workspace:
        sha256 = workspace.rows("SELECT sha256 FROM attachment")[0]["sha256"]
        workspace.attachments.path(sha256).unlink()
    for command in ("verify", "check"):
        code, result, _ = run(folder, command, capsys=capsys)
        assert code == 1
        assert [problem["detail"] for problem in result["problems"]] == [sha256]


def test_backup_and_restore(folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, made, _ = run(folder, "backup", str(tmp_path / "copy"), capsys=capsys)
    assert (code, made["path"], made["damaged"]) == (0, str(tmp_path / "copy"), [])
    assert made["bytes"] == (tmp_path / "copy").stat().st_size
    code, put_back, _ = run(tmp_path / "new", "restore", str(tmp_path / "copy"), capsys=capsys)
    assert (code, put_back["ok"], put_back["problems"]) == (0, True, [])
    assert (put_back["counts"], put_back["files"]) == (made["counts"], made["files"])
    assert run(tmp_path / "new", "verify", capsys=capsys)[0] == 0


def test_a_folder_gets_a_file_named_by_the_time(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "usb").mkdir()
    code, made, _ = run(folder, "backup", str(tmp_path / "usb"), capsys=capsys)
    assert code == 0
    assert Path(made["path"]).parent == tmp_path / "usb"
    assert Path(made["path"]).name.startswith("fieldkit-20")


def test_restore_refuses_data_that_are_there(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run(folder, "backup", str(tmp_path / "copy"), capsys=capsys)
    code, result, said = run(folder, "restore", str(tmp_path / "copy"), capsys=capsys)
    assert (code, result) == (1, None)
    assert "ไม่ว่าง" in said
    assert run(folder, "verify", capsys=capsys)[0] == 0


def test_restore_refuses_what_is_no_backup(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "x.xlsx").write_bytes(b"PK")
    code, _, said = run(tmp_path / "new", "restore", str(tmp_path / "x.xlsx"), capsys=capsys)
    assert code == 1
    assert "ไฟล์สำรองใช้ไม่ได้" in said
    assert not (tmp_path / "new").exists()


def test_damage_that_was_there_before_is_restored_and_told(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    alter_a_row(folder)
    assert run(folder, "backup", str(tmp_path / "copy"), capsys=capsys)[0] == 0
    code, result, _ = run(tmp_path / "new", "restore", str(tmp_path / "copy"), capsys=capsys)
    assert (code, result["ok"]) == (1, False)
    assert [problem["place"] for problem in result["problems"]] == ["factory mill name"]
    assert (tmp_path / "new" / "fieldkit.db").is_file()


def test_salvage_puts_what_is_left_into_a_new_folder(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    copy = tmp_path / "copy"
    assert run(folder, "backup", str(copy), capsys=capsys)[0] == 0
    data = (folder / "fieldkit.db").read_bytes()
    (folder / "fieldkit.db").write_bytes(bytes(4096) + data[4096:])
    code, result, _ = run(tmp_path / "new", "salvage", str(folder), "--backup", str(copy), capsys=capsys)
    assert (code, result["ok"], result["problems"]) == (0, True, [])
    assert result["changes"] > 3
    assert (tmp_path / "new" / "fieldkit.db").is_file()
    assert main(["--data", str(tmp_path / "new"), "salvage", str(folder)]) == 1
    assert "ไม่ว่าง" in capsys.readouterr().err


def test_nothing_to_salvage_is_told_with_its_cure(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "old").mkdir()
    assert main(["--data", str(tmp_path / "new"), "--lang", "en", "salvage", str(tmp_path / "old")]) == 1
    said = capsys.readouterr().err
    assert "Nothing in this folder can be read" in said
    assert "restore a backup" in said
