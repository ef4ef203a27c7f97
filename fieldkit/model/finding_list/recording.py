"""What rows say of the orders of their findings: each becomes a dated step, checked as in the window."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from fieldkit.errors import Text
from fieldkit.model import records
from fieldkit.model.finding_list.columns import CLOSED, DUE, STATE, STEP
from fieldkit.model.orders import errors
from fieldkit.model.orders.errors import OrderRefused
from fieldkit.model.orders.life import check, in_order, standing
from fieldkit.model.orders.reading import TABLE, read_order
from fieldkit.model.orders.steps_table import of_kind, transitions
from fieldkit.model.orders.writing import findings_after, new_step, warnings_about
from fieldkit.model.records import Record
from fieldkit.model.tables import GROUPS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from fieldkit.model.body import Op
    from fieldkit.model.finding_list.reading import FindingReading
    from fieldkit.model.orders.reading import Order
    from fieldkit.model.register.problems import Remark
    from fieldkit.model.workspace import Workspace

Row = dict[str, Any]

_EXTENDED = "extended"
_SAME = ("kind", "on_date", "due_date", "number", "amount", "note")
# Where what is wrong with a step stands in the sheet.
_PLACES = {column: key for key, column in STEP.items()} | {"due_date": DUE}


@dataclass(frozen=True, slots=True)
class Wish:
    """A step that a row asks for: ``columns`` are those of the table ``step`` that it gives.

    ``verifies`` tells that the row said “closed” of its finding and not which step.
    """

    row: FindingReading
    finding: Row
    kind: str
    columns: Mapping[str, Any]
    verifies: bool = False


@dataclass
class Recorded:
    """What the steps of one order write: ``accepted`` rows, ``known`` ones whose step is there already."""

    new: list[Op]
    edits: list[tuple[Record, Row]]
    accepted: list[Wish]
    known: list[Wish]
    refused: list[Remark]
    warnings: list[Remark]


def wish_of(row: FindingReading, finding: Row, order: Order) -> Wish | None:
    """Return the step that a row asks for of the ``order`` of its finding, None for none."""
    given = {column: row.values.get(key) for key, column in STEP.items()}
    kind = given.pop("kind")
    due = row.values.get(DUE)
    if due is not None and _asks(due, kind or _EXTENDED, finding, order):
        given["due_date"] = due
    closes = row.values.get(STATE) == CLOSED and finding["state"] == "open"
    verifies = False
    if kind is None and closes:
        verifies, kind = True, _closing(str(finding["order_state"]))
    elif kind is None and "due_date" in given:
        kind = _EXTENDED
    if kind is None and not any(value is not None for value in given.values()):
        return None
    columns = {name: value for name, value in given.items() if value is not None}
    return Wish(row, finding, kind or "", columns, verifies)


def _closing(state: str) -> str:
    """Return the step that closes the findings of an order; the refusal names it where it is not possible."""
    rows = [row for row in transitions() if row.findings == CLOSED]
    return next((row.kind for row in rows if state in row.states), rows[0].kind)


def _asks(due: str, kind: str, finding: Row, order: Order) -> bool:
    """Tell whether a last day asks for a step.

    A cell with one that the visit or an earlier step gave was exported before the last extension, unless it
    is the very step that the row gives.
    """
    given = {(step["kind"], step["due_date"]) for step in order.step_rows}
    earlier = {finding["own_due"], finding["due_date"], *(day for _kind, day in given)}
    return due not in earlier or (kind, due) in given


def record(workspace: Workspace, order: Order, wishes: Sequence[Wish]) -> Recorded:
    """Return what the steps that rows wish for one order write; nothing is saved.

    Equal wishes of several rows are one step; one that is there already is not taken again.
    """
    found = Recorded([], [], [], [], [], [])
    first, followed = order, dict[str, tuple[Record, Row]]()
    for group in _by_step(wishes):
        try:
            step, steps = _taken(workspace, order, group, wishes)
        except OrderRefused as error:
            found.refused += [_remark(wish.row, error) for wish in group]
            continue
        if step is None:
            found.known += group
            continue
        found.accepted += group
        found.new += records.new_ops(
            "step",
            {"record": order.id, "record_table": TABLE, **step},
            stream=order.record.row["stream"],
            id_=step["id"],
        )
        found.warnings += [group[0].row.problem("step", told) for told in warnings_about(order, step, steps)]
        after = findings_after(order, step)
        followed |= {one.id: (one, values) for one, values in after}
        order = _with(order, step, {one.id: values for one, values in after})
    if found.new:
        found.edits.append((first.record, standing(order.step_rows).as_columns()))
        before = {one.id: one for one in first.findings}
        found.edits += [(before[id_], values) for id_, (_one, values) in followed.items()]
    return found


def _by_step(wishes: Sequence[Wish]) -> Iterator[list[Wish]]:
    """Yield the rows that wish the same step, the earliest day first."""
    groups = defaultdict[tuple[Any, ...], list[Wish]](list)
    for wish in wishes:
        groups[wish.kind, *sorted(wish.columns.items())].append(wish)
    yield from sorted(groups.values(), key=lambda group: str(group[0].columns.get("on_date") or "9999"))


def _taken(
    workspace: Workspace, order: Order, group: Sequence[Wish], all_: Sequence[Wish]
) -> tuple[Row | None, list[Mapping[str, Any]]]:
    """Return the step of a group and the steps of the order with it; None where it is there already."""
    wish = group[0]
    if not wish.kind:
        raise errors.no_kind(order.name)
    if any(row.letter for row in of_kind(wish.kind)):
        raise errors.letter_by_hand(wish.kind, order.name)
    if wish.verifies:
        _refuse_part(order, all_)
    elif wish.row.values.get("step") and "on_date" not in wish.columns:
        raise errors.missing(
            wish.kind, "on_date", order.name
        )  # the same file on another day is the same step
    step = new_step(workspace, order, wish.kind, wish.columns)
    if any(_same(step, there, wish) for there in order.step_rows):
        return None, []
    steps = in_order([*order.step_rows, step])
    check(steps, today=workspace.clock().date(), found_on=order.found_on, place=order.name)
    return step, list(steps)


def _same(step: Row, there: Mapping[str, Any], wish: Wish) -> bool:
    """Tell whether a step that is there is the one that is wished; the day counts where it is given."""
    names = [name for name in _SAME if name in ("kind", *wish.columns)]
    return len(names) > 1 and all(there[name] == step[name] for name in names)


def _refuse_part(order: Order, wishes: Sequence[Wish]) -> None:
    """Refuse to close an order of which other findings stay open: a visit looks at them one by one."""
    closed = {wish.finding["id"] for wish in wishes if wish.verifies}
    rest = [one for one in order.findings if one.row["state"] == "open" and one.id not in closed]
    if rest:
        raise errors.others_open(len(rest), order.name)


def _with(order: Order, step: Row, findings: Mapping[str, Row]) -> Order:
    """Return an order as it is after ``step``."""
    whole = {name: step[name] for name in ("id", *GROUPS["step"]["what"])}
    steps = in_order([*order.step_rows, whole])
    known = {one.id: one for one in order.steps}
    return replace(
        order,
        steps=tuple(known.get(one["id"]) or Record("step", one["id"], dict(one), {}) for one in steps),
        findings=tuple(replace(one, row=one.row | findings.get(one.id, {})) for one in order.findings),
    )


def _remark(row: FindingReading, error: OrderRefused) -> Remark:
    reason = Text(f"{error.title.th} {error.hint.th}", f"{error.title.en}. {error.hint.en}")
    column = _PLACES.get(error.column, "step")
    if column not in row.letters:  # a state or a last day asked for the step
        column = next((key for key in ("step", DUE, STATE) if key in row.letters), "")
    return row.problem(column, reason)


def worked_on_since(workspace: Workspace, import_: Mapping[str, Mapping[str, bool]]) -> set[str]:
    """Return the records of an import of findings that must stay, because somebody went on with their order.

    ``import_`` are the records that it wrote by table, each with whether somebody changed it since. An order
    stays with all its steps and findings also where its other steps could not have happened without them.
    """
    changed = {id_ for found in import_.values() for id_, other in found.items() if other}
    kept: set[str] = set()
    for order_id, own in _by_order(workspace, [*import_.get("step", ())]).items():
        order = read_order(workspace, order_id)
        rest = [step for step in order.step_rows if step["id"] not in own]
        together = {order_id, *own, *(one.id for one in order.findings)}
        if changed & together or not _possible(workspace, order, rest):
            kept |= together
    return kept


def _by_order(workspace: Workspace, steps: Sequence[str]) -> Mapping[str, set[str]]:
    found = defaultdict[str, set[str]](set)
    for step in records.load_many(workspace, "step", steps):
        found[step.row["record"]].add(step.id)
    return found


def _possible(workspace: Workspace, order: Order, steps: Sequence[Mapping[str, Any]]) -> bool:
    try:
        check(steps, today=workspace.clock().date(), found_on=order.found_on, place=order.name)
    except OrderRefused:
        return False
    return True
