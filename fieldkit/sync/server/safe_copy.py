"""Copies of the centre: its books as one SQLite file, whatever database it runs on, and its files beside it.

``FOLDER/centre-20261123T030000Z.db`` are the books as they stood at one moment, while laptops go on syncing;
``FOLDER/blobs`` holds the files of all copies in that folder, each once. A laptop notices a centre that was
put back, and gives it what it has not got any more (docs/protocol.md).
"""

from __future__ import annotations

import shutil
import tempfile
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from sqlalchemy import URL, create_engine, func, make_url, select
from sqlalchemy.exc import DBAPIError, OperationalError

from fieldkit.errors import FieldkitError, Text
from fieldkit.model.durable import disk_full, explaining, replacing
from fieldkit.sync.server import check, revisions, schema
from fieldkit.sync.server.blobs import FolderBlobs
from fieldkit.sync.server.refusal import Refused

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from sqlalchemy import Connection, Table

    from fieldkit.sync.server.blobs import Blobs
    from fieldkit.sync.server.store import Store

_ROWS = 200
_PIECE = 1 << 20
_PATTERN = "centre-*Z.db"


class CopyDamaged(FieldkitError):
    """What was read back is not what was written, or the file is no copy of a centre."""

    def __init__(self, place: str) -> None:
        super().__init__(
            Text("สำเนาของศูนย์ข้อมูลนี้ใช้ไม่ได้", "This copy of the centre is damaged"),
            Text(
                "ทำสำเนาใหม่ หรือใช้สำเนาอื่นในโฟลเดอร์เดียวกัน ศูนย์ข้อมูลไม่ถูกแก้ไข",
                "Make another one, or use another of the same folder. The centre is as it was.",
            ),
            place=place,
        )


class CentreNotEmpty(FieldkitError):
    """Copies are put back into an empty centre only."""

    def __init__(self, place: str) -> None:
        super().__init__(
            Text("ศูนย์ข้อมูลปลายทางมีข้อมูลอยู่แล้ว", "There are data in that centre already"),
            Text(
                "ระบุโฟลเดอร์ใหม่ด้วย --store หรือฐานข้อมูลว่างด้วย --database-url ข้อมูลเดิมไม่ถูกเขียนทับ",
                "Name a new folder with --store, or an empty database with --database-url."
                " Nothing is overwritten.",
            ),
            place=place,
        )


@dataclass(frozen=True, slots=True)
class CopyReport:
    """A copy as it was read back: its rows by table, its files, those of them that came with it, and bytes.

    ``damaged`` are files that the centre itself had no longer whole; they are not in the copy.
    """

    path: Path
    counts: dict[str, int]
    files: int
    fresh: int
    size: int
    damaged: tuple[str, ...]


def make(store: Store, blobs: Blobs, folder: Path, *, now: datetime, keep: int = 0) -> CopyReport:
    """Copy the centre into ``folder``, read the copy back, and return what is in it.

    Of older copies only the newest ``keep`` stay (0: all).
    Raises CannotWrite, CopyDamaged; then the older copies are as they were.
    """
    with explaining(folder):
        folder.mkdir(parents=True, exist_ok=True)
        kept = FolderBlobs(folder / "blobs")
    target = folder / f"centre-{now:%Y%m%dT%H%M%SZ}.db"
    with replacing(target) as written:
        counts = _copy_books(store, written)
        with _reading(written) as copy:
            found = {table.name: _count(copy, table) for table in schema.metadata.sorted_tables}
            if problems := check.chain_problems(copy) or [str(found)] * (found != counts):
                raise CopyDamaged(f"{target}: {problems[0]}")
            # Files after the books: what stands in the books lies on the disk already.
            files, fresh, size, damaged = _copy_files(copy, blobs, kept)
    if keep:
        for old in sorted(folder.glob(_PATTERN))[:-keep]:
            old.unlink()
    return CopyReport(target, counts, files, fresh, size + target.stat().st_size, damaged)


def put_back(source: Path, store: Store, blobs: Blobs) -> CopyReport:
    """Put a copy of :func:`make`, also of an older schema, into an empty centre.

    Raises CopyDamaged, CentreNotEmpty, CannotWrite, NewerSchema.
    """
    with _reading(source) as reading:
        if problems := check.chain_problems(reading):
            raise CopyDamaged(f"{source}: {problems[0]}")
        with store.write() as writing:
            if writing.execute(select(schema.stream.c.id).limit(1)).first() is not None:
                raise CentreNotEmpty(store.engine.url.render_as_string())
            writing.execute(schema.meta.delete())
            counts = _copy_rows(reading, writing)
            store.learn(writing)
        kept = FolderBlobs(source.parent / "blobs")
        files, fresh, size, damaged = _copy_files(reading, kept, blobs)
    return CopyReport(source, counts, files, fresh, size, damaged)


def _copy_books(store: Store, target: Path) -> dict[str, int]:
    engine = create_engine(make_url("sqlite://").set(database=str(target)))
    try:
        with store.snapshot() as reading, engine.begin() as writing:
            schema.metadata.create_all(writing)
            return _copy_rows(reading, writing)
    except OperationalError as error:  # of the copy: the centre's own trouble has another place
        if "full" in str(error.orig):
            raise disk_full(target.parent) from error
        raise
    finally:
        engine.dispose()


@contextmanager
def _reading(copy: Path) -> Iterator[Connection]:
    """Open a copy without writing to it, not even a lock; raises CopyDamaged, NewerSchema."""
    try:
        with ExitStack() as stack:
            connection = stack.enter_context(_opened(copy))
            number = revisions.stored(connection)
            if number is None:
                raise CopyDamaged(f"{copy}: meta")
            if number < revisions.NEWEST:
                connection = stack.enter_context(_upgraded(copy, number))
            yield connection
    except DBAPIError as error:
        raise CopyDamaged(f"{copy}: {error.orig}") from error


@contextmanager
def _opened(copy: Path) -> Iterator[Connection]:
    address = f"file:{quote(str(copy))}?mode=ro&immutable=1"
    engine = create_engine(URL.create("sqlite", database=address, query={"uri": "true"}))
    try:
        with engine.connect() as connection:
            yield connection
    finally:
        engine.dispose()


@contextmanager
def _upgraded(copy: Path, number: int) -> Iterator[Connection]:
    """Give a copy of a copy that is brought up to date; a safe one is never written to."""
    with tempfile.TemporaryDirectory(prefix="fieldkit-") as folder:
        mine = Path(folder) / copy.name
        shutil.copyfile(copy, mine)
        engine = create_engine(make_url("sqlite://").set(database=str(mine)))
        try:
            with engine.begin() as connection:
                revisions.upgrade(connection, number)
                yield connection
        finally:
            engine.dispose()


def _copy_rows(reading: Connection, writing: Connection) -> dict[str, int]:
    counts: dict[str, int] = {}
    for table in schema.metadata.sorted_tables:
        counts[table.name], of_log = 0, table is schema.log
        rows = reading.execute(select(table).execution_options(yield_per=_ROWS))
        for part in rows.mappings().partitions():
            writing.execute(table.insert(), [dict(row) for row in part])
            counts[table.name] += sum(row["last"] - row["first"] + 1 for row in part) if of_log else len(part)
    return counts


def _copy_files(books: Connection, source: Blobs, target: Blobs) -> tuple[int, int, int, tuple[str, ...]]:
    """Copy what the books name and the target lacks, each hashed on its way.

    Returns how many are in the target now, how many of them are new, their bytes, and which are damaged.
    """
    wanted = books.execute(select(schema.blob.c.sha256, schema.blob.c.size)).fetchall()
    fresh = size = 0
    damaged: list[str] = []
    for name, length in wanted:
        if target.size(name) == length:
            continue
        with explaining(target.folder):
            if _copy_file(source, target, name):
                fresh, size = fresh + 1, size + length
            else:
                damaged.append(name)
    return len(wanted) - len(damaged), fresh, size, tuple(damaged)


def _copy_file(source: Blobs, target: Blobs, name: str) -> bool:
    incoming = target.receive(name)
    try:
        with source.open(name) as file:
            while piece := file.read(_PIECE):
                incoming.write(piece)
        incoming.finish()
    except (Refused, FileNotFoundError):  # it has another hash, or is gone
        incoming.abandon()
        return False
    except BaseException:
        incoming.abandon()
        raise
    return True


def _count(connection: Connection, table: Table) -> int:
    """Return the rows of a table; of the log, whose rows are blocks, the changes."""
    log = schema.log
    counted = func.coalesce(func.sum(log.c.last - log.c.first + 1), 0) if table is log else func.count()
    return int(connection.execute(select(counted).select_from(table)).scalar_one())
