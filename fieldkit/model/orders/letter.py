"""The letter of an order as paragraphs: the office's template filled with the office's data.

The template is ``resources/reports/order_letter.txt``; one of its styles is what a paragraph looks like, in
the document and in the window.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Literal, cast, get_args

from fieldkit import resources
from fieldkit.errors import FieldkitError, Text
from fieldkit.model.factories import address
from fieldkit.model.orders.kinds import order_kinds
from fieldkit.model.orders.life import day
from fieldkit.model.reference import param
from fieldkit.model.thai.dates import month_and_year
from fieldkit.model.thai.digits import to_thai

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date
    from pathlib import Path

    from fieldkit.model.orders.reading import Order
    from fieldkit.model.workspace import Workspace

Style = Literal[
    "crest",
    "title",
    "number",
    "sender",
    "date",
    "head",
    "section",
    "body",
    "findings",
    "closing",
    "sign",
    "foot",
]

_PLACE = re.compile(r"\{(\w+)\}")
_NONE = "-"
DOTS = "." * 40
"""Where the office writes by hand what is not known."""
# Numbers of records keep the digits by which they are found again.
_CODES = ("registration_no",)


class TemplateError(FieldkitError):
    """A template of letters that cannot be used; ``place`` is file and line."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the template: ``label`` is what stands before the text, as in เรื่อง."""

    style: Style
    label: str
    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of a letter, ready to be written."""

    style: Style
    text: str
    label: str = ""


@lru_cache(maxsize=2)
def read_template(path: Path) -> tuple[Line, ...]:
    """Return the lines of a template; raises `TemplateError` for a style that does not exist."""
    found = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        style, *parts = (part.strip() for part in line.split("|"))
        if style not in get_args(Style):
            raise TemplateError(
                Text(f"ไม่รู้จักรูปแบบ “{style}” ในแบบหนังสือ", f"The template has an unknown style “{style}”"),
                Text(f"ใช้: {', '.join(get_args(Style))}", f"Use: {', '.join(get_args(Style))}"),
                place=f"{path.name}:{number}",
            )
        found.append(Line(cast("Style", style), " ".join(parts[:-1]), parts[-1] if parts else ""))
    return tuple(found)


def compose(workspace: Workspace, order: Order, row: Mapping[str, Any]) -> tuple[Paragraph, ...]:
    """Return the letter of an order with the columns ``row``; what is not known yet is dotted or left out."""
    places = _places(workspace, order, row)
    found: list[Paragraph] = []
    for line in read_template(resources.path("reports", "order_letter.txt")):
        if line.style == "findings":
            found += (_filled(line, finding) for finding in _findings(order))
        elif all(places[name] for name in _PLACE.findall(line.text)):
            found.append(_filled(line, places))
    return tuple(found)


def demanded(action: str) -> str:
    """Return an action without the “to” that it may begin with: the letter says it once for all."""
    return action.strip().removeprefix("ให้").strip()


def in_letters(day: date) -> str:
    """Return the day of an official letter: ``15 กุมภาพันธ์ 2567``."""
    return f"{day.day} {month_and_year(day)}"


def _places(workspace: Workspace, order: Order, row: Mapping[str, Any]) -> dict[str, str]:
    factory, kind = order.factory, order_kinds().get(str(row["section"]))
    issued, found = day(row["issued_on"]), day(order.found_on)
    unit, phone = str(param("office.unit")), str(param("office.phone"))
    person = workspace.person
    return {
        "number": str(row["number"] or row["temporary_no"] or ""),
        "office": person.office,
        "date": in_letters(issued) if issued else DOTS,
        "subject": kind.subject.th if kind else "",
        "operator": str(factory.get("operator") or factory.get("name") or DOTS),
        "reference": "",
        "enclosed": "",
        "factory": str(factory.get("name") or DOTS),
        "registration_no": str(factory.get("registration_no") or factory.get("registration_no_old") or DOTS),
        "inspected_on": in_letters(found) if found else DOTS,
        "address": address(factory) or DOTS,
        "count": str(len(order.findings)),
        "wording": str(row["wording"] or ""),
        "signed_by": str(row["signed_by"] or "") or DOTS,
        "position": person.position if row["signed_by"] == person.name else "",
        "unit": "" if unit == _NONE else unit,
        "phone": "" if phone == _NONE else phone,
    }


def _findings(order: Order) -> Iterator[dict[str, str]]:
    for number, finding in enumerate(order.findings, 1):
        row = finding.row
        yield {
            "number": str(number),
            "description": str(row["description"] or row["wording"] or ""),
            "measured": f"(วัดได้ {row['measured']})" if row["measured"] else "",
            "law": f"({row['law']})" if row["law"] else "",
            "action": demanded(str(row["action"] or "")),
        }


def _filled(line: Line, places: Mapping[str, str]) -> Paragraph:
    digits = to_thai if param("numerals.thai_in_docs") else str
    # A finding without an action says what was found, and no more.
    text = line.text
    if line.style == "findings" and not places["action"]:
        text = text[: text.rfind("}", 0, text.find("{action}")) + 1]

    def put(found: re.Match[str]) -> str:
        name = found[1]
        return places[name] if name in _CODES else digits(places[name])

    parts = re.split(r"(\{\w+\})", text)
    filled = "".join(_PLACE.sub(put, part) if _PLACE.fullmatch(part) else digits(part) for part in parts)
    return Paragraph(line.style, re.sub(r"  +", " ", filled).strip(), line.label)
