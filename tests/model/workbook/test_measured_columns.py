"""What stands beside answers and findings in the workbook: readings, instrument, origin, how often."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from fieldkit.model import inspections
from fieldkit.model.inspections import follow_up
from fieldkit.model.inspections.response import Instrument
from fieldkit.model.workbook.filters import Filters
from fieldkit.model.workbook.inspection_rows import InspectionRows, gather
from tests.measurements import close_measurements, start_measurements
from tests.office import MILL, picture

if TYPE_CHECKING:
    from pathlib import Path

    from fieldkit.model.inspections import Inspection
    from fieldkit.model.workspace import Workspace
    from tests.conftest import Clock

BOD, DUST, Q1, Q2 = "/data/water/bod", "/data/stack[1]/dust", "/data/order/q1", "/data/order/q2"


def exported(inspection: Inspection) -> InspectionRows:
    workspace = inspection.workspace
    [listed] = Filters(inspections=(inspection.id,)).found(workspace.database)
    return gather(workspace, listed, "th")


@pytest.fixture
def draft(office: Workspace, tmp_path: Path) -> Inspection:
    return start_measurements(office, tmp_path)


def test_answers_tell_how_they_came_about(draft: Inspection) -> None:
    draft.answer(BOD, "7.3", readings=("7.1", "7.3"))
    draft.measured_with(BOD, Instrument("Hach DR900", "1712", "2026-06-01"))
    draft.answer(Q1, "yes", origin="batch")
    draft.flag(Q2, True)
    draft.answer("/data/stack[1]/o2", "11")
    draft.answer(DUST, "250")
    rows = {row["path"]: row for row in exported(draft).answers}
    assert (rows[BOD]["readings"], rows[BOD]["number"]) == ("7.1; 7.3", 7.3)
    assert (rows[BOD]["instrument"], rows[BOD]["instrument_serial"]) == ("Hach DR900", "1712")
    assert rows[BOD]["calibrated_iso"] == "2026-06-01"
    assert (rows[Q1]["origin_code"], rows[Q1]["origin"]) == ("batch", "ตอบรวมทั้งหมวด")
    assert (rows[Q1]["flagged"], rows[Q2]["flagged"]) == (None, "ใช่")
    assert (rows[DUST]["number"], rows[DUST]["corrected"]) == (250, 351.010101)


def test_findings_tell_how_often_and_where_they_were_verified(
    draft: Inspection, office: Workspace, clock: Clock
) -> None:
    draft.answer(Q1, "no")
    close_measurements(draft)
    clock.advance(timedelta(days=30))
    second = inspections.start(office, MILL, "MEA")
    second.answer(Q1, "no")
    inspections.attach_photo(second, Q1, picture(), kind="after")
    follow_up.verify(second, follow_up.follow_ups(second)[0], corrected=False)
    [finding] = exported(draft).findings
    assert (finding["times"], finding["verified_in"]) == (1, second.id)
    [again] = exported(second).findings
    assert (again["times"], again["photos"]) == (2, 1)
    assert [row["kind"] for row in exported(second).photos] == ["ภาพหลังแก้ไข"]
