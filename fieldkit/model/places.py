"""Provinces, districts and sub-districts with the Ministry of Interior's codes, and finding one by its name.

A name alone may be ambiguous (two sub-districts of Phichit are called วังสำโรง): records keep the code.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from fieldkit import resources
from fieldkit.errors import Text
from fieldkit.model.coordinates import Box
from fieldkit.model.csv_table import read
from fieldkit.model.thai.search_text import fold

if TYPE_CHECKING:
    from collections.abc import Mapping
    from decimal import Decimal

    from fieldkit.model.csv_table import Row

_PREFIX = re.compile(r"^(?:จังหวัด|จ\.|อำเภอ|อ\.|กิ่งอำเภอ|กิ่งอ\.|เขต|ตำบล|ต\.|แขวง)\s*")
_CAPITAL = "เมือง"
_BANGKOK = {"กทม", "กทม.", "กรุงเทพ", "กรุงเทพฯ"}


@dataclass(frozen=True, slots=True)
class Province:
    """A province: two-digit code, the letters that end its old numbers (if known), a box around it."""

    code: str
    name: Text
    old_number_suffix: str
    box: Box | None


@dataclass(frozen=True, slots=True)
class District:
    """A district (อำเภอ, in Bangkok เขต): four-digit code that starts with its province's."""

    code: str
    name: Text
    province_code: str


@dataclass(frozen=True, slots=True)
class Subdistrict:
    """A sub-district (ตำบล, in Bangkok แขวง): six-digit code; ``centre`` is latitude, longitude if known."""

    code: str
    name: Text
    district_code: str
    postcode: str
    centre: tuple[Decimal, Decimal] | None


@lru_cache(maxsize=1)
def provinces() -> Mapping[str, Province]:
    """Return the 77 provinces by code."""
    columns = ("code", "th", "en", "old_number_suffix", "south", "north", "west", "east")
    rows = read(resources.path("reference", "provinces.csv"), columns)
    found = (
        Province(row.text("code"), _name(row), row.optional("old_number_suffix"), _box(row)) for row in rows
    )
    return {province.code: province for province in found}


@lru_cache(maxsize=1)
def districts() -> Mapping[str, District]:
    """Return the districts of the country by code."""
    rows = read(resources.path("reference", "districts.csv"), ("code", "th", "en", "province_code"))
    found = (District(row.text("code"), _name(row), row.text("province_code")) for row in rows)
    return {district.code: district for district in found}


@lru_cache(maxsize=1)
def subdistricts() -> Mapping[str, Subdistrict]:
    """Return the sub-districts of the country by code."""
    columns = ("code", "th", "en", "district_code", "postcode", "latitude", "longitude")
    found = (_subdistrict(row) for row in read(resources.path("reference", "subdistricts.csv"), columns))
    return {subdistrict.code: subdistrict for subdistrict in found}


def districts_of(province_code: str) -> tuple[District, ...]:
    """Return the districts of a province in the order of their codes."""
    return tuple(district for district in districts().values() if district.province_code == province_code)


def subdistricts_of(district_code: str) -> tuple[Subdistrict, ...]:
    """Return the sub-districts of a district in the order of their codes."""
    return _subdistricts_by_district().get(district_code, ())


def find_province(text: str) -> Province | None:
    """Return a province by name in Thai or English, with or without จังหวัด or จ.; None if there is none."""
    wanted = _key("กรุงเทพมหานคร" if text.strip() in _BANGKOK else text)
    return next((one for one in provinces().values() if wanted in _keys(one.name)), None)


def province_of_suffix(suffix: str) -> Province | None:
    """Return the province whose letters end an old registration number, None where they are not known."""
    return next((one for one in provinces().values() if suffix and one.old_number_suffix == suffix), None)


def find_district(text: str, province_code: str) -> District | None:
    """Return a district of a province by name, with or without อำเภอ or อ.; ``เมือง`` is the capital's."""
    wanted = _key(text)
    if wanted == _CAPITAL and province_code in provinces():
        wanted = _key(_CAPITAL + provinces()[province_code].name.th)
    return next((one for one in districts_of(province_code) if wanted in _keys(one.name)), None)


def find_subdistrict(text: str, district_code: str) -> Subdistrict | None:
    """Return a sub-district of a district by name, with or without ตำบล or ต.; None if there is none."""
    wanted = _key(text)
    return next((one for one in subdistricts_of(district_code) if wanted in _keys(one.name)), None)


@lru_cache(maxsize=1)
def _subdistricts_by_district() -> Mapping[str, tuple[Subdistrict, ...]]:
    found: dict[str, list[Subdistrict]] = {}
    for subdistrict in subdistricts().values():
        found.setdefault(subdistrict.district_code, []).append(subdistrict)
    return {code: tuple(listed) for code, listed in found.items()}


@cache
def _keys(name: Text) -> frozenset[str]:
    return frozenset((_key(name.th), _key(name.en)))


def _key(text: str) -> str:
    return fold(_PREFIX.sub("", text.strip()))


def _name(row: Row) -> Text:
    return Text(row.text("th"), row.text("en"))


def _box(row: Row) -> Box | None:
    if not row.optional("south"):
        return None
    return Box(row.decimal("south"), row.decimal("north"), row.decimal("west"), row.decimal("east"))


def _subdistrict(row: Row) -> Subdistrict:
    latitude, longitude = row.decimal_or_none("latitude"), row.decimal_or_none("longitude")
    centre = None if latitude is None or longitude is None else (latitude, longitude)
    return Subdistrict(row.text("code"), _name(row), row.text("district_code"), row.text("postcode"), centre)
