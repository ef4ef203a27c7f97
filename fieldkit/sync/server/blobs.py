"""Files of the centre, named by their SHA-256: in a folder, or in another store behind the same few calls.

A file on its way in lies in a folder of this machine until its hash is verified. Then it gets its name in
one step: in a folder it is synced to the disk, renamed, folder synced.
"""

from __future__ import annotations

import hashlib
import os
import secrets
from abc import ABC, abstractmethod
from io import BufferedReader
from typing import IO, TYPE_CHECKING

from fieldkit.model.durable import sync_folder
from fieldkit.sync import protocol
from fieldkit.sync.server.refusal import Refused

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path


class Blobs(ABC):
    """Whole files by their hash, and ``folder``: the place on this machine for what is not whole yet.

    Every call raises Refused for what is no SHA-256; a store that is not a folder raises FileStoreFails.
    """

    def __init__(self, folder: Path) -> None:
        """Receive files below ``folder``; raises OSError."""
        self.folder = folder
        self._incoming = folder / "incoming"
        self._incoming.mkdir(parents=True, exist_ok=True)

    @abstractmethod
    def size(self, sha256: str) -> int | None:
        """Return the size in bytes, or None when the file is not here."""

    @abstractmethod
    def open(self, sha256: str, first: int = 0) -> BufferedReader:
        """Open a file for reading from its byte ``first`` on; raises FileNotFoundError."""

    @abstractmethod
    def keep(self, sha256: str, file: IO[bytes], temporary: Path) -> None:
        """Give a written file, whose hash is verified, its name, durably; ``temporary`` is gone then."""

    @abstractmethod
    def confirm(self, sha256: str) -> None:
        """Make sure of the name of a file that is here already."""

    @abstractmethod
    def set_aside(self, sha256: str) -> None:
        """Take a damaged file out of the way of a whole one; it is kept for a person to see."""

    @abstractmethod
    def remove(self, sha256: str) -> None:
        """Remove a file for good, by law; one that is not here is no error."""

    def sizes(self, names: Iterable[str]) -> dict[str, int]:
        """Return the sizes of those files that are here."""
        found = {name: self.size(name) for name in names}
        return {name: size for name, size in found.items() if size is not None}

    def receive(self, sha256: str) -> Incoming:
        """Begin to receive a file; raises Refused, OSError."""
        return Incoming(self, check_name(sha256), self._incoming / f"{sha256[:8]}-{secrets.token_hex(8)}")

    def damaged(self, sha256: str) -> bool:
        """Tell whether the bytes do not have the hash that names them; raises FileNotFoundError."""
        with self.open(sha256) as file:
            return hashlib.file_digest(file, "sha256").hexdigest() != sha256

    def sweep(self, before: float) -> int:
        """Throw away what killed uploads left since before a time (POSIX seconds); returns how many files."""
        old = [left for left in self._incoming.iterdir() if left.stat().st_mtime < before]
        for left in old:
            left.unlink(missing_ok=True)
        return len(old)


class FolderBlobs(Blobs):
    """The folder ``ab/abcdef…``; what has its final name is whole, and safe once it was told as kept."""

    def path(self, sha256: str) -> Path:
        """Return where a file is kept."""
        return self.folder / check_name(sha256)[:2] / sha256

    def size(self, sha256: str) -> int | None:
        """Return the size in bytes, or None when the file is not here."""
        try:
            return self.path(sha256).stat().st_size
        except FileNotFoundError:
            return None

    def open(self, sha256: str, first: int = 0) -> BufferedReader:
        """Open a file for reading from its byte ``first`` on; raises FileNotFoundError."""
        file = self.path(sha256).open("rb")
        file.seek(first)
        return file

    def keep(self, sha256: str, file: IO[bytes], temporary: Path) -> None:
        """Sync the file, rename it, sync the folders."""
        file.flush()
        os.fsync(file.fileno())
        file.close()
        target = self.path(sha256)
        target.parent.mkdir(exist_ok=True)
        temporary.replace(target)
        self.confirm(sha256)

    def confirm(self, sha256: str) -> None:
        """Sync the folders: it may be a file whose name could not be synced before."""
        for folder in (self.path(sha256).parent, self.folder):
            sync_folder(folder)

    def set_aside(self, sha256: str) -> None:
        """Move a damaged file to ``damaged``."""
        aside = self.folder / "damaged"
        aside.mkdir(exist_ok=True)
        self.path(sha256).replace(aside / sha256)

    def remove(self, sha256: str) -> None:
        """Remove the file, and one of that name that was set aside."""
        for path in (self.path(sha256), self.folder / "damaged" / sha256):
            path.unlink(missing_ok=True)


class Incoming:
    """A file on its way in: hashed as it is written, refused when it is too large or another one."""

    def __init__(self, blobs: Blobs, sha256: str, temporary: Path) -> None:
        self._blobs = blobs
        self._sha256 = sha256
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
        if self._hash.hexdigest() != self._sha256:
            raise Refused(422, "hash")
        if self._blobs.size(self._sha256) == self.size:  # else it lost its end, and is replaced
            self.abandon()
            self._blobs.confirm(self._sha256)
            return False
        self._blobs.keep(self._sha256, self._file, self._temporary)
        return True

    def abandon(self) -> None:
        """Drop what came."""
        self._file.close()
        self._temporary.unlink(missing_ok=True)


def check_name(sha256: str) -> str:
    """Return what is a SHA-256; raises Refused for anything else, before it can be a path."""
    if not protocol.valid_sha256(sha256):
        raise Refused(400, "malformed", reason="sha256")
    return sha256
