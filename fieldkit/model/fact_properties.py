"""Titles, kinds and units of the facts about factories, from ``resources/reference/fact_properties.csv``.

A property that no row names is a text under its own name, so that a checklist may save what nobody foresaw.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING, Literal, cast, get_args

from fieldkit import resources
from fieldkit.errors import FieldkitError, Text
from fieldkit.model.codes import code_word, codes, read_codes
from fieldkit.model.csv_table import read
from fieldkit.model.thai import dates
from fieldkit.model.thai.digits import format_number, parse_number

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from fieldkit.errors import Language
    from fieldkit.model.codes import Code

FactKind = Literal["yes_no", "number", "text", "code", "date"]
_COLUMNS = (
    "property",
    "th",
    "en",
    "kind",
    "codes",
    "unit",
    "unit_en",
    "least",
    "most",
    "group",
    "source",
    "confidence",
)
_YES_NO = "fact.yes_no"
# Others write flags as ODK's selects and as XPath do.
_FLAGS = {"true": "yes", "1": "yes", "false": "no", "0": "no"}
FORM, YEAR = "{form}", "{year}"
"""In the title of ``single_form.*.*``: the words of the form, and the year (in names: Buddhist era)."""


class FactRefused(FieldkitError):
    """A typed value that its property cannot have."""


@dataclass(frozen=True, slots=True)
class FactProperty:
    """A property of factories; ``codes`` is the list of its values, where it has one."""

    name: str
    title: Text
    kind: FactKind = "text"
    codes: str = ""
    unit: Text = Text("", "")  # noqa: RUF009 - immutable
    group: str = ""
    source: str = ""
    least: Decimal | None = None
    most: Decimal | None = None

    def choices(self) -> Mapping[str, Code]:
        """Return the values to choose from by code, none for free ones."""
        return codes(self.codes) if self.codes else {}

    def words(self, value: str | None, language: Language) -> str:
        """Return a stored value as a person reads it: words, Thai dates, numbers with their unit."""
        if not value:
            return ""
        if self.codes:
            return code_word(self.codes, self.canonical(value), language)
        if self.kind == "date":
            day = day_of(value)
            return dates.short(day, language) if day else value
        if self.kind == "number":
            number = number_of(value)
            unit = self.unit.pick(language)
            return value if number is None else f"{format_number(number)} {unit}".strip()
        return value

    def canonical(self, value: str) -> str:
        """Return a stored value in the form in which it is compared and edited."""
        return _FLAGS.get(value, value) if self.kind == "yes_no" else value

    def read(self, text: str, language: Language = "th") -> str | None:
        """Return what is stored for a typed text, None where it is empty.

        Raises `FactRefused`, `NumberError`, `DateError`.
        """
        text = text.strip()
        if not text:
            return None
        if self.codes:
            return self._code(text)
        if self.kind == "number":
            return f"{self._within(parse_number(text)):f}"
        if self.kind == "date":
            day = day_of(text)
            return (day or dates.parse(text, era=dates.era_of(language))).isoformat()
        return text

    def _within(self, number: Decimal) -> Decimal:
        low, high = (
            (self.least is not None and number < self.least),
            (self.most is not None and number > self.most),
        )
        if not (low or high):
            return number
        bounds = (("≥", self.least), ("≤", self.most))
        allowed = " ".join(f"{sign} {bound}" for sign, bound in bounds if bound is not None)
        raise FactRefused(
            Text(f"“{self.title.th}” เป็น {number} ไม่ได้", f"“{self.title.en}” cannot be {number}"),
            Text(f"ใส่ตัวเลข {allowed}", f"Enter a number {allowed}"),
            place=self.name,
        )

    def _code(self, text: str) -> str:
        for code in self.choices().values():
            if self.canonical(text) == code.code or text in (code.name.th, code.name.en):
                return code.code
        allowed = list(self.choices().values())
        raise FactRefused(
            Text(f"“{self.title.th}” ไม่มีค่า “{text}”", f"“{self.title.en}” cannot be “{text}”"),
            Text(
                "ใช้ค่าใดค่าหนึ่ง: " + ", ".join(code.name.th for code in allowed),
                "Use one of: " + ", ".join(code.name.en for code in allowed),
            ),
            place=self.name,
        )


def fact_property(name: str) -> FactProperty:
    """Return what is known of the property ``name``."""
    return describe(read_properties(resources.path("reference", "fact_properties.csv")), name)


def known_properties() -> Sequence[FactProperty]:
    """Return the properties of the table in its order, without those that stand for many."""
    table = read_properties(resources.path("reference", "fact_properties.csv"))
    return [found for name, found in table.items() if "*" not in name]


def describe(table: Mapping[str, FactProperty], name: str) -> FactProperty:
    """Return the row of ``name``, or of ``single_form.*.*``, or a text under its own name."""
    known = table.get(name)
    if known is not None:
        return known
    family, _, rest = name.partition(".")
    form, _, year = rest.rpartition(".")
    pattern = table.get(f"{family}.*.*")
    if pattern is None or not form:
        return FactProperty(name, Text(name, name))
    forms = codes(f"{family}.form")
    words = forms[form].name if form in forms else Text(form, form)
    gregorian = str(int(year) - dates.OFFSET) if year.isdecimal() else year
    title = Text(
        pattern.title.th.replace(FORM, words.th).replace(YEAR, year),
        capital(pattern.title.en.replace(FORM, words.en).replace(YEAR, gregorian)),
    )
    return FactProperty(name, title, pattern.kind, pattern.codes, pattern.unit, pattern.group, pattern.source)


@lru_cache(maxsize=4)
def read_properties(path: Path) -> Mapping[str, FactProperty]:
    """Return the properties of a table by name, in its order; raises `TableError`."""
    lists = read_codes(resources.path("reference", "codes.csv"))
    found: dict[str, FactProperty] = {}
    for row in read(path, _COLUMNS):
        name = row.text("property")
        if name in found:
            raise row.error(
                "property",
                Text(f"“{name}” ซ้ำในตาราง", f"“{name}” stands twice in the table"),
                Text("ลบแถวที่ซ้ำ", "Remove one of the rows"),
            )
        kind = cast("FactKind", row.one_of("kind", get_args(FactKind)))
        listed = _YES_NO if kind == "yes_no" else row.optional("codes")
        if kind == "code":
            row.one_of("codes", tuple(lists))
        found[name] = FactProperty(
            name,
            Text(row.text("th"), row.text("en")),
            kind,
            listed,
            Text(row.optional("unit"), row.optional("unit_en")),
            row.one_of("group", tuple(lists["fact.group"])),
            row.text("source"),
            row.decimal_or_none("least"),
            row.decimal_or_none("most"),
        )
    return found


def capital(words: str) -> str:
    """Return words as a line of their own begins."""
    return words[:1].upper() + words[1:]


def day_of(text: str) -> date | None:
    """Return a stored value as a day, None where it is none."""
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        return None


def number_of(text: str) -> Decimal | None:
    """Return a stored value as a number, None where it is none."""
    try:
        return parse_number(text)
    except FieldkitError:
        return None
