"""A remembered export that is written into a folder once a day, at the hour at which the office closes."""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import time
from pathlib import Path
from typing import TYPE_CHECKING

from fieldkit.model import export_recipes

if TYPE_CHECKING:
    from collections.abc import Callable

    from fieldkit.model.export_recipes import Exported
    from fieldkit.model.workspace import Workspace

_KEY, _WRITTEN = "export_schedule", "export_scheduled_on"


@dataclass(frozen=True, slots=True)
class Schedule:
    """``recipe`` is the name of a remembered export, ``at`` an hour of the day (HH:MM)."""

    recipe: str
    folder: str
    at: str


def schedule(workspace: Workspace) -> Schedule | None:
    """Return what is written daily on this machine; None when nothing is."""
    with suppress(ValueError, TypeError):
        found = Schedule(**json.loads(workspace.setting(_KEY) or "null"))
        time.fromisoformat(found.at)
        return found
    return None


def plan(workspace: Workspace, wanted: Schedule | None) -> None:
    """Write ``wanted`` daily from now on; None writes nothing any more. Raises ValueError for no hour."""
    if wanted is not None:
        time.fromisoformat(wanted.at)
    workspace.remember(_KEY, None if wanted is None else json.dumps(asdict(wanted), ensure_ascii=False))


def due(workspace: Workspace) -> Schedule | None:
    """Return what is to be written now: its hour has come, and today's file is not written yet."""
    found, now = schedule(workspace), workspace.clock()
    if found is None or now.time() < time.fromisoformat(found.at):
        return None
    return None if workspace.setting(_WRITTEN) == now.date().isoformat() else found


def run(
    workspace: Workspace,
    wanted: Schedule,
    *,
    language: str = "th",
    progress: Callable[[int, int], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Exported:
    """Write today's file, ``NAME 2026-11-22.xlsx``; a second one of a day replaces the first.

    Raises NoSuchRecipe and what the export raises; then it stays due.
    """
    chosen = export_recipes.recipe(workspace, wanted.recipe)
    today = workspace.clock().date().isoformat()
    name = "".join("_" if letter in '/\\:*?"<>|' else letter for letter in wanted.recipe)
    target = Path(wanted.folder) / f"{name} {today}{chosen.suffix}"
    found = export_recipes.export(
        workspace, chosen, target, language=language, progress=progress, cancelled=cancelled
    )
    workspace.remember(_WRITTEN, today)
    return found
