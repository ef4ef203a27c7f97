"""Labels, hints and translations of a form, out of its XML (xforms-spec "Languages", "Body")."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from fieldkit.model.form.fields import Label, Output, Part, Parts, Translation
from fieldkit.model.form.xmlread import local, own
from fieldkit.model.form.xpath.compile import Expression, expression
from fieldkit.model.form.xpath.syntax import Call, Literal, XPathError

if TYPE_CHECKING:
    from collections.abc import Iterable
    from xml.etree.ElementTree import Element

_SPACE = re.compile(r"[ \t\r\n]+")
GUIDANCE = "guidance"


def inline(element: Element) -> Parts:
    """Return the text and outputs inside ``element``; a label holds nothing else (xforms-spec "Label")."""
    parts: list[Part] = [element.text] if element.text else []
    for child in element:
        if local(child.tag) == "output":
            text = child.get("value") or child.get("ref") or "''"
            parts.append(Output(expression(text)))
        if child.tail:
            parts.append(child.tail)
    return tuple(parts)


def label(element: Element | None) -> Label | None:
    """Return the text that a label, hint or message element stands for."""
    if element is None:
        return None
    ref = element.get("ref")
    if ref is None:
        return Label(inline(element))
    return reference(ref)


def reference(ref: str) -> Label:
    """Return the text that an expression names, usually ``jr:itext('id')``."""
    compiled = expression(ref)
    return Label(ref=compiled, itext_id=constant_itext(compiled))


def constant_itext(compiled: Expression) -> str | None:
    """Return the id in ``jr:itext('id')``, or None."""
    tree = compiled.tree
    if isinstance(tree, Call) and tree.name == "jr:itext" and len(tree.arguments) == 1:
        argument = tree.arguments[0]
        if isinstance(argument, Literal):
            return argument.value
    return None


def message(text: str | None) -> Label | None:
    """Return the text of ``jr:constraintMsg``: an itext reference or the words themselves."""
    if not text:
        return None
    if text.strip().startswith("jr:itext("):
        try:
            return reference(text.strip())
        except XPathError:
            return Label((text,))
    return Label((text,))


def translations(model: Element) -> tuple[dict[str, dict[str, Translation]], str]:
    """Return texts by language and id, and the name of the default language."""
    found: dict[str, dict[str, Translation]] = {}
    default = ""
    for itext in own(model, "itext"):
        for language in own(itext, "translation"):
            name = language.get("lang", "")
            if language.get("default") is not None and language.get("default") != "false()":
                default = name
            found[name] = {text.get("id", ""): _translation(text) for text in own(language, "text")}
    if found and not default:
        default = next(iter(found))
    return found, default


def _translation(text: Element) -> Translation:
    forms: dict[str, Parts] = {}
    for value in own(text, "value"):
        form = value.get("form") or ""
        if len(value) == 0:
            forms.setdefault(form, (value.text,) if value.text else ())
        else:
            forms.setdefault(form, inline(value))
    return Translation(forms)


def hints(control: Element) -> tuple[Label | None, Label | None]:
    """Return hint and guidance of a control; a guidance may stand in a hint of its own."""
    plain: Label | None = None
    guidance: Label | None = None
    for element in own(control, "hint"):
        if element.get("form") == GUIDANCE:
            guidance = guidance or label(element)
        else:
            plain = plain or label(element)
    return plain, guidance


def first(element: Element, name: str) -> Element | None:
    """Return the first child called ``name``."""
    return next(iter(own(element, name)), None)


def one_line(texts: Iterable[str]) -> str:
    """Join pieces of text as they are written."""
    return _SPACE.sub(" ", "".join(texts)).strip()
