"""Files of lists as the engine takes them: CSV, GeoJSON, XML (xforms-spec "Secondary Instances")."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol
from xml.etree.ElementTree import Element

from fieldkit.errors import Text
from fieldkit.model.form import FormError
from fieldkit.model.form.elements import Names
from fieldkit.model.form_files.csv_rows import csv_rows
from fieldkit.model.form_files.row_store import Rows, Table, internal
from fieldkit.model.form_xml import decode, read

if TYPE_CHECKING:
    from collections.abc import Mapping

    from fieldkit.model.form import External
    from fieldkit.model.form.xpath.nodes import StaticNode

MediaValue = bytes | str | Path | Rows


class MediaSource(Protocol):
    """What gives a form the files it names; a value is bytes, text, a path or `Rows`, None if it has none."""

    def get(self, name: str, default: Any = None, /) -> MediaValue | None:
        """Return the file called ``name``."""


def files(media: Mapping[str, MediaValue] | MediaSource) -> External:
    """Return what gives a form its external instances, by address, file name or instance id in ``media``."""

    def root(identifier: str, uri: str) -> StaticNode | None:
        for key in (uri, uri.rpartition("/")[2], identifier):
            value = media.get(key) if key else None
            if value is not None:
                return _root(value, uri, identifier)
        return None

    return root


def _root(value: MediaValue, uri: str, identifier: str) -> StaticNode:
    """Return the root node of an external instance; raises `FormError` naming the file if it is malformed."""
    if isinstance(value, Rows):
        return Table(value, identifier=identifier).instance
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
        return Table(csv_rows(value, identifier), identifier=identifier).instance
    text = decode(value) if isinstance(value, bytes) else value
    if uri.endswith((".geojson", ".json")) or (not uri.endswith(".xml") and text.lstrip()[:1] == "{"):
        return Table(geojson_rows(text, identifier)).instance
    if uri.endswith(".xml") or text.lstrip()[:1] == "<":
        root, prefixes = read(text, identifier)
        holder = Element("instance")
        holder.append(root)
        return internal(holder, Names(prefixes, frozenset({""})))
    return Table(csv_rows(text, identifier), identifier=identifier).instance


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
