"""The office's rows of reference tables in its database, and how they get above the shipped ones."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from fieldkit.errors import Text
from fieldkit.model import records, streams
from fieldkit.model.ids import derived_id
from fieldkit.model.reference_tables import checks, layers
from fieldkit.model.reference_tables.descriptions import tables
from fieldkit.model.reference_tables.layers import OfficeRow

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Any

    from fieldkit.model.workspace import Workspace

TABLE = "reference_row"
GROUP_LABELS = {
    "core": Text("ตาราง รหัส วันเริ่มใช้", "table, key, first day"),
    "cells": Text("ค่าในแถว", "values of the row"),
    "confirmation": Text("การยืนยัน", "confirmation"),
    "void": Text("การลบ", "deletion"),
}
"""What people call the groups of a row's columns."""


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A row of the office that this program cannot use, and why: the shipped row stays in force."""

    row: OfficeRow
    reason: Text


def attach(workspace: Workspace) -> None:
    """Put the office's rows of an opened data folder above the shipped ones, now and after each change."""

    def again() -> None:
        found, _left_out = read(workspace)
        layers.use(workspace, found, lambda: workspace.clock().date())

    workspace.log.watch(TABLE, again)
    again()


def read(workspace: Workspace) -> tuple[Mapping[str, Sequence[OfficeRow]], list[LeftOut]]:
    """Return the usable rows of this office by table, and those that cannot be used."""
    rows = workspace.rows(
        "SELECT * FROM reference_row WHERE coalesce(deleted, 0) = 0 AND province IN (?, ?) ORDER BY row",
        *(province(workspace) if _any(workspace) else "", streams.UNKNOWN_PROVINCE),
    )
    found: dict[str, list[OfficeRow]] = {}
    left_out: list[LeftOut] = []
    for row in rows:
        if row["tbl"] not in tables():  # of a newer program
            continue
        one = _office_row(row)
        reason = _unusable(one, found.get(one.table, []))
        if reason is None:
            found.setdefault(one.table, []).append(one)
        else:
            left_out.append(LeftOut(one, reason))
    return found, left_out


def in_bin(workspace: Workspace, name: str) -> list[OfficeRow]:
    """Return the rows of a table that the office wrote and took back, the last one first."""
    found = [_office_row(row) for row in records.in_bin(workspace, TABLE) if row["tbl"] == name]
    return [one for one in found if one.cells is not None]


def province(workspace: Workspace) -> str:
    """Return the code of the province whose office this is, ``00`` where nothing tells."""
    return records.office_stream(workspace).partition("/")[2]


def record_id(table: str, key: Sequence[str], valid_from: str, province_code: str) -> str:
    """Return the id of a row's record: two people who change one row meet in one cell."""
    return derived_id(TABLE, table, json.dumps([*key], ensure_ascii=False), valid_from, province_code)


def _any(workspace: Workspace) -> bool:
    return bool(workspace.rows("SELECT 1 FROM reference_row LIMIT 1"))


def _office_row(row: Mapping[str, Any]) -> OfficeRow:
    return OfficeRow(
        row["id"],
        row["tbl"],
        tuple(json.loads(row["key"])),
        row["valid_from"] or "",
        None if row["cells"] is None else json.loads(row["cells"]),
        row["note"] or "",
        row["confirmed_by"] or "",
        row["confirmed_on"] or "",
        row["confirmed_note"] or "",
        row["confirmed_cells"] or "",
    )


def _unusable(one: OfficeRow, others: Sequence[OfficeRow]) -> Text | None:
    """Return why a row cannot be used: what another program wrote must not stop this one."""
    if one.cells is None:
        return None
    described = tables()[one.table]
    wrong = checks.faults(described, one.cells)
    if wrong:
        return wrong[0].reason
    error = checks.refusal(described, [*others, one])
    return None if error is None else error.title
