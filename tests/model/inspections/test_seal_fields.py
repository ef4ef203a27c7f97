"""Each column of a signed inspection, changed through the one door: the seal must show it.

Row and cell agree then, and the change has its record, so that nothing but the seal can tell.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import Float, Integer

from fieldkit.model import changes, inspections
from fieldkit.model.body import Op
from fieldkit.model.inspections import Signature
from fieldkit.model.tables import GROUPS, metadata
from fieldkit.model.verify import verify
from tests.office import MILL, answer_all, drawn_signature, path_of, picture

if TYPE_CHECKING:
    from fieldkit.model.inspections import Inspection
    from fieldkit.model.workspace import Workspace

# What goes on after the signatures, what is told twice, and where a record that is gone says why.
NOT_SIGNED = {
    "answer": {"flag", "delete_reason"},
    "finding": {"state", "state_at", "verified_in", "factory_order", "delete_reason"},
    "attachment": {"finding", "media_type", "size", "record", "delete_reason"},
    "signature": {"delete_reason"},
    # `rest` is a seal itself: over what is left when something has been erased.
    "inspection": {"sealed_at", "rest", "deleted", "delete_reason"},
    "checklist": {"form_id", "version", "title", "title_en", "xlsx", "searched", "deleted", "delete_reason"},
}


@pytest.fixture
def signed(office: Workspace) -> Inspection:
    draft = inspections.start(office, MILL, "GEN")
    answer_all(draft, gen16="no")
    draft.note(path_of(draft, "gen16"), "สายไฟชำรุด")
    inspections.attach_photo(draft, path_of(draft, "gen16"), picture(), name="a.jpg")
    people = [
        Signature("inspector", "กฤษณะ ใจดี", "นักวิชาการ", drawn_signature()),
        Signature("representative", "มานะ อดทน", "ผู้จัดการ", drawn_signature()),
    ]
    inspections.close(draft, people)
    return draft


def record_of(signed: Inspection, table: str) -> dict[str, Any]:
    column, value = {
        "inspection": ("id", signed.id),
        "checklist": ("id", signed.checklist.id),
    }.get(table, ("inspection", signed.id))
    return signed.workspace.rows(f"SELECT * FROM {table} WHERE {column} = ? ORDER BY id", value)[0]


def other(table: str, column: str) -> object:
    kind = metadata.tables[table].c[column].type
    if column == "deleted":
        return 1
    return 98765 if isinstance(kind, Integer) else 1.25 if isinstance(kind, Float) else "อื่น"


def write(workspace: Workspace, key: tuple[str, str, str], values: dict[str, Any], stream: str) -> None:
    with workspace.database.read() as connection:
        seen = changes.heads(connection, key[0], key[1]).get(key, ())
    workspace.log.commit([Op(*key, values, seen, stream)])


def problems(workspace: Workspace) -> list[tuple[str, str]]:
    return [(found.kind, found.place) for found in verify(workspace) if found.level == "error"]


@pytest.mark.parametrize("table", NOT_SIGNED)
def test_every_column_is_signed_or_named_here(signed: Inspection, table: str) -> None:
    workspace, row = signed.workspace, record_of(signed, table)
    unseen = set()
    for group, columns in GROUPS[table].items():
        before = {column: row[column] for column in columns}
        key = (table, row["id"], group)
        for column in columns:
            write(workspace, key, before | {column: other(table, column)}, row["stream"])
            kinds = {kind for kind, _place in problems(workspace)}
            if not kinds & {"seal", "unsealed"}:
                unseen.add(column)
            write(workspace, key, before, row["stream"])
    assert unseen == NOT_SIGNED[table]
    assert problems(workspace) == []  # back as it was signed: the seal holds again


def test_the_seal_holds_after_vacuum_and_rebuild(signed: Inspection) -> None:
    workspace = signed.workspace
    rows = workspace.rows("SELECT score FROM inspection WHERE id = ?", signed.id)
    assert isinstance(rows[0]["score"], float)
    workspace.log.rebuild()
    with workspace.database.engine.connect() as connection:
        driver = connection.connection.driver_connection
        assert driver is not None
        driver.execute("VACUUM")
    assert problems(workspace) == []
