"""``audit.csv``: who entered what and when, from the change log (ODK documentation, "Audit log").

Collect's log is kept by a program that may be told not to; this one is read from the changes themselves,
which are chained. So it begins with the first saved answer; the times are those of saving.
"""

from __future__ import annotations

import csv
import re
from datetime import datetime
from typing import TYPE_CHECKING, Any

from fieldkit.model.body import decode
from fieldkit.model.inspections.repeats import Rows
from fieldkit.model.shapes.course import in_lines

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from sqlalchemy import Connection

    from fieldkit.model.body import Change, Op
    from fieldkit.model.shapes.course import Course, ShapeOptions

HEADER = (
    *("event", "node", "start", "end", "latitude", "longitude", "accuracy", "old-value", "new-value"),
    *("user", "change-reason"),
)
_KEY = "instance ID"  # what Briefcase and Central put before it where several records share a file
_PAGE = 500
_KEYED = re.compile(r"\[[^\]]*\]")
_REPEATS = "SELECT * FROM repeat_instance WHERE inspection = ? AND coalesce(deleted, 0) = 0"


def write_audit(course: Course, options: ShapeOptions, target: Path) -> None:
    """Write the events of all chosen inspections to ``target``, in the order in which they were saved."""
    keys = {submission.row["id"]: submission.instance_id for submission in course}
    asked = {field.path for table in course.chosen.schema().walk() for field in table.fields if field.control}
    encoding = "utf-8-sig" if options.for_excel else "utf-8"
    with target.open("w", encoding=encoding, newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow((_KEY, *HEADER))
        with course.chosen.workspace.database.read() as connection:
            for row in _Events(connection, keys, asked).rows():
                writer.writerow(in_lines(row, for_excel=options.for_excel))


class _Events:
    def __init__(self, connection: Connection, keys: Mapping[str, str], asked: set[tuple[str, ...]]) -> None:
        self._connection, self._keys, self._asked = connection, keys, asked
        self._rows: dict[str, Rows] = {}
        self._answers: dict[str, tuple[str, str]] = {}  # record: inspection and path
        self._values: dict[str, str] = {}
        names = connection.exec_driver_sql("SELECT id, name FROM person")
        self._names: dict[str, str] = {row[0]: row[1] for row in names}

    def rows(self) -> Iterator[list[Any]]:
        for change in self._changes():
            for op in change.ops:
                yield from self._of(change, op)

    def _changes(self) -> Iterator[Change]:
        """Yield the changes of the streams that hold the inspections, oldest first, page by page."""
        streams = {
            row[0]
            for row in self._connection.exec_driver_sql("SELECT DISTINCT stream, id FROM inspection")
            if row[1] in self._keys
        }
        for stream in sorted(streams):
            last = ""
            while page := self._connection.exec_driver_sql(
                "SELECT id, body FROM change WHERE stream = ? AND id > ? ORDER BY id LIMIT ?",
                (stream, last, _PAGE),
            ).fetchall():
                yield from (decode(row[1]) for row in page)
                last = page[-1][0]

    def _of(self, change: Change, op: Op) -> Iterator[list[Any]]:
        if op.table == "answer" and op.group == "core":
            if op.values.get("inspection") in self._keys:
                self._answers[op.record] = (op.values["inspection"], str(op.values.get("path") or ""))
        elif op.table == "answer" and op.group == "response" and op.record in self._answers:
            inspection, path = self._answers[op.record]
            if tuple(_KEYED.sub("", path).split("/")[2:]) not in self._asked:
                return  # computed: nobody entered it
            old, new = self._values.get(op.record, ""), str(op.values.get("value") or "")
            if new != old:
                self._values[op.record] = new
                yield self._row(change, inspection, "question", self._node(inspection, path), old, new)
        elif op.table == "inspection" and op.record in self._keys:
            if op.group == "core":
                yield self._row(change, op.record, "form start")
            elif op.group == "status" and op.values.get("state") == "closed":
                yield self._row(change, op.record, "form finalize")

    def _node(self, inspection: str, stored: str) -> str:
        """Return a stored path as ODK writes it: rows of repeats by their place, not by their key."""
        if "[" not in stored:
            return stored
        if inspection not in self._rows:
            found = self._connection.exec_driver_sql(_REPEATS, (inspection,)).mappings()
            self._rows[inspection] = Rows.of(dict(row) for row in found)
        node, area = "", ""
        for step in stored[1:].split("/"):
            name, _, key = step.rstrip("]").partition("[")
            keys = [row["key"] for row in self._rows[inspection].ordered(f"{area}/{name}")] if key else []
            node += f"/{name}[{keys.index(key) + 1}]" if key in keys else f"/{step}"
            area += f"/{step}"
        return node

    def _row(
        self, change: Change, inspection: str, event: str, node: str = "", old: str = "", new: str = ""
    ) -> list[Any]:
        at = round(datetime.fromisoformat(change.wall).timestamp() * 1000)
        user = self._names.get(change.author) or change.author
        end = at if event == "question" else ""
        return [
            *(self._keys[inspection], event, node, at, end, "", "", "", old, new, user, change.why or ""),
        ]
