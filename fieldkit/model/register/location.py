"""Where a factory of a register lies: official names and codes from what was written, or a warning."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING

from fieldkit.model import identifiers
from fieldkit.model.coordinates import Coordinates
from fieldkit.model.provinces import provinces
from fieldkit.model.register.places import Place, Places, without_prefix

if TYPE_CHECKING:
    from fieldkit.model.register.reading import Reading

PARTS = ("subdistrict", "district", "province")
CODES = tuple(f"{part}_code" for part in PARTS)
_CODE = re.compile(r"\d{6}")


def locate(reading: Reading, places: Places) -> None:
    """Give the columns of ``reading`` the official names and codes of what they name.

    Names stay as written where they are not found; then the row gets a warning, and no code of that part.
    The province may also come from the 14-digit number.
    """
    columns = reading.columns
    for part in PARTS:
        if part in columns:
            columns[part] = without_prefix(part, columns[part])
    _names(reading, places)
    _check_position(reading)


def _names(reading: Reading, places: Places) -> None:
    columns = reading.columns
    subdistrict, district, province = (columns.get(part, "") for part in PARTS)
    if _CODE.fullmatch(subdistrict) and (known := places.by_code(subdistrict)):
        _fill(reading, known, 3)
        return
    code = places.province_code(province) or _code_of_number(reading, places)
    if code is None:
        if province or district or subdistrict:
            _unknown(reading, "จังหวัด", "province", province)
        return
    columns["province_code"], columns["province"] = code, places.province_name(code)
    found = places.district(code, district) if district else None
    if found is None:
        if district:
            _unknown(reading, "อำเภอ", "district", district)
        return
    _fill(reading, found, 2)
    known = places.subdistrict(found.district_code, subdistrict) if subdistrict else None
    if known is not None:
        _fill(reading, known, 3)
    elif subdistrict:
        _unknown(reading, "ตำบล", "sub-district", subdistrict)


def _check_position(reading: Reading) -> None:
    """Warn of a position far outside of the factory's province; it is kept, for the province may be wrong."""
    columns = reading.columns
    province = provinces().get(columns.get("province_code", ""))
    if province is None or province.box is None or "latitude" not in columns:
        return
    place = Coordinates(Decimal(str(columns["latitude"])), Decimal(str(columns["longitude"])))
    if not province.box.contains(place):
        reading.warn(
            "",
            f"พิกัดอยู่นอกจังหวัด{province.name.th} ตรวจพิกัดหรือจังหวัด",
            f"the coordinates lie outside of {province.name.en}; check them, or the province",
        )


def _code_of_number(reading: Reading, places: Places) -> str | None:
    if reading.columns.get("province"):
        return None
    number = identifiers.parse_factory_number(reading.columns.get("registration_no", ""))
    code = number.province_code if number else ""
    return code if places.province_name(code) else None


def _fill(reading: Reading, place: Place, parts: int) -> None:
    columns = reading.columns
    columns |= {"province": place.province, "province_code": place.province_code}
    columns |= {"district": place.district, "district_code": place.district_code}
    if parts > 2:
        columns |= {"subdistrict": place.subdistrict, "subdistrict_code": place.subdistrict_code}


def _unknown(reading: Reading, thai: str, english: str, written: str) -> None:
    if not written:
        reading.warn("", f"ไม่มีชื่อ{thai}", f"the {english} is missing")
        return
    reading.warn(
        "",
        f"ไม่รู้จัก{thai} “{written}” เก็บไว้ตามที่เขียน จึงไม่มีรหัส",
        f"the {english} “{written}” is not known; it is kept as written, without a code",
    )
