"""What the centre holds of an inspection, by the receipts that it has given: records and files, since when.

Read from this laptop alone. :func:`fieldkit.sync.client.check_office` asks the centre itself.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from fieldkit.model import body as bodies
from fieldkit.model import files, fold
from fieldkit.model.body import MalformedChange
from fieldkit.model.owners import OF_AN_INSPECTION

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from sqlalchemy import Connection

_CHUNK = 400


@dataclass(frozen=True, slots=True)
class RecordReceipt:
    """A record: when the centre received the newest of what it shows, None while any of it waits.

    ``held`` says why the centre does not hand it on to others, if so.
    """

    table: str
    record: str
    received_at: str | None
    held: str | None = None


@dataclass(frozen=True, slots=True)
class FileReceipt:
    """A file by name and SHA-256: its state (:mod:`fieldkit.model.files`), when the centre received it."""

    name: str
    sha256: str
    size: int
    state: str
    received_at: str | None


@dataclass(frozen=True, slots=True)
class InspectionReceipt:
    """All records and files of one inspection."""

    inspection: str
    records: tuple[RecordReceipt, ...]
    files: tuple[FileReceipt, ...]

    @property
    def complete(self) -> bool:
        """Whether the centre has confirmed every record and every file."""
        at_the_centre = (files.SENT, files.OFFICE)
        return all(one.received_at for one in self.records) and all(
            one.state in at_the_centre for one in self.files
        )


@dataclass(frozen=True, slots=True)
class Place:
    """To what something belongs: an inspection with the words that name it, or ``""`` for all else."""

    inspection: str
    title: str


ELSEWHERE = Place("", "")


def of_inspection(connection: Connection, inspection: str) -> InspectionReceipt:
    """Return the receipts of an inspection."""
    records = [("inspection", inspection)]
    for table in OF_AN_INSPECTION:
        rows = connection.exec_driver_sql(
            f"SELECT id FROM {table} WHERE inspection = ? ORDER BY id", (inspection,)
        )
        records += [(table, row[0]) for row in rows]
    return InspectionReceipt(
        inspection,
        tuple(_record(connection, table, record) for table, record in records),
        tuple(files_of(connection, inspection)),
    )


def places_of_changes(connection: Connection, change_ids: Iterable[str]) -> dict[Place, int]:
    """Return how many of some changes belong to each inspection."""
    names = _Places(connection)
    counts: dict[Place, int] = defaultdict(int)
    for change_id in change_ids:
        row = connection.exec_driver_sql("SELECT body FROM change WHERE id = ?", (change_id,)).fetchone()
        if row is not None:
            counts[names.of_body(bytes(row[0]))] += 1
    return counts


def places_of_files(connection: Connection, hashes: Iterable[str]) -> dict[Place, list[FileReceipt]]:
    """Return some files by the inspection to which they belong."""
    names = _Places(connection)
    found: dict[Place, list[FileReceipt]] = defaultdict(list)
    for sha256 in hashes:
        row = connection.exec_driver_sql(
            "SELECT inspection, name FROM attachment WHERE sha256 = ?"
            " UNION ALL SELECT inspection, 'signature' FROM signature WHERE image = ?"
            " UNION ALL SELECT id, 'submission' FROM inspection WHERE submission = ? LIMIT 1",
            (sha256, sha256, sha256),
        ).fetchone()
        inspection, name = (row[0], row[1]) if row else (None, "")
        size, state, at = connection.exec_driver_sql(
            "SELECT coalesce(size, 0), state, received_at FROM blob WHERE sha256 = ?", (sha256,)
        ).one()
        place = names.of_inspection(inspection)
        found[place].append(FileReceipt(name or sha256, sha256, size, state, at))
    return found


class _Places:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._known: dict[str, Place] = {}

    def of_body(self, body: bytes) -> Place:
        """Return the inspection of the first op that belongs to one."""
        try:
            ops = bodies.decode(body).ops
        except MalformedChange:
            return ELSEWHERE
        for op in ops:
            if op.table == "inspection":
                return self.of_inspection(op.record)
            if op.table in OF_AN_INSPECTION:
                row = self._connection.exec_driver_sql(
                    f"SELECT inspection FROM {op.table} WHERE id = ?", (op.record,)
                ).fetchone()
                if row is not None and row[0]:
                    return self.of_inspection(row[0])
        return ELSEWHERE

    def of_inspection(self, inspection: str | None) -> Place:
        """Return an inspection by the words that name it: day, checklist, factory."""
        if not inspection:
            return ELSEWHERE
        if inspection not in self._known:
            row = self._connection.exec_driver_sql(
                "SELECT substr(i.started_at, 1, 10), i.form_id, f.name FROM inspection i"
                " LEFT JOIN factory f ON f.id = i.place WHERE i.id = ?",
                (inspection,),
            ).fetchone()
            title = " ".join(str(part) for part in row or () if part)
            self._known[inspection] = Place(inspection, title or inspection)
        return self._known[inspection]


def _record(connection: Connection, table: str, record: str) -> RecordReceipt:
    heads = [
        head
        for (text,) in connection.exec_driver_sql(
            "SELECT heads FROM cell WHERE record = ? AND tbl = ?", (record, table)
        )
        for head in fold.from_json(text)
    ]
    told = _told(connection, sorted({bodies.change_id_of(head.op) for head in heads}))
    times = [at for seq, at, _ in told.values() if seq is not None]
    whole = bool(told) and len(times) == len(told)
    held = next((held for _, _, held in told.values() if held), None)
    # Numbered by an older centre or a bundle, without a time: it is there all the same.
    return RecordReceipt(
        table, record, max((at or "–" for at in times), default=None) if whole else None, held
    )


def _told(connection: Connection, ids: list[str]) -> Mapping[str, tuple[int | None, str | None, str | None]]:
    found: dict[str, tuple[int | None, str | None, str | None]] = {}
    for start in range(0, len(ids), _CHUNK):
        chunk = tuple(ids[start : start + _CHUNK])
        marks = ",".join("?" * len(chunk))
        for id_, seq, at, held in connection.exec_driver_sql(
            f"SELECT id, seq, received_at, held FROM change WHERE id IN ({marks})", chunk
        ):
            found[id_] = (seq, at, held)
    return found


def files_of(connection: Connection, inspection: str) -> list[FileReceipt]:
    """Return the files of an inspection."""
    rows = connection.exec_driver_sql(
        "SELECT a.name, b.sha256, coalesce(b.size, 0), b.state, b.received_at FROM attachment a"
        " JOIN blob b ON b.sha256 = a.sha256 WHERE a.inspection = ? AND coalesce(a.deleted, 0) = 0"
        " UNION ALL SELECT 'signature', b.sha256, coalesce(b.size, 0), b.state, b.received_at"
        " FROM signature s JOIN blob b ON b.sha256 = s.image WHERE s.inspection = ?"
        " UNION ALL SELECT 'submission', b.sha256, coalesce(b.size, 0), b.state, b.received_at"
        " FROM inspection i JOIN blob b ON b.sha256 = i.submission WHERE i.id = ? ORDER BY 1, 2",
        (inspection, inspection, inspection),
    )
    return [FileReceipt(name or "", sha256, size, state, at) for name, sha256, size, state, at in rows]
