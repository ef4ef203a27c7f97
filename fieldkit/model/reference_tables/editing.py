"""Changing rows of reference tables: each change is one commit that can be taken back.

A row is known by its table, its key and the day from which it is in force. Whoever gives it another day adds
a row, and the earlier one ends; whoever keeps the day puts a mistake right. What was signed keeps its
verdict.
"""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from fieldkit.errors import FieldkitError, Text
from fieldkit.model import records, streams
from fieldkit.model.reference_tables import checks, layers, stored
from fieldkit.model.reference_tables.descriptions import CONFIDENCE, FROM, TO, Table, table
from fieldkit.model.reference_tables.stored import TABLE
from fieldkit.model.register.problems import Unreadable
from fieldkit.model.roles import require_administrator
from fieldkit.model.thai.dates import short

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from fieldkit.model.body import Op
    from fieldkit.model.records import Edit, Record
    from fieldkit.model.reference_tables.layers import Version
    from fieldkit.model.workspace import Workspace

_NOT_CONFIRMED = dict.fromkeys(("confirmed_by", "confirmed_on", "confirmed_note", "confirmed_cells"))
# Out of the bin comes what is written now, not what was taken back.
_ANEW = {"deleted": 0, "delete_reason": None, "cells": None, "note": None, **_NOT_CONFIRMED}


class NotEditable(FieldkitError):
    """A table of the program's own rules, which an office does not change."""

    def __init__(self, described: Table) -> None:
        super().__init__(
            Text(
                f"ตาราง “{described.title.th}” มากับโปรแกรม แก้ไขไม่ได้",
                f"The table “{described.title.en}” comes with the program and is not changed",
            ),
            Text("แจ้งผู้พัฒนาหากพบที่ผิด", "Tell the developers if something in it is wrong"),
            place=described.name,
        )


class NoteMissing(FieldkitError):
    """A row in force is put right, or a row is confirmed, without a word why."""

    def __init__(self) -> None:
        super().__init__(
            Text("ยังไม่มีเหตุผลหรือแหล่งอ้างอิง", "There is no reason or source yet"),
            Text(
                "เขียนสั้น ๆ ว่าตรวจกับเอกสารใด หรือแก้เพราะอะไร",
                "Write shortly which document it was compared with, or why it is changed",
            ),
        )


def save(
    workspace: Workspace,
    name: str,
    cells: Mapping[str, str],
    *,
    version: Version | None = None,
    note: str = "",
) -> Edit | None:
    """Save a row of the table ``name``; None when nothing is other.

    ``version`` is the row that was changed, None for a new key. With another ``valid_from`` than its own a
    row is added from that day on. Raises `RowRefused`, `NoteMissing`, `NotEditable`, `NotAdministrator`,
    `ConflictOpen`, `StorageError`; then nothing is saved.
    """
    described = _open(workspace, name)
    wanted = _stored(described, cells)
    _refuse(described, wanted, version)
    same = version is not None and version.valid_from == wanted.get(FROM, "")
    if same and version is not None:
        if dict(version.cells) == wanted:
            return None
        if not note.strip() and version.in_force(workspace.clock().date()):
            raise NoteMissing
    return _write(workspace, described, [(wanted, note)])


def end(workspace: Workspace, version: Version, last: date) -> Edit | None:
    """Let a row be in force until ``last``; raises as :func:`save`."""
    described = _open(workspace, version.table)
    wanted = {**version.cells, TO: last.isoformat()}
    _refuse(described, wanted, version)
    if wanted == version.cells:
        return None
    words = Text(f"สิ้นสุด {short(last)}", f"ends on {short(last, 'en')}")
    return _write(workspace, described, [(wanted, words.th)])


def confirm(
    workspace: Workspace, versions: Iterable[Version], *, note: str, name: str = "", on: date | None = None
) -> Edit | None:
    """Confirm rows as they stand, with the name of the person here unless another is given, day and note.

    Raises `NoteMissing`, `NotAdministrator`, `StorageError`.
    """
    by = name.strip() or workspace.person.name
    if not note.strip() or not by:
        raise NoteMissing
    said = {
        "confirmed_by": by,
        "confirmed_on": (on or workspace.clock().date()).isoformat(),
        "confirmed_note": note.strip(),
    }
    return _mark(
        workspace, versions, lambda version: said | {"confirmed_cells": layers.digest(version.cells)}
    )


def unconfirm(workspace: Workspace, versions: Iterable[Version]) -> Edit | None:
    """Take confirmations back; raises `NotAdministrator`, `StorageError`."""
    return _mark(workspace, versions, lambda _version: _NOT_CONFIRMED)


def restore(workspace: Workspace, version: Version) -> Edit | None:
    """Take back all that the office wrote of a row: it is as shipped again, or gone where it was not shipped.

    Raises `NotAdministrator`, `StorageError`.
    """
    described = _open(workspace, version.table)
    if version.office is None:
        return None
    left = [
        one
        for one in _office_rows(described)
        if (one.key, one.valid_from) != (version.office.key, version.office.valid_from)
    ]
    error = checks.refusal(described, left)
    if error is not None:
        raise error
    record = records.load(workspace, TABLE, version.office.id)
    return None if record is None else records.delete(workspace, [record])


def bring_back(workspace: Workspace, one: layers.OfficeRow) -> Edit | None:
    """Put a row of the office in force again that was taken back; raises as :func:`save`."""
    described = _open(workspace, one.table)
    assert one.cells is not None
    _refuse(described, one.cells, None, anew=False)
    record = records.load(workspace, TABLE, one.id)
    return None if record is None else records.restore(workspace, [record])


def ops_of(
    workspace: Workspace, described: Table, rows: Sequence[tuple[Mapping[str, str], str]]
) -> tuple[list[Op], list[tuple[Record, dict[str, Any]]]]:
    """Return what writes ``rows`` (cells and why): ops of new records, and edits of those that are there."""
    province = stored.province(workspace)
    ids = {place: _id_of(described, cells, province) for place, (cells, _note) in enumerate(rows)}
    there = {record.id: record for record in records.load_many(workspace, TABLE, ids.values())}
    new: list[Op] = []
    edits: list[tuple[Record, dict[str, Any]]] = []
    for place, (cells, note) in enumerate(rows):
        text = json.dumps(dict(cells), ensure_ascii=False, sort_keys=True)
        values: dict[str, Any] = {"cells": text, "note": note.strip() or None}
        record = there.get(ids[place])
        if record is not None:
            edits.append((record, (_ANEW if record.row["deleted"] else {}) | values))
        else:
            core = _core(described.name, described.key_of(cells), cells.get(FROM, ""), province)
            new += records.new_ops(TABLE, core | values, stream=streams.REFERENCE, id_=ids[place])
    return new, edits


def _write(
    workspace: Workspace, described: Table, rows: Sequence[tuple[Mapping[str, str], str]]
) -> Edit | None:
    new, edits = ops_of(workspace, described, rows)
    return records.write(workspace, new=new, edits=edits)


def _mark(workspace: Workspace, versions: Iterable[Version], said: Any) -> Edit | None:
    require_administrator(workspace)
    province = stored.province(workspace)
    new: list[Op] = []
    edits: list[tuple[Record, dict[str, Any]]] = []
    for version in versions:
        id_ = _id_of(table(version.table), version.cells, province)
        values = said(version)
        record = records.load(workspace, TABLE, id_)
        if record is None:
            core = _core(version.table, version.key, version.valid_from, province)
            new += records.new_ops(TABLE, core | values, stream=streams.REFERENCE, id_=id_)
        else:
            edits.append((record, (_ANEW if record.row["deleted"] else {}) | values))
    return records.write(workspace, new=new, edits=edits)


def _core(name: str, key: Sequence[str], valid_from: str, province: str) -> dict[str, Any]:
    text = json.dumps([*key], ensure_ascii=False)
    return {"tbl": name, "key": text, "valid_from": valid_from, "province": province}


def _id_of(described: Table, cells: Mapping[str, str], province: str) -> str:
    return stored.record_id(described.name, described.key_of(cells), cells.get(FROM, ""), province)


def _open(workspace: Workspace, name: str) -> Table:
    require_administrator(workspace)
    described = table(name)
    if not described.editable:
        raise NotEditable(described)
    return described


def _stored(described: Table, cells: Mapping[str, str]) -> dict[str, str]:
    """Return typed cells as the table holds them; raises `RowRefused`."""
    found = {}
    for column in described.columns:
        try:
            found[column.name] = checks.stored(column, cells.get(column.name, ""))
        except Unreadable as error:
            raise checks.RowRefused(described, checks.Fault(column.name, error.reason)) from error
    return found


def _refuse(
    described: Table, cells: Mapping[str, str], version: Version | None, *, anew: bool = True
) -> None:
    """Raise `RowRefused` for a row that its table cannot hold; ``anew``: not one that was there before."""
    wrong = checks.faults(described, cells)
    if not wrong and anew:
        wrong = _misplaced(described, cells, version)
    if not wrong:
        one = layers.OfficeRow("", described.name, described.key_of(cells), cells.get(FROM, ""), cells)
        others = [
            row for row in _office_rows(described) if (row.key, row.valid_from) != (one.key, one.valid_from)
        ]
        error = checks.refusal(described, [*others, one])
        if error is not None:
            column = error.place.rpartition(", ")[2]
            reason = Text(f"{error.title.th} {error.hint.th}", f"{error.title.en}. {error.hint.en}")
            wrong = [checks.Fault(column, reason)]
    if wrong:
        raise checks.RowRefused(described, wrong[0])


def _misplaced(described: Table, cells: Mapping[str, str], version: Version | None) -> list[checks.Fault]:
    """Return what is wrong with the place of a row among those of its key."""
    key = described.key_of(cells)
    same = [one for one in layers.versions(described.name) if one.key == key]
    first = layers.first_day(cells)
    if version is not None and version.key != key:
        text = Text("เปลี่ยนรหัสของแถวเดิมไม่ได้ เพิ่มเป็นแถวใหม่", "the key of a row stays; add a new row instead")
        return [checks.Fault(described.keys[0], text)]
    if version is None or version.valid_from != cells.get(FROM, ""):
        taken = [one for one in same if layers.first_day(one.cells) == first]
        if taken:
            text = Text(
                "มีแถวของรหัสนี้ที่เริ่มวันเดียวกันแล้ว แก้แถวนั้น หรือเลือกวันอื่น",
                "a row of this key begins on that day already; change that one, or choose another day",
            )
            return [checks.Fault(FROM, text)]
    if version is not None and first < layers.first_day(version.cells):
        before = layers.first_day(version.cells) - timedelta(days=1)
        text = Text(
            f"เริ่มก่อนแถวเดิม ใช้วันหลัง {short(before)}",
            f"it would begin before the row that it follows; use a day after {short(before, 'en')}",
        )
        return [checks.Fault(FROM, text)]
    return []


def _office_rows(described: Table) -> list[layers.OfficeRow]:
    return [version.office for version in layers.versions(described.name) if version.office is not None]


def new_cells(described: Table, version: Version | None = None, *, on: date | None = None) -> dict[str, str]:
    """Return the cells that a new row begins with: those of ``version``, from ``on``, the office's own."""
    cells = dict(version.cells) if version is not None else {column.name: "" for column in described.columns}
    cells[FROM] = on.isoformat() if on is not None else ""
    if version is None and CONFIDENCE in cells:
        cells[CONFIDENCE] = "proposed"
    cells[TO] = ""
    return cells
