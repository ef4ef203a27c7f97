"""What an indicator may be about: each subject is one SELECT with declared columns.

SQL that SQLite and PostgreSQL understand alike: days are ISO texts, flags are 1 and 0. ``:start``, ``:end``,
``:first`` (of the fiscal year), ``:today``, ``:soon`` (a week on), ``:at`` (the day whose month decides who
counts), ``:year``, ``:rounds`` … are put in by :func:`with_moment`; ``{name}`` in a column's SQL is another
column of the subject.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING

from fieldkit.model.indicators.periods import year_period
from fieldkit.model.indicators.syntax import quoted
from fieldkit.model.reference import param

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from fieldkit.errors import Text
    from fieldkit.model.indicators.periods import Period
    from fieldkit.model.indicators.syntax import Kind

SOON = 7
"""Days ahead within which something that falls due needs somebody."""

_NAMED = re.compile(r"\{(\w+)\}")
_MOMENT = re.compile(
    r":(first_round|first|start|end|today|soon|renewal|at_month|at|year_ago|after|year|rounds)\b"
)


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a subject.

    Attributes:
        sql: its expression; ``{name}`` is another column.
        join: name of the subject's join that it needs.
        codes: where its words come from: a list of codes, or ``month``, ``type``, ``visit_kind``.
    """

    name: str
    words: Text
    sql: str
    kind: Kind = "text"
    join: str = ""
    codes: str = ""


@dataclass(frozen=True, slots=True)
class Subject:
    """Something that is counted.

    Attributes:
        table: whose ids the rows have.
        source: what stands behind FROM.
        joins: what columns may need beside it.
        instead: sources for columns that need more than ``source`` has, by what they give as ``join``.
        shown: columns of the list behind a figure.
        wider: joins that another join, where it is needed too, has all columns of.
        narrowed: a column of which an index knows the rows, so that only those asked for are read.
    """

    name: str
    words: Text
    table: str
    source: str
    where: str
    columns: Mapping[str, Column]
    shown: tuple[str, ...]
    id: str = "x.id"
    joins: Mapping[str, str] = field(default_factory=dict)
    instead: Mapping[str, str] = field(default_factory=dict)
    needs: tuple[str, ...] = ()
    wider: Mapping[str, str] = field(default_factory=dict)
    narrowed: str = ""

    def kinds(self) -> dict[str, Kind]:
        """Return the kind of each column."""
        return {name: column.kind for name, column in self.columns.items()}

    def select(self, names: Iterable[str], only: Iterable[str] = (), *, ids: bool = True) -> str:
        """Return the SELECT of ``id`` and the columns ``names``, with the joins that these need.

        ``only`` are values (as SQL) of the column ``narrowed``: rows with others are left out. ``id`` is null
        without ``ids``: to carry it along costs more than a number.
        """
        wanted = sorted(set(names))
        used: set[str] = set(self.needs)
        parts = [f"{self.id if ids else 'NULL'} AS id"]
        parts += (f"{self._sql(name, used)} AS {name}" for name in wanted)
        used -= {join for join, other in self.wider.items() if other in used}
        joined = " ".join(self.joins[join] for join in self.joins if join in used)
        source = next((self.instead[join] for join in self.instead if join in used), self.source)
        few = ", ".join(sorted(only))
        further = f" AND {self.columns[self.narrowed].sql} IN ({few})" if few else ""
        return f"SELECT {', '.join(parts)} FROM {source} {joined} WHERE {self.where}{further}"

    def _sql(self, name: str, used: set[str]) -> str:
        column = self.columns[name]
        if column.join:
            used.add(column.join)
        return _NAMED.sub(lambda found: f"({self._sql(found[1], used)})", column.sql)


def declared(columns: Sequence[Column]) -> dict[str, Column]:
    """Return columns by name, in their order."""
    return {column.name: column for column in columns}


def flag(condition: str) -> str:
    """Return 1 where a condition is true, else 0, also where it is not known."""
    return f"CASE WHEN {condition} THEN 1 ELSE 0 END"


def living(alias: str) -> str:
    """Return the condition that a record is not in the bin."""
    return f"coalesce({alias}.deleted, 0) = 0"


def day_number(day: str) -> str:
    """Return a count of days for an ISO day, null where it is none: the same in SQLite and PostgreSQL."""
    parts = {"y": f"substr({day}, 1, 4)", "m": f"substr({day}, 6, 2)", "d": f"substr({day}, 9, 2)"}
    digits = f"length({day}) >= 10 AND ltrim({parts['y']} || {parts['m']} || {parts['d']}, '0123456789') = ''"
    year, month = f"CAST({parts['y']} AS INTEGER)", f"CAST({parts['m']} AS INTEGER)"
    # years begin in March, so that the day of a leap year comes last
    march = f"({year} - CASE WHEN {month} > 2 THEN 0 ELSE 1 END)"
    months = f"({month} + CASE WHEN {month} > 2 THEN -3 ELSE 9 END)"
    return (
        f"CASE WHEN {digits} THEN 365 * {march} + {march} / 4 - {march} / 100 + {march} / 400"
        f" + (153 * {months} + 2) / 5 + CAST({parts['d']} AS INTEGER) END"
    )


def as_number(value: str) -> str:
    """Return the number that a text is, null where it is none: the same in SQLite and PostgreSQL."""
    numeric = (
        f"{value} <> '' AND {value} <> '.' AND ltrim({value}, '0123456789.') = ''"
        f" AND length({value}) - length(replace({value}, '.', '')) <= 1"
    )
    return f"CASE WHEN {numeric} THEN CAST({value} AS DOUBLE PRECISION) END"


def newest(rows: str, columns: Mapping[str, str], *, group: str = "factory") -> str:
    """Return a SELECT of ``group`` and, for each column, the newest fact's value that meets its condition.

    ``rows`` stands behind FROM and has the columns of ``fact``. Day and id (36 letters) stand before the
    value, so that the greatest text is the newest one: one pass, no window.
    """
    stamped = "substr(coalesce(as_of, '0000-00-00'), 1, 10) || id || coalesce(value, '')"
    parts = (
        f"substr(max(CASE WHEN {when} THEN {stamped} END), 47) AS {name}" for name, when in columns.items()
    )
    return f"SELECT {group}, {', '.join(parts)} FROM {rows} GROUP BY {group}"


def _renewal_days() -> int:
    days = param("gi.renew_warn_days")
    return max(days) if isinstance(days, tuple) else 0


def with_moment(sql: str, period: Period, today: date) -> str:
    """Put the days of a period into the SQL of a subject."""
    at = period.at(today)
    # What is over is told as it stood at its end.
    today = min(today, period.end)
    values = {
        "first": quoted(year_period(period.fiscal_year).start.isoformat()),
        "start": quoted(period.start.isoformat()),
        "end": quoted(period.end.isoformat()),
        "after": quoted((period.end + timedelta(days=1)).isoformat()),
        "today": quoted(today.isoformat()),
        "soon": quoted((today + timedelta(days=SOON)).isoformat()),
        "renewal": quoted((today + timedelta(days=_renewal_days())).isoformat()),
        "at": quoted(at.isoformat()),
        "at_month": quoted(at.isoformat()[:7]),
        "year_ago": quoted(f"{at.year - 1}{at.isoformat()[4:]}"),
        "year": str(period.fiscal_year),
        "first_round": quoted(period.rounds[0]),
        "rounds": ", ".join(quoted(name) for name in period.rounds),
    }
    return _MOMENT.sub(lambda found: values[found[1]], sql)
