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
    from fieldkit.model.keys.slots import Kind, Slot
    from fieldkit.model.keys.ways import Keyring
    from fieldkit.model.keys.wrapping import Cost


def change_passphrase(folder: Path, key: bytes, passphrase: str, cost: Cost | None = None) -> None:
    """Let ``passphrase`` open the folder instead of the old one; raises WeakPassphrase, CannotWrite."""
    slots = key_slots.read(folder)
    key_slots.write(folder, slots.having(ways.by_passphrase(slots, key, passphrase, _now(), cost)))


def new_code(folder: Path, key: bytes) -> tuple[Slot, str]:
    """Return a new printed code and its slot, which counts from :func:`keep` on."""
    return ways.by_code(key_slots.read(folder), key, _now())


def keep(folder: Path, slot: Slot) -> None:
    """Let ``slot`` open the folder instead of an older one of its kind; raises CannotWrite."""
    key_slots.write(folder, key_slots.read(folder).having(slot))


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
