"""The figures: the same for the command line, the workbook, the dashboard and the centre.

:class:`Reading` gives numbers, :func:`listing` the rows behind any of them. Both read the same SELECT of the
subject and the same conditions, so that a list has as many rows as its number says.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Literal

from fieldkit.errors import Text
from fieldkit.model.indicators import shared, stood
from fieldkit.model.indicators.all_subjects import subjects
from fieldkit.model.indicators.periods import current, year_period
from fieldkit.model.indicators.sources import Here
from fieldkit.model.indicators.subjects import with_moment
from fieldkit.model.indicators.syntax import EVERYTHING, quoted
from fieldkit.model.indicators.table import NoSuchIndicator, indicators

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence
    from datetime import date
    from typing import Self

    from sqlalchemy import Connection

    from fieldkit.model.indicators.periods import Period
    from fieldkit.model.indicators.sources import Source
    from fieldkit.model.indicators.subjects import Column, Subject
    from fieldkit.model.indicators.table import Indicator

Part = Literal["numerator", "denominator", "rest"]
"""``rest`` is what the denominator has and the numerator has not."""


@dataclass(frozen=True, slots=True)
class Scope:
    """What is counted, when, and as of which day.

    Attributes:
        province: two-digit code; "" is all that is here.
        type: main type of factory, the first three digits; "" is all. What has no factory has no type and is
            not narrowed by it.
    """

    period: Period
    today: date
    province: str = ""
    type: str = ""

    def narrowing(self, subject: Subject) -> dict[str, str]:
        """Return the columns of a subject that the scope narrows, with their values."""
        wanted = {"province": self.province, "type": self.type}
        return {name: value for name, value in wanted.items() if value and name in subject.columns}

    def of(self, indicator: Indicator) -> Scope:
        """Return the scope of one indicator: some are about whole years only, some about today."""
        if indicator.period == "any":
            return self
        if indicator.period == "now":
            return replace(self, period=current(self.today))
        return replace(self, period=year_period(self.period.fiscal_year))


@dataclass(frozen=True, slots=True)
class Figure:
    """An indicator's value, for everything or for one group of a breakdown.

    Attributes:
        group: the value of the breakdown's column, None for everything.
        denominator: None where there is none to count against.
        value: None where the denominator is empty: nothing is divided by zero, a dash is shown.
    """

    indicator: Indicator
    group: str | None
    numerator: float
    denominator: float | None
    value: float | None

    @property
    def target(self) -> float | None:
        """The target in the unit of the value."""
        return self.indicator.target

    @property
    def met(self) -> bool | None:
        """Whether the target is reached; None without a target or value."""
        if self.target is None or self.value is None:
            return None
        return self.value >= self.target if self.indicator.better == "higher" else self.value <= self.target

    @property
    def needed(self) -> int | None:
        """How many the numerator must have to reach the target of a share of rows."""
        if self.target is None or not self.denominator or self.indicator.measure != "share":
            return None
        # 0.9 × 10 must not become 9.000000000000002
        return math.ceil(round(self.target * self.denominator / 100, 6))

    @property
    def short(self) -> int | None:
        """How many are missing from the target."""
        if self.needed is None or self.indicator.better == "lower":
            return None
        return max(0, self.needed - int(self.numerator))


@dataclass(frozen=True, slots=True)
class Listing:
    """The rows behind a number: dictionaries of ``id``, the columns, and ``factory`` (an id) if any."""

    subject: Subject
    columns: tuple[Column, ...]
    rows: list[dict[str, Any]]

    @property
    def ids(self) -> list[str]:
        """The ids of the records, in the table ``subject.table``."""
        return [row["id"] for row in self.rows]


class Reading:
    """Several figures of one scope, read from one state of the data; used with ``with``.

    What several subjects ask for (`shared`) is worked out once and kept in temporary tables till the end; so
    are the rows of subjects that are asked for more than once, where :meth:`keep` says so.
    """

    def __init__(self, source: Source, scope: Scope) -> None:
        self.source, self.scope = source, scope
        self._kept: list[str] = []
        # The columns that are kept, and of which values of the narrowed one, all if empty.
        self._subjects: dict[str, tuple[frozenset[str], frozenset[str]]] = {}
        self._stood: dict[tuple[str, Period], str] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, error: type[BaseException] | None, *_more: object) -> None:
        if error is None and self.source.lasts:
            for name in (*(f"kept_{subject}" for subject in self._subjects), *self._kept):
                self.source.do(f"DROP TABLE {name}")

    def keep(self, asked: Iterable[tuple[Indicator, str]]) -> None:
        """Work out once the rows of subjects that several of ``asked`` (an indicator and its ``by``) need."""
        names: dict[str, set[str]] = {}
        members: dict[str, list[Indicator]] = {}
        for one, by in asked:
            if self.scope.of(one).period == self.scope.period:
                names.setdefault(one.subject.name, set()).update(columns_of(one, by))
                members.setdefault(one.subject.name, []).append(one)
        for subject, wanted in names.items():
            wanted |= self.scope.narrowing(subjects()[subject]).keys()
            only = _only(members[subject])
            # What is written into a table is materialized there.
            counted = _counted(subjects()[subject], wanted, self.scope, only, ids=False, kept=True)
            start = self._with(counted, self.scope)
            rows = f"{start} SELECT * FROM counted"
            self.source.do(f"CREATE TEMPORARY TABLE kept_{subject} AS {rows}")
            self._subjects[subject] = frozenset(wanted), only

    def compute(self, wanted: Iterable[Indicator] | None = None, *, by: str = "") -> list[Figure]:
        """Return the figures of ``wanted`` (all indicators) in their order, one a group with ``by``.

        Indicators that cannot be broken down by ``by`` are left out; raises `NoSuchIndicator` when none can.
        """
        asked = list(indicators().values() if wanted is None else wanted)
        chosen = [one for one in asked if not by or by in one.breakdowns]
        if by and not chosen:
            raise _not_by(by, asked)
        together: dict[tuple[str, Period], list[Indicator]] = {}
        for one in chosen:
            together.setdefault((one.subject.name, self.scope.of(one).period), []).append(one)
        found: dict[str, list[Figure]] = {}
        for members in together.values():
            for figure in self._figures(members, by):
                found.setdefault(figure.indicator.id, []).append(figure)
        return [figure for one in chosen for figure in found.get(one.id, [])]

    def _figures(self, members: Sequence[Indicator], by: str) -> Iterable[Figure]:
        scope, subject = self.scope.of(members[0]), members[0].subject
        names = {name for one in members for name in columns_of(one, by)}
        sums = [_sums(one) for one in members]
        # What several indicators count alike, such as all factories, is counted once.
        places = {expression: f"s{at}" for at, expression in enumerate(dict.fromkeys(sum(sums, ())))}
        listed = ", ".join(f"{expression} AS {name}" for expression, name in places.items())
        group, tail = (f"{by} AS grp, ", f" GROUP BY {by}") if by else ("", "")
        start, table = self._source(subject, names, scope, _only(members))
        sql = f"{start} SELECT {group}{listed} FROM {table} WHERE 1 = 1{_within(subject, scope)}{tail}"
        lines = sorted(self.source.ask(sql), key=lambda line: _order(line["grp"]) if by else (0, ""))
        for one, (above, below) in zip(members, sums, strict=True):
            for line in lines:
                parts = line[places[above]] or 0, line[places[below]] or 0
                yield _figure(one, line["grp"] if by else None, *parts)

    def _source(
        self, subject: Subject, names: set[str], scope: Scope, only: frozenset[str]
    ) -> tuple[str, str]:
        """Return the WITH of a SELECT and the table that it counts."""
        if subject.name in self._subjects and scope.period == self.scope.period:
            kept, of = self._subjects[subject.name]
            if names <= kept and (not of or (only and only <= of)):
                return "", f"kept_{subject.name}"
        counted = _counted(subject, names, scope, only, ids=False)
        return self._with(counted, scope), "counted"

    def _with(self, counted: str, scope: Scope) -> str:
        """Return the WITH of a SELECT; what several need is worked out once."""
        for table in stood.asked(counted):
            if (table, scope.period) not in self._stood:
                found = stood.stood(self.source, table, scope.period, scope.today)
                self._stood[table, scope.period] = found
        then = [self._stood[table, scope.period] for table in stood.asked(counted)]
        return _with(counted, scope, then, self._keeping(counted, scope))

    def _keeping(self, counted: str, scope: Scope) -> list[str]:
        """Return the temporary tables that a SELECT finds, making them if need be."""
        if scope.period != self.scope.period:
            return []
        found = shared.to_keep(counted)
        for name in found:
            if name not in self._kept:
                for sql in shared.making(name, sqlite=self.source.sqlite):
                    self.source.do(with_moment(sql, scope.period, scope.today))
                self._kept.append(name)
        return found


def _not_by(by: str, asked: Iterable[Indicator]) -> NoSuchIndicator:
    known = ", ".join(sorted({name for one in asked for name in one.breakdowns}))
    return NoSuchIndicator(
        Text(f"แยกตาม “{by}” ไม่ได้", f"Nothing can be broken down by “{by}”"),
        Text(f"ใช้ {known}", f"Use one of: {known}"),
    )


def listing(
    connection: Connection,
    scope: Scope,
    indicator: Indicator,
    part: Part = "numerator",
    *,
    by: str = "",
    group: str | None = None,
    shown: Sequence[str] = (),
) -> Listing:
    """Return what is behind a number, of one ``group`` of the breakdown ``by`` or of everything.

    ``shown`` are the columns of the list instead of those that the subject usually shows.
    """
    condition = _part(indicator, part)
    used = {*indicator.numerator.columns, *indicator.denominator.columns}
    if by and group is not None:
        condition = f"{condition} AND {by} = {quoted(group)}"
        used.add(by)
    weight = (indicator.weight,) if indicator.weight else ()
    names = tuple(dict.fromkeys(shown or (*indicator.subject.shown, *weight)))
    return _rows(connection, scope.of(indicator), indicator.subject, names, condition, used)


def departures(connection: Connection, scope: Scope) -> Listing:
    """Return the factories that were struck off in the period and no longer count, with their reasons."""
    subject = subjects()["departed"]
    return _rows(connection, scope, subject, subject.shown, "1 = 1", set())


def _rows(
    connection: Connection,
    scope: Scope,
    subject: Subject,
    shown: Sequence[str],
    condition: str,
    used: set[str],
) -> Listing:
    source = Here(connection)
    label = ("factory",) if "factory" in subject.columns else ()
    names = {*shown, *label, *used}
    counted = _counted(subject, names, scope)
    then = [stood.stood(source, table, scope.period, scope.today) for table in stood.asked(counted)]
    start = _with(counted, scope, then)
    sql = f"{start} SELECT * FROM counted WHERE {condition}{_within(subject, scope)}"
    kept = ("id", *label, *shown)
    rows = [{name: row[name] for name in kept} for row in source.ask(sql)]
    rows.sort(key=lambda row: (*(_order(row[name]) for name in shown[:2]), row["id"]))
    return Listing(subject, tuple(subject.columns[name] for name in shown), rows)


def _order(value: object) -> tuple[int, str]:
    return (1, "") if value is None else (0, str(value))


def columns_of(one: Indicator, by: str = "") -> set[str]:
    """Return the columns that an indicator and its breakdown read."""
    names = {*one.numerator.columns, *one.denominator.columns, one.weight}
    return (names | {by if by in one.breakdowns else ""}) - {""}


def _sums(one: Indicator) -> tuple[str, str]:
    """Return the SQL of numerator and denominator."""
    weight = one.weight or "1"
    below, part = one.denominator.sql, _both(one.denominator.sql, one.numerator.sql)
    if one.measure in ("count", "sum"):
        return (_sum(part, weight),) * 2  # counted against nothing
    counted = _both(below, f"{weight} IS NOT NULL") if one.weight else below
    return _sum(part, weight), _sum(counted, "1" if one.measure == "mean" else weight)


def _both(*conditions: str) -> str:
    return " AND ".join(sql for sql in conditions if sql != EVERYTHING.sql) or EVERYTHING.sql


def _sum(condition: str, weight: str) -> str:
    # Each row is asked: what is always true is left out.
    return f"sum({weight if condition == EVERYTHING.sql else f'CASE WHEN {condition} THEN {weight} END'})"


def _only(members: Iterable[Indicator]) -> frozenset[str]:
    """Return the values of the subject's narrowed column that ``members`` count; empty is all."""
    found = set()
    for one in members:
        needed = dict(one.denominator.required)
        if one.measure in ("count", "sum"):
            needed = dict(one.numerator.required) | needed
        if one.subject.narrowed not in needed:
            return frozenset()
        found.add(needed[one.subject.narrowed])
    return frozenset(found)


def _figure(one: Indicator, group: str | None, numerator: float, denominator: float) -> Figure:
    above, below = _rounded(numerator), _rounded(denominator)
    if one.measure in ("count", "sum"):
        return Figure(one, group, above, None, above)
    if not below:
        return Figure(one, group, above, below, None)
    times = 100 if one.measure == "share" else 1
    return Figure(one, group, above, below, above * times / below)


def _rounded(value: float) -> float:
    """Return a sum without the dust of adding floats in another order; whole where it is whole."""
    rounded = round(float(value), 6)
    return int(rounded) if rounded.is_integer() else rounded


def _part(one: Indicator, part: Part) -> str:
    below, above = one.denominator.sql, one.numerator.sql
    if part == "denominator":
        return below
    wanted = 1 if part == "numerator" else 0
    return f"{below} AND (CASE WHEN {above} THEN 1 ELSE 0 END) = {wanted}"


def _counted(
    subject: Subject,
    names: Iterable[str],
    scope: Scope,
    only: Iterable[str] = (),
    *,
    ids: bool = True,
    kept: bool = False,
) -> str:
    sql = subject.select({*names, *scope.narrowing(subject)}, only, ids=ids)
    # materialized, so that each column is worked out once and not wherever a condition names it
    how = "NOT MATERIALIZED" if kept else "MATERIALIZED"
    return with_moment(f"counted AS {how} ({sql})", scope.period, scope.today)


def _with(counted: str, scope: Scope, then: Sequence[str], kept: Collection[str] = ()) -> str:
    """Return the WITH of a SELECT: what it asks for that is not ``kept``, and how things stood ``then``."""
    asked = [with_moment(part, scope.period, scope.today) for part in shared.beside(counted, kept)]
    return f"WITH {', '.join([*asked, *then, counted])}"


def _within(subject: Subject, scope: Scope) -> str:
    return "".join(f" AND {name} = {quoted(value)}" for name, value in scope.narrowing(subject).items())
