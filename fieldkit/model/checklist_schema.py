"""What a form asks, table by table, read from its XForm for files of other programs.

The record is one table, each repeat another, in the order of the primary instance (ODK XForms specification,
"Primary instance"), as ODK Central and KoboToolbox count them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import TYPE_CHECKING

from lxml import etree

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

Words = dict[str, str]
"""A text by the name of its language; ``""`` where the form has no translations."""

_LANGUAGE = re.compile(r"\((?P<code>[a-z]{2,3})\)\s*$", re.IGNORECASE)
_ITEXT = re.compile(r"jr:itext\('(?P<id>.*)'\)")
_LIST = re.compile(r"instance\('(?P<id>[^']+)'\)")
_ONE_OF = frozenset({"select1", "select", "rank"})
_PARSER = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)


@dataclass(slots=True)
class Asked:
    """One field of a table: a question, a calculation, or what the record says of itself (``meta``).

    ``path`` are the names from below the root down to it, ``groups`` the labels of the groups among them;
    ``type`` is that of its bind (``string`` where none is given), ``control`` the name of its control.
    """

    path: tuple[str, ...]
    type: str
    control: str = ""
    label: Words = field(default_factory=dict)
    groups: tuple[Words, ...] = ()
    choices: dict[str, Words] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """Its own name."""
        return self.path[-1]

    @property
    def multiple(self) -> bool:
        """Whether several choices are one answer."""
        return self.control == "select"


@dataclass(slots=True)
class AskedTable:
    """The record (``path`` empty) or a repeat: its fields and its repeats, in the order of the form."""

    name: str
    path: tuple[str, ...] = ()
    label: Words = field(default_factory=dict)
    fields: list[Asked] = field(default_factory=list)
    tables: list[AskedTable] = field(default_factory=list)

    def walk(self) -> Iterator[AskedTable]:
        """Yield this table and all below it, depth first."""
        yield self
        for table in self.tables:
            yield from table.walk()


def pick(words: Words, language: str) -> str:
    """Return the text for a language code (``th``), in the form's first language where it has none."""
    for name, text in words.items():
        found = _LANGUAGE.search(name)
        if name == language or (found and found["code"].lower() == language):
            return text
    return next(iter(words.values()), "")


@lru_cache(maxsize=64)
def read_schema(xform: bytes) -> AskedTable:
    """Return the tables of an XForm that the engine loads."""
    return _Reader(etree.fromstring(xform, _PARSER)).table()


def merged(tables: Iterable[AskedTable]) -> AskedTable:
    """Return one table for versions of a form, newest first: its order, then what only others ask."""
    first, *others = tables
    whole = AskedTable(first.name, first.path, first.label)
    for path in dict.fromkeys(asked.path for one in (first, *others) for asked in one.fields):
        twins = [asked for one in (first, *others) for asked in one.fields if asked.path == path]
        offered = {code: words for asked in reversed(twins) for code, words in asked.choices.items()}
        # the newest version words a choice, its order comes first
        choices = {code: offered[code] for asked in twins for code in asked.choices}
        whole.fields.append(replace(twins[0], choices=choices))
    for path in dict.fromkeys(table.path for one in (first, *others) for table in one.tables):
        whole.tables.append(
            merged(table for one in (first, *others) for table in one.tables if table.path == path)
        )
    return whole


def natural(version: str) -> tuple[tuple[bool, int, str], ...]:
    """Order 2569.10 behind 2569.9."""
    return tuple(
        (part.isdigit(), int(part) if part.isdigit() else 0, part) for part in re.findall(r"\d+|\D+", version)
    )


class _Reader:
    def __init__(self, root: etree._Element) -> None:
        self._body = next(child for child in root if _local(child) == "body")
        model = next(element for element in root.iter() if _local(element) == "model")
        instances = [child for child in model if _local(child) == "instance"]
        self._data = instances[0][0]
        self._lists = {one.get("id"): one for one in instances[1:]}
        self._types = {
            bind.get("nodeset", ""): bind.get("type", "string") for bind in model if _local(bind) == "bind"
        }
        self._texts = _translations(model)
        self._controls: dict[str, etree._Element] = {}
        self._labels: dict[str, Words] = {}
        self._repeats: set[str] = set()
        self._read_body(self._body)

    def table(self) -> AskedTable:
        """Return the record's table."""
        found = AskedTable(_local(self._data))
        self._read(self._data, f"/{_local(self._data)}", (), (), found)
        return found

    def _read_body(self, parent: etree._Element) -> None:
        for element in parent:
            name, ref = _local(element), element.get("ref") or element.get("nodeset") or ""
            if name == "group":
                self._labels[ref] = self._label(element)
                for repeat in element:
                    if _local(repeat) == "repeat" and not ref:
                        self._labels[repeat.get("nodeset", "")] = self._label(element)
                self._read_body(element)
            elif name == "repeat":
                self._repeats.add(ref)
                self._read_body(element)
            elif name and ref:
                self._controls[ref] = element
                self._labels[ref] = self._label(element)

    def _read(
        self,
        parent: etree._Element,
        above: str,
        path: tuple[str, ...],
        groups: tuple[Words, ...],
        table: AskedTable,
    ) -> None:
        seen = set()
        for element in parent:
            name = _local(element)
            place, own = f"{above}/{name}", (*path, name)
            if not name or place in seen:
                continue
            label = self._labels.get(place, {})
            if place in self._repeats:
                seen.add(place)
                below = AskedTable(name, own, label)
                table.tables.append(below)
                self._read(element, place, own, (*groups, label), below)
            elif len(element) or (name == "entity" and path == ("meta",)):
                self._read(element, place, own, (*groups, label), table)
            else:
                table.fields.append(self._asked(place, own, groups, label))

    def _asked(self, place: str, path: tuple[str, ...], groups: tuple[Words, ...], label: Words) -> Asked:
        control = self._controls.get(place)
        kind = "" if control is None else _local(control)
        return Asked(
            path,
            self._types.get(place, "string"),
            kind,
            label,
            groups,
            self._choices(control) if control is not None and kind in _ONE_OF else {},
        )

    def _choices(self, control: etree._Element) -> dict[str, Words]:
        found: dict[str, Words] = {}
        for element in control:
            if _local(element) == "item":
                found[_text(element, "value")] = self._label(element)
            elif _local(element) == "itemset":
                named = _LIST.search(element.get("nodeset", ""))
                listed = self._lists.get(named["id"]) if named else None
                value = next((one.get("ref", "") for one in element if _local(one) == "value"), "name")
                for row in () if listed is None or not len(listed) else listed[0]:
                    found[_text(row, value)] = self._row_label(row)
        return found

    def _row_label(self, row: etree._Element) -> Words:
        identifier = _text(row, "itextId")
        return self._texts.get(identifier, {}) if identifier else {"": _text(row, "label")}

    def _label(self, element: etree._Element) -> Words:
        label = next((child for child in element if _local(child) == "label"), None)
        if label is None:
            return {}
        named = _ITEXT.fullmatch(label.get("ref", ""))
        if named:
            return self._texts.get(named["id"], {})
        words = _plain(label)
        return {"": words} if words else {}


def _translations(model: etree._Element) -> Mapping[str, Words]:
    texts: dict[str, Words] = {}
    for translation in (one for itext in model if _local(itext) == "itext" for one in itext):
        language = translation.get("lang", "")
        for text in translation:
            plain = next((value for value in text if value.get("form") is None), None)
            if plain is not None:
                texts.setdefault(text.get("id", ""), {})[language] = _plain(plain)
    return texts


def _plain(element: etree._Element) -> str:
    """Return a text without the answers that it shows: what stands in it depends on the record."""
    return re.sub(
        r"\s+", " ", "".join([element.text or "", *(child.tail or "" for child in element)])
    ).strip()


def _text(element: etree._Element, name: str) -> str:
    return next((child.text or "" for child in element if _local(child) == name), "")


def _local(element: etree._Element) -> str:
    return etree.QName(element).localname if isinstance(element.tag, str) else ""
