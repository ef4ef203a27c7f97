"""The keys of one laptop or centre: Ed25519 to sign bundles, X25519 to open those that are sealed for it."""

from __future__ import annotations

import secrets
from functools import cached_property
from typing import TYPE_CHECKING

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey

from fieldkit.model.changes import get_meta, set_meta
from fieldkit.model.keys.public import CENTRE_KEYS
from fieldkit.model.keys.public import KEY as KEY
from fieldkit.model.keys.public import PublicKeys as PublicKeys
from fieldkit.model.keys.public import of_centre as of_centre
from fieldkit.model.keys.wrapping import derived

if TYPE_CHECKING:
    from fieldkit.model.workspace import Workspace

# In the laptop's database, which is sealed as a whole where the data folder is.
_SEED = "bundle seed"


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


def remember_centre(workspace: Workspace, text: str) -> None:
    """Keep what the centre told of its keys; an older centre tells nothing."""
    if not text:
        return
    try:
        keys = str(PublicKeys.parse(text))
    except ValueError:
        return
    with workspace.database.read() as connection:
        if get_meta(connection, CENTRE_KEYS) == keys:
            return
    with workspace.database.write() as connection:
        set_meta(connection, CENTRE_KEYS, keys)
