"""What is stored: durable settings, atomic schema, backups, attachments; errors that name the cure."""

from __future__ import annotations

import errno
import hashlib
import re
from typing import TYPE_CHECKING

import pytest
from sqlcipher3 import dbapi2 as sqlite

from fieldkit.model import attachments, schema, tables
from fieldkit.model.attachments import AttachmentMissing, AttachmentNotStored, AttachmentStore
from fieldkit.model.database import Database, StorageError
from fieldkit.model.migrations.run import script_directory
from fieldkit.model.schema import NewerSchema
from fieldkit.sync.server import FolderBlobs, blobs

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    database = Database(tmp_path / "fieldkit.db")
    yield database
    database.close()


def pragma(database: Database, name: str) -> object:
    with database.read() as connection:
        return connection.exec_driver_sql(f"PRAGMA {name}").scalar()


def count(database: Database, key: str) -> object:
    with database.read() as connection:
        return connection.exec_driver_sql("SELECT count(*) FROM meta WHERE key = ?", (key,)).scalar()


def test_a_commit_is_on_the_disk_when_it_returns(database: Database) -> None:
    assert pragma(database, "journal_mode") == "wal"
    assert pragma(database, "synchronous") == 2  # FULL


def test_ddl_is_rolled_back_with_everything_else(database: Database) -> None:
    def half() -> None:
        with database.write() as connection:
            connection.exec_driver_sql("CREATE TABLE half (x)")
            connection.exec_driver_sql("INSERT INTO meta VALUES ('half', '1')")
            raise RuntimeError("pulled plug")

    with pytest.raises(RuntimeError):
        half()
    with database.read() as connection:
        found = connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE name = 'half'").fetchall()
    assert found == []
    assert count(database, "half") == 0


def test_a_reader_sees_one_state_until_it_leaves(database: Database) -> None:
    with database.read() as reader:
        before = reader.exec_driver_sql("SELECT count(*) FROM meta").scalar()
        with database.write() as writer:
            writer.exec_driver_sql("INSERT INTO meta VALUES ('later', '1')")
        assert reader.exec_driver_sql("SELECT count(*) FROM meta").scalar() == before
    assert count(database, "later") == 1


def test_an_older_program_refuses_a_newer_file_and_leaves_it_alone(tmp_path: Path) -> None:
    path = tmp_path / "fieldkit.db"
    Database(path).close()
    raw = sqlite.connect(str(path))
    raw.execute("UPDATE alembic_version SET version_num = '9901_01'")
    raw.commit()
    raw.close()
    with pytest.raises(NewerSchema) as caught:
        Database(path)
    assert "รุ่นใหม่กว่า" in caught.value.message("th")
    assert "9901_01" in caught.value.message("en")


def test_the_revisions_of_alembic_are_those_that_the_program_knows() -> None:
    found = [revision.revision for revision in script_directory().walk_revisions()]
    assert tuple(reversed(found)) == schema.REVISIONS


def test_every_replicated_table_is_guarded(database: Database) -> None:
    with database.read() as connection:
        rows = connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall()
    names = {row[0] for row in rows}
    for table in (*tables.SYNCED, "cell", "change", "feed"):
        for verb in ("insert", "update", "delete"):
            assert f"guard_{table}_{verb}" in names


@pytest.mark.parametrize(
    ("words", "cure"),
    [
        ("database or disk is full", "200 MB"),
        ("disk I/O error", "permissions"),
        ("attempt to write a readonly database", "permissions"),
    ],
)
def test_what_the_disk_refuses_is_told_with_the_cure(database: Database, words: str, cure: str) -> None:
    def refuse() -> None:
        with database.write() as connection:
            connection.exec_driver_sql("INSERT INTO meta VALUES ('lost', '1')")
            raise sqlite.OperationalError(words)

    with pytest.raises(StorageError) as caught:
        refuse()
    assert cure in caught.value.message("en")
    assert caught.value.message("th") != caught.value.message("en")
    assert count(database, "lost") == 0


def test_a_backup_is_whole(tmp_path: Path) -> None:
    database = Database(tmp_path / "fieldkit.db")
    with database.write() as connection:
        connection.exec_driver_sql("INSERT INTO meta VALUES ('kept', '1')")
    database.backup(tmp_path / "copy.db")
    database.close()
    copy = Database(tmp_path / "copy.db")
    assert copy.integrity() == []
    assert count(copy, "kept") == 1
    copy.close()


def test_an_attachment_is_stored_once_and_named_by_its_hash(tmp_path: Path) -> None:
    store = AttachmentStore(tmp_path / "attachments")
    sha256 = store.add(b"photo")
    assert store.add(b"photo") == sha256
    assert list(store.names()) == [sha256]
    assert store.path(sha256).parent.name == sha256[:2]
    with pytest.raises(AttachmentMissing):
        store.read("0" * 64)
    for name in ("../../etc/passwd", "A" * 64, f"{sha256}/.."):
        with pytest.raises(ValueError, match=re.escape(name) + "$"):
            store.path(name)


@pytest.mark.parametrize("step", ["os.fsync", "pathlib.Path.replace"])
def test_a_full_disk_leaves_no_half_of_an_attachment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    store = AttachmentStore(tmp_path / "attachments")

    def full(*_arguments: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(step, full)
    with pytest.raises(AttachmentNotStored) as caught:
        store.add(b"photo")
    assert "ดิสก์เต็ม" in caught.value.message("th")
    monkeypatch.undo()
    assert [path for path in (tmp_path / "attachments").rglob("*") if path.is_file()] == []
    assert store.read(store.add(b"photo")) == b"photo"


@pytest.mark.parametrize("kept", ["laptop", "centre"])
def test_a_file_whose_name_is_not_safe_is_not_stored_until_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kept: str
) -> None:
    sha256 = hashlib.sha256(b"photo").hexdigest()
    synced: list[Path] = []

    def store() -> None:
        if kept == "laptop":
            AttachmentStore(tmp_path / "files").add(b"photo")
            return
        incoming = FolderBlobs(tmp_path / "files").receive(sha256)
        incoming.write(b"photo")
        incoming.finish()

    def refuse(_folder: Path) -> None:
        raise OSError(errno.EIO, "Input/output error")

    module = attachments if kept == "laptop" else blobs
    monkeypatch.setattr(module, "sync_folder", refuse)
    for _ in range(2):
        with pytest.raises((AttachmentNotStored, OSError)):
            store()
    monkeypatch.setattr(module, "sync_folder", synced.append)
    store()
    assert synced == [tmp_path / "files" / sha256[:2], tmp_path / "files"]
