"""Seals a key under another one: a stretched passphrase, a shared secret, a random one."""

from __future__ import annotations

import secrets
from dataclasses import dataclass

KEY = 32  # bytes
SALT = 16


class NotOpened(Exception):
    """The other key is not the one, or what it sealed was changed."""


@dataclass(frozen=True, slots=True)
class Cost:
    """What a guess costs: Argon2id's memory in KiB, its passes and lanes (RFC 9106)."""

    memory: int = 64 * 1024
    passes: int = 3
    lanes: int = 4

    @property
    def bearable(self) -> bool:
        """Whether a laptop can do it; a file that somebody changed may ask for more than there is."""
        return 8 <= self.memory <= 1 << 20 and 1 <= self.passes <= 20 and 1 <= self.lanes <= 16


def stretched(secret: str, salt: bytes, cost: Cost) -> bytes:
    """Return the key that a person's words give, in a few tenths of a second on purpose."""
    from argon2.low_level import Type, hash_secret_raw

    return hash_secret_raw(
        secret.encode(),
        salt,
        time_cost=cost.passes,
        memory_cost=cost.memory,
        parallelism=cost.lanes,
        hash_len=KEY,
        type=Type.ID,
    )


def derived(secret: bytes, salt: bytes | None, purpose: bytes) -> bytes:
    """Return a key of its own for a purpose, by HKDF (RFC 5869) from a secret that cannot be guessed."""
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF

    return HKDF(hashes.SHA256(), KEY, salt, purpose).derive(secret)


def sealed_once(sealing: bytes, key: bytes, about: bytes) -> bytes:
    """Seal ``key`` with AES-256-GCM, bound to ``about``; ``sealing`` must never seal anything else."""
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    # One message under this key, so that a fixed nonce repeats nothing.
    return AESGCM(sealing).encrypt(bytes(12), key, about)


def opened_once(sealing: bytes, sealed: bytes, about: bytes) -> bytes:
    """Return what :func:`sealed_once` sealed; raises NotOpened."""
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    try:
        key = AESGCM(sealing).decrypt(bytes(12), sealed, about)
    except (InvalidTag, ValueError) as error:
        raise NotOpened from error
    if len(key) != KEY:
        raise NotOpened
    return key


def public_of(private: bytes) -> bytes:
    """Return the public half of an X25519 key."""
    from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

    return X25519PrivateKey.from_private_bytes(private).public_key().public_bytes_raw()


def agreed(private: bytes, other: bytes, salt: bytes, purpose: bytes) -> bytes:
    """Return the key that the owners of two X25519 keys share; raises NotOpened for no such key."""
    from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey

    try:
        secret = X25519PrivateKey.from_private_bytes(private).exchange(
            X25519PublicKey.from_public_bytes(other)
        )
    except ValueError as error:
        raise NotOpened from error
    return derived(secret, salt, purpose)


def new_key() -> bytes:
    """Return a key that nobody knows."""
    return secrets.token_bytes(KEY)
