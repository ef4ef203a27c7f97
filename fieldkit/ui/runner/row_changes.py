"""What can be done with the rows of a repeat: add, copy, move, remove."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from fieldkit.model.inspections import repeats
from fieldkit.model.inspections.stored_path import paths_by_stored, stored_path

if TYPE_CHECKING:
    from collections.abc import Callable

    from fieldkit.model.inspections import Inspection
    from fieldkit.ui.runner.answers import Answers


def change(answers: Answers, path: str, what: str) -> str:
    """Do ``what`` (add, copy, up, down, remove) at a range or a row; returns where to stand next."""
    inspection = answers.inspection
    node = inspection.instance.node(path)
    if what in ("add", "copy"):
        make = partial(repeats.add_row if what == "add" else repeats.copy_row, inspection, path)
        return _made(answers, path, make)
    stored = stored_path(node)
    if what == "remove":
        answers.write(lambda: repeats.remove_row(inspection, path), path)
        return _present(inspection, stored.rpartition("[")[0])
    to = node.index + (1 if what == "down" else -1)
    answers.write(lambda: repeats.move_row(inspection, path, to), path)
    return _present(inspection, stored)


def _made(answers: Answers, path: str, make: Callable[[], str]) -> str:
    made: list[str] = []
    answers.write(lambda: made.append(make()), path)
    return made[0] if made else ""


def _present(inspection: Inspection, stored: str) -> str:
    return paths_by_stored(inspection.instance).get(stored, "")
