"""The data folder: who and where, one writer, sealed or plain."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING

import pytest

from fieldkit.model import changes
from fieldkit.model.attachments import AttachmentDamaged
from fieldkit.model.database import NotADatabase
from fieldkit.model.lock import AlreadyOpen
from fieldkit.model.workspace import FolderUnusable, Workspace

if TYPE_CHECKING:
    from pathlib import Path

KEY, OTHER = b"k" * 32, b"o" * 32
MARKERS = ("กฤษณะ-ใจดี-ทดสอบ", "PLAIN-MARKER-4711")


def bytes_below(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file())


def test_a_new_folder_gets_its_parts_and_an_identity_that_stays(data_folder: Path) -> None:
    workspace = Workspace(data_folder)
    device, person = workspace.device, workspace.person.id
    assert {path.name for path in data_folder.iterdir() if path.is_dir()} == {
        *("attachments", "backups", "exports", "log"),
    }
    workspace.close()
    again = Workspace(data_folder)
    assert (again.device, again.person.id) == (device, person)
    again.close()


def test_the_inspectors_name_is_replicated_and_remembered(data_folder: Path) -> None:
    workspace = Workspace(data_folder)
    workspace.name_person(name="กฤษณะ", position="นักวิชาการ")
    workspace.name_person(name="กฤษณะ ใจดี", position="นักวิชาการ")
    workspace.close()
    again = Workspace(data_folder)
    assert again.person.name == "กฤษณะ ใจดี"
    [row] = again.rows("SELECT name FROM person")
    assert row["name"] == "กฤษณะ ใจดี"
    assert again.rows("SELECT count(*) AS n FROM cell WHERE conflict = 1") == [{"n": 0}]
    again.close()


def test_a_second_process_is_told_and_gets_in_when_the_first_has_died(data_folder: Path) -> None:
    holder = (
        "import sys; from pathlib import Path; from fieldkit.model.workspace import Workspace\n"
        "w = Workspace(Path(sys.argv[1])); print('open', flush=True); sys.stdin.read()"
    )
    import subprocess

    process = subprocess.Popen(
        [sys.executable, "-c", holder, str(data_folder)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    try:
        assert process.stdout is not None
        assert process.stdout.readline() == b"open\n"
        with pytest.raises(AlreadyOpen) as caught:
            Workspace(data_folder)
        assert "เปิดข้อมูลชุดนี้อยู่แล้ว" in caught.value.message("th")
    finally:
        process.kill()
        process.communicate()
    Workspace(data_folder).close()


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(FolderUnusable) as caught:
        Workspace(tmp_path / "file" / "data")
    assert str(tmp_path / "file" / "data") in caught.value.message("en")


def test_a_file_that_is_no_database_is_refused_and_left_alone(data_folder: Path) -> None:
    file = data_folder / "fieldkit.db"
    file.write_bytes(b"not a database at all" * 100)
    before = file.read_bytes()
    with pytest.raises(NotADatabase):
        Workspace(data_folder)
    assert file.read_bytes() == before


def fill(workspace: Workspace) -> str:
    workspace.name_person(name=MARKERS[0])
    return workspace.attachments.add(MARKERS[1].encode() * 50)


def test_with_a_key_nothing_is_readable_on_the_disk(data_folder: Path) -> None:
    workspace = Workspace(data_folder, key=KEY)
    sha256 = fill(workspace)
    raw = bytes_below(data_folder)
    assert not raw.startswith(b"SQLite format 3")
    assert (data_folder / "fieldkit.db").read_bytes()[:15] != b"SQLite format 3"
    for marker in MARKERS:
        assert marker.encode() not in raw
    workspace.close()
    again = Workspace(data_folder, key=KEY)
    assert again.person.name == MARKERS[0]
    assert again.attachments.read(sha256).startswith(MARKERS[1].encode())
    again.close()


def test_without_a_key_the_markers_are_found(data_folder: Path) -> None:
    """The hunt above can find something: the same data without a key are plain."""
    workspace = Workspace(data_folder)
    fill(workspace)
    workspace.close()
    raw = bytes_below(data_folder)
    assert all(marker.encode() in raw for marker in MARKERS)


@pytest.mark.parametrize("key", [OTHER, None])
def test_the_wrong_key_opens_nothing_and_harms_nothing(data_folder: Path, key: bytes | None) -> None:
    workspace = Workspace(data_folder, key=KEY)
    sha256 = fill(workspace)
    workspace.close()
    with pytest.raises(NotADatabase):
        Workspace(data_folder, key=key)
    again = Workspace(data_folder, key=KEY)
    assert again.person.name == MARKERS[0]
    again.attachments._key = OTHER
    with pytest.raises(AttachmentDamaged):
        again.attachments.read(sha256)
    again.close()


def test_settings_of_this_machine_are_kept(data_folder: Path) -> None:
    workspace = Workspace(data_folder)
    workspace.remember("desk", json.dumps({"inspection": "x"}))
    workspace.remember("desk", None)
    assert workspace.setting("desk") is None
    workspace.remember("desk", "y")
    assert workspace.setting("desk") == "y"
    assert workspace.waiting() == 0
    workspace.name_person(name="ก")
    assert workspace.waiting() == 1
    with workspace.database.read() as connection:
        assert changes.get_meta(connection, "desk") == "y"
    workspace.close()
