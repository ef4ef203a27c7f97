"""The rows and totals of a report, by the functions that give the figures: nothing is counted twice."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Literal

from fieldkit import resources
from fieldkit.errors import Text
from fieldkit.model import elsewhere
from fieldkit.model.codes import read_codes
from fieldkit.model.indicators import Figure, words
from fieldkit.model.indicators.figures import Reading, listing
from fieldkit.model.indicators.sources import Here
from fieldkit.model.indicators.syntax import Condition
from fieldkit.model.reports.choice import check
from fieldkit.model.reports.layout import BY_HAND, NUMERIC, ROW_NUMBER
from fieldkit.model.reports.sources import ANSWERS, BETWEEN, GROUPED
from fieldkit.model.thai.collation import thai_key
from fieldkit.model.workbook.dates import to_date

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from sqlalchemy import Connection

    from fieldkit.model.indicators import Indicator
    from fieldkit.model.indicators.subjects import Column as Counted
    from fieldkit.model.reports.choice import Choice
    from fieldkit.model.reports.layout import Column, Report, Sheet

LineKind = Literal["row", "subtotal", "total"]
_UNKNOWN = Text("ไม่ระบุ", "not stated")
_SUBTOTAL = Text("รวม {}", "Total, {}")
_CARRIED = Text("คงค้างจากรอบ {}", "carried over from round {}")


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a sheet.

    Attributes:
        values: what stands in each column: text, number, date, or None where nothing is known.
        codes: the codes of texts that have words, by column.
        id: the record, "" for groups and totals.
    """

    kind: LineKind
    values: Mapping[str, Any]
    codes: Mapping[str, str]
    id: str = ""


@dataclass(frozen=True, slots=True)
class SheetResult:
    """A sheet with its lines; ``title`` is the name of the worksheet, ``note`` what its head adds.

    Attributes:
        pages: for pages of factories: each one's line and lists.
    """

    sheet: Sheet
    title: str
    lines: tuple[Line, ...]
    note: str = ""
    pages: tuple[tuple[Line, tuple[SheetResult, ...]], ...] = ()

    @property
    def rows(self) -> list[Line]:
        """The lines without subtotals and total."""
        return [line for line in self.lines if line.kind == "row"]

    @property
    def total(self) -> Line | None:
        """The line below all."""
        return next((line for line in self.lines if line.kind == "total"), None)


@dataclass(frozen=True, slots=True)
class ReportResult:
    """A report as it is now."""

    report: Report
    choice: Choice
    sheets: tuple[SheetResult, ...]

    def sheet(self, key: str) -> SheetResult:
        """Return the first sheet made of the layout's sheet ``key``; raises KeyError."""
        found = next((one for one in self.sheets if one.sheet.key == key), None)
        if found is None:
            raise KeyError(key)
        return found


def compute_report(
    connection: Connection,
    report: Report,
    choice: Choice,
    *,
    going: Callable[[int, int], object] = lambda _done, _total: None,
) -> ReportResult:
    """Return the report; ``going(done, total)`` is called before each sheet and may raise to stop."""
    check(report, choice)
    found: list[SheetResult] = []
    for number, sheet in enumerate(report.sheets):
        going(number, len(report.sheets))
        _refuse_elsewhere(connection, sheet, choice)
        found += _sheets(connection, sheet, choice)
    return ReportResult(report, choice, tuple(found))


def _refuse_elsewhere(connection: Connection, sheet: Sheet, choice: Choice) -> None:
    """Raise SomeElsewhere where a sheet shows answers or photos of the period that are at the office only."""
    if sheet.photos or any(join.startswith(ANSWERS) for join in sheet.subject.joins):
        period = choice.period
        elsewhere.refuse_between(
            connection, period.start.isoformat(), f"{period.end.isoformat()}T99", choice.factory
        )


def _sheets(connection: Connection, sheet: Sheet, choice: Choice) -> Iterable[SheetResult]:
    title = sheet.title.pick(choice.language)
    if not sheet.by_round:
        yield _sheet(connection, sheet, choice, title)
        return
    for key in choice.period.rounds:
        within = choice.in_round(key)
        named = f"{title} {key.replace('/', '-')}"
        yield replace(_sheet(connection, sheet, within, named), note=within.period.words(choice.language))


def _sheet(connection: Connection, sheet: Sheet, choice: Choice, title: str) -> SheetResult:
    if sheet.group:
        return SheetResult(sheet, title, tuple(_grouped(connection, sheet, choice)))
    lines = tuple(_listed(connection, sheet, choice))
    if not sheet.portrait:
        return SheetResult(sheet, title, lines)
    pages = []
    for line in lines:
        one = replace(choice, factory=line.id, district="", officer="")
        parts = tuple(_sheet(connection, part, one, part.title.pick(choice.language)) for part in sheet.lists)
        pages.append((line, parts))
    return SheetResult(sheet, title, lines, pages=tuple(pages))


# --- a row a group


def _grouped(connection: Connection, sheet: Sheet, choice: Choice) -> Iterable[Line]:
    counted = [column for column in sheet.columns if column.counted is not None]
    groups: dict[str, dict[str, Figure]] = {}
    whole: dict[str, Figure] = {}
    for members in _by_subject(counted):
        wanted = [_narrowed(column.counted, choice) for column in members if column.counted is not None]
        keys = {one.id: column.key for one, column in zip(wanted, members, strict=True)}
        with Reading(Here(connection), choice.scope) as reading:
            for figure in reading.compute(wanted, by=GROUPED):
                groups.setdefault(figure.group or "", {})[keys[figure.indicator.id]] = figure
            for figure in reading.compute(wanted):
                whole[keys[figure.indicator.id]] = figure
    known = [(key, figures) for key, figures in groups.items() if _any(figures)]
    known.sort(key=lambda pair: _place(sheet, pair[0].split(BETWEEN)))
    for number, (key, figures) in enumerate(known, 1):
        named = dict(zip(sheet.group, key.split(BETWEEN), strict=True))
        yield _group_line(sheet, choice, number, named, figures)
    if sheet.total is not None:
        values = {
            column.key: _figure_value(column, whole)
            for column in sheet.columns
            if column.counted is not None or column.derived is not None
        }
        yield Line("total", values | _label(sheet, sheet.total.pick(choice.language)), {})


def _any(figures: Mapping[str, Figure]) -> bool:
    """Tell whether a group has anything: one in which nothing is counted is not shown."""
    return any(figure.numerator or figure.denominator for figure in figures.values())


def _by_subject(columns: Iterable[Column]) -> Iterable[list[Column]]:
    found: dict[tuple[str, str], list[Column]] = {}
    for column in columns:
        assert column.counted is not None
        found.setdefault((column.counted.subject.name, column.counted.period), []).append(column)
    return found.values()


def _narrowed(indicator: Indicator, choice: Choice) -> Indicator:
    """Return an indicator of what was chosen."""
    within = choice.within(indicator.subject)
    if not within:
        return indicator
    below = indicator.denominator
    columns = below.columns | choice.narrowing(indicator.subject)
    return replace(indicator, denominator=Condition(f"({below.sql}){within}", columns))


def _group_line(
    sheet: Sheet, choice: Choice, number: int, named: Mapping[str, str], figures: Mapping[str, Figure]
) -> Line:
    values: dict[str, Any] = {}
    codes: dict[str, str] = {}
    for column in sheet.columns:
        if column.source == ROW_NUMBER:
            values[column.key] = number
        elif column.source in named:
            code = named[column.source]
            words_ = _words(column, sheet.subject.columns[column.source], code, choice)
            values[column.key] = words_ or _UNKNOWN.pick(choice.language)
            codes[column.key] = code
        elif column.source == BY_HAND and column.counted is None and column.derived is None:
            values[column.key] = ""
        else:
            values[column.key] = _figure_value(column, figures)
    return Line("row", values, codes)


def _figure_value(column: Column, figures: Mapping[str, Figure]) -> float | None:
    """Return what a counted column shows: a share as a part of one."""
    figure = figures.get(column.of if column.derived else column.key)
    if column.derived:
        if figure is None:
            return None
        return figure.needed if column.derived == "needed" else figure.short
    if column.counted is None:
        return None
    if figure is None:
        return 0 if column.counted.measure in ("count", "sum") else None
    return _shown(column.counted, figure)


def _shown(indicator: Indicator, figure: Figure) -> float | None:
    if figure.value is None:
        return None
    return figure.value / 100 if indicator.measure == "share" else figure.value


# --- a row a record


def _listed(connection: Connection, sheet: Sheet, choice: Choice) -> Iterable[Line]:
    shown = [column.source for column in sheet.columns if column.source not in (BY_HAND, ROW_NUMBER)]
    key = sheet.column(sheet.subtotal).source if sheet.subtotal else ""
    names = dict.fromkeys((*filter(None, (key,)), *sheet.order, *shown, *_carried(sheet)))
    indicator = replace(
        sheet.listed,
        numerator=Condition(
            f"({sheet.listed.numerator.sql}){choice.within(sheet.subject)}",
            sheet.listed.numerator.columns | choice.narrowing(sheet.subject),
        ),
    )
    found = listing(connection, choice.scope, indicator, shown=tuple(names) or ("factory",))
    order = (key, *sheet.order) if key else sheet.order
    rows = sorted(found.rows, key=lambda row: _row_place(sheet, row, order))
    rows = rows[: sheet.most] if sheet.most else rows
    subtotals = _totals(connection, sheet, choice, by=key) if key else {}
    group: object = None
    for number, row in enumerate(rows, 1):
        yield _row_line(sheet, choice, number, row)
        group = row[key] if key else None
        last = number == len(rows) or (key and rows[number][key] != group)
        if key and last and subtotals:
            named = words.cell_words(sheet.subject.columns[key], group, choice.language)
            label = _SUBTOTAL.pick(choice.language).format(named or _UNKNOWN.pick(choice.language))
            yield Line("subtotal", subtotals.get(str(group or ""), {}) | _label(sheet, label), {})
    if sheet.total is not None:
        whole = _totals(connection, sheet, choice, by="").get("", {})
        yield Line("total", whole | _label(sheet, sheet.total.pick(choice.language)), {})


def _carried(sheet: Sheet) -> tuple[str, ...]:
    return ("carried_from",) if "carried_from" in sheet.subject.columns else ()


def _totals(connection: Connection, sheet: Sheet, choice: Choice, *, by: str) -> dict[str, dict[str, Any]]:
    """Return the values below the columns, by the group (its text) of the column ``by``."""
    columns = [column for column in sheet.columns if column.total is not None]
    wanted = [_narrowed(column.total, choice) for column in columns if column.total is not None]
    if not wanted:
        return {}
    found: dict[str, dict[str, Any]] = {}
    with Reading(Here(connection), choice.scope) as reading:
        for figure in reading.compute(wanted, by=by):
            key = next(c.key for c, one in zip(columns, wanted, strict=True) if one.id == figure.indicator.id)
            found.setdefault(figure.group or "", {})[key] = _shown(figure.indicator, figure)
    return found


def _row_line(sheet: Sheet, choice: Choice, number: int, row: Mapping[str, Any]) -> Line:
    values: dict[str, Any] = {}
    codes: dict[str, str] = {}
    for column in sheet.columns:
        if column.source == ROW_NUMBER:
            values[column.key] = number
        elif column.source == BY_HAND:
            values[column.key] = ""
        else:
            values[column.key] = _words(
                column, sheet.subject.columns[column.source], row[column.source], choice
            )
            codes[column.key] = str(row[column.source] or "")
            if column.source == "state" and row.get("carried_from"):
                carried = _CARRIED.pick(choice.language).format(row["carried_from"])
                values[column.key] = f"{values[column.key]} · {carried}"
    return Line("row", values, codes, str(row.get("factory") or row["id"]) if sheet.portrait else row["id"])


def _words(column: Column, counted: Counted, value: object, choice: Choice) -> Any:
    """Return what stands in a cell: a number, a date, or words; None where nothing is known."""
    if value is None or value == "":
        return column.empty.pick(choice.language) if column.empty is not None else None
    if column.words is not None:
        named = (column.words.get(part) for part in str(value).split())
        parts = [words_.pick(choice.language) for words_ in named if words_ is not None]
        return ", ".join(parts) or str(value)
    if column.format in NUMERIC and counted.kind == "number":
        return value
    if column.format == "date":
        return to_date(value) or str(value)
    return words.cell_words(counted, value, choice.language)


def _label(sheet: Sheet, text: str) -> dict[str, Any]:
    """Return the words of a total, in the first column that has room for them."""
    wide = (c for c in sheet.columns if c.format in ("text", "code") and c.source != ROW_NUMBER)
    first = next((column for column in wide if column.total is None and column.counted is None), None)
    return {first.key: text} if first is not None else {}


# --- order


def _place(sheet: Sheet, group: Sequence[str]) -> tuple[Any, ...]:
    return tuple(
        _value_place(sheet.subject.columns[name], value)
        for name, value in zip(sheet.group, group, strict=True)
    )


def _row_place(sheet: Sheet, row: Mapping[str, Any], order: Sequence[str]) -> tuple[Any, ...]:
    return (*(_value_place(sheet.subject.columns[name], row[name]) for name in order), str(row["id"]))


def _value_place(column: Counted, value: object) -> tuple[int, Any]:
    """Return what sorts a value: codes as in their list, numbers by size, texts as in a dictionary."""
    if value is None or value == "":
        return (2, 0)
    if column.kind in ("number", "flag"):
        return (0, float(str(value)))
    listed = read_codes(resources.path("reference", "codes.csv")).get(column.codes, {})
    if str(value) in listed:
        return (0, float(list(listed).index(str(value))))
    return (1, thai_key(str(value)))
