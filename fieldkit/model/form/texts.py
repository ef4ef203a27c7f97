"""Labels, hints and translations of a form, out of its XML (xforms-spec "Languages", "Body")."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from fieldkit.model.form.elements import local, own
from fieldkit.model.form.problems import XPathError
from fieldkit.model.form.xpath.compile import Expression, expression
from fieldkit.model.form.xpath.syntax import Call, Literal, Tree

Parts = tuple[str | Expression, ...]
"""A text and the values that are shown inside it."""
Forms = Mapping[str, Parts]
"""One text in one language by form: ``""`` plain, ``guidance``, ``image``, ``audio`` …"""
_SPACE = re.compile(r"[ \t\r\n]+")
GUIDANCE = "guidance"


@dataclass(frozen=True, slots=True)
class Label:
    """A text of the form: written out in ``parts``, or named by ``ref`` (by ``itext_id`` if constant)."""

    parts: Parts = ()
    ref: Expression | None = None
    itext_id: str | None = None


def inline(element: Element) -> Parts:
    """Return the text and outputs inside ``element``; a label holds nothing else (xforms-spec "Label")."""
    parts: list[str | Expression] = [element.text] if element.text else []
    for child in element:
        if local(child.tag) == "output":
            parts.append(expression(child.get("value") or child.get("ref") or "''"))
        if child.tail:
            parts.append(child.tail)
    return tuple(parts)


def label(element: Element | None) -> Label | None:
    """Return the text that a label, hint or message element stands for."""
    if element is None:
        return None
    ref = element.get("ref")
    return Label(inline(element)) if ref is None else _reference(ref)


def _reference(ref: str) -> Label:
    """Return the text that an expression names, usually ``jr:itext('id')``."""
    compiled = expression(ref)
    identifier = itext_argument(compiled.tree)
    return Label(ref=compiled, itext_id=identifier.value if isinstance(identifier, Literal) else None)


def itext_argument(tree: Tree) -> Tree | None:
    """Return what stands inside ``jr:itext(…)``, None if the expression is something else."""
    match tree:
        case Call("jr:itext", (argument,)):
            return argument
    return None


def message(text: str | None) -> Label | None:
    """Return the text of ``jr:constraintMsg``: an itext reference or the words themselves."""
    if not text:
        return None
    if text.strip().startswith("jr:itext("):
        with suppress(XPathError):
            return _reference(text.strip())
    return Label((text,))


def translations(model: Element) -> tuple[dict[str, dict[str, Forms]], str]:
    """Return texts by language and id, and the name of the default language."""
    found: dict[str, dict[str, Forms]] = {}
    default = ""
    for itext in own(model, "itext"):
        for language in own(itext, "translation"):
            name = language.get("lang", "")
            if language.get("default") is not None and language.get("default") != "false()":
                default = name
            found[name] = {text.get("id", ""): _translation(text) for text in own(language, "text")}
    return found, default or next(iter(found), "")


def _translation(text: Element) -> Forms:
    forms: dict[str, Parts] = {}
    for value in own(text, "value"):
        forms.setdefault(value.get("form") or "", inline(value))
    return forms


def hint(control: Element) -> Label | None:
    """Return the hint of a control; a guidance may stand in a hint of its own."""
    return label(next((item for item in own(control, "hint") if item.get("form") != GUIDANCE), None))


def one_line(texts: Iterable[str]) -> str:
    """Join pieces of text as they are written."""
    return _SPACE.sub(" ", "".join(texts)).strip()
