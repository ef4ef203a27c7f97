"""Codes of provinces, districts and sub-districts from the names that registers write.

Names and codes are those of the Ministry of Interior; registers of DIW have numbers of their own for
districts, so only names are trusted.
"""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from dataclasses import dataclass
from functools import cache, cached_property
from typing import TYPE_CHECKING

from fieldkit import resources
from fieldkit.model.thai.search_text import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_PREFIX = re.compile(r"^(?:(?:ตำบล|แขวง|อำเภอ|กิ่งอำเภอ|กิ่ง|เขต|จังหวัด)\s*|(?:ต|อ|จ|กิ่ง\s*อ)\s*\.\s*)(?=\S)")
_BANGKOK = {"กรุงเทพ", "กทม", "กรุงเทพฯ"}


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
        bare = without_prefix(name)
        if fold(bare) in {fold(other) for other in _BANGKOK}:
            return "10"
        return self._province_codes.get(fold(bare))

    def district(self, province_code: str, name: str) -> Place | None:
        """Return any sub-district of the district ``name`` (also a bare ``เมือง``), or None."""
        return self._districts.get((province_code, _district_key(name, self.province_name(province_code))))

    def subdistrict(self, district_code: str, name: str) -> Place | None:
        """Return the sub-district ``name`` of a district, or None."""
        return self._subdistricts.get((district_code, fold(without_prefix(name))))

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


def without_prefix(name: str) -> str:
    """Return a place name without ``ตำบล``, ``อ.`` and the like before it."""
    return _PREFIX.sub("", name.strip(), count=1).strip()


def _district_key(name: str, province: str) -> str:
    bare = fold(without_prefix(name))
    return fold(f"เมือง{province}") if bare == fold("เมือง") else bare


def by_district(places: Iterable[Place]) -> dict[str, list[Place]]:
    """Return ``places`` by the code of their district."""
    found: dict[str, list[Place]] = defaultdict(list)
    for place in places:
        found[place.district_code].append(place)
    return found


@cache
def country() -> Places:
    """Return the sub-districts of the whole country (``resources/reference``), read once."""
    provinces = {row["code"]: row["th"] for row in _reference("provinces.csv")}
    districts = {row["code"]: row for row in _reference("districts.csv")}
    return Places(
        Place(
            row["code"],
            row["th"],
            row["district_code"],
            without_prefix(districts[row["district_code"]]["th"]),
            districts[row["district_code"]]["province_code"],
            provinces[districts[row["district_code"]]["province_code"]],
            row["postcode"],
            float(row["latitude"]) if row["latitude"] else None,
            float(row["longitude"]) if row["longitude"] else None,
        )
        for row in _reference("subdistricts.csv")
    )


def _reference(name: str) -> Iterator[dict[str, str]]:
    with resources.path("reference", name).open(encoding="utf-8-sig", newline="") as file:
        yield from csv.DictReader(file)
