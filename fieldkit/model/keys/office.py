"""The office's recovery key: a public half on every laptop, a private half under a passphrase in a safe."""

from __future__ import annotations

import json
import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from fieldkit.model.durable import replacing, write_private
from fieldkit.model.keys import ways
from fieldkit.model.keys.errors import NotAnOfficeKey, OfficeKeyThere, WrongPassphrase
from fieldkit.model.keys.wrapping import (
    KEY,
    SALT,
    Cost,
    NotOpened,
    new_key,
    opened_once,
    public_of,
    sealed_once,
    stretched,
)

if TYPE_CHECKING:
    from pathlib import Path

_PUBLIC, _PRIVATE = "fieldkit-office-key", "fieldkit-office-private-key"
PUBLIC_SUFFIX = ".public"
_MOST = 64 * 1024


@dataclass(frozen=True, slots=True)
class OfficeKey:
    """The public half: who it belongs to, 32 bytes of X25519."""

    name: str
    public: bytes

    @property
    def mark(self) -> str:
        """What two people read to each other to know that they have the same key."""
        import hashlib

        digest = hashlib.sha256(self.public).hexdigest()[:16]
        return " ".join(digest[start : start + 4] for start in range(0, 16, 4))


def make(target: Path, name: str, passphrase: str, cost: Cost | None = None) -> OfficeKey:
    """Write the private half, sealed by ``passphrase``, to ``target``, the public one to ``target.public``.

    Raises WeakPassphrase, OfficeKeyThere, CannotWrite.
    """
    if target.exists():
        raise OfficeKeyThere(str(target))
    cost, salt, private = cost or Cost(), secrets.token_bytes(SALT), new_key()
    office = OfficeKey(name, public_of(private))
    sealing = stretched(ways.strong(passphrase), salt, cost)
    told = {
        "format": _PRIVATE,
        "name": name,
        "public": office.public.hex(),
        "salt": salt.hex(),
        "memory": cost.memory,
        "passes": cost.passes,
        "lanes": cost.lanes,
        "sealed": sealed_once(sealing, private, office.public).hex(),
    }
    write_private(target, json.dumps(told, ensure_ascii=False, indent=2).encode())
    with replacing(target.with_name(target.name + PUBLIC_SUFFIX)) as written:
        public = {"format": _PUBLIC, "name": name, "public": office.public.hex()}
        written.write_text(json.dumps(public, ensure_ascii=False, indent=2), encoding="utf-8")
    return office


def read_public(path: Path) -> OfficeKey:
    """Read the public half; raises NotAnOfficeKey."""
    told = _told(path, _PUBLIC)
    try:
        public = bytes.fromhex(told["public"])
        if len(public) != KEY:
            raise ValueError(public)
        return OfficeKey(str(told["name"]), public)
    except (ValueError, KeyError, TypeError) as error:
        raise NotAnOfficeKey(str(path)) from error


def read_private(path: Path, passphrase: str) -> bytes:
    """Read the private half; raises NotAnOfficeKey, WrongPassphrase."""
    told = _told(path, _PRIVATE)
    try:
        cost = Cost(*(int(told[name]) for name in ("memory", "passes", "lanes")))
        if not cost.bearable:
            raise ValueError(cost)
        salt, sealed, public = (bytes.fromhex(told[name]) for name in ("salt", "sealed", "public"))
    except (ValueError, KeyError, TypeError) as error:
        raise NotAnOfficeKey(str(path)) from error
    try:
        return opened_once(stretched(ways.normal(passphrase), salt, cost), sealed, public)
    except NotOpened as error:
        raise WrongPassphrase from error


def _told(path: Path, wanted: str) -> dict[str, Any]:
    try:
        with path.open("rb") as file:
            told = json.loads(file.read(_MOST))
        if told["format"] != wanted:
            raise ValueError(told["format"])
    except (OSError, ValueError, KeyError, TypeError, RecursionError) as error:
        raise NotAnOfficeKey(str(path)) from error
    return dict(told)
