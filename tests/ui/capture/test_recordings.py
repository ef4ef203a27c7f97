"""What QtMultimedia writes, where it is installed: a file that grows, can be cut, and ends on a full disk."""

from __future__ import annotations

import math
import shutil
from array import array
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest
from PySide6.QtCore import QObject

from fieldkit.errors import FieldkitError
from fieldkit.model.media_types import media_type
from fieldkit.ui.capture import recording_file
from fieldkit.ui.capture.machine import Machine
from fieldkit.ui.capture.recording_file import RecordingFile
from fieldkit.ui.capture.troubles import (
    DiskFull,
    MicrophoneGone,
    NoCamera,
    NoMicrophone,
    NoMultimedia,
    NoPicture,
    NotRecorded,
    RecordingFull,
)

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from fieldkit.ui.capture.qt_sound import SoundWriter

# FFmpeg says what it writes; a machine without PulseAudio says that too.
pytestmark = pytest.mark.qt_log_ignore(
    "PulseAudio", "Couldn't (load|resolve)", "No audio device", "Could not open media", extend=True
)


@pytest.fixture(scope="module")
def sound() -> object:
    """The part that needs QtMultimedia."""
    return pytest.importorskip("fieldkit.ui.capture.qt_sound", exc_type=ImportError)


def tone(seconds: float) -> bytes:
    """A hum of 440 Hz."""
    count = round(16_000 * seconds)
    return array(
        "h", (int(9000 * math.sin(at * 2 * math.pi * 440 / 16_000)) for at in range(count))
    ).tobytes()


class Writing(NamedTuple):
    """A recording under way; the owner keeps the writer."""

    owner: QObject
    writer: SoundWriter
    errors: list[FieldkitError]
    ends: list[None]


@pytest.fixture
def writing(qtbot: QtBot, sound: object) -> Writing:
    from PySide6.QtMultimedia import QAudioFormat

    from fieldkit.ui.capture.qt_sound import SoundWriter

    form = QAudioFormat()
    form.setSampleRate(16_000)
    form.setChannelCount(1)
    form.setSampleFormat(QAudioFormat.SampleFormat.Int16)
    owner = QObject()
    made = Writing(owner, SoundWriter(form, 64_000, owner), [], [])
    made.writer.failed.connect(made.errors.append)
    made.writer.stopped.connect(lambda: made.ends.append(None))
    return made


def test_a_recording_grows_on_the_disk_and_is_what_it_says(
    qtbot: QtBot, writing: Writing, tmp_path: Path
) -> None:
    file = tmp_path / "hum.aac"
    writing.writer.begin(file)
    for _ in range(40):
        writing.writer.write(tone(0.1))
    # What a loss of power would leave behind: most of it is there before the end.
    qtbot.waitUntil(lambda: file.stat().st_size > 8_000, timeout=20_000)
    cut = file.read_bytes()
    writing.writer.end()
    qtbot.waitUntil(lambda: bool(writing.ends), timeout=20_000)
    assert writing.errors == []
    assert writing.writer.seconds() == pytest.approx(4)
    found = media_type(cut)
    assert found is not None
    assert found[0].startswith("audio/")
    assert length_of(qtbot, cut) > 0.5
    assert length_of(qtbot, file.read_bytes()) == pytest.approx(4, abs=0.5)


def length_of(qtbot: QtBot, data: bytes) -> float:
    """How long the player of the window says that it is."""
    owner = QObject()
    player = Machine().player(data, "hum.aac", owner)
    player.start()
    qtbot.waitUntil(lambda: player.length() > 0, timeout=20_000)
    length = player.length()
    player.close()
    return length


def test_what_is_no_recording_is_not_played(qtbot: QtBot, sound: object) -> None:
    owner = QObject()
    player = Machine().player(b"no sound at all" * 100, "hum.aac", owner)
    with qtbot.waitSignal(player.failed, timeout=20_000) as caught:
        player.start()
    assert caught.args is not None
    assert "เล่นไฟล์นี้ในโปรแกรมไม่ได้" in caught.args[0].message("th")
    player.close()


def test_a_full_disk_ends_a_recording_with_a_whole_file(
    qtbot: QtBot, writing: Writing, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "hum.aac"
    writing.writer.begin(file)
    for _ in range(20):
        writing.writer.write(tone(0.1))
    qtbot.waitUntil(lambda: file.stat().st_size > 2_000, timeout=20_000)
    room = shutil.disk_usage(tmp_path)._replace(free=recording_file.LEAST_FREE - 1)
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: room)
    qtbot.waitUntil(lambda: bool(writing.ends), timeout=20_000)
    assert [type(error) for error in writing.errors] == [DiskFull]
    assert length_of(qtbot, file.read_bytes()) > 1


def watched(qtbot: QtBot, file: Path, recorded: Callable[[], float]) -> FieldkitError:
    owner = QObject()
    made = RecordingFile(file, recorded, owner)
    with qtbot.waitSignal(made.refused, timeout=20_000) as caught:
        made.look()
    made.close()
    assert caught.args is not None
    error = caught.args[0]
    assert isinstance(error, FieldkitError)
    return error


def test_a_disk_that_takes_nothing_is_noticed(qtbot: QtBot, tmp_path: Path) -> None:
    seconds = iter([0.0, 16.0])
    assert isinstance(watched(qtbot, tmp_path / "a.aac", lambda: next(seconds, 16.0)), DiskFull)


def test_a_recording_ends_before_it_is_too_large_to_be_sent(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "a.aac"
    owner = QObject()
    made = RecordingFile(file, lambda: 1.0, owner)
    monkeypatch.setattr(recording_file, "MOST", 1000)
    file.write_bytes(bytes(1000))
    with qtbot.waitSignal(made.refused, timeout=20_000) as caught:
        made.look()
    made.close()
    assert caught.args is not None
    assert isinstance(caught.args[0], RecordingFull)


def test_a_machine_without_devices_says_so() -> None:
    """This machine has none, or has some and tells their names; it never fails otherwise."""
    told = []
    for ask in (Machine().cameras, Machine().microphones):
        try:
            told += [device.name for device in ask()]
        except (NoCamera, NoMicrophone, NoMultimedia) as error:
            told += [error.message("th"), error.message("en")]
    assert len(told) >= 2
    assert all(told)


def test_a_camera_that_cannot_be_opened_says_so_and_leaves_no_recording_open(
    qtbot: QtBot, sound: object, tmp_path: Path
) -> None:
    from PySide6.QtMultimedia import QCameraDevice

    from fieldkit.ui.capture.qt_camera import QtCamera

    owner = QObject()
    camera = QtCamera(QCameraDevice(), owner, films=True)
    errors: list[FieldkitError] = []
    camera.failed.connect(errors.append)
    camera.start()
    camera.take()
    assert [type(error) for error in errors] == [NoPicture]
    with qtbot.waitSignal(camera.stopped, timeout=20_000):
        camera.record(tmp_path / "film.mkv")
    assert [type(error) for error in errors] == [NoPicture, NotRecorded]
    with qtbot.waitSignal(camera.destroyed, timeout=20_000):
        camera.close()


def test_a_microphone_that_cannot_be_opened_says_so(qtbot: QtBot, sound: object) -> None:
    from PySide6.QtMultimedia import QAudioDevice

    from fieldkit.ui.capture.qt_sound import QtMicrophone

    owner = QObject()
    microphone = QtMicrophone(QAudioDevice(), 64_000, owner)
    errors: list[FieldkitError] = []
    microphone.failed.connect(errors.append)
    microphone.start()
    qtbot.waitUntil(lambda: bool(errors), timeout=20_000)
    assert isinstance(errors[0], MicrophoneGone)
    with qtbot.waitSignal(microphone.destroyed, timeout=20_000):
        microphone.close()


def test_loudness_is_the_largest_swing(sound: object) -> None:
    from PySide6.QtMultimedia import QAudioFormat

    from fieldkit.ui.capture.qt_sound import loudness

    kinds = QAudioFormat.SampleFormat
    assert loudness(array("h", [0, 0, 0, 0, -16384]).tobytes(), kinds.Int16) == pytest.approx(0.5)
    assert loudness(array("f", [0.25]).tobytes(), kinds.Float) == pytest.approx(0.25)
    assert loudness(b"", kinds.Int16) == 0
    assert loudness(b"\x01", kinds.Int16) == 0
