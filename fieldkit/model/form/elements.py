"""XML as the engine takes it: elements, and names as expressions write them (Namespaces in XML 1.0)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple
from xml.etree.ElementTree import Element

XFORMS = "http://www.w3.org/2002/xforms"
XHTML = "http://www.w3.org/1999/xhtml"
JAVAROSA = "http://openrosa.org/javarosa"
OPENROSA = "http://openrosa.org/xforms"
ENTITIES = "http://www.opendatakit.org/xforms/entities"


class Document(NamedTuple):
    """XML that was read: its root element and the prefix of each namespace."""

    root: Element
    prefixes: dict[str, str]


def local(tag: object) -> str:
    """Return a tag's name without its namespace; ``""`` for comments."""
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def space(tag: object) -> str:
    """Return a tag's namespace."""
    return tag[1:].partition("}")[0] if isinstance(tag, str) and tag.startswith("{") else ""


def own(element: Element, name: str) -> Iterator[Element]:
    """Yield direct children called ``name`` in any namespace."""
    return (child for child in element if local(child.tag) == name)


def first(elements: Iterable[Element], name: str) -> Element | None:
    """Return the first of ``elements`` called ``name`` in any namespace."""
    return next((element for element in elements if local(element.tag) == name), None)


def attribute(element: Element, uri: str, name: str) -> str | None:
    """Return an attribute in a namespace."""
    return element.get(f"{{{uri}}}{name}")


def is_template(element: Element) -> bool:
    """Tell whether an element of the record is only there to be copied."""
    return attribute(element, JAVAROSA, "template") is not None


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
