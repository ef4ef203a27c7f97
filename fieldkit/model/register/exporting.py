"""The register as a workbook to be edited in Excel and imported again, under headers the import knows."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from fieldkit.errors import Text
from fieldkit.model import coordinates
from fieldkit.model.cases.personal import is_private_number, note_access
from fieldkit.model.reference import factory_statuses
from fieldkit.model.register import headers
from fieldkit.model.register.cells import text
from fieldkit.model.register.fields import FIELDS, ID, STATUS_SINCE
from fieldkit.model.register.parsers import PARSERS, as_text
from fieldkit.model.register.problems import Unreadable
from fieldkit.model.register.status_days import status_days
from fieldkit.model.round_trip import output
from fieldkit.model.tables import GROUPS, metadata
from fieldkit.model.thai.dates import short_moment
from fieldkit.model.workbook.cells import is_too_long
from fieldkit.model.workbook.sheets import Column, Sheet

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from sqlalchemy import Connection

    from fieldkit.model.register.fields import Field
    from fieldkit.model.workspace import Workspace

_COLUMNS = frozenset(name for names in GROUPS["factory"].values() for name in names)
_FIELDS = tuple(field for field in FIELDS if field.key in {*_COLUMNS, STATUS_SINCE, ID})
_DAYS = ("license_date", "start_date", "fee_paid_until", STATUS_SINCE)
_EXTRA = "extra:"
_PAGE = 2_000
_ABOUT = {
    "exported": Text("ส่งออกเมื่อ", "Exported"),
    "person": Text("ส่งออกโดย", "Exported by"),
    "edit": Text("แก้ไขแล้วนำเข้า", "Edit and import"),
}
_HOW = Text(
    "แก้ได้ทุกช่องยกเว้นเลขทะเบียน ช่องที่ว่างคงค่าเดิม ย้ายคอลัมน์ได้ แต่อย่าลบหัวตารางและเลขทะเบียน"
    " แถวใหม่ต้องมีเลขทะเบียน แถวที่ไม่มีในไฟล์คงไว้ตามเดิม",
    "Edit every cell but the registration numbers; an empty cell keeps its value. Columns may be moved; keep"
    " the headers and the numbers. A new row needs a number; rows that are not in the file stay.",
)


def export_register(workspace: Workspace, target: Path, *, reason: str = "", language: str = "th") -> int:
    """Write all factories to ``target`` (.xlsx) and return how many.

    What the import would not read as it is stored (a text with line ends, one longer than a cell) has an
    empty cell, which keeps it; so has the number of a person who runs a factory, unless there is a
    ``reason``, which is noted. Raises CannotWrite, WorkbookDamaged, StorageError; then whatever ``target``
    was before is intact.
    """
    with workspace.database.read() as connection:
        extras = _extras(connection)
        since = status_days(connection)
    if reason:
        _note(workspace, reason)
    sheet = _sheet(extras)
    counts = output.write(
        workspace,
        target,
        [(sheet, _lines(workspace, sheet, since, personal=bool(reason)))],
        _about(workspace, language),
        language=language,
    )
    return counts[sheet.table]


def _sheet(extras: Sequence[str]) -> Sheet:
    # The headers of the register are Thai in every language: so the import, and the ministry, know them.
    columns = [
        Column(field.key, Text(header, header), _kind(field))
        for field in _FIELDS
        if (header := _header(field))
    ]
    columns += [Column(f"{_EXTRA}{header}", Text(header, header), "code") for header in extras]
    return Sheet("Register", Text("ทะเบียนโรงงาน", "Register"), tuple(columns))


def _header(field: Field) -> str:
    """Return the first Thai header by which the import knows a field."""
    known = [header for header in field.headers if headers.field_of(header) == field.key]
    return next((header for header in known if not header.isascii()), known[0])


def _kind(field: Field) -> Any:
    if field.key in _DAYS:
        return "date"
    stored = str(metadata.tables["factory"].columns[field.key].type)
    return {"INTEGER": "integer", "FLOAT": "number"}.get(stored, "code")


def _note(workspace: Workspace, reason: str) -> None:
    rows = workspace.rows(
        "SELECT id, operator_id13 FROM factory WHERE operator_id13 IS NOT NULL AND coalesce(deleted, 0) = 0"
    )
    if private := [row["id"] for row in rows if is_private_number(row["operator_id13"])]:
        note_access(workspace, "exported", "factory", private, reason)


def _lines(
    workspace: Workspace, sheet: Sheet, since: Mapping[str, str | None], *, personal: bool
) -> Iterator[dict[str, Any]]:
    names = [field.key for field in _FIELDS if field.key not in (STATUS_SINCE, ID)]
    after = 0
    while True:
        rows = workspace.rows(
            f"SELECT row, id, extra, {', '.join(names)} FROM factory"
            " WHERE row > ? AND coalesce(deleted, 0) = 0 ORDER BY row LIMIT ?",
            *(after, _PAGE),
        )
        if not rows:
            return
        for row in rows:
            private = not personal and is_private_number(row["operator_id13"])
            shown = {**row, "operator_id13": None} if private else row
            yield _line(sheet, shown, since.get(row["id"]))
        after = rows[-1]["row"]


def _line(sheet: Sheet, row: Mapping[str, Any], since: str | None) -> dict[str, Any]:
    extra = json.loads(row["extra"] or "{}")
    found: dict[str, Any] = {}
    for column in sheet.columns:
        key = column.key
        if key.startswith(_EXTRA):
            written = extra.get(key.removeprefix(_EXTRA), "")
            found[key] = written if _comes_back(key, written, written) else ""
            continue
        stored = since if key == STATUS_SINCE else row[key]
        if key == ID and (row["registration_no"] or row["registration_no_old"]):
            stored = None  # its number names it
        cell = _cell(key, stored)
        found[key] = cell if _comes_back(key, cell, stored) else ""
    if not _position_comes_back(row["latitude"], row["longitude"]):
        found |= dict.fromkeys(("latitude", "longitude"), "")
    return found


def _cell(key: str, stored: Any) -> Any:
    if stored is None:
        return ""
    if key in _DAYS:
        try:
            return date.fromisoformat(stored)
        except ValueError:
            return ""
    if key == "status" and stored in factory_statuses():
        return factory_statuses()[stored].name.th
    return stored


def _comes_back(key: str, cell: Any, stored: Any) -> bool:
    """Tell whether the import reads a cell as what is stored."""
    if isinstance(cell, str) and is_too_long(cell):
        return False
    try:
        if key.startswith(_EXTRA):
            return bool(text(cell) == stored)
        found = PARSERS.get(key, as_text)(cell, headers.Column(0, "", key))
        return bool((float(found) if isinstance(found, Decimal) else found) == stored)
    except Unreadable:
        return False


def _position_comes_back(latitude: float | None, longitude: float | None) -> bool:
    """Tell whether the import, which rounds and turns round what was swapped, keeps a position."""
    if latitude is None or longitude is None:
        return False
    place = coordinates.locate(Decimal(str(latitude)), Decimal(str(longitude)))
    return place is not None and (float(place.latitude), float(place.longitude)) == (latitude, longitude)


def _extras(connection: Connection) -> list[str]:
    """Return the headers of other columns that registers had; one of a field would be a second column."""
    found = connection.exec_driver_sql(
        "SELECT DISTINCT key FROM factory, json_each(factory.extra)"
        " WHERE extra IS NOT NULL AND coalesce(deleted, 0) = 0 ORDER BY key"
    )
    return [key for (key,) in found if key and not headers.is_header(key)]


def _about(workspace: Workspace, language: str) -> Iterator[tuple[Text, str]]:
    yield _ABOUT["exported"], short_moment(workspace.clock(), language)
    yield _ABOUT["person"], workspace.person.name
    yield _ABOUT["edit"], _HOW.pick(language)
