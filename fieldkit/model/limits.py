"""Legal limits by the day on which they are in force, and the judgement of a measured value against one."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING, Literal, cast, get_args

from fieldkit.errors import FieldkitError, Text
from fieldkit.model.csv_table import Dated, check_versions, read
from fieldkit.model.reference_tables.descriptions import CONFIRMED, UNCONFIRMED
from fieldkit.model.reference_tables.layers import layered, rows
from fieldkit.model.thai import dates
from fieldkit.model.thai.digits import Measured, Qualifier, format_measured, format_number, parse_measured

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date
    from pathlib import Path

    from fieldkit.model.csv_table import Row

NOT_CONFIRMED = Text("ค่ายังไม่ยืนยัน", "not confirmed")
Kind = Literal["range", "max", "min", "not_detected"]
Outcome = Literal["pass", "fail", "warning"]

COLUMNS = (
    *("id", "parameter", "th", "en", "unit", "unit_en", "kind", "min", "max", "average", "above_receiving"),
    *(
        "effect",
        "severity",
        "note",
        "note_en",
        "basis",
        "basis_en",
        "valid_from",
        "valid_to",
        "source",
        "confidence",
    ),
)
_BOUNDS: dict[str, tuple[str, ...]] = {
    "range": ("min", "max"),
    "max": ("max",),
    "min": ("min",),
    "not_detected": (),
}


class UnknownLimit(FieldkitError):
    """A checklist names a limit that is not in the table, or that is not in force on the day."""


@dataclass(frozen=True, slots=True)
class Limit(Dated):
    """One version of a limit.

    ``unit`` is ``-`` for numbers without a unit. ``above_receiving``: where the receiving water is already
    over ``maximum``, the limit is the receiving water's value + this. ``warning_only`` readings (screening
    meters) are never the ground of an order. ``severity`` is C, M, m or empty; ``source`` a mark of
    ``sources.csv``, with ``?`` where the office should confirm the number.
    """

    id: str
    parameter: str
    name: Text
    unit: Text
    kind: Kind
    minimum: Decimal | None
    maximum: Decimal | None
    average: str
    above_receiving: Decimal | None
    warning_only: bool
    severity: str
    note: Text
    basis: Text
    source: str
    confidence: str

    @property
    def unconfirmed(self) -> bool:
        """Whether the number was neither found in a source nor confirmed by the office."""
        return self.confidence in UNCONFIRMED


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a measured value means: the outcome, a sentence that says why, and the limit that was in force."""

    outcome: Outcome
    reason: Text
    limit: Limit


def judge(
    limit_id: str,
    value: str | Decimal,
    qualifier: str = "",
    *,
    on: date,
    receiving: Decimal | None = None,
) -> Verdict:
    """Return the verdict on a value by the limit in force on the day of inspection.

    ``value`` may carry its qualifier (``<5``, ``ND``); bounds are included. A value of which only one side is
    known is judged by that side: ``<5`` passes a maximum of 5 or more, ``>60`` fails one of 60 or less; where
    the other side decides the verdict is a warning. ``receiving`` is the value in the receiving water.

    Raises:
        UnknownLimit: no such limit, or none in force on that day.
        NumberError: the value is not a number.
        ValueError: ``qualifier`` is not one of ``Qualifier``.
    """
    return judge_by(raised(in_force(limit_id, on), receiving), value, qualifier)


def judge_by(limit: Limit, value: str | Decimal, qualifier: str = "") -> Verdict:
    """Return the verdict on a value by a limit, as `judge` does by its id; raises NumberError, ValueError."""
    measured = _measured(value, qualifier)
    outcome, why = _compare(limit, measured)
    if outcome == "fail" and limit.warning_only:
        outcome = "warning"
    return Verdict(outcome, _reason(limit, measured, why), limit)


def raised(limit: Limit, receiving: Decimal | None) -> Limit:
    """Return the limit as the value in the receiving water, where it is known, makes it."""
    if limit.maximum is None or limit.above_receiving is None or receiving is None:
        return limit
    over = receiving > limit.maximum
    return replace(
        limit,
        maximum=receiving + limit.above_receiving if over else limit.maximum,
        above_receiving=None,
    )


def in_force(limit_id: str, on: date) -> Limit:
    """Return the version of a limit that is in force on a day; raises ``UnknownLimit``."""
    versions = limits().get(limit_id)
    found = next((limit for limit in versions or () if limit.in_force(on)), None)
    if found:
        return found
    if versions is None:
        raise unknown(limit_id)
    title = Text(
        f"ค่ากำหนด “{limit_id}” ไม่มีผลใช้บังคับในวันที่ {dates.short(on)}",
        f"The limit “{limit_id}” is not in force on {dates.short(on, 'en')}",
    )
    raise UnknownLimit(title, _WHERE)


def unknown(limit_id: str) -> UnknownLimit:
    """Return the error to raise about an id that no limit has."""
    return UnknownLimit(Text(f"ไม่มีค่ากำหนด “{limit_id}”", f"There is no limit “{limit_id}”"), _WHERE)


_WHERE = Text(
    "ตรวจรหัสในหน้าตารางอ้างอิง หรือในแบบตรวจ", "Check the id on the page of reference tables or in the checklist"
)


def limit_text(limit: Limit, language: str = "th") -> str:
    """Return ``5.5 – 9.0``, ``≤ 3,000 mg/L``, ``≥ 3 ตร.ม./คน`` or ``ตรวจไม่พบ``."""
    if limit.kind == "not_detected":
        return "not detected" if language == "en" else "ตรวจไม่พบ"
    low = "" if limit.minimum is None else format_number(limit.minimum)
    high = "" if limit.maximum is None else format_number(limit.maximum)
    bounds = f"{low} – {high}" if low and high else f"≥ {low}" if low else f"≤ {high}"
    return f"{bounds}{_unit(limit).pick(language)}"


def marked_text(limit: Limit, language: str = "th") -> str:
    """Return :func:`limit_text` with a mark where nobody confirmed the number."""
    text = limit_text(limit, language)
    return f"{text} ({NOT_CONFIRMED.pick(language)})" if limit.unconfirmed else text


@layered
def limits() -> Mapping[str, tuple[Limit, ...]]:
    """Return every version of every limit by id: those that come with the program and the office's."""
    return limits_of(rows("limits", COLUMNS))


def read_limits(path: Path) -> Mapping[str, tuple[Limit, ...]]:
    """Return the limits of a table; raises ``TableError`` naming file, row and column."""
    return limits_of(read(path, COLUMNS))


def limits_of(given: Sequence[Row]) -> Mapping[str, tuple[Limit, ...]]:
    """Return the limits of rows; raises ``TableError``."""
    read_rows = [(row, limit_of(row)) for row in given]
    check_versions((row, limit.id, limit) for row, limit in read_rows)
    found: dict[str, tuple[Limit, ...]] = {}
    for _, limit in read_rows:
        found[limit.id] = (*found.get(limit.id, ()), limit)
    return found


def limit_of(row: Row) -> Limit:
    """Return the limit of one row; raises ``TableError``."""
    kind = row.one_of("kind", get_args(Kind))
    for column in _BOUNDS[kind]:
        row.text(column)
    minimum, maximum = row.decimal_or_none("min"), row.decimal_or_none("max")
    if minimum is not None and maximum is not None and minimum > maximum:
        raise row.error(
            "max",
            Text("ค่าสูงสุดน้อยกว่าค่าต่ำสุด", "The maximum is below the minimum"),
            Text("สลับ min กับ max", "Exchange min and max"),
        )
    return Limit(
        valid_from=row.day("valid_from"),
        valid_to=row.day("valid_to"),
        id=row.text("id"),
        parameter=row.text("parameter"),
        name=Text(row.text("th"), row.text("en")),
        unit=Text(row.text("unit"), row.optional("unit_en") or row.text("unit")),
        kind=cast("Kind", kind),
        minimum=minimum,
        maximum=maximum,
        average=row.optional("average"),
        above_receiving=row.decimal_or_none("above_receiving"),
        warning_only=row.one_of("effect", ("fail", "warning")) == "warning",
        severity=row.one_of("severity", ("C", "M", "m", "")),
        note=Text(row.optional("note"), row.optional("note_en")),
        basis=Text(row.text("basis"), row.text("basis_en")),
        source=row.text("source"),
        confidence=row.one_of("confidence", ("found", *UNCONFIRMED, CONFIRMED)),
    )


def _measured(value: str | Decimal, given: str) -> Measured:
    if given not in get_args(Qualifier):
        raise ValueError(f"unknown qualifier {given!r}")
    qualifier = cast("Qualifier", given)
    if not isinstance(value, str):
        return Measured(value, qualifier)
    if qualifier == "ND" and not value.strip():
        return Measured(None, "ND")
    measured = parse_measured(value)
    return Measured(measured.value, qualifier) if qualifier else measured


def _compare(limit: Limit, measured: Measured) -> tuple[Outcome, str]:
    """Return the outcome and which of the reasons below explains it."""
    value, qualifier = measured.value, measured.qualifier
    if limit.kind == "not_detected":
        return (
            ("pass", "absent") if qualifier in ("ND", "<") or measured == _NOTHING else ("fail", "detected")
        )
    if value is None:
        # not detected, detection limit unknown: nothing of it, which says nothing about a range such as pH
        return ("pass", "within") if limit.kind == "max" else ("warning", "unsure")
    low, high = limit.minimum, limit.maximum
    if qualifier in ("<", "ND"):
        if low is not None:
            return ("fail", "below") if value <= low else ("warning", "unsure")
        return ("pass", "within") if high is None or value <= high else ("warning", "unsure")
    if qualifier == ">":
        if high is not None:
            return ("fail", "above") if value >= high else ("warning", "unsure")
        return ("pass", "within") if low is None or value >= low else ("warning", "unsure")
    if low is not None and value < low:
        return "fail", "below"
    return ("fail", "above") if high is not None and value > high else ("pass", "within")


_NOTHING = Measured(Decimal(0))

_REASONS = {
    "within": Text("{value} อยู่ในเกณฑ์ {limit}", "{value} is within {limit}"),
    "above": Text("{value} เกินเกณฑ์ {limit}", "{value} is over the limit {limit}"),
    "below": Text("{value} ต่ำกว่าเกณฑ์ {limit}", "{value} is under the limit {limit}"),
    "absent": Text("{value} เป็นไปตามเกณฑ์", "{value}, as the limit asks"),
    "detected": Text("ตรวจพบ {value} เกณฑ์คือ{limit}", "{value} was detected; the limit is: {limit}"),
    "unsure": Text("{value} ยังเทียบกับเกณฑ์ {limit} ไม่ได้", "{value} cannot be compared with the limit {limit}"),
}


def _reason(limit: Limit, measured: Measured, why: str) -> Text:
    shown = {
        language: _REASONS[why]
        .pick(language)
        .format(value=_with_unit(limit, measured, language), limit=limit_text(limit, language))
        for language in ("th", "en")
    }
    if limit.warning_only or (limit.above_receiving is not None and why == "above"):
        return Text(f"{shown['th']} ({limit.note.th})", f"{shown['en']} ({limit.note.en})")
    return Text(shown["th"], shown["en"])


def _with_unit(limit: Limit, measured: Measured, language: str) -> str:
    unit = "" if measured.qualifier == "ND" else _unit(limit).pick(language)
    return f"{format_measured(measured, language)}{unit}"


def _unit(limit: Limit) -> Text:
    return Text("", "") if limit.unit.th == "-" else Text(f" {limit.unit.th}", f" {limit.unit.en}")
