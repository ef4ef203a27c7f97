"""Records of ODK Collect: a folder for each, with the XML of the record and its files."""

from __future__ import annotations

from collections import Counter
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from fieldkit.errors import Text
from fieldkit.model.peers.opening import parse_record
from fieldkit.model.peers.record import PeerRecord, Place, Told
from fieldkit.model.peers.values import moment

if TYPE_CHECKING:
    from datetime import tzinfo
    from xml.etree.ElementTree import Element

    from fieldkit.model.checklist_schema import AskedTable
    from fieldkit.model.peers.bundle import Bundle

_TEMPLATES = ("{http://openrosa.org/javarosa}template", "template")
_BROKEN = Text(
    "อ่าน XML นี้ไม่ได้ ไฟล์เสียหายหรือไม่ปลอดภัย", "this XML cannot be read: it is damaged, unsafe or too large"
)


def form_of(root: Element) -> tuple[str, str]:
    """Return the form id and the version that a record names, "" where it names none."""
    return root.get("id", "") or _local(root), root.get("version", "")


def read_record(name: str, root: Element, schema: AskedTable, zone: tzinfo | None) -> PeerRecord:
    """Return the record of the XML ``root``, the file ``name``, for the form ``schema``."""
    record = PeerRecord("", Place(name), version=form_of(root)[1], near=str(PurePosixPath(name).parent))
    record.near = "" if record.near == "." else record.near
    record.sizes = {}
    _walk(record, root, f"/{schema.name}", schema, ())
    cells = {one.asked.path: one.text for one in record.answers}
    instance = cells.get(("meta", "instanceID"), "")
    record.instance = instance or root.get("instanceID", "")
    record.author = cells.get(("username",), "") or cells.get(("meta", "username"), "")
    for asked, text in cells.items():
        if asked[-1] in ("start", "end") and (found := moment(text, zone)) is not None:
            setattr(record, "started" if asked[-1] == "start" else "submitted", found.isoformat())
    return record


def broken(name: str) -> PeerRecord:
    """Return the record of an XML that cannot be read: nothing but the remark."""
    record = PeerRecord("", Place(name))
    record.remarks.append(record.place.remark(_BROKEN))
    return record


def parsed(bundle: Bundle, name: str) -> Element | None:
    """Return the XML of a record, None where it cannot be read."""
    return parse_record(bundle, name)


def _walk(record: PeerRecord, parent: Element, base: str, table: AskedTable, path: tuple[str, ...]) -> None:
    asked = {one.path: one for one in table.fields}
    repeats = {one.path: one for one in table.tables}
    counts: Counter[tuple[str, ...]] = Counter()
    assert record.sizes is not None
    for element in parent:
        if not isinstance(element.tag, str) or any(element.get(mark) is not None for mark in _TEMPLATES):
            continue
        own = (*path, _local(element))
        place = f"{base}/{own[-1]}"
        if own in repeats:
            counts[own] += 1
            record.sizes[place] = counts[own]
            _walk(record, element, f"{place}[{counts[own]}]", repeats[own], own)
        elif own in asked:
            text = element.text or ""
            record.cells.setdefault(own[-1].casefold(), (text, Place(record.place.sheet, 0, own[-1])))
            if text:
                record.answers.append(Told(place, asked[own], text, Place(record.place.sheet, 0, own[-1])))
        elif len(element):
            _walk(record, element, place, table, own)
        elif (element.text or "").strip():
            record.remarks.append(
                Place(record.place.sheet, 0, own[-1]).remark(
                    Text(
                        f"“{'/'.join(own)}” ไม่ตรงกับคำถามใด จึงไม่นำเข้า",
                        f"“{'/'.join(own)}” is no question's and is not imported",
                    )
                )
            )


def _local(element: Element) -> str:
    return element.tag.rpartition("}")[2]
