from __future__ import annotations

import sys
import threading

import pytest
from PySide6.QtCore import QObject, QThread
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import delete

from fieldkit.errors import FieldkitError, Text
from fieldkit.ui import jobs
from fieldkit.ui.jobs import Job


def unexpected(outcome: object) -> None:
    pytest.fail(f"this must not be told: {outcome!r}")


OWN_ERROR = FieldkitError(Text("ดิสก์เต็ม", "The disk is full"))


def test_result_arrives_in_the_gui_thread(qtbot: QtBot) -> None:
    threads: list[tuple[object, bool]] = []
    owner = QObject()
    gui = QThread.currentThread()
    job = Job(owner, lambda _job: QThread.currentThread() is gui)
    job.then(lambda inside: threads.append((inside, QThread.currentThread() is gui)))
    with qtbot.waitSignal(job.ended):
        job.start()
    assert threads == [(False, True)]


def test_error_for_a_person_goes_to_failed(qtbot: QtBot) -> None:
    told: list[FieldkitError] = []

    def work(_job: Job[None]) -> None:
        raise OWN_ERROR

    owner = QObject()
    job = Job(owner, work).then(unexpected, told.append)
    with qtbot.waitSignal(job.ended):
        job.start()
    assert told == [OWN_ERROR]


@pytest.mark.parametrize("error", [ZeroDivisionError("x"), OWN_ERROR], ids=["bug", "nobody listens"])
def test_no_error_is_lost(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, error: Exception) -> None:
    caught: list[BaseException] = []
    monkeypatch.setattr(sys, "excepthook", lambda _kind, value, _trace: caught.append(value))

    def work(_job: Job[None]) -> None:
        raise error

    owner = QObject()
    job = Job(owner, work).then(unexpected)
    with qtbot.waitSignal(job.ended):
        job.start()
    assert caught == [error]


def test_bug_is_not_lost_when_someone_listens_for_errors(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    caught: list[BaseException] = []
    monkeypatch.setattr(sys, "excepthook", lambda _kind, value, _trace: caught.append(value))
    owner = QObject()
    job = Job(owner, lambda _job: 1 / 0).then(unexpected, unexpected)
    with qtbot.waitSignal(job.ended):
        job.start()
    assert [type(error) for error in caught] == [ZeroDivisionError]


def test_silent_when_the_page_is_gone(qtbot: QtBot) -> None:
    begun, go_on = threading.Event(), threading.Event()
    seen: list[object] = []

    def work(job: Job[str]) -> str:
        begun.set()
        go_on.wait(10)
        seen.append(job.cancelled)
        return "late"

    owner = QObject()
    job = Job(owner, work).then(unexpected)
    job.start()
    qtbot.waitUntil(begun.is_set)
    delete(owner)
    with qtbot.waitSignal(job.ended):
        go_on.set()
    assert seen == [True]


def test_progress_is_told_in_order(qtbot: QtBot) -> None:
    steps: list[tuple[int, int, str]] = []

    def work(job: Job[None]) -> None:
        for number in range(3):
            job.report(number, 3, f"row {number}")

    owner = QObject()
    job = Job(owner, work)
    job.progressed.connect(lambda done, total, words: steps.append((done, total, words)))
    with qtbot.waitSignal(job.ended):
        job.start()
    assert steps == [(0, 3, "row 0"), (1, 3, "row 1"), (2, 3, "row 2")]


def test_cancelled_work_stops_at_its_next_report_and_tells_nothing(qtbot: QtBot) -> None:
    begun, go_on = threading.Event(), threading.Event()
    after: list[str] = []

    def work(job: Job[None]) -> None:
        begun.set()
        go_on.wait(10)
        job.report(1)
        after.append("went on")

    owner = QObject()
    job = Job(owner, work).then(unexpected, unexpected)
    job.start()
    qtbot.waitUntil(begun.is_set)
    job.cancel()
    with qtbot.waitSignal(job.ended):
        go_on.set()
    assert after == []


def test_the_end_of_the_program_cancels_and_waits(qtbot: QtBot) -> None:
    begun = threading.Event()
    done = threading.Event()

    def work(job: Job[None]) -> None:
        begun.set()
        while not job.cancelled:
            threading.Event().wait(0.01)
        done.set()

    owner = QObject()
    job = jobs.run(owner, work, unexpected)
    qtbot.waitUntil(begun.is_set)
    assert jobs.wait_for_all()
    assert done.is_set()
    qtbot.waitUntil(lambda: job not in jobs._running)


def test_the_end_of_the_program_comes_before_work_that_has_not_begun(qtbot: QtBot) -> None:
    seen: list[bool] = []
    owner = QObject()
    job = jobs.run(owner, lambda job: seen.append(job.cancelled), unexpected)
    assert jobs.wait_for_all()
    assert seen == [True]
    qtbot.waitUntil(lambda: job not in jobs._running)
    assert seen == [True], "it began twice"


def test_work_whose_page_went_before_it_began_is_not_done(qtbot: QtBot) -> None:
    owner = QObject()
    job = jobs.run(owner, unexpected, unexpected)
    with qtbot.waitSignal(job.ended):
        delete(owner)
    assert job not in jobs._running


def test_work_begins_after_the_window_was_drawn(qtbot: QtBot) -> None:
    order: list[str] = []

    class Drawn(QWidget):
        def paintEvent(self, _event: QPaintEvent) -> None:
            order.append("drawn")

    widget = Drawn()
    qtbot.addWidget(widget)
    widget.show()
    qtbot.waitExposed(widget)
    qtbot.waitUntil(lambda: bool(order))
    order.clear()
    widget.update()
    job = jobs.run(widget, lambda _job: order.append("begun"), lambda _none: None)
    threading.Event().wait(0.05)  # a thread would have begun by now
    with qtbot.waitSignal(job.ended):
        pass
    assert order == ["drawn", "begun"]
