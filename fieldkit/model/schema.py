"""Creates and upgrades the schema; an older program refuses a newer file.

A new file gets the newest schema at once. Alembic is imported only when a migration is due.
"""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from sqlalchemy import inspect

from fieldkit.errors import FieldkitError, Text
from fieldkit.model import machine_tables, tables  # noqa: F401 - the further tables are in the same metadata

if TYPE_CHECKING:
    from sqlalchemy import Connection

# Alembic revisions in order; the last one is what `tables.metadata` describes.
REVISIONS = ("2611_01",)
SCHEMA_VERSION = len(REVISIONS)

# Without the texts themselves: those stand in the typed tables.
_SEARCH = "CREATE VIRTUAL TABLE {name} USING fts5(text, content='', contentless_delete=1, tokenize='trigram')"


class NewerSchema(FieldkitError):
    """The data file was written by a newer version of the program."""

    def __init__(self, revision: str) -> None:
        super().__init__(
            Text("ข้อมูลนี้สร้างโดย fieldkit รุ่นใหม่กว่า", "These data were written by a newer fieldkit"),
            Text(
                "ติดตั้ง fieldkit รุ่นล่าสุดแล้วเปิดอีกครั้ง ข้อมูลไม่ถูกแก้ไข",
                "Install the newest fieldkit and open again; the data were not changed",
            ),
            place=revision,
        )


def prepare(connection: Connection) -> None:
    """Bring the schema up to date inside the caller's transaction.

    Raises NewerSchema for a revision that this program does not know.
    """
    if not inspect(connection).has_table("alembic_version"):
        _create(connection)
        return
    revision = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar_one()
    if revision not in REVISIONS:
        raise NewerSchema(str(revision))
    if revision != REVISIONS[-1]:
        from fieldkit.model.migrations.run import upgrade

        upgrade(connection)


def _create(connection: Connection) -> None:
    # Lets a log of another file be told from this one's: see fieldkit/model/log_file.py.
    connection.exec_driver_sql(f"PRAGMA application_id = {secrets.randbelow(2**31 - 1) + 1}")
    tables.metadata.create_all(connection)
    connection.exec_driver_sql("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL PRIMARY KEY)")
    connection.exec_driver_sql("INSERT INTO alembic_version VALUES (?)", (REVISIONS[-1],))
    for name in ("factory_search", "record_search"):
        connection.exec_driver_sql(_SEARCH.format(name=name))
    for statement in guards():
        connection.exec_driver_sql(statement)


def guards() -> list[str]:
    """Return the triggers that keep every write of replicated data behind the one door."""
    refusal = "SELECT RAISE(ABORT, 'replicated tables are written by the change log only')"
    statements = [
        f"CREATE TRIGGER guard_{name}_{verb.lower()} BEFORE {verb} ON {name} "
        f"WHEN fk_writer() IS NOT 1 BEGIN {refusal}; END"
        for name in (*tables.SYNCED, "cell", "change", "feed")
        for verb in ("INSERT", "UPDATE", "DELETE")
    ]
    statements.append(
        "CREATE TRIGGER guard_change_body BEFORE UPDATE OF id, body ON change "
        "WHEN NEW.id IS NOT OLD.id OR NOT EXISTS (SELECT 1 FROM erasure WHERE subject = OLD.id"
        " AND kind = 'change' AND before = fk_sha256(OLD.body) AND after = fk_sha256(NEW.body)) "
        "BEGIN SELECT RAISE(ABORT, 'the body of a change is evidence and never changes'); END"
    )
    statements += [
        f"CREATE TRIGGER guard_personal_access_{verb.lower()} BEFORE {verb} ON personal_access "
        "BEGIN SELECT RAISE(ABORT, 'the list of accesses is only added to'); END"
        for verb in ("UPDATE", "DELETE")
    ]
    return statements
