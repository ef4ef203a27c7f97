"""The office's registers as lists of a checklist: what it reads of them and what it may save to them.

A checklist asks for ``loans.csv`` as ``csv-external`` and gets the records that concern the factory of the
visit, frozen when the inspection starts; its sheet ``entities`` names the list again to save to them.
``resources/reference/checklist_lists.csv`` says which columns it may write. Nothing personal is given out.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import Float, Integer

from fieldkit import resources
from fieldkit.model import changes, facts, tables
from fieldkit.model.cases.debts import CLASSES, debt_class, debt_classes
from fieldkit.model.cases.enterprises import SIZES, size_bands
from fieldkit.model.cases.life import ended
from fieldkit.model.cases.reading import case_name
from fieldkit.model.cases.registers import REGISTERS
from fieldkit.model.cases.results import INDICATORS
from fieldkit.model.cases.steps_table import rules
from fieldkit.model.codes import code_word, codes
from fieldkit.model.csv_table import read, refuse_unknown
from fieldkit.model.record_fields import FIELDS
from fieldkit.model.tables import GROUPS, VOID

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from sqlalchemy import Connection

    from fieldkit.model.changes import Seen

Row = dict[str, Any]

STEP = "step"
"""The property that names the steps taken, divided by spaces; ``<kind>_note`` … are the columns of one."""
FILINGS = "single_form"
"""The list of what the factory has filed: facts ``single_form.<form>.<year>``."""
_FILING = ("form", "year", "status", "as_of")
_FILING_COLUMNS = ["name", "label", *_FILING]
_TABLE_COLUMNS = ("list", "record_table", "saves")
_RESULT_COLUMNS = GROUPS["project_result"]["value"]
_YES = {"yes": "1", "no": "0"}

# Which records concern a factory: its own, its enterprise's, complaints about an unknown place near it.
_OF_ENTERPRISE = "SELECT {0} FROM enterprise e WHERE e.factory = :factory AND coalesce(e.deleted, 0) = 0"
_CONCERN = {
    "loan": "x.factory = :factory OR (x.factory IS NULL"
    f" AND x.enterprise IN ({_OF_ENTERPRISE.format('e.name')}))",
    "complaint": "x.factory = :factory OR (x.factory IS NULL AND x.district = :district)",
    "enterprise": "x.factory = :factory",
    "project": f"x.factory = :factory OR x.enterprise IN ({_OF_ENTERPRISE.format('e.id')})",
}
_ORDER = {
    "loan": "x.contract_no",
    "complaint": "x.factory IS NULL, x.received_at DESC",
    "enterprise": "x.name",
    "project": "x.fiscal_year DESC, x.title",
}


@dataclass(frozen=True, slots=True)
class ChecklistList:
    """A list, the table behind it, and the columns of that table that a checklist may write."""

    name: str
    table: str
    saves: frozenset[str]


@dataclass(slots=True)
class Told:
    """What an inspection says of one record: columns, steps by kind, results of projects by indicator."""

    columns: Row = field(default_factory=dict)
    steps: dict[str, Row] = field(default_factory=dict)
    results: dict[str, Row] = field(default_factory=dict)


@lru_cache(maxsize=2)
def read_lists(path: Path) -> Mapping[str, ChecklistList]:
    """Return the lists of a table by name; raises `TableError` naming row and column."""
    found = {}
    for row in read(path, _TABLE_COLUMNS):
        table = row.one_of("record_table", tuple(_CONCERN))
        saves = row.optional("saves").split()
        # A state follows from steps where there are any.
        stepped = {"state"} if has_steps(table) else set()
        refuse_unknown(row, "saves", saves, _known_columns(table) - stepped)
        found[row.text("list")] = ChecklistList(row.text("list"), table, frozenset(saves))
    return found


def checklist_lists() -> Mapping[str, ChecklistList]:
    """Return the shipped lists by name."""
    return read_lists(resources.path("reference", "checklist_lists.csv"))


def has_steps(table: str) -> bool:
    """Tell whether records of ``table`` are followed up by steps."""
    return table in REGISTERS


# --- read by a checklist


def gather(connection: Connection, factory: Mapping[str, Any], xform: bytes) -> dict[str, Row]:
    """Return what a checklist at ``factory`` reads of the registers: the lists that its form names.

    Each is ``{"columns": […], "rows": [[…]…], "seen": {record: {group: [head…]}}}``, which is JSON.
    """
    found: dict[str, Row] = {}
    for one in checklist_lists().values():
        if _named(one.name, xform):
            found[one.name] = _records(connection, one.table, factory)
    if _named(FILINGS, xform):
        rows = list(_filings(connection, str(factory["id"])))
        found[FILINGS] = {"columns": _FILING_COLUMNS, "rows": rows}
    return found | {name: rows() for name, rows in _BANDS.items() if _named(name, xform)}


def blank(name: str) -> Row | None:
    """Return a list as a checklist without a factory has it: no records; None for what is no such list."""
    if name in _BANDS:
        return _BANDS[name]()
    if name == FILINGS:
        return {"columns": _FILING_COLUMNS, "rows": []}
    one = checklist_lists().get(name)
    return None if one is None else {"columns": _columns(one.table), "rows": []}


def _columns(table: str) -> list[str]:
    return ["name", "label", "no", *_given_columns(table), *_beside_columns(table)]


def _class_bands() -> Row:
    """Return the classes of debts, the best first: one is reached above ``over_days`` or ``over_missed``."""
    rows = [
        [one.code, *_both(CLASSES, one.code), str(number), as_text(one.over_days), as_text(one.over_missed)]
        for number, one in enumerate(debt_classes())
    ]
    return {"columns": ["name", "label", "label_en", "no", "over_days", "over_missed"], "rows": rows}


def _size_bands() -> Row:
    """Return the sizes of enterprises, each sector from the smallest, with the most that belongs to each."""
    counted: dict[str, int] = {}
    rows = []
    for band in size_bands():
        number = counted[band.sector] = counted.get(band.sector, -1) + 1
        rows.append(
            [
                *(f"{band.sector}.{band.size}", *_both(SIZES, band.size), band.sector, band.size),
                *(str(number), as_text(band.most_employees), as_text(band.most_income)),
            ]
        )
    columns = ["name", "label", "label_en", "sector", "size", "no", "most_employees", "most_income"]
    return {"columns": columns, "rows": rows}


_BANDS = {"loan_classes": _class_bands, "sme_sizes": _size_bands}


def _both(name: str, code: str) -> list[str]:
    return [code_word(name, code, language) for language in ("th", "en")]


def _named(name: str, xform: bytes) -> bool:
    return f"/{name}.csv".encode() in xform


def _records(connection: Connection, table: str, factory: Mapping[str, Any]) -> Row:
    sql = (
        f"SELECT x.* FROM {table} x WHERE coalesce(x.deleted, 0) = 0 AND ({_CONCERN[table]})"
        f" ORDER BY {_ORDER[table]}"
    )
    parameters = {"factory": factory["id"], "district": factory["district"]}
    rows = [
        dict(row)
        for row in connection.exec_driver_sql(sql, parameters).mappings()
        if not ended(table, row["state"])
    ]
    columns = _given_columns(table)
    beside = [_beside(connection, table, row) for row in rows]
    added = _beside_columns(table)
    heads = changes.heads(connection, table, *(row["id"] for row in rows))
    return {
        "columns": _columns(table),
        "rows": [
            [row["id"], _label(table, row), str(number)]
            + [as_text(row[column]) for column in columns]
            + [as_text(more.get(column)) for column in added]
            for number, (row, more) in enumerate(zip(rows, beside, strict=True), 1)
        ],
        "seen": _seen(heads),
    }


def _seen(heads: Seen) -> dict[str, dict[str, list[str]]]:
    found: dict[str, dict[str, list[str]]] = {}
    for (_table, record, group), ops in heads.items():
        found.setdefault(record, {})[group] = list(ops)
    return found


def _known_columns(table: str) -> set[str]:
    return {column for columns in GROUPS[table].values() if columns != VOID for column in columns}


def _given_columns(table: str) -> list[str]:
    """Return the columns that a checklist may read: nothing personal; ``name`` names the row."""
    hidden = {name for name, one in FIELDS[table].items() if one.personal} | {"name"}
    return [
        column
        for columns in GROUPS[table].values()
        if columns != VOID
        for column in columns
        if column not in hidden
    ]


def _beside_columns(table: str) -> list[str]:
    if table == "loan":
        return ["debt_class"]
    if table == "complaint":
        return ["received_on"]
    if table == "project":
        return [f"{code}_{column}" for code in codes(INDICATORS) for column in _RESULT_COLUMNS]
    return []


def _beside(connection: Connection, table: str, row: Row) -> Row:
    if table == "loan":
        return {"debt_class": debt_class(row)}
    if table == "complaint":
        return {"received_on": str(row["received_at"] or "")[:10]}
    if table == "project":
        sql = "SELECT * FROM project_result WHERE project = ? AND coalesce(deleted, 0) = 0 ORDER BY row DESC"
        results = connection.exec_driver_sql(sql, (row["id"],)).mappings()
        return {f"{one['indicator']}_{column}": one[column] for one in results for column in _RESULT_COLUMNS}
    return {}


def _label(table: str, row: Mapping[str, Any]) -> str:
    words = [case_name(table, row)]
    if table == "complaint":
        words.append("" if row["factory"] else str(row["place"] or ""))
    if table == "project":
        words.append(as_text(row["fiscal_year"]))
    return " · ".join(word for word in words if word)


def _filings(connection: Connection, factory: str) -> Iterator[list[str]]:
    for name, fact in sorted(facts.current(connection, factory).items()):
        family, _, rest = name.partition(".")
        form, _, year = rest.rpartition(".")
        if family == FILINGS and form:
            words = code_word(f"{FILINGS}.form", form, "th")
            yield [rest, f"{words} {year}", form, year, fact.value, fact.as_of[:10]]


def as_text(value: object) -> str:
    """Return a value of a table as a checklist reads it."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


# --- saved by a checklist


def filing(properties: Mapping[str, str]) -> dict[str, str]:
    """Return the fact that a row of ``single_form`` tells, nothing while it is unfinished."""
    form, year, status = (properties.get(name, "").strip() for name in _FILING[:3])
    return {f"{FILINGS}.{form}.{year}": status} if form and year and status else {}


def unknown(list_name: str, names: Sequence[str]) -> list[str]:
    """Return those of the properties that cannot be saved to a list."""
    if list_name == FILINGS:
        return [name for name in names if name not in _FILING]
    one = checklist_lists().get(list_name)
    return [] if one is None else [name for name in names if _place(one, name) is None]


def told(one: ChecklistList, properties: Mapping[str, str]) -> Told:
    """Return what the properties of an entity say of its record; what was left empty says nothing."""
    found = Told()
    taken = properties.get(STEP, "").split()
    found.steps = {kind: {} for kind in taken if has_steps(one.table) and kind in rules(one.table)}
    for name, text in properties.items():
        place = _place(one, name)
        if place is None or not text.strip():
            continue
        part, column = place
        if part == one.table:
            found.columns[column] = _value(part, column, text)
        elif has_steps(one.table):
            if part in found.steps:
                found.steps[part][column] = _value("step", column, text)
        else:
            found.results.setdefault(part, {})[column] = _value("project_result", column, text)
    return found


def _place(one: ChecklistList, name: str) -> tuple[str, str] | None:
    """Return (table, column) of a property, or (kind of step or indicator, column), blanks of ``step``."""
    if name in one.saves:
        return one.table, name
    if has_steps(one.table):
        if name == STEP:
            return "", ""
        kinds, columns = list(rules(one.table)), GROUPS["step"]["what"]
    elif one.table == "project":
        kinds, columns = list(codes(INDICATORS)), _RESULT_COLUMNS
    else:
        return None
    for kind in kinds:
        column = name.removeprefix(f"{kind}_")
        if column != name and column in columns:
            return kind, column
    return None


def _value(table: str, column: str, text: str) -> Any:
    kind = tables.metadata.tables[table].c[column].type
    text = text.strip()
    if isinstance(kind, Integer):
        return int(float(_YES.get(text, text)))
    return float(text) if isinstance(kind, Float) else text
