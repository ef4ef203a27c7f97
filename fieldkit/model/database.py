"""One SQLite file: opened with WAL and FULL, written in ``BEGIN IMMEDIATE``, guarded by triggers.

The driver is SQLCipher's build of SQLite, so that every machine runs the same version with the
trigram index, and a file opens with or without a key through the same door.
"""

from __future__ import annotations

import threading
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import create_engine, event
from sqlalchemy.pool import QueuePool
from sqlcipher3 import dbapi2 as sqlite

from fieldkit.errors import FieldkitError, Text
from fieldkit.model import durable, schema
from fieldkit.model.cipher import give_key
from fieldkit.model.erasure import redacting
from fieldkit.model.keys.errors import PassphraseWanted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Connection

# A commit is on the disk before the key press returns: see docs/decisions/0003-durability.md.
_CACHE, _LARGE_CACHE = -16_000, -96_000  # kB, negative as SQLite wants them
_PRAGMAS = (
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",
    "PRAGMA temp_store = MEMORY",
    f"PRAGMA cache_size = {_CACHE}",
    # The log of a large import is given back to the disk at the next checkpoint, not kept for the next one.
    "PRAGMA journal_size_limit = 33554432",
)

# How long a write waits for one that runs; a read waits for nobody.
_PATIENCE = 10_000
_waiting = threading.local()

_FULL = Text("ดิสก์เต็ม บันทึกไม่ได้", "The disk is full; nothing was saved")
_FULL_CURE = Text(
    "ลบไฟล์ที่ไม่ใช้เพื่อให้มีที่ว่างอย่างน้อย 200 MB แล้วลองอีกครั้ง ข้อมูลที่บันทึกไว้แล้วยังอยู่ครบ",
    "Free at least 200 MB, then try again. Everything saved before is intact.",
)
_READ = Text("เขียนหรืออ่านแฟ้มข้อมูลไม่ได้", "The data file cannot be written or read")
_READ_CURE = Text(
    "ตรวจสิทธิ์ของโฟลเดอร์และดิสก์ แล้วลองอีกครั้ง ข้อมูลที่บันทึกไว้แล้วไม่ถูกแก้ไข",
    "Check the folder's permissions and the disk, then try again. Saved data were not changed.",
)


_BUSY = Text("งานอื่นกำลังบันทึกข้อมูลอยู่ ยังไม่ได้บันทึก", "Another task is writing; nothing was saved")
_BUSY_CURE = Text("รอให้งานนั้นเสร็จแล้วลองอีกครั้ง", "Wait until it is done, then try again.")


_DAMAGED = Text("แฟ้มฐานข้อมูลเสียหาย", "The data file is damaged")
_DAMAGED_CURE = Text(
    "กู้คืนจากไฟล์สำรอง หรือกู้ส่วนที่ยังอ่านได้ด้วยคำสั่ง salvage อย่าลบแฟ้มเดิม",
    "Restore a backup, or salvage what can be read. Do not delete the file.",
)


class StorageError(FieldkitError):
    """The disk or the data file refuses; nothing of the transaction was saved."""


class DatabaseBusy(StorageError):
    """Another write runs, in this program or beside it, and did not end in time; nothing was saved."""


class NotADatabase(FieldkitError):
    """The file is no fieldkit database, or its key is another one."""

    def __init__(self, place: str) -> None:
        super().__init__(
            Text("เปิดแฟ้มข้อมูลไม่ได้ แฟ้มเสียหายหรือกุญแจไม่ถูกต้อง", "The data file is damaged or its key is another"),
            Text("กู้คืนจากสำเนาสำรอง หรือติดต่อผู้ดูแลระบบ", "Restore a backup, or ask the administrator"),
            place=place,
        )


class DatabaseDamaged(StorageError):
    """What was to be read or written lies in a part of the file that is damaged."""


def _storage_error(error: BaseException, place: str) -> StorageError | None:
    words = str(error).lower()
    if "disk is full" in words or "no space" in words:
        return StorageError(_FULL, _FULL_CURE, place=place)
    if any(sign in words for sign in ("disk i/o error", "readonly", "unable to open", "permission")):
        # SQLite tells of a full disk by that name only where it writes pages, not where it opens or syncs.
        full = durable.has_no_room(Path(place).parent)
        return StorageError(*(_FULL, _FULL_CURE) if full else (_READ, _READ_CURE), place=place)
    if "malformed" in words:
        return DatabaseDamaged(_DAMAGED, _DAMAGED_CURE, place=place)
    if "is locked" in words:
        return DatabaseBusy(_BUSY, _BUSY_CURE, place=place)
    return None


@contextmanager
def patience(milliseconds: int) -> Iterator[None]:
    """Let the writes of this thread wait so long for one that runs, before they raise `DatabaseBusy`."""
    before = getattr(_waiting, "patience", _PATIENCE)
    _waiting.patience = milliseconds
    try:
        yield
    finally:
        _waiting.patience = before


class _Driver(sqlite.Connection):  # type: ignore[misc]
    """A connection of the driver with the guard that its triggers ask, and the key of its file."""

    guard: _Guard
    key: bytes | None


class _Guard:
    """Whether a connection may write replicated tables now; opened and shut without asking SQLite.

    Exchanging the function ``fk_writer`` itself fails while a statement is unfinished, which is when an
    error leaves a transaction: the guard would stay open on a connection that goes back to the pool.
    """

    open = False


class Database:
    """A laptop's data file.

    ``read()`` and ``write()`` give SQLAlchemy connections; replicated tables refuse writes that do
    not come through :mod:`fieldkit.model.changes` (see :meth:`write`).
    """

    def __init__(self, path: Path, key: bytes | None = None) -> None:
        """Open or create the file at ``path``; ``key`` (32 bytes) encrypts it, ``None`` leaves it plain.

        Raises NotADatabase, StorageError, and :class:`fieldkit.model.schema.NewerSchema`.
        """
        self.path = path
        self._key = key
        self._locked = False
        self.engine = create_engine(
            "sqlite+pysqlite://",
            creator=self._connect,
            module=sqlite,
            poolclass=QueuePool,
            pool_size=4,
            max_overflow=8,
        )
        event.listen(self.engine, "begin", self._begin)
        try:
            with self.write() as connection:
                schema.prepare(connection)
        except BaseException:
            self.close()  # Windows renames and removes no file that is open
            raise

    @property
    def encrypted(self) -> bool:
        """Whether the file is sealed."""
        return self._locked or self._key is not None

    @property
    def key(self) -> bytes | None:
        """The key while the file is open, None of a plain or locked one."""
        return self._key

    def lock(self) -> None:
        """Forget the key and close the file; whoever asks gets PassphraseWanted until :meth:`unlock`."""
        self._locked, self._key = True, None
        self.engine.dispose()

    def unlock(self, key: bytes) -> None:
        """Go on after :meth:`lock`; raises NotADatabase for another key, then the file stays locked."""
        self._locked, self._key = False, key
        try:
            with self.read() as connection:
                connection.exec_driver_sql("SELECT count(*) FROM sqlite_master")
        except BaseException:
            self.lock()
            raise

    def _connect(self) -> Any:
        if self._locked:
            raise PassphraseWanted(self.path.parent)
        try:
            connection = sqlite.connect(
                str(self.path), isolation_level=None, check_same_thread=False, factory=_Driver
            )
        except sqlite.OperationalError as error:
            known = _storage_error(error, str(self.path))
            raise known or StorageError(_READ, _READ_CURE, place=str(self.path)) from error
        try:
            give_key(connection, self._key)
            connection.key = self._key
            guard = connection.guard = _Guard()
            connection.create_function("fk_writer", 0, lambda: int(guard.open))
            connection.create_function("fk_sha256", 1, redacting.digest)
            for pragma in _PRAGMAS:
                connection.execute(pragma)
        except sqlite.DatabaseError as error:
            connection.close()
            raise _storage_error(error, str(self.path)) or NotADatabase(str(self.path)) from error
        return connection

    @staticmethod
    def _begin(connection: Connection) -> None:
        # SQLAlchemy's default leaves DDL and the first SELECT outside of the transaction.
        mode = connection.get_execution_options().get("fieldkit_begin", "BEGIN")
        if mode != "BEGIN":
            connection.exec_driver_sql(f"PRAGMA busy_timeout = {getattr(_waiting, 'patience', _PATIENCE)}")
        connection.exec_driver_sql(mode)

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """Give a connection that sees one consistent state until it is left."""
        with self._translated(), self.engine.connect() as connection:
            yield connection

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """Give a connection inside ``BEGIN IMMEDIATE``; committed at the end, rolled back on an error.

        For tables of this machine only; replicated tables are written by
        :class:`fieldkit.model.changes.ChangeLog`.
        """
        with self._translated(), self.engine.connect() as connection:
            connection.execution_options(fieldkit_begin="BEGIN IMMEDIATE")
            with connection.begin():
                yield connection

    @contextmanager
    def door(self, *, large: bool = False) -> Iterator[Connection]:
        """Like :meth:`write`, with the guard of the replicated tables open; for the change log alone.

        A ``large`` transaction has more of the file in memory: what it writes goes to all its indexes.
        """
        with self.write() as connection:
            driver = connection.connection.driver_connection
            assert driver is not None
            driver.guard.open = True
            if large:
                driver.execute(f"PRAGMA cache_size = {_LARGE_CACHE}")
            try:
                yield connection
            finally:
                driver.guard.open = False
                if large:
                    driver.execute(f"PRAGMA cache_size = {_CACHE}")

    @contextmanager
    def _translated(self) -> Iterator[None]:
        try:
            yield
        except FieldkitError:
            raise
        except Exception as error:
            known = _storage_error(error, str(self.path))
            if known is None:
                raise
            raise known from error

    def backup(self, target: Path) -> None:
        """Write a consistent, defragmented copy to ``target`` (must not exist), with the same key."""
        with self._translated(), self.engine.connect() as connection:
            driver = connection.connection.driver_connection
            assert driver is not None
            driver.execute("VACUUM INTO ?", (str(target),))

    def write_anew(self) -> bool:
        """Write the whole file again, without what lies in free pages and in SQLite's log.

        False when somebody read meanwhile, so that the log could not be emptied.
        """
        with self._translated(), self.engine.connect() as connection:
            driver = connection.connection.driver_connection
            assert driver is not None
            driver.execute("VACUUM")
            busy, _pages, _moved = driver.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        return not busy

    def integrity(self) -> list[str]:
        """Return what SQLite finds wrong with the file; empty when it is whole."""
        with self.read() as connection:
            rows = connection.exec_driver_sql("PRAGMA integrity_check").fetchall()
        return [row[0] for row in rows if row[0] != "ok"]

    def close(self) -> None:
        """Give the file back; the WAL is folded into it by the last connection."""
        self.engine.dispose()
