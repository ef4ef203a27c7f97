"""The register page, as a person uses it: search, filter, sort, look, start a visit."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from fieldkit.errors import FieldkitError
from fieldkit.model import checklists, factories
from fieldkit.model.body import Op
from fieldkit.model.demonstration.factories import InventedFactory
from fieldkit.model.thai.collation import sort_key
from fieldkit.model.workspace import Workspace
from fieldkit.ui import register_page
from fieldkit.ui.factory_model import COLUMNS
from fieldkit.ui.page import PageContext
from fieldkit.ui.register_page import RegisterPage
from fieldkit.ui.row_button import RowButton
from tests.ui.conftest import TypeText
from tests.ui.registers import fill, inspected

Opened = list[tuple[str, object]]


@pytest.fixture
def made(workspace: Workspace) -> list[InventedFactory]:
    workspace.name_person(name="กานดา เหมือนฝัน")
    return fill(workspace, 60)


def shown(context: PageContext, qtbot: QtBot) -> RegisterPage:
    page = RegisterPage(context)
    qtbot.addWidget(page)
    page.resize(1130, 700)
    page.build()
    with qtbot.waitActive(page):
        page.show()
    page.open()
    return page


@pytest.fixture
def page(made: list[InventedFactory], context: PageContext, qtbot: QtBot) -> RegisterPage:
    return shown(context, qtbot)


@pytest.fixture
def opened(page: RegisterPage) -> Opened:
    seen: Opened = []
    page.opened.connect(lambda key, target: seen.append((key, target)))
    return seen


def names(page: RegisterPage) -> list[str]:
    model = page.table_model
    return [line.name or "" for row in range(model.rowCount()) if (line := model.row(row))]


def search(page: RegisterPage, qtbot: QtBot, type_text: TypeText, text: str) -> None:
    field = page.filters.search
    field.setFocus()
    field.selectAll()
    with qtbot.waitSignal(field.searched):
        type_text(field, text)
        qtbot.keyClick(field, Qt.Key.Key_Return)


def visible_rows(page: RegisterPage) -> list[RowButton]:
    return [row for row in page.pane.findChildren(RowButton) if row.isVisible()]


def press_header(page: RegisterPage, qtbot: QtBot, column: str) -> None:
    header = page.table.horizontalHeader()
    place = header.sectionViewportPosition(COLUMNS.index(column)) + 20
    qtbot.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(place, 15))


def test_whole_register_stands_in_thai_order_with_its_count(
    page: RegisterPage, made: list[InventedFactory]
) -> None:
    assert names(page) == sorted((one.columns["name"] for one in made), key=sort_key)
    assert "60" in page.filters.count.text()
    assert page.table.chosen_row() == 0
    assert page.pane.name.words() == names(page)[0]


def test_search_finds_by_part_of_a_name_by_number_and_by_operator(
    page: RegisterPage, made: list[InventedFactory], qtbot: QtBot, type_text: TypeText
) -> None:
    one = next(one for one in made if one.columns["operator"].startswith("นา"))
    surname = one.columns["operator"].split()[-1]
    for text, column in (
        (one.columns["name"][2:-2], "name"),
        (one.columns["registration_no"], "registration_no"),
        (one.columns["registration_no_old"], "registration_no_old"),
        (surname, "operator"),
    ):
        search(page, qtbot, type_text, text)
        expected = {other.columns["name"] for other in made if text in other.columns[column]}
        assert one.columns["name"] in names(page), text
        assert expected <= set(names(page))
        assert len(names(page)) < len(made)
        assert str(len(names(page))) in page.filters.count.text()


def test_a_long_register_is_searched_beside_the_window(
    page: RegisterPage,
    made: list[InventedFactory],
    qtbot: QtBot,
    type_text: TypeText,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(register_page, "QUICK", 0)
    busy: list[bool] = []
    page.busy.connect(busy.append)
    text = made[7].columns["name"][:2]
    search(page, qtbot, type_text, text)
    qtbot.waitUntil(lambda: busy == [True, False])
    with page.context.workspace.database.read() as connection:
        expected = factories.count(connection, factories.Query(text=text))
    assert 0 < len(names(page)) == expected < len(made)


def test_a_factory_that_the_filter_hides_is_shown_when_the_long_register_is_read(
    page: RegisterPage, made: list[InventedFactory], qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(register_page, "QUICK", 0)
    page.filters.search.setText(made[3].columns["registration_no"])
    page.filters.changed.emit()
    page.open(made[5].id)
    qtbot.waitUntil(lambda: not page.works())
    line = page.table_model.row(page.table.chosen_row())
    assert line is not None
    assert line.id == made[5].id
    assert len(names(page)) == len(made)


def test_answer_to_an_older_search_is_not_shown(
    page: RegisterPage, made: list[InventedFactory], qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(register_page, "QUICK", 0)
    busy: list[bool] = []
    page.busy.connect(busy.append)
    page.filters.search.setText("โร")
    page.filters.changed.emit()
    page.filters.search.setText(made[3].columns["registration_no"])
    page.filters.changed.emit()
    qtbot.waitUntil(lambda: busy == [True, True, False, False])
    assert names(page) == [made[3].columns["name"]]


def test_province_opens_its_districts_and_both_narrow_the_list(
    page: RegisterPage, made: list[InventedFactory], qtbot: QtBot
) -> None:
    filters = page.filters
    assert [filters.province.itemText(row) for row in range(1, filters.province.count())] == [
        "ปราจีนบุรี",
        "พิจิตร",
    ]
    assert not filters.district.isVisible()
    qtbot.keyClick(filters.province, Qt.Key.Key_End)
    filters.province.activated.emit(filters.province.currentIndex())
    assert filters.district.isVisible()
    assert [filters.district.itemText(row) for row in range(1, filters.district.count())] == [
        "ตะพานหิน",
        "บางมูลนาก",
    ]
    filters.district.setCurrentIndex(1)
    filters.district.activated.emit(1)
    expected = [one.columns["name"] for one in made if one.columns["district"] == "ตะพานหิน"]
    assert sorted(names(page)) == sorted(expected)


def test_status_narrows_the_list(page: RegisterPage, made: list[InventedFactory]) -> None:
    box = page.filters.status
    place = box.findData("1")
    box.setCurrentIndex(place)
    box.activated.emit(place)
    assert sorted(names(page)) == sorted(one.columns["name"] for one in made if one.columns["status"] == "1")


def test_sorting_and_filtering_keep_the_chosen_factory(
    page: RegisterPage, made: list[InventedFactory], qtbot: QtBot, type_text: TypeText
) -> None:
    page.table.choose_row(20)
    chosen = page.table_model.row(20)
    assert chosen is not None
    press_header(page, qtbot, "hp")
    line = page.table_model.row(page.table.chosen_row())
    assert line == chosen
    values = [
        page.table_model.row(row).hp  # type: ignore[union-attr]
        for row in range(page.table_model.rowCount())
    ]
    assert values == sorted(values)  # type: ignore[type-var]
    press_header(page, qtbot, "hp")
    assert page.table_model.row(0).hp == max(values)  # type: ignore[union-attr,type-var]
    search(page, qtbot, type_text, chosen.name or "")
    assert page.table_model.row(page.table.chosen_row()) == chosen
    assert page.pane.name.words() == chosen.name


def test_nothing_found_empties_table_and_pane_and_the_button_brings_everything_back(
    page: RegisterPage, made: list[InventedFactory], qtbot: QtBot, type_text: TypeText
) -> None:
    page.table.choose_row(11)
    chosen = page.pane.name.words()
    search(page, qtbot, type_text, "ไม่มีโรงงานนี้")
    assert page.empty.isVisible()
    assert not page.pane.name.isVisible()
    assert not page.pane.start.isVisible()
    qtbot.keyClick(page.empty.button, Qt.Key.Key_Space)
    assert len(names(page)) == len(made)
    assert page.filters.search.text() == ""
    assert page.pane.name.words() == chosen
    assert page.table.chosen_row() == 11


def test_pane_says_what_is_known_of_the_factory(page: RegisterPage, made: list[InventedFactory]) -> None:
    one = made[4].columns
    page.open(made[4].id)
    facts = page.pane.facts.facts()
    said = " ".join(facts.values())
    assert page.pane.name.words() == one["name"]
    for column in ("operator", "registration_no", "phone", "subdistrict", "activity"):
        assert one[column] in said
    assert f"{one['hp']:,.2f}" in said


def test_history_shows_verdicts_and_opens_an_inspection(
    page: RegisterPage, made: list[InventedFactory], workspace: Workspace, opened: Opened, qtbot: QtBot
) -> None:
    factory = made[5].id
    workspace.log.commit(
        [
            *inspected(factory, "2026-02-03", "fail", findings=("2026-03-05", "2026-12-05")),
            *inspected(factory, "2025-02-04", "pass"),
        ]
    )
    page.refresh(frozenset({"inspection"}))
    page.open(factory)
    qtbot.waitUntil(lambda: len(visible_rows(page)) == 4)
    rows = visible_rows(page)
    words = [row.text() for row in rows]
    assert "5 มี.ค. 2569" in words[0]
    assert "5 ธ.ค. 2569" in words[1]
    assert "3 ก.พ. 2569" in words[2]
    assert "4 ก.พ. 2568" in words[3]
    assert "ผ่าน" in words[3]
    rows[2].setFocus()
    qtbot.keyClick(rows[2], Qt.Key.Key_Return)
    rows[0].click()
    record = f"inspection-{factory}-2026-02-03"
    assert opened == [
        ("inspection", record),
        ("inspection", {"inspection": record, "path": "/data/s/q0"}),
    ]


def test_draft_is_continued_instead_of_another_start(
    page: RegisterPage, made: list[InventedFactory], workspace: Workspace, opened: Opened
) -> None:
    factory = made[6].id
    page.open(factory)
    assert page.pane.kind.isVisible()
    fresh = page.pane.start.text()
    workspace.log.commit(inspected(factory, "2026-11-20", "", state="draft"))
    page.refresh(frozenset({"inspection"}))
    assert page.pane.start.text() != fresh
    assert not page.pane.kind.isVisible()
    page.pane.start.click()
    assert opened == [("inspection", f"inspection-{factory}-2026-11-20")]


def test_open_shows_a_factory_that_the_filters_hide(
    page: RegisterPage, made: list[InventedFactory], qtbot: QtBot, type_text: TypeText
) -> None:
    search(page, qtbot, type_text, made[1].columns["registration_no"])
    page.open(made[30].id)
    assert page.pane.name.words() == made[30].columns["name"]
    assert len(names(page)) == len(made)


def test_unknown_factory_is_told(page: RegisterPage) -> None:
    told: list[FieldkitError] = []
    page.failed.connect(told.append)
    page.open("no such factory")
    assert [type(error) for error in told] == [factories.NoSuchFactory]


def test_state_brings_a_new_page_to_the_same_place(
    page: RegisterPage, context: PageContext, qtbot: QtBot
) -> None:
    page.filters.province.setCurrentIndex(page.filters.province.findData("พิจิตร"))
    page.filters.province.activated.emit(0)
    press_header(page, qtbot, "hp")
    page.table.choose_row(5)
    again = RegisterPage(context)
    qtbot.addWidget(again)
    again.build()
    again.open(page.state())
    assert names(again) == names(page)
    assert again.pane.name.words() == page.pane.name.words()
    assert again.filters.query() == page.filters.query()


def test_factory_that_another_laptop_deleted_goes_away(
    page: RegisterPage, made: list[InventedFactory], workspace: Workspace
) -> None:
    page.open(made[8].id)
    workspace.log.commit(
        [Op("factory", made[8].id, "void", {"deleted": 1, "delete_reason": "ซ้ำ"}, (), made[8].stream)]
    )
    page.refresh(frozenset({"factory"}))
    assert made[8].columns["name"] not in names(page)
    assert page.pane.name.words() == names(page)[0]


def test_kinds_of_visit_without_a_checklist_here_are_not_offered(
    page: RegisterPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(checklists, "shipped", lambda: [Path("GEN.xlsx")])
    box = page.pane.kind
    box.refresh()
    codes = [box.itemData(row)[0] for row in range(box.count())]
    forms = {box.itemData(row)[1] for row in range(box.count())}
    assert codes[0] == "PLAN"
    assert "COMPLAINT" not in codes
    assert forms == {"GEN"}


def test_a_visit_is_started_with_the_keyboard_alone(
    page: RegisterPage,
    made: list[InventedFactory],
    opened: Opened,
    qtbot: QtBot,
    type_text: TypeText,
) -> None:
    one = next(one for one in made if one.columns["status"] == "1")
    page.focus_search()
    qtbot.waitUntil(page.filters.search.hasFocus)
    search(page, qtbot, type_text, one.columns["registration_no"])
    qtbot.keyClick(page.filters.search, Qt.Key.Key_Down)
    assert page.table.hasFocus()
    while not page.pane.start.hasFocus():
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        assert QApplication.focusWidget() is not page.filters.search
    qtbot.keyClick(page.pane.start, Qt.Key.Key_Backtab, Qt.KeyboardModifier.ShiftModifier)
    assert page.pane.file.hasFocus()
    qtbot.keyClick(page.pane.file, Qt.Key.Key_Backtab, Qt.KeyboardModifier.ShiftModifier)
    assert page.pane.kind.hasFocus()
    # a visit by plan may fill any of several checklists, which stand first
    while (chosen := page.pane.kind.visit()) is not None and chosen[0] == "PLAN":
        qtbot.keyClick(page.pane.kind, Qt.Key.Key_Down)
    qtbot.keyClick(page.pane.kind, Qt.Key.Key_Tab)
    qtbot.keyClick(page.pane.file, Qt.Key.Key_Tab)
    focus = QApplication.focusWidget()
    assert focus is page.pane.start
    qtbot.keyClick(focus, Qt.Key.Key_Space)
    assert chosen is not None
    assert opened == [("inspection", {"start": one.id, "kind": chosen[0], "form": chosen[1]})]
