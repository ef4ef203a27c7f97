"""Where an order stands: its state and dates, folded from its dated steps by the table of steps."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from fieldkit.errors import Text
from fieldkit.model.codes import ending
from fieldkit.model.orders import errors
from fieldkit.model.orders.steps_table import RESULTS, START, of_kind, transition, transitions

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

SET_COLUMNS = tuple(dict.fromkeys(column for row in transitions() for column, _source in row.sets))
"""The columns of an order that follow from its steps."""

Step = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Standing:
    """What the steps of an order make of it: its state, since when, and the columns they set."""

    state: str
    state_at: str | None
    columns: Mapping[str, Any]

    def as_columns(self) -> dict[str, Any]:
        """Return the columns of the order, all of them, also those that nothing sets."""
        return {**self.columns, "state": self.state, "state_at": self.state_at}


def in_order(steps: Iterable[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Return steps as they happened: by day, and those of a day as they were written down."""
    return sorted(steps, key=lambda step: (str(step["on_date"] or ""), str(step["id"])))


def standing(steps: Iterable[Mapping[str, Any]]) -> Standing:
    """Return where an order with these steps (not the deleted ones) stands.

    A step that could not have been taken, as two laptops may together write it, counts all the same.
    """
    state, since = START, None
    columns: dict[str, Any] = dict.fromkeys(SET_COLUMNS)
    for step in in_order(steps):
        row = transition(step["kind"], state) or next(iter(of_kind(step["kind"])), None)
        if row is None:  # a newer version knows this kind
            continue
        for column, source in row.sets:
            columns[column] = step[source]
        if row.leads(state) != state:
            state, since = row.leads(state), step["on_date"]
    return Standing(state, since, columns)


def as_it_stands(order: Mapping[str, Any], steps: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Return the columns of an order as its steps give them.

    One without any step, as another program may write it, is what is stored of it.
    """
    if not steps:
        return {**order, "state": order["state"] or START}
    return {**order, **standing(steps).as_columns()}


def check(steps: Iterable[Mapping[str, Any]], *, today: date, found_on: str | None, place: str) -> None:
    """Raise `OrderRefused` when the steps could not have happened so.

    Each step must be possible in the state before it, not lie after ``today`` nor before the visit of
    ``found_on`` (ISO), have what it needs, and give no day that lies before what it follows from.
    """
    ordered = in_order(steps)
    state, due = START, None
    for number, step in enumerate(ordered):
        on = day(step["on_date"])
        if on is None:
            raise errors.missing(step["kind"], "on_date", place)
        row = transition(step["kind"], state)
        if row is None:
            raise errors.not_possible(
                step["kind"], on, state, place, after=_enabling(step["kind"], ordered[number + 1 :])
            )
        for column in row.needs:
            if step[column] is None or not str(step[column]).strip():
                raise errors.missing(step["kind"], column, place)
        if on > today:
            raise errors.in_future(on, today, place)
        visited = day(found_on)
        if visited is not None and on < visited:
            raise errors.before("on_date", on, visited, Text("วันที่ตรวจพบ", "the visit that found it"), place)
        due = _checked_due(step, on, due, place)
        if step["amount"] is not None and step["amount"] < 0:
            raise errors.wrong_amount(place)
        state = row.leads(state)


def _checked_due(step: Mapping[str, Any], on: date, due: date | None, place: str) -> date | None:
    """Return the deadline after a step; raises when it lies before the step or the deadline before it."""
    given = day(step["due_date"])
    if given is None:
        return due
    if given < on:
        name = errors.step_name(step["kind"])
        raise errors.before("due_date", given, on, Text(f"วันที่{name.th}", f"the day of “{name.en}”"), place)
    if due is not None and given <= due:
        raise errors.before(
            "due_date",
            given,
            date.fromordinal(due.toordinal() + 1),
            Text("กำหนดเดิม", "the deadline so far"),
            place,
        )
    return given


def _enabling(kind: str, later: Sequence[Mapping[str, Any]]) -> tuple[str, date] | None:
    """Return the first later step after which ``kind`` would be possible."""
    wanted = {state for row in of_kind(kind) for state in row.states}
    for step in later:
        on = day(step["on_date"])
        if on is not None and any(row.to in wanted for row in of_kind(step["kind"])):
            return step["kind"], on
    return None


def day(text: object) -> date | None:
    """Return the day of an ISO date or time, None for nothing."""
    return date.fromisoformat(str(text)[:10]) if text else None


def due_on(order: Mapping[str, Any]) -> date | None:
    """Return the last day of an order, as extended; None while it has not been received."""
    return day(order["extended_to"]) or day(order["due_date"])


def runs(state: object) -> bool:
    """Tell whether the deadline of an order in ``state`` counts: it is neither fulfilled nor ended."""
    return str(state) not in ending(RESULTS)


def overdue_days(order: Mapping[str, Any], today: date) -> int:
    """Return by how many days an order is overdue, 0 when it is not."""
    due = due_on(order)
    return max((today - due).days, 0) if due is not None and runs(order["state"]) else 0
