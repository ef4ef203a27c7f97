"""What is known of a province beside its places: the letters of its old numbers, a box around it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from fieldkit import resources
from fieldkit.errors import Text
from fieldkit.model.coordinates import Box
from fieldkit.model.csv_table import read

if TYPE_CHECKING:
    from collections.abc import Mapping

    from fieldkit.model.csv_table import Row


@dataclass(frozen=True, slots=True)
class Province:
    """A province: its two-digit code, the letters that end its old numbers (if known), a box around it."""

    code: str
    name: Text
    old_number_suffix: str
    box: Box | None


@lru_cache(maxsize=1)
def provinces() -> Mapping[str, Province]:
    """Return the 77 provinces by code."""
    columns = ("code", "th", "en", "old_number_suffix", "south", "north", "west", "east")
    rows = read(resources.path("reference", "provinces.csv"), columns)
    return {row.text("code"): _province(row) for row in rows}


def province_of_suffix(suffix: str) -> Province | None:
    """Return the province whose letters end an old registration number, None where they are not known."""
    return next((one for one in provinces().values() if suffix and one.old_number_suffix == suffix), None)


def _province(row: Row) -> Province:
    name = Text(row.text("th"), row.text("en"))
    return Province(row.text("code"), name, row.optional("old_number_suffix"), _box(row))


def _box(row: Row) -> Box | None:
    if not row.optional("south"):
        return None
    return Box(row.decimal("south"), row.decimal("north"), row.decimal("west"), row.decimal("east"))
