"""The factory register as lists and pages read it: search, filters, order, one factory, its history."""

from __future__ import annotations

import json
from array import array
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Literal

from fieldkit.errors import FieldkitError, Text
from fieldkit.model.places_of import MERGED, mergers
from fieldkit.model.records import UNDONE
from fieldkit.model.reference import OTHER_PLACE
from fieldkit.model.superseded import not_superseded
from fieldkit.model.tables import GROUPS
from fieldkit.model.thai.collation import sort_key
from fieldkit.model.thai.search_text import terms

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy import Connection

Sort = Literal["name", "number", "district", "hp", "inspected", "outcome", "findings"]

_CHUNK = 500  # bound parameters of one statement
_TRIGRAM = 3  # letters below which the index of trigrams knows nothing
_MANY = 5_000  # hits from which walking the whole index is quicker than fetching row by row
_MATCHING = "factory_search WHERE factory_search MATCH ?"
_BINNED = (
    f"f.deleted = 1 AND f.status = '{OTHER_PLACE}'"
    f" AND coalesce(f.delete_reason, '') NOT IN ('{UNDONE}', '{MERGED}')"
)
_ADDRESS = (
    ("", "address_no"),
    ("หมู่ที่ ", "moo"),
    ("ซอย", "soi"),
    ("ถนน", "road"),
    ("ตำบล", "subdistrict"),
    ("อำเภอ", "district"),
    ("จังหวัด", "province"),
)


class NoSuchFactory(FieldkitError):
    """No factory has this id or number."""

    def __init__(self, place: str) -> None:
        super().__init__(
            Text("ไม่พบโรงงาน", "There is no such factory"),
            Text(
                "ค้นด้วยชื่อ เลขทะเบียน หรือผู้ประกอบการ: list factories --search",
                "Look it up: list factories --search",
            ),
            place=place,
        )


@dataclass(frozen=True, slots=True)
class Query:
    """What a list of factories is narrowed to; empty fields narrow nothing.

    ``text`` is what a person typed: parts of names, operators, numbers, places, in any order.
    ``province`` and ``district`` are names as stored; ``type_main`` is a code or its beginning (``009``).
    ``other_places`` are those that are no factories (`fieldkit.model.other_places`), ``bin`` the deleted ones
    of them; else nothing deleted is listed.
    """

    text: str = ""
    province: str = ""
    district: str = ""
    class_: str = ""
    type_main: str = ""
    status: str = ""
    with_open_findings: bool = False
    never_inspected: bool = False
    other_places: bool = False
    bin: bool = False


@dataclass(frozen=True, slots=True)
class FactoryRow:
    """One line of the register's list; ``row`` is the key that :func:`ids` gives."""

    row: int
    id: str
    registration_no: str | None
    registration_no_old: str | None
    name: str | None
    operator: str | None
    class_: str | None
    type_main: str | None
    activity: str | None
    subdistrict: str | None
    district: str | None
    province: str | None
    hp: float | None
    workers: int | None
    status: str | None
    last_inspected_at: str | None
    last_outcome: str | None
    open_findings: int


@dataclass(frozen=True, slots=True)
class Factory:
    """Everything known of one factory; ``columns`` by name as in the table, ``extra`` decoded."""

    id: str
    stream: str
    columns: Mapping[str, Any]
    extra: Mapping[str, str] = field(default_factory=dict)

    def __getitem__(self, column: str) -> Any:
        return self.columns[column]

    @property
    def number(self) -> str:
        """The number that people use: the old one where there is one, else the 14 digits."""
        return self.columns["registration_no_old"] or self.columns["registration_no"] or ""


@dataclass(frozen=True, slots=True)
class PastInspection:
    """One inspection of a factory, newest first in a history."""

    id: str
    form_id: str
    version: str
    title: str | None
    kind: str | None
    state: str
    outcome: str | None
    score: float | None
    started_at: str
    closed_at: str | None
    officer_name: str | None
    findings: int
    open_findings: int


@dataclass(frozen=True, slots=True)
class OpenFinding:
    """A finding of a closed inspection that is not corrected yet; ``due_date`` is ISO."""

    inspection: str
    path: str
    question: str | None
    wording: str | None
    description: str | None
    severity: str | None
    due_date: str | None


# An inspection that was taken back, or was never finished, has not happened for the register.
_INSPECTED = (
    "SELECT place AS factory, max(closed_at) AS closed_at, outcome FROM inspection"
    " WHERE state = 'closed' AND coalesce(deleted, 0) = 0"
    + not_superseded("inspection")
    + " {only} GROUP BY place"
)
_OPEN_FINDINGS = (
    "SELECT finding.place AS factory, count(*) AS n FROM finding"
    " JOIN inspection ON inspection.id = finding.inspection"
    " WHERE finding.state = 'open' AND coalesce(finding.deleted, 0) = 0"
    " AND inspection.state = 'closed' AND coalesce(inspection.deleted, 0) = 0"
    + not_superseded("inspection")
    + " {only} GROUP BY finding.place"
)
_LINE = (
    *("row", "id", "registration_no", "registration_no_old", "name", "operator", "class_", "type_main"),
    *("activity", "subdistrict", "district", "province", "hp", "workers", "status"),
)


def ids(connection: Connection, query: Query, *, sort: Sort = "name", descending: bool = False) -> array[int]:
    """Return the ``factory.row`` numbers of all factories that fit ``query``, in order.

    Missing values come last in either direction; factories of one district, or inspected or found
    faulty alike, are in the order of names.
    """
    where, parameters = _conditions(connection, query)
    way = "DESC" if descending else "ASC"
    if column := {"number": "coalesce(f.registration_no_old, f.registration_no)", "hp": "f.hp"}.get(sort):
        sql = f"SELECT f.row FROM factory f WHERE {where} ORDER BY {column} IS NULL, {column} {way}"
        return array("q", [row for (row,) in _fetch(connection, sql, parameters)])
    if sort == "name":
        sql = f"SELECT f.row FROM factory f WHERE {where} ORDER BY f.name_sort {way}"
        return array("q", [row for (row,) in _fetch(connection, sql, parameters)])
    key = "f.district" if sort == "district" else "f.row"
    sql = f"SELECT f.row, {key} FROM factory f WHERE {where} ORDER BY f.name_sort"
    ranks = _ranks(connection, sort)
    return _ranked(_fetch(connection, sql, parameters), ranks, descending=descending)


def count(connection: Connection, query: Query) -> int:
    """Return how many factories fit ``query``."""
    where, parameters = _conditions(connection, query)
    return int(_fetch(connection, f"SELECT count(*) FROM factory f WHERE {where}", parameters)[0][0])


CHIPS: Mapping[str, Mapping[str, Any]] = {
    "": {},
    "open": {"with_open_findings": True},
    "never": {"never_inspected": True},
    "other": {"other_places": True},
    "bin": {"bin": True},
}
"""What a chip above the list narrows a query to."""


def chip_counts(connection: Connection, query: Query) -> dict[str, int]:
    """Return how many factories each of `CHIPS` would leave of what else ``query`` asks for."""
    plain = replace(query, with_open_findings=False, never_inspected=False, other_places=False, bin=False)
    return {chip: count(connection, replace(plain, **asked)) for chip, asked in CHIPS.items()}


def at_most(connection: Connection) -> int:
    """Return a number of factories that is not exceeded; told without counting them."""
    return int(_fetch(connection, "SELECT max(row) FROM factory", ())[0][0] or 0)


def rows(connection: Connection, row_numbers: Sequence[int]) -> list[FactoryRow]:
    """Return the lines of ``row_numbers``, in that order; numbers that no longer exist are left out."""
    found: dict[int, FactoryRow] = {}
    wanted = list(row_numbers)
    for start in range(0, len(wanted), _CHUNK):
        for line in _lines(connection, wanted[start : start + _CHUNK]):
            found[line.row] = line
    return [found[number] for number in wanted if number in found]


def factory(connection: Connection, factory_id: str) -> Factory:
    """Return one factory with all its columns; raises NoSuchFactory, also for a deleted one."""
    columns = [name for names in GROUPS["factory"].values() for name in names]
    sql = f"SELECT id, stream, {', '.join(columns)} FROM factory WHERE id = ? AND coalesce(deleted, 0) = 0"
    found = _fetch(connection, sql, (factory_id,))
    if not found:
        raise NoSuchFactory(factory_id)
    id_, stream, *values = found[0]
    stored = dict(zip(columns, values, strict=True))
    return Factory(id_, stream, stored, json.loads(stored["extra"] or "{}"))


def row_number(connection: Connection, factory_id: str) -> int:
    """Return the number by which :func:`ids` knows a factory; raises NoSuchFactory."""
    found = _fetch(
        connection, "SELECT row FROM factory WHERE id = ? AND coalesce(deleted, 0) = 0", (factory_id,)
    )
    if not found:
        raise NoSuchFactory(factory_id)
    return int(found[0][0])


def find(connection: Connection, key: str) -> str:
    """Return the id of the factory that ``key`` names: an id or either number, in any writing.

    The number of one that was merged names the one that stays. Raises NoSuchFactory, also when two factories
    have the number.
    """
    from fieldkit.model.identifiers import registration_key

    wanted = registration_key(key)
    sql = (
        "SELECT id, registration_no, registration_no_old FROM factory f"
        " WHERE (id = ? OR registration_no = ? OR registration_no_old = ?) AND coalesce(deleted, 0) = 0"
    )
    found = _fetch(connection, sql, (key, wanted, key))
    if not found:
        where, parameters = _conditions(connection, Query(text=key))
        sql = f"SELECT id, registration_no, registration_no_old FROM factory f WHERE {where}"
        found = [
            line
            for line in _fetch(connection, sql, parameters)
            if wanted in (registration_key(line[1] or ""), registration_key(line[2] or ""))
        ]
    if not found and wanted and (merged := _merged(connection, wanted) or _merged(connection, key)):
        return merged
    if len(found) != 1 or not wanted:
        raise NoSuchFactory(key)
    return str(found[0][0])


def _merged(connection: Connection, key: str) -> str | None:
    """Return the factory that stands for the merged one that had the number ``key`` (as it is compared)."""
    from fieldkit.model.identifiers import registration_key

    sql = "SELECT id, registration_no, registration_no_old FROM factory WHERE merged_into IS NOT NULL"
    stands_for = mergers(connection)
    for id_, new, old in _fetch(connection, sql, ()):
        if key == id_ or key in (registration_key(new or ""), registration_key(old or "")):
            return stands_for.get(id_)
    return None


def history(connection: Connection, factory_id: str) -> list[PastInspection]:
    """Return the inspections of a factory, drafts too, newest first."""
    sql = (
        "SELECT i.id, i.form_id, i.version, c.title, v.kind, i.state, i.outcome, i.score, i.started_at,"
        " i.closed_at, i.officer_name,"
        " (SELECT count(*) FROM finding g WHERE g.inspection = i.id AND coalesce(g.deleted, 0) = 0),"
        " (SELECT count(*) FROM finding g WHERE g.inspection = i.id AND coalesce(g.deleted, 0) = 0"
        " AND g.state = 'open')"
        " FROM inspection i LEFT JOIN checklist c ON c.id = i.checklist LEFT JOIN visit v ON v.id = i.visit"
        " WHERE i.place = ? AND coalesce(i.deleted, 0) = 0"
        + not_superseded("i")
        + " ORDER BY coalesce(i.closed_at, i.started_at) DESC, i.id DESC"
    )
    return [PastInspection(*line) for line in _fetch(connection, sql, (factory_id,))]


def open_findings(connection: Connection, factory_id: str) -> list[OpenFinding]:
    """Return what is still to be corrected at a factory, the earliest due first."""
    sql = (
        "SELECT n.inspection, n.path, n.question, n.wording, n.description, n.severity, n.due_date"
        " FROM finding n JOIN inspection i ON i.id = n.inspection WHERE n.place = ? AND n.state = 'open'"
        " AND i.state = 'closed' AND coalesce(n.deleted, 0) = 0 AND coalesce(i.deleted, 0) = 0"
        + not_superseded("i")
        + " ORDER BY n.due_date IS NULL, n.due_date, n.id"
    )
    return [OpenFinding(*line) for line in _fetch(connection, sql, (factory_id,))]


def address(row: Mapping[str, Any]) -> str:
    """Return the address of a factory on one line, as Thai letters write it."""
    return " ".join(f"{word}{row[column]}" for word, column in _ADDRESS if row.get(column))


def values_of(
    connection: Connection,
    column: Literal["province", "district", "type_main", "status"],
    *,
    province: str = "",
) -> list[str]:
    """Return the values that occur in a column, in Thai order, for the list of a filter.

    ``province`` narrows it to the factories of one province.
    """
    # The list's index holds all of these columns; left alone, SQLite reads the table through another one.
    source = "factory INDEXED BY factory_list"
    sql = f"SELECT DISTINCT {column} FROM {source} WHERE coalesce(deleted, 0) = 0 AND {column} IS NOT NULL"
    parameters: tuple[str, ...] = ()
    if province:
        sql, parameters = f"{sql} AND province = ?", (province,)
    return sorted((value for (value,) in _fetch(connection, sql, parameters) if value), key=sort_key)


def _fetch(connection: Connection, sql: str, parameters: Sequence[Any]) -> list[tuple[Any, ...]]:
    """Return plain tuples of the driver: 150,000 Row objects would cost more than the query."""
    driver = connection.connection.driver_connection
    assert driver is not None
    found: list[tuple[Any, ...]] = driver.execute(sql, tuple(parameters)).fetchall()
    return found


def _conditions(connection: Connection, query: Query) -> tuple[str, list[Any]]:
    parts, parameters = [_BINNED if query.bin else "coalesce(f.deleted, 0) = 0"], []
    if query.other_places:
        parts.append(f"f.status = '{OTHER_PLACE}'")
    for column in ("province", "district", "class_", "status"):
        if value := getattr(query, column):
            parts.append(f"f.{column} = ?")
            parameters.append(value)
    if query.type_main:
        parts.append("substr(f.type_main, 1, ?) = ?")
        parameters += [len(query.type_main), query.type_main]
    if query.with_open_findings:
        parts.append(f"f.id IN (SELECT factory FROM ({_OPEN_FINDINGS.format(only='')}))")
    if query.never_inspected:
        parts.append(f"f.id NOT IN (SELECT factory FROM ({_INSPECTED.format(only='')}))")
    # What is deleted is not in the index.
    searched, values = search_condition(connection, query.text, indexed=not query.bin)
    return " AND ".join(parts + searched), parameters + values


def search_condition(
    connection: Connection, text: str, *, indexed: bool = True
) -> tuple[list[str], list[Any]]:
    """Return the conditions on a factory ``f`` that what a person typed makes, and their parameters."""
    wanted = terms(text)
    if text.strip() and not wanted:
        return ["0"], []  # nothing but punctuation: nobody writes that, nobody is found
    long = [term for term in wanted if indexed and len(term) >= _TRIGRAM]
    short = [term for term in wanted if term not in long]
    found, values, many = "", [], True
    if long:
        values = [" AND ".join(f'"{term}"' for term in long)]  # folded terms hold no quotes
        many = _fetch(connection, f"SELECT count(*) FROM {_MATCHING}", values)[0][0] > _MANY
        found = f"SELECT rowid FROM {_MATCHING}"
    if short:
        contained = " AND ".join(["instr(search_text, ?) > 0"] * len(short))
        within = f"row IN ({found}) AND " if found else ""
        found = f"SELECT row FROM factory WHERE {within}{contained}"
        values += short
    # a unary plus keeps SQLite from fetching many rows one by one: it walks the list's index instead
    return ([f"{'+' if many else ''}f.row IN ({found})"] if found else []), values


def _ranks(connection: Connection, sort: Sort) -> dict[Any, Any]:
    if sort == "district":
        found = _fetch(connection, "SELECT DISTINCT district FROM factory WHERE district IS NOT NULL", ())
        ordered = sorted((name for (name,) in found), key=sort_key)
        return {name: place for place, name in enumerate(ordered)}
    if sort == "findings":
        ranked = f"SELECT f.row, s.n FROM ({_OPEN_FINDINGS.format(only='')}) s"
    else:
        column = "closed_at" if sort == "inspected" else "outcome"
        ranked = f"SELECT f.row, coalesce(s.{column}, '') FROM ({_INSPECTED.format(only='')}) s"
    return dict(_fetch(connection, f"{ranked} JOIN factory f ON f.id = s.factory", ()))


def _ranked(found: Sequence[tuple[int, Any]], ranks: Mapping[Any, Any], *, descending: bool) -> array[int]:
    ranked = [(ranks[key], row) for row, key in found if key in ranks]
    ranked.sort(key=lambda pair: pair[0], reverse=descending)
    result = array("q", [row for _rank, row in ranked])
    result.extend(row for row, key in found if key not in ranks)
    return result


def _lines(connection: Connection, numbers: Sequence[int]) -> list[FactoryRow]:
    marks = ",".join("?" * len(numbers))
    some = f"AND {{}}place IN (SELECT id FROM factory WHERE row IN ({marks}))"
    sql = (
        f"SELECT {', '.join(f'f.{name}' for name in _LINE)}, i.closed_at, i.outcome, coalesce(n.n, 0)"
        f" FROM factory f LEFT JOIN ({_INSPECTED.format(only=some.format(''))}) i ON i.factory = f.id"
        f" LEFT JOIN ({_OPEN_FINDINGS.format(only=some.format('finding.'))}) n ON n.factory = f.id"
        f" WHERE f.row IN ({marks})"
    )
    return [FactoryRow(*line) for line in _fetch(connection, sql, [*numbers] * 3)]
