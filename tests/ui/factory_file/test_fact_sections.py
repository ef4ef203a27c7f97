"""Facts are typed in place, say where they come from, and are taken back."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit

from fieldkit.model import changes, facts
from fieldkit.model.body import Op
from fieldkit.ui.factory_file.fact_sections import FactSection, FilingSection, MindSection
from fieldkit.ui.factory_file.fact_table import SOURCE
from fieldkit.ui.factory_page import FactoryPage
from tests.ui.conftest import TypeText

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from fieldkit.model.workspace import Workspace
    from tests.conftest import Clock
from tests.ui.factory_file.files import (
    CONTROL,
    at,
    choose_fact,
    focus,
    press,
    shown,
    visited,
)


def test_facts_are_typed_in_place_and_taken_back(
    page: FactoryPage, office: Workspace, told: list[tuple[Any, ...]], qtbot: QtBot, type_text: TypeText
) -> None:
    section: FactSection = at(page, "facts")
    qtbot.waitUntil(section.table.hasFocus)
    choose_fact(section, "wastewater_m3day")
    press(qtbot, Qt.Key.Key_Return)
    field = focus()
    assert isinstance(field, QLineEdit)
    type_text(field, "๑,๒๐๐")
    press(qtbot, Qt.Key.Key_Return)
    assert section.table.hasFocus()
    assert ["ปริมาณน้ำเสีย น้ำ กาก และสารเคมี", "1,200 ลบ.ม./วัน", "22 พ.ย. 2569 บันทึกเอง · กฤษณะ ใจดี"] in shown(
        section.table
    )
    assert told == [("offered", "บันทึกแล้ว: ปริมาณน้ำเสีย"), ("changed", frozenset({"fact"}))]
    assert section.table.chosen() == "wastewater_m3day"
    press(qtbot, Qt.Key.Key_Z, CONTROL)
    assert office.rows("SELECT id FROM fact WHERE coalesce(deleted, 0) = 0") == []
    assert told[-1] == ("told", "เลิกทำแล้ว: ปริมาณน้ำเสีย", "ok")


def test_words_are_chosen_and_escape_leaves_all_as_it_was(
    page: FactoryPage, office: Workspace, qtbot: QtBot
) -> None:
    section: FactSection = at(page, "facts")
    choose_fact(section, "boiler")
    press(qtbot, Qt.Key.Key_F2)
    box = focus()
    assert isinstance(box, QComboBox)
    assert [box.itemText(row) for row in range(box.count())] == ["—", "ใช่", "ไม่ใช่"]
    press(qtbot, Qt.Key.Key_Down)
    press(qtbot, Qt.Key.Key_Escape)
    assert office.rows("SELECT id FROM fact") == []
    assert page.isVisible()
    press(qtbot, Qt.Key.Key_F2)
    press(qtbot, Qt.Key.Key_Down)
    press(qtbot, Qt.Key.Key_Return)
    with office.database.read() as connection:
        assert facts.current(connection, "mill")["boiler"].value == "yes"
    press(qtbot, Qt.Key.Key_Delete)
    with office.database.read() as connection:
        assert "boiler" not in facts.current(connection, "mill")


def test_what_cannot_be_read_stays_in_its_field(
    page: FactoryPage, office: Workspace, told: list[tuple[Any, ...]], qtbot: QtBot, type_text: TypeText
) -> None:
    section: FactSection = at(page, "facts")
    choose_fact(section, "chemicals_t")
    press(qtbot, Qt.Key.Key_Return)
    type_text(focus(), "มาก")
    press(qtbot, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: isinstance(QApplication.focusWidget(), QLineEdit))
    field = focus()
    assert isinstance(field, QLineEdit)
    assert field.text() == "มาก"
    assert told[0][0] == "failed"
    assert office.rows("SELECT id FROM fact") == []
    field.setText("1.5")
    press(qtbot, Qt.Key.Key_Return)
    assert [row["value"] for row in office.rows("SELECT value FROM fact")] == ["1.5"]


def test_a_day_is_typed_like_any_other(
    page: FactoryPage, office: Workspace, qtbot: QtBot, type_text: TypeText
) -> None:
    section: FactSection = at(page, "facts")
    choose_fact(section, "fee_paid_until")
    press(qtbot, Qt.Key.Key_Return)
    type_text(focus(), "31/12/70")
    press(qtbot, Qt.Key.Key_Return)
    assert [row["value"] for row in office.rows("SELECT value FROM fact")] == ["2027-12-31"]
    press(qtbot, Qt.Key.Key_Return)
    field = focus()
    assert isinstance(field, QLineEdit)
    assert field.text() == "31/12/2570"


def test_facts_say_where_they_come_from_and_what_was_before(
    page: FactoryPage, office: Workspace, clock: Clock
) -> None:
    visited(office, gen23="no", gen06="880")
    clock.at += timedelta(days=30)
    visited(office, gen23="yes", gen06="900")
    section: FactSection = at(page, "facts")
    section.read()
    rows = shown(section.table)
    assert ["กำลังเครื่องจักรที่ตรวจพบ การประกอบกิจการ", "900 แรงม้า", "22 ธ.ค. 2569 การตรวจ GEN"] in rows
    assert rows[0][0].startswith("ผู้ประกอบกิจการ")
    assert "ทะเบียน" in rows[0][2]
    choose_fact(section, "boiler")
    assert section.history.words() == "ก่อนหน้านี้: ไม่ใช่ (22 พ.ย. 2569, การตรวจ GEN)"


def test_what_the_register_says_is_not_typed_here(page: FactoryPage, office: Workspace, qtbot: QtBot) -> None:
    section: FactSection = at(page, "facts")
    section.table.choose_row(0)
    press(qtbot, Qt.Key.Key_Return)
    assert section.table.hasFocus()
    press(qtbot, Qt.Key.Key_Delete)
    assert office.rows("SELECT id FROM fact") == []


def test_a_fact_that_no_table_names_is_shown_under_its_own_name(page: FactoryPage, office: Workspace) -> None:
    facts.type_fact(office, "mill", "husk_silo_t", "40")
    section: FactSection = at(page, "facts")
    section.read()
    assert shown(section.table)[-1][:2] == ["husk_silo_t ข้อเท็จจริงอื่น", "40"]


def test_a_conflict_is_shown_where_the_value_is(page: FactoryPage, office: Workspace) -> None:
    facts.type_fact(office, "mill", "boiler", "yes")
    with office.database.read() as connection:
        fact = facts.current(connection, "mill")["boiler"]
        heads = changes.heads(connection, "fact", fact.id)[("fact", fact.id, "value")]
    for value in ("no", "yes"):
        told = {"value": value, "as_of": fact.as_of, "source": "typed"}
        office.log.commit([Op("fact", fact.id, "value", told, heads, "ins/66")])
    section: FactSection = at(page, "facts")
    section.read()
    row = next(row for row in shown(section.table) if row[0].startswith("หม้อน้ำ"))
    assert row[1].endswith("สองคนบันทึกไม่ตรงกัน")


def test_filings_stand_by_form_and_year(page: FactoryPage, office: Workspace, qtbot: QtBot) -> None:
    facts.type_fact(office, "mill", "single_form.section9.2560", "late")
    section: FilingSection = at(page, "filing")
    names = [line.about.name for line in section.table.fact_model.rows]
    assert names[0] == "i_industry_status"
    forms = names.index("single_form.waste_annual.2570")
    assert not [name for name in names[:forms] if name.startswith("single_form")]
    assert names[-1] == "single_form.section9.2560"
    choose_fact(section, "single_form.chemicals.2569")
    press(qtbot, Qt.Key.Key_Return)
    box = focus()
    assert isinstance(box, QComboBox)
    box.setCurrentIndex(box.findData("sent"))
    press(qtbot, Qt.Key.Key_Return)
    with office.database.read() as connection:
        assert facts.current(connection, "mill")["single_form.chemicals.2569"].value == "sent"


def test_the_four_dimensions_are_summed_up(page: FactoryPage, office: Workspace) -> None:
    section: MindSection = at(page, "mind")
    assert section.total.words() == "ยังไม่ได้ประเมิน"
    for number, score in enumerate(("80", "60"), start=1):
        facts.type_fact(office, "mill", f"mind.{number}", score)
    page.refresh(frozenset({"fact"}))
    assert section.total.words() == "70 จาก 100 จาก 2 มิติ"
    assert len(shown(section.table)) == 4


def test_a_narrow_window_says_below_the_table_where_a_fact_comes_from(
    page: FactoryPage, office: Workspace
) -> None:
    facts.type_fact(office, "mill", "boiler", "yes")
    section: FactSection = at(page, "facts")
    section.read()
    choose_fact(section, "boiler")
    assert section.history.words() == ""
    page.resize(700, 600)
    QApplication.processEvents()
    assert section.table.isColumnHidden(SOURCE)
    assert section.history.words() == "22 พ.ย. 2569 · บันทึกเอง · กฤษณะ ใจดี"
