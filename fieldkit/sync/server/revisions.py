"""Revisions of the centre's schema: a new database gets the newest, an older one what it lacks.

A revision that was released never changes. ``made`` brings tables to the next number, as
:mod:`~fieldkit.sync.server.schema` describes them then, and ``carried`` what is in them; ``guarded`` is what
stands beside the tables, and a new database gets it too; ``again`` guards tables that were made anew.
Everything happens in the caller's transaction, which both databases undo whole.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sqlalchemy import inspect, select

from fieldkit.errors import FieldkitError, Text
from fieldkit.model.schema import NewerSchema
from fieldkit.sync.server import schema, to_blocks

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from sqlalchemy import Connection

OLDEST = 1


class OlderSchema(FieldkitError):
    """The centre's database is older than the program, and this command is not the one to change it."""

    def __init__(self, place: str) -> None:
        super().__init__(
            Text(
                "ฐานข้อมูลของศูนย์ข้อมูลเป็นรุ่นเก่ากว่าโปรแกรม",
                "The centre's database is older than the program",
            ),
            Text(
                "หยุดศูนย์ข้อมูล สำรองข้อมูล แล้วสั่ง fieldkit server upgrade หรือ fieldkit serve",
                "Stop the centre, keep a copy, then run: fieldkit server upgrade (or fieldkit serve)",
            ),
            place=place,
        )


@dataclass(frozen=True, slots=True)
class Revision:
    """Statements of one step, ``guarded`` and ``again`` by dialect."""

    number: int
    made: tuple[str, ...] = ()
    carried: Callable[[Connection, Callable[[Connection, str], None]], None] | None = None
    guarded: dict[str, tuple[str, ...]] = field(default_factory=dict)
    again: dict[str, tuple[str, ...]] = field(default_factory=dict)


# Under number 1 these came later; a database may have some of them.
_UNNUMBERED = (
    "CREATE TABLE IF NOT EXISTS device_keys (device TEXT NOT NULL PRIMARY KEY, public_keys TEXT NOT NULL)",
    "CREATE TABLE IF NOT EXISTS device_says (device TEXT NOT NULL PRIMARY KEY, person TEXT NOT NULL,"
    " app TEXT NOT NULL)",
    "CREATE TABLE IF NOT EXISTS administrator (id TEXT NOT NULL PRIMARY KEY)",
    "CREATE TABLE IF NOT EXISTS phone_user (id TEXT NOT NULL PRIMARY KEY, name TEXT NOT NULL,"
    " position TEXT NOT NULL, key_hash TEXT NOT NULL UNIQUE, provinces TEXT NOT NULL,"
    " issued_at TEXT NOT NULL, revoked_at TEXT, last_seen TEXT, agent TEXT)",
    "CREATE TABLE IF NOT EXISTS phone_submission (id TEXT NOT NULL PRIMARY KEY, instance TEXT NOT NULL,"
    " sha256 TEXT NOT NULL, author TEXT NOT NULL, form_id TEXT NOT NULL, version TEXT NOT NULL,"
    " replaces TEXT NOT NULL, agent TEXT NOT NULL, received_at TEXT NOT NULL, whole SMALLINT NOT NULL,"
    " state TEXT NOT NULL, code TEXT NOT NULL, remarks TEXT NOT NULL, inspection TEXT NOT NULL,"
    " UNIQUE (instance, sha256))",
    "CREATE INDEX IF NOT EXISTS phone_submission_state ON phone_submission (state)",
    "CREATE TABLE IF NOT EXISTS phone_file (submission TEXT NOT NULL, name TEXT NOT NULL,"
    " sha256 TEXT NOT NULL, size BIGINT NOT NULL, received_at TEXT NOT NULL,"
    " PRIMARY KEY (submission, name, sha256))",
)

# PostgreSQL hands out and takes only rows within the reach that a transaction has told (`Store.read`), also
# where a query has forgotten to ask for them, and none to one that has told nothing. Forced, because the
# centre owns its tables. The setting is looked up once a query.
_TOLD = "(SELECT string_to_array(nullif(current_setting('fieldkit.reach', true), ''), ','))::text[]"
_OF_STREAM = {"stream": "id", "log": "stream", "env": "stream"}
_OF_DEVICE = ("device_keys", "device_says")


def _walls(rules: Iterable[tuple[str, str, str]]) -> tuple[str, ...]:
    """Return the statements that let a table show only rows of a rule, and take only those of another."""
    statements = []
    for table, rule, written in rules:
        check = f" WITH CHECK ({written})" if written else ""
        statements += [
            f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY",
            f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY",
            f"CREATE POLICY reach ON {table} USING ({rule}){check}",
        ]
    return tuple(statements)


def _mine(column: str) -> str:
    return f"{column} = ANY ({_TOLD}) OR '*' = ANY ({_TOLD})"


def _walls_of_streams(columns: Mapping[str, str]) -> tuple[str, ...]:
    return _walls(
        (table, f"split_part({column}, '/', 2) = ANY ({_TOLD}) OR {_mine(column)}", "")
        for table, column in columns.items()
    )


def _walls_of_devices() -> tuple[str, ...]:
    shared = f"jsonb_exists_any(provinces::jsonb, {_TOLD} || '*'::text)"
    seen = "EXISTS (SELECT FROM device AS its WHERE its.id = device)"
    own, its = _mine("id"), _mine("device")
    return _walls(
        [("device", f"{own} OR {shared}", own), *((table, f"{its} OR {seen}", its) for table in _OF_DEVICE)]
    )


_AUDIT = (
    "CREATE TABLE audit (seq BIGINT NOT NULL PRIMARY KEY, at TEXT NOT NULL, who TEXT NOT NULL,"
    " act TEXT NOT NULL, what TEXT NOT NULL, details TEXT NOT NULL, hash TEXT NOT NULL,"
    " signature TEXT NOT NULL)",
)
_ONLY_ADDED = "the audit log is only added to"
_AUDIT_GUARDS = {
    "sqlite": tuple(
        f"CREATE TRIGGER audit_{verb.lower()} BEFORE {verb} ON audit"
        f" BEGIN SELECT RAISE(ABORT, '{_ONLY_ADDED}'); END"
        for verb in ("UPDATE", "DELETE")
    ),
    "postgresql": (
        "CREATE FUNCTION fieldkit_only_added() RETURNS trigger LANGUAGE plpgsql AS"
        f" $$ BEGIN RAISE EXCEPTION '{_ONLY_ADDED}'; END $$",
        "CREATE TRIGGER audit_rows BEFORE UPDATE OR DELETE ON audit FOR EACH ROW"
        " EXECUTE FUNCTION fieldkit_only_added()",
        "CREATE TRIGGER audit_all BEFORE TRUNCATE ON audit FOR EACH STATEMENT"
        " EXECUTE FUNCTION fieldkit_only_added()",
    ),
}

_DETAILS = (
    "CREATE TABLE detail (stream TEXT NOT NULL, seq BIGINT NOT NULL, inspection TEXT NOT NULL,"
    " change_id TEXT NOT NULL, PRIMARY KEY (stream, seq))",
    "CREATE INDEX detail_inspection ON detail (stream, inspection, seq)",
    "CREATE INDEX detail_change ON detail (stream, change_id)",
    "CREATE TABLE details_known (stream TEXT NOT NULL PRIMARY KEY, seq BIGINT NOT NULL)",
)
_GONE = ("CREATE TABLE gone_file (mac TEXT NOT NULL PRIMARY KEY)",)

REVISIONS = (
    Revision(2, made=_UNNUMBERED),
    Revision(3, guarded={"postgresql": _walls_of_streams(_OF_STREAM) + _walls_of_devices()}),
    Revision(4, made=_AUDIT, guarded=_AUDIT_GUARDS),
    Revision(
        5,
        made=to_blocks.BEFORE,
        carried=to_blocks.carry,
        guarded={"postgresql": _walls_of_streams({"held": "stream"})},
        again={"postgresql": _walls_of_streams({"log": "stream", "env": "stream"})},
    ),
    Revision(6, made=_GONE),
    Revision(
        7,
        made=_DETAILS,
        guarded={"postgresql": _walls_of_streams({"detail": "stream", "details_known": "stream"})},
    ),
)
NEWEST = REVISIONS[-1].number


def stored(connection: Connection) -> int | None:
    """Return the number of a database's schema, None for an empty one; raises NewerSchema."""
    if not inspect(connection).has_table("meta"):
        return None
    said = connection.execute(select(schema.meta.c.value).where(schema.meta.c.key == "schema")).scalar()
    if said is None:
        return None
    number = int(said)
    if number > NEWEST:
        raise NewerSchema(f"{number}, {NEWEST}")
    return number


def create(connection: Connection) -> None:
    """Make the newest schema in an empty database."""
    schema.metadata.create_all(connection)
    for revision in REVISIONS:
        _guard(connection, revision.guarded)
    connection.execute(schema.meta.insert().values(key="schema", value=str(NEWEST)))


def upgrade(connection: Connection, number: int) -> None:
    """Bring a database from ``number`` to the newest schema."""
    for revision in REVISIONS:
        if revision.number > number:
            for statement in revision.made:
                _run(connection, statement)
            if revision.carried is not None:
                revision.carried(connection, _run)
            _guard(connection, revision.again)
            _guard(connection, revision.guarded)
    told = schema.meta.update().where(schema.meta.c.key == "schema")
    connection.execute(told.values(value=str(NEWEST)))


def _guard(connection: Connection, guards: Mapping[str, tuple[str, ...]]) -> None:
    for statement in guards.get(connection.dialect.name, ()):
        _run(connection, statement)


def _run(connection: Connection, statement: str) -> None:
    connection.exec_driver_sql(statement)
