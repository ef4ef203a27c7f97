"""One cell of a register, cleaned: armour, spaces, missing values, numbers, dates."""

from __future__ import annotations

import math
import re
import unicodedata
from contextlib import suppress
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from fieldkit.errors import Text
from fieldkit.model.register.problems import Unreadable
from fieldkit.model.thai import dates
from fieldkit.model.thai.digits import NumberError, parse_number, to_arabic

if TYPE_CHECKING:
    from collections.abc import Sequence

Cell = str | int | float | bool | date | time | None
"""What a workbook or a CSV file can hold; ``datetime`` is a ``date``."""

LONGEST = 32_767  # letters that a cell of Excel can hold
_MISSING = {"", "-", "--", "–", "—", "null", "none", "nan", "n/a", "na", "#n/a", "ไม่มี", "ไม่ระบุ", "ไม่มีข้อมูล"}
_EXCEL_ERROR = re.compile(r"#(?:REF!|VALUE!|DIV/0!|NAME\?|NUM!|NULL!|N/A|SPILL!|CALC!|GETTING_DATA)", re.I)
_ARMOUR = re.compile(r'^=?\s*"(.*)"$', re.S)
_SPACES = re.compile("[\x00-\x20\x7f-\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+")
_INVISIBLE = dict.fromkeys((0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF, 0x00AD))
_UNIT = re.compile(
    r"\s*(?:แรงม้า|บาท|คน|ตร\.?ม\.?|ตารางเมตร|ไร่|hp|h\.p\.|baht|sq\.?\s*m\.?|m2|ม\.2|ตรม\.?)$", re.I
)
_SCIENTIFIC = re.compile(r"[+-]?\d(?:\.\d+)?[eE][+]?\d{1,2}")
_EPOCH = date(1899, 12, 30)  # Excel's day 0, counted so that its 29 February 1900 does no harm
_FIRST_SERIAL, _LAST_SERIAL = 366, 73_050  # 1900 to 2099
_ISO = re.compile(r"(?:19|20|24|25)\d\d-\d\d-\d\d")
_TIME_OF_DAY = re.compile(r"[T ]\d{1,2}[:.]\d{2}(?:[:.]\d{2}(?:\.\d+)?)?(?:\s*น\.?|Z|[+-]\d{2}:?\d{2})?$")


def text(value: Cell) -> str:
    """Return a cell as text: NFC, plain spaces, no armour; missing values are empty.

    Whole numbers lose the ``.0`` of a spreadsheet, dates are ISO. Raises Unreadable for an error of Excel.
    """
    if isinstance(value, str):
        return _cleaned(value)
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return _float(value)
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ")
    return str(value)


@lru_cache(maxsize=20_000)
def _cleaned(value: str) -> str:
    plain = unicodedata.normalize("NFC", value.translate(_INVISIBLE))
    plain = _SPACES.sub(" ", plain).strip()
    if armour := _ARMOUR.match(plain):
        plain = armour[1].strip()
    if plain.casefold() in _MISSING:
        return ""
    if _EXCEL_ERROR.fullmatch(plain):
        raise Unreadable(
            Text(f"สูตรใน Excel ผิดพลาด ({plain})", f"a formula of Excel failed ({plain})"),
        )
    if plain.startswith("="):
        raise Unreadable(
            Text(
                "สูตรที่ยังไม่ได้คำนวณ เปิดใน Excel บันทึกใหม่ แล้วนำเข้าอีกครั้ง",
                "a formula that was never calculated; open the file in Excel, save it, and import again",
            )
        )
    # half of a letter outside of the first plane cannot be stored
    return plain.encode("utf-8", "ignore").decode()[:LONGEST]


def _float(value: float) -> str:
    if not math.isfinite(value):
        return ""
    return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)


def number(value: Cell) -> Decimal | None:
    """Return the exact number of a cell, None for a missing one; a unit behind it is left out.

    Raises Unreadable for anything else, also for a negative number.
    """
    if type(value) is int and value >= 0:  # by far the most
        return Decimal(value)
    if isinstance(value, bool | date | time):
        raise Unreadable(_not_a_number(text(value)))
    written = _UNIT.sub("", text(value))
    if not written:
        return None
    if isinstance(value, float):
        found = Decimal(repr(value))
    else:
        try:
            found = parse_number(written.replace(" ", ""))
        except NumberError:
            raise Unreadable(_not_a_number(text(value))) from None
    if found < 0:
        raise Unreadable(Text(f"{written} เป็นค่าลบ ซึ่งเป็นไปไม่ได้", f"{written} is negative, which cannot be"))
    return found


def _not_a_number(written: str) -> Text:
    return Text(f"“{written}” ไม่ใช่ตัวเลข", f"“{written}” is not a number")


def whole(value: Cell, *, most: int = 1_000_000) -> int | None:
    """Return the whole number of a cell up to ``most``, None for a missing one; raises Unreadable."""
    if type(value) is int and 0 <= value <= most:  # by far the most
        return value
    found = number(value)
    if found is None:
        return None
    if found != found.to_integral_value() or found > most:
        raise Unreadable(Text(f"{found:f} ไม่ใช่จำนวนเต็มที่เป็นไปได้", f"{found:f} is no possible whole number"))
    return int(found)


def day(value: Cell) -> date | None:
    """Return the date of a cell: a date, Excel's serial number, or a text of the Buddhist or common era.

    ``39797`` is 15 December 2551 (2008), as are ``15/12/2551``, ``15/12/2008`` and ``2008-12-15``. Zero is
    missing. Raises Unreadable for anything else.
    """
    if isinstance(value, datetime):
        value = value.date()
    if isinstance(value, date):
        return _of_our_era(value)
    written = to_arabic(text(value))
    if not written or written == "0":
        return None
    try:
        if re.fullmatch(r"\d{1,5}(?:\.\d+)?", written):
            return _serial_day(int(float(written)))
        if re.fullmatch(r"\d{6}(?:\.0+)?", written):
            return _six_digits(written[:6], typed=isinstance(value, str))
        return _typed_day(written)
    except dates.DateError as error:
        raise Unreadable(
            Text(f"{error.title.th} {error.hint.th}", f"{error.title.en}. {error.hint.en}")
        ) from error


def _serial_day(serial: int) -> date:
    # 2400 to 2650 is a year of the Buddhist era rather than a day of 1906
    if not _FIRST_SERIAL <= serial <= _LAST_SERIAL or dates.EARLIEST_YEAR <= serial <= dates.LATEST_YEAR:
        raise dates.UnreadableDate(str(serial))
    return _EPOCH + timedelta(days=serial)


def _six_digits(written: str, *, typed: bool) -> date:
    """Return the day of ``150267`` as a person types it, or of Excel's ``239021``: a day of the year 2554.

    Excel counts on to such days where 1/6/2554 was typed for a year of the common era. A number that can be
    both raises UnreadableDate.
    """
    try:
        packed: date | None = _typed_day(written)
    except dates.DateError:
        packed = None
    serial = _EPOCH + timedelta(days=int(written))
    counted = dates.EARLIEST_YEAR <= serial.year <= dates.LATEST_YEAR
    if packed is None and counted:
        return _of_our_era(serial)
    if packed is None or (counted and not typed):
        raise dates.UnreadableDate(written)
    return packed


def _typed_day(written: str) -> date:
    if _ISO.fullmatch(written):  # by far the most in files of other programs
        with suppress(ValueError):
            return _of_our_era(date.fromisoformat(written))
    try:
        return dates.parse(_TIME_OF_DAY.sub("", written))
    except dates.AmbiguousYear as error:
        return error.offered  # four digits of the common era leave no doubt in a file


def _of_our_era(found: date) -> date:
    """Return the date that was meant where 31/12/2547 was taken for a year of the common era."""
    if not dates.EARLIEST_YEAR <= found.year <= dates.LATEST_YEAR:
        return found
    try:
        return found.replace(year=found.year - dates.OFFSET)
    except ValueError:
        raise Unreadable(
            Text(f"ไม่มีวันที่ {found.day}/{found.month}/{found.year}", f"there is no day {found.isoformat()}")
        ) from None


def damaged_number(written: str) -> bool:
    """Tell whether Excel has turned a long number into ``1.06E+13``, whose last digits are lost."""
    return bool(_SCIENTIFIC.fullmatch(written.replace(" ", "")))


def value_or_none(written: str) -> str | None:
    """Return a cleaned text, None when it is empty: what a column of text holds."""
    return written or None


def json_cell(value: Any) -> Any:
    """Return a cell as the reading process sends it: dates and times as a tagged list."""
    if isinstance(value, datetime):
        return ["datetime", value.isoformat()]
    if isinstance(value, date):
        return ["date", value.isoformat()]
    if isinstance(value, time):
        return ["time", value.isoformat()]
    if isinstance(value, timedelta):
        return ["text", str(value)]
    return value if isinstance(value, str | int | float | bool | None) else ["text", str(value)]


def cells_of(sent: Sequence[Any]) -> list[Cell]:
    """Return the cells that :func:`json_cell` has sent."""
    return [_tagged(*cell) if cell.__class__ is list else cell for cell in sent]


def _tagged(kind: str, written: str) -> Cell:
    if kind == "datetime":
        return datetime.fromisoformat(written)
    if kind == "date":
        return date.fromisoformat(written)
    return time.fromisoformat(written) if kind == "time" else str(written)
