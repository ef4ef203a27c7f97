"""Every record of this laptop on its way to the office: what waits, what is held back, what has arrived."""

from __future__ import annotations

from collections import defaultdict
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Literal

from fieldkit.model import body as bodies
from fieldkit.model import feeds, files, kept_back, receipts
from fieldkit.model.body import MalformedChange
from fieldkit.model.conflict_subjects import Subject, subject
from fieldkit.model.ids import earliest_id
from fieldkit.model.kept_back import FILE, TRANSACTION
from fieldkit.model.owners import Owners

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sqlalchemy import Connection

    from fieldkit.model.body import Outline
    from fieldkit.model.owners import Key
    from fieldkit.model.workspace import Workspace

State = Literal["waiting", "partly", "office", "refused", "kept"]
WAITING: State = "waiting"
PARTLY: State = "partly"
OFFICE: State = "office"
REFUSED: State = "refused"
KEPT: State = "kept"
"""Nothing of it is at the office; some of it is; all of it; there, but not handed on; held back here."""

SHOWN_DAYS = 30
"""How long what has arrived is still listed."""
_CHUNK = 400
_TOGETHER = 20  # records above which what was written at once is one line: an import is no list of factories


@dataclass(frozen=True, slots=True)
class Cargo:
    """Some changes, by id, and files, by SHA-256."""

    changes: frozenset[str] = frozenset()
    files: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Queued:
    """A line of the queue: a record, a file (`FILE`), or what was written at once (`TRANSACTION`).

    Attributes:
        table: table of the record, FILE or TRANSACTION.
        record: its id, SHA-256 or the id of the transaction.
        about: what it belongs to; of a transaction, ``about.name`` is the table of most of its records.
        state: of these changes and files together.
        reason: why the centre does not hand it on (docs/protocol.md), if so.
        asked: whether a person holds this very line back; else it is kept for another one's sake.
        changes, waiting: how many changes of the last days, how many of them are not at the office.
        files, files_waiting, bytes_waiting: the same of its files; for a file its size.
        records: how many records a transaction wrote.
        at: when it was written last, ISO with offset.
        received_at: when the office received the newest of it, by its clock; "" while nothing is there.
        cargo: what it consists of.
    """

    table: str
    record: str
    about: Subject
    state: State
    reason: str = ""
    asked: bool = False
    changes: int = 0
    waiting: int = 0
    files: int = 0
    files_waiting: int = 0
    bytes_waiting: int = 0
    records: int = 1
    at: str = ""
    received_at: str = ""
    cargo: Cargo = field(default=Cargo(), repr=False)

    @property
    def key(self) -> Key:
        """Return what names it for :mod:`fieldkit.model.holding`."""
        return self.table, self.record


@dataclass(slots=True)
class _Line:
    changes: dict[str, bool] = field(default_factory=dict)  # id -> is at the office
    kept: bool = False
    reason: str = ""
    records: set[Key] = field(default_factory=set)
    at: str = ""
    received_at: str = ""


@dataclass(frozen=True, slots=True)
class _Told:
    """What is known of a change besides its bytes."""

    about: Outline
    at_office: bool
    received_at: str
    reason: str
    kept: bool


def listing(workspace: Workspace, *, days: int = SHOWN_DAYS) -> list[Queued]:
    """Return the queue, the newest first: all that waits, is held back or refused, and what arrived of late.

    It is about what was written here, or what this laptop carries for a colleague; what others wrote and sent
    themselves is not in it.
    """
    since = workspace.clock() - timedelta(days=days)
    with workspace.database.read() as connection:
        told = list(_told(connection, earliest_id(since)))
        lines = _lines(connection, told)
        held = kept_back.records(connection)
        kept_files = kept_back.files(connection)
        places = receipts.places_of_files(connection, _moving(connection, since.isoformat(), held))
        # Also what has no change of late: a record whose photos wait, and one that is to be released again.
        also = {("inspection", place.inspection) for place in places if place.inspection}
        for key in also | {key for key in held if key[0] != FILE}:
            lines.setdefault(key, _Line())
        rows = [
            _file(place, file, held, kept_files, lines.get(("inspection", place.inspection), _Line()).at)
            for place, found in places.items()
            for file in found
        ]
        for key, line in lines.items():
            own = receipts.files_of(connection, key[1]) if key[0] == "inspection" else []
            rows.append(_row(workspace, key, line, own, held=held, kept_files=kept_files))
    return sorted(rows, key=lambda row: (_moment(row.at), row.table != FILE, row.record), reverse=True)


def _told(connection: Connection, oldest: str) -> Iterator[_Told]:
    """Yield the changes of the queue, each once, in the order of their ids."""
    kept = kept_back.changes(connection)
    wanted = {change_id for _stream, change_id in feeds.unconfirmed(connection)} | kept
    rows = connection.exec_driver_sql(
        "SELECT id FROM change WHERE held IS NOT NULL UNION SELECT id FROM change WHERE own = 1 AND id >= ?",
        (oldest,),
    )
    ids = sorted(wanted.union(row[0] for row in rows))
    for start in range(0, len(ids), _CHUNK):
        chunk = tuple(ids[start : start + _CHUNK])
        marks = ",".join("?" * len(chunk))
        for change_id, body, seq, at, reason in connection.exec_driver_sql(
            f"SELECT id, body, seq, received_at, held FROM change WHERE id IN ({marks}) ORDER BY id", chunk
        ):
            with suppress(MalformedChange):
                about = bodies.outline(bytes(body))
                yield _Told(about, seq is not None, at or "", reason or "", change_id in kept and seq is None)


def _lines(connection: Connection, told: Iterable[_Told]) -> dict[Key, _Line]:
    owners, told = Owners(connection), list(told)
    owners.learn((op.table, op.record) for one in told for op in one.about.ops)
    listed = [(one, {owners.listed(op.table, op.record) for op in one.about.ops}) for one in told]
    together: dict[str, set[Key]] = defaultdict(set)
    for one, keys in listed:
        together[one.about.tx] |= keys
    lines: dict[Key, _Line] = defaultdict(_Line)
    for one, keys in listed:
        whole = one.about.tx and len(together[one.about.tx]) > _TOGETHER
        for key in {(TRANSACTION, one.about.tx)} if whole else keys:
            line = lines[key]
            line.changes[one.about.id] = one.at_office
            line.kept |= one.kept
            line.reason = line.reason or one.reason
            line.at = max(line.at, one.about.wall, key=_moment)
            line.received_at = max(line.received_at, one.received_at)
            line.records |= keys
    return dict(lines)


def _moving(connection: Connection, since: str, held: set[Key]) -> set[str]:
    """Return the files that are here and not at the centre, came there of late, or are held back."""
    rows = connection.exec_driver_sql(
        "SELECT sha256 FROM blob WHERE state = ? OR (state IN (?, ?) AND received_at >= ?)",
        (files.LOCAL, files.SENT, files.OFFICE, since),
    )
    known = {row[0] for row in connection.exec_driver_sql("SELECT sha256 FROM blob")} if held else set()
    return {row[0] for row in rows} | {record for table, record in held if table == FILE and record in known}


def _moment(text: str) -> float:
    try:
        return datetime.fromisoformat(text).timestamp()
    except ValueError:  # nothing, or what a broken program wrote
        return 0.0


def _file(
    place: receipts.Place, file: receipts.FileReceipt, held: set[Key], kept: set[str], at: str
) -> Queued:
    waits, asked = file.state == files.LOCAL, (FILE, file.sha256) in held
    return Queued(
        FILE,
        file.sha256,
        Subject(name=file.name, inspection=place.inspection, path=place.title),
        KEPT if asked or file.sha256 in kept else WAITING if waits else OFFICE,
        asked=asked,
        files=1,
        files_waiting=int(waits),
        bytes_waiting=file.size if waits else 0,
        received_at=file.received_at or "",
        at=at or file.received_at or "",
        cargo=Cargo(files=frozenset({file.sha256})),
    )


def _row(
    workspace: Workspace,
    key: Key,
    line: _Line,
    own: list[receipts.FileReceipt],
    *,
    held: set[Key],
    kept_files: set[str],
) -> Queued:
    waiting = sum(not at_office for at_office in line.changes.values())
    here = [file for file in own if file.state in (files.LOCAL, files.SENT, files.OFFICE)]
    left = [file for file in here if file.state == files.LOCAL]
    arrived = len(line.changes) - waiting + len(here) - len(left)
    asked = key in held
    state: State = OFFICE
    if line.reason:
        state = REFUSED
    elif asked or line.kept:
        state = KEPT
    elif waiting or any(file.sha256 not in kept_files for file in left):
        state = PARTLY if arrived else WAITING
    elif left:
        state = KEPT
    table, record = key
    about = subject(workspace, table, record) if table != TRANSACTION else Subject(_most(line.records))
    return Queued(
        table,
        record,
        about,
        state,
        reason=line.reason,
        asked=asked,
        changes=len(line.changes),
        waiting=waiting,
        files=len(here),
        files_waiting=len(left),
        bytes_waiting=sum(file.size for file in left),
        records=len(line.records) if table == TRANSACTION else 1,
        at=line.at,
        received_at=max([line.received_at, *(file.received_at or "" for file in here)]),
        cargo=Cargo(frozenset(line.changes), frozenset(file.sha256 for file in here)),
    )


def _most(records: Iterable[Key]) -> str:
    """Return the table that most of some records are of."""
    counts: dict[str, int] = defaultdict(int)
    for table, _record in records:
        counts[table] += 1
    return max(counts, key=lambda table: counts[table], default="")
