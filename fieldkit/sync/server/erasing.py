"""Erases at the centre, province by province: chooses in a data folder made for it, orders, carries out.

The folder is encrypted under a key that nobody keeps, and thrown away.
"""

from __future__ import annotations

import secrets
import tempfile
from collections import defaultdict
from contextlib import closing, contextmanager, suppress
from dataclasses import astuple, dataclass
from pathlib import Path
from sqlite3 import OperationalError
from typing import TYPE_CHECKING

from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from fieldkit.model import streams
from fieldkit.model.changes import ChangeLog
from fieldkit.model.erasure import composing, orders
from fieldkit.model.erasure.composing import Found, Why
from fieldkit.model.keys.public import CENTRE_KEYS
from fieldkit.model.workspace import Workspace
from fieldkit.sync.server import audit, erased, gone_files, log
from fieldkit.sync.server.schema import phone_submission
from fieldkit.sync.server.store import EVERYTHING
from fieldkit.sync.validation import read

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from sqlalchemy import Connection

    from fieldkit.model.erasure.choosing import Chosen
    from fieldkit.sync.server.centre import Centre

_AT_ONCE = 500
_KEY = 32  # bytes
_PATIENCE = 5_000  # milliseconds for who uses the database


@dataclass
class Erased:
    """What went, or would go, of one province by one wish."""

    province: str
    basis: str
    found: Found


@dataclass(frozen=True, slots=True)
class Wish:
    """What is to be erased: chosen in the data of a province, for a reason."""

    choose: Callable[[Workspace], Chosen]
    basis: str
    reason: str


def provinces(centre: Centre) -> list[str]:
    """Return the codes of all provinces of which the centre has anything."""
    with centre.store.read(EVERYTHING) as connection:
        return sorted({name.partition("/")[2] for name in log.names(connection) if "/" in name})


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands: never what."""

    stream: str
    table: str
    record: str
    column: str


def places(centre: Centre, words: str) -> list[Place]:
    """Return the values, present and former, in which ``words`` stand: a number, a name."""
    found: dict[Place, None] = {}
    with centre.store.snapshot() as connection:
        for name in log.names(connection):
            for entry in log.every(connection, name):
                change = read(entry.body, name) if words.encode() in entry.body else None
                for op in change.ops if change is not None else ():
                    for column, value in op.values.items():
                        if op.table != orders.TABLE and words in str(value):
                            found[Place(name, op.table, op.record, column)] = None
    return sorted(found, key=astuple)


def provinces_of(centre: Centre, record: str) -> list[str]:
    """Return the codes of the provinces whose changes name a record; ``""`` is what all share."""
    with centre.store.snapshot() as connection:
        return sorted(
            {
                name.partition("/")[2]
                for name in log.names(connection)
                if any(record.encode() in one.body for one in log.every(connection, name))
            }
        )


def erase(centre: Centre, province: str, wishes: Sequence[Wish], *, dry_run: bool = False) -> list[Erased]:
    """Erase in the streams of a province, and in those that all share; only count with ``dry_run``.

    Of each wish bodies, orders and the note in the audit log are one transaction. Raises StorageError,
    FileStoreFails.
    """
    with _folder(centre, province) as workspace:
        return [_erase(centre, workspace, province, wish, dry_run=dry_run) for wish in wishes]


def _erase(centre: Centre, workspace: Workspace, province: str, wish: Wish, *, dry_run: bool) -> Erased:
    chosen = wish.choose(workspace)
    if dry_run:
        return Erased(province, wish.basis, composing.look(workspace, chosen))
    own = ChangeLog(
        workspace.database, device=centre.store.centre, author=centre.store.centre, clock=centre.clock
    )
    why = Why(wish.basis, wish.reason, audit.administrator(), centre.clock().isoformat(timespec="seconds"))
    found, changes = composing.compose(workspace, own, chosen, why, centre.store.keys.sign)
    if not changes:
        return Erased(province, wish.basis, found)
    _commit(centre, province, wish, _bodies(workspace, changes), found)
    return Erased(province, wish.basis, found)


@dataclass(frozen=True, slots=True)
class Finished:
    """How many files went; ``traces``: the database was in use, and its file still holds what was erased."""

    files: int
    traces: bool


def finish(centre: Centre) -> Finished:
    """Remove the files that nothing names any more, and write the database anew without its free pages.

    After the last province; may be done again at any time. Raises FileStoreFails.
    """
    return Finished(gone_files.sweep(centre), not _write_anew(centre))


def _write_anew(centre: Centre) -> bool:
    """Return whether nobody was in the way."""
    try:
        if centre.store.postgresql:
            with centre.store.engine.connect() as connection:
                connection.execution_options(isolation_level="AUTOCOMMIT").execute(text("VACUUM FULL log"))
            return True
        driver = centre.store.engine.raw_connection()
        try:
            cursor = driver.cursor()
            cursor.execute(f"PRAGMA busy_timeout = {_PATIENCE}")
            cursor.execute("VACUUM")
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            [(busy, _pages, _moved)] = cursor.fetchall()
            return not busy
        finally:
            driver.invalidate()  # its patience is nobody else's
    except (DBAPIError, OperationalError):
        return False


@contextmanager
def _folder(centre: Centre, province: str) -> Iterator[Workspace]:
    """Give a data folder with everything that the centre hands on of a province."""
    with tempfile.TemporaryDirectory(prefix="fieldkit-erase-") as folder:
        key = secrets.token_bytes(_KEY)
        with closing(Workspace(Path(folder) / "data", key=key, clock=centre.clock)) as workspace:
            workspace.remember(CENTRE_KEYS, str(centre.store.keys.public))
            for name in _streams(province):
                _fill(centre, workspace, name)
            for row in workspace.rows("SELECT DISTINCT policy FROM checklist WHERE policy IS NOT NULL"):
                # Without it nobody knows what is personal: who asks for it is told that it is missing.
                with suppress(FileNotFoundError), centre.blobs.open(row["policy"]) as file:
                    workspace.attachments.add(file.read())
            yield workspace


def _streams(province: str) -> tuple[str, ...]:
    own = (streams.register_stream(province), streams.inspection_stream(province)) if province else ()
    return (streams.REFERENCE, *own)


def _fill(centre: Centre, workspace: Workspace, name: str) -> None:
    some = []
    with centre.store.snapshot() as connection:
        for entry in log.every(connection, name):
            change = read(entry.body, name) if entry.body and not entry.held else None
            if change is not None:
                some.append((change, entry.seq))
            if len(some) == _AT_ONCE:
                workspace.log.apply_read(some)
                some = []
    workspace.log.apply_read(some)


def _bodies(workspace: Workspace, changes: list[str]) -> dict[str, dict[str, bytes]]:
    """Return the bodies of changes by stream and id."""
    found: dict[str, dict[str, bytes]] = defaultdict(dict)
    for change in changes:
        [row] = workspace.rows("SELECT stream, body FROM change WHERE id = ?", change)
        found[row["stream"]][change] = bytes(row["body"])
    return found


def _commit(
    centre: Centre, province: str, wish: Wish, written: dict[str, dict[str, bytes]], found: Found
) -> None:
    at = centre.clock().isoformat(timespec="milliseconds")
    with centre.store.write(EVERYTHING) as connection:
        bodies = 0
        for name in sorted(written):  # always in one order: two of them must not wait for each other
            log.add(connection, name, written[name], at=at)
            said = list(written[name].values())
            bodies += erased.carry_out(connection, name, said, centre.store.keys, at=at)
        gone_files.note(connection, centre.store.keys, _sent_by_phones(connection, found))
        centre.note(
            connection,
            "erased",
            f"{province} {wish.basis}".strip(),
            reason=wish.reason,
            changes=bodies,
            values=len(found.values),
        )


def _sent_by_phones(connection: Connection, found: Found) -> set[str]:
    """Return the records as phones sent them, of the inspections of which something was erased."""
    ids = {record for table, record, _column in found.values if table == "inspection"}
    query = select(phone_submission.c.sha256, phone_submission.c.inspection)
    return {row.sha256 for row in connection.execute(query) if row.inspection in ids}
