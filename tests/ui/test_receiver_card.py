"""The position's source in the settings: chosen, kept at once, tried."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt

from fieldkit.ui.capture.receiver import Receiver
from fieldkit.ui.capture.sources import Fix, Reception
from fieldkit.ui.capture.troubles import NoPositioning, ReceiverGone
from fieldkit.ui.page import PageContext
from fieldkit.ui.settings_page import SettingsPage
from tests.ui.devices import MadeDevices, MadePosition

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from fieldkit.model.workspace import Workspace
    from fieldkit.ui.receiver_card import ReceiverCard
    from fieldkit.ui.settings import Settings


class Page:
    """The settings with the card in question."""

    def __init__(self, qtbot: QtBot, workspace: Workspace, settings: Settings) -> None:
        self.qtbot, self.workspace = qtbot, workspace
        self.devices = MadeDevices()
        self.page = SettingsPage(PageContext(workspace, settings, self.devices))
        qtbot.addWidget(self.page)
        self.page.build()
        self.page.resize(1100, 720)
        with qtbot.waitActive(self.page):
            self.page.show()
        self.page.open()

    @property
    def card(self) -> ReceiverCard:
        return self.page._receiver

    @property
    def kept(self) -> Receiver:
        return Receiver.of(self.workspace)

    def choose(self, words: str) -> None:
        """Choose a source by its words, with the arrow keys."""
        box = self.card.source
        box.setFocus()
        wanted = next(place for place in range(box.count()) if words in box.itemText(place))
        while box.currentIndex() != wanted:
            self.qtbot.keyClick(box, Qt.Key.Key_Down if box.currentIndex() < wanted else Qt.Key.Key_Up)

    def press_test(self) -> None:
        self.card.test.setFocus()
        self.qtbot.keyClick(self.card.test, Qt.Key.Key_Space)

    @property
    def source(self) -> MadePosition:
        made = self.devices.opened[-1]
        assert isinstance(made, MadePosition)
        return made


@pytest.fixture
def page(qtbot: QtBot, workspace: Workspace, settings: Settings) -> Page:
    return Page(qtbot, workspace, settings)


def test_the_system_comes_first_and_asks_for_nothing_more(page: Page) -> None:
    assert page.kept == Receiver()
    assert page.card.source.currentText() == "บริการตำแหน่งของระบบ"
    assert not page.card.speed.isVisible()
    assert not page.card.path.isVisible()


def test_a_port_and_its_speed_are_kept_at_once(page: Page) -> None:
    page.choose("ttyUSB0")
    assert page.card.speed.isVisible()
    page.qtbot.keyClick(page.card.speed, Qt.Key.Key_Up)
    assert page.kept == Receiver("port", "ttyUSB0", 4800)


def test_a_path_is_kept_when_its_field_is_left(page: Page) -> None:
    page.choose("ไฟล์หรือไปป์")
    assert page.card.path.isVisible()
    page.card.path.setFocus()
    page.qtbot.keyClicks(page.card.path, "/dev/gnss0")
    page.qtbot.keyClick(page.card.path, Qt.Key.Key_Return)
    assert page.kept == Receiver("path", path="/dev/gnss0")


def test_a_port_that_is_not_plugged_in_stays_chosen(page: Page) -> None:
    Receiver("port", "ttyACM7", 38400).keep(page.workspace)
    page.page.open()
    assert "ยังไม่ได้เสียบ" in page.card.source.currentText()
    assert page.card.speed.currentData() == 38400
    page.press_test()
    assert page.source.receiver == Receiver("port", "ttyACM7", 38400)


def test_a_trial_shows_what_is_heard_until_there_is_a_place(page: Page) -> None:
    page.choose("ttyUSB0")
    page.press_test()
    source = page.source
    source.heard.emit(Reception(0, 7, "none", None))
    page.card._look()
    assert "อ่านไม่ได้ 7" in page.card.outcome.words()
    source.heard.emit(Reception(12, 7, "gps", 9))
    source.found.emit(Fix(16.43981, 100.34802, None, 4.6))
    assert "16.439810, 100.348020" in page.card.outcome.words()
    assert "4.6" in page.card.outcome.words()
    assert source.closed, "the port is free again"
    assert page.card.test.text() == "ทดลอง"


def test_a_trial_ends_by_itself_or_with_the_page(page: Page, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("fieldkit.ui.receiver_card.TRIAL", -1.0)
    page.press_test()
    assert page.source.closed
    assert page.card.outcome.words() == "ไม่ได้รับสัญญาณ"
    monkeypatch.setattr("fieldkit.ui.receiver_card.TRIAL", 60.0)
    page.press_test()
    trial = page.source
    assert not trial.closed
    page.page.hide()
    assert page.source.closed


def test_what_is_wrong_with_a_receiver_is_said(page: Page) -> None:
    page.choose("ttyUSB0")
    page.press_test()
    page.source.failed.emit(ReceiverGone("ttyUSB0"))
    assert "หลุด" in page.card.outcome.words()
    assert page.source.closed
    page.devices.refuse = NoPositioning("libQt6Positioning")
    page.press_test()
    assert "ไม่มีบริการบอกตำแหน่ง" in page.card.outcome.words()
    page.page.open()
    assert "ยังไม่ได้เสียบ" in page.card.source.currentText(), "what was chosen stays chosen"


@pytest.mark.parametrize("spoilt", ['{"kind": "moon"}', "[1]", '{"speed": 1}', "{", '{"port": 5, "more": 1}'])
def test_a_setting_that_cannot_be_read_is_the_system(workspace: Workspace, spoilt: str) -> None:
    workspace.remember("receiver", spoilt)
    assert Receiver.of(workspace) == Receiver()
