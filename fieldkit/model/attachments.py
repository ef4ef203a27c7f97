"""Files named by their SHA-256: written to a temporary name, synced, renamed, folder synced."""

from __future__ import annotations

import hashlib
import os
import secrets
from typing import TYPE_CHECKING

from fieldkit.errors import FieldkitError, Text
from fieldkit.model.durable import is_full, sync_folder
from fieldkit.model.keys import frames
from fieldkit.model.keys.errors import PassphraseWanted
from fieldkit.model.keys.wrapping import NotOpened

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from sqlalchemy import Connection


class AttachmentMissing(FieldkitError):
    """The file is known by its hash, but its bytes are not on this machine."""

    def __init__(self, sha256: str) -> None:
        super().__init__(
            Text("ไฟล์แนบไม่อยู่ในเครื่องนี้", "The attachment is not on this machine"),
            Text("ซิงก์ข้อมูลเพื่อรับไฟล์จากส่วนกลาง", "Sync to fetch it from the centre"),
            place=sha256,
        )


class AttachmentDamaged(FieldkitError):
    """The bytes on the disk do not have the hash that names them."""

    def __init__(self, sha256: str) -> None:
        super().__init__(
            Text("ไฟล์แนบเสียหาย", "The attachment is damaged"),
            Text("กู้คืนจากสำเนาสำรองหรือส่วนกลาง", "Restore it from a backup or from the centre"),
            place=sha256,
        )


class AttachmentNotStored(FieldkitError):
    """The disk refuses the file; nothing of that name exists."""

    def __init__(self, error: OSError) -> None:
        full = is_full(error)
        super().__init__(
            Text("ดิสก์เต็ม ไฟล์แนบยังไม่ได้บันทึก", "The disk is full; the attachment was not saved")
            if full
            else Text("บันทึกไฟล์แนบไม่ได้", "The attachment could not be saved"),
            Text("เพิ่มที่ว่างหรือตรวจดิสก์ แล้วแนบอีกครั้ง", "Make room or check the disk, then attach it again"),
            place=error.strerror or "",
        )


class AttachmentStore:
    """The folder ``attachments/ab/abcdef…``; with a key every file is sealed (:mod:`…keys.frames`).

    The hash names the plain bytes, so that laptop and centre agree on a file whatever seals it.
    """

    def __init__(self, folder: Path, key: bytes | None = None) -> None:
        """Keep files below ``folder``; ``key`` is 32 bytes or None for plain files."""
        self.folder = folder
        self._key = key
        self._locked = False

    def lock(self) -> None:
        """Forget the key; files cannot be read or stored until :meth:`unlock`."""
        self._locked, self._key = True, None

    def unlock(self, key: bytes) -> None:
        """Go on after :meth:`lock`."""
        self._locked, self._key = False, key

    def path(self, sha256: str) -> Path:
        """Return where the file of that hash is kept; raises ValueError for no SHA-256."""
        if len(sha256) != 64 or not set(sha256) <= set("0123456789abcdef"):
            raise ValueError(sha256)
        return self.folder / sha256[:2] / sha256

    def has(self, sha256: str) -> bool:
        """Tell whether the file is on this machine."""
        return self.path(sha256).is_file()

    def size(self, sha256: str) -> int | None:
        """Return the bytes that the file takes on this machine, None where it is not."""
        return self.path(sha256).stat().st_size if self.has(sha256) else None

    def add(self, data: bytes) -> str:
        """Store ``data`` durably and return its SHA-256; storing it again changes nothing.

        Raises AttachmentNotStored; then no file of that name exists, or one that is whole.
        """
        sha256 = hashlib.sha256(data).hexdigest()
        target = self.path(sha256)
        try:
            if not target.is_file():
                self._write(target, sha256, data)
            # Also of one that is there: the name of a file that was refused for this is not safe yet.
            sync_folder(target.parent)
            sync_folder(self.folder)
        except OSError as error:
            raise AttachmentNotStored(error) from error
        return sha256

    def _write(self, target: Path, sha256: str, data: bytes) -> None:
        target.parent.mkdir(parents=True, exist_ok=True)
        temporary = target.with_name(f".{sha256[:8]}-{secrets.token_hex(4)}")
        try:
            with temporary.open("xb") as file:
                file.write(self.seal(data, sha256))
                file.flush()
                os.fsync(file.fileno())
            temporary.replace(target)
        except BaseException:
            temporary.unlink(missing_ok=True)
            raise

    def read(self, sha256: str) -> bytes:
        """Return the bytes; raises AttachmentMissing or AttachmentDamaged."""
        try:
            stored = self.path(sha256).read_bytes()
        except FileNotFoundError as error:
            raise AttachmentMissing(sha256) from error
        data = self.unseal(stored, sha256)
        if hashlib.sha256(data).hexdigest() != sha256:
            raise AttachmentDamaged(sha256)
        return data

    def names(self) -> Iterator[str]:
        """Yield the hashes of all stored files."""
        for path in sorted(self.folder.glob("??/*")):
            if len(path.name) == 64:
                yield path.name

    def drop(self, sha256: str) -> None:
        """Take a file off this machine; only :mod:`fieldkit.model.retention` knows when one may."""
        self.path(sha256).unlink(missing_ok=True)

    def seal(self, data: bytes, sha256: str) -> bytes:
        """Return bytes as they are kept; the same name, mostly ``sha256``, reads them again."""
        if self._locked:
            raise PassphraseWanted(self.folder.parent)
        return data if self._key is None else frames.sealed(self._key, data, sha256)

    def unseal(self, stored: bytes, sha256: str) -> bytes:
        """Return what was sealed under that name; raises AttachmentDamaged."""
        if self._locked:
            raise PassphraseWanted(self.folder.parent)
        if self._key is None:
            return stored
        try:
            return frames.opened(self._key, stored, sha256)
        except NotOpened as error:
            raise AttachmentDamaged(sha256) from error


def register_files(connection: Connection, sizes: Mapping[str, int]) -> None:
    """Note files (``{sha256: bytes}``) of this machine that the centre has not confirmed yet."""
    connection.exec_driver_sql(
        "INSERT INTO blob (sha256, size, state) VALUES (?, ?, 'local') ON CONFLICT (sha256) DO NOTHING",
        list(sizes.items()),
    )
