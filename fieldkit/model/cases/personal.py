"""What is personal in the registers: masked where it is not needed, and a note of who looked and why."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, Literal

from fieldkit.errors import FieldkitError, Text
from fieldkit.model.erasure.what import MARK
from fieldkit.model.identifiers import format_id13, is_juristic, mask_id13
from fieldkit.model.ids import new_id
from fieldkit.model.record_fields import FIELDS
from fieldkit.model.reference import param
from fieldkit.model.thai.clusters import clusters

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from fieldkit.model.workspace import Workspace

Action = Literal["shown", "exported"]

ANONYMOUS = Text("ไม่ประสงค์ออกนาม", "anonymous")
_HIDDEN = "•••"
# The name of an organisation is no personal datum.
_ORGANISATION = re.compile(r"บริษัท|บจก|บมจ|ห้างหุ้นส่วน|หจก|วิสาหกิจ|สหกรณ์|กลุ่ม|มูลนิธิ|เทศบาล|อบต")
_LAST_DIGITS = 3


class ReasonMissing(FieldkitError):
    """Personal data are asked for without saying what for."""

    def __init__(self) -> None:
        super().__init__(
            Text("ยังไม่ได้ระบุเหตุผลที่ใช้ข้อมูลส่วนบุคคล", "The reason for using personal data is missing"),
            Text(
                "ระบุเหตุผลสั้น ๆ เช่น ส่ง ธพว. ตามหนังสือเลขที่ … หรือเลือกแบบไม่มีข้อมูลส่วนบุคคล",
                "Say briefly what for, such as the letter it goes with, or leave personal data out",
            ),
        )


def masked(table: str, column: str, row: Mapping[str, Any], language: str = "th") -> str:
    """Return a personal value as lists show it; "" for none.

    A juristic person has no private data. A complainant who is anonymous or to be kept secret is hidden
    whatever the office's setting (``pdpa.mask_id``) says.
    """
    value = row[column]
    if table == "complaint" and row["anonymous"]:
        return ANONYMOUS.pick(language) if column == "complainant" else ""
    if value is None or value == "":
        return ""
    text = str(value)
    if text == MARK:
        return text
    juristic = is_juristic(str(row.get("id13") or "")) or (
        column == "name" and _ORGANISATION.match(text) is not None
    )
    secret = table == "complaint" and bool(row["keep_secret"])
    if juristic or not (secret or param("pdpa.mask_id")):
        return format_id13(text) if column == "id13" else text
    if column == "id13":
        return mask_id13(text)
    if column == "phone":
        hidden = len(re.findall(r"\d", text)) - _LAST_DIGITS
        return re.sub(r"\d", "x", text, count=max(hidden, 0))
    if secret or column == "address":
        return _HIDDEN
    return f"{clusters(text)[0]}{_HIDDEN}"


def has_personal(table: str, row: Mapping[str, Any]) -> bool:
    """Tell whether a record, or a part of one, holds anything personal that lists hide."""
    return any(
        field.personal and row.get(name) not in (None, "", 0, MARK)
        for name, field in FIELDS.get(table, {}).items()
    )


def without_personal(table: str, values: Mapping[str, Any]) -> dict[str, Any]:
    """Return values of a record, or of a part of one, with what is personal hidden."""
    fields = FIELDS.get(table, {})
    return {
        name: _HIDDEN if value and value != MARK and name in fields and fields[name].personal else value
        for name, value in values.items()
    }


def is_private_number(digits: str | None) -> bool:
    """Tell whether a 13-digit number is one of a person that is to be hidden (``pdpa.mask_id``)."""
    return digits not in (None, "", MARK) and not is_juristic(str(digits)) and bool(param("pdpa.mask_id"))


def shown_number(digits: str | None) -> str | None:
    """Return the 13-digit number of whoever runs a factory: hidden in part where that is a person."""
    return mask_id13(str(digits)) if is_private_number(digits) else digits


def note_access(
    workspace: Workspace, action: Action, table: str, records: Collection[str], reason: str
) -> None:
    """Keep on this machine who saw or exported personal data of which records, and why.

    Raises `ReasonMissing` for an export without a reason, `StorageError`.
    """
    if action == "exported" and not reason.strip():
        raise ReasonMissing
    values = (
        new_id(),
        workspace.clock().isoformat(timespec="seconds"),
        workspace.person.name or workspace.person.id,
        action,
        table,
        json.dumps(sorted(records)),
        reason.strip(),
    )
    with workspace.database.write() as connection:
        connection.exec_driver_sql(
            "INSERT INTO personal_access (id, at, person, action, tbl, records, reason)"
            " VALUES (?, ?, ?, ?, ?, ?, ?)",
            values,
        )


def accesses(workspace: Workspace, record: str = "") -> list[dict[str, Any]]:
    """Return the notes of access, the newest first; of one ``record`` when it is given."""
    rows = workspace.rows("SELECT * FROM personal_access ORDER BY at DESC, id DESC")
    found = [row | {"records": json.loads(row["records"])} for row in rows]
    return [row for row in found if not record or record in row["records"]]
