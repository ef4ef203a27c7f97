"""The letter of an order as a text document (.docx) that the office goes on with in its word processor."""

from __future__ import annotations

import re
from io import BytesIO
from typing import TYPE_CHECKING, Any, cast

from fieldkit.model.orders.letter import Paragraph
from fieldkit.model.reference import param

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from fieldkit.model.orders.letter import Style

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
SUFFIX = ".docx"
_EMU_OF_POINT, _EMU_OF_CM = 12_700, 360_000
# The external letter of the Office of the Prime Minister's rules on correspondence: A4, 3 cm and 2 cm.
_PAGE_CM = {"page_width": 21.0, "page_height": 29.7}
_MARGINS_CM = {"left_margin": 3.0, "right_margin": 2.0, "top_margin": 1.5, "bottom_margin": 2.0}
# Of each style, in centimetres: left indent, first line, space before; and the alignment.
_LOOKS: Mapping[str, tuple[float, float, float, str]] = {
    "crest": (0, 0, 2.6, "left"),
    "title": (0, 0, 0.4, "center"),
    "number": (0, 0, 0, "left"),
    "sender": (8.5, 0, 0, "left"),
    "date": (8.0, 0, 0.2, "left"),
    "head": (2.5, -2.5, 0.2, "left"),
    "section": (0, 0, 0.3, "left"),
    "body": (0, 2.5, 0.2, "thaiDistribute"),
    "findings": (3.2, -0.7, 0.1, "left"),
    "closing": (7.5, 0, 0.6, "center"),
    "sign": (7.5, 0, 0, "center"),
    "foot": (0, 0, 0, "left"),
}
# Above the first of these: room to sign, and what parts the office at the foot from the letter.
_FIRST_CM: Mapping[str, float] = {"sign": 1.6, "foot": 1.0}
# Bold ones, with their size in points; None is that of the document.
_BOLD: Mapping[str, float | None] = {"title": 24, "section": None}
_STYLE = "Letter "


def docx(paragraphs: Sequence[Paragraph], moment: datetime) -> bytes:
    """Return the document; ``moment`` is when it was made."""
    import docx as library

    document: Any = library.Document()
    properties = document.core_properties
    properties.title = next((part.text for part in paragraphs if part.style == "head"), "")
    properties.author = "fieldkit"
    properties.created = properties.modified = moment.replace(tzinfo=None)
    _set_up(document)
    _make_styles(document)
    before = ""
    for part in paragraphs:
        _add(document, part, before)
        before = part.style
    held = BytesIO()
    document.save(held)
    return held.getvalue()


def read(data: bytes) -> tuple[Paragraph, ...]:
    """Return the paragraphs of a document that :func:`docx` made, as they were written.

    What has another style, as a person may have put in, is a part of the body.
    """
    import docx as library

    found = []
    for paragraph in library.Document(BytesIO(data)).paragraphs:
        name = str(paragraph.style.name if paragraph.style is not None else "")
        style = name.removeprefix(_STYLE) if name.removeprefix(_STYLE) in _LOOKS else "body"
        label, _, text = paragraph.text.rpartition("\t")
        found.append(Paragraph(cast("Style", style), text, label))
    return tuple(found)


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


def _make_styles(document: Any) -> None:
    """Give the document a named style for each part of a letter: the office changes it in one place."""
    from docx.enum.style import WD_STYLE_TYPE

    for name, (left, first, space, alignment) in _LOOKS.items():
        style = document.styles.add_style(f"{_STYLE}{name}", WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = document.styles["Normal"]
        shape = style.paragraph_format
        shape.left_indent, shape.first_line_indent = (round(cm * _EMU_OF_CM) for cm in (left, first))
        shape.space_before = round(space * _EMU_OF_CM)
        if name == "head":
            shape.tab_stops.add_tab_stop(round(left * _EMU_OF_CM))
        _child(style.element.get_or_add_pPr(), "jc", val=alignment)
        if name in _BOLD:
            _embolden(style, _BOLD[name])


def _embolden(style: Any, size: float | None) -> None:
    style.font.bold = style.font.cs_bold = True
    if size is not None:
        style.font.size = round(size * _EMU_OF_POINT)
        _child(style.element.get_or_add_rPr(), "szCs", val=str(round(size * 2)))


def _add(document: Any, part: Paragraph, before: str) -> None:
    text = f"{part.label}\t{part.text}" if part.label else part.text
    paragraph = document.add_paragraph(text, style=f"{_STYLE}{part.style}")
    if part.style != before and part.style in _FIRST_CM:
        paragraph.paragraph_format.space_before = round(_FIRST_CM[part.style] * _EMU_OF_CM)


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
