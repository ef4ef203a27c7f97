"""What was on a laptop that is gone: what it was granted and the centre had until it was last heard of.

Answers within minutes who must be told of a breach (PDPA: 72 hours). It is the most that can have been there:
which of it the laptop had fetched, and whether its data were encrypted, the centre does not know.
"""

from __future__ import annotations

import json
from collections import defaultdict
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from fieldkit.model import body as bodies
from fieldkit.model.body import MalformedChange
from fieldkit.model.erasure.what import MARK
from fieldkit.model.record_fields import FIELDS
from fieldkit.model.search.words import PERSONAL
from fieldkit.sync.server import blocks
from fieldkit.sync.server.devices import Device
from fieldkit.sync.server.schema import blob, device, device_says, env
from fieldkit.sync.server.store import EVERYTHING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Connection

    from fieldkit.model.body import Op
    from fieldkit.sync.server.centre import Centre

_EXCHANGE = timedelta(hours=1)
"""What came so long after a laptop's last hello may have gone out in the same exchange."""
# Beside the registers' own columns: who works at the office, who signed, whose number stands in the register.
_PEOPLE = {
    "person": ("name",),
    "signature": ("name",),
    "factory": ("operator_id13", "contact", "phone", "email"),
}


def laptop_report(centre: Centre, device_id: str) -> dict[str, Any] | None:
    """Return the report in the shape of docs/commands.md; None when there is no such laptop."""
    with centre.store.read(EVERYTHING) as connection:
        query = select(device, device_says.c.person).join(
            device_says, device_says.c.device == device.c.id, isouter=True
        )
        row = connection.execute(query.where(device.c.id == device_id)).first()
        if row is None:
            return None
        provinces = json.loads(row.provinces)
        found = _Held(centre)
        until = row.last_seen or row.enrolled_at
        for name in Device(device_id, tuple(provinces)).readable(connection):
            found.stream(connection, name, device_id, datetime.fromisoformat(until) + _EXCHANGE)
        told = found.told(connection)
    return {
        "device": device_id,
        "name": row.name,
        "person": row.person or "",
        "provinces": provinces,
        "enrolled_at": row.enrolled_at,
        "last_seen": row.last_seen,
        "revoked_at": row.revoked_at,
        **told,
    }


class _Held:
    """Gathers what the bodies of changes hold."""

    def __init__(self, centre: Centre) -> None:
        self._centre = centre
        self._changes: dict[str, int] = {}
        self._records: dict[str, set[str]] = defaultdict(set)
        self._personal: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
        self._policies: dict[str, str] = {}
        self._checklists: dict[str, str] = {}
        self._files: set[str] = set()
        self._unreadable = 0

    def stream(self, connection: Connection, name: str, device_id: str, until: datetime) -> None:
        """Take in what was handed on of a stream, and what the laptop itself brought."""
        runs = select(env.c.seq, env.c.first, env.c.n).where(env.c.stream == name, env.c.device == device_id)
        brought = {
            seq
            for row in connection.execute(runs)
            for seq in range(row.seq - (row.n - row.first), row.seq + 1)
        }
        count = 0
        for change in blocks.every(connection, name):
            if change.seq not in brought and (change.held or datetime.fromisoformat(change.at) > until):
                continue
            count += 1
            for op in self._ops(change.body):
                self._take(op)
        self._changes[name] = count

    def _ops(self, data: bytes) -> Iterator[Op]:
        if not data:
            return  # erased; what is left of it is an entry of its own
        try:
            yield from bodies.decode(data).ops
        except MalformedChange:
            self._unreadable += 1

    def _take(self, op: Op) -> None:
        self._records[op.table].add(op.record)
        marked = [name for name, field in FIELDS.get(op.table, {}).items() if field.personal]
        for column in (*marked, *_PEOPLE.get(op.table, ())):
            if op.values.get(column) not in (None, "", MARK):
                self._personal[op.table][column].add(op.record)
        if op.table == "checklist" and op.values.get("policy"):
            self._policies[op.record] = str(op.values["policy"])
        if op.table == "inspection" and op.values.get("checklist"):
            self._checklists[op.record] = str(op.values["checklist"])
        if op.table == "attachment" and op.values.get("sha256"):
            self._files.add(str(op.values["sha256"]))

    def told(self, connection: Connection) -> dict[str, Any]:
        """Return counts; of files those that the centre has, too."""
        asking = {record for record, policy in self._policies.items() if self._asks(policy)}
        sizes = connection.execute(select(blob.c.sha256, blob.c.size))
        return {
            "changes": self._changes,
            "unreadable": self._unreadable,
            "records": {table: len(ids) for table, ids in sorted(self._records.items())},
            "personal": {
                table: {column: len(ids) for column, ids in sorted(columns.items())}
                for table, columns in sorted(self._personal.items())
            },
            "inspections_with_personal_questions": sum(
                checklist in asking for checklist in self._checklists.values()
            ),
            "files": len(self._files),
            "file_bytes": sum(size for sha256, size in sizes if sha256 in self._files),
        }

    def _asks(self, policy: str) -> bool:
        """Tell whether a checklist asks for personal data; one whose file is not here may."""
        try:
            with self._centre.blobs.open(policy) as file:
                columns = json.load(file)
        except (OSError, ValueError):
            return True
        return any(question.get(PERSONAL) for question in columns.values())
