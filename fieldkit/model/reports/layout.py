"""A report as its layout says it is: sheets, columns, totals, colours, charts, print set-up."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping

    from fieldkit.errors import Text
    from fieldkit.model.indicators import Indicator
    from fieldkit.model.indicators.subjects import Subject
    from fieldkit.model.indicators.table import Span

Format = Literal["text", "code", "integer", "number", "money", "percent", "date"]
Asked = Literal["period", "district", "officer", "factory"]
Orientation = Literal["landscape", "portrait"]
ChartKind = Literal["column", "bar", "line", "pie"]
Derived = Literal["needed", "short"]
Tone = Literal["good", "fair", "bad"]
NUMERIC: frozenset[Format] = frozenset({"integer", "number", "money", "percent"})
ROW_NUMBER, BY_HAND = "#", ""
"""Sources of a column besides the columns of the subject."""


@dataclass(frozen=True, slots=True)
class Colours:
    """When the cells of a column are coloured.

    Attributes:
        good: a number from which it is green.
        fair: a number from which it is yellow; what is lower is red.
        bad_above: a number above which it is red.
        words: the tone of a text, by code.
    """

    good: float | None = None
    fair: float | None = None
    bad_above: float | None = None
    words: Mapping[str, Tone] | None = None


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a sheet.

    Attributes:
        source: column of the subject, `ROW_NUMBER`, or `BY_HAND` for what is written on paper.
        counted: what is counted for each group of the sheet instead.
        derived: what of the share ``of`` (the key of another column) it shows instead.
        total: what stands below it.
        words: what the codes of its values are called, where the layout says so itself.
        empty: what stands where nothing is known, instead of a dash.
    """

    key: str
    title: Text
    format: Format = "text"
    width: int = 14
    source: str = BY_HAND
    counted: Indicator | None = None
    derived: Derived | None = None
    of: str = ""
    total: Indicator | None = None
    colours: Colours | None = None
    words: Mapping[str, Text] | None = None
    empty: Text | None = None

    @property
    def total_format(self) -> Format:
        """The format of what stands below: a share is one also under words."""
        if self.total is None or self.format in NUMERIC:
            return self.format
        return "percent" if self.total.measure == "share" else "number"


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart below the rows: the columns ``values`` by the column ``labels``."""

    kind: ChartKind
    title: Text
    values: tuple[str, ...]
    labels: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet of a report.

    Attributes:
        key: by which placeholders name it.
        listed: what its rows are: the condition over the subject, with its own columns.
        group: columns of the subject whose values make one row each; empty for a row a record.
        order: columns by which the records are sorted.
        subtotal: column after whose groups a subtotal stands.
        by_round: a sheet of its own for each inspection round of the period.
        portrait: the page of one factory: columns as lines, ``lists`` and ``photos`` below.
        lists: the lists on the page of one factory.
        most: rows at most, 0 for all.
    """

    key: str
    title: Text
    listed: Indicator
    columns: tuple[Column, ...]
    group: tuple[str, ...] = ()
    order: tuple[str, ...] = ()
    subtotal: str = ""
    total: Text | None = None
    by_round: bool = False
    chart: Chart | None = None
    portrait: bool = False
    lists: tuple[Sheet, ...] = ()
    photos: int = 0
    most: int = 0

    @property
    def subject(self) -> Subject:
        """What the rows are about."""
        return self.listed.subject

    @property
    def span(self) -> Span:
        """Whether a part of a year shows the whole year."""
        return self.listed.period

    def column(self, key: str) -> Column:
        """Return the column ``key``; raises KeyError."""
        found = next((column for column in self.columns if column.key == key), None)
        if found is None:
            raise KeyError(key)
        return found


@dataclass(frozen=True, slots=True)
class Report:
    """A report.

    Attributes:
        about: a sentence on what it shows.
        needs: what has to be recorded for it.
        asks: what the person chooses.
        signatures: who signs below each sheet.
        locked: only written with a password.
    """

    id: str
    title: Text
    about: Text
    needs: Text
    asks: tuple[Asked, ...]
    sheets: tuple[Sheet, ...]
    signatures: tuple[Text, ...]
    orientation: Orientation
    size: int
    locked: bool = False

    def sheet(self, key: str) -> Sheet:
        """Return the sheet ``key``; raises KeyError."""
        found = next((sheet for sheet in self.sheets if sheet.key == key), None)
        if found is None:
            raise KeyError(key)
        return found
