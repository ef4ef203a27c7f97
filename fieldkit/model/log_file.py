"""SQLite's log beside the data file: whether it is there and whole, looked at before SQLite opens it.

SQLite reads a log up to the first damaged frame and throws the rest away without a word; where the log is
gone it opens the state of the last checkpoint; the log of another file it writes over this one. All of them
lose what was called saved.
"""

from __future__ import annotations

import shutil
import struct
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

HEADER, FRAME_HEADER, PAGE = 32, 24, 4096
MAGIC = (0x377F0682, 0x377F0683)
LOST, DAMAGED, FOREIGN = "lost", "damaged", "foreign"
_PLAIN, _HEAD = b"SQLite format 3\0", 100
_MARK, _SALT = slice(68, 72), slice(0, 16)
_LARGEST = 64 << 20  # looked through in a second or two


def state(database: Path, *, orderly: bool) -> str | None:
    """Return LOST, DAMAGED, FOREIGN or None; ``orderly`` tells whether the program ended so the last time.

    A program that is killed leaves its log, be it empty. The last transaction may be half there, which nobody
    was told was saved; where whole ones follow on a damaged frame, they were.
    """
    log = path_of(database)
    if not log.is_file():
        return None if orderly or not database.is_file() else LOST
    if log.stat().st_size > _LARGEST:
        return None
    data = log.read_bytes()
    if foreign(database, data):
        return FOREIGN
    return DAMAGED if _commits_behind_damage(data) > 1 else None


def foreign(database: Path, data: bytes) -> bool:
    """Tell whether a log (its bytes) holds the first page of another file than ``database``.

    A plain file has a number of its own there (``schema.py``), an encrypted one its salt.
    """
    with database.open("rb") as file:
        head = file.read(_HEAD)
    own = _MARK if head.startswith(_PLAIN) else _SALT
    if not any(head[own]):  # its own first page is still in the log
        return False
    return any(
        data[at : at + 4] == b"\0\0\0\1"
        and data[at + FRAME_HEADER : at + FRAME_HEADER + _HEAD][own] != head[own]
        for at in _whole_frames(data)
    )


def _whole_frames(data: bytes) -> Iterator[int]:
    """Yield where the frames begin that SQLite reads; behind them a power cut leaves any bytes."""
    begun = _begun(data)
    if begun is None:
        return
    order, sums = begun
    for at in range(HEADER, len(data) - FRAME_HEADER - PAGE + 1, FRAME_HEADER + PAGE):
        if data[at + 8 : at + 16] != data[16:24]:
            return
        sums = _sums(order, data[at : at + 8] + data[at + FRAME_HEADER : at + FRAME_HEADER + PAGE], sums)
        if struct.pack(">II", *sums) != data[at + 16 : at + 24]:
            return
        yield at


def path_of(database: Path) -> Path:
    """Return the log that belongs to a data file."""
    return database.with_name(f"{database.name}-wal")


def set_aside(database: Path, name: str) -> Path:
    """Keep a copy of a damaged log, from which :mod:`fieldkit.model.salvage` reads more than SQLite."""
    log = path_of(database)
    return shutil.copyfile(log, log.with_name(f"{log.name}.{name}"))


def _commits_behind_damage(data: bytes) -> int:
    if len(data) < HEADER:
        return 0
    if _begun(data) is None:
        # Without its head SQLite reads nothing of it; a log that was never begun is all zeros.
        return 2 if any(data) else 0
    last = max(_whole_frames(data), default=HEADER - FRAME_HEADER - PAGE)
    # What has another salt is left of an older log, unless this one goes on behind.
    return sum(
        data[at + 8 : at + 16] == data[16:24] and any(data[at + 4 : at + 8])
        for at in range(last + FRAME_HEADER + PAGE, len(data) - FRAME_HEADER - PAGE + 1, FRAME_HEADER + PAGE)
    )


def _begun(data: bytes) -> tuple[str, tuple[int, int]] | None:
    """Return the order of bytes and the checksum with which frames begin; None without a whole head."""
    if len(data) < HEADER or (magic := struct.unpack_from(">I", data)[0]) not in MAGIC:
        return None
    order = ">" if magic & 1 else "<"
    sums = _sums(order, data[:24], (0, 0))
    return (order, sums) if struct.pack(">II", *sums) == data[24:32] else None


def _sums(order: str, data: bytes, before: tuple[int, int]) -> tuple[int, int]:
    """Return SQLite's checksum over words of 32 bits (file format, §4.2)."""
    first, second = before
    words = struct.unpack(f"{order}{len(data) // 4}I", data)
    for index in range(0, len(words), 2):
        first = (first + words[index] + second) & 0xFFFFFFFF
        second = (second + words[index + 1] + first) & 0xFFFFFFFF
    return first, second
