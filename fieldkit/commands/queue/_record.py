"""Names a line of the queue on the command line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fieldkit.errors import FieldkitError, Text

if TYPE_CHECKING:
    from fieldkit.model.workspace import Workspace


class RecordUnknown(FieldkitError):
    """There is no such line."""

    def __init__(self, place: str) -> None:
        super().__init__(
            Text("ไม่พบรายการนี้ในคิวส่งข้อมูล", "The queue has no such line"),
            Text("ดูตารางและรหัสด้วย fieldkit queue list", "fieldkit queue list names table and record"),
            place=place,
        )


def known(workspace: Workspace, table: str, record: str) -> bool:
    """Tell whether the queue has this line."""
    from fieldkit.model import queue

    return any(line.key == (table, record) for line in queue.listing(workspace))
