"""Which values are to go: by the office's rules, or of one record at somebody's request."""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from sqlalchemy import Text as TextColumn

from fieldkit.errors import FieldkitError, Text
from fieldkit.model import body as bodies
from fieldkit.model.body import MalformedChange
from fieldkit.model.erasure.what import MARKED, NOTHING, personal, replaced
from fieldkit.model.reference import params
from fieldkit.model.retention import closed_before
from fieldkit.model.seal import form_path
from fieldkit.model.search.words import PERSONAL
from fieldkit.model.tables import GROUPS, metadata

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence
    from datetime import date

    from fieldkit.model.body import Op
    from fieldkit.model.workspace import Workspace

RULES: Mapping[str, tuple[str, str]] = {
    "pdpa.retention.inspection_years": ("inspection", "closed_at"),
    "pdpa.retention.complaint_years": ("complaint", "closed_on"),
    "pdpa.retention.loan_years": ("loan", "closed_on"),
}
"""Setting: the table whose records it is about, and the column that says since when they are done with."""
_MONTHS = 12
_OF_INSPECTION = ("answer", "attachment", "signature")

Columns = dict[tuple[str, str], dict[str, Any]]
"""(table, record): how each column goes."""


class NothingPersonal(FieldkitError):
    """There is no such table or column, or nothing in it can be erased."""

    def __init__(self, place: str) -> None:
        super().__init__(
            Text("ตารางหรือคอลัมน์นี้ไม่มีข้อมูลส่วนบุคคลที่ลบได้", "There is nothing personal to erase there"),
            Text(
                "ตรวจชื่อตารางและคอลัมน์ด้วย --find หรือระบุคอลัมน์ด้วย --column",
                "Check table and columns with --find, or name columns with --column",
            ),
            place=place,
        )


@dataclass
class Chosen:
    """What is to go, by record; and the closed inspections whose seals it touches."""

    columns: Columns = field(default_factory=lambda: defaultdict(dict))
    inspections: set[str] = field(default_factory=set)

    def add(self, table: str, record: str, columns: Mapping[str, Any]) -> None:
        """Add columns of a record."""
        self.columns[table, record].update(columns)


def years_of(rule: str, on: date) -> int | None:
    """Return after how many years a rule erases; None where the office has set none."""
    found = params(on).get(rule)
    return found.value if found is not None and isinstance(found.value, int) and found.value > 0 else None


def by_rule(workspace: Workspace, *, rule: str, on: date) -> Chosen:
    """Return what is to go by a rule on a day; nothing where the office has set no years."""
    chosen, years = Chosen(), years_of(rule, on)
    if years is None:
        return chosen
    table, column = RULES[rule]
    closed = "state = 'closed' AND" if table == "inspection" else ""
    before = closed_before(on, years * _MONTHS)
    for row in workspace.rows(f"SELECT id FROM {table} WHERE {closed} {column} < ? ORDER BY id", before):
        _add_record(workspace, chosen, table, row["id"], personal(table))
    return _with_seals(workspace, chosen)


def by_request(workspace: Workspace, *, table: str, record: str, columns: Collection[str] = ()) -> Chosen:
    """Return what is to go of one record: what is personal in it, and ``columns``, if it is here.

    Raises NothingPersonal for a table or column that is none, or without anything personal.
    """
    known = {name for group in GROUPS.get(table, {}).values() for name in group}
    named = {name: _how(table, name) for name in columns if name in known} | dict(personal(table))
    if not known.issuperset(columns) or not named:
        raise NothingPersonal(" ".join((table, *columns)))
    chosen = Chosen()
    if workspace.rows(f"SELECT id FROM {table} WHERE id = ?", record):
        _add_record(workspace, chosen, table, record, named)
    return _with_seals(workspace, chosen)


def _how(table: str, column: str) -> int:
    """Return how a column goes that is personal in this record alone: a number cannot be a mark."""
    return MARKED if isinstance(metadata.tables[table].columns[column].type, TextColumn) else NOTHING


def _add_record(
    workspace: Workspace, chosen: Chosen, table: str, record: str, columns: Mapping[str, Any]
) -> None:
    if columns:
        chosen.add(table, record, columns)
    if table != "inspection":
        return
    [row] = workspace.rows(
        "SELECT i.visit, c.policy FROM inspection i LEFT JOIN checklist c ON c.id = i.checklist"
        " WHERE i.id = ?",
        record,
    )
    if row["visit"]:
        chosen.add("visit", row["visit"], personal("visit"))
    asked = _personal_questions(workspace, row["policy"])
    for part in _OF_INSPECTION:
        path = "path" if part != "signature" else "NULL AS path"
        for one in workspace.rows(f"SELECT id, {path} FROM {part} WHERE inspection = ?", record):
            if part == "signature" or form_path(one["path"]) in asked:
                chosen.add(part, one["id"], personal(part))


def _personal_questions(workspace: Workspace, policy: str | None) -> set[str]:
    if policy is None:
        return set()
    columns = json.loads(workspace.attachments.read(policy))
    return {path for path, cells in columns.items() if cells.get(PERSONAL)}


def _with_seals(workspace: Workspace, chosen: Chosen) -> Chosen:
    """Add what would give an erased value away: the file that holds all answers, and hashes over the content.

    Whoever tries all values finds the one that gives the hash; salt that goes too keeps the seal itself.
    """
    for table, record in list(chosen.columns):
        for inspection in inspections_of(workspace, table, record):
            if inspection in chosen.inspections:
                continue
            chosen.inspections.add(inspection)
            [row] = workspace.rows("SELECT rest FROM inspection WHERE id = ?", inspection)
            # Whatever has a seal of the rest has, or had, salt in its seal.
            blinded = {"salt": personal("inspection")["salt"]} if row["rest"] else {"seal": MARKED}
            chosen.add(
                "inspection", inspection, blinded | {"submission": personal("inspection")["submission"]}
            )
            for one in workspace.rows("SELECT id FROM signature WHERE inspection = ?", inspection):
                chosen.add("signature", one["id"], {"over": personal("signature")["over"]})
    return chosen


def inspections_of(workspace: Workspace, table: str, record: str) -> list[str]:
    """Return the signed inspection that a record belongs to, if it is part of one."""
    if table == "inspection":
        sql = "SELECT id FROM inspection WHERE id = ? AND seal IS NOT NULL"
    elif table in (*_OF_INSPECTION, "finding", "repeat_instance"):
        sql = (
            f"SELECT i.id FROM {table} t JOIN inspection i ON i.id = t.inspection"
            " WHERE t.id = ? AND i.seal IS NOT NULL"
        )
    else:
        return []
    return [row["id"] for row in workspace.rows(sql, record)]


@dataclass(frozen=True, slots=True)
class Going:
    """Of one change: the values that go (see :data:`~fieldkit.model.erasure.redacting.Cells`)."""

    change: str
    stream: str
    body: bytes
    ops: Sequence[Op]
    cells: list[tuple[int, dict[str, Any]]]


def changes_with(workspace: Workspace, columns: Columns) -> Iterator[Going]:
    """Yield every change that holds any of the values, whatever became of them later."""
    with workspace.database.read() as connection:
        for change_id, stream, body in connection.exec_driver_sql(
            "SELECT id, stream, body FROM change ORDER BY id"
        ):
            try:
                ops = bodies.decode(bytes(body)).ops
            except MalformedChange:
                continue
            cells = [
                (index, going)
                for index, op in enumerate(ops)
                if (going := _going(op.values, columns.get((op.table, op.record), {})))
            ]
            if cells:
                yield Going(change_id, stream, bytes(body), ops, cells)


def _going(values: Mapping[str, Any], columns: Mapping[str, int | Sequence[str]]) -> dict[str, Any]:
    return {
        name: how
        for name, how in columns.items()
        if name in values and replaced(values[name], how) != values[name]
    }
