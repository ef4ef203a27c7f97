"""The place from a receiver, by keyboard alone: good, old, simulated, none."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt

from fieldkit.model.nmea import Quality
from fieldkit.ui.capture.receiver import Receiver
from fieldkit.ui.capture.sources import Fix, Reception
from fieldkit.ui.capture.troubles import (
    NoPositioning,
    ReceiverGone,
)
from tests.nmea import moment
from tests.ui.runner.checklists import Desk, start
from tests.ui.runner.field import GATE, SURVEY, Field

if TYPE_CHECKING:
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from fieldkit.model.workspace import Workspace

Key = Qt.Key


@pytest.fixture
def desk(qtbot: QtBot, office: Workspace, tmp_path: Path) -> Field:
    return Field(qtbot, office, tmp_path)


def reception(quality: Quality = "gps", sentences: int = 3, spoilt: int = 0) -> Reception:
    return Reception(sentences, spoilt, quality, 8)


def test_the_place_is_taken_when_a_person_says_so(desk: Field) -> None:
    path = desk.take("gate")
    sheet = desk.runner.taking.position
    assert not sheet.main.isEnabled()
    desk.press(sheet, Key.Key_Return)
    assert sheet.isVisible(), "there is nothing to take yet"
    desk.source.heard.emit(reception())
    desk.source.found.emit(GATE)
    assert sheet.accuracy.text() == "± 4.6 ม."
    assert "8" in sheet.facts.words()
    desk.press(sheet, Key.Key_Return)
    assert desk.stored("gate") == "16.43981 100.34802 45.4 4.6"
    assert desk.row_of("gate").second == "วัดได้ แม่นยำ ± 4.6 ม."
    assert not sheet.isVisible()
    assert desk.source.closed
    assert desk.runner.here() == path
    assert desk.editor.text() == "16.439810, 100.348020"
    desk.runner.undo()
    assert desk.stored("gate") == ""


def test_the_limits_of_the_question_decide(desk: Field) -> None:
    desk.take("place")
    sheet = desk.runner.taking.position
    desk.source.found.emit(Fix(16.43981, 100.34802, None, 30.0))
    assert "20" in sheet.status.words()
    assert sheet.isVisible()
    desk.press(sheet, Key.Key_Return)
    assert "หยาบกว่าเกณฑ์ 20 ม." in desk.row_of("place").warning
    desk.take("place")
    desk.source.found.emit(Fix(16.43981, 100.34802, None, 7.0))
    assert sheet.isVisible()
    desk.source.found.emit(Fix(16.43982, 100.34803, None, 4.9))
    assert not sheet.isVisible(), "capture-accuracy is reached"
    assert desk.stored("place") == "16.43982 100.34803 0.0 4.9"
    assert desk.row_of("place").warning == ""


def test_an_old_place_is_not_taken(desk: Field, monkeypatch: pytest.MonkeyPatch) -> None:
    sheet = desk.runner.taking.position
    now = [100.0]
    monkeypatch.setattr(sheet, "_now", lambda: now[0])
    desk.take("gate")
    desk.source.heard.emit(reception())
    desk.source.found.emit(GATE)
    now[0] += 20
    sheet.look()
    assert "เก่า" in sheet.status.words()
    assert "20 วินาที" in sheet.facts.words()
    desk.press(sheet, Key.Key_Return)
    assert sheet.isVisible()
    desk.source.found.emit(GATE)
    desk.press(sheet, Key.Key_Return)
    assert desk.stored("gate").startswith("16.43981 ")


def test_a_simulated_place_is_not_taken(desk: Field) -> None:
    desk.take("place")
    sheet = desk.runner.taking.position
    desk.source.heard.emit(reception("simulated"))
    desk.source.found.emit(GATE)
    desk.press(sheet, Key.Key_Return)
    assert sheet.isVisible()
    assert "จำลอง" in sheet.status.words()
    assert desk.stored("place") == ""


@pytest.mark.parametrize(
    ("told", "words"),
    [
        (None, "ไม่ส่งอะไรมา"),
        (Reception(0, 9, "none", None), "ความเร็ว"),
        (Reception(5, 0, "none", 0), "เงียบไป"),
    ],
)
def test_a_receiver_that_gives_nothing_says_why(
    desk: Field, monkeypatch: pytest.MonkeyPatch, told: Reception | None, words: str
) -> None:
    Receiver("port", "ttyUSB0").keep(desk.runner.inspection.workspace)
    sheet = desk.runner.taking.position
    now = [100.0]
    monkeypatch.setattr(sheet, "_now", lambda: now[0])
    desk.take("gate")
    assert desk.source.receiver == Receiver("port", "ttyUSB0")
    if told is not None:
        desk.source.heard.emit(told)
    now[0] += 6
    sheet.look()
    assert words in sheet.status.words()


def test_a_system_that_tells_nothing_is_not_waited_for_without_a_word(
    desk: Field, monkeypatch: pytest.MonkeyPatch
) -> None:
    sheet = desk.runner.taking.position
    now = [100.0]
    monkeypatch.setattr(sheet, "_now", lambda: now[0])
    desk.take("gate")
    now[0] += 30
    sheet.look()
    assert "กำลังหา" in sheet.status.words()
    now[0] += 40
    sheet.look()
    assert "ตั้งค่า" in sheet.status.words()


def test_a_receiver_unplugged_is_said_and_the_typed_place_stays(desk: Field) -> None:
    desk.stand("gate")
    desk.qtbot.keyClicks(desk.editor.field, "16.4398, 100.3480")
    desk.take("gate")
    sheet = desk.runner.taking.position
    desk.source.failed.emit(ReceiverGone("ttyUSB0"))
    assert "หลุด" in sheet.accessibleDescription()
    desk.press(sheet, Key.Key_Return)
    assert not sheet.stuck(), "plugged in again"
    desk.press(sheet, Key.Key_Escape)
    assert desk.stored("gate").startswith("16.4398 100.348 ")
    assert "หลุด" in desk.runner.pane.take.trouble.words()


def test_without_a_location_service_the_other_ways_are_said(desk: Field) -> None:
    desk.devices.refuse = NoPositioning()
    desk.take("gate")
    words = desk.runner.taking.position.accessibleDescription()
    assert "ตั้งค่า" in words
    assert "Alt+ลง" in words


def test_a_signed_inspection_opens_no_device(desk: Field, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.stand("photo")
    monkeypatch.setattr(type(desk.runner.inspection), "closed", property(lambda _self: True))
    desk.runner.taking.open()
    assert desk.devices.opened == []


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pseudo terminals")
def test_a_real_receiver_gives_the_place(qtbot: QtBot, office: Workspace, tmp_path: Path) -> None:
    ours, theirs = os.openpty()
    Receiver("port", os.ttyname(theirs)).keep(office)
    desk = Desk(qtbot, start(office, tmp_path, SURVEY))
    desk.stand("gate")
    qtbot.keyClick(desk.editor.field, Key.Key_F4, Qt.KeyboardModifier.ShiftModifier)
    sheet = desk.runner.taking.position
    try:
        for second in range(1, 4):
            os.write(ours, b"$GPGGA,cut off" + b"\r\n" + moment(second))
        qtbot.waitUntil(sheet.main.isEnabled, timeout=20_000)
        assert "8 ดวง" in sheet.facts.words()
        qtbot.keyClick(sheet, Key.Key_Return)
    finally:
        sheet.leave()
        os.close(ours)
        os.close(theirs)
    assert desk.stored("gate") == "16.4398 100.348 45.4 4.5"
