"""Screens that list records of all kinds call those of registers by number or title, never by a person."""

from __future__ import annotations

from fieldkit.model import queue
from fieldkit.model.workspace import Workspace
from tests.model.cases.conftest import Add


def test_the_queue_names_no_person(office: Workspace, add: Add) -> None:
    for table in ("loan", "complaint", "enterprise"):
        add(table)
    names = {line.table: line.about.name for line in queue.listing(office)}
    assert (names["loan"], names["enterprise"]) == ("67/12", "วิสาหกิจชุมชนตัวอย่าง")
    assert not [name for name in names.values() if "นายตัวอย่าง" in name]
