"""One process writes a data folder: an advisory lock on ``lock`` that the system releases at any end."""

from __future__ import annotations

import errno
import os
import weakref
from contextlib import contextmanager, suppress
from typing import IO, TYPE_CHECKING

from fieldkit.errors import FieldkitError, Text

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


_AT_WORK = b"at work"
_HELD = {errno.EWOULDBLOCK, errno.EAGAIN, errno.EACCES, errno.EDEADLK}


class AlreadyOpen(FieldkitError):
    """Another fieldkit has this data folder open."""

    def __init__(self, place: str) -> None:
        super().__init__(
            Text("fieldkit เปิดข้อมูลชุดนี้อยู่แล้ว", "fieldkit already has these data open"),
            Text("ใช้หน้าต่างที่เปิดอยู่ หรือปิดก่อนแล้วลองอีกครั้ง", "Use the open window, or close it and try again"),
            place=place,
        )


class FolderLock:
    """Holds the data folder for this process; released by :meth:`release` or by the process's end."""

    def __init__(self, folder: Path) -> None:
        """Take the lock of ``folder``; raises AlreadyOpen, OSError where nothing can be locked."""
        self._file: IO[bytes] = (folder / "lock").open("a+b")
        try:
            _lock(self._file)
        except OSError as error:
            self._file.close()
            if error.errno not in _HELD:
                raise  # a network drive without locks is not somebody else at work
            raise AlreadyOpen(str(folder)) from error
        self._file.seek(0)
        self.orderly = not self._file.read(len(_AT_WORK))
        """Whether whoever worked here last came to an orderly end."""
        self._end: weakref.finalize[[IO[bytes]], FolderLock] | None = None

    def begin(self) -> None:
        """Note that work goes on here, until :meth:`release` or the interpreter's orderly end."""
        if self.orderly:
            self._file.write(_AT_WORK)
            self._file.flush()
        # Also where nobody closes the folder: SQLite's connections are closed then, and their log goes.
        self._end = weakref.finalize(self, _end, self._file)

    def release(self) -> None:
        """Let another process have the folder."""
        if self._end is not None:
            self._end()
        self._file.close()


def _end(file: IO[bytes]) -> None:
    with suppress(OSError, ValueError):
        file.truncate(0)
        file.close()


@contextmanager
def held(folder: Path) -> Iterator[None]:
    """Hold a folder for the time of a block; raises as FolderLock."""
    lock = FolderLock(folder)
    try:
        yield
    finally:
        lock.release()


def _lock(file: IO[bytes]) -> None:
    if os.name == "nt":
        import msvcrt

        file.seek(0)
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined,unused-ignore]
    else:
        import fcntl

        fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
