from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from fieldkit.model.cases import reading, writing
from fieldkit.model.cases.writing import Done
from fieldkit.model.workspace import Workspace

TODAY = "2026-11-22"
GIVEN: dict[str, dict[str, Any]] = {
    "recommendation": {
        "round": "1/2567",
        "issue_no": 1,
        "issue_title": "น้ำเสีย",
        "visit_date": "2026-02-15",
        "due_date": "2026-12-31",
    },
    "complaint": {
        "received_at": "2026-11-02T09:30:00+07:00",
        "channel": "phone",
        "issues": "smell dust",
        "factory": "mill",
        "complainant": "นายตัวอย่าง ใจดี",
        "phone": "081-234-5678",
    },
    "loan": {
        "fund": "pracharath",
        "contract_no": "67/12",
        "contract_date": "2024-05-01",
        "balance_as_of": "2026-11-10",
        "name": "นายตัวอย่าง ใจเย็น",
        "dpd": 0,
    },
    "enterprise": {
        "kind": "community",
        "name": "วิสาหกิจชุมชนตัวอย่าง",
        "code": "6-66-01-03/1-0012",
        "members": 9,
    },
}

Add = Callable[..., str]


@pytest.fixture
def add(office: Workspace) -> Add:
    """Add a record of a register with plausible values, some of them other."""

    def added(table: str, **other: Any) -> str:
        return writing.add(office, table, GIVEN[table] | other).id

    return added


@pytest.fixture
def row(office: Workspace) -> Callable[[str, str], dict[str, Any]]:
    """Return the line of a record in its list."""

    def line(table: str, id_: str) -> dict[str, Any]:
        return next(row for row in reading.listing(office, table) if row["id"] == id_)

    return line


@pytest.fixture
def step(office: Workspace) -> Callable[..., Done]:
    """Record a step of a record."""

    def stepped(table: str, id_: str, kind: str, on: str, **columns: Any) -> Done:
        return writing.add_step(office, table, id_, kind, on_date=on, **columns)

    return stepped
