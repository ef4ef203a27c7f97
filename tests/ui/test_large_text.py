"""Large text in a small window: what gives way, and what may not."""

from __future__ import annotations

from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, cast

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QApplication, QPushButton, QWidget

from fieldkit.model.inspections.version_move import Line, VersionMove
from fieldkit.ui import theme
from fieldkit.ui.chip import ChipRow
from fieldkit.ui.facts import Facts
from fieldkit.ui.register_filters import RegisterFilters
from fieldkit.ui.runner.sections import WRAP, SectionList
from fieldkit.ui.runner.version_sheet import VersionSheet
from fieldkit.ui.status_chip import StatusChip, SyncStatus
from fieldkit.ui.top_bar import TopBar
from tests.ui.registers import fill

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from fieldkit.model.workspace import Workspace

TITLES = ("ข้อมูลการตรวจ", "น้ำเสีย อากาศ เสียง กาก และสารเคมี", "สรุปผลและลงนาม")


@pytest.fixture
def sections(qtbot: QtBot) -> SectionList:
    made = SectionList("หมวด")
    qtbot.addWidget(made)
    made.resize(224, 300)
    made.show()
    made.show_sections(TITLES, [(4, 4, 0), (2, 6, 1), (0, 4, 0)], 1)
    return made


@pytest.mark.parametrize("size", [100, 200])
def test_no_title_of_a_section_is_cut(sections: SectionList, qapp: QApplication, size: int) -> None:
    theme.apply(qapp, "light", size)
    sections.setFixedWidth(theme.current().px(224))
    sections.show_sections(TITLES, [(4, 4, 0), (2, 6, 1), (0, 4, 0)], 1)
    metrics = QFontMetrics(theme.current().font("strong"))
    bottom = 0
    for place, area in enumerate(sections._places):
        assert area.top() >= bottom
        bottom = area.bottom()
        room = SectionList._words(area)
        needed = metrics.boundingRect(QRect(0, 0, room.width(), 1000), WRAP, sections._title(place))
        assert needed.height() <= area.height()
        assert needed.width() <= room.width()
    assert bottom < max(sections.minimumHeight(), 1) + 1


def test_a_section_is_opened_where_it_is_painted(sections: SectionList, qtbot: QtBot) -> None:
    opened: list[int] = []
    sections.opened.connect(opened.append)
    for area in sections._places:
        qtbot.mouseClick(sections, Qt.MouseButton.LeftButton, pos=area.center())
    qtbot.mouseClick(sections, Qt.MouseButton.LeftButton, pos=QPoint(20, sections._places[-1].bottom() + 30))
    assert opened == [0, 1, 2]


def test_a_section_with_a_failed_answer_says_so_without_colour(sections: SectionList) -> None:
    assert sections.accessibleName() == "หมวด: 2. น้ำเสีย อากาศ เสียง กาก และสารเคมี 2/6 ไม่ผ่าน 1"
    sections.show_sections(TITLES, [(4, 4, 0), (2, 6, 0), (0, 4, 0)], 1)
    assert "ไม่ผ่าน" not in sections.accessibleName()


def test_the_search_of_the_register_takes_a_line_of_its_own(
    workspace: Workspace, qtbot: QtBot, qapp: QApplication
) -> None:
    fill(workspace, 20)
    filters = RegisterFilters(workspace, "th")
    button = QPushButton("นำเข้าทะเบียน")
    filters.add_button(button)
    qtbot.addWidget(filters)
    filters.refresh()
    filters.show_count(20)
    filters.resize(1200, 90)
    filters.show()
    qapp.processEvents()
    assert filters.search.y() == button.y()
    filters.resize(420, 260)
    qapp.processEvents()
    assert filters.search.geometry().bottom() < button.y()
    assert filters.search.width() > 360
    filters.resize(1200, 90)
    qapp.processEvents()
    assert filters.search.geometry().center().y() == button.geometry().center().y()


def test_values_without_room_stand_below_their_words(qtbot: QtBot, qapp: QApplication) -> None:
    facts = Facts([("เลขอื่น", "10660010725389"), ("ผู้ประกอบการ", "นายเฉลิม เกษตรดี")])
    qtbot.addWidget(facts)
    facts.resize(300, 200)
    facts.show()
    qapp.processEvents()
    (name, value) = (facts._names[0], facts._shown[0][1])
    assert name.x() < value.x()
    facts.resize(150, 200)
    qapp.processEvents()
    assert name.x() == value.x()
    assert name.geometry().bottom() <= value.y()
    assert facts.facts() == {"เลขอื่น": "10660010725389", "ผู้ประกอบการ": "นายเฉลิม เกษตรดี"}


def test_the_status_gives_way_to_the_title(qtbot: QtBot, qapp: QApplication) -> None:
    theme.apply(qapp, "light", 200)
    bar = TopBar()
    qtbot.addWidget(bar)
    bar.show_title("ทะเบียนโรงงาน")
    bar.status.show_status(SyncStatus(waiting=123_456))
    bar.resize(900, 128)
    bar.show()
    qapp.processEvents()
    chip = bar.findChild(StatusChip)
    assert chip is not None
    assert chip.width() < chip.sizeHint().width()
    assert bar._title.width() >= bar._title.sizeHint().width()
    assert "123,456" in chip.toolTip()
    assert bar.avatar.geometry().right() < bar.width()


@pytest.mark.parametrize("size", [100, 150, 200])
def test_a_chip_is_round_and_large_enough_to_hit(qtbot: QtBot, qapp: QApplication, size: int) -> None:
    theme.apply(qapp, "light", size)
    row = ChipRow([("a", "A"), ("b", "ทั้งหมด")])
    qtbot.addWidget(row)
    row.show()
    qapp.processEvents()
    radius = theme.current().px(16)
    for chip in row.findChildren(QPushButton):
        assert min(chip.width(), chip.height()) >= max(34, 2 * radius)
    assert isinstance(row.focusProxy(), QWidget)


def test_a_long_list_hides_no_button_of_the_version_sheet(qtbot: QtBot, qapp: QApplication) -> None:
    lines = tuple(Line(f"/data/q{number}", f"ข้อ {number}", "ใช่") for number in range(30))
    sheet = VersionSheet(VersionMove(cast("Any", SimpleNamespace(version="2570.1")), lines, (), ()))
    qtbot.addWidget(sheet)
    sheet.resize(1200, 500)
    sheet.show()
    qapp.processEvents()
    for button in (sheet.back, sheet.move_button):
        assert button.visibleRegion().boundingRect().size() == button.size()
