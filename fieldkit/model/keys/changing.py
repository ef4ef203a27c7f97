"""Changes the ways to a folder's key; the key itself, and so the data, stay as they are."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from fieldkit.model.keys import slots as key_slots
from fieldkit.model.keys import ways
from fieldkit.model.keys.errors import LastWay, NoSuchSlot

if TYPE_CHECKING:
    from pathlib import Path

    from fieldkit.model.keys.office import OfficeKey
    from fieldkit.model.keys.slots import Kind
    from fieldkit.model.keys.ways import Keyring
    from fieldkit.model.keys.wrapping import Cost


def change_passphrase(folder: Path, key: bytes, passphrase: str, cost: Cost | None = None) -> None:
    """Let ``passphrase`` open the folder instead of the old one; raises WeakPassphrase, CannotWrite."""
    slots = key_slots.read(folder)
    key_slots.write(folder, slots.having(ways.by_passphrase(slots, key, passphrase, _now(), cost)))


def add_code(folder: Path, key: bytes) -> str:
    """Let a new printed code open the folder instead of an older one, and return it; raises CannotWrite."""
    slots = key_slots.read(folder)
    slot, code = ways.by_code(slots, key, _now())
    key_slots.write(folder, slots.having(slot))
    return code


def add_office(folder: Path, key: bytes, office: OfficeKey) -> None:
    """Let the office's recovery key open the folder; raises CannotWrite."""
    slots = key_slots.read(folder)
    key_slots.write(folder, slots.having(ways.by_office(slots, key, office, _now())))


def add_keyring(folder: Path, key: bytes, keyring: Keyring) -> None:
    """Let this machine's keyring open the folder; raises NoKeyring, CannotWrite."""
    before = key_slots.read(folder)
    key_slots.write(folder, before.having(ways.by_keyring(before, key, keyring, _now())))
    ways.forget(before, keyring)


def remove(folder: Path, kind: Kind, keyring: Keyring) -> None:
    """Shut one way; raises LastWay for the passphrase, NoSuchSlot, CannotWrite."""
    slots = key_slots.read(folder)
    if kind == "passphrase":
        raise LastWay
    if not slots.of(kind):
        raise NoSuchSlot(key_slots.KIND_WORDS[kind])
    key_slots.write(folder, slots.without(kind))
    if kind == "keyring":
        ways.forget(slots, keyring)


def _now() -> datetime:
    return datetime.now().astimezone()
