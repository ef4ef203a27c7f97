"""Reads one column of a sheet's layout: a value of each record, or something counted for each group."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, cast, get_args

from fieldkit.errors import NOTHING, Text
from fieldkit.model.indicators.all_subjects import subjects
from fieldkit.model.indicators.syntax import EVERYTHING, Condition, ExpressionError, parse
from fieldkit.model.indicators.table import Indicator, Measure, numeric_settings
from fieldkit.model.reports.layout import BY_HAND, ROW_NUMBER, Colours, Column, Derived, Format
from fieldkit.model.reports.sources import GROUPED, with_groups

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fieldkit.model.indicators.subjects import Subject
    from fieldkit.model.indicators.table import Span
    from fieldkit.model.reports.layout import Tone
    from fieldkit.model.reports.toml_table import Table

_KEYS = (
    *("key", "title", "format", "width", "from", "words", "empty", "colour"),
    *("count", "sum", "mean", "share", "where", "target", "weight", "subject", "needed", "short"),
    *("total", "total_share", "total_where"),
)
_COLOUR = ("good", "fair", "bad_above", "words")
_MEASURES: tuple[Measure, ...] = ("count", "sum", "mean", "share")
_TOTALS = ("sum", "count", "mean", "share")
_WIDEST = 80
_FORMATS: dict[str, Format] = {"number": "number", "day": "date", "flag": "text", "text": "text"}


@dataclass(frozen=True, slots=True)
class ColumnReader:
    """Reads the columns of one sheet: of ``subject``, in groups of the columns ``group``."""

    name: str
    subject: Subject
    group: tuple[str, ...]
    span: Span
    where: Condition = EVERYTHING

    def within(self, where: Condition) -> ColumnReader:
        """Return the reader for a sheet that only shows what meets a condition."""
        return replace(self, where=where)

    def condition(self, table: Table, key: str, subject: Subject) -> Condition:
        """Return the condition of a key; one that cannot be read is a problem."""
        try:
            return parse(table.text(key, ""), subject.kinds(), numeric_settings())
        except ExpressionError as error:
            table.wrong(
                key,
                Text(
                    f"เงื่อนไขอ่านไม่ได้ที่อักษรตัวที่ {error.letter}: {error.title.th}",
                    f"The condition cannot be read at letter {error.letter}: {error.title.en}",
                ),
                error.cure,
            )
            return EVERYTHING

    def read(self, table: Table) -> Column:
        """Return the column of a table of the layout."""
        table.refuse_unknown(_KEYS)
        source = table.text("from", BY_HAND)
        measure = next((name for name in _MEASURES if name in table.values), None)
        derived = next((name for name in get_args(Derived) if name in table.values), None)
        self._check_source(table, source, grouped=measure is not None or derived is not None)
        column = self.subject.columns.get(source)
        usual = "integer" if source == ROW_NUMBER or measure == "count" or derived else None
        usual = usual or ("percent" if measure == "share" else "number" if measure else None)
        usual = usual or (_FORMATS[column.kind] if column else "text")
        return Column(
            key=table.text("key"),
            title=table.words("title"),
            format=cast("Format", table.one_of("format", get_args(Format), usual)),
            width=min(_WIDEST, int(table.number("width", 14) or 14)),
            source=source,
            counted=self._counted(table, measure) if measure else None,
            derived=cast("Derived | None", derived),
            of=table.text(derived) if derived else "",
            total=self._total(table, source),
            colours=_colours(table),
            words=_words(table),
            empty=table.words("empty") if "empty" in table.values else None,
        )

    def _check_source(self, table: Table, source: str, *, grouped: bool) -> None:
        if source in (BY_HAND, ROW_NUMBER):
            return
        allowed = (
            self.group if self.group else tuple(name for name in self.subject.columns if name != GROUPED)
        )
        if grouped or source not in allowed:
            table.unknown("from", source, allowed)

    def _counted(self, table: Table, measure: Measure) -> Indicator:
        name = table.text("subject", "")
        subject, where = self.subject, self.where
        if name:
            known = subjects()
            table.known("subject", [name], known)
            subject, where = known.get(name, self.subject), EVERYTHING
            missing = [one for one in self.group if one not in subject.columns]
            for one in missing:
                table.unknown("subject", f"{name}.{one}", list(subject.columns))
            if not missing:
                subject = with_groups(subject, self.group)
        added_up = measure in ("sum", "mean")
        key = measure if added_up else "weight" if "weight" in table.values else ""
        weight = self._weight(table, key, subject) if key else ""
        numerator = EVERYTHING if added_up else self.condition(table, measure, subject)
        among = self.condition(table, "where", subject)
        return self._indicator(table, subject, measure, weight, numerator, _both(where, among))

    def _weight(self, table: Table, key: str, subject: Subject) -> str:
        weight = table.text(key)
        numbers = [name for name, column in subject.columns.items() if column.kind == "number"]
        table.known(key, [weight], numbers)
        return weight if weight in numbers else ""

    def _total(self, table: Table, source: str) -> Indicator | None:
        kind = table.text("total", "")
        if not kind:
            return None
        table.known("total", [kind], _TOTALS)
        if self.group:
            table.wrong(
                "total",
                Text("แผ่นที่จัดกลุ่มรวมให้เองแล้ว", "A sheet of groups has its totals already"),
                Text("ลบ total ของคอลัมน์นี้", "Remove the total of this column"),
            )
            return None
        among = _both(self.where, self.condition(table, "total_where", self.subject))
        if kind in ("sum", "mean"):
            numbers = [name for name, column in self.subject.columns.items() if column.kind == "number"]
            table.known("from", [source], numbers)
            weight = source if source in numbers else ""
            return self._indicator(table, self.subject, cast("Measure", kind), weight, EVERYTHING, among)
        numerator = self.condition(table, "total_share", self.subject) if kind == "share" else EVERYTHING
        measure: Measure = "share" if kind == "share" else "count"
        return self._indicator(table, self.subject, measure, "", numerator, among)

    def _indicator(
        self,
        table: Table,
        subject: Subject,
        measure: Measure,
        weight: str,
        numerator: Condition,
        denominator: Condition,
    ) -> Indicator:
        return Indicator(
            id=f"{self.name}.{table.values.get('key', '')}",
            name=table.words("title"),
            subject=subject,
            measure=measure,
            weight=weight,
            numerator=numerator,
            denominator=denominator,
            target=_setting_or_number(table, "target"),
            unit=NOTHING,
            better="higher",
            period=self.span,
            breakdowns=(GROUPED, *subject.columns),
            note=NOTHING,
            source="",
            confidence="",
        )

    def check_derived(self, table: Table, columns: Sequence[Column]) -> None:
        """Refuse what follows from a column that is no share with a target."""
        shares = {
            column.key: column.counted
            for column in columns
            if column.counted is not None and column.counted.measure == "share"
        }
        for place, column in zip(table.tables("columns"), columns, strict=True):
            if column.derived is None:
                continue
            found = shares.get(column.of)
            if found is None or found.target is None:
                place.wrong(
                    column.derived,
                    Text(f"“{column.of}” ไม่ใช่ร้อยละที่มีเป้าหมาย", f"“{column.of}” is no share with a target"),
                    Text(
                        f"ใช้คอลัมน์ร้อยละที่มี target: {', '.join(shares) or '-'}",
                        f"Name a share that has a target: {', '.join(shares) or '-'}",
                    ),
                )


def _both(one: Condition, other: Condition) -> Condition:
    if one == EVERYTHING:
        return other
    if other == EVERYTHING:
        return one
    return Condition(f"({one.sql}) AND ({other.sql})", one.columns | other.columns)


def _setting_or_number(table: Table, key: str) -> float | None:
    """Return a number, or the setting of the office that ``:name`` means."""
    value = table.values.get(key)
    if isinstance(value, str) and value.startswith(":"):
        found = numeric_settings().get(value[1:])
        if found is None:
            table.wrong(
                key,
                Text(f"ไม่มีค่าตั้ง “{value}” ที่เป็นตัวเลข", f"There is no numeric setting “{value}”"),
                Text("ดูชื่อใน params.csv หรือเขียนตัวเลข", "See the names in params.csv, or write a number"),
            )
        return None if found is None else float(found)
    return table.number(key)


def _colours(table: Table) -> Colours | None:
    colour = table.table("colour")
    if colour is None:
        return None
    colour.refuse_unknown(_COLOUR)
    words = colour.table("words")
    tones: dict[str, Tone] = {}
    for tone in ("good", "fair", "bad"):
        for code in words.texts(tone) if words else ():
            tones[code] = tone
    good, fair, above = (_setting_or_number(colour, name) for name in ("good", "fair", "bad_above"))
    return Colours(good, fair, above, tones or None)


def _words(table: Table) -> dict[str, Text] | None:
    words = table.table("words")
    return {code: words.words(code) for code in words.values} if words else None
