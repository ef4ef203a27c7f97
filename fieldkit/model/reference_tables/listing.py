"""What a list of a reference table shows: its rows with what is in force, found, sorted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, get_args

from fieldkit.errors import Text
from fieldkit.model.reference_tables import layers
from fieldkit.model.reference_tables.descriptions import CONFIDENCE, CONFIRMED, UNCONFIRMED, table
from fieldkit.model.thai.search_text import fold

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from fieldkit.model.reference_tables.layers import Version

Show = Literal["all", "in_force", "future", "past", "unconfirmed", "office", "bin"]
SHOWS: tuple[Show, ...] = get_args(Show)
CONFIDENCES = {
    "found": Text("พบแหล่งอ้างอิง", "found in a source"),
    "general knowledge": Text("ความรู้ทั่วไป ยังไม่ยืนยัน", "general knowledge, not confirmed"),
    "proposed": Text("ข้อเสนอ ยังไม่ยืนยัน", "proposed, not confirmed"),
    CONFIRMED: Text("ยืนยันแล้ว", "confirmed"),
}


@dataclass(frozen=True, slots=True)
class Counted:
    """How many rows a table has, and how many of those in force nobody confirmed."""

    rows: int
    unconfirmed: int


@layers.layered
def counted(name: str, on: date) -> Counted:
    """Return the counts of a table on a day."""
    versions = layers.versions(name)
    return Counted(len(versions), sum(is_unconfirmed(one) and not is_past(one, on) for one in versions))


def is_unconfirmed(version: Version) -> bool:
    """Tell whether a row carries the mark of what nobody confirmed."""
    return version.row.cells.get(CONFIDENCE) in UNCONFIRMED


def not_confirmed(name: str, key: tuple[str, ...], on: date) -> bool:
    """Tell whether the row of a key that is in force on a day is one that nobody confirmed."""
    return any(one.key == key and one.in_force(on) and is_unconfirmed(one) for one in layers.versions(name))


def is_past(version: Version, on: date) -> bool:
    """Tell whether a row has ended before a day."""
    return layers.last_day(version.row.cells) < on


def is_future(version: Version, on: date) -> bool:
    """Tell whether a row begins after a day."""
    return layers.first_day(version.row.cells) > on


def fits(version: Version, show: Show, on: date) -> bool:
    """Tell whether a row belongs to a choice of rows on a day."""
    if version.layer == "bin":
        return show == "bin"
    if show == "in_force":
        return version.in_force(on)
    if show == "future":
        return is_future(version, on)
    if show == "past":
        return is_past(version, on)
    if show == "unconfirmed":
        return is_unconfirmed(version) and not is_past(version, on)
    return show == "all" or (show == "office" and version.layer != "shipped")


def listing(
    name: str, on: date, *, show: Show = "all", search: str = "", sort: str = "", down: bool = False
) -> list[Version]:
    """Return the rows of a table that fit and hold every word of ``search``, sorted by a column if wanted."""
    words = [fold(word) for word in search.split()]
    found = [one for one in layers.versions(name) if fits(one, show, on) and _holds(one, words)]
    column = table(name).column(sort) if sort else None
    if column is not None:
        number = column.kind in ("number", "whole")
        found.sort(key=lambda one: _order(one.row.cells[sort], number=number), reverse=down)
    return found


def _holds(version: Version, words: Sequence[str]) -> bool:
    if not words:
        return True
    text = "\n".join(fold(value) for value in version.row.cells.values() if value)
    return all(word in text for word in words)


def _order(value: str, *, number: bool) -> tuple[int, float, str]:
    if not value:
        return 1, 0.0, ""
    try:
        return 0, float(value) if number else 0.0, value
    except ValueError:
        return 0, 0.0, value
