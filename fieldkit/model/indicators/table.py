"""The indicators of the office, one a row of ``resources/indicators/indicators.csv``."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, get_args

from fieldkit import resources
from fieldkit.errors import NOTHING, FieldkitError, Text
from fieldkit.model.csv_table import read
from fieldkit.model.indicators.all_subjects import subjects
from fieldkit.model.indicators.syntax import EVERYTHING, Condition, ExpressionError, parse
from fieldkit.model.reference import params
from fieldkit.model.reference_tables.layers import layered

if TYPE_CHECKING:
    from collections.abc import Mapping
    from decimal import Decimal
    from pathlib import Path

    from fieldkit.model.csv_table import Row
    from fieldkit.model.indicators.subjects import Subject

Measure = Literal["share", "count", "sum", "mean"]
"""``share``: numerator of the denominator, in percent; ``count`` and ``sum`` of the numerator; ``mean`` of
the column ``weight`` over the denominator."""
Better = Literal["higher", "lower"]
Span = Literal["any", "year", "now"]
"""``year``: a round shows the figure of its whole fiscal year."""

_COLUMNS = (
    *(
        "id",
        "th",
        "en",
        "subject",
        "measure",
        "weight",
        "numerator",
        "denominator",
        "target",
        "unit",
        "unit_en",
    ),
    *("better", "period", "breakdowns", "note", "note_en", "source", "confidence"),
)


class NoSuchIndicator(FieldkitError):
    """No indicator has this id, or it cannot be broken down like this."""


@dataclass(frozen=True, slots=True)
class Indicator:
    """One indicator.

    Attributes:
        weight: number column that is added up instead of rows, "" for rows.
        target: in the unit of the value, None without one.
        breakdowns: columns of the subject by which it may be shown.
    """

    id: str
    name: Text
    subject: Subject
    measure: Measure
    weight: str
    numerator: Condition
    denominator: Condition
    target: float | None
    unit: Text
    better: Better
    period: Span
    breakdowns: tuple[str, ...]
    note: Text
    source: str
    confidence: str


@dataclass(frozen=True, slots=True)
class TodayItem:
    """Something that needs somebody today: what is counted, and how urgent it is."""

    counted: Indicator
    tone: str


@layered  # conditions hold the values of settings
def read_indicators(path: Path) -> Mapping[str, Indicator]:
    """Return the indicators of a table by id; raises `TableError` with file, row, column and cure."""
    found: dict[str, Indicator] = {}
    for row in read(path, _COLUMNS):
        indicator = _indicator(row)
        if indicator.id in found:
            raise row.error(
                "id",
                Text(f"ตัวชี้วัด “{indicator.id}” ซ้ำ", f"The indicator “{indicator.id}” stands twice"),
                Text("ใช้รหัสอื่น หรือลบแถวที่ซ้ำ", "Give it another id, or remove one of the rows"),
            )
        found[indicator.id] = indicator
    return found


@layered
def today_items() -> tuple[TodayItem, ...]:
    """Return what may need somebody today, in the order of ``resources/indicators/today.csv``."""
    path = resources.path("indicators", "today.csv")
    rows = read(path, ("id", "th", "en", "subject", "condition", "unit", "unit_en", "tone", "source"))
    return tuple(
        TodayItem(_today_item(row), row.one_of("tone", ("neutral", "info", "warn", "fail"))) for row in rows
    )


def indicators() -> Mapping[str, Indicator]:
    """Return the shipped indicators by id, in the order of the table."""
    return read_indicators(resources.path("indicators", "indicators.csv"))


def indicator(id_: str) -> Indicator:
    """Return one indicator; raises `NoSuchIndicator`."""
    found = indicators().get(id_)
    if found is None:
        known = ", ".join(indicators())
        raise NoSuchIndicator(
            Text(f"ไม่มีตัวชี้วัด “{id_}”", f"There is no indicator “{id_}”"),
            Text(f"ใช้รหัสใดรหัสหนึ่ง: {known}", f"Use one of: {known}"),
        )
    return found


def _today_item(row: Row) -> Indicator:
    subject = subjects()[row.one_of("subject", tuple(subjects()))]
    return Indicator(
        id=row.text("id"),
        name=Text(row.text("th"), row.text("en")),
        subject=subject,
        measure="count",
        weight="",
        numerator=_condition(row, "condition", subject),
        denominator=EVERYTHING,
        target=None,
        unit=Text(row.text("unit"), row.text("unit_en")),
        better="lower",
        period="now",
        breakdowns=(),
        note=NOTHING,
        source=row.text("source"),
        confidence=row.text("confidence"),
    )


def _indicator(row: Row) -> Indicator:
    subject = subjects()[row.one_of("subject", tuple(subjects()))]
    measure: Measure = row.one_of("measure", get_args(Measure))  # type: ignore[assignment]
    numbers = [name for name, column in subject.columns.items() if column.kind == "number"]
    weight = row.one_of("weight", ("", *numbers))
    if measure in ("sum", "mean") and not weight:
        raise row.error(
            "weight",
            Text(f"“{measure}” ต้องบอกคอลัมน์ตัวเลข", f"“{measure}” needs a number column"),
            Text(f"ใช้ {', '.join(numbers)}", f"Use one of: {', '.join(numbers)}"),
        )
    return Indicator(
        id=row.text("id"),
        name=Text(row.text("th"), row.text("en")),
        subject=subject,
        measure=measure,
        weight=weight,
        numerator=_condition(row, "numerator", subject),
        denominator=_condition(row, "denominator", subject),
        target=_target(row),
        unit=Text(row.text("unit"), row.text("unit_en")),
        better=row.one_of("better", get_args(Better)),  # type: ignore[arg-type]
        period=row.one_of("period", ("any", "year")),  # type: ignore[arg-type]
        breakdowns=_breakdowns(row, subject),
        note=Text(row.optional("note"), row.optional("note_en")),
        source=row.text("source"),
        confidence=row.text("confidence"),
    )


def numeric_settings() -> dict[str, int | Decimal]:
    """Return the settings that a condition or target may name, without the colon."""
    return {
        key: param.value for key, param in params().items() if not isinstance(param.value, (bool, str, tuple))
    }


def _condition(row: Row, column: str, subject: Subject) -> Condition:
    try:
        return parse(row.optional(column), subject.kinds(), numeric_settings())
    except ExpressionError as error:
        raise row.error(
            column,
            Text(
                f"เงื่อนไขอ่านไม่ได้ที่อักษรตัวที่ {error.letter}: {error.title.th}",
                f"The condition cannot be read at letter {error.letter}: {error.title.en}",
            ),
            error.cure,
        ) from error


def _target(row: Row) -> float | None:
    text = row.optional("target")
    if not text.startswith(":"):
        number = row.decimal_or_none("target")
        return None if number is None else float(number)
    value = numeric_settings().get(text[1:])
    if value is None:
        raise row.error(
            "target",
            Text(f"ไม่มีค่าตั้ง “{text}” ที่เป็นตัวเลข", f"There is no numeric setting “{text}”"),
            Text("ดูชื่อใน params.csv หรือเขียนตัวเลข", "See the names in params.csv, or write a number"),
        )
    return float(value)


def _breakdowns(row: Row, subject: Subject) -> tuple[str, ...]:
    names = tuple(row.optional("breakdowns").split())
    texts = [name for name, column in subject.columns.items() if column.kind == "text"]
    unknown = next((name for name in names if name not in texts), None)
    if unknown is not None:
        raise row.error(
            "breakdowns",
            Text(f"แยกตาม “{unknown}” ไม่ได้", f"It cannot be broken down by “{unknown}”"),
            Text(f"ใช้ {', '.join(texts)}", f"Use some of: {', '.join(texts)}"),
        )
    return names
