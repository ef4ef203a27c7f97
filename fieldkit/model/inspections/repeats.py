"""Rows of a repeat: added, copied, moved and removed with keys that mean the same on every laptop."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal, localcontext
from typing import TYPE_CHECKING, Any

from fieldkit.model.body import Op
from fieldkit.model.changes import group_columns
from fieldkit.model.form.nodes import Range
from fieldkit.model.ids import derived_id, new_id
from fieldkit.model.inspections.errors import InspectionSealed, RowsSetByForm
from fieldkit.model.inspections.stored_path import paths_by_stored, stored_path

if TYPE_CHECKING:
    from collections.abc import Iterable

    from fieldkit.model.form import FormInstance, Node
    from fieldkit.model.inspections.record import Inspection

_STEP = Decimal(1024)
_DIGITS = 1_000  # each row between two others takes a digit more; the usual 28 are used up after 90 rows
_REMOVED = "row"  # why findings and files of a removed row are gone


@dataclass
class Rows:
    """The stored rows of an inspection's repeats, by (stored path of the range, key)."""

    records: dict[tuple[str, str], dict[str, Any]] = field(default_factory=dict)

    @classmethod
    def of(cls, rows: Iterable[dict[str, Any]]) -> Rows:
        """Return the rows of the table ``repeat_instance``."""
        return cls({(row["path"], row["key"]): row for row in rows if row["path"]})

    def ordered(self, area: str) -> list[dict[str, Any]]:
        """Return the living rows of a range in their order."""
        living = [row for (path, _), row in self.records.items() if path == area and not row.get("deleted")]
        return sorted(living, key=lambda row: (Decimal(row["ordinal"] or 0), row["key"]))

    def areas(self) -> list[str]:
        """Return the ranges that have stored rows, outer ones first."""
        return sorted({path for path, _ in self.records}, key=lambda path: (path.count("["), path))


def rebuild(instance: FormInstance, rows: Rows) -> None:
    """Give a fresh form the rows that are stored, in their order; answers are put back afterwards."""
    for area in rows.areas():
        present = paths_by_stored(instance)
        if area not in present:
            continue  # an outer row that is gone
        range_path = present[area]
        wanted = [row["key"] for row in rows.ordered(area)]
        held = [str(node.key) for node in instance.node(range_path).children]
        if held == wanted:
            continue
        for place in range(len(held), 0, -1):
            instance.remove(f"{range_path}[{place}]")
        for key in wanted:
            instance.add(range_path, key=key)


def present_rows(instance: FormInstance) -> dict[str, tuple[str, ...]]:
    """Return the keys of the rows of every range that a person may change, also of empty rows."""
    return {
        node.path: tuple(str(row.key) for row in node.children)
        for node in instance.walk()
        if isinstance(node, Range) and not node.controlled
    }


def all_unrecorded(inspection: Inspection) -> list[Op]:
    """Return what stores every row that a person may change and that is not stored yet."""
    areas = [area for area in _ranges_in(inspection.instance.root) if not area.controlled]
    return [op for area in areas for op in _unrecorded(inspection, area)]


def gone(inspection: Inspection, area: str, key: str) -> list[Op]:
    """Return what stores that a row with which the form begins (stored path, key) is not there."""
    record = _fresh(inspection, area, key, f"{_STEP:f}") | {"deleted": 1}
    return _write(inspection, record, ("core", "order", "void"))


def add_row(inspection: Inspection, range_path: str, *, after: int | None = None) -> str:
    """Add a row after row number ``after`` (0 first, None last); returns its path.

    Raises RowsSetByForm where the form sets the number, InspectionSealed, StorageError.
    """
    return _insert(inspection, range_path, after)


def copy_row(inspection: Inspection, row_path: str) -> str:
    """Add a row below with the same answers and rows; photos, notes and signatures are not copied."""
    row = inspection.instance.node(row_path)
    values = {
        node.path[len(row.path) :]: node.kept_text()
        for node in _leaves(row)
        if node.kept_text() and node.type in ("input", "select", "range", "rank", "trigger")
    }
    path = _insert(inspection, _range_of(row).path, row.index, like=row)
    for tail, value in values.items():
        inspection.answer(f"{path}{tail}", value)
    return path


def remove_row(inspection: Inspection, row_path: str) -> None:
    """Remove a row with its findings and files; its answers stay in the store, for the step back."""
    row = inspection.instance.node(row_path)
    area, key = stored_path(_range_of(row)), str(row.key)
    _record_all(inspection, _range_of(row))
    _restructure(inspection, _void(inspection, area, key))


def move_row(inspection: Inspection, row_path: str, to: int) -> None:
    """Move a row so that it becomes number ``to`` (from 1); beyond an end it stays there."""
    row = inspection.instance.node(row_path)
    area = _range_of(row)
    _record_all(inspection, area)
    stored = stored_path(area)
    others = [record for record in inspection.rows.ordered(stored) if record["key"] != row.key]
    place = min(max(to - 1, 0), len(others))
    if place == row.index - 1:
        return
    ordinal = _between(
        others[place - 1]["ordinal"] if place else None,
        others[place]["ordinal"] if place < len(others) else None,
    )
    record = inspection.rows.records[stored, str(row.key)] | {"ordinal": ordinal}
    _restructure(inspection, _write(inspection, record, ("order",)))


def _insert(inspection: Inspection, range_path: str, after: int | None, *, like: Node | None = None) -> str:
    area = inspection.instance.node(range_path)
    if not isinstance(area, Range):
        raise RowsSetByForm(range_path)
    _record_all(inspection, area)
    stored, key = stored_path(area), new_id()
    rows = inspection.rows.ordered(stored)
    place = len(rows) if after is None else min(max(after, 0), len(rows))
    ordinal = _between(
        rows[place - 1]["ordinal"] if place else None, rows[place]["ordinal"] if place < len(rows) else None
    )
    ops = _write(inspection, _fresh(inspection, stored, key, ordinal), ("core", "order"))
    if like is not None:
        ops += _rows_like(inspection, like, f"{stored}[{key}]")
    _restructure(inspection, ops)
    return f"{area.path}[{place + 1}]"


def _rows_like(inspection: Inspection, row: Node, stored: str) -> Iterable[Op]:
    """Yield what gives the row ``stored`` as many rows inside as ``row`` has."""
    for area in _ranges_in(row):
        if area.controlled:
            continue
        inside = stored + stored_path(area).removeprefix(stored_path(row))
        for number, inner in enumerate(area.children, start=1):
            key = new_id()
            record = _fresh(inspection, inside, key, f"{_STEP * number:f}")
            yield from _write(inspection, record, ("core", "order"))
            yield from _rows_like(inspection, inner, f"{inside}[{key}]")


def _record_all(inspection: Inspection, area: Range) -> None:
    """Store the rows that the form began with, so that order and removal have something to name.

    They were there before: that they are stored is no step that a person takes back.
    """
    if inspection.closed:
        raise InspectionSealed(inspection.id)
    if area.controlled:
        raise RowsSetByForm(area.path)
    ops = list(_unrecorded(inspection, area))
    if ops:
        with inspection.steps.apart():
            _commit(inspection, ops)


def _unrecorded(inspection: Inspection, area: Range) -> Iterable[Op]:
    stored = stored_path(area)
    for number, row in enumerate(area.children, start=1):
        if (stored, str(row.key)) not in inspection.rows.records:
            record = _fresh(inspection, stored, str(row.key), f"{_STEP * number:f}")
            yield from _write(inspection, record, ("core", "order"))
        # Rows that came with a row are stored with it, or the rebuilt form would not know them.
        for inner in _ranges_in(row):
            if not inner.controlled:
                yield from _unrecorded(inspection, inner)


def _ranges_in(node: Node) -> Iterable[Range]:
    """Yield the ranges below ``node`` that are inside no other range."""
    for child in node.children:
        if isinstance(child, Range):
            yield child
        elif child.children:
            yield from _ranges_in(child)


def _fresh(inspection: Inspection, area: str, key: str, ordinal: str) -> dict[str, Any]:
    return {
        "id": derived_id("repeat", inspection.id, area, key),
        "inspection": inspection.id,
        "path": area,
        "key": key,
        "ordinal": ordinal,
        "deleted": 0,
        "delete_reason": None,
    }


def _write(inspection: Inspection, record: dict[str, Any], groups: tuple[str, ...]) -> list[Op]:
    inspection.rows.records[record["path"], record["key"]] = record
    return [_op(inspection, "repeat_instance", record, group) for group in groups]


def _op(inspection: Inspection, table: str, record: dict[str, Any], group: str) -> Op:
    values = {column: record.get(column) for column in group_columns(table, group)}
    seen = inspection.seen.get((table, record["id"], group), ())
    return Op(table, record["id"], group, values, seen, inspection.stream)


def _void(inspection: Inspection, area: str, key: str) -> list[Op]:
    gone = {"deleted": 1, "delete_reason": None}
    ops = _write(inspection, inspection.rows.records[area, key] | gone, ("void",))
    inside = f"{area}[{key}]/"
    for table, rows in (("finding", list(inspection.findings.values())), ("attachment", inspection.files)):
        for row in rows:
            if str(row["path"]).startswith(inside) and not row.get("deleted"):
                row |= gone | {"delete_reason": _REMOVED}
                ops.append(_op(inspection, table, row, "void"))
    return ops


def _restructure(inspection: Inspection, ops: list[Op]) -> None:
    """Save, then read the inspection again: present paths have moved, stored ones have not."""
    _commit(inspection, ops)
    inspection.reload()


def _commit(inspection: Inspection, ops: list[Op]) -> None:
    try:
        inspection.commit(ops)
    except BaseException:
        inspection.reload()
        raise


def _between(before: str | None, after: str | None) -> str:
    """Return a sort key between two others (None for an end); the others keep theirs."""
    low = Decimal(before) if before else Decimal(0)
    high = Decimal(after) if after else low + 2 * _STEP
    with localcontext(prec=_DIGITS):
        return f"{(low + high) / 2:f}"


def _range_of(row: Node) -> Range:
    if not isinstance(row.parent, Range):
        raise RowsSetByForm(row.path)
    return row.parent


def _leaves(node: Node) -> Iterable[Node]:
    pending = [node]
    while pending:
        current = pending.pop()
        if current.leaf:
            yield current
        pending.extend(reversed(current.children))
