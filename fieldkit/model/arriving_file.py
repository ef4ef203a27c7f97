"""A file that arrives from the centre in parts, kept until it is whole, so that a restart goes on with it."""

from __future__ import annotations

import hashlib
import secrets
import shutil
from typing import TYPE_CHECKING

from fieldkit.model.attachments import AttachmentDamaged, AttachmentNotStored

if TYPE_CHECKING:
    from fieldkit.model.attachments import AttachmentStore


class ArrivingFile:
    """The parts of one file below ``attachments/arriving``, sealed as the store seals whole files.

    A part is not synced to the disk: whatever of it a power cut leaves, the hash of the whole decides.
    """

    def __init__(self, store: AttachmentStore, sha256: str) -> None:
        """Read what came before; a part that cannot be read, and what follows it, comes again."""
        self._store = store
        self.sha256 = sha256
        self._folder = store.path(sha256).parent.parent / "arriving" / sha256
        self._count = 0
        self.data = bytearray()
        try:
            while (part := self._folder / f"{self._count:05}").is_file():
                self.data += store.unseal(part.read_bytes(), self._name(self._count))
                self._count += 1
        except (AttachmentDamaged, OSError):
            self.forget()

    @property
    def whole(self) -> bool:
        """Whether it has the hash that names it."""
        return hashlib.sha256(self.data).hexdigest() == self.sha256

    def add(self, data: bytes) -> None:
        """Keep the next part; raises AttachmentNotStored."""
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            temporary = self._folder / f".{secrets.token_hex(4)}"
            temporary.write_bytes(self._store.seal(data, self._name(self._count)))
            temporary.replace(self._folder / f"{self._count:05}")
        except OSError as error:
            raise AttachmentNotStored(error) from error
        self.data += data
        self._count += 1

    def store(self) -> None:
        """Put the whole file into the store and drop its parts; raises AttachmentNotStored."""
        self._store.add(bytes(self.data))
        self.forget()

    def forget(self) -> None:
        """Drop what came: it is stored, or is no part of this file."""
        shutil.rmtree(self._folder, ignore_errors=True)
        self.data.clear()
        self._count = 0

    def _name(self, number: int) -> str:
        return f"{self.sha256} {number}"
