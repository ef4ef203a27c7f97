"""Writes the life of an order: each step, its correction and deletion, in one commit with what follows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from fieldkit.errors import Text
from fieldkit.model import due_dates, records
from fieldkit.model.holidays import calendar
from fieldkit.model.ids import new_id
from fieldkit.model.orders import errors, letter
from fieldkit.model.orders.kinds import order_kinds
from fieldkit.model.orders.life import check, day, standing
from fieldkit.model.orders.reading import TABLE, Order, order_number, read_order
from fieldkit.model.orders.steps_table import START, of_kind, transition
from fieldkit.model.reference import whole_param
from fieldkit.model.tables import GROUPS
from fieldkit.model.thai.dates import short

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from fieldkit.model.body import Op
    from fieldkit.model.records import Edit, Record
    from fieldkit.model.workspace import Workspace

Row = dict[str, Any]

STEP_COLUMNS = GROUPS["step"]["what"]
MOST_DAYS = 3650


@dataclass(frozen=True, slots=True)
class Done:
    """What was written, so that it can be undone, and what the person should know about it."""

    edit: Edit | None
    warnings: tuple[Text, ...] = ()


@dataclass
class _Plan:
    """What one commit will write."""

    new: list[Op]
    edits: list[tuple[Record, Mapping[str, Any]]]
    files: dict[str, int]


def add_step(workspace: Workspace, order_id: str, kind: str, **columns: Any) -> Done:
    """Take a step of ``kind``; ``columns`` are those of the table ``step`` (on_date defaults to today).

    The receipt of an order gets its last day by rule and holidays unless ``due_date`` gives another;
    issuing writes the letter. Raises `OrderRefused`, `ConflictOpen`, `StorageError`; then nothing is saved.
    """
    return add_steps(workspace, [order_id], kind, **columns)


def add_steps(workspace: Workspace, order_ids: Iterable[str], kind: str, **columns: Any) -> Done:
    """Take the same step for several orders in one commit; raises as :func:`add_step`."""
    plan, warnings = _Plan([], [], {}), dict[Text, None]()
    for order_id in order_ids:
        order = read_order(workspace, order_id)
        step = new_step(workspace, order, kind, columns)
        plan.new += records.new_ops(
            "step",
            {"record": order.id, "record_table": TABLE, **step},
            stream=order.record.row["stream"],
            id_=step["id"],
        )
        steps = [*order.step_rows, step]
        _follow(workspace, order, steps, plan)
        plan.edits += findings_after(order, step)
        _write_letter(workspace, order, step, steps, plan)
        warnings |= dict.fromkeys(warnings_about(order, step, steps))
    done = records.write(workspace, new=plan.new, edits=plan.edits, files=plan.files)
    return Done(done, tuple(warnings))


def new_step(workspace: Workspace, order: Order, kind: str, columns: Mapping[str, Any]) -> Row:
    """Return the row of a new step with what is proposed for it; nothing is saved."""
    step: Row = dict.fromkeys(STEP_COLUMNS) | {"id": new_id(), "kind": kind}
    step["on_date"] = workspace.clock().date().isoformat()
    step["officer"] = workspace.person.name or None
    step |= {name: value for name, value in columns.items() if value is not None and value != ""}
    if step["due_date"] is None:
        step["due_date"] = proposed_due(order, kind, step["on_date"])
    return step


def proposed_due(order: Order, kind: str, on_date: str) -> str | None:
    """Return the last day that a step proposes (ISO): the receipt starts the period of the order."""
    state = order.row["state"]
    row = transition(kind, state)
    starts = row is not None and ("due_date", "due_date") in row.sets
    if not starts or order.row["days"] is None:
        return None
    received = day(on_date)
    assert received is not None
    return due_dates.due_date(received, order.row["days"]).isoformat()


def edit_step(workspace: Workspace, order_id: str, step_id: str, **columns: Any) -> Done:
    """Correct a step; what follows from it is derived anew. Raises `OrderRefused` and as :func:`add_step`.

    Another day of receipt moves the last day with it, unless that was given by hand.
    """
    order = read_order(workspace, order_id)
    record = next(step for step in order.steps if step.id == step_id)
    before = record.row
    values = {name: columns[name] for name in STEP_COLUMNS if name in columns}
    if "on_date" in values and "due_date" not in values:
        counted = proposed_due_of(order, before, before["on_date"])
        if counted is not None and before["due_date"] == counted:
            values["due_date"] = proposed_due_of(order, before, values["on_date"])
    steps = [step | values if step["id"] == step_id else step for step in order.step_rows]
    plan = _Plan([], [(record, values)], {})
    _follow(workspace, order, steps, plan)
    changed = next(step for step in steps if step["id"] == step_id)
    return Done(records.write(workspace, edits=plan.edits), tuple(warnings_about(order, changed, steps)))


def proposed_due_of(order: Order, step: Mapping[str, Any], on_date: str | None) -> str | None:
    """Return the last day that the period gives when a step lies on ``on_date``, None for other steps."""
    earlier = [one for one in order.step_rows if (one["on_date"], one["id"]) < (step["on_date"], step["id"])]
    row = transition(str(step["kind"]), standing(earlier).state)
    received = day(on_date)
    starts = row is not None and ("due_date", "due_date") in row.sets
    if not starts or received is None or order.row["days"] is None:
        return None
    return due_dates.due_date(received, order.row["days"]).isoformat()


def delete_step(workspace: Workspace, order_id: str, step_id: str) -> Done:
    """Put a step into the bin, with the letter that it wrote; the order is what the others make of it.

    Raises `OrderRefused` when the others could not have happened without it.
    """
    order = read_order(workspace, order_id)
    record = next(step for step in order.steps if step.id == step_id)
    plan = _Plan([], [(record, {"deleted": 1, "delete_reason": None})], {})
    _follow(workspace, order, [step for step in order.step_rows if step["id"] != step_id], plan)
    if any(row.letter for row in of_kind(record.row["kind"])):
        # A letter that did not leave the office is not the letter of the order.
        plan.edits += [
            (file, {"deleted": 1, "delete_reason": "withdrawn"}) for file in _letters(workspace, order)
        ]
    return Done(records.write(workspace, edits=plan.edits))


def restore_step(workspace: Workspace, order_id: str, step_id: str) -> Done:
    """Take a step out of the bin; raises `OrderRefused` when it fits the others no more."""
    order = read_order(workspace, order_id)
    record = records.load(workspace, "step", step_id)
    assert record is not None
    plan = _Plan([], [(record, {"deleted": 0, "delete_reason": None})], {})
    _follow(workspace, order, [*order.step_rows, record.row], plan)
    return Done(records.write(workspace, edits=plan.edits))


def _letters(workspace: Workspace, order: Order) -> list[Record]:
    rows = workspace.rows(
        "SELECT id FROM attachment WHERE record = ? AND kind = 'letter' AND coalesce(deleted, 0) = 0",
        order.id,
    )
    found = (records.load(workspace, "attachment", row["id"]) for row in rows)
    return [record for record in found if record is not None]


def edit_draft(
    workspace: Workspace, order_id: str, *, wording: str | None = None, days: int | None = None
) -> Done:
    """Change the words or the period of an order that is not issued; raises `OrderRefused` later."""
    order = read_order(workspace, order_id)
    values: Row = {}
    if wording is not None:
        values["wording"] = wording.strip()
    if days is not None:
        refuse_days(days, order.name)
        values["days"] = days
    other = any(order.row[name] != value for name, value in values.items())
    if other and order.row["state"] != START:
        raise errors.issued_already(order.name)
    return Done(records.edit(workspace, [order.record], values))


def set_number(workspace: Workspace, order_id: str, number: str) -> Done:
    """Give an order the office's number of its letter, also after it was issued; raises `OrderRefused`."""
    order = read_order(workspace, order_id)
    issued = next((step for step in order.step_rows if _sets(step, order, "number")), None)
    if issued is None:
        raise errors.not_possible(
            "ordered", workspace.clock().date(), order.row["state"], order.name, after=None
        )
    return edit_step(workspace, order_id, issued["id"], number=number.strip() or None)


def _sets(step: Mapping[str, Any], order: Order, column: str) -> bool:
    earlier = [one for one in order.step_rows if (one["on_date"], one["id"]) < (step["on_date"], step["id"])]
    row = transition(str(step["kind"]), standing(earlier).state)
    return row is not None and any(name == column for name, _source in row.sets)


def delete(workspace: Workspace, order_ids: Iterable[str], reason: str | None = None) -> Done:
    """Put orders into the bin; their findings are free for another order. Undo brings all back."""
    edits: list[tuple[Record, Mapping[str, Any]]] = []
    for order_id in order_ids:
        order = read_order(workspace, order_id)
        edits.append((order.record, {"deleted": 1, "delete_reason": reason}))
    return Done(records.write(workspace, edits=edits))


def restore(workspace: Workspace, order_ids: Iterable[str]) -> Done:
    """Take orders out of the bin, with those of their findings that no other order took over meanwhile."""
    edits: list[tuple[Record, Mapping[str, Any]]] = []
    for order_id in order_ids:
        order = read_order(workspace, order_id)
        edits.append((order.record, {"deleted": 0, "delete_reason": None}))
    return Done(records.write(workspace, edits=edits))


def refuse_days(days: int, place: str) -> None:
    """Raise `OrderRefused` for a period that cannot be."""
    if not 0 <= days <= MOST_DAYS:
        raise errors.wrong_days(days, place)


def warnings_about(order: Order, step: Mapping[str, Any], steps: Sequence[Mapping[str, Any]]) -> list[Text]:
    """Return what a person should know of a step: an appeal too late, holidays that are not announced."""
    found = []
    kind = order_kinds().get(order.row["section"])
    received = day(standing(steps).columns["received_on"])
    on = day(step["on_date"])
    if step["kind"] == "appealed" and received is not None and on is not None:
        last = due_dates.due_date(received, whole_param("order.appeal_days", received))
        if kind is not None and not kind.appeal:
            found.append(Text("หนังสือคำแนะนำไม่มีสิทธิอุทธรณ์", "A letter of advice carries no right of appeal"))
        elif on > last:
            found.append(
                Text(
                    f"อุทธรณ์พ้นกำหนด (วันสุดท้าย {short(last)})",
                    f"The appeal is late (last day {short(last, 'en')})",
                )
            )
    due = day(step["due_date"])
    if due is not None and not calendar().complete(due):
        found.append(
            Text(
                "ตารางวันหยุดยังไม่ครบปีงบประมาณของวันครบกำหนด ตรวจวันหยุดอีกครั้ง",
                "The announced holidays of that fiscal year are not in the table yet; check the day",
            )
        )
    return found


def _follow(workspace: Workspace, order: Order, steps: Sequence[Mapping[str, Any]], plan: _Plan) -> None:
    """Check the steps and plan what they make of the order."""
    check(steps, today=workspace.clock().date(), found_on=order.found_on, place=order.name)
    plan.edits.append((order.record, standing(steps).as_columns()))


def findings_after(order: Order, step: Mapping[str, Any]) -> list[tuple[Record, Row]]:
    """Return the open findings of the order with the state that a step says of them."""
    row = transition(str(step["kind"]), order.row["state"])
    if row is None or not row.findings:
        return []
    values = {"state": row.findings, "state_at": step["on_date"], "verified_in": step["inspection"]}
    return [(finding, values) for finding in order.findings if finding.row["state"] == "open"]


def _write_letter(
    workspace: Workspace,
    order: Order,
    step: Mapping[str, Any],
    steps: Sequence[Mapping[str, Any]],
    plan: _Plan,
) -> None:
    """Keep the letter, as it is on the day it is issued, with the order."""
    row = transition(str(step["kind"]), order.row["state"])
    if row is None or not row.letter:
        return
    from fieldkit.model.orders import letter_file

    as_issued = order.row | standing(steps).as_columns()
    data = letter_file.docx(letter.compose(workspace, order, as_issued), workspace.clock())
    sha256 = workspace.attachments.add(data)
    plan.files[sha256] = len(data)
    plan.new += records.new_ops(
        "attachment",
        {
            "record": order.id,
            "sha256": sha256,
            "name": letter_file.file_name(order_number(as_issued)),
            "media_type": letter_file.MEDIA_TYPE,
            "size": len(data),
            "kind": "letter",
            "taken_at": workspace.clock().isoformat(timespec="seconds"),
        },
        stream=order.record.row["stream"],
    )
