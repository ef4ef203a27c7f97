"""The cells of an edited list of findings: values and what is wrong with them."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from fieldkit.errors import Text
from fieldkit.model.code_lists import DECISIONS, FINDING_STATES
from fieldkit.model.codes import codes
from fieldkit.model.finding_list.columns import DUE, SEVERITY_WORDS, STATE, TABLE
from fieldkit.model.orders.steps_table import KINDS
from fieldkit.model.register import cells
from fieldkit.model.register.problems import Unreadable
from fieldkit.model.round_trip import rows
from fieldkit.model.round_trip.rows import RowReading, shortened
from fieldkit.model.thai import dates
from fieldkit.model.thai.search_text import fold

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from fieldkit.model.register.cells import Cell
    from fieldkit.model.register.sheet import Sheet

_FIRST_YEAR, _LAST_YEAR = 2000, 2100
_DAYS = frozenset({DUE, "step_on"})
_TEXTS = frozenset({"question_code", "wording", "measured", "limit_text", "law"})


@dataclass(slots=True)
class FindingReading(RowReading):
    """What a row says; ``written`` are the texts under the seal, as they stand."""

    written: dict[str, str] = field(default_factory=dict)

    @property
    def empty(self) -> bool:
        """Tell whether the row says nothing at all."""
        return not self.id and not any(self.values.values()) and not any(self.written.values())


def readings(sheets: Sequence[Sheet], file: str) -> Iterator[FindingReading]:
    """Yield the rows of all sheets with the headers of findings; raises `RegisterRefused` when none has."""
    return rows.readings(TABLE, sheets, file, FindingReading, _take)


def _take(reading: FindingReading, key: str, value: Cell) -> None:
    """Put one cell where it belongs; raises `Unreadable` with the cure."""
    if key == "id":
        reading.id = cells.text(value)
    elif key in _TEXTS:
        reading.written[key] = plain(value)
    elif key in _VALUES or key in _DAYS:
        reading.values[key] = _day(value) if key in _DAYS else _VALUES[key](value)


def plain(value: Cell) -> str:
    """Return a text as it is written, with its line ends, whatever it looks like."""
    if not isinstance(value, str):
        return cells.text(value)
    lines = unicodedata.normalize("NFC", value).replace("\r\n", "\n").replace("\r", "\n")
    return lines.strip()


def _text(value: Cell) -> str | None:
    written = plain(value)
    if shortened(written):
        raise Unreadable(
            Text("ข้อความยาวเกินช่อง แก้ในโปรแกรม", "the text is longer than a cell; edit it in the program")
        )
    return written or None


def _line(value: Cell) -> str | None:
    return cells.text(value) or None


def _day(value: Cell) -> str | None:
    found = cells.day(value)
    if found is None:
        return None
    if not _FIRST_YEAR <= found.year <= _LAST_YEAR:
        raise Unreadable(
            Text(
                f"ปี {found.year} เป็นไปไม่ได้ พิมพ์ปีสี่หลัก เช่น {dates.short(date(2026, 2, 15))}",
                f"the year {found.year} cannot be; type it with four digits, like 15/2/2569",
            )
        )
    return found.isoformat()


def _amount(value: Cell) -> float | None:
    found = cells.number(value)
    return None if found is None else float(found)


def _code(words: Mapping[str, Text], value: Cell) -> str | None:
    written = cells.text(value)
    if not written or written in words:
        return written or None
    for code, name in words.items():
        if fold(written) in (fold(name.th), fold(name.en)):
            return code
    thai, english = (", ".join(name.pick(language) for name in words.values()) for language in ("th", "en"))
    raise Unreadable(
        Text(f"ไม่รู้จัก “{written}” เลือก: {thai}", f"“{written}” is not known; choose one of: {english}")
    )


def step_words() -> Mapping[str, Text]:
    """Return the words of the steps of an order by their kinds."""
    return {code.code: code.name for code in codes(KINDS).values()}


_VALUES: Mapping[str, Any] = {
    "description": _text,
    "action": _text,
    "severity": lambda value: _code(SEVERITY_WORDS, value),
    "decision": lambda value: _code(DECISIONS, value),
    STATE: lambda value: _code(FINDING_STATES, value),
    "step": lambda value: _code(step_words(), value),
    "step_number": _line,
    "step_amount": _amount,
    "step_officer": _line,
    "step_note": _text,
}
