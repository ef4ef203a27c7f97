"""Records for tests of the search: one of each kind, with words of its own."""

from __future__ import annotations

from typing import Any

from fieldkit.model.body import Op
from fieldkit.model.changes import heads
from fieldkit.model.tables import GROUPS
from fieldkit.model.workspace import Workspace

STREAM = "ins/66"
AT = "2026-10-05T09:00:00+07:00"


def ops(table: str, record: str, **values: Any) -> list[Op]:
    """Return the ops of a record: each group of which a column is given, whole."""
    return [
        Op(table, record, group, {column: values.get(column) for column in columns}, (), STREAM)
        for group, columns in GROUPS[table].items()
        if any(column in values for column in columns)
    ]


def put(workspace: Workspace, table: str, record: str, **values: Any) -> None:
    """Write a new record."""
    workspace.log.commit(ops(table, record, **values))


def change(workspace: Workspace, table: str, record: str, group: str, **values: Any) -> None:
    """Give a group of a record other values."""
    with workspace.database.read() as connection:
        seen = heads(connection, table, record)
    whole = {column: values.get(column) for column in GROUPS[table][group]}
    workspace.log.commit([Op(table, record, group, whole, seen.get((table, record, group), ()), STREAM)])


def inspected(workspace: Workspace, record: str = "visit-1", **values: Any) -> None:
    """Write an inspection of the factory ``f1`` by the checklist ``form``."""
    given = {
        "factory": "f1",
        "checklist": "form",
        "form_id": "T",
        "version": "1",
        "officer_name": "มานี รักเรียน",
        "started_at": AT,
        "state": "closed",
        "closed_at": AT,
    }
    put(workspace, "inspection", record, **given | values)


def furnish(workspace: Workspace) -> None:
    """Write a factory, a checklist with one question of words, and an inspection of them."""
    put(
        workspace,
        "factory",
        "f1",
        name="โรงน้ำแข็งทดสอบ",
        operator="บริษัท ทดสอบเย็นจัด จำกัด",
        registration_no="10660000112345",
        registration_no_old="จ3-14-1/45พจ",
        district="ตะพานหิน",
    )
    put(workspace, "checklist", "form", form_id="T", version="1", title="แบบตรวจทดสอบ", searched='["remark"]')
    inspected(workspace)
