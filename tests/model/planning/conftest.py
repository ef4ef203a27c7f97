"""An office with a few factories, of which each test knows everything."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from fieldkit.model import records
from fieldkit.model.workspace import Workspace
from tests.conftest import Clock
from tests.office import add_factory


@pytest.fixture
def workspace(tmp_path: Path, clock: Clock) -> Iterator[Workspace]:
    """An office with one mill, three shops and a scrap yard that was struck off."""
    opened = Workspace(tmp_path / "data", clock=clock)
    opened.name_person(name="กฤษณะ ใจดี")
    old = {"start_date": "2010-01-01"}
    add_factory(opened, "mill", **old)
    for number in (1, 2, 3):
        add_factory(
            opened,
            f"shop{number}",
            registration_no=f"1066000000{number}255",
            registration_no_old=f"จ3-34(2)-{number}/55พจ",
            name=f"โรงไม้ {number}",
            type_main="03402",
            district="บางมูลนาก",
            **old,
        )
    add_factory(
        opened,
        "yard",
        registration_no="10660000009255",
        registration_no_old="จ3-105-9/55พจ",
        name="ลานเศษเหล็ก",
        type_main="10500",
        status="2",
        **old,
    )
    yield opened
    opened.close()


def know(workspace: Workspace, factory: str, property_: str, value: str, as_of: str = "2026-01-01") -> None:
    """Write down a fact of a factory."""
    values = {"factory": factory, "property": property_, "value": value, "as_of": as_of, "source": "ตรวจ"}
    records.add(workspace, "fact", values)


def visited(
    workspace: Workspace, factory: str, day: str, kind: str = "PLAN", closing: str = "complete"
) -> None:
    """Let a factory be visited and its inspection be closed."""
    at = f"{day}T09:00:00+07:00"
    visit = records.add(workspace, "visit", {"factory": factory, "kind": kind, "started_at": at})
    values = {"visit": visit, "factory": factory, "started_at": at, "state": "closed", "closing": closing}
    records.add(workspace, "inspection", {**values, "officer_name": "มานี รักเรียน", "closed_at": at})
