"""The centre's database: SQLite in a folder, or PostgreSQL by URL; durable when a transaction returns."""

from __future__ import annotations

import sqlite3
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import create_engine, event, make_url, select, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError

from fieldkit.errors import FieldkitError, Text
from fieldkit.model.ids import new_id
from fieldkit.model.streams import REFERENCE
from fieldkit.sync.bundle.keys import KeyPair
from fieldkit.sync.server import revisions, schema

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from sqlalchemy import URL, Connection, Engine, Table

# Two workers that start on an empty or older database must not both make the tables.
_SCHEMA_LOCK = 0x666B_0001
_SEED = "bundle seed"
_PASSES_WALLS = text("SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user")
_REACHES = text("SELECT set_config('fieldkit.reach', :reach, true)")
_DURABLE = text(
    "SELECT set_config('fieldkit.reach', :reach, true), set_config('synchronous_commit', 'on', true)"
)
CONNECTIONS = 30
"""To PostgreSQL, which takes 100 unless it is told otherwise."""
EVERYWHERE = "*"
"""Instead of codes: every province."""


class StoreUnusable(FieldkitError):
    """The centre's database cannot be opened, or belongs to another version."""

    def __init__(self, place: str) -> None:
        super().__init__(
            Text("เปิดฐานข้อมูลของศูนย์ข้อมูลไม่ได้", "The centre's database cannot be opened"),
            Text(
                "ตรวจโฟลเดอร์หรือที่อยู่ฐานข้อมูล สิทธิ์ และรุ่นของโปรแกรม",
                "Check the folder or URL, its permissions, and the version of the program",
            ),
            place=place,
        )


class PassesWalls(FieldkitError):
    """The account on PostgreSQL is one for which its walls between provinces do not hold."""

    def __init__(self, place: str) -> None:
        super().__init__(
            Text(
                "บัญชีฐานข้อมูลนี้มีสิทธิ์ข้ามการแยกข้อมูลรายจังหวัด",
                "This database account passes the walls between provinces",
            ),
            Text(
                "ใช้บัญชีของศูนย์ข้อมูลเอง ที่ไม่ใช่ผู้ดูแลฐานข้อมูล (NOSUPERUSER NOBYPASSRLS) และเป็นเจ้าของฐานข้อมูลนี้",
                "Use an account of the centre's own, NOSUPERUSER NOBYPASSRLS, which owns this database",
            ),
            place=place,
        )


@dataclass(frozen=True, slots=True)
class Reach:
    """What a transaction may see and write on PostgreSQL, whatever it asks; SQLite has no such walls.

    ``provinces`` are codes or ``*``; ``streams`` are other streams that a laptop brings changes of;
    ``device`` is the laptop itself. Meta, codes, files and phones are nobody's province and have no walls.
    """

    provinces: tuple[str, ...] = ()
    streams: tuple[str, ...] = ()
    device: str = ""

    def setting(self) -> str:
        """Return what the policies look up; raises ValueError for a name that would be two."""
        shared = (REFERENCE,) if self.provinces else ()
        told = [*self.provinces, *shared, *self.streams, *([self.device] if self.device else [])]
        if any("," in name for name in told):
            raise ValueError(self)
        return ",".join(told)


EVERYTHING = Reach((EVERYWHERE,))
NOTHING = Reach()


class Store:
    """Connections to the centre's database; every write is one transaction, durable at its end."""

    def __init__(self, url: URL, *, upgrade: bool = True, connections: int = CONNECTIONS) -> None:
        """Open or create the database at ``url``; an older one is brought up to date if ``upgrade``.

        Of ``connections`` to PostgreSQL a third stays open. Raises StoreUnusable, NewerSchema, OlderSchema,
        PassesWalls; then the database is as it was.
        """
        self.postgresql = url.get_backend_name() == "postgresql"
        place = url.render_as_string(hide_password=True)
        with ExitStack() as opening:
            try:
                self.engine = _postgresql(url, connections) if self.postgresql else _sqlite(url)
                opening.callback(self.engine.dispose)
                with self.write() as connection:
                    older = self._prepare(connection, place, upgrade=upgrade)
                    self.learn(connection)
                if older and not self.postgresql:
                    self._shrink()
            except (DBAPIError, ArgumentError, NoSuchModuleError, OSError) as error:
                raise StoreUnusable(f"{place}: {error}") from error
            opening.pop_all()  # it stays open

    @classmethod
    def in_folder(cls, folder: Path, *, upgrade: bool = True) -> Store:
        """Open or create ``folder/centre.db``."""
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise StoreUnusable(str(folder)) from error
        return cls(make_url("sqlite://").set(database=str(folder / "centre.db")), upgrade=upgrade)

    @classmethod
    def at(cls, url: str, *, upgrade: bool = True, connections: int = CONNECTIONS) -> Store:
        """Open the database at a URL as people write it: ``postgresql://…`` or ``sqlite:///…``."""
        try:
            parsed = make_url(url)
        except ArgumentError as error:
            raise StoreUnusable(str(error)) from error
        if parsed.drivername in ("postgres", "postgresql"):
            parsed = parsed.set(drivername="postgresql+psycopg")
        if parsed.get_backend_name() not in ("postgresql", "sqlite"):
            raise StoreUnusable(parsed.render_as_string(hide_password=True))
        return cls(parsed, upgrade=upgrade, connections=connections)

    @contextmanager
    def read(self, reach: Reach = EVERYTHING) -> Iterator[Connection]:
        """Give a connection for reading; requests of laptops tell their ``reach``."""
        with self.engine.connect() as connection:
            self._tell(connection, reach)
            yield connection

    @contextmanager
    def snapshot(self) -> Iterator[Connection]:
        """Give a connection that reads everything as it stands at its first question."""
        with self.engine.connect() as connection:
            if self.postgresql:
                connection.execution_options(isolation_level="REPEATABLE READ")
            self._tell(connection, EVERYTHING)
            yield connection

    @contextmanager
    def write(self, reach: Reach = EVERYTHING) -> Iterator[Connection]:
        """Give a connection in a transaction that is on the disk when it is left, or undone on an error."""
        with self.engine.connect() as connection:
            connection.execution_options(fieldkit_begin="BEGIN IMMEDIATE")
            with connection.begin():
                self._tell(connection, reach, durable=True)
                yield connection

    def _tell(self, connection: Connection, reach: Reach, *, durable: bool = False) -> None:
        """Tell PostgreSQL what holds until the end of this transaction."""
        told = reach.setting()
        if self.postgresql and (told or durable):
            statement = _DURABLE if durable else _REACHES
            connection.execute(statement, {"reach": told})

    def learn(self, connection: Connection) -> None:
        """Read who this centre is; anew when other books were put into its database."""
        self.centre = _identity(connection)
        self.keys = _keys(connection)

    def close(self) -> None:
        """Give the connections back."""
        self.engine.dispose()

    def _prepare(self, connection: Connection, place: str, *, upgrade: bool) -> bool:
        """Make or upgrade the tables; tells whether they were of an older program."""
        if self.postgresql:
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _SCHEMA_LOCK})
            if connection.execute(_PASSES_WALLS).scalar():
                raise PassesWalls(place)
        number = revisions.stored(connection)
        if number is None:
            revisions.create(connection)
            connection.execute(schema.meta.insert().values(key="centre", value=new_id()))
        elif number < revisions.NEWEST:
            if not upgrade:
                raise revisions.OlderSchema(f"{place}: {number}, {revisions.NEWEST}")
            revisions.upgrade(connection, number)
            return True
        return False

    def _shrink(self) -> None:
        """Give back the room that an upgrade has freed; without the room to do so it is used again later."""
        driver = self.engine.raw_connection()
        try:
            with suppress(sqlite3.OperationalError):
                driver.cursor().execute("VACUUM")
        finally:
            driver.close()


def insert_new(connection: Connection, table: Table, values: Mapping[str, Any]) -> None:
    """Insert a row unless one with its key is there already, also when two workers do so at once."""
    if connection.dialect.name == "postgresql":
        connection.execute(postgresql.insert(table).values(values).on_conflict_do_nothing())
    else:
        connection.execute(sqlite.insert(table).values(values).on_conflict_do_nothing())


def _identity(connection: Connection) -> str:
    return str(
        connection.execute(select(schema.meta.c.value).where(schema.meta.c.key == "centre")).scalar_one()
    )


def _keys(connection: Connection) -> KeyPair:
    """Return the centre's keys for bundles; all its workers share them, and a backup brings them back."""
    insert_new(connection, schema.meta, {"key": _SEED, "value": KeyPair.new().seed.hex()})
    seed = connection.execute(select(schema.meta.c.value).where(schema.meta.c.key == _SEED)).scalar_one()
    return KeyPair(bytes.fromhex(seed))


def _postgresql(url: URL, connections: int) -> Engine:
    kept = max(1, connections // 3)
    # A restarted database server must not fail the first request after it.
    return create_engine(url, pool_pre_ping=True, pool_size=kept, max_overflow=connections - kept)


def _sqlite(url: URL) -> Engine:
    engine = create_engine(url, connect_args={"check_same_thread": False, "timeout": 30})
    event.listen(engine, "connect", _set_up)
    event.listen(engine, "begin", _begin)
    return engine


def _set_up(driver: Any, _record: object) -> None:
    driver.isolation_level = None  # the driver's own BEGIN comes too late and leaves reads outside
    for pragma in (
        "journal_mode = WAL",
        "synchronous = FULL",
        "busy_timeout = 30000",
        # Its log stays as long as it ever was: half a megabyte holds many pushes, and is soon taken over.
        "wal_autocheckpoint = 128",
        "journal_size_limit = 524288",
    ):
        driver.execute(f"PRAGMA {pragma}")


def _begin(connection: Connection) -> None:
    connection.exec_driver_sql(connection.get_execution_options().get("fieldkit_begin", "BEGIN"))
