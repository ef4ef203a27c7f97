"""XML read safely (XML 1.0, Namespaces): no entities, bounded depth, errors that name the line."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from fieldkit.model.form.problems import FormError, said

XFORMS = "http://www.w3.org/2002/xforms"
XHTML = "http://www.w3.org/1999/xhtml"
JAVAROSA = "http://openrosa.org/javarosa"
OPENROSA = "http://openrosa.org/xforms"
ENTITIES = "http://www.opendatakit.org/xforms/entities"
DEEPEST = 200

_ENTITY = re.compile(r"<!ENTITY|<!ELEMENT", re.IGNORECASE)
_DECLARED = re.compile(r"^\s*<\?xml[^>]*\?>")


class Document(NamedTuple):
    """XML that was read: its root element and the prefix of each namespace."""

    root: Element
    prefixes: dict[str, str]


def read(source: str | bytes, place: str) -> Document:
    """Return the XML in ``source``; raises `FormError` with the line."""
    text = decode(source) if isinstance(source, bytes) else source
    if _ENTITY.search(text, 0, 20_000) or "<!ENTITY" in text:
        raise FormError(*said("declares-entities"), place=place)
    prefixes: dict[str, str] = {}
    depth = 0
    stream = io.StringIO(_DECLARED.sub("", text.lstrip("\ufeff \t\r\n")))
    try:
        for event, item in ElementTree.iterparse(stream, events=("start", "end", "start-ns")):
            if event == "start-ns":
                prefix, uri = item
                if prefix or uri not in prefixes:
                    prefixes[str(uri)] = prefixes.get(str(uri)) or str(prefix)
            elif event == "start":
                depth += 1
                if depth > DEEPEST:
                    raise FormError(*said("xml-too-deep", most=DEEPEST), place=place)
            else:
                depth -= 1
    except ElementTree.ParseError as error:
        line, column = error.position
        raise FormError(*said("broken-xml"), place=f"{place}: {line}:{column + 1} ({error})") from error
    # What ends last is the root; XML without one is an error of the parser.
    return Document(item, prefixes)


def decode(data: bytes) -> str:
    """Return the text of a file in UTF-8, or in UTF-16 if it says so by its first bytes."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data.decode("utf-16", errors="replace")
    found = re.match(rb"\s*<\?xml[^>]*encoding=[\"']([\w.\-]+)[\"']", data[:200])
    try:
        return data.decode(found[1].decode() if found else "utf-8-sig")
    except (LookupError, UnicodeDecodeError):
        return data.decode("utf-8-sig", errors="replace")


def local(tag: object) -> str:
    """Return a tag's name without its namespace; ``""`` for comments."""
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def space(tag: object) -> str:
    """Return a tag's namespace."""
    return tag[1:].partition("}")[0] if isinstance(tag, str) and tag.startswith("{") else ""


def own(element: Element, name: str) -> Iterator[Element]:
    """Yield direct children called ``name`` in any namespace."""
    for child in element:
        if local(child.tag) == name:
            yield child


def first(elements: Iterable[Element], name: str) -> Element | None:
    """Return the first of ``elements`` called ``name`` in any namespace."""
    return next((element for element in elements if local(element.tag) == name), None)


def attribute(element: Element, uri: str, name: str) -> str | None:
    """Return an attribute in a namespace."""
    return element.get(f"{{{uri}}}{name}")


class Names:
    """Names as expressions write them: with the form's prefix, none for the record's own namespace."""

    def __init__(self, prefixes: dict[str, str], plain: frozenset[str]) -> None:
        self.prefixes = prefixes
        self._plain = plain
        self._seen: dict[str, str] = {}

    def of(self, tag: str) -> str:
        """Return the qualified name of a tag."""
        name = self._seen.get(tag)
        if name is None:
            uri, plain = space(tag), local(tag)
            prefix = "" if not uri or uri in self._plain else self.prefixes.get(uri, "")
            name = self._seen[tag] = f"{prefix}:{plain}" if prefix else plain
        return name
