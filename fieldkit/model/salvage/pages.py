"""The pages of a damaged data file and of its log, read without SQLite, which gives up at the first bad one.

A page is found by its place alone, so that nothing of a broken header or tree is needed. An encrypted file
is read as SQLCipher 4 writes it with a raw key: AES-256-CBC, IV and MAC (64 bytes) at the end of each page.
"""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

from fieldkit.model.log_file import FRAME_HEADER, HEADER, MAGIC, PAGE, foreign

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

_IV, _RESERVE = 16, 80
_SALT = 16  # where a plain file says what it is
_MAGIC = b"SQLite format 3\0"


class View:
    """The pages of a file by number, from 1 on; ``later`` lie over them."""

    def __init__(
        self, path: Path, key: bytes | None = None, later: Mapping[int, bytes] | None = None
    ) -> None:
        """Read ``path``, which may be cut off or not there; ``key`` is that of an encrypted file."""
        self._raw = path.read_bytes() if path.is_file() else b""
        self._key = key
        self._later = later or {}
        self.usable = PAGE if key is None else PAGE - _RESERVE
        self.count = max(-(-len(self._raw) // PAGE), *self._later, 0)

    def page(self, number: int) -> bytes:
        """Return the ``usable`` bytes of a page; empty where there is none."""
        if not 1 <= number <= self.count:
            return b""
        raw = self._later.get(number)
        if raw is None:
            raw = self._raw[(number - 1) * PAGE : number * PAGE].ljust(PAGE, b"\0")
        return raw if self._key is None else _decrypted(raw, number, self._key)


def views(path: Path, key: bytes | None = None) -> list[View]:
    """Return the file with its log over it, and as it was before.

    Change records never change, so that both are looked through: what one has lost the other may hold.
    """
    found = [View(path, key)]
    for log in sorted(path.parent.glob(f"{path.name}-wal*")):  # also those that were set aside
        data = log.read_bytes()
        if path.is_file() and foreign(path, data):
            continue
        later = _committed(data, found[0].count)
        if later:
            found.insert(0, View(path, key, later))
    return found


def _decrypted(raw: bytes, number: int, key: bytes) -> bytes:
    from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

    start = _SALT if number == 1 else 0
    end = PAGE - _RESERVE
    reader = Cipher(algorithms.AES(key), modes.CBC(raw[end : end + _IV])).decryptor()
    return (_MAGIC if start else b"") + reader.update(raw[start:end]) + reader.finalize()


def _committed(data: bytes, pages: int) -> dict[int, bytes]:
    """Return the last state of each page up to the last commit that the log holds.

    Frames are taken by the salt of their log, not by their checksum: one bad frame hides no later one.
    """
    if len(data) < HEADER:
        return {}
    salts = data[16:24] if struct.unpack_from(">I", data)[0] in MAGIC else data[HEADER + 8 : HEADER + 16]
    found: dict[int, bytes] = {}
    underway: dict[int, bytes] = {}
    for at in range(HEADER, len(data) - FRAME_HEADER - PAGE + 1, FRAME_HEADER + PAGE):
        number, size = struct.unpack_from(">II", data, at)
        if data[at + 8 : at + 16] != salts:
            continue
        underway[number] = data[at + FRAME_HEADER : at + FRAME_HEADER + PAGE]
        if size:  # the last frame of a commit
            found |= underway
            underway = {}
    # A made-up number would have every page before it looked through.
    most = len(data) // PAGE + pages
    return {number: raw for number, raw in found.items() if 1 <= number <= most}
