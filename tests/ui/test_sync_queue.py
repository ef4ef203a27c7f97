"""The queue on the sync page: states, hold and release, send again, seal, export; pause of an exchange."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from fieldkit.model import inspections, kept_back
from fieldkit.model.ids import derived_id
from fieldkit.model.kept_back import FILE
from fieldkit.model.queue import KEPT, OFFICE, REFUSED, WAITING
from fieldkit.sync import client
from fieldkit.sync import push as pushing
from fieldkit.sync.bundle import reading
from fieldkit.ui import dialogs
from fieldkit.ui.sync_page import QUEUE, SyncPage
from fieldkit.ui.sync_status import read_status
from tests.sync.laptops import INSPECTION, Laptop, RunningCentre
from tests.ui.registers import fill
from tests.ui.sync_pages import PATIENCE, Told, shown


@pytest.fixture
def laptop(data_folder: Path, centre: RunningCentre) -> Iterator[Laptop]:
    """The laptop of the window; it has joined."""
    made = Laptop(data_folder).enrol(centre)
    made.workspace.name_person(name="กานดา เหมือนฝัน")
    made.sync()
    yield made
    made.close()


class Looked(Event):
    """A pause that counts how often the exchange has looked whether it goes on."""

    looked = 0

    def is_set(self) -> bool:
        self.looked += 1
        return super().is_set()


@pytest.fixture
def page(laptop: Laptop, tmp_path: Path, qtbot: QtBot) -> SyncPage:
    page = shown(laptop, tmp_path, qtbot)
    page.open()
    return page


def read(page: SyncPage, qtbot: QtBot) -> dict[tuple[str, str], str]:
    """Read the queue again and return the state of each line."""
    page.refresh()
    qtbot.waitUntil(lambda: not page.queue.queue.works(), timeout=PATIENCE)
    shown = page.queue.queue.list
    return {
        row["line"].key: row["state"]
        for row in shown.table_model.rows_at(range(shown.table_model.rowCount()))
    }


def choose(page: SyncPage, *key: str) -> None:
    page.queue.queue.list.choose(" ".join(key))


def idle(page: SyncPage, qtbot: QtBot) -> None:
    qtbot.waitUntil(
        lambda: page.sync_state.button.isVisible() and not page.queue.queue.works(), timeout=PATIENCE
    )


def sync(page: SyncPage, qtbot: QtBot) -> None:
    page.sync_state.button.click()
    idle(page, qtbot)


def test_each_record_says_where_it_stands(
    page: SyncPage, laptop: Laptop, centre: RunningCentre, qtbot: QtBot
) -> None:
    [factory] = fill(laptop.workspace, 1)
    made = inspections.start(laptop.workspace, factory.id, "GEN")
    before = read(page, qtbot)
    assert before["factory", factory.id] == WAITING
    assert before["inspection", made.id] == WAITING
    choose(page, "inspection", made.id)
    shown = page.queue.queue.list
    row = shown.current()
    assert row is not None
    assert row["name"] == factory.columns["name"]
    assert "การตรวจ" in row["kind"]
    assert page.queue.queue.detail.words().startswith("รอส่ง")
    sync(page, qtbot)
    after = read(page, qtbot)
    assert after["inspection", made.id] == OFFICE
    assert page.queue.queue.detail.words().startswith("สำนักงานได้รับครบแล้ว")
    assert len(after) == shown.table_model.rowCount()


def test_record_is_held_back_and_released_with_the_keyboard(
    page: SyncPage, laptop: Laptop, centre: RunningCentre, qtbot: QtBot
) -> None:
    [first] = fill(laptop.workspace, 1)
    page.open({"tab": QUEUE})
    read(page, qtbot)
    choose(page, "factory", first.id)
    part = page.queue
    assert part.hold.isEnabled()
    assert not part.release.isEnabled()
    part.hold.setFocus()
    qtbot.keyClick(part.hold, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: read(page, qtbot)["factory", first.id] == KEPT, timeout=PATIENCE)
    before = len(centre.bodies())
    sync(page, qtbot)
    assert len(centre.bodies()) == before
    assert "พักการส่งไว้" in page.sync_state.state.text()
    assert read_status(laptop.workspace, "th").kept == 1
    choose(page, "factory", first.id)
    assert not part.hold.isEnabled()
    assert not part.retry.isEnabled()
    part.release.setFocus()
    qtbot.keyClick(part.release, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: read(page, qtbot)["factory", first.id] == WAITING, timeout=PATIENCE)
    sync(page, qtbot)
    assert read(page, qtbot)["factory", first.id] == OFFICE


def test_what_the_office_lost_is_sent_again_from_its_line(
    page: SyncPage, laptop: Laptop, centre: RunningCentre, qtbot: QtBot
) -> None:
    photo, other = laptop.photo(b"a photo"), laptop.photo(b"another")
    sync(page, qtbot)
    for name in (photo, other):
        centre.path(name).unlink()
    read(page, qtbot)
    choose(page, FILE, photo)
    assert page.queue.retry.isEnabled()
    page.queue.retry.click()
    assert not page.queue.hold.isEnabled()  # while it asks
    qtbot.waitUntil(lambda: centre.centre.blobs.size(photo) is not None, timeout=PATIENCE)
    idle(page, qtbot)
    assert centre.centre.blobs.size(other) is None  # nobody asked for it


def test_what_is_not_handed_on_says_why(
    page: SyncPage, laptop: Laptop, centre: RunningCentre, qtbot: QtBot
) -> None:
    laptop.enrol(centre, "10")
    laptop.answer("q1", "of province 25")
    sync(page, qtbot)
    [key] = [key for key, state in read(page, qtbot).items() if state == REFUSED]
    choose(page, *key)
    assert "ไม่มีสิทธิ์" in page.queue.queue.detail.words()


def test_lines_are_sealed_for_a_colleague(
    page: SyncPage,
    laptop: Laptop,
    tmp_path: Path,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    told = Told(page)
    laptop.answer("q1", "for you")
    laptop.answer("q2", "not for you")
    read(page, qtbot)
    monkeypatch.setattr(dialogs, "choose_path", lambda *_a, **_k: [tmp_path / "some.fkbundle"])
    choose(page, "answer", derived_id("answer", INSPECTION, "q1"))
    menu = page.queue.export.menu()
    menu.actions()[1].trigger()
    qtbot.waitUntil(lambda: bool(told.offers), timeout=PATIENCE)
    title, _, [(_, copy)] = told.offers[0]
    copy()
    code = QApplication.clipboard().text()
    assert code in title
    other = Laptop(tmp_path / "other")
    try:
        reading.read(other.workspace, tmp_path / "some.fkbundle", code)
        assert (other.value("q1"), other.value("q2")) == ("for you", None)
    finally:
        other.close()


def test_inspections_of_the_queue_can_be_exported(page: SyncPage, laptop: Laptop, qtbot: QtBot) -> None:
    [factory] = fill(laptop.workspace, 1)
    made = inspections.start(laptop.workspace, factory.id, "GEN")
    read(page, qtbot)
    choose(page, "factory", factory.id)
    assert not page.queue.workbook.isEnabled()
    choose(page, "inspection", made.id)
    assert page.queue.workbook.isEnabled()
    assert page.queue._inspections().find() == (made.id,)


def test_paused_exchange_sends_nothing_until_it_goes_on(
    page: SyncPage, laptop: Laptop, centre: RunningCentre, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Pressed while the first of many messages is under way."""
    begun, allowed = Event(), Event()
    send = pushing._send

    def slowly(*arguments: Any) -> Any:
        begun.set()
        assert allowed.wait(30)
        return send(*arguments)

    pauses: list[Looked] = []

    def pause() -> Looked:
        pauses.append(Looked())
        return pauses[-1]

    monkeypatch.setattr("fieldkit.ui.sync_page.Event", pause)
    monkeypatch.setattr(pushing, "_send", slowly)
    monkeypatch.setattr("fieldkit.sync.protocol.MAX_CHANGES", 10)
    laptop.answer_all({f"q{n}": "pass" for n in range(40)})
    before = len(centre.bodies())
    page.sync_state.button.click()
    qtbot.waitUntil(begun.is_set, timeout=PATIENCE)
    assert page.sync_state.pause.isVisible()
    page.sync_state.pause.click()
    assert page.sync_state.pause.text() == "ทำต่อ"
    allowed.set()
    qtbot.waitUntil(lambda: len(centre.bodies()) == before + 10, timeout=PATIENCE)
    begun.clear()
    looked = pauses[-1].looked
    qtbot.waitUntil(lambda: pauses[-1].looked > looked + 3, timeout=PATIENCE)
    assert not begun.is_set()
    assert len(centre.bodies()) == before + 10
    assert page.sync_state.line.words().startswith("หยุดชั่วคราว")
    page.sync_state.pause.click()
    assert page.sync_state.pause.text() == "หยุดชั่วคราว"
    idle(page, qtbot)
    assert len(centre.bodies()) == before + 40


def test_paused_exchange_can_be_stopped(page: SyncPage, laptop: Laptop, qtbot: QtBot) -> None:
    told = Told(page)
    laptop.answer("q1", "pass")
    page.sync_state.button.click()
    page.sync_state.pause.click()
    page.sync_state.stop.click()
    idle(page, qtbot)
    assert told.errors == []
    assert page.sync_state.button.hasFocus()


def test_queue_is_kept_in_place_when_the_page_is_made_anew(page: SyncPage) -> None:
    page.open({"tab": "conflicts"})
    assert page.state() == {"tab": "conflicts"}
    page.focus_search()
    assert page.state() == {"tab": QUEUE}
    assert page.queue.queue.list.search.hasFocus()


def test_held_file_does_not_count_as_waiting(page: SyncPage, laptop: Laptop, qtbot: QtBot) -> None:
    photo = laptop.photo(b"a film")
    read(page, qtbot)
    choose(page, FILE, photo)
    page.queue.hold.click()
    qtbot.waitUntil(lambda: client.status(laptop.workspace).kept == 1, timeout=PATIENCE)
    with laptop.workspace.database.read() as connection:
        assert kept_back.files(connection) == {photo}
    assert client.status(laptop.workspace).attachments_waiting == 0
