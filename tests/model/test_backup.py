"""Copies that are whole, and what is never restored: damage, strange names, onto other data."""

from __future__ import annotations

import errno
import json
import os
import shutil
import zipfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from fieldkit.model import backup as backups
from fieldkit.model import durable, inspections
from fieldkit.model.backup import BackupDamaged, FolderNotEmpty, backup, restore
from fieldkit.model.database import Database, NotADatabase
from fieldkit.model.durable import CannotWrite
from fieldkit.model.schema import NewerSchema
from fieldkit.model.workspace import Workspace
from tests.office import path_of, picture

KEY = bytes(range(32))
COPY = "copy.fieldkit-backup"


@pytest.fixture(scope="module")
def pattern(furnished_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a draft and its photo, and a copy of it beside; nobody changes either."""
    folder = shutil.copytree(furnished_folder, tmp_path_factory.mktemp("pattern") / "office")
    with closing(Workspace(folder)) as workspace:
        inspection = inspections.start(workspace, "mill", "GEN")
        inspection.answer(path_of(inspection, "gen16"), "no")
        inspections.attach_photo(inspection, path_of(inspection, "gen16"), picture(), name="ประตู.jpg")
        backup(workspace, folder.parent / COPY)
    return folder


@pytest.fixture
def at_work(pattern: Path, tmp_path: Path) -> Iterator[Workspace]:
    workspace = Workspace(shutil.copytree(pattern, tmp_path / "office"))
    yield workspace
    workspace.close()


@pytest.fixture
def copy(pattern: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(pattern.parent / COPY, tmp_path / COPY))


@pytest.fixture
def sealed(tmp_path: Path) -> Iterator[Workspace]:
    workspace = Workspace(tmp_path / "sealed", key=KEY)
    workspace.name_person(name="ความลับ")
    workspace.attachments.add(b"secret photo")
    yield workspace
    workspace.close()


def content(workspace: Workspace) -> dict[str, list[dict[str, Any]]]:
    return {
        table: workspace.rows(f"SELECT * FROM {table} ORDER BY 1, 2")
        for table in ("change", "feed", "cell", "meta", "answer", "finding", "attachment", "blob", "factory")
    }


def rewrite(source: Path, change: dict[str, bytes | None], *, add: dict[str, bytes] | None = None) -> None:
    """Write the zip file anew with members replaced, left out (None) or added."""
    with zipfile.ZipFile(source) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    members |= {name: data for name, data in change.items() if data is not None}
    with zipfile.ZipFile(source, "w") as archive:
        for name, data in (members | (add or {})).items():
            if name not in change or change[name] is not None:
                archive.writestr(name, data)


def manifest_of(source: Path) -> dict[str, Any]:
    with zipfile.ZipFile(source) as archive:
        return dict(json.loads(archive.read("manifest.json")))


def test_there_and_back_again(at_work: Workspace, copy: Path, tmp_path: Path) -> None:
    report = restore(copy, tmp_path / "new" / "folder")
    assert report.problems == ()
    with closing(Workspace(tmp_path / "new" / "folder")) as again:
        assert content(again) == content(at_work)
        assert list(again.attachments.names()) == list(at_work.attachments.names())
        assert [again.attachments.read(name) for name in again.attachments.names()]
        assert (again.device, again.person) == (at_work.device, at_work.person)
        assert len(inspections.listing(again)) == 1


def test_a_copy_counts_what_it_holds(at_work: Workspace, tmp_path: Path) -> None:
    report = backup(at_work, tmp_path / "x")
    assert report.counts["inspection"] == 1
    assert report.counts["change"] == at_work.rows("SELECT count(*) AS n FROM change")[0]["n"]
    assert report.files == len(list(at_work.attachments.names()))
    assert (report.size, report.damaged) == ((tmp_path / "x").stat().st_size, ())
    assert manifest_of(tmp_path / "x")["device"] == at_work.device


def test_work_goes_on_after_the_copy_and_is_not_in_it(at_work: Workspace, copy: Path, tmp_path: Path) -> None:
    inspections.start(at_work, "mill", "GEN")
    assert restore(copy, tmp_path / "old").counts["inspection"] == 1
    assert len(inspections.listing(at_work)) == 2


def test_an_encrypted_folder_stays_encrypted_in_its_copy(sealed: Workspace, tmp_path: Path) -> None:
    report = backup(sealed, tmp_path / "x")
    with zipfile.ZipFile(tmp_path / "x") as archive:
        everything = b"".join(archive.read(name) for name in archive.namelist())
    assert "ความลับ".encode() not in everything
    assert b"secret photo" not in everything
    assert b"SQLite format 3" not in everything
    [note] = restore(report.path, tmp_path / "again", key=KEY).problems
    assert note.kind == "file_orphan"  # no record of this test refers to the photo
    with closing(Workspace(tmp_path / "again", key=KEY)) as again:
        assert again.person.name == "ความลับ"
        assert again.attachments.read(next(again.attachments.names())) == b"secret photo"


@pytest.mark.parametrize("key", [None, bytes(32)])
def test_another_key_restores_nothing(sealed: Workspace, tmp_path: Path, key: bytes | None) -> None:
    path = backup(sealed, tmp_path / "x").path
    with pytest.raises(NotADatabase):
        restore(path, tmp_path / "again", key=key)
    assert not (tmp_path / "again").exists()


def test_files_that_were_damaged_before_are_copied_and_told(at_work: Workspace, tmp_path: Path) -> None:
    sha256 = at_work.rows("SELECT sha256 FROM attachment")[0]["sha256"]
    at_work.attachments.path(sha256).write_bytes(b"damaged")
    report = backup(at_work, tmp_path / "x")
    assert report.damaged == (sha256,)
    restored = restore(tmp_path / "x", tmp_path / "again")
    assert [(problem.kind, problem.detail) for problem in restored.problems] == [("file_damaged", sha256)]


@pytest.mark.parametrize("inside", ["fieldkit.db", "x", "attachments/ab"])
def test_other_data_are_never_overwritten(copy: Path, tmp_path: Path, inside: str) -> None:
    folder = tmp_path / "used"
    (folder / inside).parent.mkdir(parents=True)
    (folder / inside).write_bytes(b"mine")
    with pytest.raises(FolderNotEmpty) as refused:
        restore(copy, folder)
    assert str(folder) in refused.value.message("th")
    assert (folder / inside).read_bytes() == b"mine"


def test_an_empty_folder_is_taken(copy: Path, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    restore(copy, tmp_path / "empty")
    assert (tmp_path / "empty" / "fieldkit.db").is_file()


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"not a zip at all", bytes(5000)])
def test_what_is_no_backup(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "x").write_bytes(data)
    with pytest.raises(BackupDamaged):
        restore(tmp_path / "x", tmp_path / "new")
    assert not (tmp_path / "new").exists()


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(BackupDamaged, match="nowhere"):
        restore(tmp_path / "nowhere", tmp_path / "new")


@pytest.mark.parametrize("part", range(10))
def test_a_flipped_byte_anywhere_is_found(copy: Path, tmp_path: Path, part: int) -> None:
    data = bytearray(copy.read_bytes())
    data[len(data) * part // 10 + 40] ^= 0xFF
    copy.write_bytes(data)
    with pytest.raises(BackupDamaged):
        restore(copy, tmp_path / "new")
    assert sorted(path.name for path in tmp_path.iterdir()) == [COPY]


@pytest.mark.parametrize("share", [0.1, 0.5, 0.99])
def test_a_copy_cut_short(copy: Path, tmp_path: Path, share: float) -> None:
    data = copy.read_bytes()
    copy.write_bytes(data[: int(len(data) * share)])
    with pytest.raises(BackupDamaged):
        restore(copy, tmp_path / "new")


def test_a_member_exchanged_with_a_right_checksum(copy: Path, tmp_path: Path) -> None:
    name = next(name for name in manifest_of(copy)["files"] if name.startswith("attachments"))
    rewrite(copy, {name: b"another photo"})
    with pytest.raises(BackupDamaged, match=name):
        restore(copy, tmp_path / "new")


def test_a_member_left_out_or_added(copy: Path, tmp_path: Path) -> None:
    name = next(name for name in manifest_of(copy)["files"] if name.startswith("attachments"))
    other = Path(shutil.copy(copy, tmp_path / "other"))
    rewrite(copy, {name: None})
    rewrite(other, {}, add={"attachments/aa/" + "a" * 64: b"x"})
    for path in (copy, other):
        with pytest.raises(BackupDamaged, match=r"manifest\.json"):
            restore(path, tmp_path / "new")


@pytest.mark.parametrize(
    "name",
    [
        "../evil",
        "/etc/evil",
        "attachments/../../evil",
        "attachments/ab/" + "g" * 64,
        "C:\\evil",
        "lock",
        "fieldkit.db/x",
        "fieldkit.db\n",
    ],
)
def test_no_name_leads_out_of_the_folder(copy: Path, tmp_path: Path, name: str) -> None:
    manifest = manifest_of(copy)
    manifest["files"][name] = {"size": 4, "sha256": "0" * 64}
    rewrite(copy, {"manifest.json": json.dumps(manifest).encode()}, add={name: b"evil"})
    before = set(tmp_path.rglob("*"))
    with pytest.raises(BackupDamaged):
        restore(copy, tmp_path / "new")
    assert set(tmp_path.rglob("*")) == before


@pytest.mark.parametrize(
    "change",
    [
        {"format": "zip"},
        {"version": 2},
        {"files": {}},
        {"files": []},
        {"files": ["fieldkit.db"]},
        {"files": {"fieldkit.db": {"size": float("inf"), "sha256": ""}}},
        {"counts": {"change": 1}},
        {"counts": None},
        {"files": {"fieldkit.db": {"size": "x", "sha256": 1}}},
    ],
)
def test_a_manifest_that_is_none(copy: Path, tmp_path: Path, change: dict[str, Any]) -> None:
    rewrite(copy, {"manifest.json": json.dumps(manifest_of(copy) | change).encode()})
    with pytest.raises(BackupDamaged):
        restore(copy, tmp_path / "new")
    assert not (tmp_path / "new").exists()


@pytest.mark.parametrize(
    "manifest", [b"[]", b"null", b'{"format": "fieldkit-backup", "version": 1}', b"[" * 10**5]
)
def test_a_manifest_of_another_shape(copy: Path, tmp_path: Path, manifest: bytes) -> None:
    rewrite(copy, {"manifest.json": manifest})
    with pytest.raises(BackupDamaged):
        restore(copy, tmp_path / "new")
    assert not (tmp_path / "new").exists()


def test_a_bomb_stops_at_the_size_that_was_told(copy: Path, tmp_path: Path) -> None:
    manifest = manifest_of(copy)
    rewrite(copy, {"fieldkit.db": bytes(50_000_000), "manifest.json": json.dumps(manifest).encode()})
    with pytest.raises(BackupDamaged, match=r"fieldkit\.db"):
        restore(copy, tmp_path / "new")


def test_more_than_the_disk_has_room_for(copy: Path, tmp_path: Path) -> None:
    manifest = manifest_of(copy)
    manifest["files"]["fieldkit.db"]["size"] = 1 << 60
    rewrite(copy, {"manifest.json": json.dumps(manifest).encode()})
    with pytest.raises(CannotWrite, match="full"):
        restore(copy, tmp_path / "new")


def test_data_of_a_newer_program(at_work: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = backup(at_work, tmp_path / "x").path
    monkeypatch.setattr("fieldkit.model.schema.REVISIONS", ("0000_older",))
    with pytest.raises(NewerSchema):
        restore(path, tmp_path / "new")
    assert not (tmp_path / "new").exists()


def full_disk(*_args: Any, **_kwargs: Any) -> Any:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


@pytest.mark.parametrize(("place", "name"), [(backups, "_put"), (os, "fsync"), (Path, "replace")])
def test_a_full_disk_leaves_the_old_copy(
    at_work: Workspace, copy: Path, monkeypatch: pytest.MonkeyPatch, place: Any, name: str
) -> None:
    before = copy.read_bytes()
    monkeypatch.setattr(place, name, full_disk)
    with pytest.raises(CannotWrite, match="full"):
        backup(at_work, copy)
    monkeypatch.undo()
    assert copy.read_bytes() == before
    assert not list(copy.parent.glob(f"{durable._WORKSHOP}*"))


def test_a_full_disk_while_restoring_leaves_nothing(
    copy: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(backups, "_target", full_disk)
    with pytest.raises(CannotWrite, match="full"):
        restore(copy, tmp_path / "new")
    monkeypatch.undo()
    assert sorted(path.name for path in tmp_path.iterdir()) == [COPY]


def test_a_copy_that_does_not_read_back_is_not_kept(
    at_work: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put = backups._put

    def losing(archive: zipfile.ZipFile, name: str, source: Path, manifest: Any) -> None:
        put(archive, name, source, manifest)
        manifest.files[name]["sha256"] = "0" * 64

    monkeypatch.setattr(backups, "_put", losing)
    with pytest.raises(BackupDamaged):
        backup(at_work, tmp_path / "x")
    assert not (tmp_path / "x").exists()


def test_the_copied_database_needs_no_log_beside_it(copy: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(copy) as archive:
        archive.extract("fieldkit.db", tmp_path / "alone")
    database = Database(tmp_path / "alone" / "fieldkit.db")
    assert database.integrity() == []
    database.close()
