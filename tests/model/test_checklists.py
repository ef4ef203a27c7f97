"""Installing checklists: versions that were used do not change under the inspections that used them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from fieldkit import resources
from fieldkit.model import checklists, inspections
from fieldkit.model.checklists import VersionTaken
from fieldkit.model.xlsform.conversion import convert
from tests.office import MILL

if TYPE_CHECKING:
    from fieldkit.model.workspace import Workspace
    from fieldkit.model.xlsform.conversion import Conversion

GEN = resources.path("checklists", "GEN.xlsx")


@pytest.fixture(scope="module")
def conversion() -> Conversion:
    return convert(GEN)


def stored(workspace: Workspace) -> list[dict[str, object]]:
    return workspace.rows("SELECT id, version, xlsx, xform, title FROM checklist ORDER BY id")


def test_the_same_content_again_changes_nothing(office: Workspace, conversion: Conversion) -> None:
    before, changes = stored(office), office.waiting()
    checklists.install(office, conversion, GEN.read_bytes())
    assert (stored(office), office.waiting()) == (before, changes)


def test_an_unused_version_is_replaced(office: Workspace, conversion: Conversion) -> None:
    checklists.install(office, replace(conversion, title="ร่าง"), b"another workbook")
    assert [row["title"] for row in stored(office)] == ["ร่าง"]


def test_a_used_version_is_not_replaced_by_another_workbook(
    office: Workspace, conversion: Conversion
) -> None:
    inspections.start(office, MILL, "GEN")
    before = stored(office)
    with pytest.raises(VersionTaken) as caught:
        checklists.install(office, conversion, b"another workbook")
    assert caught.value.place == f"GEN {conversion.version}"
    with pytest.raises(VersionTaken):
        checklists.install(office, conversion, GEN.read_bytes(), {"list.csv": b"name,label\n"})
    assert stored(office) == before
    checklists.install(office, replace(conversion, version="2599.1"), b"another workbook")
    assert len(stored(office)) == 2


def test_the_same_workbook_read_otherwise_leaves_a_used_version(
    office: Workspace, conversion: Conversion
) -> None:
    inspections.start(office, MILL, "GEN")
    before = stored(office)
    newer = replace(conversion, xform=conversion.xform + "<!-- by a newer converter -->")
    assert checklists.install(office, newer, GEN.read_bytes()) == before[0]["id"]
    assert stored(office) == before


def test_a_shipped_checklist_that_changed_without_a_version_stops_nobody(
    office: Workspace, conversion: Conversion, monkeypatch: pytest.MonkeyPatch
) -> None:
    inspections.start(office, MILL, "GEN")
    office.remember("shipped:GEN", "the hash of another file")
    monkeypatch.setattr(checklists, "install", _refuse)
    assert checklists.latest(office, "GEN").version == conversion.version


def _refuse(*_arguments: object) -> str:
    raise VersionTaken("GEN")


@pytest.mark.parametrize(
    ("older", "newer"),
    [("2569.9", "2569.10"), ("2569.1", "2569.1.1"), ("", "1"), ("²", "2")],
)
def test_versions_are_in_order(older: str, newer: str) -> None:
    order = checklists.version_order
    assert order(older) < order(newer)
