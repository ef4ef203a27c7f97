"""Files of the centre, named by their SHA-256: verified, synced to the disk, renamed, folder synced."""

from __future__ import annotations

import contextlib
import hashlib
import os
import secrets
from io import BufferedReader
from typing import TYPE_CHECKING

from fieldkit.model.durable import sync_folder
from fieldkit.sync import protocol
from fieldkit.sync.server.refusal import Refused

if TYPE_CHECKING:
    from pathlib import Path


class FolderBlobs:
    """The folder ``ab/abcdef…``; what has its final name is whole, and safe once it was told as kept."""

    def __init__(self, folder: Path) -> None:
        """Keep files below ``folder``; raises OSError."""
        self.folder = folder
        self._incoming = folder / "incoming"
        self._incoming.mkdir(parents=True, exist_ok=True)

    def path(self, sha256: str) -> Path:
        """Return where a file is kept; raises Refused for what is no SHA-256, before it can be a path."""
        if not protocol.valid_sha256(sha256):
            raise Refused(400, "malformed", reason="sha256")
        return self.folder / sha256[:2] / sha256

    def size(self, sha256: str) -> int | None:
        """Return the size in bytes, or None when the file is not here."""
        try:
            return self.path(sha256).stat().st_size
        except FileNotFoundError:
            return None

    def receive(self, sha256: str) -> Incoming:
        """Begin to receive a file; raises Refused, OSError."""
        return Incoming(self.path(sha256), self._incoming / f"{sha256[:8]}-{secrets.token_hex(8)}")

    def open(self, sha256: str) -> BufferedReader:
        """Open a file for reading; raises FileNotFoundError."""
        return self.path(sha256).open("rb")

    def damaged(self, sha256: str) -> bool:
        """Tell whether the bytes do not have the hash that names them."""
        with self.open(sha256) as file:
            return hashlib.file_digest(file, "sha256").hexdigest() != sha256

    def set_aside(self, sha256: str) -> None:
        """Take a damaged file out of the way of a whole one; it is kept for a person to see."""
        aside = self.folder / "damaged"
        aside.mkdir(exist_ok=True)
        self.path(sha256).replace(aside / sha256)

    def sweep(self, before: float) -> int:
        """Throw away what killed uploads left since before a time (POSIX seconds); returns how many files."""
        old = [left for left in self._incoming.iterdir() if left.stat().st_mtime < before]
        for left in old:
            left.unlink(missing_ok=True)
        return len(old)


class Incoming:
    """A file on its way in: hashed as it is written, refused when it is too large or another one."""

    def __init__(self, target: Path, temporary: Path) -> None:
        self._target = target
        self._temporary = temporary
        self._file = temporary.open("xb")
        self._hash = hashlib.sha256()
        self.size = 0

    def write(self, part: bytes) -> None:
        """Take some bytes; raises Refused (``too_large``), OSError."""
        self.size += len(part)
        if self.size > protocol.MAX_FILE:
            raise Refused(413, "too_large")
        self._hash.update(part)
        self._file.write(part)

    def finish(self) -> bool:
        """Give the file its name, durably; False when it was here already. Raises Refused (``hash``)."""
        if self._hash.hexdigest() != self._target.name:
            raise Refused(422, "hash")
        with contextlib.suppress(FileNotFoundError):
            if self._target.stat().st_size == self.size:  # else it lost its end, and is replaced
                self.abandon()
                self._keep_name()  # it may be one whose name could not be synced
                return False
        self._file.flush()
        os.fsync(self._file.fileno())
        self._file.close()
        self._target.parent.mkdir(exist_ok=True)
        self._temporary.replace(self._target)
        self._keep_name()
        return True

    def _keep_name(self) -> None:
        for folder in (self._target.parent, self._target.parent.parent):
            sync_folder(folder)

    def abandon(self) -> None:
        """Drop what came."""
        self._file.close()
        self._temporary.unlink(missing_ok=True)
