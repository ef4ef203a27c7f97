"""A record as XML to send (ODK XForms specification, "Primary instance"; OpenRosa submission)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from unicodedata import normalize
from xml.sax.saxutils import escape, quoteattr

from fieldkit.model.form.elements import XFORMS, space
from fieldkit.model.form.instance import everything
from fieldkit.model.form.nodes import Node, Range
from fieldkit.model.form.xpath import dates
from fieldkit.model.form.xpath.stack import room

if TYPE_CHECKING:
    from fieldkit.model.form import FormInstance
    from fieldkit.model.form.definition import Form

_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def end_times(instance: FormInstance) -> dict[str, str]:
    """Return by path what is known only when the record is complete: its end time (xforms-spec "Preload")."""
    now = dates.moment_text(dates.local(instance.now()))
    return {
        node.path: now
        for node in everything(instance.root)
        if (node.field.bind.preload, node.field.bind.preload_parameter) == ("timestamp", "end")
    }


def submission(instance: FormInstance) -> str:
    """Return the relevant part of a record."""
    pieces: list[str] = []
    with room():
        _write(instance.root, pieces)
    declared = _namespaces("".join(pieces), instance.form)
    opening, size = pieces[0], len(instance.root.name) + 1
    pieces[0] = f"{opening[:size]}{declared}{opening[size:]}"
    return "".join(pieces)


def _write(top: Node, pieces: list[str]) -> None:
    pending: list[Node | str] = [top]
    while pending:
        node = pending.pop()
        if isinstance(node, str):
            pieces.append(node)
        elif isinstance(node, Range):
            pending.extend(reversed(node.children))
        elif node.relevant:
            attributes = "".join(
                f" {item.name}={quoteattr(_clean(item.value))}"
                for item in node.attribute_nodes
                if item.relevant
            )
            if node.leaf:
                text = escape(_clean(node.value))
                ending = f">{text}</{node.name}>" if text else "/>"
                pieces.append(f"<{node.name}{attributes}{ending}")
            else:
                pieces.append(f"<{node.name}{attributes}>")
                pending.append(f"</{node.name}>")
                pending.extend(reversed(node.children))


def _clean(text: str) -> str:
    return normalize("NFC", _UNWRITABLE.sub("", text))


def _namespaces(body: str, form: Form) -> str:
    own = space(form.data.tag)
    declared = f" xmlns={quoteattr(own)}" if own and own != XFORMS else ""
    for uri, prefix in form.names.prefixes.items():
        if prefix and re.search(rf"[< ]{re.escape(prefix)}:", body):
            declared += f" xmlns:{prefix}={quoteattr(uri)}"
    return declared
