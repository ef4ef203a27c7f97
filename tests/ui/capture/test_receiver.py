"""Qt's own classes and a receiver at the end of a real line: bad lines, no fix, the cable pulled out."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QObject

from fieldkit.ui.capture.machine import Machine
from fieldkit.ui.capture.receiver import Kind, Receiver
from fieldkit.ui.capture.sources import Fix, PositionSource, Reception
from fieldkit.ui.capture.troubles import ReceiverGone, ReceiverNotOpened
from tests.nmea import NO_FIX, moment, sentence

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from fieldkit.errors import FieldkitError

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pseudo terminals")


class Line:
    """A serial line: what the test writes arrives at the port."""

    def __init__(self, qtbot: QtBot) -> None:
        self.ours, self._theirs = os.openpty()
        self.name = os.ttyname(self._theirs)
        self._qtbot = qtbot
        self._owner = QObject()
        self.fixes: list[Fix] = []
        self.heard: list[Reception] = []
        self.errors: list[FieldkitError] = []
        self.source: PositionSource | None = None

    def open(self, receiver: Receiver | None = None) -> None:
        self.source = Machine().position(receiver or Receiver("port", self.name), self._owner)
        self.source.found.connect(self.fixes.append)
        self.source.heard.connect(self.heard.append)
        self.source.failed.connect(self.errors.append)
        self.source.start()

    def send(self, data: bytes) -> None:
        os.write(self.ours, data)

    def wait(self, condition: Callable[[], object]) -> None:
        self._qtbot.waitUntil(lambda: bool(condition()), timeout=20_000)

    def pull(self) -> None:
        """Pull the cable out."""
        for end in (self.ours, self._theirs):
            os.close(end)
        self.ours = -1

    def close(self) -> None:
        if self.source is not None:
            self.source.close()
        if self.ours >= 0:
            self.pull()


@pytest.fixture
def line(qtbot: QtBot) -> Iterator[Line]:
    made = Line(qtbot)
    yield made
    made.close()


def test_a_place_arrives_with_quality_accuracy_and_satellites(line: Line) -> None:
    line.open()
    for second in range(1, 4):
        line.send(moment(second))
        line.wait(lambda: line.heard and line.heard[-1].sentences == 2 * second)  # noqa: B023
    line.wait(lambda: line.fixes)
    fix = line.fixes[0]
    assert fix.latitude == pytest.approx(16 + 26.388 / 60)
    assert fix.longitude == pytest.approx(100 + 20.880 / 60)
    assert fix.altitude == pytest.approx(45.4)
    assert fix.accuracy == pytest.approx(4.5), "five metres for each unit of HDOP"
    assert line.heard[-1] == Reception(6, 0, "gps", 8)
    assert line.errors == []


def test_the_accuracy_that_the_receiver_tells_comes_first(line: Line) -> None:
    line.open()
    line.send(sentence("GPGST,040001.00,6.0,,,,0.6,0.8,5.0"))
    line.wait(lambda: line.heard)
    for second in range(1, 4):
        line.send(moment(second))
    line.wait(lambda: line.fixes)
    assert line.fixes[0].accuracy == pytest.approx(1.0)


def test_broken_lines_between_good_ones_do_no_harm(line: Line) -> None:
    line.open()
    for second in range(1, 5):
        whole = moment(second)
        line.send(b"\xff\x00\x80garbage\r\n")
        line.send(whole.replace(b"1626.388", b"1726.388", 1))
        line.send(b"$GPGGA,0400")
        line.send(b"\r\n" + whole)
    line.wait(lambda: line.heard and line.heard[-1].sentences == 12)
    line.wait(lambda: line.fixes)
    assert {round(fix.latitude, 4) for fix in line.fixes} == {16.4398}, "a wrong checksum moves nobody"
    assert line.heard[-1].spoilt == 12


def test_without_a_fix_there_is_no_place(line: Line) -> None:
    line.open()
    for _ in range(4):
        line.send(NO_FIX)
    line.wait(lambda: line.heard and line.heard[-1].sentences == 8)
    assert line.heard[-1].quality == "none"
    assert line.heard[-1].satellites == 0
    assert line.fixes == []


def test_a_cable_that_is_pulled_out_is_told_once(line: Line) -> None:
    line.open()
    line.send(moment(1))
    line.wait(lambda: line.heard)
    line.pull()
    line.wait(lambda: line.errors)
    assert isinstance(line.errors[0], ReceiverGone)
    assert line.errors[0].place == line.name
    assert len(line.errors) == 1


def test_a_port_that_is_not_there_is_told(line: Line) -> None:
    line.open(Receiver("port", "/dev/fieldkit-no-such-port"))
    line.wait(lambda: line.errors)
    assert isinstance(line.errors[0], ReceiverNotOpened)
    assert "ตั้งค่า" in line.errors[0].message("th")


def test_a_pipe_is_read_and_its_end_is_told(line: Line, tmp_path: Path) -> None:
    pipe = tmp_path / "nmea"
    os.mkfifo(pipe)
    line.open(Receiver("path", path=str(pipe)))
    # Nobody writes yet: that is no end.
    writer = os.open(pipe, os.O_WRONLY)
    for second in range(1, 4):
        os.write(writer, moment(second))
    line.wait(lambda: line.fixes)
    assert line.errors == []
    os.close(writer)
    line.wait(lambda: line.errors)
    assert isinstance(line.errors[0], ReceiverGone)


def test_of_a_file_only_what_is_added_counts(line: Line, tmp_path: Path) -> None:
    log = tmp_path / "yesterday.nmea"
    log.write_bytes(moment(1).replace(b"1626", b"1326") * 50)
    line.open(Receiver("path", path=str(log)))
    with log.open("ab") as file:
        for second in range(1, 5):
            file.write(moment(second))
    line.wait(lambda: line.fixes)
    assert line.heard[-1].sentences <= 8
    assert {round(fix.latitude, 4) for fix in line.fixes} == {16.4398}


def test_a_path_that_cannot_be_read_is_told(line: Line) -> None:
    line.open(Receiver("path", path="/nowhere/nmea"))
    line.wait(lambda: line.errors)
    assert isinstance(line.errors[0], ReceiverNotOpened)
    assert "/nowhere/nmea" in line.errors[0].place


@pytest.mark.parametrize("kind", ["path", "port"])
def test_a_receiver_that_was_never_named_is_told(line: Line, kind: Kind) -> None:
    with pytest.raises(ReceiverNotOpened):
        line.open(Receiver(kind))
