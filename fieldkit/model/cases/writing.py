"""Writes the registers: records, steps and what follows from these, in one commit that can be undone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from fieldkit.model import records
from fieldkit.model.cases import numbering, repeats
from fieldkit.model.cases.errors import CaseRefused, Problem, missing, not_possible
from fieldkit.model.cases.life import day, standing
from fieldkit.model.cases.reading import Case, read_case
from fieldkit.model.cases.registers import register_of
from fieldkit.model.cases.steps_table import leading_to, rules, set_columns, start
from fieldkit.model.cases.validation import check
from fieldkit.model.identifiers import id13_digits
from fieldkit.model.ids import new_id
from fieldkit.model.tables import GROUPS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from fieldkit.model.body import Op
    from fieldkit.model.records import Edit, Record
    from fieldkit.model.workspace import Workspace

Row = dict[str, Any]

STEP_COLUMNS = GROUPS["step"]["what"]


@dataclass(frozen=True, slots=True)
class Done:
    """What was written, so that it can be undone; what the person should know; the id of a new record."""

    edit: Edit | None
    warnings: tuple[Problem, ...] = ()
    id: str = ""


def add(workspace: Workspace, table: str, values: Mapping[str, Any]) -> Done:
    """Save a new record; its state is the first, a complaint gets its number and what it repeats.

    Raises `CaseRefused` with every wrong column, `StorageError`; then nothing is saved.
    """
    row: Row = dict.fromkeys(_columns(table)) | _tidy(table, values)
    if "state" in row:
        row["state"] = row["state"] or start(table)
    if table == "complaint":
        row["number"] = row["number"] or numbering.next_number(workspace, day(row["received_at"]))
        row["urgency"] = row["urgency"] or "normal"
        row["repeat_of"] = row["repeat_of"] or _repeated(workspace, row)
    warnings = _checked(workspace, table, row)
    id_ = new_id()
    new = records.new_ops(table, row, stream=records.office_stream(workspace), id_=id_)
    return Done(records.write(workspace, new=new), warnings, id_)


def edit(workspace: Workspace, table: str, id_: str, values: Mapping[str, Any]) -> Done:
    """Give a record other values; raises as :func:`add`, and `ConflictOpen`."""
    case = read_case(workspace, table, id_)
    given = _tidy(table, values)
    warnings = _checked(workspace, table, case.record.row | given, place=case.name)
    return Done(records.write(workspace, edits=[(case.record, given)]), warnings, id_)


def assign(workspace: Workspace, table: str, ids: Iterable[str], officer: str) -> Done:
    """Give records to an officer, "" for nobody, in one commit."""
    column = register_of(table).officer
    values: Row = {column: officer.strip() or None}
    if table == "complaint":
        values["assigned_on"] = workspace.clock().date().isoformat() if officer.strip() else None
    cases = [read_case(workspace, table, id_) for id_ in ids]
    return Done(records.write(workspace, edits=[(case.record, values) for case in cases]))


def set_state(workspace: Workspace, table: str, ids: Iterable[str], state: str, note: str = "") -> Done:
    """Bring records to a state by the step that leads there, dated today; raises as :func:`add_steps`."""
    kind = leading_to(table, state)
    if kind is None:
        raise KeyError(f"no step of {table} leads to {state}")
    return add_steps(workspace, table, ids, kind, note=note)


def add_step(workspace: Workspace, table: str, id_: str, kind: str, **columns: Any) -> Done:
    """Record a step; ``columns`` are those of the table ``step`` (on_date defaults to today).

    Raises `CaseRefused`, `ConflictOpen`, `StorageError`; then nothing is saved.
    """
    return add_steps(workspace, table, [id_], kind, **columns)


def add_steps(workspace: Workspace, table: str, ids: Iterable[str], kind: str, **columns: Any) -> Done:
    """Record the same step for several records, for all or none of them; raises as :func:`add_step`."""
    new: list[Op] = []
    edits: list[tuple[Record, Mapping[str, Any]]] = []
    for id_ in ids:
        case = read_case(workspace, table, id_)
        step = new_step(workspace, kind, columns)
        check_step(workspace, case, step)
        new += records.new_ops(
            "step",
            {"record": case.id, "record_table": table, **step},
            stream=case.record.row["stream"],
            id_=step["id"],
        )
        after = standing(table, case.record.row["state"], [*case.step_rows, step])
        edits.append((case.record, rules(table)[kind].set_by(step) | {"state": after.state}))
    return Done(records.write(workspace, new=new, edits=edits))


def new_step(workspace: Workspace, kind: str, columns: Mapping[str, Any]) -> Row:
    """Return the row of a new step of today by this person; nothing is saved."""
    step: Row = dict.fromkeys(STEP_COLUMNS) | {"id": new_id(), "kind": kind}
    step["on_date"] = workspace.clock().date().isoformat()
    step["officer"] = workspace.person.name or None
    return step | {name: value for name, value in columns.items() if not _blank(value)}


def edit_step(workspace: Workspace, table: str, id_: str, step_id: str, **columns: Any) -> Done:
    """Correct a step; what it made of the record is corrected with it. Raises as :func:`add_step`."""
    case = read_case(workspace, table, id_)
    record = next(step for step in case.steps if step.id == step_id)
    values = {
        name: None if _blank(value) else value for name, value in columns.items() if name in STEP_COLUMNS
    }
    after = record.row | values
    others = [step for step in case.step_rows if step["id"] != step_id]
    check_step(workspace, case, after, before=others)
    edits = [(record, values), (case.record, _without(case, record.row, [*others, after]))]
    return Done(records.write(workspace, edits=edits))


def delete_step(workspace: Workspace, table: str, id_: str, step_id: str) -> Done:
    """Put a step into the bin; the record is what the others make of it."""
    case = read_case(workspace, table, id_)
    record = next(step for step in case.steps if step.id == step_id)
    others = [step for step in case.step_rows if step["id"] != step_id]
    edits = [
        (record, {"deleted": 1, "delete_reason": None}),
        (case.record, _without(case, record.row, others)),
    ]
    return Done(records.write(workspace, edits=edits))


def delete(workspace: Workspace, table: str, ids: Iterable[str], reason: str | None = None) -> Done:
    """Put records into the bin."""
    found = [read_case(workspace, table, id_).record for id_ in ids]
    return Done(records.delete(workspace, found, reason))


def restore(workspace: Workspace, table: str, ids: Iterable[str]) -> Done:
    """Take records out of the bin."""
    found = [read_case(workspace, table, id_).record for id_ in ids]
    return Done(records.restore(workspace, found))


def check_step(
    workspace: Workspace, case: Case, step: Mapping[str, Any], *, before: Sequence[Row] | None = None
) -> None:
    """Raise `CaseRefused` when ``case`` cannot have taken ``step``, after the steps ``before``."""
    table, today = case.table, workspace.clock().date()
    state = standing(table, case.record.row["state"], case.step_rows if before is None else before).state
    rule = rules(table).get(str(step["kind"]))
    problems = []
    if rule is None or (before is None and not rule.possible(state)):
        problems.append(not_possible(table, str(step["kind"]), state))
    needs = rule.needs if rule else ()
    problems += [missing("step", column) for column in ("on_date", *needs) if _blank(step[column])]
    problems += check("step", step, today=today, required=())
    if rule is not None:
        sets = {column: value for column, value in rule.set_by(step).items() if value is not None}
        row = case.record.row | sets
        problems += [
            _of_step(problem, rule.sets)
            for problem in check(table, row, today=today)
            if problem.column in sets and not problem.warning
        ]
    if problems:
        raise CaseRefused(problems, place=case.name)


def _of_step(problem: Problem, sets: Sequence[tuple[str, str]]) -> Problem:
    """Return a problem of the record as one of the column of the step that sets it."""
    source = next((source for column, source in sets if column == problem.column), "")
    return Problem(source or problem.column, problem.title, problem.cure)


def _without(case: Case, step: Row, steps: Sequence[Row]) -> Row:
    """Return what the record is with ``steps`` instead of those it was read with, ``step`` among them.

    A column that somebody gave another value than ``step`` did keeps it.
    """
    row = case.record.row
    now = standing(case.table, None, steps)
    rule = rules(case.table).get(step["kind"])
    set_here = rule.set_by(step) if rule else {}
    values = {
        column: now.columns.get(column)
        for column, value in set_here.items()
        if row[column] == value and column in set_columns(case.table)
    }
    return values | {"state": now.state}


def _checked(workspace: Workspace, table: str, row: Row, *, place: str = "") -> tuple[Problem, ...]:
    problems = check(table, row, today=workspace.clock().date())
    wrong = [problem for problem in problems if not problem.warning]
    if wrong:
        raise CaseRefused(wrong, place=place)
    return tuple(problems)


def _columns(table: str) -> list[str]:
    return [column for group in GROUPS[table].values() for column in group]


def _tidy(table: str, values: Mapping[str, Any]) -> Row:
    """Return values without blanks around them, numbers of persons as digits; raises KeyError."""
    known = set(_columns(table))
    if unknown := values.keys() - known:
        raise KeyError(f"{table}: {sorted(unknown)}")
    found: Row = {}
    for column, value in values.items():
        text = value.strip() if isinstance(value, str) else value
        if column == "id13" and text:
            text = id13_digits(text)
        found[column] = None if text == "" else text
    return found


def _blank(value: object) -> bool:
    return value is None or (isinstance(value, str) and not value.strip())


def _repeated(workspace: Workspace, row: Row) -> str | None:
    others = workspace.rows("SELECT * FROM complaint WHERE coalesce(deleted, 0) = 0")
    found = repeats.earlier(row, others)
    return str(found[0]["id"]) if found else None
