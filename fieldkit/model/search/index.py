"""The index of words in records: kept in the transaction that writes the typed tables.

``record_search`` holds no text, only which trigrams stand in which record. A row of it is one record:
its number is made of that of the source and the record's ``row``. What is deleted, or belongs to an
inspection that was taken back or replaced by a revision, is not in it. Factories have an index of their own,
which the register uses too (:mod:`fieldkit.model.factory_index`).
"""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from fieldkit.model.code_lists import FINDING_STATES
from fieldkit.model.codes import codes, ending
from fieldkit.model.search.anchors import stored
from fieldkit.model.superseded import not_superseded

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from sqlalchemy import Connection

_CHUNK = 500  # SQLite's safe number of bound parameters
_SHIFT = 40
_ROW = (1 << _SHIFT) - 1
# The inspection `i` is there, and neither taken back nor replaced.
_SHOWN = f"i.id IS NOT NULL AND coalesce(i.deleted, 0) = 0{not_superseded('i')}"
_KEPT = "coalesce(t.deleted, 0) = 0"


@dataclass(frozen=True, slots=True)
class Source:
    """What is indexed of a table.

    ``names`` are found from their first letter, ``texts`` from three letters on. ``ends`` says that it has
    states in some of which nobody has anything to do any more. What is ``of_inspection`` counts while its
    inspection does.
    """

    number: int
    names: tuple[str, ...]
    texts: tuple[str, ...]
    ends: bool = True
    of_inspection: bool = False


INSPECTION, ANSWER = "inspection", "answer"
# In the order of their numbers, as FTS5 likes to be written. Nothing personal: `record_fields` marks it.
SOURCES: Mapping[str, Source] = {
    "finding": Source(2, ("description", "wording"), ("law", "action", "limit_text"), of_inspection=True),
    "factory_order": Source(4, ("number", "temporary_no"), ("wording", "section", "extension_reason")),
    "complaint": Source(5, ("number",), ("details", "place", "district", "frequency")),
    "document": Source(6, ("number",), ("kind", "issuer", "note"), ends=False),
    "recommendation": Source(
        7, ("issue_title",), ("recommendation_text", "progress_text", "owner_unit", "round", "indicator")
    ),
    "enterprise": Source(
        8, ("name", "code"), ("product", "certificates", "address", "subdistrict", "district")
    ),
    "loan": Source(9, ("contract_no", "enterprise"), ("district",)),
}
NUMBERS = {INSPECTION: 1, ANSWER: 3} | {table: source.number for table, source in SOURCES.items()}

_INSPECTIONS = (
    f"SELECT i.row, {_SHOWN}, i.officer_name, f.name, f.operator, f.registration_no, f.registration_no_old,"
    " c.title FROM inspection i LEFT JOIN factory f ON f.id = i.factory"
    " LEFT JOIN checklist c ON c.id = i.checklist WHERE i.{key} IN ({{marks}})"
)
_ANSWERS = (
    f"SELECT t.row, {_KEPT} AND {_SHOWN}, t.path, t.value, t.note, c.searched FROM answer t"
    " LEFT JOIN inspection i ON i.id = t.inspection LEFT JOIN checklist c ON c.id = i.checklist"
    " WHERE t.{key} IN ({{marks}}) ORDER BY t.row"
)

Doc = tuple[int, str | None]  # row of the table, what is stored; None is not found any more


def number_of(table: str, row: int) -> int:
    """Return the number that a record has in the index."""
    return NUMBERS[table] << _SHIFT | row


def span_of(table: str) -> tuple[int, int]:
    """Return the least and the greatest number of the records of ``table``."""
    return number_of(table, 0), number_of(table, _ROW)


def row_of(number: int) -> int:
    """Return the row of the record that has ``number``."""
    return number & _ROW


def searched_step(path: str | None, searched: str | None) -> bool:
    """Tell whether the answer at a stored path is searched, by what its checklist says of its questions."""
    return (path or "").rpartition("/")[2] in _questions(searched or "[]")


def clear(connection: Connection) -> None:
    """Forget everything, before all of it is derived again."""
    connection.exec_driver_sql("INSERT INTO record_search (record_search) VALUES ('delete-all')")


def refresh(connection: Connection, cells: Iterable[tuple[str, str, str]]) -> None:
    """Index again what depends on the written ``cells`` (table, record, group)."""
    touched: dict[str, set[str]] = defaultdict(set)
    renamed, checklists = set(), set()
    for table, record, group in cells:
        if table in NUMBERS:
            touched[table].add(record)
        elif (table, group) == ("factory", "identity"):
            renamed.add(record)
        elif table == "checklist":
            checklists.add(record)
    if renamed:
        touched[INSPECTION] |= _related(connection, "SELECT id FROM inspection WHERE factory", renamed)
    if checklists:
        of_checklist = _related(connection, "SELECT id FROM inspection WHERE checklist", checklists)
        touched[INSPECTION] |= of_checklist
        touched[ANSWER] |= _related(connection, "SELECT id FROM answer WHERE inspection", of_checklist)
    if touched[INSPECTION]:
        turned = _inspections(connection, touched[INSPECTION])
        for table in (ANSWER, *(name for name, source in SOURCES.items() if source.of_inspection)):
            touched[table] |= _related(connection, f"SELECT id FROM {table} WHERE inspection", turned)
    for table in sorted(NUMBERS, key=NUMBERS.__getitem__):
        if table != INSPECTION:
            for docs in _docs(connection, table, touched[table]):
                _write(connection, table, docs)


def _inspections(connection: Connection, records: set[str]) -> set[str]:
    """Index inspections and those that they revise; return those that appear or vanish."""
    asked = "SELECT revision_of FROM inspection WHERE revision_of IS NOT NULL AND id"
    every = records | _related(connection, asked, records)
    turned: set[str] = set()
    for docs in _docs(connection, INSPECTION, every):
        before = _write(connection, INSPECTION, docs)
        changed = [row for row, text in docs if (row in before) != (text is not None)]
        turned |= _related(connection, "SELECT id FROM inspection WHERE row", changed)
    return turned


def _docs(
    connection: Connection, table: str, keys: Collection[Any], *, key: str = "id"
) -> Iterator[list[Doc]]:
    """Yield what the index is to hold of records of ``table``, of which ``keys`` are the ``key``."""
    if table == INSPECTION:
        for rows in _rows(connection, _INSPECTIONS.format(key=key), keys):
            yield [(row[0], stored((), row[2:]) if row[1] else None) for row in rows]
    elif table == ANSWER:
        for rows in _rows(connection, _ANSWERS.format(key=key), keys):
            yield [_answer(*row) for row in rows]
    else:
        source = SOURCES[table]
        shown, joined = _KEPT, ""
        if source.of_inspection:
            shown, joined = f"{_KEPT} AND {_SHOWN}", "LEFT JOIN inspection i ON i.id = t.inspection"
        columns = [f"t.{column}" for column in (*source.names, *source.texts)]
        state = "t.state" if source.ends else "NULL"
        select = f"SELECT t.row, {shown}, {state}, {', '.join(columns)} FROM {table} t {joined}"
        for rows in _rows(connection, f"{select} WHERE t.{key} IN ({{marks}}) ORDER BY t.row", keys):
            yield [_record(table, source, row) for row in rows]


def _answer(
    row: int, shown: int, path: str | None, value: str | None, note: str | None, searched: str | None
) -> Doc:
    said = value if value and searched_step(path, searched) else None
    return row, stored((), (said, note)) if shown and (said or note) else None


def _record(table: str, source: Source, row: Sequence[Any]) -> Doc:
    ends = 3 + len(source.names)
    waits = source.ends and row[2] not in ended(table)
    texts = _in_words(table, source.texts, row[ends:])
    return row[0], stored(row[3:ends], texts, waiting=waits) if row[1] else None


def texts(connection: Connection, numbers: Iterable[int]) -> dict[int, str]:
    """Return what stands in the index of the records with these numbers, made anew from their texts."""
    rows: dict[str, list[int]] = defaultdict(list)
    names = {number: table for table, number in NUMBERS.items()}
    for number in numbers:
        rows[names[number >> _SHIFT]].append(row_of(number))
    return {
        number_of(table, row): text
        for table, wanted in rows.items()
        for docs in _docs(connection, table, wanted, key="row")
        for row, text in docs
        if text is not None
    }


@lru_cache(maxsize=16)
def ended(table: str) -> frozenset[str | None]:
    """Return the states in which nobody has anything to do any more."""
    if table == "finding":
        return frozenset(state for state in FINDING_STATES if state != "open")
    return frozenset(ending(f"{table}.state"))


def _in_words(table: str, columns: Sequence[str], values: Sequence[Any]) -> list[str]:
    """Return the texts of a record; a code is found by its words in either language."""
    found = []
    for column, value in zip(columns, values, strict=True):
        if value and (table, column) == ("document", "kind"):
            code = codes("document.kind").get(value)
            found += [code.name.th, code.name.en] if code else [value]
        elif value:
            found.append(value)
    return found


def _write(connection: Connection, table: str, docs: Sequence[Doc]) -> set[int]:
    """Put ``docs`` in the place of what the index had of them; return the rows that it had."""
    numbers = [number_of(table, row) for row, _text in docs]
    before: set[int] = set()
    if numbers:
        marks = ",".join("?" * len(numbers))
        # Asking the index itself for a number that it does not have costs more than this.
        asked = f"SELECT id FROM record_search_docsize WHERE id IN ({marks})"
        known = _driver(connection).execute(asked, numbers).fetchall()
        before = {row_of(number) for (number,) in known}
        if known:
            _driver(connection).executemany("DELETE FROM record_search WHERE rowid = ?", known)
    living = [(number, text) for number, (_row, text) in zip(numbers, docs, strict=True) if text is not None]
    if living:
        _driver(connection).executemany("INSERT INTO record_search (rowid, text) VALUES (?, ?)", living)
    return before


def _driver(connection: Connection) -> Any:
    """Return the driver's own connection: SQLAlchemy's way costs more than these statements themselves."""
    return connection.connection.driver_connection


def _rows(connection: Connection, sql: str, ids: Collection[Any]) -> Iterable[Sequence[Any]]:
    ordered = sorted(ids)
    for start in range(0, len(ordered), _CHUNK):
        chunk = tuple(ordered[start : start + _CHUNK])
        yield _driver(connection).execute(sql.format(marks=",".join("?" * len(chunk))), chunk).fetchall()


def _related(connection: Connection, sql: str, values: Collection[Any]) -> set[str]:
    """Return the ids that ``sql`` (without its ``IN``) gives for ``values``."""
    return {row[0] for rows in _rows(connection, f"{sql} IN ({{marks}})", values) for row in rows}


@lru_cache(maxsize=64)
def _questions(searched: str) -> frozenset[str]:
    try:
        names = json.loads(searched)
    except ValueError:
        return frozenset()
    return (
        frozenset(name for name in names if isinstance(name, str)) if isinstance(names, list) else frozenset()
    )
