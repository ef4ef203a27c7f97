"""What earlier signed inspections of the same factory say of a question: values, failures, photos."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import cached_property
from typing import TYPE_CHECKING, Any

from fieldkit.model.inspections.row_names import living, past_names
from fieldkit.model.superseded import not_superseded

if TYPE_CHECKING:
    from fieldkit.model.inspections.record import Inspection
    from fieldkit.model.inspections.row_names import Named, RowNames

_MOST = 12
# Signed before this one was started; a revision has the start of what it corrects.
_EARLIER = (
    " i.place = ? AND i.form_id = ? AND i.started_at < ? AND i.state = 'closed'"
    " AND coalesce(i.deleted, 0) = 0" + not_superseded("i")
)
_NEWEST = " ORDER BY i.started_at DESC, i.closed_at DESC"
_VALUES = (
    "SELECT i.started_at, a.value, a.qualifier FROM answer a JOIN inspection i ON i.id = a.inspection"
    " WHERE a.path = ? AND a.value IS NOT NULL AND coalesce(a.deleted, 0) = 0 AND"
    f"{_EARLIER}{_NEWEST} LIMIT ?"
)
_IN_ROWS = (
    "SELECT i.id, i.started_at, a.path, a.value, a.qualifier FROM answer a"
    " JOIN inspection i ON i.id = a.inspection WHERE instr(a.path, '[') > 0 AND a.value IS NOT NULL"
    f" AND coalesce(a.deleted, 0) = 0 AND{_EARLIER}{_NEWEST}"
)
_GONE = (
    "SELECT i.id, r.path, r.key FROM repeat_instance r JOIN inspection i ON i.id = r.inspection"
    f" WHERE r.deleted = 1 AND{_EARLIER}"
)
_FAILED = f"n.path IS NOT NULL AND coalesce(n.deleted, 0) = 0 AND{_EARLIER}"
_FAILURES = (
    "SELECT n.path, count(*) AS times, min(i.started_at) AS since FROM finding n"
    f" JOIN inspection i ON i.id = n.inspection WHERE instr(n.path, '[') = 0 AND {_FAILED} GROUP BY n.path"
)
_FAILURES_IN_ROWS = (
    "SELECT n.path, i.id, i.started_at FROM finding n JOIN inspection i ON i.id = n.inspection"
    f" WHERE instr(n.path, '[') > 0 AND {_FAILED} ORDER BY i.started_at"
)


@dataclass(frozen=True, slots=True)
class Past:
    """A value of an earlier visit; ``day`` is ISO."""

    day: str
    value: Decimal
    qualifier: str = ""


@dataclass(frozen=True, slots=True)
class Repeated:
    """How often a question failed at earlier visits, and the first day (ISO)."""

    times: int
    since: str


@dataclass(frozen=True, slots=True)
class _Visit:
    """The answers in rows of an earlier visit, by stored path, and what its rows were called."""

    day: str
    values: dict[str, tuple[str, str]]
    names: RowNames


class Earlier:
    """The earlier visits of an inspection, read when they are first asked for.

    In rows of repeats it is the row of the same name that counts, wherever it stood.
    """

    def __init__(self, inspection: Inspection) -> None:
        self._inspection = inspection
        self._place = tuple(inspection.row[column] for column in ("factory", "form_id", "started_at"))

    def values(self, stored: str) -> list[Past]:
        """Return the last twelve numbers that the question (stored path) had, oldest first."""
        if "[" in stored:
            found = self._in_rows(stored)
        else:
            rows = self._inspection.workspace.rows(_VALUES, stored, *self._place, _MOST)
            found = [(row["started_at"], row["value"], row["qualifier"] or "") for row in rows]
        pasts = (_past(*line) for line in found)
        return [past for past in pasts if past is not None][:_MOST][::-1]

    def failed(self, stored: str) -> Repeated | None:
        """Return how often the question (stored path) failed before; None when it never did."""
        if "[" not in stored:
            return self._failures.get(stored)
        named = self._inspection.row_names.named(stored)
        days = self._failures_in_rows.get(named, []) if named is not None else []
        return Repeated(len(days), days[0]) if days else None

    def _in_rows(self, stored: str) -> list[tuple[str, str, str]]:
        named = self._inspection.row_names.named(stored)
        found = []
        for visit in self._visits.values():
            then = visit.names.stored(named) if named is not None else None
            if then in visit.values:
                found.append((visit.day, *visit.values[then]))
        return found

    @cached_property
    def _failures(self) -> dict[str, Repeated]:
        rows = self._inspection.workspace.rows(_FAILURES, *self._place)
        return {row["path"]: Repeated(row["times"], str(row["since"])[:10]) for row in rows}

    @cached_property
    def _failures_in_rows(self) -> dict[Named, list[str]]:
        found: dict[Named, list[str]] = defaultdict(list)
        for row in self._inspection.workspace.rows(_FAILURES_IN_ROWS, *self._place):
            visit = self._visits.get(row["id"])
            named = visit.names.named(row["path"]) if visit is not None else None
            if named is not None:
                found[named].append(str(row["started_at"])[:10])
        return found

    @cached_property
    def _visits(self) -> dict[str, _Visit]:
        """Return the visits that had rows by the id of the inspection, the newest first."""
        rules = self._inspection.row_rules
        if not rules:
            return {}
        gone: dict[str, set[str]] = defaultdict(set)
        for row in self._inspection.workspace.rows(_GONE, *self._place):
            gone[row["id"]].add(f"{row['path']}[{row['key']}]")
        answers: dict[str, dict[str, tuple[str, str]]] = defaultdict(dict)
        days: dict[str, str] = {}
        for row in self._inspection.workspace.rows(_IN_ROWS, *self._place):
            days[row["id"]] = str(row["started_at"])
            if living([row["path"]], gone[row["id"]]):
                answers[row["id"]][row["path"]] = (row["value"], row["qualifier"] or "")
        return {
            record: _Visit(
                days[record],
                held,
                past_names(rules, {path: value for path, (value, _) in held.items()}),
            )
            for record, held in answers.items()
        }


def photos_of(inspection: Inspection, earlier: str, stored: str) -> list[dict[str, Any]]:
    """Return the pictures that the inspection ``earlier`` has at a question, oldest first."""
    return inspection.workspace.rows(
        "SELECT * FROM attachment WHERE inspection = ? AND path = ? AND kind IN ('photo', 'after')"
        " AND coalesce(deleted, 0) = 0 ORDER BY id",
        earlier,
        stored,
    )


def _past(day: str, value: str, qualifier: str) -> Past | None:
    try:
        number = Decimal(value)
    except InvalidOperation:
        return None
    return Past(day[:10], number, qualifier) if number.is_finite() else None
