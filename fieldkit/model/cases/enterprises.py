"""Enterprises: their size by the ministerial regulation of 2562, and the shape of a registration code."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from fieldkit.errors import NOTHING, Text
from fieldkit.model.codes import code_word, codes
from fieldkit.model.reference_tables import layers

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date
    from decimal import Decimal
    from typing import Any

    from fieldkit.model.csv_table import Row

SIZES = "enterprise.size"
LEAST_MEMBERS = 7
"""Of a community enterprise: persons that do not live in one house (Community Enterprise Act 2548)."""
_CODE = re.compile(r"\d-\d{2}-\d{2}-\d{2}/\d-\d{4}")
_COLUMNS = ("sector", "size", "most_employees", "most_income")


@dataclass(frozen=True, slots=True)
class SizeBand:
    """A size in a sector and the most that belongs to it; None has no upper end."""

    sector: str
    size: str
    most_employees: Decimal | None
    most_income: Decimal | None


@dataclass(frozen=True, slots=True)
class Size:
    """A size, and a note where employees and income point to different ones."""

    code: str
    note: Text = NOTHING


def sizes_of(given: Sequence[Row]) -> tuple[SizeBand, ...]:
    """Return the bands of rows in their order; raises `TableError`."""
    return tuple(
        SizeBand(
            row.one_of("sector", codes("enterprise.sector")),
            row.one_of("size", codes(SIZES)),
            row.decimal_or_none("most_employees"),
            row.decimal_or_none("most_income"),
        )
        for row in given
    )


def size_of(enterprise: Mapping[str, Any]) -> Size | None:
    """Return the size by income, or by employees where no income is known; None without both or a sector.

    The regulation lets income decide where the two differ; the note says so, since some take the larger.
    """
    bands = [band for band in size_bands() if band.sector == enterprise["sector"]]
    by_income = _reached(bands, "most_income", enterprise["income"])
    by_people = _reached(bands, "most_employees", enterprise["employees"])
    found = by_income or by_people
    if found is None:
        return None
    if by_income is None or by_people is None or by_income == by_people:
        return Size(found)
    people, money = (
        Text(code_word(SIZES, code, "th"), code_word(SIZES, code, "en")) for code in (by_people, by_income)
    )
    return Size(
        found,
        Text(
            f"จ้างงานเข้าเกณฑ์{people.th} รายได้เข้าเกณฑ์{money.th} ใช้รายได้ตัดสิน",
            f"Employees say {people.en}, income says {money.en}; income decides",
        ),
    )


def code_looks_right(code: str) -> bool:
    """Tell whether a registration code has the usual shape ``6-66-01-03/1-0012``."""
    return _CODE.fullmatch(code) is not None


def size_bands() -> tuple[SizeBand, ...]:
    """Return the bands of today, each sector from the smallest."""
    return _bands_on(layers.today())


@layers.layered
def _bands_on(on: date) -> tuple[SizeBand, ...]:
    order = list(codes(SIZES))
    rows = layers.rows_on("sme_sizes", _COLUMNS, on)
    return sizes_of(sorted(rows, key=lambda row: order.index(row.one_of("size", order))))


def _reached(bands: list[SizeBand], measure: str, value: float | None) -> str | None:
    if value is None:
        return None
    for band in bands:
        most = getattr(band, measure)
        if most is None or value <= most:
            return band.size
    return None
