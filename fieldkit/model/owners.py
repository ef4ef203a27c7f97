"""To which record a row belongs: an answer to its inspection, a step to its order, a fact to its factory."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy import Connection

Key = tuple[str, str]  # table, record

OF_AN_INSPECTION = ("answer", "finding", "attachment", "signature", "repeat_instance", "fact")
"""Tables whose rows belong to an inspection; a fact only where one brought it."""
# What a row is a part of, by the first column that says so: column -> table, or the column that names it.
_PARENTS: dict[str, tuple[tuple[str, str], ...]] = {
    "answer": (("inspection", "inspection"),),
    "finding": (("inspection", "inspection"),),
    "signature": (("inspection", "inspection"),),
    "repeat_instance": (("inspection", "inspection"),),
    "fact": (("inspection", "inspection"), ("factory", "factory")),
    "attachment": (("inspection", "inspection"), ("record", "")),
    "step": (("record", "record_table"),),
    "project_result": (("project", "project"),),
}
_IN_AN_INSPECTION = ("answer", "finding", "signature", "repeat_instance")
_CHUNK = 400
_WITH_FILES = ("document", "factory_order", "complaint", "recommendation", "loan", "enterprise", "project")


class Owners:
    """Says to what rows belong, as they stand in the tables now; each is asked once."""

    def __init__(self, connection: Connection) -> None:
        """Ask ``connection``."""
        self._connection = connection
        self._known: dict[Key, Key | None] = {}

    def learn(self, keys: Iterable[Key]) -> None:
        """Ask together for many rows that are parts of an inspection."""
        by_table: dict[str, set[str]] = {}
        for table, record in keys:
            if table in _IN_AN_INSPECTION and (table, record) not in self._known:
                by_table.setdefault(table, set()).add(record)
        for table, records in by_table.items():
            ordered = sorted(records)
            for start in range(0, len(ordered), _CHUNK):
                chunk = tuple(ordered[start : start + _CHUNK])
                marks = ",".join("?" * len(chunk))
                for record, inspection in self._connection.exec_driver_sql(
                    f"SELECT id, inspection FROM {table} WHERE id IN ({marks})", chunk
                ):
                    self._known[table, record] = ("inspection", inspection) if inspection else None

    def chain(self, table: str, record: str) -> tuple[Key, ...]:
        """Return a row itself, what it is a part of, and so on to the whole."""
        found = [(table, record)]
        while (above := self._above(*found[-1])) is not None and above not in found:
            found.append(above)
        return tuple(found)

    def listed(self, table: str, record: str) -> Key:
        """Return the record under which a person looks for a row: a finding is one, an answer is not."""
        return (table, record) if table == "finding" else self.chain(table, record)[-1]

    def _above(self, table: str, record: str) -> Key | None:
        key = (table, record)
        if key not in self._known:
            self._known[key] = self._look(table, record)
        return self._known[key]

    def _look(self, table: str, record: str) -> Key | None:
        if table == "visit":
            found = self._first("SELECT id FROM inspection WHERE visit = ? ORDER BY id LIMIT 1", record)
            return ("inspection", found) if found else None
        for column, of in _PARENTS.get(table, ()):
            parent = self._first(f"SELECT {column} FROM {table} WHERE id = ?", record)
            if not parent:
                continue
            if of == "record_table":
                named = self._first(f"SELECT record_table FROM {table} WHERE id = ?", record)
                return (named, parent) if named else None
            return (of, parent) if of else self._anywhere(parent)
        return None

    def _anywhere(self, record: str) -> Key | None:
        """Return the table of a record that has files."""
        for table in _WITH_FILES:
            if self._first(f"SELECT id FROM {table} WHERE id = ?", record):
                return table, record
        return None

    def _first(self, sql: str, record: str) -> str:
        row = self._connection.exec_driver_sql(sql, (record,)).fetchone()
        return str(row[0]) if row is not None and row[0] else ""
