"""Numbers that identify factories and people: registration numbers old and new, 13-digit numbers.

A number that breaks a rule here is a reason to warn, never to refuse: the registers hold many that do.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from fieldkit.model.thai.digits import to_arabic

_SPACES, _SPACED = re.compile(r"\s+"), re.compile(r"[\s-]")
_HYPHENS = str.maketrans(dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2212\ufe63\uff0d", "-"))
_OLD = re.compile(
    r"(?:(?P<prefix>[ก-ฮ])\.?)?(?P<class>[123])-(?P<type>\d{1,3})(?:\((?P<item>\d{1,2})\))?"
    r"-(?P<sequence>\d{1,5})/(?P<year>\d{4}|\d{2})(?P<suffix>[ก-ฮ]{1,3}\.?|-[ก-ฮ.]+)?"
)
_ESTATE = re.compile(
    r"(?P<prefix>น)\.(?P<type>\d{1,3})(?:\((?P<item>\d{1,2})\))?"
    r"-(?P<sequence>\d{1,5})/(?P<year>\d{4})-(?P<suffix>[ก-ฮ.]+)"
)
_LAST_TYPE = 107


@dataclass(frozen=True, slots=True)
class OldNumber:
    """The parts of an old registration number such as ``จ3-9(1)-12/48พจ``.

    ``prefix`` is ``จ`` for permits of the province (others occur), ``factory_class`` 1 to 3 or None in
    estates, ``type_code`` five digits (``00901``), ``year`` of the Buddhist era, ``suffix`` the letters of
    the province or the estate.
    """

    prefix: str
    factory_class: int | None
    type_code: str
    sequence: int
    year: int
    suffix: str
    estate: bool


@dataclass(frozen=True, slots=True)
class FactoryNumber:
    """The parts of a 14-digit number; ``area`` is ``0`` and the province code outside estates."""

    authority: str
    area: str
    sequence: int
    year: int
    check_digit_ok: bool

    @property
    def province_code(self) -> str:
        """Two-digit province code, empty for estates."""
        return self.area[1:] if self.authority in "12" and self.area.startswith("0") else ""


@lru_cache(maxsize=1_000)  # numbers of one row are looked at in several ways, one after the other
def bare(text: str) -> str:
    """Return ``text`` without spreadsheet armour: ``="  0630"`` is ``0630``; hyphens, digits made plain."""
    plain = unicodedata.normalize("NFC", to_arabic(text)).replace("\u200b", "").replace("\ufeff", "")
    plain = plain.translate(_HYPHENS).strip()
    if plain.startswith("="):
        plain = plain[1:].strip()
    return plain.strip("\"'\u201c\u201d ").strip()


def registration_key(text: str) -> str:
    """Return the form by which two writings of one registration number are the same: no spaces, no armour.

    ``1 - 10 - 1 / 2560`` and ``1-10-1/2560`` have one key, as have ``…พจ.`` and ``…พจ``.
    """
    return _SPACES.sub("", bare(text)).rstrip(".").upper()


def parse_old_number(text: str) -> OldNumber | None:
    """Return the parts of an old registration number, or None for another form (warn, and keep it).

    Two-digit years are of the century 25xx. The class is read from the number only; it may differ from the
    class of the licence.
    """
    compact = _SPACES.sub("", bare(text))
    estate = _ESTATE.fullmatch(compact)
    found = estate or _OLD.fullmatch(compact)
    if not found or not 1 <= int(found["type"]) <= _LAST_TYPE:
        return None
    year = int(found["year"])
    return OldNumber(
        prefix=found["prefix"] or "",
        factory_class=None if estate else int(found["class"]),
        type_code=f"{int(found['type']):03d}{int(found['item'] or 0):02d}",
        sequence=int(found["sequence"]),
        year=year if year >= 100 else 2500 + year,
        suffix=(found["suffix"] or "").strip("-.") if not estate else found["suffix"],
        estate=bool(estate),
    )


def parse_factory_number(text: str) -> FactoryNumber | None:
    """Return the parts of a 14-digit registration number, or None where it has not 14 digits."""
    digits = _SPACED.sub("", bare(text))
    if not re.fullmatch(r"[0-9]{14}", digits):
        return None
    return FactoryNumber(
        digits[0], digits[1:4], int(digits[4:9]), int(digits[9:13]), factory_number_ok(digits)
    )


def factory_number_ok(digits: str) -> bool:
    """Tell whether 14 digits end in their Luhn check digit; one that does not deserves a warning, no more."""
    if not re.fullmatch(r"[0-9]{14}", digits):
        return False
    doubled = (2 * int(digit) if place % 2 == 0 else int(digit) for place, digit in enumerate(digits[12::-1]))
    total = sum(number - 9 if number > 9 else number for number in doubled)
    return (10 - total % 10) % 10 == int(digits[13])


def display_type(code: str) -> str:
    """Return the type code ``00901`` as people write it, ``9(1)``; ``10500`` as ``105``."""
    item = int(code[3:5])
    return f"{int(code[:3])}({item})" if item else f"{int(code[:3])}"


def parse_type(text: str) -> str | None:
    """Return the five-digit code of ``9(1)``, ``105`` or ``00901``, or None where it is no type 1 to 107."""
    compact = _SPACES.sub("", bare(text))
    found = re.fullmatch(r"(\d{3})(\d{2})", compact) or re.fullmatch(r"(\d{1,3})(?:\((\d{1,2})\))?", compact)
    if not found or not 1 <= int(found[1]) <= _LAST_TYPE:
        return None
    return f"{int(found[1]):03d}{int(found[2] or 0):02d}"


def id13_ok(digits: str) -> bool:
    """Tell whether 13 digits of a person, company or taxpayer end in their check digit (modulo 11)."""
    if not re.fullmatch(r"[0-9]{13}", digits):
        return False
    total = sum(int(digit) * weight for digit, weight in zip(digits, range(13, 1, -1), strict=False))
    return (11 - total % 11) % 10 == int(digits[12])


def is_juristic(digits: str) -> bool:
    """Tell whether a 13-digit number belongs to a company or other juristic person: not private."""
    return len(digits) == 13 and digits.startswith("0")


def id13_digits(text: str) -> str:
    """Return only the digits of a 13-digit number written in any way; other text comes back bare."""
    digits = _SPACED.sub("", bare(text))
    return digits if re.fullmatch(r"[0-9]+", digits) else bare(text)


def format_id13(digits: str) -> str:
    """Return ``1-2345-67890-12-3``; a text that has not 13 digits is returned as it is."""
    if not re.fullmatch(r"[0-9]{13}", digits):
        return digits
    return f"{digits[0]}-{digits[1:5]}-{digits[5:10]}-{digits[10:12]}-{digits[12]}"


def mask_id13(digits: str) -> str:
    """Return ``3-6601-xxxxx-xx-6``, what may be shown of a person (PDPA 2562); other text all masked."""
    if not re.fullmatch(r"[0-9]{13}", digits):
        return re.sub(r"\w", "x", digits)
    return f"{digits[0]}-{digits[1:5]}-xxxxx-xx-{digits[12]}"
