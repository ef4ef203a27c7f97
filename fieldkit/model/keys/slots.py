"""The file ``keys.json`` and its copy: which ways lead to the key of a data folder."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Literal, get_args

from fieldkit.errors import Text
from fieldkit.model.durable import write_private
from fieldkit.model.keys.errors import NotEncrypted, OtherVersion, SlotsDamaged

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

Kind = Literal["passphrase", "keyring", "office", "code"]
KINDS: tuple[Kind, ...] = get_args(Kind)
KIND_WORDS: dict[Kind, Text] = {
    "passphrase": Text("รหัสผ่าน", "passphrase"),
    "keyring": Text("ที่เก็บกุญแจของระบบ", "the system's keyring"),
    "office": Text("กุญแจกู้คืนของสำนักงาน", "the office's recovery key"),
    "code": Text("รหัสกู้คืนบนกระดาษ", "printed recovery code"),
}
FILE, COPY = "keys.json", "keys-copy.json"
CHANGED = ".fieldkit-encrypted"
"""A folder that stands ready to take the place of what is plain (:mod:`fieldkit.model.keys.conversion`)."""
FORMAT, VERSION = "fieldkit-keys", 1
_HEAD = ("format", "version", "id")
_MOST = 1 << 20  # bytes


@dataclass(frozen=True, slots=True)
class Slot:
    """The key of the folder, sealed once; ``facts`` say by what, in texts (hex) and numbers."""

    kind: Kind
    id: str
    made: str
    facts: Mapping[str, str | int]
    sealed: str

    def about(self, keys: str) -> bytes:
        """Return what the seal is bound to: this slot of the key file ``keys``."""
        return _canonical({"keys": keys, "kind": self.kind, "id": self.id, "facts": dict(self.facts)})

    def document(self) -> dict[str, Any]:
        """Return what stands in the file; ``check`` tells damage from a wrong passphrase."""
        told = {
            "kind": self.kind,
            "id": self.id,
            "made": self.made,
            "facts": dict(self.facts),
            "sealed": self.sealed,
        }
        return told | {"check": _check(told)}


@dataclass(frozen=True, slots=True)
class Slots:
    """All slots of a folder; ``damaged`` names those that cannot be read in either file."""

    id: str
    slots: tuple[Slot, ...]
    damaged: tuple[str, ...] = field(default=(), compare=False)

    def of(self, kind: Kind) -> tuple[Slot, ...]:
        """Return the slots of one kind."""
        return tuple(slot for slot in self.slots if slot.kind == kind)

    def having(self, slot: Slot) -> Slots:
        """Return them with ``slot`` in the place of the others of its kind."""
        return replace(self.without(slot.kind), slots=(*self.without(slot.kind).slots, slot))

    def without(self, kind: Kind) -> Slots:
        """Return them without a kind."""
        return replace(self, slots=tuple(slot for slot in self.slots if slot.kind != kind))

    def document(self) -> bytes:
        """Return the file."""
        told: dict[str, Any] = {"format": FORMAT, "version": VERSION, "id": self.id}
        told |= {"check": _check(told), "slots": [slot.document() for slot in self.slots]}
        return json.dumps(told, indent=2).encode()


def encrypted(folder: Path) -> bool:
    """Tell whether a data folder has keys."""
    return any((place / name).exists() for place in (folder, folder / CHANGED) for name in (FILE, COPY))


def read(folder: Path) -> Slots:
    """Return the slots of a data folder; raises NotEncrypted, OtherVersion, SlotsDamaged.

    A slot that is damaged in the file is taken from the copy.
    """
    if not encrypted(folder):
        raise NotEncrypted(folder)
    found = [
        _read(place / name)
        for place in (folder, folder / CHANGED)
        for name in (FILE, COPY)
        if (place / name).exists()
    ]
    whole = [slots for slots in found if slots is not None]
    if not whole:
        raise SlotsDamaged(str(folder / FILE))
    first, *others = whole
    if not first.damaged:
        return first
    # By kind: of each there is one, and its id may be what is damaged.
    good = {slot.kind for slot in first.slots}
    spare = {slot.kind: slot for other in others if other.id == first.id for slot in other.slots}
    taken = tuple(slot for kind, slot in spare.items() if kind not in good)
    return Slots(first.id, (*first.slots, *taken), first.damaged[len(taken) :])


def write(folder: Path, slots: Slots) -> None:
    """Keep the slots: the file, then its copy; raises CannotWrite, then at least one of them is whole."""
    for name in (FILE, COPY):
        write_private(folder / name, slots.document())


def mend(folder: Path) -> None:
    """Write both files again where one is damaged, missing or older, as an interrupted change leaves it."""
    slots = read(folder)
    if any(not (folder / name).exists() or _read(folder / name) != slots for name in (FILE, COPY)):
        write(folder, slots)


def parse(data: bytes, place: str) -> Slots:
    """Read a file's bytes; raises OtherVersion, SlotsDamaged."""
    try:
        told = json.loads(data)
        # Every version keeps this rule, so that a damaged number is not taken for another version.
        if told["format"] != FORMAT or told["check"] != _check({name: told[name] for name in _HEAD}):
            raise SlotsDamaged(place)
        if told["version"] != VERSION:
            raise OtherVersion(place, told["version"])
        return _slots(told)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise SlotsDamaged(place) from error


def _slots(told: dict[str, Any]) -> Slots:
    good, damaged = [], []
    for one in told["slots"]:
        facts = {key: value for key, value in one.items() if key != "check"}
        if _check(facts) != one.get("check") or one["kind"] not in KINDS:
            damaged.append(str(one.get("id", "")))
        else:
            good.append(Slot(one["kind"], one["id"], one["made"], one["facts"], one["sealed"]))
    return Slots(str(told["id"]), tuple(good), tuple(damaged))


def _read(path: Path) -> Slots | None:
    try:
        with path.open("rb") as file:
            return parse(file.read(_MOST), str(path))
    except (SlotsDamaged, OSError):
        return None


def _canonical(told: dict[str, Any]) -> bytes:
    return json.dumps(told, sort_keys=True, separators=(",", ":")).encode()


def _check(told: dict[str, Any]) -> str:
    return hashlib.sha256(_canonical(told)).hexdigest()[:16]
