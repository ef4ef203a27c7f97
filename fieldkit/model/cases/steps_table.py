"""The steps of the registers as data: when one may be taken, where it leads, what it needs and sets.

``resources/reference/case_steps.csv``: ``when`` is ``open``, ``ended`` or ``any`` state; ``to`` the state
after it (``=`` stays); ``sets`` gives columns of the record from columns of the step, from a number, or
(``column=``) empties them.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from fieldkit import resources
from fieldkit.model.codes import codes, ending
from fieldkit.model.csv_table import Row, read, refuse_unknown
from fieldkit.model.tables import GROUPS

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

_STAYS = "="
_WHEN = ("open", "ended", "any")
_COLUMNS = ("record_table", "kind", "when", "to", "needs", "sets")


@dataclass(frozen=True, slots=True)
class StepRule:
    """One row: a step of ``kind`` for records of ``table``."""

    table: str
    kind: str
    when: str
    to: str
    needs: tuple[str, ...]
    sets: tuple[tuple[str, str], ...]

    def leads(self, state: str) -> str:
        """Return the state after the step."""
        return state if self.to == _STAYS else self.to

    def possible(self, state: str) -> bool:
        """Tell whether the step may be taken in ``state``."""
        return self.when == "any" or (self.when == "ended") == (state in ending(states(self.table)))

    def set_by(self, step: Mapping[str, Any]) -> dict[str, Any]:
        """Return the columns of the record that ``step`` sets."""
        return {column: _value(source, step) for column, source in self.sets}


def states(table: str) -> str:
    """Return the name of the list of states of a register."""
    return f"{table}.state"


def kinds(table: str) -> str:
    """Return the name of the list of steps of a register."""
    return f"step.{table}"


def start(table: str) -> str:
    """Return the state in which a record begins: the first of the list."""
    return next(iter(codes(states(table))))


@lru_cache(maxsize=2)
def read_steps(path: Path) -> Mapping[str, Mapping[str, StepRule]]:
    """Return the rules of a table by register and kind; raises `TableError` naming row and column."""
    found: dict[str, dict[str, StepRule]] = {}
    for row in read(path, _COLUMNS):
        rule = _rule(row)
        found.setdefault(rule.table, {})[rule.kind] = rule
    return found


def rules(table: str) -> Mapping[str, StepRule]:
    """Return the shipped rules of a register by kind of step, in order."""
    return read_steps(resources.path("reference", "case_steps.csv"))[table]


def possible(table: str, state: str) -> tuple[str, ...]:
    """Return the kinds of steps that may be taken in ``state``, in order."""
    return tuple(rule.kind for rule in rules(table).values() if rule.possible(state))


def leading_to(table: str, state: str) -> str | None:
    """Return the kind of step that leads to ``state``, None where none does."""
    return next((rule.kind for rule in rules(table).values() if rule.to == state), None)


def set_columns(table: str) -> frozenset[str]:
    """Return the columns of a record that its steps set."""
    return frozenset(column for rule in rules(table).values() for column, _source in rule.sets)


def _value(source: str, step: Mapping[str, Any]) -> Any:
    if not source:
        return None
    return int(source) if source.isdecimal() else step[source]


def _rule(row: Row) -> StepRule:
    table = row.text("record_table")
    columns = {column for group in GROUPS.get(table, {}).values() for column in group}
    refuse_unknown(row, "record_table", [table], list(GROUPS))
    pairs = [part.partition("=") for part in row.optional("sets").split()]
    step_columns = set(GROUPS["step"]["what"])
    refuse_unknown(row, "kind", [row.text("kind")], codes(kinds(table)))
    refuse_unknown(row, "to", [row.text("to")], {_STAYS, *codes(states(table))})
    refuse_unknown(row, "needs", row.optional("needs").split(), step_columns)
    refuse_unknown(row, "sets", [column for column, _, _ in pairs], columns)
    sources = [source for _, _, source in pairs if source and not source.isdecimal()]
    refuse_unknown(row, "sets", sources, step_columns)
    return StepRule(
        table,
        row.text("kind"),
        row.one_of("when", _WHEN),
        row.text("to"),
        tuple(row.optional("needs").split()),
        tuple((column, source) for column, _, source in pairs),
    )
