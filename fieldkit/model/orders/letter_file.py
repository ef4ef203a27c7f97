"""The letter of an order as a text document (.docx) that the office goes on with in its word processor."""

from __future__ import annotations

import re
from io import BytesIO
from typing import TYPE_CHECKING, Any

from fieldkit.model.reference import param

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from fieldkit.model.orders.letter import Paragraph

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
SUFFIX = ".docx"
_EMU_OF_POINT, _EMU_OF_CM = 12_700, 360_000
# The external letter of the Office of the Prime Minister's rules on correspondence: A4, 3 cm and 2 cm.
_PAGE_CM = {"page_width": 21.0, "page_height": 29.7}
_MARGINS_CM = {"left_margin": 3.0, "right_margin": 2.0, "top_margin": 1.5, "bottom_margin": 2.0}
# Of each style, in centimetres: left indent, first line, space before; and the alignment.
_LOOKS: Mapping[str, tuple[float, float, float, str]] = {
    "crest": (0, 0, 2.6, "left"),
    "number": (0, 0, 0, "left"),
    "sender": (8.5, 0, 0, "left"),
    "date": (8.0, 0, 0.2, "left"),
    "head": (2.5, -2.5, 0.2, "left"),
    "body": (0, 2.5, 0.2, "thaiDistribute"),
    "findings": (3.2, -0.7, 0.1, "left"),
    "closing": (7.5, 0, 0.6, "center"),
    "sign": (7.5, 0, 0, "center"),
    "foot": (0, 0, 0, "left"),
}
_ROOM_TO_SIGN_CM = 1.6


def docx(paragraphs: Sequence[Paragraph], moment: datetime) -> bytes:
    """Return the document; ``moment`` is when it was made."""
    import docx as library

    document: Any = library.Document()
    properties = document.core_properties
    properties.title = next((part.text for part in paragraphs if part.style == "head"), "")
    properties.author = "fieldkit"
    properties.created = properties.modified = moment.replace(tzinfo=None)
    _set_up(document)
    before = ""
    for part in paragraphs:
        _add(document, part, first_sign=part.style == "sign" and before != "sign", foot=before != "foot")
        before = part.style
    held = BytesIO()
    document.save(held)
    return held.getvalue()


def file_name(number: str) -> str:
    """Return the name of the letter's file, safe on every system."""
    safe = re.sub(r"[^\w.-]+", "-", number).strip("-.")
    return f"{safe or 'order'}{SUFFIX}"


def font() -> tuple[str, float]:
    """Return family and size in points of documents, from the office's settings."""
    family, _, size = str(param("font.doc")).rpartition(" ")
    return family, float(size)


def _set_up(document: Any) -> None:
    section = document.sections[0]
    for name, centimetres in (*_PAGE_CM.items(), *_MARGINS_CM.items()):
        setattr(section, name, round(centimetres * _EMU_OF_CM))
    family, size = font()
    style = document.styles["Normal"]
    style.paragraph_format.space_after = 0
    style.paragraph_format.line_spacing = 1.0
    properties = style.element.get_or_add_rPr()
    fonts = properties.get_or_add_rFonts()
    for script in ("ascii", "hAnsi", "cs", "eastAsia"):
        fonts.set(_w(script), family)
    style.font.size = round(size * _EMU_OF_POINT)
    # Thai takes the size and the language of complex scripts.
    _child(properties, "szCs", val=str(round(size * 2)))
    _child(properties, "lang", val="th-TH", bidi="th-TH")


def _add(document: Any, part: Paragraph, *, first_sign: bool, foot: bool) -> None:
    left, first, space, alignment = _LOOKS[part.style]
    paragraph = document.add_paragraph()
    shape = paragraph.paragraph_format
    shape.left_indent, shape.first_line_indent = (round(cm * _EMU_OF_CM) for cm in (left, first))
    above = _ROOM_TO_SIGN_CM if first_sign else 1.0 if part.style == "foot" and foot else space
    shape.space_before = round(above * _EMU_OF_CM)
    _child(paragraph._p.get_or_add_pPr(), "jc", val=alignment)
    if part.style == "head":
        shape.tab_stops.add_tab_stop(round(left * _EMU_OF_CM))
        paragraph.add_run(f"{part.label}\t{part.text}")
    else:
        paragraph.add_run(part.text)


def _child(parent: Any, name: str, **values: str) -> None:
    """Set an element that the library has no word for; it replaces one of the same name."""
    from docx.oxml import OxmlElement

    for old in parent.findall(_w(name)):
        parent.remove(old)
    made: Any = OxmlElement(f"w:{name}")
    for attribute, value in values.items():
        made.set(_w(attribute), value)
    parent.append(made)


def _w(name: str) -> str:
    from docx.oxml.ns import qn

    return str(qn(f"w:{name}"))
