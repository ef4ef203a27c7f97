"""Details of inspections that are at the office and not here (docs/decisions/0037-partial-replication.md).

An inspection is elsewhere while one of its changes is: then none of its answers, files and signatures is to
be shown or counted as if it were all. They come and go by inspection;
:mod:`fieldkit.model.carrying` says which.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from fieldkit.errors import FieldkitError, Text

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from sqlalchemy import Connection

_CURE = Text(
    "กด “ดึงจากสำนักงาน” ในแฟ้มโรงงานหรือหน้าซิงก์ หรือสั่ง fieldkit sync --fetch ID",
    "Fetch it in the factory's file or on the sync page, or with: fieldkit sync --fetch ID",
)


class DetailsElsewhere(FieldkitError):
    """Answers and files of an inspection are at the office, and not on this laptop."""

    def __init__(self, inspection: str) -> None:
        super().__init__(
            Text(
                "คำตอบและไฟล์ของการตรวจนี้อยู่ที่สำนักงาน ไม่อยู่ในเครื่องนี้",
                "Answers and files of this inspection are at the office, not on this laptop",
            ),
            _CURE,
            place=inspection,
        )


class SomeElsewhere(FieldkitError):
    """What was asked for needs answers that are at the office, and would be wrong without them."""

    def __init__(self, count: int) -> None:
        super().__init__(
            Text(
                f"คำตอบของการตรวจ {count:,} รายการอยู่ที่สำนักงาน ผลที่ได้จะไม่ครบ จึงไม่ได้ทำ",
                f"Answers of {count:,} inspections are at the office; without them the result would be wrong",
            ),
            Text(
                "เลือกช่วงวันที่ที่อยู่ในเครื่อง หรือให้เครื่องนี้เก็บทั้งจังหวัด (หน้าซิงก์) แล้วซิงก์ก่อน",
                "Choose days that are on this laptop, or let it carry the whole province and sync first",
            ),
        )


@dataclass(frozen=True, slots=True)
class Entry:
    """A change that is not here as the centre's log names it: number, hash of its body, time of receipt."""

    change_id: str
    seq: int
    sha256: str
    inspection: str
    received_at: str


def note(connection: Connection, stream: str, entries: Iterable[Entry]) -> None:
    """Write down what a page left out; again it changes nothing but the number.

    With another hash it is what is left after an erasure, which is not work on the inspection.
    """
    rows = [(one.change_id, stream, one.seq, one.sha256, one.inspection, one.received_at) for one in entries]
    if rows:
        connection.exec_driver_sql(
            "INSERT INTO elsewhere (change_id, stream, seq, sha256, inspection, received_at)"
            " VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (change_id) DO UPDATE SET"
            " seq = excluded.seq, sha256 = excluded.sha256, received_at = CASE sha256 WHEN excluded.sha256"
            " THEN excluded.received_at ELSE received_at END",
            rows,
        )


def arrived(connection: Connection, change_ids: Iterable[str]) -> None:
    """Take changes off the list that are here now, by whatever way they came."""
    rows = [(change_id,) for change_id in change_ids]
    if rows and any_at_all(connection):
        connection.exec_driver_sql("DELETE FROM elsewhere WHERE change_id = ?", rows)


def any_at_all(connection: Connection) -> bool:
    """Tell whether anything is elsewhere."""
    return connection.exec_driver_sql("SELECT 1 FROM elsewhere LIMIT 1").fetchone() is not None


def is_elsewhere(connection: Connection, inspection: str) -> bool:
    """Tell whether details of an inspection are not here."""
    found = connection.exec_driver_sql("SELECT 1 FROM elsewhere WHERE inspection = ? LIMIT 1", (inspection,))
    return found.fetchone() is not None


def refuse(connection: Connection, inspection: str) -> None:
    """Raise DetailsElsewhere where details of an inspection are not here."""
    if is_elsewhere(connection, inspection):
        raise DetailsElsewhere(inspection)


def refuse_any(connection: Connection, inspections: Collection[str]) -> None:
    """Raise SomeElsewhere, or DetailsElsewhere of a single one, where details of any are not here."""
    if not any_at_all(connection):
        return
    found = all_elsewhere(connection).intersection(inspections)
    if len(inspections) == 1 and found:
        raise DetailsElsewhere(*found)
    if found:
        raise SomeElsewhere(len(found))


def refuse_between(connection: Connection, start: str, after: str, factory: str = "") -> None:
    """Raise SomeElsewhere where details of inspections that began then (ISO) are not here."""
    count = connection.exec_driver_sql(
        "SELECT count(*) FROM inspection WHERE id IN (SELECT inspection FROM elsewhere)"
        " AND started_at >= ? AND started_at < ? AND ? IN ('', place)",
        (start, after, factory),
    ).scalar_one()
    if count:
        raise SomeElsewhere(int(count))


def all_elsewhere(connection: Connection) -> set[str]:
    """Return all inspections of which details are not here."""
    return {row[0] for row in connection.exec_driver_sql("SELECT DISTINCT inspection FROM elsewhere")}


def of_factory(connection: Connection, factory: str) -> list[str]:
    """Return the inspections of a factory of which details are not here, the oldest first."""
    rows = connection.exec_driver_sql(
        "SELECT id FROM inspection WHERE place = ? AND coalesce(deleted, 0) = 0"
        " AND id IN (SELECT inspection FROM elsewhere) ORDER BY started_at, id",
        (factory,),
    )
    return [row[0] for row in rows]


def reachable(connection: Connection) -> dict[str, set[str]]:
    """Return the inspections, by stream, of which the centre had everything when its log was read last."""
    found: dict[str, set[str]] = defaultdict(set)
    for stream, inspection in connection.exec_driver_sql(
        "SELECT stream, inspection FROM elsewhere GROUP BY stream, inspection HAVING count(seq) = count(*)"
    ):
        found[stream].add(inspection)
    return found


def hashes(connection: Connection, inspections: Iterable[str]) -> dict[str, tuple[str, str]]:
    """Return stream and SHA-256 of each change of ``inspections`` that is not here, by its id."""
    found: dict[str, tuple[str, str]] = {}
    for inspection in inspections:
        for change_id, stream, sha256 in connection.exec_driver_sql(
            "SELECT change_id, stream, sha256 FROM elsewhere WHERE inspection = ?", (inspection,)
        ):
            found[change_id] = (stream, sha256)
    return found


def doubt(connection: Connection, stream: str | None = None) -> None:
    """Take back the numbers of a stream, or of all, because the centre's log is read anew."""
    where, values = ("", ()) if stream is None else (" WHERE stream = ?", (stream,))
    connection.exec_driver_sql(f"UPDATE elsewhere SET seq = NULL{where}", values)
