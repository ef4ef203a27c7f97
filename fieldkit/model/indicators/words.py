"""How figures and the values of subjects are written for people."""

from __future__ import annotations

import json
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING

from fieldkit import resources
from fieldkit.errors import Text
from fieldkit.model.codes import code_word
from fieldkit.model.codes import codes as code_list
from fieldkit.model.csv_table import read
from fieldkit.model.fact_properties import fact_property
from fieldkit.model.orders.kinds import kind_name
from fieldkit.model.provinces import provinces
from fieldkit.model.reference import factory_statuses, factory_types, visit_kinds
from fieldkit.model.thai.dates import ENGLISH_MONTHS, SHORT_MONTHS, buddhist_year, short

if TYPE_CHECKING:
    from fieldkit.model.indicators.figures import Figure
    from fieldkit.model.indicators.subjects import Column

NOTHING = "–"
_UNKNOWN = Text("ไม่ระบุ", "not stated")
_YES_NO = {"1": Text("ใช่", "yes"), "0": Text("ไม่", "no")}


def number(value: float | None) -> str:
    """Return a number with commas, two decimals where it is not whole; a dash for none."""
    if value is None:
        return NOTHING
    return f"{value:,.0f}" if float(value).is_integer() else f"{value:,.2f}"


def value_words(figure: Figure, language: str) -> str:
    """Return the value with its unit: ``95.00 %``, ``12 factories``; a dash where nothing can be said."""
    if figure.value is None:
        return NOTHING
    if figure.indicator.measure == "share":
        return f"{figure.value:,.2f}%"
    return f"{number(figure.value)} {figure.indicator.unit.pick(language)}"


def parts_words(figure: Figure) -> str:
    """Return ``133/140``; one number where nothing is counted against, or how many a mean is of."""
    if figure.denominator is None:
        return number(figure.numerator)
    if figure.indicator.measure == "mean":
        return number(figure.denominator)
    return f"{number(figure.numerator)}/{number(figure.denominator)}"


def target_words(figure: Figure) -> str:
    """Return the target in the unit of the value; a dash without one."""
    if figure.target is None:
        return NOTHING
    return f"{number(figure.target)}%" if figure.indicator.measure == "share" else number(figure.target)


def cell_words(column: Column, value: object, language: str) -> str:
    """Return what a value of a subject's column is called."""
    if value is None or value == "":
        return _UNKNOWN.pick(language) if column.codes else ""
    if column.kind == "flag":
        return _YES_NO[str(value)].pick(language)
    if column.kind == "number":
        return number(float(str(value)))
    if column.kind == "day":
        return _day(str(value), language)
    return _coded(column.codes, str(value), language)


@lru_cache(maxsize=1)
def _english_districts() -> dict[str, str]:
    """Return the English names by the Thai ones; one that several districts share stays Thai."""
    names: dict[str, str] = {}
    for row in read(resources.path("reference", "districts.csv"), ("th", "en")):
        thai, english = row.text("th").removeprefix("อำเภอ"), row.optional("en")
        names[thai] = english if thai not in names or names[thai] == english else thai
    return names


def _day(text: str, language: str) -> str:
    try:
        return short(date.fromisoformat(text), language)
    except ValueError:
        return text


def month_words(month: str, language: str) -> str:
    """Return ``ก.พ. 2567`` or ``Feb 2024`` for ``2024-02``; other texts stand for themselves."""
    try:
        day = date.fromisoformat(f"{month}-01")
    except ValueError:
        return month
    if language == "en":
        return f"{ENGLISH_MONTHS[day.month - 1][:3]} {day.year}"
    return f"{SHORT_MONTHS[day.month - 1]} {buddhist_year(day)}"


def team_words(stored: str) -> str:
    """Return the names of a visit's team as it is stored: JSON of people, or names as they were typed."""
    try:
        people = json.loads(stored)
    except ValueError:
        return stored
    if not isinstance(people, list):
        return stored
    names = (str(one.get("name", "")) if isinstance(one, dict) else str(one) for one in people)
    return ", ".join(filter(None, names))


def _coded(codes: str, value: str, language: str) -> str:
    if not codes:
        return value
    if codes == "team":
        return team_words(value)
    if codes == "district":
        return _english_districts().get(value, value) if language == "en" else value
    if codes == "month":
        return month_words(value, language)
    if codes == "type":
        kind = factory_types().get(f"{value}00")
        return f"{int(value)} {kind.name.pick(language)}" if kind is not None else value
    if codes == "province":
        province = provinces().get(value)
        return province.name.pick(language) if province is not None else value
    if codes == "visit_kind":
        return visit_kinds()[value].name.pick(language) if value in visit_kinds() else value
    if codes == "order_kind":
        return kind_name(value, language)
    if codes == "status":
        status = factory_statuses().get(value)
        return status.name.pick(language) if status is not None else value
    if codes == "fact":
        return fact_property(value).title.pick(language)
    if codes == "said":
        return code_word("fact.yes_no", _day(value, language), language)
    known = code_list(codes)
    parts = value.split()
    if value not in known and parts and all(part in known for part in parts):
        return ", ".join(code_word(codes, part, language) for part in parts)
    return code_word(codes, value, language)
