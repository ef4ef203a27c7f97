"""The sync page against a real centre on loopback: join, exchange, be cut off, decide."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QRadioButton
from pytestqt.qtbot import QtBot

from fieldkit.model import changes, conflicts, inspections
from fieldkit.model.body import Op
from fieldkit.model.demonstration.factories import InventedFactory
from fieldkit.model.workspace import Workspace
from fieldkit.sync import client
from fieldkit.sync import push as pushing
from fieldkit.ui.sync_page import SyncPage
from fieldkit.ui.sync_state import size_words
from fieldkit.ui.sync_status import UNREACHED, read_status
from tests.conftest import Clock
from tests.sync.laptops import Laptop, RunningCentre, running_centre
from tests.ui.registers import fill
from tests.ui.sync_pages import PATIENCE, Told, shown


@pytest.fixture
def laptop(data_folder: Path) -> Iterator[Laptop]:
    """The laptop of the window."""
    made = Laptop(data_folder)
    yield made
    made.close()


@pytest.fixture
def page(laptop: Laptop, tmp_path: Path, qtbot: QtBot) -> SyncPage:
    page = shown(laptop, tmp_path, qtbot)
    page.open()
    return page


@pytest.fixture
def told(page: SyncPage) -> Told:
    return Told(page)


def enrolled(page: SyncPage, centre: RunningCentre) -> None:
    client.enrol(page.context.workspace, centre.url, centre.code())
    page.open()


def sync(page: SyncPage, qtbot: QtBot) -> None:
    page.sync_state.button.click()
    qtbot.waitUntil(lambda: page.sync_state.button.isVisible(), timeout=PATIENCE)


def change_hp(workspace: Workspace, factory: str, hp: float) -> None:
    with workspace.database.read() as connection:
        seen = changes.heads(connection, "factory", factory)
        [old] = connection.exec_driver_sql("SELECT * FROM factory WHERE id = ?", (factory,)).mappings()
    values = {
        name: old[name]
        for name in (
            *("workers", "workers_male", "workers_female", "capital", "capital_land"),
            *("capital_building", "capital_machine", "capital_working"),
        )
    }
    key = ("factory", factory, "size")
    workspace.log.commit([Op(*key, {**values, "hp": hp}, seen[key], old["stream"])])


@pytest.fixture
def conflict(
    page: SyncPage, laptop: Laptop, centre: RunningCentre, tmp_path: Path, qtbot: QtBot
) -> InventedFactory:
    """A factory whose horsepower two laptops changed without seeing each other."""
    laptop.workspace.name_person(name="กานดา เหมือนฝัน")
    [factory] = fill(laptop.workspace, 1)
    enrolled(page, centre)
    sync(page, qtbot)
    other = Laptop(tmp_path / "other")
    try:
        other.workspace.name_person(name="มานะ ชูใจ")
        other.enrol(centre).sync()
        change_hp(other.workspace, factory.id, 75.5)
        other.sync()
    finally:
        other.close()
    change_hp(laptop.workspace, factory.id, 1200)
    sync(page, qtbot)
    return factory


def radios(page: SyncPage) -> list[QRadioButton]:
    return [radio for radio in page.conflicts.findChildren(QRadioButton) if not radio.isHidden()]


def hp(workspace: Workspace, factory: str) -> float:
    return float(workspace.rows("SELECT hp FROM factory WHERE id = ?", factory)[0]["hp"])


def test_laptop_joins_and_syncs_with_the_keyboard_alone(
    page: SyncPage, laptop: Laptop, centre: RunningCentre, told: Told, qtbot: QtBot
) -> None:
    laptop.answer("q1", "pass")
    laptop.photo(b"one")
    laptop.photo(b"two")
    focus = QApplication.focusWidget
    assert focus() is page.enrol_card.address
    qtbot.keyClicks(focus(), centre.url)
    qtbot.keyClick(focus(), Qt.Key.Key_Return)
    assert focus() is page.enrol_card.code
    qtbot.keyClicks(focus(), centre.code("25"))
    qtbot.keyClick(focus(), Qt.Key.Key_Return)
    qtbot.waitUntil(page.sync_state.isVisible, timeout=PATIENCE)
    assert page.sync_state.state.text() == "รอส่ง 5 รายการ"
    assert page.sync_state.photos.words() == "0 จาก 2 ภาพถึงศูนย์ข้อมูลแล้ว รอ 2"
    assert focus() is page.sync_state.button
    qtbot.keyClick(focus(), Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: page.sync_state.button.isVisible(), timeout=PATIENCE)
    assert told.errors == []
    assert page.sync_state.state.text() == "ส่งครบแล้ว"
    assert page.sync_state.photos.words() == "ภาพทั้ง 2 ภาพถึงศูนย์ข้อมูลแล้ว"
    assert page.sync_state.photo_bar.value() == 2
    facts = page.sync_state.facts.facts()
    assert facts["ศูนย์ข้อมูล"] == centre.url
    assert facts["ส่ง"].startswith("3 รายการ 2 ไฟล์ · ")
    assert facts["รับ"].startswith("0 รายการ 0 ไฟล์ · ")
    assert facts["รายการรอส่ง"] == "0"
    assert told.notices[-1][2] == "ok"
    assert len(centre.bodies()) == 3


@pytest.mark.parametrize("mistake", ["code", "nobody there", "not an address", "no https", "used"])
def test_mistake_in_joining_is_told_at_its_field(
    mistake: str, page: SyncPage, centre: RunningCentre, told: Told, tmp_path: Path, qtbot: QtBot
) -> None:
    address = {
        "nobody there": "http://127.0.0.1:9",
        "not an address": "ศูนย์ปราจีนบุรี",
        "no https": "http://centre.example",
    }.get(mistake, centre.url)
    code = "0000-0000-0000" if mistake == "code" else centre.code()
    if mistake == "used":
        first = Laptop(tmp_path / "first")
        client.enrol(first.workspace, centre.url, code)
        first.close()
    page.enrol_card.address.setText(address)
    page.enrol_card.code.setText(code)
    page.enrol_card.join.click()
    qtbot.waitUntil(lambda: bool(told.errors), timeout=PATIENCE)
    card = page.enrol_card
    wrong, right = (card.code, card.address) if address == centre.url else (card.address, card.code)
    assert wrong.property("invalid")
    assert not right.property("invalid")
    assert wrong.hasFocus()
    assert wrong.text() == (code if wrong is card.code else address)
    assert told.errors[0].title.th
    assert told.errors[0].hint.th
    assert page.enrol_card.isVisible()
    assert client.status(page.context.workspace).url == ""


def test_empty_field_is_asked_for_without_asking_the_centre(page: SyncPage, told: Told) -> None:
    page.enrol_card.address.setText("https://centre.example")
    page.enrol_card.join.click()
    assert page.enrol_card.code.property("invalid")
    assert page.enrol_card.join.isEnabled()
    assert told.errors == []


def test_centre_out_of_reach_is_told_and_seen_until_it_is_reached(
    page: SyncPage, laptop: Laptop, tmp_path: Path, told: Told, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(client, "_PAUSES", (0.0, 0.0))
    with running_centre(tmp_path / "gone") as centre:
        enrolled(page, centre)
        laptop.answer("q1", "pass")
        monkeypatch.setattr(
            "fieldkit.sync.enrolment.credentials", lambda _ws: ("http://127.0.0.1:9", "token")
        )
        sync(page, qtbot)
        assert [isinstance(error, client.Unreachable) for error in told.errors] == [True]
        assert page.sync_state.state.text() == "ติดต่อศูนย์ข้อมูลไม่ได้"
        assert laptop.workspace.setting(UNREACHED) is not None
        assert not read_status(laptop.workspace, "th").online
        monkeypatch.undo()
        sync(page, qtbot)
    assert page.sync_state.state.text() == "ส่งครบแล้ว"
    assert laptop.workspace.setting(UNREACHED) is None


def test_exchange_can_be_stopped_and_goes_on_later(
    page: SyncPage,
    laptop: Laptop,
    centre: RunningCentre,
    told: Told,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    enrolled(page, centre)
    laptop.answer_all({f"q{n}": "pass" for n in range(40)})
    pressed, send = Event(), pushing._send

    def not_before_the_key(*arguments: Any) -> Any:
        assert pressed.wait(30)
        return send(*arguments)

    monkeypatch.setattr(pushing, "_send", not_before_the_key)
    page.sync_state.button.click()
    assert page.sync_state.stop.hasFocus()
    qtbot.keyClick(page.sync_state.stop, Qt.Key.Key_Space)
    pressed.set()
    qtbot.waitUntil(lambda: page.sync_state.button.isVisible(), timeout=PATIENCE)
    assert told.errors == []
    assert [notice[2] for notice in told.notices] == ["info"]
    sync(page, qtbot)
    assert len(centre.bodies()) == 40
    assert page.sync_state.state.text() == "ส่งครบแล้ว"


def test_pressing_sync_twice_is_one_exchange(
    page: SyncPage, laptop: Laptop, centre: RunningCentre, told: Told, qtbot: QtBot
) -> None:
    enrolled(page, centre)
    laptop.answer("q1", "pass")
    page.sync_state.button.click()
    page.sync()
    qtbot.waitUntil(lambda: page.sync_state.button.isVisible(), timeout=PATIENCE)
    assert len(told.notices) == 1


def test_what_arrives_is_told_by_its_tables(
    page: SyncPage, centre: RunningCentre, told: Told, tmp_path: Path, qtbot: QtBot
) -> None:
    other = Laptop(tmp_path / "other")
    try:
        fill(other.workspace, 3)
        other.enrol(centre).sync()
    finally:
        other.close()
    enrolled(page, centre)
    sync(page, qtbot)
    assert told.changed == [frozenset({"factory"})]
    assert "รับ" in page.sync_state.facts.facts()


def test_both_values_stand_side_by_side_with_who_and_when(
    page: SyncPage, conflict: InventedFactory, qtbot: QtBot
) -> None:
    assert page.conflicts.isVisible()
    said = [radio.accessibleName() for radio in radios(page)]
    assert len(said) == 2
    mine = next(words for words in said if "เครื่องนี้" in words)
    theirs = next(words for words in said if words is not mine)
    assert mine.startswith("กานดา เหมือนฝัน (เครื่องนี้)")
    assert "แรงม้า 1,200" in mine
    assert theirs.startswith("มานะ ชูใจ")
    assert "แรงม้า 75.50" in theirs
    assert "คนงาน" not in mine  # only what differs
    row = page.conflicts.model.index(0, 0).data()
    assert conflict.columns["name"] in row


def test_answers_in_conflict_stand_under_their_question_in_words(
    page: SyncPage, laptop: Laptop, centre: RunningCentre, tmp_path: Path, qtbot: QtBot
) -> None:
    laptop.workspace.name_person(name="กานดา เหมือนฝัน")
    [factory] = fill(laptop.workspace, 1)
    mine = inspections.start(laptop.workspace, factory.id, "GEN")
    asked = [q for q in inspections.questions(mine) if mine.instance.node(q.path).type == "select"]
    node = mine.instance.node(asked[0].path)
    first, second = node.choices[0], node.choices[1]
    enrolled(page, centre)
    sync(page, qtbot)
    other = Laptop(tmp_path / "other")
    try:
        other.enrol(centre).sync()
        inspections.open_inspection(other.workspace, mine.id).answer(node.path, second.name)
        other.sync()
    finally:
        other.close()
    mine.answer(node.path, first.name)
    sync(page, qtbot)
    assert str(node.label) in page.conflicts.what.words()
    assert factory.columns["name"] in page.conflicts.what.words()
    said = " ".join(radio.accessibleName() for radio in radios(page))
    assert f"คำตอบ {first.label}" in said
    assert f"คำตอบ {second.label}" in said


def test_conflict_is_decided_with_the_keyboard_and_a_reason(
    page: SyncPage,
    conflict: InventedFactory,
    laptop: Laptop,
    told: Told,
    centre: RunningCentre,
    tmp_path: Path,
    qtbot: QtBot,
) -> None:
    page.open()
    focus = QApplication.focusWidget
    assert focus() is page.conflicts.table
    assert not page.conflicts.keep.isEnabled()
    qtbot.keyClick(focus(), Qt.Key.Key_Return)
    first, second = radios(page)
    assert focus() is first
    qtbot.keyClick(first, Qt.Key.Key_Space)
    assert first.isChecked()
    qtbot.keyClick(first, Qt.Key.Key_Right)
    assert second.isChecked()
    wanted = 75.5 if "75.50" in second.accessibleName() else 1200.0
    page.conflicts.reason.setFocus()
    qtbot.keyClick(page.conflicts.reason, Qt.Key.Key_Return)
    assert page.conflicts.reason.property("invalid")
    assert page.conflicts.isVisible()
    qtbot.keyClicks(page.conflicts.reason, "plate of the machine")
    qtbot.keyClick(page.conflicts.reason, Qt.Key.Key_Return)
    assert not page.conflicts.isVisible()
    assert hp(laptop.workspace, conflict.id) == wanted
    assert told.changed[-1] == frozenset({"factory"})
    sync(page, qtbot)
    other = Laptop(tmp_path / "third")
    try:
        other.enrol(centre).sync()
        assert hp(other.workspace, conflict.id) == wanted
        assert client.conflicts(other.workspace) == []
    finally:
        other.close()


def test_conflict_that_changed_meanwhile_is_not_decided_blindly(
    page: SyncPage, conflict: InventedFactory, laptop: Laptop, told: Told
) -> None:
    radios(page)[0].click()
    page.conflicts.reason.setText("ดูจากป้ายเครื่อง")
    # decided elsewhere while this page stood open
    [found] = client.conflicts(laptop.workspace)
    conflicts.resolve(laptop.workspace, found.key, {"hp": 10.0}, "วัดเอง")
    page.conflicts.keep.click()
    assert [error.place for error in told.errors]
    assert hp(laptop.workspace, conflict.id) == 10.0


def test_what_was_typed_survives_a_refresh(page: SyncPage, conflict: InventedFactory) -> None:
    radios(page)[1].click()
    page.conflicts.reason.setText("ดูจากป้าย")
    page.refresh(frozenset({"answer"}))
    assert page.conflicts.reason.text() == "ดูจากป้าย"
    assert radios(page)[1].isChecked()


def test_another_centre_can_be_joined_or_not(page: SyncPage, centre: RunningCentre) -> None:
    enrolled(page, centre)
    page.sync_state.other_wanted.emit()
    assert page.enrol_card.isVisible()
    assert page.enrol_card.address.text() == centre.url
    page.enrol_card.given_up.emit()
    assert page.sync_state.isVisible()


@pytest.mark.parametrize(
    ("size", "words"), [(0, "0 B"), (1023, "1023 B"), (1536, "2 kB"), (3 << 20, "3.0 MB")]
)
def test_sizes_are_said_in_words(size: int, words: str) -> None:
    assert size_words(size) == words


def check_office(page: SyncPage, qtbot: QtBot) -> None:
    page.sync_state.check.setFocus()
    qtbot.keyClick(page.sync_state.check, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: page.sync_state.check.isEnabled(), timeout=PATIENCE)


def test_office_is_asked_and_what_it_lacks_is_sent_again(
    page: SyncPage, laptop: Laptop, centre: RunningCentre, told: Told, qtbot: QtBot
) -> None:
    offered: list[tuple[str, str, tuple[tuple[str, Callable[[], None]], ...]]] = []
    page.offered.connect(lambda *notice: offered.append(notice))
    enrolled(page, centre)
    laptop.answer("q1", "pass")
    sha256 = laptop.photo(b"photo" * 1000)
    sync(page, qtbot)
    check_office(page, qtbot)
    assert told.notices[-1] == ("ข้อมูลของเครื่องนี้อยู่ที่สำนักงานครบแล้ว", "ข้อมูล 2 รายการ ไฟล์ 1 ไฟล์", "ok")
    centre.path(sha256).unlink()
    check_office(page, qtbot)
    [(title, words, [(again, act)])] = offered
    assert (title, again) == ("ที่สำนักงานยังไม่ครบ", "ส่งอีกครั้ง")
    assert "ไฟล์ 1 ไฟล์" in words
    assert page.sync_state.state.text() == "รอส่ง 1 รายการ"
    act()
    qtbot.waitUntil(lambda: page.sync_state.button.isVisible(), timeout=PATIENCE)
    assert centre.centre.blobs.size(sha256) == 5000


def test_clock_that_is_wrong_is_told_after_the_exchange(
    page: SyncPage, laptop: Laptop, centre: RunningCentre, told: Told, qtbot: QtBot
) -> None:
    enrolled(page, centre)
    real = laptop.workspace.clock
    laptop.workspace.clock = lambda: real() + timedelta(days=365.2425 * 543)
    sync(page, qtbot)
    title, words, tone = told.notices[-1]
    assert (title, tone) == ("ซิงก์แล้ว", "warn")
    assert "พ.ศ." in words
    assert "+543" in words


def test_clock_of_the_page_is_the_workspaces(
    page: SyncPage, laptop: Laptop, centre: RunningCentre, clock: Clock, qtbot: QtBot
) -> None:
    laptop.workspace.clock = clock
    clock.advance(timedelta(days=1))
    enrolled(page, centre)
    sync(page, qtbot)
    assert "23 พ.ย. 2569" in page.sync_state.facts.facts()["ซิงก์ล่าสุด"]
