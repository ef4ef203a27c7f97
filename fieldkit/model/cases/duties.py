"""What is to be done for a record by which day: the duties of ``case_duties.csv``.

``where`` is ``column=value|value``; an empty value is one that is not known. ``since`` is the column of the
day from which ``days`` count, ``step:kind`` for the last such step (its own deadline, or else its day), or
``yearly`` for a day of the calendar year. A duty is done by a step of ``until`` on or after that day; one
that ``repeats`` begins anew with it. A step of ``extends`` gives another day.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from fieldkit import resources
from fieldkit.errors import Text
from fieldkit.model.cases.life import Step, day, ended
from fieldkit.model.cases.steps_table import kinds
from fieldkit.model.codes import codes
from fieldkit.model.csv_table import Row, read, refuse_unknown
from fieldkit.model.reference import param, whole_param

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

YEARLY = "yearly"
_STEP = "step:"
_COLUMNS = ("record_table", "duty", "th", "en", "where", "since", "days", "repeats", "until", "extends")


@dataclass(frozen=True, slots=True)
class DutyRule:
    """One row; ``days`` are whole days or, for a yearly duty, month and day."""

    table: str
    code: str
    name: Text
    column: str
    values: tuple[str, ...]
    since: str
    days: int | str
    repeats: bool
    until: tuple[str, ...]
    extends: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Duty:
    """What is to be done for a record, and the last day for it."""

    code: str
    name: Text
    due: date


@lru_cache(maxsize=2)
def read_duties(path: Path) -> tuple[DutyRule, ...]:
    """Return the rules of a table; raises `TableError` naming row and column."""
    return tuple(_rule(row) for row in read(path, _COLUMNS))


def duty_rules(table: str) -> tuple[DutyRule, ...]:
    """Return the shipped rules of a register."""
    path = resources.path("reference", "case_duties.csv")
    return tuple(rule for rule in read_duties(path) if rule.table == table)


def duties(table: str, record: Mapping[str, Any], steps: Sequence[Step], *, today: date) -> list[Duty]:
    """Return what is still to be done for ``record``, the earliest first; nothing once it has ended."""
    if ended(table, record["state"]):
        return []
    found = []
    for rule in duty_rules(table):
        if rule.column and str(record[rule.column] or "") not in rule.values:
            continue
        due = _due(rule, record, steps, today)
        if due is not None:
            found.append(Duty(rule.code, rule.name, due))
    return sorted(found, key=lambda duty: duty.due)


def _due(rule: DutyRule, record: Mapping[str, Any], steps: Sequence[Step], today: date) -> date | None:
    if rule.since == YEARLY:
        return _yearly(rule, steps, today)
    since = _since(rule, record, steps)
    if since is None:
        return None
    done = [on for on in _days_of(steps, rule.until) if on >= since]
    if rule.repeats:
        since = max([since, *done])
    elif done:
        return None
    assert isinstance(rule.days, int)
    given = [
        on for step in steps if step["kind"] in rule.extends and (on := day(step["due_date"])) is not None
    ]
    return max([since + timedelta(days=rule.days), *given])


def _since(rule: DutyRule, record: Mapping[str, Any], steps: Sequence[Step]) -> date | None:
    if not rule.since.startswith(_STEP):
        return day(record[rule.since])
    kind = rule.since.removeprefix(_STEP)
    last = next((step for step in reversed(steps) if step["kind"] == kind), None)
    return None if last is None else day(last["due_date"]) or day(last["on_date"])


def _yearly(rule: DutyRule, steps: Sequence[Step], today: date) -> date:
    """Return this year's day, or next year's when what is due was done this year."""
    month, number = str(rule.days).split("-")
    done = any(on.year >= today.year for on in _days_of(steps, rule.until))
    return date(today.year + done, int(month), int(number))


def _days_of(steps: Iterable[Step], wanted: Sequence[str]) -> list[date]:
    return [on for step in steps if step["kind"] in wanted and (on := day(step["on_date"])) is not None]


def _rule(row: Row) -> DutyRule:
    table = row.text("record_table")
    known = codes(kinds(table))
    column, _, values = row.optional("where").partition("=")
    until, extends = tuple(row.text("until").split()), tuple(row.optional("extends").split())
    refuse_unknown(row, "until", until, known)
    refuse_unknown(row, "extends", extends, known)
    since = row.text("since")
    if since.startswith(_STEP):
        refuse_unknown(row, "since", [since.removeprefix(_STEP)], known)
    return DutyRule(
        table,
        row.text("duty"),
        Text(row.text("th"), row.text("en")),
        column,
        tuple(values.split("|")) if column else (),
        since,
        _days(row, since),
        row.one_of("repeats", ("yes", "no")) == "yes",
        until,
        extends,
    )


def _days(row: Row, since: str) -> int | str:
    text = row.text("days")
    if since == YEARLY:
        return str(param(text))
    return int(text) if text.isdecimal() else whole_param(text)
