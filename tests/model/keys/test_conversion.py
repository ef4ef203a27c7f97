"""A plain folder becomes an encrypted one, whatever cuts it off; nothing is lost and nothing is half."""

from __future__ import annotations

import os
import shutil
from contextlib import closing
from pathlib import Path

import pytest
from sqlcipher3 import dbapi2 as sqlite

from fieldkit.model import inspections
from fieldkit.model.backup import BackupDamaged, backup, keys_of, restore
from fieldkit.model.database import Database, NotADatabase
from fieldkit.model.durable import CannotWrite
from fieldkit.model.keys import beginning, conversion, drill, frames, slots, ways
from fieldkit.model.keys.errors import AlreadyEncrypted, NotEncrypted, NotTheSame, PassphraseWanted
from fieldkit.model.keys.wrapping import NotOpened, new_key
from fieldkit.model.lock import AlreadyOpen
from fieldkit.model.verify import check, verify
from fieldkit.model.workspace import Workspace
from tests.model.keys.cheap import CHEAP
from tests.model.keys.kills import killed_at_each_step
from tests.model.keys.test_slots import WORDS
from tests.office import path_of, picture

TABLES = ("change", "feed", "cell", "answer", "finding", "attachment", "blob", "factory", "meta")


def content(workspace: Workspace) -> dict[str, object]:
    rows: dict[str, object] = {
        table: workspace.rows(f"SELECT * FROM {table} ORDER BY 1, 2") for table in TABLES
    }
    rows["files"] = {name: workspace.attachments.read(name) for name in workspace.attachments.names()}
    return rows


@pytest.fixture(scope="module")
def plain(furnished_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a draft, its photo, and a token in a file; nobody changes it."""
    folder = shutil.copytree(furnished_folder, tmp_path_factory.mktemp("plain") / "office")
    with closing(Workspace(folder)) as workspace:
        inspection = inspections.start(workspace, "mill", "GEN")
        inspection.answer(path_of(inspection, "gen16"), "no")
        inspections.attach_photo(inspection, path_of(inspection, "gen16"), picture(), name="ประตู.jpg")
    (folder / "device-token").write_bytes(b"token in clear")
    return folder


@pytest.fixture(scope="module")
def before(plain: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, object]:
    with closing(
        Workspace(shutil.copytree(plain, tmp_path_factory.mktemp("before") / "office"))
    ) as workspace:
        return content(workspace)


@pytest.fixture
def folder(plain: Path, tmp_path: Path) -> Path:
    return shutil.copytree(plain, tmp_path / "office")


@pytest.fixture(scope="module")
def begun() -> beginning.Begun:
    return beginning.begin(WORDS, code=True, cost=CHEAP)


def test_everything_is_there_and_nothing_in_clear(
    folder: Path, begun: beginning.Begun, before: dict[str, object]
) -> None:
    told: list[tuple[int, int]] = []
    done = beginning.encrypt(folder, begun, lambda *so_far: told.append(so_far))
    assert told[-1] == (done.files, done.files)
    assert (folder / "fieldkit.db").read_bytes()[:15] != b"SQLite format 3"
    with closing(Workspace(folder, key=begun.key)) as workspace:
        assert content(workspace) == before
        assert [*check(workspace), *verify(workspace)] == []
        assert workspace.attachments.unseal((folder / "device-token").read_bytes(), "device-token") == (
            b"token in clear"
        )
    with pytest.raises(PassphraseWanted):
        Workspace(folder)
    with pytest.raises(NotADatabase):
        Workspace(folder, key=new_key())
    with pytest.raises(AlreadyEncrypted):
        beginning.encrypt(folder, begun)


def test_a_plain_driver_cannot_read_it(folder: Path, begun: beginning.Begun) -> None:
    beginning.encrypt(folder, begun)
    with closing(sqlite.connect(str(folder / "fieldkit.db"))) as connection:
        connection.execute("PRAGMA cipher_log_level = NONE")
        with pytest.raises(sqlite.DatabaseError):
            connection.execute("SELECT count(*) FROM sqlite_master").fetchone()


def opened(folder: Path, begun: beginning.Begun) -> dict[str, object]:
    """Open what a kill left as the program would: with the key if there are slots, else without."""
    key = ways.with_passphrase(slots.read(folder), WORDS) if slots.encrypted(folder) else None
    with closing(Workspace(folder, key=key)) as workspace:
        return content(workspace)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_killed_at_each_step_it_is_plain_or_encrypted_and_whole(
    plain: Path, begun: beginning.Begun, before: dict[str, object], tmp_path: Path
) -> None:
    sealed = []
    for folder, step in killed_at_each_step(
        tmp_path,
        lambda pattern: shutil.copytree(plain, pattern, dirs_exist_ok=True),
        lambda folder: beginning.encrypt(folder, begun),
    ):
        assert opened(folder, begun) == before, step
        sealed.append(slots.encrypted(folder))
        assert not (folder / slots.CHANGED).exists()
        if not sealed[-1]:
            if step % 10:
                continue
            # What was cut off is no hindrance, and leaves nothing behind.
            beginning.encrypt(folder, begun)
            assert opened(folder, begun) == before, step
        assert (folder / "fieldkit.db").read_bytes()[:15] != b"SQLite format 3"
        assert (folder / "device-token").read_bytes() != b"token in clear"
        assert sorted(folder.glob(".fieldkit*")) == []
    assert sealed == sorted(sealed)  # plain until one moment, encrypted from then on
    assert sealed.count(False) > 20
    assert sealed.count(True) > 10


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_a_conversion_in_place_would_be_caught(
    plain: Path, begun: beginning.Begun, before: dict[str, object], tmp_path: Path
) -> None:
    def in_place(folder: Path) -> None:
        conversion._seal_database(folder / "fieldkit.db", folder / "new.db", begun.key)
        os.replace(folder / "new.db", folder / "fieldkit.db")
        slots.write(folder, begun.slots)

    lost = 0
    for folder, _step in killed_at_each_step(
        tmp_path, lambda pattern: shutil.copytree(plain, pattern, dirs_exist_ok=True), in_place
    ):
        try:
            lost += opened(folder, begun) != before
        except Exception:  # noqa: BLE001 - whatever it is, the data cannot be read
            lost += 1
    assert lost


def test_an_open_folder_is_not_encrypted(folder: Path, begun: beginning.Begun) -> None:
    with closing(Workspace(folder)), pytest.raises(AlreadyOpen):
        beginning.encrypt(folder, begun)
    assert not slots.encrypted(folder)


def test_a_full_disk_leaves_it_as_it_was(
    folder: Path, begun: beginning.Begun, before: dict[str, object], monkeypatch: pytest.MonkeyPatch
) -> None:
    usage = shutil.disk_usage(folder)
    with monkeypatch.context() as patched:
        patched.setattr(shutil, "disk_usage", lambda _folder: usage._replace(free=1000))
        with pytest.raises(CannotWrite, match="disk is full"):
            beginning.encrypt(folder, begun)
    assert opened(folder, begun) == before
    assert sorted(folder.glob(".fieldkit*")) == []


def test_a_disk_that_fills_up_underway_is_told(
    folder: Path, begun: beginning.Begun, before: dict[str, object], monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_args: object) -> None:
        raise sqlite.OperationalError("database or disk is full")

    with monkeypatch.context() as patched:
        patched.setattr(conversion, "_export", full)
        with pytest.raises(CannotWrite, match="disk is full"):
            beginning.encrypt(folder, begun)
    assert opened(folder, begun) == before


def test_a_damaged_database_is_not_encrypted_and_stays(folder: Path, begun: beginning.Begun) -> None:
    database = folder / "fieldkit.db"
    data = bytearray(database.read_bytes())
    for page in range(20, 60):
        data[page * 4096 : page * 4096 + 100] = bytes(100)
    database.write_bytes(data)
    with pytest.raises(NotTheSame):
        beginning.encrypt(folder, begun)
    assert database.read_bytes() == data
    assert not slots.encrypted(folder)


def test_a_copy_that_differs_is_not_taken(
    folder: Path, begun: beginning.Begun, before: dict[str, object], monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(frames, "opened", lambda *_args: b"something else")
        with pytest.raises(NotTheSame):
            beginning.encrypt(folder, begun)
    assert opened(folder, begun) == before


def test_one_who_changes_his_mind_stops_it(
    folder: Path, begun: beginning.Begun, before: dict[str, object]
) -> None:
    class Enough(Exception):
        pass

    def stop(done: int, _all: int) -> None:
        if done:
            raise Enough

    with pytest.raises(Enough):
        beginning.encrypt(folder, begun, stop)
    assert opened(folder, begun) == before
    assert not slots.encrypted(folder)


def test_an_empty_folder_begins_encrypted(tmp_path: Path, begun: beginning.Begun) -> None:
    beginning.encrypt(tmp_path / "new", begun)
    with closing(Workspace(tmp_path / "new", key=begun.key)) as workspace:
        workspace.name_person(name="สมชาย")
    assert (tmp_path / "new" / "fieldkit.db").read_bytes()[:15] != b"SQLite format 3"


# --- backup and drill


def test_a_backup_brings_its_keys(
    folder: Path, begun: beginning.Begun, before: dict[str, object], tmp_path: Path
) -> None:
    beginning.encrypt(folder, begun)
    with closing(Workspace(folder, key=begun.key)) as workspace:
        report = backup(workspace, tmp_path / "copy")
    found = keys_of(tmp_path / "copy")
    assert found is not None
    key = ways.with_code(found, begun.code)
    again = restore(tmp_path / "copy", tmp_path / "again", key=key)
    assert (again.files, again.problems) == (report.files, ())
    assert opened(tmp_path / "again", begun) == before
    # the copy in the folder counts as sealed, what lay there before does not
    shutil.copy(tmp_path / "copy", folder / "backups")
    (folder / "backups" / "older").write_bytes(b"in clear")
    assert [path.name for path in conversion.left_in_clear(folder)] == ["older"]


def test_keys_of_something_else(tmp_path: Path, folder: Path) -> None:
    (tmp_path / "no").write_bytes(b"no backup")
    with pytest.raises(BackupDamaged):
        keys_of(tmp_path / "no")
    with closing(Workspace(folder)) as workspace:
        backup(workspace, tmp_path / "plain")
    assert keys_of(tmp_path / "plain") is None
    with pytest.raises(NotEncrypted):
        drill.rehearse(tmp_path / "plain", lambda _slots: new_key())


def test_the_drill_reads_everything_and_names_what_it_cannot(
    folder: Path, begun: beginning.Begun, before: dict[str, object]
) -> None:
    beginning.encrypt(folder, begun)

    def by_code(found: slots.Slots) -> bytes:
        return ways.with_code(found, begun.code)

    with closing(Workspace(folder, key=begun.key)):  # a window that is open is no hindrance
        found = drill.rehearse(folder, by_code)
    files = before["files"]
    assert isinstance(files, dict)
    assert (found.files, found.unreadable) == (len(files), ())
    assert found.changes > 0
    first = sorted(files)[0]
    path = folder / "attachments" / first[:2] / first
    path.write_bytes(path.read_bytes()[:-1])
    assert drill.rehearse(folder, by_code).unreadable == (first,)
    database = folder / "fieldkit.db"
    database.write_bytes(bytes(4096) + database.read_bytes()[4096:])
    with pytest.raises(NotADatabase):
        drill.rehearse(folder, by_code)


# --- frames


@pytest.mark.parametrize("size", [0, 1, frames.FRAME - 1, frames.FRAME, frames.FRAME + 1, 3 * frames.FRAME])
def test_frames_of_every_length(size: int) -> None:
    key, data = new_key(), os.urandom(size)
    sealed = frames.sealed(key, data, "name")
    assert frames.opened(key, sealed, "name") == data
    assert len(data) < 16 or data[:16] not in sealed
    for wrong in (
        sealed[:-1],
        sealed + b"x",
        sealed[1:],
        b"",
        sealed[:20],
        bytes([sealed[0] ^ 1]) + sealed[1:],
    ):
        with pytest.raises(NotOpened):
            frames.opened(key, wrong, "name")
    with pytest.raises(NotOpened):
        frames.opened(key, sealed, "other")
    with pytest.raises(NotOpened):
        frames.opened(new_key(), sealed, "name")


def test_frames_cannot_be_moved_or_left_out() -> None:
    key, data = new_key(), os.urandom(3 * frames.FRAME)
    sealed = frames.sealed(key, data, "name")
    head, size = sealed[:20], frames.FRAME + 16
    pieces = [sealed[20 + size * place : 20 + size * (place + 1)] for place in range(3)]
    for order in ((1, 0, 2), (0, 2), (0, 1), (0,), (0, 1, 2, 2)):
        with pytest.raises(NotOpened):
            frames.opened(key, head + b"".join(pieces[place] for place in order), "name")


# --- locking in place


def test_a_locked_workspace_forgets_its_key_and_goes_on_later(folder: Path, begun: beginning.Begun) -> None:
    beginning.encrypt(folder, begun)
    with closing(Workspace(folder, key=begun.key)) as workspace:
        [photo, *_] = workspace.attachments.names()
        workspace.lock()
        assert (workspace.key, workspace.encrypted) == (None, True)
        for ask in (
            lambda: workspace.rows("SELECT 1"),
            lambda: workspace.attachments.read(photo),
            lambda: workspace.attachments.add(b"new"),
            lambda: workspace.name_person(name="x"),
        ):
            with pytest.raises(PassphraseWanted):
                ask()
        with pytest.raises(AlreadyOpen):
            Workspace(folder, key=begun.key)
        with pytest.raises(NotADatabase):
            workspace.unlock(new_key())
        with pytest.raises(PassphraseWanted):
            workspace.rows("SELECT 1")
        workspace.unlock(begun.key)
        assert workspace.attachments.read(photo)
        assert workspace.rows("SELECT 1 AS one") == [{"one": 1}]


def test_the_key_of_a_database_is_told_to_nobody_who_did_not_give_it(tmp_path: Path) -> None:
    with closing(Database(tmp_path / "plain.db")) as database:
        assert (database.key, database.encrypted) == (None, False)
