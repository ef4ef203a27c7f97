"""A file sealed in frames: AES-256-GCM, a key of its own for each file, no frame moved, left out or cut off.

Layout: ``FKF1`` | salt, 16 bytes | frames of 1 MiB of plain bytes, each with its tag of 16 bytes.
"""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from fieldkit.model.keys.wrapping import SALT, NotOpened, derived

if TYPE_CHECKING:
    from collections.abc import Iterator

_MAGIC = b"FKF1"
FRAME = 1 << 20
_TAG = 16
_PURPOSE = b"fieldkit file"


def sealed(key: bytes, data: bytes, name: str) -> bytes:
    """Return ``data`` sealed under ``name``."""
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    salt = secrets.token_bytes(SALT)
    cipher, about = AESGCM(derived(key, salt, _PURPOSE)), name.encode()
    frames = [cipher.encrypt(nonce, piece, about) for nonce, piece in _pieces(memoryview(data), FRAME)]
    return b"".join((_MAGIC, salt, *frames))


def opened(key: bytes, stored: bytes, name: str) -> bytes:
    """Return what :func:`sealed` sealed under that name; raises NotOpened."""
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    start = len(_MAGIC) + SALT
    if len(stored) < start + _TAG or not stored.startswith(_MAGIC):
        raise NotOpened
    cipher, about = AESGCM(derived(key, stored[len(_MAGIC) : start], _PURPOSE)), name.encode()
    try:
        pieces = _pieces(memoryview(stored)[start:], FRAME + _TAG)
        return b"".join(cipher.decrypt(nonce, piece, about) for nonce, piece in pieces)
    except (InvalidTag, ValueError) as error:
        raise NotOpened from error


def _pieces(data: memoryview, size: int) -> Iterator[tuple[bytes, memoryview]]:
    """Yield each piece with its nonce: its number, and whether it is the last."""
    count = max(1, -(-len(data) // size))
    for number in range(count):
        nonce = number.to_bytes(11, "big") + bytes([number == count - 1])
        yield nonce, data[number * size : (number + 1) * size]
