"""Which visits count for coverage (domain rules: distinct factories, on site, really done)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from fieldkit.model import records
from fieldkit.model.covering_visits import covering_visits
from fieldkit.model.workspace import Workspace


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    opened = Workspace(tmp_path / "data")
    yield opened
    opened.close()


def visit(workspace: Workspace, kind: str = "PLAN", **inspection: str | int) -> str:
    place = {"factory": "f1", "started_at": "2024-02-15T09:20:00+07:00"}
    id_ = records.add(workspace, "visit", {**place, "kind": kind})
    status = {"state": "closed", "closing": "complete"}
    records.add(workspace, "inspection", {**place, "visit": id_, **status, **inspection})
    return id_


def counted(workspace: Workspace) -> list[str]:
    return [row["visit"] for row in workspace.rows(covering_visits())]


@pytest.mark.parametrize("kind", ["PLAN", "FOLLOW", "COMPLAINT", "JOINT"])
def test_a_visit_on_site_counts(workspace: Workspace, kind: str) -> None:
    done = visit(workspace, kind)
    assert workspace.rows(covering_visits()) == [{"visit": done, "factory": "f1", "day": "2024-02-15"}]


@pytest.mark.parametrize("kind", ["GI", "FUND", "DEV", "IND"])
def test_a_talk_does_not(workspace: Workspace, kind: str) -> None:
    visit(workspace, kind)
    assert counted(workspace) == []


@pytest.mark.parametrize(
    "inspection", [{"state": "draft"}, {"closing": "refused"}, {"closing": "closed_today"}, {"deleted": 1}]
)
def test_what_was_not_done_does_not(workspace: Workspace, inspection: dict[str, Any]) -> None:
    visit(workspace, **inspection)
    assert counted(workspace) == []


def test_a_part_that_was_done_counts(workspace: Workspace) -> None:
    done = visit(workspace, closing="partial")
    assert counted(workspace) == [done]


def test_a_revision_does_not_count_its_visit_twice(workspace: Workspace) -> None:
    done = visit(workspace)
    first = workspace.rows("SELECT id FROM inspection")[0]["id"]
    place = {"visit": done, "factory": "f1", "started_at": "2024-02-15T09:20:00+07:00", "revision_of": first}
    records.add(workspace, "inspection", {**place, "state": "closed", "closing": "complete"})
    assert counted(workspace) == [done]
