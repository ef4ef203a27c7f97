"""The steps of an order as data: which may follow which state, what they need, and what they set.

``resources/reference/order_steps.csv``: a row says that a step of ``kind`` may be taken in the states
``from`` and leads to the state ``to`` (``=`` stays). ``sets`` gives columns of the order from columns of
the step; ``findings`` is the state that its findings take; with ``letter`` the letter is written.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from fieldkit import resources
from fieldkit.model.codes import codes
from fieldkit.model.csv_table import Row, read, refuse_unknown
from fieldkit.model.tables import GROUPS

if TYPE_CHECKING:
    from pathlib import Path

STATES, KINDS = "factory_order.state", "step.factory_order"
RESULTS = "factory_order.result"
"""What the office reports of a state; where such a code ends, the deadline runs no more."""
START = "draft"
_STAYS = "="
_COLUMNS = ("kind", "from", "to", "needs", "sets", "findings", "letter")


@dataclass(frozen=True, slots=True)
class Transition:
    """One row: a step of ``kind``, where it may be taken and where it leads."""

    kind: str
    states: frozenset[str]
    to: str
    needs: tuple[str, ...]
    sets: tuple[tuple[str, str], ...]
    findings: str
    letter: bool

    def leads(self, state: str) -> str:
        """Return the state after the step."""
        return state if self.to == _STAYS else self.to


@lru_cache(maxsize=2)
def read_transitions(path: Path) -> tuple[Transition, ...]:
    """Return the rows of a table of steps; raises `TableError` naming row and column."""
    return tuple(_transition(row) for row in read(path, _COLUMNS))


def transitions() -> tuple[Transition, ...]:
    """Return the shipped steps of orders."""
    return read_transitions(resources.path("reference", "order_steps.csv"))


def transition(kind: str, state: str) -> Transition | None:
    """Return the row for a step of ``kind`` in ``state``, None where it may not be taken."""
    return next((row for row in transitions() if row.kind == kind and state in row.states), None)


def of_kind(kind: str) -> tuple[Transition, ...]:
    """Return the rows of a kind of step."""
    return tuple(row for row in transitions() if row.kind == kind)


def possible(state: str) -> tuple[str, ...]:
    """Return the kinds of steps that may be taken in ``state``, in the order of the table."""
    return tuple(dict.fromkeys(row.kind for row in transitions() if state in row.states))


def _transition(row: Row) -> Transition:
    step_columns, order_columns = set(GROUPS["step"]["what"]), _order_columns()
    pairs = [part.partition("=") for part in row.optional("sets").split()]
    refuse_unknown(row, "kind", [row.text("kind")], codes(KINDS))
    refuse_unknown(row, "from", row.text("from").split(), codes(STATES))
    refuse_unknown(row, "to", [row.text("to")], {_STAYS, *codes(STATES)})
    refuse_unknown(row, "needs", row.optional("needs").split(), step_columns)
    refuse_unknown(row, "sets", [column for column, _, _ in pairs], order_columns)
    refuse_unknown(row, "sets", [source for _, _, source in pairs], step_columns)
    return Transition(
        kind=row.text("kind"),
        states=frozenset(row.text("from").split()),
        to=row.text("to"),
        needs=tuple(row.optional("needs").split()),
        sets=tuple((column, source) for column, _, source in pairs),
        findings=row.optional("findings"),
        letter=row.one_of("letter", ("yes", "no")) == "yes",
    )


def _order_columns() -> set[str]:
    return {column for columns in GROUPS["factory_order"].values() for column in columns}
