"""Where lists come from: the form, and CSV, XML, GeoJSON files (xforms-spec "Secondary Instances")."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol
from xml.etree.ElementTree import Element

from fieldkit.errors import Text
from fieldkit.model.form.csv_rows import csv_rows
from fieldkit.model.form.lists import Rows, Table
from fieldkit.model.form.problems import FormError
from fieldkit.model.form.xmlread import Names, decode, local, read
from fieldkit.model.form.xpath.static import StaticNode

if TYPE_CHECKING:
    from collections.abc import Mapping

MediaValue = bytes | str | Path | Rows
Root = Any
"""A `StaticNode` tree or the `ListNode` of a table."""


class MediaSource(Protocol):
    """What gives a form the files it names; a value is bytes, text, a path or `Rows`, None if it has none."""

    def get(self, name: str, default: Any = None, /) -> MediaValue | None:
        """Return the file called ``name``."""


def media_value(
    media: Mapping[str, MediaValue] | MediaSource, identifier: str, uri: str
) -> MediaValue | None:
    """Return what stands for an external instance, by file name first and then by instance id."""
    name = uri.rpartition("/")[2]
    for key in (uri, name, identifier):
        value = media.get(key) if key else None
        if value is not None:
            return value
    return None


def external(value: MediaValue, uri: str, identifier: str) -> Root:
    """Return the root node of an external instance; raises `FormError` naming the file if it is malformed."""
    if isinstance(value, Rows):
        return Table(value, named=identifier).document
    if isinstance(value, Path):
        try:
            value = value.read_bytes()
        except OSError as error:
            raise FormError(
                Text("อ่านไฟล์รายการไม่ได้", "The list's file cannot be read"),
                Text("ตรวจว่าไฟล์ยังอยู่และเปิดอ่านได้", "Check that the file is there and may be read"),
                place=f"{identifier}: {error}",
            ) from error
    if uri.endswith(".csv"):
        return Table(csv_rows(value, identifier), named=identifier).document
    text = decode(value) if isinstance(value, bytes) else value
    if uri.endswith((".geojson", ".json")) or (not uri.endswith(".xml") and text.lstrip()[:1] == "{"):
        return Table(geojson_rows(text, identifier)).document
    if uri.endswith(".xml") or text.lstrip()[:1] == "<":
        root, prefixes = read(text, identifier)
        holder = Element("instance")
        holder.append(root)
        return internal(holder, Names(prefixes, frozenset({""})))
    return Table(csv_rows(text, identifier), named=identifier).document


def geojson_rows(text: str, identifier: str) -> Rows:
    """Return a feature collection as rows: its properties, and ``geometry`` as ODK writes places."""

    def malformed(detail: str) -> FormError:
        return FormError(
            Text("ไฟล์ GeoJSON ของรายการผิดรูปแบบ", "The list's GeoJSON file is malformed"),
            Text("ไฟล์ต้องเป็น FeatureCollection", "The file must be a FeatureCollection"),
            place=f"{identifier}: {detail}",
        )

    try:
        data = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise malformed(str(error)) from error
    features = data.get("features") if isinstance(data, dict) else None
    if not isinstance(features, list):
        raise malformed("features")
    records: list[dict[str, str]] = []
    for number, feature in enumerate(features):
        if not isinstance(feature, dict):
            raise malformed(f"features[{number}]")
        record = {"geometry": _geometry(feature.get("geometry"))}
        if feature.get("id") is not None:
            record["id"] = str(feature["id"])
        for key, value in (feature.get("properties") or {}).items():
            record[str(key)] = value if isinstance(value, str) else "" if value is None else json.dumps(value)
        records.append(record)
    columns = list(dict.fromkeys(key for record in records for key in record)) or ["geometry"]
    return Rows(columns, [tuple(record.get(column) for column in columns) for record in records])


def _geometry(geometry: Any) -> str:
    if not isinstance(geometry, dict):
        return ""
    points = geometry.get("coordinates") or []
    kind = geometry.get("type")
    if kind == "Point":
        points = [points]
    elif kind == "Polygon":
        points = points[0] if points else []
    elif kind != "LineString":
        return ""
    try:
        return "; ".join(f"{point[1]} {point[0]} 0 0" for point in points)
    except (IndexError, TypeError, KeyError):
        return ""


def internal(instance: Element, names: Names) -> Root:
    """Return the node of an ``<instance>`` in XML: a row store if it is a plain list, a tree otherwise."""
    roots = list(instance)
    if len(roots) == 1:
        rows = _as_rows(roots[0], names)
        if rows is not None:
            return Table(rows, names.of(roots[0][0].tag), names.of(roots[0].tag)).document
    return tree(instance, names)


def _as_rows(root: Element, names: Names) -> Rows | None:
    if len(root) == 0 or root.attrib:
        return None
    item = root[0].tag
    places: dict[str, int] = {}
    records: list[dict[int, str]] = []
    for element in root:
        if element.tag != item or element.attrib:
            return None
        record: dict[int, str] = {}
        for cell in element:
            if len(cell) or cell.attrib:
                return None
            place = places.setdefault(cell.tag, len(places))
            if place in record:
                return None
            record[place] = cell.text or ""
        if not record:
            return None
        records.append(record)
    width = range(len(places))
    return Rows([names.of(tag) for tag in places], [tuple(map(record.get, width)) for record in records])


def tree(element: Element, names: Names) -> StaticNode:
    """Return XML as a tree of nodes that never change."""
    node = StaticNode("element", names.of(element.tag))
    pending = [(element, node)]
    while pending:
        source, target = pending.pop()
        for key, value in source.attrib.items():
            target.set_attribute(names.of(key), value)
        if source.text and (len(source) == 0 or source.text.strip()):
            target.append(StaticNode("text", value=source.text))
        for child in source:
            if not local(child.tag):
                continue
            pending.append((child, target.append(StaticNode("element", names.of(child.tag)))))
            if child.tail and child.tail.strip():
                target.append(StaticNode("text", value=child.tail))
    return node
