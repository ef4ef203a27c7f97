"""What a person types into a field, read into what the form stores."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Literal

from fieldkit.errors import FieldkitError, Text
from fieldkit.model.thai import dates, digits

if TYPE_CHECKING:
    from datetime import date

    from fieldkit.model.form import Node

FieldKind = Literal["number", "date", "multiline", "text"]
NOT_DETECTED = "ND"
_WHOLE = Text("ต้องเป็นจำนวนเต็ม เช่น 12", "Must be a whole number, for example 12")


@dataclass(frozen=True, slots=True)
class Entry:
    """The stored value of a typed text, and the qualifier of a measurement."""

    value: str
    qualifier: str | None = None


class NotWhole(FieldkitError):
    """A decimal in a field for whole numbers."""

    def __init__(self) -> None:
        super().__init__(_WHOLE)


class NotInList(FieldkitError):
    """A text that is none of the choices; it stays in the field to be corrected."""

    def __init__(self, typed: str) -> None:
        super().__init__(
            Text(f"“{typed.strip()}” ไม่มีในรายการ", f"“{typed.strip()}” is not in the list"),
            Text("พิมพ์บางส่วนแล้วเลือกจากรายการ", "Type a part of it and choose from the list"),
        )


class UnreadableFile(FieldkitError):
    """A chosen file cannot be read."""

    def __init__(self, error: OSError) -> None:
        super().__init__(
            Text("อ่านไฟล์ไม่ได้", "The file cannot be read"),
            Text("เสียบสื่อบันทึกให้แน่น หรือเลือกไฟล์อื่น", "Check the card or stick, or choose another file"),
            place=str(error.filename or error),
        )


def field_kind(node: Node) -> FieldKind:
    """Return how the text of a field is read."""
    if node.bind_type in ("int", "integer", "decimal"):
        return "number"
    if node.bind_type == "date":
        return "date"
    return "multiline" if "multiline" in node.appearance.split() else "text"


def read(
    kind: str, typed: str, *, whole: bool = False, today: date | None = None, language: str = "th"
) -> Entry:
    """Read ``typed`` for a field of ``kind``; raises NumberError, NotWhole or DateError with the cure."""
    text = typed.strip()
    if not text:
        return Entry("")
    if kind == "number":
        return _number(text, whole=whole)
    if kind == "date":
        day = dates.parse(text, today=today, era=dates.era_of(language))
        return Entry(day.isoformat())
    return Entry(typed.rstrip() if kind == "multiline" else text)


def problem_with(kind: str, typed: str, *, whole: bool = False, today: date | None = None) -> Text | None:
    """Return what is wrong with ``typed``, or None."""
    try:
        read(kind, typed, whole=whole, today=today)
    except FieldkitError as error:
        return Text(
            f"{error.title.th} {error.hint.th}".strip(),
            f"{error.title.en} {error.hint.en}".strip(),
        )
    return None


def _number(text: str, *, whole: bool) -> Entry:
    measured = digits.parse_measured(text)
    if measured.value is None:
        # The form needs a number; the qualifier says that it was not detected.
        return Entry("0", NOT_DETECTED)
    if whole and measured.value != measured.value.to_integral_value():
        raise NotWhole
    return Entry(_plain(measured.value), measured.qualifier or None)


def _plain(value: Decimal) -> str:
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
