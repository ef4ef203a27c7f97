from __future__ import annotations

import pytest
from PySide6.QtWidgets import QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from fieldkit.ui import thai_text
from fieldkit.ui.wrap_label import WrapLabel

LONG = "ทางออกและประตูฉุกเฉินกว้างไม่น้อยกว่าหนึ่งร้อยสิบเซนติเมตรเปิดออกได้ทันทีโดยไม่ใช้กุญแจ"
ZERO_WIDTH = "\u200b"


@pytest.fixture
def without_libthai(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(thai_text, "qt_breaks_thai", lambda: False)


def test_own_breaker_marks_where_words_end(without_libthai: None) -> None:
    marked = thai_text.wrappable("ตรวจโรงงานภาคสนาม")
    assert marked.split(ZERO_WIDTH) == ["ตรวจ", "โรงงาน", "ภาคสนาม"]


def test_nothing_is_lost_by_marking(without_libthai: None) -> None:
    assert thai_text.wrappable(LONG).replace(ZERO_WIDTH, "") == LONG


@pytest.mark.parametrize("text", ["", "Exit width 110 cm", "22/11/2569"])
def test_text_without_thai_stays_as_it_is(without_libthai: None, text: str) -> None:
    assert thai_text.wrappable(text) is text


def test_where_qt_knows_thai_the_text_stays_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(thai_text, "qt_breaks_thai", lambda: True)
    assert thai_text.wrappable(LONG) is LONG


def test_label_gives_its_words_back(without_libthai: None, qtbot: QtBot) -> None:
    label = WrapLabel(LONG)
    qtbot.addWidget(label)
    assert ZERO_WIDTH in label.text()
    assert label.words() == label.accessibleName() == LONG


def test_narrow_label_takes_more_lines(without_libthai: None, qtbot: QtBot) -> None:
    label = WrapLabel(LONG)
    qtbot.addWidget(label)
    line = label.fontMetrics().height()
    assert label.heightForWidth(200) >= 3 * line
    assert label.heightForWidth(4000) < 2 * line


def test_label_in_a_layout_shows_all_its_lines(without_libthai: None, qtbot: QtBot) -> None:
    page = QWidget()
    qtbot.addWidget(page)
    column = QVBoxLayout(page)
    label = WrapLabel(LONG)
    column.addWidget(label)
    column.addStretch(1)
    page.resize(220, 600)
    page.show()
    qtbot.waitUntil(lambda: label.height() >= label.heightForWidth(label.width()))
