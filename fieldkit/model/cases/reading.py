"""Reads the registers: lists with what follows from steps and rules, and one record with all that it has."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from fieldkit.errors import FieldkitError, Text
from fieldkit.model import changes
from fieldkit.model.cases import repeats
from fieldkit.model.cases.debts import debt_class, outstanding
from fieldkit.model.cases.duties import Duty, duties
from fieldkit.model.cases.enterprises import size_of
from fieldkit.model.cases.life import ended, in_order, standing
from fieldkit.model.cases.registers import REGISTERS, register_of
from fieldkit.model.cases.results import INDICATORS
from fieldkit.model.codes import code_word
from fieldkit.model.records import UNDONE, Record

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy import Connection

    from fieldkit.model.workspace import Workspace

Row = dict[str, Any]

_LIST = (
    "SELECT x.*, f.name AS factory_name, f.registration_no, f.registration_no_old,"
    " f.district AS factory_district FROM {table} x LEFT JOIN factory f ON f.id = x.factory"
    " WHERE coalesce(x.delete_reason, '') <> ?"
)
_STEPS = "SELECT * FROM step WHERE record_table = ? AND coalesce(deleted, 0) = 0"
_FAR = "9999"


class NoSuchCase(FieldkitError):
    """No record of the registers has this id or number."""

    def __init__(self, one: Text, name: str) -> None:
        """``one`` is what the register calls a record of it."""
        super().__init__(
            Text(f"ไม่มี{one.th} “{name}”", f"There is no {one.en} “{name}”"),
            Text("ตรวจรหัสหรือเลขที่ หรือซิงก์ข้อมูลก่อน", "Check the id or number, or sync first"),
            place=name,
        )


@dataclass(frozen=True, slots=True)
class Case:
    """A record with its steps in order and the heads of all that was read."""

    record: Record
    steps: tuple[Record, ...]

    @property
    def table(self) -> str:
        """The table of the record."""
        return self.record.table

    @property
    def id(self) -> str:
        """The id of the record."""
        return self.record.id

    @property
    def step_rows(self) -> list[Row]:
        """The steps as rows, in order."""
        return [step.row for step in self.steps]

    @property
    def state(self) -> str:
        """The state as the steps give it."""
        return standing(self.table, self.record.row["state"], self.step_rows).state

    @property
    def name(self) -> str:
        """What people call the record."""
        return case_name(self.table, self.record.row)


def case_name(table: str, row: Mapping[str, Any]) -> str:
    """Return what people call a record: its number or title."""
    if table == "recommendation":
        return " · ".join(str(part) for part in (row["round"], row["issue_title"]) if part)
    if table == "project_result":
        return code_word(INDICATORS, row["indicator"], "th")
    if table == "loan":
        return " · ".join(str(part) for part in (row["contract_no"], row["enterprise"]) if part)
    found = next((str(row[column]) for column in register_of(table).named if row[column]), "")
    return found or str(row["id"])[-8:]


def how_many(workspace: Workspace) -> int:
    """Return how many records all registers have together, those in the bin too."""
    counts = " + ".join(f"(SELECT count(*) FROM {table})" for table in REGISTERS)
    [row] = workspace.rows(f"SELECT {counts} AS n")
    return int(row["n"])


def listing(workspace: Workspace, table: str) -> list[Row]:
    """Return all records of a register, those in the bin too, each with what follows from it.

    Added are ``factory_name``, ``registration_no``, ``district`` (of the factory where the record has none),
    ``state`` as the steps give it, ``steps`` in order, ``last_step_on``, ``duties`` (:class:`Duty`), ``due``
    (ISO) and ``duty`` (Text) of the first of them, ``overdue`` days, ``open``; of loans ``debt_class`` and
    ``outstanding``, of complaints ``repeats``, of enterprises ``size`` and ``projects``.
    """
    today = workspace.clock().date()
    with workspace.database.read() as connection:
        rows = _rows(connection, _LIST.format(table=table), UNDONE)
        steps: defaultdict[str, list[Row]] = defaultdict(list)
        for step in _rows(connection, _STEPS, table):
            steps[step["record"]].append(step)
        beside = _beside(connection, table, rows)
    found = [completed(table, row, steps[row["id"]], today) | beside.get(row["id"], {}) for row in rows]
    return sorted(found, key=lambda row: (row["due"] or _FAR, case_name(table, row), row["id"]))


def completed(table: str, row: Mapping[str, Any], steps: Sequence[Row], today: date) -> Row:
    """Return a row of ``listing`` from a record, its factory's columns and its steps."""
    ordered = in_order(steps)
    now = standing(table, row["state"], ordered)
    found: Row = dict(row) | {"state": now.state, "state_since": now.since, "steps": ordered}
    found["district"] = found.get("district") or found["factory_district"]
    if table == "loan":
        found |= {"debt_class": debt_class(found), "outstanding": outstanding(found)}
    if table == "enterprise":
        size = size_of(found)
        found |= {"size": size.code if size else None, "size_note": size.note if size else None}
    found["officer_name"] = found.get(register_of(table).officer)
    found["open"] = not ended(table, now.state)
    found["last_step_on"] = ordered[-1]["on_date"] if ordered else None
    return found | _due(duties(table, found, ordered, today=today), today)


def read_case(workspace: Workspace, table: str, id_: str) -> Case:
    """Return a record, also one in the bin; raises `NoSuchCase`."""
    with workspace.database.read() as connection:
        rows = _rows(connection, f"SELECT * FROM {table} WHERE id = ?", id_)
        if not rows:
            raise NoSuchCase(register_of(table).one, id_)
        steps = in_order(_rows(connection, f"{_STEPS} AND record = ?", table, id_))
        return Case(_records(connection, table, rows)[0], tuple(_records(connection, "step", steps)))


def find_case(workspace: Workspace, table: str, name: str) -> str:
    """Return the id of the record with that id, number, contract or code; raises `NoSuchCase`."""
    columns = {"complaint": "number", "loan": "contract_no", "enterprise": "code"}
    wanted = name.strip()
    column = columns.get(table, "id")
    rows = workspace.rows(
        f"SELECT id FROM {table} WHERE id = ? OR {column} = ?"
        " ORDER BY coalesce(deleted, 0), row DESC LIMIT 1",
        wanted,
        wanted,
    )
    if not rows and table == "recommendation" and "-" in wanted:
        # 1/2567-3 is the third issue of that round.
        round_, _, number = wanted.rpartition("-")
        rows = workspace.rows(
            "SELECT id FROM recommendation WHERE round = ? AND issue_no = ? AND coalesce(deleted, 0) = 0",
            round_,
            int(number) if number.isdecimal() else -1,
        )
    if not rows:
        raise NoSuchCase(register_of(table).one, name)
    return str(rows[0]["id"])


def attachments(workspace: Workspace, record: str) -> list[Row]:
    """Return the files of a record, in the order they were added."""
    return workspace.rows(
        "SELECT * FROM attachment WHERE record = ? AND coalesce(deleted, 0) = 0 ORDER BY id", record
    )


def projects(workspace: Workspace, enterprise: str) -> list[Row]:
    """Return the development projects of an enterprise with their ``results``, the newest year first."""
    found = workspace.rows(
        "SELECT * FROM project WHERE enterprise = ? AND coalesce(deleted, 0) = 0"
        " ORDER BY fiscal_year DESC, title, id",
        enterprise,
    )
    for project in found:
        project["results"] = workspace.rows(
            "SELECT * FROM project_result WHERE project = ? AND coalesce(deleted, 0) = 0 ORDER BY row",
            project["id"],
        )
    return found


def _due(found: list[Duty], today: date) -> Row:
    first = found[0] if found else None
    return {
        "duties": found,
        "due": first.due.isoformat() if first else None,
        "duty": first.name if first else None,
        "overdue": max((today - first.due).days, 0) if first else 0,
    }


def _beside(connection: Connection, table: str, rows: Sequence[Row]) -> dict[str, Row]:
    if table == "complaint":
        counts = repeats.times([row for row in rows if not row["deleted"]])
        return {row["id"]: {"repeats": counts.get(row["id"], 0)} for row in rows}
    if table == "enterprise":
        counted = _rows(
            connection,
            "SELECT enterprise, count(*) AS n FROM project"
            " WHERE coalesce(deleted, 0) = 0 GROUP BY enterprise",
        )
        found = {row["enterprise"]: row["n"] for row in counted}
        return {row["id"]: {"projects": found.get(row["id"], 0)} for row in rows}
    return {}


def _rows(connection: Connection, sql: str, *parameters: Any) -> list[Row]:
    return [dict(row) for row in connection.exec_driver_sql(sql, parameters).mappings()]


def _records(connection: Connection, table: str, rows: Sequence[Mapping[str, Any]]) -> list[Record]:
    seen = changes.heads(connection, table, *(row["id"] for row in rows))
    return [
        Record(
            table, row["id"], dict(row), {cell: heads for cell, heads in seen.items() if cell[1] == row["id"]}
        )
        for row in rows
    ]
