from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest
from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QPoint, QRect, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QRegion
from PySide6.QtWidgets import QFileDialog, QMessageBox, QWidget
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from fieldkit import resources
from fieldkit.ui import dialogs, icons, theme
from fieldkit.ui.badge import Badge, badge_size
from fieldkit.ui.buttons import EdgeButton
from fieldkit.ui.chip import ChipRow
from fieldkit.ui.empty_state import EmptyState
from fieldkit.ui.key_bar import KeyBar
from fieldkit.ui.labels import label
from fieldkit.ui.list_table import ListTable
from fieldkit.ui.message_bar import MessageBar
from fieldkit.ui.row_delegate import CELL_ROLE, Cell
from fieldkit.ui.search_field import SearchField
from fieldkit.ui.segmented import Segment, Segmented, segment_at, segment_rects, segments_size
from fieldkit.ui.status_chip import StatusChip, SyncStatus
from fieldkit.ui.theme import LIGHT

TypeText = Callable[[QWidget, str], None]
Index = QModelIndex | QPersistentModelIndex
# Kept before conftest replaces them.
REAL_ASK, REAL_CHOOSE = dialogs.ask, dialogs.choose_path
VERDICTS = (
    Segment("pass", "ผ่าน", "ok"),
    Segment("fail", "ไม่ผ่าน", "fail"),
    Segment("na", "ไม่เกี่ยวข้อง", "neutral"),
)


class Rows(QAbstractTableModel):
    """Thirty rows of three columns, as a list page has them."""

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else 30

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else 3

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        cells = (
            Cell(f"บริษัท ที่ {index.row()} จำกัด", "20892015275506", strong=True),
            Cell("1,131.87", right=True),
            Cell("สูง", tone="fail"),
        )
        if role == CELL_ROLE:
            return cells[index.column()]
        return cells[index.column()].text if role == Qt.ItemDataRole.DisplayRole else None


@pytest.fixture
def table(qtbot: QtBot) -> ListTable:
    made = ListTable("โรงงาน")
    qtbot.addWidget(made)
    made.setModel(Rows(made))
    made.set_widths([0, 120, 100])
    made.resize(620, 400)
    with qtbot.waitActive(made):
        made.show()
    made.setFocus()
    qtbot.waitUntil(made.hasFocus)
    return made


def colours(image: QImage, area: QRect) -> set[str]:
    return {
        image.pixelColor(x, y).name().upper()
        for x in range(area.left(), area.right() + 1)
        for y in range(area.top(), area.bottom() + 1)
    }


def holds(seen: set[str], colour: str) -> bool:
    """Whether ``colour`` is among ``seen``, but for the smoothing of thin strokes."""
    wanted = QColor(colour)
    return any(
        max(abs(a - b) for a, b in zip(QColor(one).getRgb()[:3], wanted.getRgb()[:3], strict=True)) < 40  # type: ignore[index]
        for one in seen
    )


def cell_picture(table: ListTable, row: int, column: int) -> set[str]:
    model = table.model()
    assert model is not None
    return colours(table.viewport().grab().toImage(), table.visualRect(model.index(row, column)))


def test_model_of_the_test_is_sound(qtmodeltester: ModelTester) -> None:
    qtmodeltester.check(Rows())


def test_first_column_takes_what_is_left(table: ListTable) -> None:
    assert [table.columnWidth(1), table.columnWidth(2)] == [120, 100]
    assert table.columnWidth(0) == table.viewport().width() - 220


def test_rows_have_two_lines_and_a_hairline(table: ListTable) -> None:
    assert table.rowHeight(0) == 50
    seen = cell_picture(table, 0, 0)
    assert {LIGHT.text, LIGHT.text_3, LIGHT.border, LIGHT.surface} <= seen


def test_badge_is_painted_in_its_tone(table: ListTable) -> None:
    seen = cell_picture(table, 0, 2)
    assert LIGHT.fail_soft in seen
    assert holds(seen, LIGHT.fail)
    assert not holds(seen, LIGHT.text)


def test_numbers_stand_at_the_right(table: ListTable) -> None:
    model = table.model()
    assert model is not None
    area = table.visualRect(model.index(0, 1)).adjusted(0, 0, 0, -2)
    image = table.viewport().grab().toImage()
    left, right = QRect(area), QRect(area)
    left.setWidth(area.width() // 3)
    right.setLeft(area.right() - area.width() // 3)
    assert colours(image, left) == {LIGHT.surface}
    assert LIGHT.text in colours(image, right)


def test_chosen_row_is_soft_blue_with_a_bar_while_it_has_the_focus(table: ListTable, qtbot: QtBot) -> None:
    table.choose_row(1)
    assert {LIGHT.accent_soft, LIGHT.accent} <= cell_picture(table, 1, 0)
    assert LIGHT.accent_soft in cell_picture(table, 1, 1)
    assert LIGHT.surface not in cell_picture(table, 1, 1)


def test_rows_are_walked_and_opened_by_keyboard(table: ListTable, qtbot: QtBot) -> None:
    seen: list[int] = []
    table.row_chosen.connect(seen.append)
    qtbot.keyClick(table, Qt.Key.Key_Home)
    qtbot.keyClick(table, Qt.Key.Key_Down)
    qtbot.keyClick(table, Qt.Key.Key_End)
    assert seen == [0, 1, 29]
    with qtbot.waitSignal(table.row_opened) as told:
        qtbot.keyClick(table, Qt.Key.Key_Return)
    assert told.args == [29]


def test_choosing_no_row_empties_the_choice(table: ListTable) -> None:
    table.choose_row(3)
    table.choose_row(-1)
    assert table.chosen_row() == -1
    table.choose_row(99)
    assert table.chosen_row() == -1


def test_table_grows_with_the_text(table: ListTable, qtbot: QtBot, qapp: object) -> None:
    theme.apply(qapp, "light", 150)  # type: ignore[arg-type]
    qtbot.waitUntil(lambda: table.rowHeight(0) == 75 and table.columnWidth(1) == 180)


def test_search_waits_for_the_last_key(qtbot: QtBot, type_text: TypeText) -> None:
    field = SearchField("ค้นหา")
    qtbot.addWidget(field)
    told: list[str] = []
    field.searched.connect(told.append)
    with qtbot.waitSignal(field.searched):
        type_text(field, " รีไซเคิล ")
    assert told == ["รีไซเคิล"]
    field.setText("รีไซเคิล  ")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert told == ["รีไซเคิล"]
    qtbot.keyClick(field, Qt.Key.Key_Escape)
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert told == ["รีไซเคิล", ""]


def test_clear_button_is_there_only_with_words(qtbot: QtBot) -> None:
    field = SearchField("ค้นหา")
    qtbot.addWidget(field)
    field.resize(300, 36)
    button = field.findChild(EdgeButton)
    assert button is not None
    assert button.isHidden()
    field.setText("ก")
    assert not button.isHidden()
    assert button.accessibleName() == "ล้างคำค้น"
    assert min(button.width(), button.height()) >= 34
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert field.text() == ""
    assert button.isHidden()


def test_down_leaves_the_search_for_the_list(qtbot: QtBot) -> None:
    field = SearchField("ค้นหา")
    qtbot.addWidget(field)
    with qtbot.waitSignal(field.left_down):
        qtbot.keyClick(field, Qt.Key.Key_Down)


def test_chips_choose_one_by_mouse_and_arrows(qtbot: QtBot) -> None:
    row = ChipRow([("all", "ทั้งหมด"), ("open", "ยังไม่ตอบ"), ("fail", "ไม่ผ่าน")], "กรอง")
    qtbot.addWidget(row)
    with qtbot.waitActive(row):
        row.show()
    assert row.key() == "all"
    told: list[str] = []
    row.chosen.connect(told.append)
    qtbot.mouseClick(row._chips["fail"], Qt.MouseButton.LeftButton)
    qtbot.keyClick(row._chips["fail"], Qt.Key.Key_Left)
    assert told == ["fail", "open"]
    row.choose("all")
    assert (row.key(), told) == ("all", ["fail", "open"])
    row.choose("")
    assert row.key() == ""


@pytest.fixture
def segmented(qtbot: QtBot) -> Segmented:
    made = Segmented(VERDICTS, "ข้อ 2.2")
    qtbot.addWidget(made)
    made.resize(made.sizeHint())
    made.show()
    return made


def test_segments_are_chosen_by_digit_arrow_and_mouse(segmented: Segmented, qtbot: QtBot) -> None:
    told: list[str] = []
    segmented.chosen.connect(told.append)
    qtbot.keyClick(segmented, Qt.Key.Key_2)
    qtbot.keyClick(segmented, Qt.Key.Key_Right)
    qtbot.keyClick(segmented, Qt.Key.Key_Delete)
    middle = segment_rects(segmented.rect(), VERDICTS)[0].center()
    qtbot.mouseClick(segmented, Qt.MouseButton.LeftButton, pos=middle)
    qtbot.keyClick(segmented, Qt.Key.Key_4)
    assert told == ["fail", "na", "", "pass"]
    assert segmented.choice() == "pass"
    assert segmented.accessibleName() == "ข้อ 2.2: ผ่าน"


def test_chosen_segment_has_the_colours_of_its_tone(segmented: Segmented) -> None:
    segmented.choose("fail")
    area = segment_rects(segmented.rect(), VERDICTS)[1]
    assert {LIGHT.fail, LIGHT.fail_soft} <= colours(segmented.grab().toImage(), area)
    other = segment_rects(segmented.rect(), VERDICTS)[0]
    assert LIGHT.fail not in colours(segmented.grab().toImage(), other)


def test_segments_fill_their_place_without_a_gap() -> None:
    place = QRect(10, 5, segments_size(VERDICTS).width() + 31, 34)
    rects = segment_rects(place, VERDICTS)
    assert rects[0].left() == place.left()
    assert rects[-1].right() == place.right()
    assert all(a.right() + 1 == b.left() for a, b in pairwise(rects))
    assert [segment_at(rect.center(), place, VERDICTS) for rect in rects] == [0, 1, 2]
    assert segment_at(place.topLeft() - place.bottomRight(), place, VERDICTS) == -1


def test_badge_says_its_word(qtbot: QtBot) -> None:
    badge = Badge("ปานกลาง", "warn")
    qtbot.addWidget(badge)
    assert badge.accessibleName() == "ปานกลาง"
    assert badge.sizeHint() == badge_size("ปานกลาง")
    badge.show_badge("ต่ำ", "ok")
    badge.resize(badge.sizeHint())
    seen = colours(badge.grab().toImage(), badge.rect())
    assert LIGHT.ok_soft in seen
    assert holds(seen, LIGHT.ok)


@pytest.mark.parametrize(
    ("status", "words", "tone"),
    [
        (SyncStatus(), "ยังไม่ได้เชื่อมศูนย์", "neutral"),
        (SyncStatus(waiting=3), "ยังไม่ได้เชื่อมศูนย์ · รอส่ง 3 รายการ", "neutral"),
        (SyncStatus(enrolled=True, waiting=12, online=False), "ออฟไลน์ · รอส่ง 12 รายการ", "warn"),
        (SyncStatus(enrolled=True, online=False), "ออฟไลน์", "warn"),
        (SyncStatus(enrolled=True, waiting=1), "รอส่ง 1 รายการ", "warn"),
        (SyncStatus(enrolled=True, sent_at="16:20"), "ส่งครบแล้ว 16:20", "ok"),
        (SyncStatus(enrolled=True), "ไม่มีรายการรอส่ง", "neutral"),
        (SyncStatus(enrolled=True, waiting=5, conflicts=2), "ข้อมูลขัดแย้ง 2 รายการ", "warn"),
    ],
)
def test_status_chip(qtbot: QtBot, status: SyncStatus, words: str, tone: str) -> None:
    chip = StatusChip()
    qtbot.addWidget(chip)
    chip.show_status(status)
    assert chip.accessibleName() == words
    chip.resize(chip.sizeHint())
    assert QColor(getattr(LIGHT, tone)).name().upper() in colours(chip.grab().toImage(), chip.rect())


def test_message_bar_offers_one_action_once(qtbot: QtBot) -> None:
    bar = MessageBar()
    qtbot.addWidget(bar)
    done: list[str] = []
    bar.show_notice("นำเข้าแล้ว 632 แห่ง", tone="ok")
    bar.offer("ยกเลิกการนำเข้า", lambda: done.append("undone"))
    qtbot.mouseClick(bar._button, Qt.MouseButton.LeftButton)
    qtbot.mouseClick(bar._button, Qt.MouseButton.LeftButton)
    assert done == ["undone"]
    assert bar.words() == ""


def test_empty_state_has_one_way_out(qtbot: QtBot) -> None:
    state = EmptyState("inbox", "ยังไม่มีข้อบกพร่อง", "รายการจะมาอยู่ที่นี่", "เปิดทะเบียนโรงงาน")
    qtbot.addWidget(state)
    with qtbot.waitSignal(state.pressed):
        qtbot.mouseClick(state.button, Qt.MouseButton.LeftButton)
    state.show_state("search", "ไม่พบ", "ลองใหม่")
    assert state.button.isHidden()


def test_key_bar_says_that_it_was_saved(qtbot: QtBot) -> None:
    bar = KeyBar([("Enter", "ข้อถัดไป")])
    qtbot.addWidget(bar)
    assert bar._tick.isHidden()
    bar.show_saved("บันทึกแล้ว 10:42 น.")
    assert (bar._saved.text(), bar._tick.isHidden()) == ("บันทึกแล้ว 10:42 น.", False)


def test_words_below_the_line_are_not_cut(qtbot: QtBot) -> None:
    # The font gives less height than its lower vowels take.
    shown = label("นี้ฐู")
    qtbot.addWidget(shown)
    shown.resize(shown.sizeHint())
    cut, whole = (QImage(shown.width(), edge, QImage.Format.Format_RGB32) for edge in (shown.height(), 90))
    for image in (cut, whole):
        image.fill(Qt.GlobalColor.white)
    shown.render(cut, QPoint(), QRegion(), QWidget.RenderFlag.DrawChildren)
    painter = QPainter(whole)
    painter.setFont(theme.current().font("body"))
    painter.setPen(theme.current().colour("text"))
    painter.drawText(whole.rect(), Qt.AlignmentFlag.AlignVCenter, "นี้ฐู")
    painter.end()
    assert inked_rows(cut) == inked_rows(whole) > 10


def inked_rows(image: QImage) -> int:
    rows = ((image.pixelColor(x, y).lightness() for x in range(image.width())) for y in range(image.height()))
    return sum(min(row) < 200 for row in rows)


def test_question_is_asked_with_verbs_and_esc_means_no(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[list[str]] = []

    def press_escape(box: QMessageBox) -> int:
        asked.append([button.text() for button in box.buttons()])
        box.show()
        qtbot.keyClick(box, Qt.Key.Key_Escape)
        return 0

    monkeypatch.setattr(QMessageBox, "exec", press_escape)
    page = QWidget()
    qtbot.addWidget(page)
    question = dialogs.Question("ลบภาพนี้หรือไม่", "กู้คืนได้จากประวัติ", "ลบภาพ", "เก็บไว้", danger=True)
    assert REAL_ASK(page, question) is False
    assert sorted(asked[0]) == sorted(["ลบภาพ", "เก็บไว้"])


@pytest.mark.parametrize(
    ("kind", "method", "answer", "paths"),
    [
        ("open", "getOpenFileName", ("a.xlsx", ""), [Path("a.xlsx")]),
        ("open", "getOpenFileName", ("", ""), []),
        ("open_many", "getOpenFileNames", (["a.jpg", "b.jpg"], ""), [Path("a.jpg"), Path("b.jpg")]),
        ("save", "getSaveFileName", ("out.xlsx", ""), [Path("out.xlsx")]),
        ("folder", "getExistingDirectory", "", []),
    ],
)
def test_files_are_chosen_by_kind(
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
    kind: dialogs.PathKind,
    method: str,
    answer: object,
    paths: list[Path],
) -> None:
    monkeypatch.setattr(QFileDialog, method, lambda *_args: answer)
    page = QWidget()
    qtbot.addWidget(page)
    assert REAL_CHOOSE(page, "เลือกไฟล์", kind) == paths


ICONS = sorted(file.stem for file in resources.path("icons").glob("*.svg"))


@pytest.mark.parametrize("name", ICONS)
def test_icon_is_drawn(name: str) -> None:
    image = icons.pixmap(name, "text", 24).toImage()
    alphas = [image.pixelColor(x, y).alpha() for x in range(24) for y in range(24)]
    assert max(alphas) > 200
    assert sum(alpha > 0 for alpha in alphas) < 24 * 24 / 2
