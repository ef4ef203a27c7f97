"""Codes of provinces, districts and sub-districts from the names that registers write.

Names and codes are those of the Ministry of Interior; registers of DIW have numbers of their own for
districts, so only names are trusted.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from typing import TYPE_CHECKING

from fieldkit import resources
from fieldkit.model import csv_table
from fieldkit.model.thai.search_text import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from fieldkit.model.csv_table import Row

# Each part has its own prefixes: the sub-district จ.ป.ร. is no province.
_PREFIXES = {
    "subdistrict": re.compile(r"^(?:(?:ตำบล|แขวง)\s*|ต\s*\.\s*)(?=\S)"),
    "district": re.compile(r"^(?:(?:กิ่งอำเภอ|กิ่ง\s*อ\s*\.|อำเภอ|เขต)\s*|อ\s*\.\s*)(?=\S)"),
    "province": re.compile(r"^(?:จังหวัด\s*|จ\s*\.\s*)(?=\S)"),
}
_BANGKOK = frozenset(("กรุงเทพ", "กทม"))  # beside กรุงเทพมหานคร, and as search folds them


@dataclass(frozen=True, slots=True)
class Place:
    """A sub-district with what it lies in; ``district`` is written as people write it, ``เมืองพิจิตร``."""

    subdistrict_code: str
    subdistrict: str
    district_code: str
    district: str
    province_code: str
    province: str
    postcode: str = ""
    latitude: float | None = None
    longitude: float | None = None
    subdistrict_en: str = ""
    district_en: str = ""


class Places:
    """Every sub-district of the country, found by name."""

    def __init__(self, places: Iterable[Place]) -> None:
        self.all = tuple(places)

    def of_province(self, province_code: str) -> tuple[Place, ...]:
        """Return the sub-districts of a province in the order of their codes."""
        return tuple(place for place in self.all if place.province_code == province_code)

    def province_name(self, province_code: str) -> str:
        """Return the name of a province, empty for a code that nobody has."""
        return self._provinces.get(province_code, "")

    def province_code(self, name: str) -> str | None:
        """Return the two-digit code of a province written in any usual way, or None."""
        folded = _folded("province", name)
        return "10" if folded in _BANGKOK else self._province_codes.get(folded)

    def district(self, province_code: str, name: str) -> Place | None:
        """Return any sub-district of the district ``name`` (also a bare ``เมือง``), or None."""
        return self._districts.get((province_code, _district_key(name, self.province_name(province_code))))

    def subdistrict(self, district_code: str, name: str) -> Place | None:
        """Return the sub-district ``name`` of a district, or None."""
        return self._subdistricts.get((district_code, _folded("subdistrict", name)))

    def by_code(self, subdistrict_code: str) -> Place | None:
        """Return the sub-district of a six-digit code, or None."""
        return self._codes.get(subdistrict_code)

    @cached_property
    def _provinces(self) -> dict[str, str]:
        return {place.province_code: place.province for place in self.all}

    @cached_property
    def _province_codes(self) -> dict[str, str]:
        return {fold(place.province): place.province_code for place in self.all}

    @cached_property
    def _districts(self) -> dict[tuple[str, str], Place]:
        return {
            (place.province_code, _district_key(place.district, place.province)): place for place in self.all
        }

    @cached_property
    def _subdistricts(self) -> dict[tuple[str, str], Place]:
        return {(place.district_code, fold(place.subdistrict)): place for place in self.all}

    @cached_property
    def _codes(self) -> dict[str, Place]:
        return {place.subdistrict_code: place for place in self.all}


def without_prefix(part: str, name: str) -> str:
    """Return a name without ``ตำบล``, ``อ.`` and the like; ``part``: subdistrict, district or province."""
    return _PREFIXES[part].sub("", name.strip(), count=1).strip()


@lru_cache(maxsize=50_000)
def _folded(part: str, name: str) -> str:
    return fold(without_prefix(part, name))


def _district_key(name: str, province: str) -> str:
    bare = _folded("district", name)
    return _folded("district", f"เมือง{province}") if bare == "เมือง" else bare


@cache
def country() -> Places:
    """Return the sub-districts of the whole country (``resources/reference``), read once."""
    provinces = {row.text("code"): row.text("th") for row in _reference("provinces.csv", ())}
    districts = {row.text("code"): row for row in _reference("districts.csv", ("province_code",))}
    columns = ("district_code", "postcode", "latitude", "longitude")
    return Places(
        _place(row, districts[row.text("district_code")], provinces)
        for row in _reference("subdistricts.csv", columns)
    )


def _reference(name: str, columns: Sequence[str]) -> list[Row]:
    return csv_table.read(resources.path("reference", name), ("code", "th", "en", *columns))


def _place(row: Row, district: Row, provinces: Mapping[str, str]) -> Place:
    latitude, longitude = row.decimal_or_none("latitude"), row.decimal_or_none("longitude")
    return Place(
        row.text("code"),
        row.text("th"),
        district.text("code"),
        without_prefix("district", district.text("th")),
        district.text("province_code"),
        provinces[district.text("province_code")],
        row.optional("postcode"),
        None if latitude is None else float(latitude),
        None if longitude is None else float(longitude),
        row.text("en"),
        district.text("en"),
    )
