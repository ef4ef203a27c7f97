"""What a checklist saves to the office's registers (XLSForm entities), when it is closed.

Records get their columns, dated steps and results in the change that closes the inspection, as an edit in the
register would give them. A signed revision first takes out what the inspection said that it corrects.
"""

from __future__ import annotations

import json
import logging
from typing import TYPE_CHECKING, Any

from fieldkit.model import changes, records
from fieldkit.model.body import Op
from fieldkit.model.cases.checklist_lists import (
    Told,
    as_text,
    checklist_lists,
    has_steps,
    told,
    unknown,
)
from fieldkit.model.cases.errors import CaseRefused, Problem, missing, not_possible
from fieldkit.model.cases.life import standing
from fieldkit.model.cases.reading import case_name
from fieldkit.model.cases.steps_table import rules
from fieldkit.model.cases.validation import check
from fieldkit.model.ids import derived_id, new_id
from fieldkit.model.inspections.said_before import SaidBefore
from fieldkit.model.tables import GROUPS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from sqlalchemy import Connection

    from fieldkit.model.entities import EntityChange
    from fieldkit.model.inspections.record import Inspection
    from fieldkit.model.records import Row

REPLACED = "revision"
"""Why steps and results are in the bin whose inspection was corrected."""
_log = logging.getLogger("fieldkit")


def case_ops(connection: Connection, inspection: Inspection, entities: Iterable[EntityChange]) -> list[Op]:
    """Return the ops that save to the registers what an inspection about to be closed says of their records.

    Only records that the checklist was given when it started are written. Raises `CaseRefused` where a record
    cannot be what the answers say; then nothing is to be saved.
    """
    form, frozen = inspection.row["form_id"], json.loads(inspection.row["context"])
    wanted: dict[tuple[str, str], Told] = {}
    for entity in entities:
        one = checklist_lists().get(entity.dataset)
        if one is None or entity.action != "update":
            continue
        if wrong := unknown(one.name, list(entity.properties)):
            _log.warning("%s: %s cannot be saved to %s", form, ", ".join(wrong), one.name)
        if any(row[0] == entity.id for row in frozen.get(one.name, {}).get("rows", ())):
            wanted[one.table, entity.id] = told(one, entity.properties)
        else:
            _log.warning("%s: a record of %s is not of this visit", form, one.name)
    return _Saving(connection, inspection, frozen).all(wanted)


class _Saving:
    """Makes the ops of one inspection, record by record."""

    def __init__(self, connection: Connection, inspection: Inspection, frozen: Mapping[str, Any]) -> None:
        self._connection = connection
        self._inspection = inspection
        self._said = SaidBefore(connection, inspection.row["revision_of"])
        self._lists = {one.table: frozen.get(one.name, {}) for one in checklist_lists().values()}
        self._today = inspection.workspace.clock().date()
        self._written: set[str] = set()
        self._ops: list[Op] = []

    def all(self, wanted: Mapping[tuple[str, str], Told]) -> list[Op]:
        """Return the ops for all records that the inspection, or one that it corrects, writes."""
        for table, id_ in dict.fromkeys((*wanted, *self._said.records(self._lists))):
            self._case(table, id_, wanted.get((table, id_), Told()))
        for _table, id_ in self._said.records(["project_result"]):
            if id_ not in self._written:
                self._take_out_result(id_)
        return self._ops

    def _case(self, table: str, id_: str, says: Told) -> None:
        record = self._load(table, id_)
        if record is None:
            _log.warning("%s: no such %s", self._inspection.row["form_id"], table)
            return
        values = dict(says.columns)
        if "factory" in values:  # a complaint about an unknown place is found to be about this factory
            values["factory"] = self._inspection.factory["id"]
        name = case_name(table, record.row)
        if has_steps(table):
            values = self._steps(record, says.steps, name) | values
        self._write(record, values, name)
        for indicator, columns in says.results.items():
            self._result(id_, indicator, columns, name)

    def _steps(self, record: records.Record, says: Mapping[str, Row], name: str) -> Row:
        """Add the steps; return the columns that they and the steps of others give the record."""
        table, base = record.table, self._base(record)
        sql = "SELECT * FROM step WHERE record = ? AND coalesce(deleted, 0) = 0"
        present = [dict(row) for row in self._connection.exec_driver_sql(sql, (record.id,)).mappings()]
        mine = [step for step in present if step["inspection"] in self._said.inspections]
        others = [step for step in present if step not in mine]
        self._bin("step", [step["id"] for step in mine])
        new = [self._new_step(record, kind, columns, others, name) for kind, columns in says.items()]
        if not (new or mine):
            return {}
        found: Row = {}
        for step in new:
            found |= rules(table)[step["kind"]].set_by(step)
        return found | {"state": standing(table, base["state"], [*others, *new]).state}

    def _new_step(
        self, record: records.Record, kind: str, columns: Row, others: Sequence[Row], name: str
    ) -> Row:
        row, table = self._inspection.row, record.table
        step: Row = dict.fromkeys(GROUPS["step"]["what"]) | {"id": new_id(), "kind": kind}
        step |= {"on_date": str(row["started_at"])[:10], "officer": row["officer_name"] or None}
        step |= {"inspection": self._inspection.id, **columns}
        state = standing(table, self._base(record)["state"], others).state
        rule = rules(table)[kind]
        problems = [] if rule.possible(state) else [not_possible(table, kind, state)]
        problems += [missing("step", column) for column in rule.needs if step[column] in (None, "")]
        self._refuse([*problems, *check("step", step, today=self._today, required=())], name)
        core = {"record": record.id, "record_table": table, **step}
        self._ops += records.new_ops("step", core, stream=record.row["stream"], id_=step["id"])
        return step

    def _result(self, project: str, indicator: str, columns: Row, name: str) -> None:
        """Write a result of a project: the one that is known of the indicator, or a new one."""
        sql = (
            "SELECT id FROM project_result WHERE project = ? AND indicator = ?"
            " ORDER BY coalesce(deleted, 0), row LIMIT 1"
        )
        known = self._connection.exec_driver_sql(sql, (project, indicator)).scalar()
        # Two inspectors who measure the same meet in one record.
        id_ = known or derived_id("project_result", project, indicator)
        self._written.add(id_)
        record = self._load("project_result", id_)
        if record is not None:
            self._write(record, columns | {"deleted": 0 if record.row["deleted"] else None}, name)
            return
        row: Row = dict.fromkeys(GROUPS["project_result"]["value"])
        row |= {"project": project, "indicator": indicator, **columns}
        self._refuse(check("project_result", row, today=self._today), name)
        stream = self._load("project", project)
        assert stream is not None
        self._ops += records.new_ops("project_result", row, stream=stream.row["stream"], id_=id_)

    def _take_out_result(self, id_: str) -> None:
        record = self._load("project_result", id_)
        if record is None:
            return
        if self._said.began("project_result", id_):
            self._bin("project_result", [id_])
        else:
            self._write(record, {}, "")

    # --- one record

    def _load(self, table: str, id_: str) -> records.Record | None:
        found = (
            self._connection.exec_driver_sql(f"SELECT * FROM {table} WHERE id = ?", (id_,)).mappings().first()
        )
        seen = changes.heads(self._connection, table, id_)
        return None if found is None else records.Record(table, id_, dict(found), seen)

    def _base(self, record: records.Record) -> Row:
        """Return the record as it would be without the inspections that are corrected.

        What somebody changed since stays as it is.
        """
        row = dict(record.row)
        for group, columns in GROUPS[record.table].items():
            cell = (record.table, record.id, group)
            if group != "void" and self._said.stands(cell, record.heads):
                before = self._said.before(self._connection, cell)
                row |= {column: before.get(column) for column in columns}
        return row

    def _write(self, record: records.Record, values: Row, name: str) -> None:
        """Write what is other than it stands; what somebody changed since it was read is in conflict."""
        base, table = self._base(record), record.table
        for group, columns in GROUPS[table].items():
            cell = (table, record.id, group)
            told_before = {} if self._said.stands(cell, record.heads) else self._said.last(cell)
            says = {
                column: values[column]
                for column in columns
                # The revision repeats it, and somebody knows better since.
                if column in values and (column not in told_before or told_before[column] != values[column])
            }
            now = {column: says.get(column, base[column]) for column in columns}
            if all(now[column] == record.row[column] for column in columns):
                continue
            self._refuse(
                [one for one in check(table, base | values, today=self._today) if one.column in says], name
            )
            self._ops.append(Op(*cell, now, self._prevs(record, group, says), record.row["stream"]))

    def _prevs(self, record: records.Record, group: str, says: Mapping[str, Any]) -> tuple[str, ...]:
        """Return the heads that the inspector saw: those of the start, where a column was changed since."""
        heads = record.heads.get((record.table, record.id, group), ())
        listed = self._lists.get(record.table, {})
        seen = tuple(listed.get("seen", {}).get(record.id, {}).get(group, ()))
        if not seen or seen == heads or self._said.inspections:
            return heads
        columns = listed["columns"]
        shown = next((row for row in listed["rows"] if row[0] == record.id), None)
        stale = shown is not None and any(
            column in columns and shown[columns.index(column)] != as_text(record.row[column])
            for column in says
            if column != "state"
        )
        return seen if stale else heads

    def _bin(self, table: str, ids: Sequence[str]) -> None:
        for id_ in ids:
            record = self._load(table, id_)
            if record is not None:
                self._ops += records.edit_ops(record, {"deleted": 1, "delete_reason": REPLACED})

    def _refuse(self, problems: Iterable[Problem], name: str) -> None:
        wrong = [problem for problem in problems if not problem.warning]
        if wrong:
            raise CaseRefused(wrong, place=name)
