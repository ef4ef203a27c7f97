"""The queries of the long lists give what filtering and sorting all rows in memory would give."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any

import pytest

from fieldkit.model import changes, inspections
from fieldkit.model.body import Op
from fieldkit.model.inspections import finding_query, inspection_query
from fieldkit.model.inspections.findings import due_soon, overdue
from fieldkit.model.workspace import Workspace
from tests.ui.registers import fill, inspected

TODAY = date(2026, 11, 22)


def changes_seen(workspace: Workspace, finding: str) -> tuple[str, ...]:
    with workspace.database.read() as connection:
        return changes.heads(connection, "finding", finding)["finding", finding, "state"]


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    """Findings that are due, late, closed, ordered, deleted, of drafts, taken back and revised."""
    workspace = Workspace(tmp_path_factory.mktemp("lists"))
    made = fill(workspace, 12)
    ops: list[Op] = []
    for number, factory in enumerate(made):
        days = [(TODAY + timedelta(days=number * 3 - 15 + place)).isoformat() for place in range(3)]
        state = "draft" if number % 5 == 0 else "closed"
        visited = (TODAY - timedelta(days=number)).isoformat()
        ops += inspected(factory.id, visited, "fail", state=state, findings=days)
        ops += inspected(factory.id, f"2025-01-{number + 1:02d}", "pass")
    workspace.log.commit(ops)
    findings = [row["id"] for row in workspace.rows("SELECT id FROM finding ORDER BY row")]
    corrected = {"state": "closed", "state_at": "2026-11-20"}
    revision = {"factory": made[3].id, "started_at": "2026-11-21T09:00:00+07:00"}
    revision["revision_of"] = workspace.rows("SELECT inspection FROM finding WHERE row = 10")[0]["inspection"]
    workspace.log.commit(
        [
            Op("inspection", f"inspection-{made[2].id}-2026-11-20", "void", {"deleted": 1}, (), "ins/66"),
            Op("inspection", "revision", "core", revision, (), "ins/66"),
            Op("inspection", "revision", "status", {"state": "closed"}, (), "ins/66"),
            Op("finding", findings[1], "void", {"deleted": 1}, (), "ins/66"),
            Op("finding", findings[16], "state", corrected, changes_seen(workspace, findings[16]), "ins/66"),
            Op("factory_order", "order", "core", {"factory": made[1].id, "section": "37"}, (), "ins/66"),
            Op("factory_order", "order", "letter", {"number": "พจ 37/12"}, (), "ins/66"),
            Op("factory_order", "order", "due", {"due_date": "2026-11-25"}, (), "ins/66"),
            Op("finding", findings[4], "order", {"factory_order": "order"}, (), "ins/66"),
        ]
    )
    yield workspace
    workspace.close()


def found(workspace: Workspace, chip: str = "all", **asked: Any) -> list[str]:
    with workspace.database.read() as connection:
        numbers = finding_query.ids(connection, finding_query.Query(TODAY, chip, **asked))
        rows = finding_query.rows(connection, numbers)
    return [rows[number]["id"] for number in numbers]


FITS: dict[str, Callable[[dict[str, Any]], bool]] = {
    "open": lambda row: row["state"] == "open",
    "due_soon": lambda row: due_soon(row, TODAY),
    "overdue": lambda row: overdue(row, TODAY),
    "unordered": lambda row: row["state"] == "open" and not row["factory_order"],
    "all": lambda _row: True,
}
SORTED: dict[str, Callable[[dict[str, Any]], Any]] = {
    "severity": lambda row: "CMm".index(row["severity"]),
    "finding": lambda row: row["description"] or row["wording"],
    "order": lambda row: row["order_number"],
    "due": lambda row: row["due_date"],
    "inspected": lambda row: row["started_at"],
    "state": lambda row: row["state"],
}


def test_findings_are_those_and_as_many_as_each_chip_says(office: Workspace) -> None:
    every = inspections.findings_listing(office)
    assert 20 < len(every) < 36, "some are deleted, taken back or replaced"
    with office.database.read() as connection:
        counts = finding_query.counts(connection, TODAY)
    for chip, fits in FITS.items():
        expected = [row["id"] for row in every if fits(row)]
        assert found(office, chip) == expected
        assert counts[chip] == len(expected) > 0
    assert counts["open"] < counts["all"] > counts["unordered"]


@pytest.mark.parametrize("descending", [False, True])
@pytest.mark.parametrize("sort", finding_query.SORTS)
def test_findings_are_sorted_with_equals_as_usual_and_nothing_last(
    office: Workspace, sort: str, descending: bool
) -> None:
    every = inspections.findings_listing(office)
    given = found(office, sort=sort, descending=descending)
    assert sorted(given) == sorted(row["id"] for row in every)
    key = SORTED.get(sort)
    if key is not None:
        known = sorted((row for row in every if key(row) is not None), key=key, reverse=descending)
        unknown = [row for row in every if key(row) is None]
        assert given == [row["id"] for row in (*known, *unknown)]


def test_findings_are_found_by_factory_words_law_and_order(office: Workspace) -> None:
    every = {row["id"]: row for row in inspections.findings_listing(office)}
    one = next(row for row in every.values() if row["factory_order"])
    factory = [row["id"] for row in every.values() if row["factory"] == one["factory"]]
    assert set(found(office, text=one["registration_no"])) == set(factory)
    assert set(found(office, text=one["factory_name"])) >= set(factory)
    assert found(office, text="37/12") == [one["id"]], "the number of its order"
    assert found(office, text="พจ37") == [one["id"]]
    assert len(found(office, text="ม.37 วรรคหนึ่ง")) == len(every)
    fire = [row["id"] for row in every.values() if "ถังดับเพลิง" in row["wording"]]
    assert found(office, text="ดับเพลิง") == fire
    assert found(office, text="ดับเพลิง ไม่มีคำนี้") == []
    assert found(office, text="ข้อ") == list(every), "of three letters"
    assert found(office, text="q1") == [row["id"] for row in every.values() if row["question"] == "q1"]
    assert found(office, text="…") == []


def listed(workspace: Workspace, **asked: Any) -> list[str]:
    with workspace.database.read() as connection:
        query = inspection_query.Query(**asked)
        numbers = inspection_query.ids(connection, query)
        rows = inspection_query.rows(connection, numbers)
        assert inspection_query.record_ids(connection, query) == tuple(rows[n]["id"] for n in numbers)
    return [rows[number]["id"] for number in numbers]


def test_inspections_stand_with_drafts_first_and_are_counted(office: Workspace) -> None:
    every = sorted(inspections.listing(office), key=lambda row: row["state"] != "draft")
    assert listed(office) == [row["id"] for row in every]
    drafts = [row["id"] for row in every if row["state"] == "draft"]
    assert listed(office, state="draft") == drafts
    with office.database.read() as connection:
        counts = inspection_query.counts(connection)
        assert inspection_query.at_most(connection) >= len(every)
    assert counts == {
        "draft": len(drafts),
        "closed": len(every) - len(drafts),
        "bin": 1,
        "all": len(every),
    }
    name = every[0]["factory_name"]
    assert listed(office, text=name) == [row["id"] for row in every if row["factory_name"] == name]


@pytest.mark.parametrize("descending", [False, True])
@pytest.mark.parametrize("sort", ["factory", "checklist", "started", "officer", "findings", "state"])
def test_inspections_are_sorted_with_nothing_last(office: Workspace, sort: Any, descending: bool) -> None:
    every = sorted(inspections.listing(office), key=lambda row: row["state"] != "draft")
    given = listed(office, sort=sort, descending=descending)
    assert sorted(given) == sorted(row["id"] for row in every)
    if sort == "findings":
        some = sorted((row for row in every if row["findings"]), key=_findings, reverse=descending)
        assert given == [row["id"] for row in (*some, *(row for row in every if not row["findings"]))]
    if sort == "started":
        assert given == [row["id"] for row in sorted(every, key=_started, reverse=descending)]


def _findings(row: dict[str, Any]) -> int:
    return int(row["findings"])


def _started(row: dict[str, Any]) -> str:
    return str(row["started_at"])
