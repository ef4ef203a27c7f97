"""The exchange that begins by itself: when, over which network, and never in the way of who types."""

from __future__ import annotations

import random
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from fieldkit.model.attachments import register_files
from fieldkit.model.body import Op
from fieldkit.model.roles import CENTRE_ADDRESS
from fieldkit.model.workspace import Workspace
from fieldkit.sync import client
from fieldkit.ui.auto_sync import OFF, PAID_FILES, AutoSync
from fieldkit.ui.auto_sync_card import AutoSyncCard
from fieldkit.ui.main_window import MainWindow
from fieldkit.ui.settings import Settings
from fieldkit.ui.sync_pace import JITTER, LAST_RETRY, SOON, WHILE_QUIET, WHILE_WAITING, Pace
from fieldkit.ui.sync_status import LOGIN, UNREACHED, read_status
from tests.conftest import Clock
from tests.sync.laptops import Laptop, RunningCentre
from tests.sync.test_portals import FAKES, fake
from tests.ui.registers import fill

PATIENCE = 30_000


class MadeNetwork(QObject):
    """A network as a test wants it."""

    changed = Signal()

    def __init__(self, *, there: bool = True, paid: bool = False) -> None:
        super().__init__()
        self.there, self.paid = there, paid

    def reachable(self) -> bool:
        return self.there

    def metered(self) -> bool:
        return self.paid


class Seconds:
    """A clock that a test moves."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def seconds() -> Seconds:
    return Seconds()


# --- when


@given(st.lists(st.sampled_from(["failed", "came", "waiting", "quiet"]), max_size=40), st.integers())
def test_the_next_time_lies_within_its_bounds(events: list[str], seed: int) -> None:
    pace, now, failures = Pace(random.Random(seed)), 0.0, 0
    for event in events:
        now += 10
        if event == "failed":
            pace.failed(now)
            wanted = min(60.0 * 2**failures, LAST_RETRY)
            bounds = (wanted * (1 - JITTER), wanted * (1 + JITTER))
            failures += 1
        elif event == "came":
            pace.came(now)
            bounds, failures = SOON, 0
        else:
            pace.succeeded(now, waiting=event == "waiting")
            usual = WHILE_WAITING if event == "waiting" else WHILE_QUIET
            bounds, failures = (usual * (1 - JITTER), usual * (1 + JITTER)), 0
        assert bounds[0] - 1e-6 <= pace.due - now <= bounds[1] + 1e-6


def test_laptops_that_come_together_do_not_call_together() -> None:
    paces = [Pace() for _ in range(40)]
    for pace in paces:
        pace.came(0)
    assert len({round(pace.due) for pace in paces}) > 15


# --- whether


@pytest.fixture
def auto(seconds: Seconds, qtbot: QtBot) -> Iterator[AutoSync]:
    owner = QObject()
    made = AutoSync(owner, now=seconds)
    yield made
    made.stop()


def looks(auto: AutoSync, seconds: Seconds, qtbot: QtBot) -> list[bool]:
    """Let it look when it is due, and return what it asked for."""
    asked: list[bool] = []
    auto.due.connect(asked.append)
    seconds.now = auto.pace.due + 1
    auto.look()
    qtbot.waitUntil(lambda: auto._job is None, timeout=PATIENCE)
    auto.due.disconnect()
    return asked


@pytest.fixture
def enrolled(data_folder: Path, centre: RunningCentre) -> Iterator[Workspace]:
    laptop = Laptop(data_folder).enrol(centre)
    yield laptop.workspace
    laptop.close()


def test_it_asks_when_the_centre_answers_and_waits_for_its_time(
    auto: AutoSync, enrolled: Workspace, seconds: Seconds, qtbot: QtBot
) -> None:
    auto.start(enrolled, MadeNetwork())
    auto.look()
    assert auto._job is None  # not yet
    assert looks(auto, seconds, qtbot) == [True]
    seconds.now += 10_000
    auto.look()
    assert auto._job is None  # the exchange goes on
    auto.ended(reached=True, waiting=False)
    assert auto.pace.due > seconds.now + WHILE_QUIET / 2


@pytest.mark.parametrize("why", ["not joined", "switched off", "no network"])
def test_nobody_is_called_in_vain(
    why: str, auto: AutoSync, enrolled: Workspace, seconds: Seconds, qtbot: QtBot
) -> None:
    network = MadeNetwork(there=why != "no network")
    if why == "not joined":
        enrolled.remember(CENTRE_ADDRESS, None)
    if why == "switched off":
        enrolled.remember(OFF, "off")
    auto.start(enrolled, network)
    seconds.now = auto.pace.due + 1
    auto.look()
    assert auto._job is None
    # Whoever joins or switches it on has some seconds to begin by hand.
    assert (auto.pace.due > seconds.now) == (why != "no network")


@pytest.mark.parametrize(("allowed", "files"), [(False, False), (True, True)])
def test_photos_do_not_go_over_a_paid_network_unless_allowed(
    allowed: bool, files: bool, auto: AutoSync, enrolled: Workspace, seconds: Seconds, qtbot: QtBot
) -> None:
    if allowed:
        enrolled.remember(PAID_FILES, "on")
    auto.start(enrolled, MadeNetwork(paid=True))
    assert looks(auto, seconds, qtbot) == [files]


def test_without_files_only_answers_travel(enrolled: Workspace, data_folder: Path) -> None:
    sha256 = enrolled.attachments.add(b"a photo")
    values = {"inspection": "i", "sha256": sha256, "kind": "photo"}
    enrolled.log.commit(
        [Op("attachment", "a", "core", values, (), "ins/25")],
        alongside=lambda connection, _written: register_files(connection, {sha256: 7}),
    )
    report = client.sync(enrolled, files=False)
    assert (report.pushed, report.attachments_sent, report.attachments_waiting) == (1, 0, 1)
    assert client.sync(enrolled).attachments_sent == 1


def test_a_login_page_is_told_once_for_each_network(
    auto: AutoSync, enrolled: Workspace, seconds: Seconds, qtbot: QtBot
) -> None:
    told: list[object] = []
    auto.login_wanted.connect(told.append)
    network = MadeNetwork()
    auto.start(enrolled, network)
    with fake(lambda _head: FAKES["html"]) as url:
        enrolled.remember(CENTRE_ADDRESS, url)
        for _ in range(3):
            assert looks(auto, seconds, qtbot) == []
        assert len(told) == 1
        assert enrolled.setting(UNREACHED) == LOGIN
        status = read_status(enrolled, "th")
        assert (status.online, status.login) == (False, True)
        network.changed.emit()
        looks(auto, seconds, qtbot)
    assert len(told) == 2


def test_a_centre_out_of_reach_is_knocked_at_ever_later(
    auto: AutoSync, enrolled: Workspace, seconds: Seconds, qtbot: QtBot
) -> None:
    enrolled.remember(CENTRE_ADDRESS, "http://127.0.0.1:9")
    auto.start(enrolled, MadeNetwork())
    waits = []
    for _ in range(4):
        assert looks(auto, seconds, qtbot) == []
        waits.append(auto.pace.due - seconds.now)
    assert all(later > before * 1.1 for before, later in pairwise(waits))
    assert enrolled.setting(UNREACHED) is not None
    assert auto.pace.failures == 4


def test_the_choice_is_kept_and_taken_back(workspace: Workspace, qtbot: QtBot) -> None:
    card = AutoSyncCard(workspace)
    qtbot.addWidget(card)
    assert card.automatic.isChecked()
    assert not card.paid.isChecked()
    card.paid.click()
    card.automatic.click()
    assert (workspace.setting(OFF), workspace.setting(PAID_FILES)) == ("off", "on")
    assert not card.paid.isEnabled()
    again = AutoSyncCard(workspace)
    qtbot.addWidget(again)
    assert not again.automatic.isChecked()
    again.automatic.click()
    assert workspace.setting(OFF) is None


# --- in the window


@pytest.fixture
def at_work(
    data_folder: Path, centre: RunningCentre, settings: Settings, clock: Clock, qtbot: QtBot, tmp_path: Path
) -> Iterator[MainWindow]:
    """The window of a laptop that has joined; a colleague has sent factories meanwhile."""
    mine = Laptop(data_folder).enrol(centre)
    mine.sync()
    fill(mine.workspace, 1)
    mine.close()
    other = Laptop(tmp_path / "other").enrol(centre)
    fill(other.workspace, 3)
    other.sync()
    other.close()
    settings.scheme = "light"
    window = MainWindow(settings, lambda: Workspace(data_folder))
    qtbot.addWidget(window)
    with qtbot.waitActive(window):
        window.show()
    assert window.start("settings")
    yield window
    window.close()


def quiet(window: MainWindow, qtbot: QtBot) -> None:
    """Let the exchange begin by itself and come to its end."""
    with qtbot.waitSignal(window._sync_page().exchanged, timeout=PATIENCE):
        window.auto_sync.due.emit(True)
    qtbot.waitUntil(window.settled, timeout=PATIENCE)


def factories(window: MainWindow) -> int:
    assert window.workspace is not None
    return len(window.workspace.rows("SELECT id FROM factory"))


def focus() -> QWidget | None:
    return QApplication.focusWidget()


def test_who_types_keeps_focus_and_words(at_work: MainWindow, centre: RunningCentre, qtbot: QtBot) -> None:
    page = at_work.page()
    assert page is not None
    field = focus()
    assert field is not None
    refreshed: list[object] = []
    page.refresh = refreshed.append  # type: ignore[assignment,method-assign]
    qtbot.keyClicks(field, "abc")
    quiet(at_work, qtbot)
    assert factories(at_work) >= 3
    assert focus() is field
    assert refreshed == []
    assert not at_work.message_bar.isVisible()
    qtbot.keyClicks(field, "def")
    at_work.sidebar.setFocus()
    at_work.top_bar.avatar.setFocus()
    qtbot.waitUntil(lambda: len(refreshed) == 1, timeout=PATIENCE)


def test_page_that_nobody_types_in_shows_what_came(at_work: MainWindow, qtbot: QtBot) -> None:
    page = at_work.page()
    assert page is not None
    refreshed: list[object] = []
    page.refresh = refreshed.append  # type: ignore[assignment,method-assign]
    at_work.top_bar.avatar.setFocus()
    quiet(at_work, qtbot)
    assert len(refreshed) == 1


def test_login_page_is_told_with_the_way_to_it(at_work: MainWindow, qtbot: QtBot) -> None:
    at_work.auto_sync.login_wanted.emit(client.NetworkLogin("wifi"))
    assert at_work.message_bar.isVisible()
    buttons = at_work.message_bar.findChildren(QPushButton)
    assert "เปิดหน้าเข้าสู่ระบบ" in [button.text() for button in buttons]


def test_exchange_that_is_given_up_with_its_page_does_not_block_the_next(
    at_work: MainWindow, qtbot: QtBot
) -> None:
    at_work.auto_sync._running = True
    at_work.set_language("en")
    qtbot.waitUntil(lambda: not at_work.auto_sync._running, timeout=PATIENCE)
