"""A day in the field: the order of the way, and what goes along to each factory."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from fieldkit.model import attachments, checklists, records
from fieldkit.model.planning import pack, plan, route
from fieldkit.model.workspace import Workspace
from tests.model.planning.conftest import visited
from tests.office import add_factory

TODAY = date(2026, 11, 22)


def rows(workspace: Workspace, *factories: str) -> list[plan.PlanRow]:
    for factory in factories:
        values = {"factory": factory, "fiscal_year": 2570, "kind": "PLAN", "planned_on": "2026-11-22"}
        records.add(workspace, "assignment", values)
    with workspace.database.read() as connection:
        found = plan.narrowed(plan.lines(connection, 2570, TODAY), plan.Narrowing(day="2026-11-22"))
        return plan.rows(connection, found, 2570)


def place(workspace: Workspace, record: str, **columns: Any) -> str:
    return add_factory(
        workspace, record, registration_no=record, registration_no_old=record, name=record, **columns
    )


def test_the_way_goes_from_the_town_to_the_nearest_each_time(workspace: Workspace) -> None:
    place(workspace, "far", latitude=16.10, longitude=100.40)
    place(workspace, "near", latitude=16.40, longitude=100.36)
    place(workspace, "middle", latitude=16.25, longitude=100.40)
    way = route.route(workspace, rows(workspace, "far", "near", "middle"))
    assert [stop.row.factory_id for stop in way.stops] == ["near", "middle", "far"]
    assert way.start.th == "เริ่มจาก อ.เมืองพิจิตร (ที่ตั้งสำนักงานโดยประมาณ)"
    first, second, third = (stop.km for stop in way.stops)
    assert second == pytest.approx(17.2, abs=0.5)
    assert third == pytest.approx(16.7, abs=0.5)
    assert first is not None
    assert way.km > first + 17 + 16


def test_it_begins_where_the_office_is_known_to_be(workspace: Workspace) -> None:
    workspace.remember(route.OFFICE_PLACE, "16.0, 100.4")
    place(workspace, "south", latitude=16.10, longitude=100.40)
    place(workspace, "north", latitude=16.40, longitude=100.36)
    way = route.route(workspace, rows(workspace, "north", "south"))
    assert [stop.row.factory_id for stop in way.stops] == ["south", "north"]
    assert way.start.en == "begins at the office"


def test_factories_without_a_place_stand_in_their_subdistrict_or_last(workspace: Workspace) -> None:
    place(workspace, "lost")
    place(workspace, "guessed", subdistrict_code="660402")
    place(workspace, "known", latitude=16.44, longitude=100.34)
    way = route.route(workspace, rows(workspace, "lost", "guessed", "known"))
    assert [(stop.row.factory_id, stop.exact, stop.km is None) for stop in way.stops] == [
        ("known", True, False),
        ("guessed", False, False),
        ("lost", False, True),
    ]


def test_an_empty_day(workspace: Workspace) -> None:
    way = route.route(workspace, [])
    assert (way.stops, way.km) == ((), 0.0)


# --- what goes along


def packed(workspace: Workspace, factory: str = "mill", kind: str = "PLAN") -> pack.FactoryPack:
    return pack.pack(workspace, [(factory, kind)]).packs[0]


@pytest.fixture
def checklist(workspace: Workspace) -> None:
    checklists.install_shipped(workspace, "GEN")


def attach(workspace: Workspace, sha256: str, **columns: Any) -> None:
    records.add(workspace, "attachment", {"sha256": sha256, "size": 1000, "kind": "photo", **columns})


@pytest.mark.usefixtures("checklist")
def test_a_factory_of_which_everything_is_here(workspace: Workspace) -> None:
    visited(workspace, "mill", "2026-01-10")
    [inspection] = workspace.rows("SELECT id FROM inspection")
    sha256 = workspace.attachments.add(b"photo")
    attach(workspace, sha256, inspection=inspection["id"])
    found = packed(workspace)
    assert (found.light, found.inspections, found.files, found.wanted) == ("ready", 1, 1, ())


@pytest.mark.usefixtures("checklist")
def test_files_that_are_elsewhere_are_counted_with_their_size(workspace: Workspace) -> None:
    for day in ("2023-01-10", "2024-01-10", "2025-01-10", "2026-01-10"):
        visited(workspace, "mill", day)
    for number, row in enumerate(workspace.rows("SELECT id FROM inspection ORDER BY closed_at")):
        attach(workspace, f"{number}" * 64, inspection=row["id"])
    document = records.add(workspace, "document", {"factory": "mill", "kind": "license"})
    attach(workspace, "d" * 64, record=document)
    records.add(workspace, "factory_order", {"factory": "mill", "section": "37", "state": "open"})
    records.add(workspace, "factory_order", {"factory": "mill", "section": "37", "state": "closed"})
    found = packed(workspace)
    assert found.light == "partial"
    assert {one.sha256[0] for one in found.wanted} == {"1", "2", "3", "d"}, "the last three, and documents"
    assert (found.inspections, found.documents, found.orders) == (3, 1, 1)
    both = pack.pack(workspace, [("mill", "PLAN"), ("mill", "PLAN"), ("shop1", "PLAN")])
    assert (both.ready, len(both.wanted), both.size) == (1, 4, 4000)
    assert both.as_of is None


def test_a_factory_that_is_not_here(workspace: Workspace) -> None:
    assert packed(workspace, "nobody").light == "missing"


def test_the_store_names_what_is_here(workspace: Workspace) -> None:
    """The light must follow the files, not what a table says of them."""
    visited(workspace, "mill", "2026-01-10")
    [inspection] = workspace.rows("SELECT id FROM inspection")
    sha256 = workspace.attachments.add(b"photo")
    attach(workspace, sha256, inspection=inspection["id"])
    assert packed(workspace).wanted == ()
    workspace.attachments.path(sha256).unlink()
    assert [one.sha256 for one in packed(workspace).wanted] == [sha256]
    with pytest.raises(attachments.AttachmentMissing):
        workspace.attachments.read(sha256)
