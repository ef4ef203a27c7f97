"""The first keys of a data folder, and a folder that is encrypted from its first day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from fieldkit.model.durable import explaining, make_folder
from fieldkit.model.ids import new_id
from fieldkit.model.keys import conversion, ways
from fieldkit.model.keys import office as office_keys
from fieldkit.model.keys.slots import Slots
from fieldkit.model.keys.wrapping import new_key

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from fieldkit.model.keys.conversion import Encrypted
    from fieldkit.model.keys.ways import Keyring
    from fieldkit.model.keys.wrapping import Cost

OFFERED = "encryption_offered"
"""Setting of this machine: that encryption was offered, and what was said."""


@dataclass(frozen=True, slots=True)
class Begun:
    """A new key in its slots, on no disk yet; ``code`` is to be shown once, "" where none was wished."""

    slots: Slots
    key: bytes
    code: str = ""


def begin(
    passphrase: str,
    *,
    office: Path | None = None,
    code: bool = False,
    keyring: Keyring | None = None,
    cost: Cost | None = None,
) -> Begun:
    """Make a key with the ways that a person wants; raises WeakPassphrase, NotAnOfficeKey, NoKeyring."""
    key, slots, now, printed = new_key(), Slots(new_id(), ()), datetime.now().astimezone(), ""
    slots = slots.having(ways.by_passphrase(slots, key, passphrase, now, cost))
    if office is not None:
        slots = slots.having(ways.by_office(slots, key, office_keys.read_public(office), now))
    if code:
        slot, printed = ways.by_code(slots, key, now)
        slots = slots.having(slot)
    if keyring is not None:
        slots = slots.having(ways.by_keyring(slots, key, keyring, now))
    return Begun(slots, key, printed)


def encrypt(
    folder: Path, begun: Begun, progress: Callable[[int, int], object] = lambda _done, _all: None
) -> Encrypted:
    """Seal a folder, which may be empty or missing yet; raises as :func:`conversion.encrypt`."""
    with explaining(folder):
        make_folder(folder)
    return conversion.encrypt(folder, begun.slots, begun.key, progress)
