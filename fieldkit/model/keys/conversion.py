"""Encrypts a data folder that is plain: a sealed copy beside it, compared, then put in its place.

The copy becomes ``.fieldkit-encrypted`` by one rename, synced; before that the plain folder is what counts,
and a copy that was cut off goes. After it the copy counts: :func:`finish` carries on wherever it was cut off.
"""

from __future__ import annotations

import hashlib
import os
import shutil
from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from fieldkit.model.cipher import give_key, quiet
from fieldkit.model.durable import clear_leftovers, disk_full, explaining, replacing_folder, sync_folder
from fieldkit.model.keys import frames
from fieldkit.model.keys import slots as key_slots
from fieldkit.model.keys.errors import AlreadyEncrypted, NotTheSame
from fieldkit.model.keys.slots import CHANGED, COPY, FILE
from fieldkit.model.lock import held

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from fieldkit.model.keys.slots import Slots

DATABASE, ATTACHMENTS, TOKEN = "fieldkit.db", "attachments", "device-token"
_PLAIN = "plain-"
_SPARE = 8 << 20  # bytes that a sealed copy may be larger than the plain one


@dataclass(frozen=True, slots=True)
class Encrypted:
    """What was sealed, and what still lies in the folder in clear: ``left`` are files."""

    files: int
    size: int
    left: tuple[Path, ...]


def encrypt(
    folder: Path, slots: Slots, key: bytes, progress: Callable[[int, int], object] = lambda _done, _all: None
) -> Encrypted:
    """Seal a plain folder that nobody has open; ``progress`` gets files done and all, and may raise to stop.

    Raises AlreadyEncrypted, AlreadyOpen, NotTheSame, CannotWrite; then the folder is as it was.
    """
    with held(folder):
        finish(folder)
        if key_slots.encrypted(folder):
            raise AlreadyEncrypted(folder)
        files = [path for path in sorted((folder / ATTACHMENTS).glob("??/*")) if len(path.name) == 64]
        size = sum(path.stat().st_size for path in (folder / DATABASE, *files) if path.exists())
        if size + _SPARE > shutil.disk_usage(folder).free:
            raise disk_full(folder)
        with replacing_folder(folder / CHANGED) as made:
            key_slots.write(made, slots)
            _seal_database(folder / DATABASE, made / DATABASE, key)
            for token in folder.glob(f"{TOKEN}*"):
                _seal_file(token, made / token.name, key)
            _seal_files(files, made / ATTACHMENTS, key, progress)
        with explaining(folder):
            finish(folder)
    return Encrypted(len(files), size, tuple(left_in_clear(folder)))


def finish(folder: Path) -> None:
    """Put a whole sealed copy in the place of what is plain, under the folder's lock; raises OSError."""
    made = folder / CHANGED
    if not made.is_dir():
        return
    # The keys first: a sealed database without them would be lost.
    for name in (FILE, COPY, *(token.name for token in made.glob(f"{TOKEN}*"))):
        if (made / name).exists():
            (made / name).replace(folder / name)
    sync_folder(folder)
    # The logs belong to the plain database, whose every row is in the sealed one.
    logs = [f"{DATABASE}{suffix}" for suffix in ("-wal", "-shm", "-journal")]
    for name, beside in ((DATABASE, logs), (ATTACHMENTS, [])):
        if (made / name).exists():
            for plain in (*beside, name):
                if (folder / plain).exists() and not (made / f"{_PLAIN}{plain}").exists():
                    (folder / plain).replace(made / f"{_PLAIN}{plain}")
            sync_folder(made)
            (made / name).replace(folder / name)
    sync_folder(folder)
    sync_folder(made)
    for path in sorted(made.rglob("*")):  # what is left there is plain
        if path.is_file():
            overwrite(path)
    shutil.rmtree(made)
    clear_leftovers(folder)
    sync_folder(folder)


def left_in_clear(folder: Path) -> Iterator[Path]:
    """Yield what programs before the encryption left: backups, exports, unfinished recordings."""
    for part in ("backups", "exports", "recordings"):
        for path in sorted((folder / part).rglob("*")):
            if path.is_file() and not _sealed_backup(path):
                yield path


def _sealed_backup(path: Path) -> bool:
    import zipfile

    try:
        with zipfile.ZipFile(path) as archive:
            return FILE in archive.namelist()
    except (zipfile.BadZipFile, OSError):
        return False


def _seal_database(plain: Path, sealed: Path, key: bytes) -> None:
    from sqlcipher3 import dbapi2 as sqlite

    if not plain.exists():
        return
    try:
        _export(plain, sealed, key)
    except sqlite.DatabaseError as error:
        if "full" in str(error):
            raise disk_full(plain.parent) from error
        raise NotTheSame(f"{plain}: {error}") from error


def _export(plain: Path, sealed: Path, key: bytes) -> None:
    from sqlcipher3 import dbapi2 as sqlite

    with closing(sqlite.connect(str(plain), isolation_level=None)) as connection:
        quiet(connection)
        connection.execute("PRAGMA temp_store = MEMORY")
        connection.execute(f"ATTACH DATABASE ? AS sealed KEY \"x'{key.hex()}'\"", (str(sealed),))
        connection.execute("SELECT sqlcipher_export('sealed')")
        connection.execute("DETACH DATABASE sealed")
        with closing(sqlite.connect(str(sealed), isolation_level=None)) as copy:
            give_key(copy, key)
            if copy.execute("PRAGMA integrity_check").fetchone() != ("ok",) or _told(copy) != _told(
                connection
            ):
                raise NotTheSame(str(plain))


def _told(connection: Any) -> dict[str, str]:
    """Return every table, index and trigger with a hash of its words and rows."""
    told = {}
    for kind, name, sql in connection.execute("SELECT type, name, sql FROM sqlite_master").fetchall():
        digest = hashlib.sha256(repr(sql).encode())
        if kind == "table" and "VIRTUAL" not in str(sql)[:20].upper():
            for row in connection.execute(f'SELECT * FROM "{name}"'):
                digest.update(repr(row).encode())
        told[f"{kind} {name}"] = digest.hexdigest()
    return told


def _seal_files(files: list[Path], into: Path, key: bytes, progress: Callable[[int, int], object]) -> None:
    into.mkdir()
    for done, path in enumerate(files):
        progress(done, len(files))
        target = into / path.parent.name / path.name
        target.parent.mkdir(exist_ok=True)
        _seal_file(path, target, key)
    progress(len(files), len(files))


def _seal_file(plain: Path, sealed: Path, key: bytes) -> None:
    # As it is: what was damaged before stays damaged, and is told by its hash as before.
    data = plain.read_bytes()
    sealed.write_bytes(frames.sealed(key, data, plain.name))
    if frames.opened(key, sealed.read_bytes(), plain.name) != data:
        raise NotTheSame(str(plain))


def overwrite(path: Path) -> None:
    """Remove a file after its bytes were overwritten; what a drive keeps elsewhere is out of reach."""
    with path.open("r+b") as file:
        left = path.stat().st_size
        while left > 0:
            left -= file.write(bytes(min(left, frames.FRAME)))
        file.flush()
        os.fsync(file.fileno())
    path.unlink()
