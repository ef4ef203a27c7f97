"""The row in force on the day judges; what was signed keeps the rows that judged it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from fieldkit.model import inspections
from fieldkit.model.factory_file.measured import measured
from fieldkit.model.inspections import Signature
from fieldkit.model.inspections.revision import revise
from fieldkit.model.reference_tables import editing
from fieldkit.model.reference_tables.layers import Version, versions
from fieldkit.model.verify import verify
from tests.office import drawn_signature
from tests.tiny_checklists import start

if TYPE_CHECKING:
    from pathlib import Path

    from fieldkit.model.inspections import Inspection
    from fieldkit.model.workspace import Workspace

BOD = "/data/bod"
ASKED = [
    {"type": "decimal", "name": "bod", "label": "BOD", "fieldkit::limit": "WW-BOD", "fieldkit::severity": "M"}
]


def limit() -> Version:
    return next(one for one in versions("limits") if one.key == ("WW-BOD",))


def row(**cells: Any) -> dict[str, str]:
    return {**limit().cells, **cells}


@pytest.fixture
def draft(office: Workspace, tmp_path: Path) -> Inspection:
    found = start(office, tmp_path, ASKED)
    found.answer(BOD, "15")
    return found


def sign(draft: Inspection) -> None:
    inspections.close(
        draft,
        [
            Signature("inspector", "กฤษณะ ใจดี", "นักวิชาการ", drawn_signature()),
            Signature("representative", "มานะ อดทน", "ผู้จัดการ", drawn_signature()),
        ],
    )


def verdict(draft: Inspection) -> str | None:
    return inspections.open_inspection(draft.workspace, draft.id).verdict(BOD)


def test_a_row_from_before_the_visit_judges_a_draft(draft: Inspection) -> None:
    assert verdict(draft) == "pass"
    later = draft.date.replace(year=draft.date.year + 1).isoformat()
    editing.save(draft.workspace, "limits", row(max="10", valid_from=later), version=limit())
    assert verdict(draft) == "pass"
    editing.save(draft.workspace, "limits", row(max="10", valid_from=draft.date.isoformat()), version=limit())
    assert verdict(draft) == "fail"


def test_what_is_signed_keeps_its_verdict(draft: Inspection) -> None:
    sign(draft)
    editing.save(draft.workspace, "limits", row(max="10"), version=limit(), note="แก้ตามราชกิจจาฯ")
    assert verdict(draft) == "pass"
    [series] = measured(draft.workspace, draft.row["factory"], "th")
    assert series.failed == frozenset()
    assert series.limit is not None
    assert series.limit.maximum == 20
    assert [found for found in verify(draft.workspace) if found.level == "error"] == []


def test_a_revision_is_judged_by_the_rows_of_its_day_as_they_are_now(draft: Inspection) -> None:
    sign(draft)
    editing.save(draft.workspace, "limits", row(max="10"), version=limit(), note="แก้ตามราชกิจจาฯ")
    revised = revise(draft.workspace, draft.id, "ค่ากำหนดเดิมผิด")
    assert revised.verdict(BOD) == "fail"


def test_the_mark_of_what_nobody_confirmed_goes_with_the_finding(draft: Inspection) -> None:
    draft.answer(BOD, "25")
    assert draft.finding(BOD)["limit_text"] == "≤ 20 mg/L (ค่ายังไม่ยืนยัน)"  # type: ignore[index]
    editing.confirm(draft.workspace, [limit()], note="ราชกิจจานุเบกษา", name="มานี", on=date(2026, 11, 1))
    draft.answer(BOD, "26")
    assert draft.finding(BOD)["limit_text"] == "≤ 20 mg/L"  # type: ignore[index]
