"""Other data take the place of a data folder: put back or salvaged beside it, exchanged at the next start.

The exchange is two renames, done before anything in the folder is opened; whatever interrupts them, the next
start goes on where they stopped. The data that were there stay beside, under the name of their last day.
"""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

from fieldkit.errors import FieldkitError
from fieldkit.model import durable
from fieldkit.model.keys import conversion, slots

if TYPE_CHECKING:
    from datetime import datetime

_SMALL = 1 << 20
_SEALED = (slots.FILE, slots.COPY, conversion.TOKEN)


def place_beside(folder: Path, what: str, now: datetime) -> Path:
    """Return where data are prepared that are to take the place of ``folder``: on the same disk."""
    return folder.with_name(f"{folder.name}-{what}-{now:%Y%m%dT%H%M%S}")


def arrange(folder: Path, prepared: Path, now: datetime) -> Path:
    """Let ``prepared`` take the place of ``folder`` at the next start; returns where ``folder`` goes.

    Raises CannotWrite; then nothing is exchanged.
    """
    before = place_beside(folder, "before", now)
    take_small_files(folder, prepared, sealed=_one_key(folder, prepared))
    with durable.replacing(_note(folder)) as path:
        path.write_text(json.dumps({"prepared": prepared.name, "before": before.name}), encoding="utf-8")
    return before


def finish(folder: Path) -> None:
    """Exchange what was arranged, if anything; nobody may have ``folder`` open. Raises CannotWrite."""
    note = _note(folder)
    try:
        named = json.loads(note.read_text(encoding="utf-8"))
        prepared, before = (folder.with_name(Path(named[one]).name) for one in ("prepared", "before"))
    except (OSError, ValueError, KeyError, TypeError):
        return  # nothing is arranged, or nobody can read what
    with durable.explaining(folder):
        if prepared.is_dir():
            if folder.is_dir() and not before.exists():
                folder.rename(before)
            prepared.rename(folder)
            durable.sync_folder(folder.parent)
        note.unlink()


def _one_key(folder: Path, prepared: Path) -> bool:
    """Tell whether what one of them has sealed, or not, the other can read."""
    try:
        ids = {slots.read(one).id if slots.encrypted(one) else "" for one in (folder, prepared)}
    except FieldkitError:
        return False
    return len(ids) == 1


def take_small_files(source: Path, target: Path, *, sealed: bool = True) -> None:
    """Bring what stands beside a data file: how the window looks, and what is ``sealed``, keys and token."""
    for path in source.iterdir() if source.is_dir() else ():
        mine = not path.name.startswith(("fieldkit.db", ".")) and path.name != "lock"
        mine = mine and (sealed or not path.name.startswith(_SEALED))
        new = target / path.name
        if mine and path.is_file() and path.stat().st_size <= _SMALL and not new.exists():
            shutil.copy2(path, new)


def _note(folder: Path) -> Path:
    return folder.with_name(f"{folder.name}.handover")
