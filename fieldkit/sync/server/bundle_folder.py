"""The centre's side of the exchange by a folder: fetches bundles, leaves answers, says why it refuses."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import msgspec

from fieldkit.model import durable
from fieldkit.model.durable import explaining
from fieldkit.model.ids import new_id
from fieldkit.sync.bundle import envelope
from fieldkit.sync.bundle.errors import BundleDamaged, BundleError
from fieldkit.sync.bundle.folder import FROM_OFFICE, REFUSED, TO_OFFICE, Refusal
from fieldkit.sync.bundle.writing import SUFFIX
from fieldkit.sync.server import bundles

if TYPE_CHECKING:
    from pathlib import Path

    from fieldkit.sync.server.bundles import Received
    from fieldkit.sync.server.centre import Centre

KEPT = ".refused"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one bundle: what it brought and how many changes answered it, or why it was refused."""

    name: str
    received: Received | None = None
    answered: int = 0
    error: BundleError | None = None


def fetch(centre: Centre, folder: Path) -> list[Outcome]:
    """Take every bundle in the folder, and answer it.

    A refused one stays as ``NAME.refused`` beside the others and is not tried again; its laptop is told. What
    the disk refuses stays and is tried at the next call. Raises CannotWrite.
    """
    incoming = folder / TO_OFFICE
    with explaining(incoming):
        incoming.mkdir(parents=True, exist_ok=True)
        names = sorted(incoming.glob(f"*{SUFFIX}"))
    return [_fetch(centre, folder, path) for path in names]


def _fetch(centre: Centre, folder: Path, path: Path) -> Outcome:
    try:
        received = bundles.receive(centre, path)
    except BundleError as error:
        _refuse(folder, path, error)
        return Outcome(path.name, error=error)
    target = _outgoing(folder, received.device.id) / f"{new_id()}{SUFFIX}"
    answered = bundles.answer(centre, received, target)
    with explaining(path):
        path.unlink(missing_ok=True)
    return Outcome(path.name, received, answered)


def _refuse(folder: Path, path: Path, error: BundleError) -> None:
    device = _claimed(path)
    if device:
        target = _outgoing(folder, device) / f"{new_id()}{REFUSED}"
        told = Refusal((error.title.th, error.title.en), (error.hint.th, error.hint.en))
        with durable.replacing(target) as temporary, explaining(target):
            temporary.write_bytes(msgspec.json.encode(told))
    with explaining(path):
        path.replace(path.with_name(path.name + KEPT))


def _claimed(path: Path) -> str:
    """Return the device that a bundle names, empty where it cannot be read or could leave the folder."""
    try:
        device = envelope.header_of(path).device
    except BundleDamaged:
        device = path.name[:36]
    except BundleError:
        return ""
    return device if all(letter in "0123456789abcdef-" for letter in device) else ""


def _outgoing(folder: Path, device: str) -> Path:
    target = folder / FROM_OFFICE / device
    with explaining(target):
        target.mkdir(parents=True, exist_ok=True)
    return target
