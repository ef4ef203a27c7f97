"""Files that arrive in parts, by laptop and file: each is on the disk before it is acknowledged.

A part is a file of its own, named by its number, so that nothing is ever half written, whichever worker of
the centre took it and whenever one was killed. The whole is put together, verified and stored when the last
part is here; only then it counts.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import secrets
import shutil
from datetime import timedelta
from typing import TYPE_CHECKING

from fieldkit.model.durable import sync_folder
from fieldkit.sync import protocol
from fieldkit.sync.server.blobs import check_name
from fieldkit.sync.server.refusal import Refused

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from pathlib import Path

    from fieldkit.sync.server.blobs import Blobs

LIFETIME = timedelta(days=14)
"""How long what has come of a file is kept after its last part: laptops are in the field for a week."""
QUOTA = 256 * protocol.MIB
"""Bytes that one laptop may have begun and not finished; beyond it, its oldest upload makes room."""
_EVERY = timedelta(hours=1)


class Uploads:
    """The folder ``uploads/<laptop>/<sha256>-<size>/<number>``."""

    def __init__(self, blobs: Blobs, clock: Callable[[], datetime]) -> None:
        """Keep parts beside ``blobs``, which get the whole files; ``clock`` gives an aware time."""
        self._folder = blobs.folder / "uploads"
        self._blobs = blobs
        self._clock = clock
        self._swept: datetime | None = None

    def position(self, device: str, sha256: str, size: int) -> int:
        """Return how many bytes from its beginning are here of a file that is not whole yet.

        That is never all of it: when they could not be put together, the last part is wanted once more.
        """
        folder = self._place(device, sha256, size)
        parts, last = 0, (size - 1) // protocol.PART
        while parts < last and (folder / _name(parts)).is_file():
            parts += 1
        return parts * protocol.PART

    def take(self, device: str, sha256: str, size: int, start: int, data: bytes) -> int:
        """Keep the part at ``start`` durably and return how many bytes are here; again changes nothing.

        Raises Refused: ``gap`` when parts before it are missing, ``malformed`` when it has not the length of
        its place, ``hash`` when the last part makes another file than ``sha256``; then all of it is dropped.
        """
        folder = self._place(device, sha256, size)
        if start % protocol.PART or not 0 <= start < size or len(data) != min(protocol.PART, size - start):
            raise Refused(400, "malformed", reason="part")
        have = self.position(device, sha256, size)
        if start > have:
            raise Refused(409, "gap", have=have)
        if start == have:
            if not start:
                self._make_room(folder, size)
            _write(folder / _name(start // protocol.PART), data)
            have += len(data)
        if have == size:
            self._put_together(folder, sha256, size)
        return have

    def drop(self, device: str, sha256: str, size: int) -> None:
        """Forget what is here of a file: it is whole elsewhere, or never will be."""
        shutil.rmtree(self._place(device, sha256, size), ignore_errors=True)

    def sweep(self) -> int:
        """Drop uploads that nobody has gone on with for :data:`LIFETIME`; returns how many."""
        now = self._clock()
        self._swept = now
        oldest = (now - LIFETIME).timestamp()
        old = [folder for folder in self._folder.glob("*/*") if _touched(folder) < oldest]
        for folder in old:
            shutil.rmtree(folder, ignore_errors=True)
            with contextlib.suppress(OSError):  # other uploads of this laptop are in it
                folder.parent.rmdir()
        return len(old)

    def _place(self, device: str, sha256: str, size: int) -> Path:
        check_name(sha256)
        if size > protocol.MAX_FILE:
            raise Refused(413, "too_large")
        if size < 1:
            raise Refused(400, "malformed", reason="size")
        return self._folder / device / f"{sha256}-{size}"

    def _make_room(self, wanted: Path, size: int) -> None:
        if self._swept is None or self._clock() - self._swept > _EVERY:
            self.sweep()
        begun = [folder for folder in wanted.parent.glob("*") if folder != wanted]
        sizes = {folder: int(folder.name.rpartition("-")[2]) for folder in begun}
        room = QUOTA - size
        for folder in sorted(begun, key=_touched, reverse=True):
            room -= sizes[folder]
            if room < 0:
                shutil.rmtree(folder, ignore_errors=True)

    def _put_together(self, folder: Path, sha256: str, size: int) -> None:
        incoming = self._blobs.receive(sha256)
        try:
            for number in range(-(-size // protocol.PART)):
                incoming.write((folder / _name(number)).read_bytes())
            incoming.finish()
        except FileNotFoundError as error:
            incoming.abandon()
            # Somebody else put it together meanwhile: the same request came twice.
            if self._blobs.size(sha256) is None:
                raise Refused(409, "gap", have=0) from error
        except Refused:
            incoming.abandon()
            shutil.rmtree(folder, ignore_errors=True)
            raise
        except BaseException:
            incoming.abandon()
            raise


def _name(number: int) -> str:
    return f"{number:05}"


def _touched(folder: Path) -> float:
    try:
        return folder.stat().st_mtime
    except OSError:  # gone meanwhile
        return 0.0


def _write(target: Path, data: bytes) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    temporary = target.with_name(f".{secrets.token_hex(8)}")
    try:
        with temporary.open("xb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(target)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    sync_folder(target.parent)


def check_part(data: bytes, sha256: str) -> None:
    """Raise Refused unless the bytes of a part are those that were sent."""
    if hashlib.sha256(data).hexdigest() != sha256:
        raise Refused(422, "hash")
