"""The bin of drafts: an inspection that was begun by mistake; what is signed cannot be thrown away."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fieldkit.errors import FieldkitError, Text
from fieldkit.model import records

if TYPE_CHECKING:
    from collections.abc import Iterable

    from fieldkit.model.records import Edit
    from fieldkit.model.workspace import Workspace


class NotADraft(FieldkitError):
    """A closed inspection, which stays: its corrections are revisions."""

    def __init__(self, place: str) -> None:
        super().__init__(
            Text("ลบการตรวจที่ปิดแล้วไม่ได้", "A closed inspection cannot be deleted"),
            Text("ถ้าข้อมูลผิด ให้เปิดการตรวจแล้วทำฉบับแก้ไข", "If it is wrong, open it and make a revision"),
            place=place,
        )


def delete_drafts(workspace: Workspace, ids: Iterable[str]) -> Edit | None:
    """Put drafts into the bin, all or none of them; raises `NotADraft`, `ConflictOpen`, `StorageError`."""
    found = records.load_many(workspace, "inspection", ids)
    closed = next((one for one in found if one.row["state"] != "draft"), None)
    if closed is not None:
        raise NotADraft(f"{closed.row['form_id']} {str(closed.row['closed_at'] or '')[:10]}")
    return records.delete(workspace, found)


def restore_drafts(workspace: Workspace, ids: Iterable[str]) -> Edit | None:
    """Take drafts out of the bin."""
    return records.restore(workspace, records.load_many(workspace, "inspection", ids))
