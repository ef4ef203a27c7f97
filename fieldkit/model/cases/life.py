"""Where a record stands: its state and the columns that its dated steps give it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from fieldkit.model.cases.steps_table import rules, start, states
from fieldkit.model.codes import ending

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

Step = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Standing:
    """What steps make of a record: its state, since when (ISO), and the columns that they set."""

    state: str
    since: str | None
    columns: Mapping[str, Any]


def in_order(steps: Iterable[Step]) -> list[Step]:
    """Return steps as they happened: by day, and those of a day as they were written down."""
    return sorted(steps, key=lambda step: (str(step["on_date"] or ""), str(step["id"])))


def standing(table: str, stored: str | None, steps: Iterable[Step]) -> Standing:
    """Return where a record of ``table`` with these steps (not the deleted ones) stands.

    ``stored`` counts as long as no step gave it a state. A step that could not have been taken, as two
    laptops may together write it, counts all the same.
    """
    known = rules(table)
    taken = [(known[step["kind"]], step) for step in in_order(steps) if step["kind"] in known]
    columns: dict[str, Any] = {}
    state, since = start(table), None
    moved = False
    for rule, step in taken:
        columns |= rule.set_by(step)
        after = rule.leads(state)
        moved = moved or after != state or rule.to == after
        if after != state:
            state, since = after, step["on_date"]
    return Standing(state if moved else stored or state, since, columns)


def ended(table: str, state: object) -> bool:
    """Tell whether a record in ``state`` needs nobody any more."""
    return str(state) in ending(states(table))


def day(text: object) -> date | None:
    """Return the day of an ISO date or time, None for nothing and for what is no date."""
    try:
        return date.fromisoformat(str(text)[:10]) if text else None
    except ValueError:
        return None
