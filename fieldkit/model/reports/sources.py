"""Columns that a layout adds to a subject: facts of a factory, answers of a checklist, columns as one.

Facts and answers are named as data, so that a report may ask for what a checklist of tomorrow will say; what
nobody has said yet is empty.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from fieldkit.model.fact_properties import fact_property
from fieldkit.model.indicators.subjects import Column, as_number, living, newest
from fieldkit.model.indicators.syntax import quoted
from fieldkit.model.made_visits import CLOSINGS
from fieldkit.model.superseded import not_superseded

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from fieldkit.errors import Text
    from fieldkit.model.indicators.subjects import Subject
    from fieldkit.model.indicators.syntax import Kind

GROUPED = "grouped"
"""The column that holds the values of a sheet's groups, divided by `BETWEEN`."""
BETWEEN = "\x1f"
ANSWERS = "answer_"
"""How the names of joins begin that read answers."""
_ANSWER = re.compile(r"([A-Za-z0-9_-]+):([A-Za-z_][A-Za-z0-9_.-]*)")


@dataclass(frozen=True, slots=True)
class Asked:
    """A fact or an answer that a layout asks for under a name of its own."""

    name: str
    words: Text
    source: str
    kind: Kind = "text"
    codes: str = ""


def is_answer(source: str) -> bool:
    """Tell whether a source names an answer: ``AIR:air07``."""
    return _ANSWER.fullmatch(source) is not None


def with_sources(subject: Subject, facts: Sequence[Asked], answers: Sequence[Asked]) -> Subject:
    """Return the subject with columns of facts and answers of its factory ``f``."""
    joins, columns = dict(subject.joins), dict(subject.columns)
    if facts:
        known = ", ".join(dict.fromkeys(quoted(fact.source) for fact in facts))
        rows = f"fact x WHERE property IN ({known}) AND {living('x')}"
        conditions = {fact.name: _until(fact.source) for fact in facts}
        joins["facts"] = f"LEFT JOIN ({newest(rows, conditions)}) fa ON fa.factory = f.id"
        for fact in facts:
            columns[fact.name] = _column(fact, f"fa.{fact.name}", "facts")
    for answer in answers:
        join = f"{ANSWERS}{answer.name}"
        joins[join] = f"LEFT JOIN ({_answers(answer.source)}) {join} ON {join}.factory = f.id"
        columns[answer.name] = _column(answer, f"substr({join}.stamped, 47)", join)
    return replace(subject, joins=joins, columns=columns)


def _until(name: str) -> str:
    """Return the condition for a property: what is about a year may have been recorded after it."""
    until = "" if ":year" in name else " AND coalesce(as_of, '') <= :end"
    return f"property = {quoted(name)}{until}"


def _column(asked: Asked, sql: str, join: str) -> Column:
    kind, codes = asked.kind, asked.codes
    if not is_answer(asked.source) and kind == "text" and not codes:
        known = fact_property(asked.source.replace(":year", "2567"))
        codes = known.codes
        kind = "number" if known.kind == "number" else "day" if known.kind == "date" else "text"
    value = as_number(sql) if kind == "number" else f"nullif({sql}, '')"
    return Column(asked.name, asked.words, value, kind, join, codes)


def _answers(source: str) -> str:
    """Return a SELECT of the newest answer of each factory in the period, as day, id and value."""
    found = _ANSWER.fullmatch(source)
    assert found is not None
    form, question = found.groups()
    closings = ", ".join(map(quoted, CLOSINGS))
    return (
        "SELECT i.place AS factory,"
        " max(substr(i.started_at, 1, 10) || i.id || coalesce(w.value, '')) AS stamped"
        f" FROM answer w JOIN inspection i ON i.id = w.inspection WHERE i.form_id = {quoted(form)}"
        f" AND w.path LIKE {quoted(f'%/{question}')} AND i.state = 'closed' AND i.closing IN ({closings})"
        f" AND i.started_at >= :start AND i.started_at < :after AND {living('i')}{not_superseded('i')}"
        " GROUP BY i.place"
    )


def with_groups(subject: Subject, group: Iterable[str]) -> Subject:
    """Return the subject with one column that holds the columns ``group``."""
    parts = f" || {quoted(BETWEEN)} || ".join(f"coalesce({{{name}}}, '')" for name in group)
    first = next(iter(subject.columns.values()))
    column = replace(first, name=GROUPED, sql=parts or "''", kind="text", join="", codes="")
    return replace(subject, columns=_with(subject.columns, column))


def _with(columns: Mapping[str, Column], column: Column) -> dict[str, Column]:
    return {**columns, column.name: column}
