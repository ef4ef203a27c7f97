"""What a cell of each field must look like, and what it becomes."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, Any

from fieldkit.errors import Text
from fieldkit.model import identifiers
from fieldkit.model.reference import factory_statuses
from fieldkit.model.register import cells
from fieldkit.model.register.fields import STATUS_SINCE
from fieldkit.model.register.problems import Unreadable
from fieldkit.model.thai.digits import to_arabic
from fieldkit.model.thai.search_text import fold

if TYPE_CHECKING:
    from collections.abc import Callable

    from fieldkit.model.register.cells import Cell
    from fieldkit.model.register.headers import Column

_MOST_HP = Decimal(10_000_000)
_MOST_MONEY = Decimal(10) ** 13


def as_text(value: Cell, _column: Column) -> str | None:
    """Return the text of a cell, None when there is none."""
    return cells.text(value) or None


def _digits(value: Cell, _column: Column) -> str | None:
    return cells.value_or_none(to_arabic(cells.text(value)).replace(" ", ""))


def _number_of_factory(value: Cell, _column: Column) -> str | None:
    written = identifiers.bare(cells.text(value))
    return None if written in ("", "0") else written


def _address_no(value: Cell, _column: Column) -> str | None:
    if hasattr(value, "day"):
        raise Unreadable(
            Text(
                f"Excel เปลี่ยนบ้านเลขที่เป็นวันที่ ({cells.text(value)}) พิมพ์ใหม่โดยขึ้นต้นด้วย '",
                f"Excel has turned the house number into a date ({cells.text(value)}); type it after a '",
            )
        )
    return cells.value_or_none(cells.text(value))


def _positive(most: Decimal) -> Callable[[Cell, Column], float | None]:
    def parse(value: Cell, column: Column) -> float | None:
        if type(value) is int and 0 < value <= most and column.scale == 1:  # by far the most
            return float(value)
        found = cells.number(value)
        if not found:  # nothing, or a zero that stands for nothing
            return None
        if found * column.scale > most:
            raise Unreadable(Text(f"{found:f} มากเกินจริง", f"{found:f} is beyond belief"))
        return float(found * column.scale)

    return parse


def _people(value: Cell, _column: Column) -> int | None:
    return cells.whole(value)


def _day(value: Cell, _column: Column) -> str | None:
    found = cells.day(value)
    return found.isoformat() if found else None


def _class(value: Cell, _column: Column) -> str | None:
    written = to_arabic(cells.text(value))
    if not written or written == "0":
        return None
    found = re.fullmatch(r"(?:จำพวก(?:ที่)?\s*)?([123])", written)
    if not found:
        raise Unreadable(Text(f"“{written}” ไม่ใช่จำพวก 1, 2 หรือ 3", f"“{written}” is no class 1, 2 or 3"))
    return found[1]


def _type(value: Cell, _column: Column) -> str | None:
    written = to_arabic(cells.text(value))
    if not written or written == "0":
        return None
    code = identifiers.parse_type(written)
    if code is None and re.fullmatch(r"\d{3,4}", written):
        code = identifiers.parse_type(written.zfill(5))  # a spreadsheet took 00906 for a number
    if code is None:
        raise Unreadable(
            Text(f"“{written}” ไม่ใช่ลำดับประเภท 1 ถึง 107", f"“{written}” is no factory type from 1 to 107")
        )
    return code


def _types(value: Cell, column: Column) -> str | None:
    written = cells.text(value)
    codes = [_type(part, column) for part in re.split(r"[,;\s]+", written) if part]
    return " ".join(dict.fromkeys(code for code in codes if code)) or None


def _status(value: Cell, _column: Column) -> str | None:
    written = to_arabic(cells.text(value))
    if not written:
        return None
    code = _status_words().get(fold(written))
    if code is None:
        raise Unreadable(
            Text(f"ไม่รู้จักสถานะ “{written}”", f"“{written}” is no known status"),
        )
    return code


@cache
def _status_words() -> dict[str, str]:
    words: dict[str, str] = {}
    for status in factory_statuses().values():
        for written in (status.code, status.name.th, status.name.en, status.register_label):
            if written:
                words[fold(written)] = status.code
    return words


# What a column of each field holds; fields that are missing here hold text.
PARSERS: dict[str, Callable[[Cell, Column], Any]] = {
    "registration_no": _number_of_factory,
    "registration_no_old": _number_of_factory,
    "operator_id13": lambda value, _column: identifiers.id13_digits(cells.text(value)) or None,
    "class_": _class,
    "type_main": _type,
    "types_extra": _types,
    "tsic": _digits,
    "hp": _positive(_MOST_HP),
    "workers": _people,
    "workers_male": _people,
    "workers_female": _people,
    "workers_male_skilled": _people,
    "workers_female_skilled": _people,
    "capital": _positive(_MOST_MONEY),
    "capital_land": _positive(_MOST_MONEY),
    "capital_building": _positive(_MOST_MONEY),
    "capital_machine": _positive(_MOST_MONEY),
    "capital_working": _positive(_MOST_MONEY),
    "address_no": _address_no,
    "postcode": _digits,
    "latitude": lambda value, _column: cells.number(value),
    "longitude": lambda value, _column: cells.number(value),
    "status": _status,
    STATUS_SINCE: _day,
    "license_date": _day,
    "start_date": _day,
    "fee_paid_until": _day,
    "capacity": _positive(Decimal(10) ** 15),
    "estate": lambda value, _column: (
        None if cells.text(value).upper() == "OUT" else cells.text(value) or None
    ),
    "land_area": _positive(Decimal(10) ** 12),
    "building_area": _positive(Decimal(10) ** 12),
}
