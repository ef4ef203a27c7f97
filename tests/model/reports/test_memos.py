"""Memos: the structure of the office's memo, filled from an inspection and from a report."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from fieldkit.model import indicators, inspections
from fieldkit.model.reports import memos
from fieldkit.model.reports.catalogue import report
from fieldkit.model.reports.choice import Choice
from fieldkit.model.reports.templates import filling
from fieldkit.model.workspace import Workspace
from tests.model.indicators.offices import put
from tests.model.reports import worked_example as worked
from tests.model.reports.test_templates import asked_here
from tests.office import answer_all

HEADS = ["๑. เรื่องเดิม", "๒. ข้อเท็จจริง", "๓. ข้อกฎหมาย", "๔. ข้อพิจารณา", "๕. ข้อเสนอ"]


@pytest.fixture(autouse=True)
def here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(filling, "_asked", asked_here)


def lines(path: Path) -> list[str]:
    import docx

    document: Any = docx.Document(str(path))
    assert not any("{{" in part.text for part in document.paragraphs)
    return [part.text for part in document.paragraphs]


def test_the_memo_of_an_inspection_has_the_official_structure(office: Workspace, tmp_path: Path) -> None:
    inspection = inspections.start(office, "mill", "GEN")
    answer_all(inspection, gen15="no", gen28="80")
    target = tmp_path / "บันทึก.docx"
    memos.inspection_memo(office, inspection.id, target)
    found = lines(target)
    assert found[0] == "บันทึกข้อความ"
    assert [line for line in found if line in HEADS] == HEADS
    assert found[1].startswith("ส่วนราชการ\tสอจ.พิจิตร")
    assert any("10660001225480" in line for line in found), "a registration number keeps its digits"
    assert any("๑. [" in line for line in found), "the findings are listed"
    assert any("ภายในวันที่" in line for line in found[found.index(HEADS[4]) :])
    assert found[-2:] == ["(กฤษณะ ใจดี)", "นักวิชาการอุตสาหกรรม"]


def test_an_inspection_without_findings_leaves_their_lines_out(office: Workspace, tmp_path: Path) -> None:
    inspection = inspections.start(office, "mill", "GEN")
    answer_all(inspection)
    memos.inspection_memo(office, inspection.id, tmp_path / "บันทึก.docx")
    found = lines(tmp_path / "บันทึก.docx")
    after = found[found.index(HEADS[4]) + 1 :]
    assert after[0] == "จึงเรียนมาเพื่อโปรดพิจารณา"
    assert found[found.index(HEADS[2]) + 1] == "ไม่มีข้อกฎหมายที่ต้องพิจารณา"


def test_the_memo_of_a_report_says_its_totals_and_what_is_below_target(
    office: Workspace, tmp_path: Path
) -> None:
    with office.database.door() as connection:
        connection.exec_driver_sql("DELETE FROM factory")
        put(connection, worked.office())
    choice = Choice(indicators.period("2567"), worked.TODAY)
    memos.report_memo(office, report("R1"), choice, tmp_path / "บันทึก.docx")
    found = lines(tmp_path / "บันทึก.docx")
    assert [line for line in found if line in HEADS] == HEADS
    assert "- ร้อยละ 95.00%" in found
    assert "- คงเหลือ (แห่ง) 7" in found
    below = [line for line in found if "(เป้าหมาย 100.00%)" in line]
    assert 1 <= len(below) <= 4


def test_the_shipped_memos_use_each_documented_list_and_no_unknown_name(
    office: Workspace, tmp_path: Path
) -> None:
    import docx

    for kind, names, lists in (
        ("inspection", memos.INSPECTION, memos.INSPECTION_LISTS),
        ("report", memos.REPORT, memos.REPORT_LISTS),
    ):
        target = tmp_path / f"{kind}.docx"
        memos.write_default_template(kind, office, target)  # type: ignore[arg-type]
        text = "\n".join(part.text for part in docx.Document(str(target)).paragraphs)
        used = set(re.findall(r"\{\{([^{}]*)\}\}", text))
        assert {name.partition(".each.")[0] for name in used if ".each." in name} == set(lists)
        assert used - {f"{key}.each.{column}" for key, columns in lists.items() for column in columns} <= {
            *names,
            *("factory", "period", "today"),
        }


def test_an_inspection_that_is_not_there_is_said(office: Workspace, tmp_path: Path) -> None:
    with pytest.raises(memos.NoSuchInspection):
        memos.inspection_memo(office, "none", tmp_path / "x.docx")
