"""The keys of one laptop or centre: Ed25519 to sign bundles, X25519 to open those that are sealed for it."""

from __future__ import annotations

import base64
import binascii
import secrets
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey

from fieldkit.model.changes import get_meta, set_meta
from fieldkit.model.keys.wrapping import derived

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from fieldkit.model.workspace import Workspace

KEY = 32  # bytes of a key of either kind
# In the laptop's database, which is sealed as a whole where the data folder is.
_SEED, _CENTRE = "bundle seed", "centre keys"


@dataclass(frozen=True, slots=True)
class PublicKeys:
    """What others know of a laptop or centre: 32 raw bytes each."""

    signing: bytes
    exchange: bytes

    def __str__(self) -> str:
        return base64.urlsafe_b64encode(self.signing + self.exchange).decode()

    @classmethod
    def parse(cls, text: str) -> PublicKeys:
        """Read what ``str`` gives; raises ValueError."""
        try:
            raw = base64.b64decode(text.encode("ascii"), altchars=b"-_", validate=True)
        except (binascii.Error, UnicodeEncodeError) as error:
            raise ValueError(text) from error
        if len(raw) != 2 * KEY:
            raise ValueError(text)
        return cls(raw[:KEY], raw[KEY:])

    def signed(self, message: bytes, signature: bytes) -> bool:
        """Tell whether ``signature`` over ``message`` is this one's."""
        try:
            Ed25519PublicKey.from_public_bytes(self.signing).verify(signature, message)
        except (InvalidSignature, ValueError):
            return False
        return True


class KeyPair:
    """Both private keys, derived from one secret of 32 bytes by HKDF (RFC 5869)."""

    def __init__(self, seed: bytes) -> None:
        self.seed = seed
        self._signing = Ed25519PrivateKey.from_private_bytes(derived(seed, None, b"fieldkit signing"))
        self._exchange = X25519PrivateKey.from_private_bytes(derived(seed, None, b"fieldkit exchange"))

    @classmethod
    def new(cls) -> KeyPair:
        """Make keys nobody knows."""
        return cls(secrets.token_bytes(KEY))

    @cached_property
    def public(self) -> PublicKeys:
        """What may be told to others."""
        return PublicKeys(
            self._signing.public_key().public_bytes_raw(), self._exchange.public_key().public_bytes_raw()
        )

    def sign(self, message: bytes) -> bytes:
        """Return the signature, 64 bytes."""
        return self._signing.sign(message)

    def agree(self, other: bytes) -> bytes:
        """Return the secret shared with who has the exchange key ``other``; raises ValueError."""
        return self._exchange.exchange(X25519PublicKey.from_public_bytes(other))


def of_laptop(workspace: Workspace) -> KeyPair:
    """Return this laptop's keys; the first call makes them."""
    with workspace.database.read() as connection:
        seed = get_meta(connection, _SEED)
    if seed is None:
        with workspace.database.write() as connection:
            seed = get_meta(connection, _SEED)
            if seed is None:
                seed = KeyPair.new().seed.hex()
                set_meta(connection, _SEED, seed)
    return KeyPair(bytes.fromhex(seed))


def of_centre(connection: Connection) -> PublicKeys | None:
    """Return what this laptop's centre told of its keys, or None."""
    text = get_meta(connection, _CENTRE)
    return PublicKeys.parse(text) if text else None


def remember_centre(workspace: Workspace, text: str) -> None:
    """Keep what the centre told of its keys; an older centre tells nothing."""
    if not text:
        return
    try:
        keys = str(PublicKeys.parse(text))
    except ValueError:
        return
    with workspace.database.read() as connection:
        if get_meta(connection, _CENTRE) == keys:
            return
    with workspace.database.write() as connection:
        set_meta(connection, _CENTRE, keys)
