"""Opening a data folder: one process at a time, and a clear word for a folder that cannot be used."""

from __future__ import annotations

import errno
import json
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from fieldkit.model import lock
from fieldkit.model.database import Database
from fieldkit.model.lock import AlreadyOpen
from fieldkit.model.workspace import FolderUnusable, Workspace

if TYPE_CHECKING:
    from pathlib import Path


def test_a_second_program_is_kept_out_and_let_in_afterwards(data_folder: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from fieldkit.model.workspace import Workspace\n"
        "held = Workspace(Path(sys.argv[1])); print('open', flush=True); sys.stdin.read()"
    )
    other = subprocess.Popen(
        [sys.executable, "-c", code, str(data_folder)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert other.stdout is not None
        assert other.stdout.readline() == "open\n"
        with pytest.raises(AlreadyOpen):
            Workspace(data_folder)
    finally:
        other.kill()  # as a person's task manager does: the lock goes with the process
        other.communicate()
    Workspace(data_folder).close()


@pytest.mark.skipif(sys.platform == "win32", reason="flock")
def test_a_drive_that_cannot_lock_is_not_somebody_else(
    data_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_locks(_file: object) -> None:
        raise OSError(errno.ENOLCK, "No locks available")

    monkeypatch.setattr(lock, "_lock", no_locks)
    with pytest.raises(FolderUnusable) as caught:
        Workspace(data_folder)
    assert caught.value.place == str(data_folder)


def test_a_folder_whose_lock_cannot_be_written_is_unusable(data_folder: Path) -> None:
    (data_folder / "lock").mkdir()
    with pytest.raises(FolderUnusable):
        Workspace(data_folder)


def test_a_failed_opening_leaves_the_folder_free(data_folder: Path) -> None:
    workspace = Workspace(data_folder)
    with workspace.database.write() as connection:
        person = connection.exec_driver_sql("SELECT value FROM meta WHERE key = 'person'").scalar_one()
        connection.exec_driver_sql("UPDATE meta SET value = '{' WHERE key = 'person'")
    workspace.close()
    with pytest.raises(json.JSONDecodeError):
        Workspace(data_folder)
    assert not (data_folder / "fieldkit.db-wal").exists()  # the database was given back as well
    database = Database(data_folder / "fieldkit.db")
    with database.write() as connection:
        connection.exec_driver_sql("UPDATE meta SET value = ? WHERE key = 'person'", (person,))
    database.close()
    Workspace(data_folder).close()
