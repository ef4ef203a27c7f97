"""Timeline, measured values, photos, loans and projects."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QApplication

from fieldkit.model import inspections, records
from fieldkit.ui.buttons import IconButton
from fieldkit.ui.factory_file.document_section import DocumentSection
from fieldkit.ui.factory_file.measured_section import MeasuredSection
from fieldkit.ui.factory_file.photo_section import PhotoSection
from fieldkit.ui.factory_file.support_section import SupportSection
from fieldkit.ui.factory_file.timeline_section import TimelineSection
from fieldkit.ui.factory_page import FactoryPage
from fieldkit.ui.wrap_label import WrapLabel
from tests.office import MILL, path_of, picture

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from fieldkit.model.workspace import Workspace
    from tests.conftest import Clock
from tests.ui.factory_file.files import (
    at,
    press,
    shown,
    visited,
)


def test_the_timeline_is_filtered_by_chips_with_counts(
    page: FactoryPage, office: Workspace, told: list[tuple[Any, ...]], qtbot: QtBot
) -> None:
    section: TimelineSection = at(page, "timeline")
    assert not section.chips.isVisible()
    first = visited(office, gen16="no")
    paper = records.add(office, "document", {"factory": "mill", "kind": "licence", "issued_on": "2020-01-01"})
    page.refresh(frozenset({"inspection", "document"}))
    assert [row[2] for row in shown(section.table)] == ["ข้อบกพร่อง 1", "ยังไม่แก้ไข", ""]
    section.chips._chips["finding"].click()
    assert section.chips._chips["finding"].text() == "ข้อบกพร่อง 1"
    assert len(shown(section.table)) == 1
    section.enter()
    press(qtbot, Qt.Key.Key_Return)
    target = {"inspection": first.id, "path": path_of(first, "gen16")}
    assert told[-1] == ("opened", "inspection", target)
    section.chips._chips["document"].click()
    section.enter()
    press(qtbot, Qt.Key.Key_Return)
    documents_section = page.section()
    assert isinstance(documents_section, DocumentSection)
    assert documents_section.table_model.rows[documents_section.table.chosen_row()]["id"] == paper


def test_measured_values_are_a_line_and_a_table(page: FactoryPage, office: Workspace, clock: Clock) -> None:
    for value in ("2.5", "3.5"):
        visited(office, gen17=value)
        clock.at += timedelta(days=30)
    section: MeasuredSection = at(page, "measured")
    place = next(row for row, cells in enumerate(shown(section.table)) if "พื้นที่ทำงาน" in cells[0])
    section.table.choose_row(place)
    assert shown(section.table)[place][1:] == ["3.5 ตร.ม./คน", "≥ 3 ตร.ม./คน ค่ายังไม่ยืนยัน", "2"]
    assert shown(section.values) == [["22 ธ.ค. 2569", "3.5"], ["22 พ.ย. 2569", "2.5 · ไม่ผ่านเกณฑ์"]]
    assert section.chart.accessibleDescription() == "3.5 (22 ธ.ค. 2569), 2.5 (22 พ.ย. 2569)"
    low, high = section.chart.span()
    assert low < section.chart.bounds()[0] < high
    first, last = section.chart.points(section.chart.rect().toRectF())
    assert first.x() < last.x()
    assert first.y() > last.y()
    assert not section.chart.grab().isNull()


def test_photos_are_made_when_they_are_seen_and_opened_by_enter(
    page: FactoryPage, office: Workspace, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    section: PhotoSection = at(page, "photos")
    assert not section.wall.isVisible()
    inspection = inspections.start(office, MILL, "GEN")
    for number in range(3):
        inspections.attach_photo(inspection, path_of(inspection, "gen15"), picture(), name=f"{number}.jpg")
    page.refresh(frozenset({"attachment"}))
    model = section.photo_model
    qtbot.waitUntil(lambda: all(model._pictures.get(row["sha256"]) for row in model._rows))
    opened: list[str] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(url.fileName()))
    section.enter()
    press(qtbot, Qt.Key.Key_Right)
    press(qtbot, Qt.Key.Key_Return)
    assert opened == ["1.jpg"]


def test_loans_and_projects_show_what_they_brought(
    page: FactoryPage, office: Workspace, told: list[tuple[Any, ...]]
) -> None:
    section: SupportSection = at(page, "support")
    words = [label.words() for label in section.findChildren(WrapLabel)]
    assert words == ["โรงงานนี้ไม่มีเงินกู้กองทุน", "ยังไม่มีโครงการกับโรงงานนี้"]
    loan = {"factory": "mill", "fund": "pracharath", "principal": 1_200_000.0, "missed": 1}
    loan_id = records.add(office, "loan", loan)
    project = records.add(office, "project", {"factory": "mill", "title": "Lean", "fiscal_year": 2569})
    result = {"project": project, "indicator": "cost", "baseline": 200.0, "result": 150.0, "unit": "บาท"}
    records.add(office, "project_result", result)
    page.refresh(frozenset({"loan", "project"}))
    QApplication.processEvents()
    words = [label.words() for label in section.findChildren(WrapLabel) if label.isVisible()]
    assert "1,200,000 บาท" in words
    section.findChildren(IconButton)[0].click()
    assert told[-1][1:] == ("cases", {"table": "loan", "record": loan_id})
    assert "200 → 150 บาท (-25.0 %)" in words


def test_a_complaint_and_an_order_open_in_their_registers(
    page: FactoryPage, office: Workspace, told: list[tuple[Any, ...]], qtbot: QtBot
) -> None:
    complaint = records.add(office, "complaint", {"factory": "mill", "received_at": "2026-11-01"})
    order = records.add(office, "factory_order", {"factory": "mill", "section": "37", "state": "open"})
    section: TimelineSection = at(page, "timeline")
    section.read()
    section.enter()
    press(qtbot, Qt.Key.Key_Return)
    assert told[-1] == ("opened", "cases", {"table": "complaint", "record": complaint})
    press(qtbot, Qt.Key.Key_Down)
    press(qtbot, Qt.Key.Key_Return)
    assert told[-1] == ("opened", "findings", {"order": order})
