"""Rehearses recovery: opens slots, database and files as after a lost passphrase, and changes nothing."""

from __future__ import annotations

import hashlib
import shutil
import tempfile
import zipfile
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from fieldkit.model.backup import BackupDamaged, keys_of
from fieldkit.model.cipher import give_key
from fieldkit.model.database import NotADatabase
from fieldkit.model.keys import frames
from fieldkit.model.keys import slots as key_slots
from fieldkit.model.keys.conversion import ATTACHMENTS, DATABASE
from fieldkit.model.keys.errors import NotEncrypted
from fieldkit.model.keys.wrapping import NotOpened

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from fieldkit.model.keys.slots import Slots


@dataclass(frozen=True, slots=True)
class Rehearsed:
    """How many changes and files could be read; ``unreadable`` files are named by their hash."""

    changes: int
    files: int
    unreadable: tuple[str, ...]


def rehearse(source: Path, key_to: Callable[[Slots], bytes]) -> Rehearsed:
    """Open a data folder, or a backup, by the key that ``key_to`` finds in its slots.

    Raises NotEncrypted, SlotsDamaged, OtherVersion, what ``key_to`` raises, NotADatabase (damaged, since the
    key has opened its slot), BackupDamaged.
    """
    slots = keys_of(source) if source.is_file() else key_slots.read(source)
    if slots is None:
        raise NotEncrypted(source)
    key = key_to(slots)
    with _laid_out(source) as folder:
        changes = _changes(folder / DATABASE, key)
        unreadable, files = [], 0
        for path in sorted((folder / ATTACHMENTS).glob("??/*")):
            if len(path.name) == 64:
                files += 1
                if not _readable(path, key):
                    unreadable.append(path.name)
    return Rehearsed(changes, files - len(unreadable), tuple(unreadable))


@contextmanager
def _laid_out(source: Path) -> Iterator[Path]:
    """Give the folder itself, or what a backup holds, still sealed, in a folder that goes again."""
    if not source.is_file():
        yield source
        return
    with tempfile.TemporaryDirectory(prefix="fieldkit-drill-") as name:
        folder = Path(name)
        try:
            with zipfile.ZipFile(source) as archive:
                for part in archive.namelist():
                    # keys_of has found no other names in it than those of a backup.
                    target = folder / part
                    target.parent.mkdir(parents=True, exist_ok=True)
                    with archive.open(part) as packed, target.open("wb") as out:
                        shutil.copyfileobj(packed, out)
        except (zipfile.BadZipFile, OSError, EOFError) as error:
            raise BackupDamaged(f"{source}: {error}") from error
        yield folder


def _changes(database: Path, key: bytes) -> int:
    from sqlcipher3 import dbapi2 as sqlite

    try:
        # Read only: an open window goes on beside it.
        with closing(sqlite.connect(f"{database.absolute().as_uri()}?mode=ro", uri=True)) as connection:
            give_key(connection, key)
            return int(connection.execute("SELECT count(*) FROM change").fetchone()[0])
    except sqlite.DatabaseError as error:
        raise NotADatabase(str(database)) from error


def _readable(path: Path, key: bytes) -> bool:
    try:
        return hashlib.sha256(frames.opened(key, path.read_bytes(), path.name)).hexdigest() == path.name
    except (NotOpened, OSError):
        return False
