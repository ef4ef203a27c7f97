"""The ways to the key of a folder: made, and gone."""

from __future__ import annotations

import secrets
import unicodedata
from typing import TYPE_CHECKING, Protocol

from fieldkit.model.ids import new_id
from fieldkit.model.keys import letters
from fieldkit.model.keys.errors import (
    NoKeyring,
    NoSuchSlot,
    SlotsDamaged,
    WeakPassphrase,
    WrongCode,
    WrongPassphrase,
)
from fieldkit.model.keys.slots import KIND_WORDS, Kind, Slot, Slots
from fieldkit.model.keys.wrapping import (
    KEY,
    SALT,
    Cost,
    NotOpened,
    agreed,
    derived,
    new_key,
    opened_once,
    public_of,
    sealed_once,
    stretched,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

    from fieldkit.model.keys.office import OfficeKey

LEAST = 10
"""Signs of a passphrase at least; four digits would fall within the hour, whatever stretches them."""
_DIFFERENT = 5
_CODE_LENGTH = 27  # 135 bits, which nobody guesses: no stretching is needed
_CODE, _RING, _OFFICE = b"fieldkit recovery code", b"fieldkit keyring", b"fieldkit office recovery"


class Keyring(Protocol):
    """The system's own store of secrets, as far as there is one."""

    def read(self, name: str) -> str | None:
        """Return what is kept under a name."""

    def keep(self, name: str, secret: str) -> bool:
        """Keep a secret; False where nothing keeps it."""

    def forget(self, name: str) -> None:
        """Forget a secret."""


def normal(passphrase: str) -> str:
    """Return a passphrase as it is compared: the same letters however the keyboard composed them."""
    return unicodedata.normalize("NFC", passphrase)


def strong(passphrase: str) -> str:
    """Return a passphrase that will do; raises WeakPassphrase."""
    words = normal(passphrase)
    if len(words) < LEAST or len(set(words)) < _DIFFERENT or words.isdecimal():
        raise WeakPassphrase(LEAST)
    return words


def _slot(
    slots: Slots, kind: Kind, now: datetime, facts: Mapping[str, str | int], key: bytes, sealing: bytes
) -> Slot:
    bare = Slot(kind, new_id(), now.isoformat(timespec="seconds"), facts, "")
    return Slot(bare.kind, bare.id, bare.made, facts, sealed_once(sealing, key, bare.about(slots.id)).hex())


def by_passphrase(slots: Slots, key: bytes, passphrase: str, now: datetime, cost: Cost | None = None) -> Slot:
    """Return the slot of a passphrase; raises WeakPassphrase."""
    cost, salt = cost or Cost(), secrets.token_bytes(SALT)
    facts: dict[str, str | int] = {
        "kdf": "argon2id",
        "salt": salt.hex(),
        "memory": cost.memory,
        "passes": cost.passes,
        "lanes": cost.lanes,
    }
    return _slot(slots, "passphrase", now, facts, key, stretched(strong(passphrase), salt, cost))


def by_code(slots: Slots, key: bytes, now: datetime) -> tuple[Slot, str]:
    """Return the slot of a new code, and the code as it is printed: seven groups of four, once."""
    code, salt = letters.checked(letters.drawn(_CODE_LENGTH)), secrets.token_bytes(SALT)
    slot = _slot(slots, "code", now, {"salt": salt.hex()}, key, derived(code.encode(), salt, _CODE))
    return slot, letters.grouped(code)


def by_office(slots: Slots, key: bytes, office: OfficeKey, now: datetime) -> Slot:
    """Return the slot for who has the private half of the office's key."""
    once = new_key()
    public = public_of(once)
    facts = {"office": office.public.hex(), "name": office.name, "public": public.hex()}
    sealing = agreed(once, office.public, public + office.public, _OFFICE)
    return _slot(slots, "office", now, facts, key, sealing)


def by_keyring(slots: Slots, key: bytes, keyring: Keyring, now: datetime) -> Slot:
    """Return the slot that the keyring of this machine opens; raises NoKeyring."""
    secret, salt = new_key(), secrets.token_bytes(SALT)
    # A name of its own for each: what was kept before stays until its slot is gone.
    name = f"data-{new_id()}"
    if not keyring.keep(name, secret.hex()):
        raise NoKeyring
    return _slot(slots, "keyring", now, {"salt": salt.hex(), "name": name}, key, derived(secret, salt, _RING))


# --- to the key


def with_passphrase(slots: Slots, passphrase: str) -> bytes:
    """Return the key; raises WrongPassphrase, SlotsDamaged, NoSuchSlot."""

    def sealing(slot: Slot) -> bytes:
        cost = Cost(*(int(slot.facts[name]) for name in ("memory", "passes", "lanes")))
        if slot.facts["kdf"] != "argon2id" or not cost.bearable:
            raise SlotsDamaged(slot.id)
        return stretched(normal(passphrase), bytes.fromhex(str(slot.facts["salt"])), cost)

    return _opened(slots, "passphrase", sealing, WrongPassphrase())


def with_code(slots: Slots, typed: str) -> bytes:
    """Return the key; raises WrongCode, SlotsDamaged, NoSuchSlot."""
    code = letters.plain(typed)
    if len(code) != _CODE_LENGTH + 1 or not letters.fits(code):
        raise WrongCode(mistyped=True)
    return _opened(
        slots,
        "code",
        lambda slot: derived(code.encode(), bytes.fromhex(str(slot.facts["salt"])), _CODE),
        WrongCode(mistyped=False),
    )


def with_office(slots: Slots, private: bytes) -> bytes:
    """Return the key; raises WrongPassphrase where the key is another office's, SlotsDamaged, NoSuchSlot."""

    def sealing(slot: Slot) -> bytes:
        public = bytes.fromhex(str(slot.facts["public"]))
        return agreed(private, public, public + public_of(private), _OFFICE)

    return _opened(slots, "office", sealing, NoSuchSlot(KIND_WORDS["office"]))


def with_keyring(slots: Slots, keyring: Keyring) -> bytes | None:
    """Return the key, or None where this machine's keyring does not lead to it."""
    for slot in slots.of("keyring"):
        try:
            kept = keyring.read(str(slot.facts["name"]))
            if kept is not None and len(secret := bytes.fromhex(kept)) == KEY:
                sealing = derived(secret, bytes.fromhex(str(slot.facts["salt"])), _RING)
                return opened_once(sealing, bytes.fromhex(slot.sealed), slot.about(slots.id))
        except (NotOpened, ValueError, KeyError):
            continue
    return None


def forget(slots: Slots, keyring: Keyring) -> None:
    """Take out of the keyring what opened these slots."""
    for slot in slots.of("keyring"):
        keyring.forget(str(slot.facts.get("name", "")))


def _opened(slots: Slots, kind: Kind, sealing: Callable[[Slot], bytes], refused: Exception) -> bytes:
    if not slots.of(kind):
        raise SlotsDamaged(", ".join(slots.damaged)) if slots.damaged else NoSuchSlot(KIND_WORDS[kind])
    for slot in slots.of(kind):
        try:
            return opened_once(sealing(slot), bytes.fromhex(slot.sealed), slot.about(slots.id))
        except NotOpened:
            continue
        except (ValueError, KeyError) as error:
            raise SlotsDamaged(slot.id) from error
    raise refused
