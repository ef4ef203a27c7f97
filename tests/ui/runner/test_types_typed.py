"""Questions that are typed, one scenario a type: what a person types, what is stored, what is shown."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QEvent, Qt, QUrl
from PySide6.QtGui import QDesktopServices, QKeyEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from tests.ui.runner.checklists import Desk, start

if TYPE_CHECKING:
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from fieldkit.model.workspace import Workspace

TypeText = Callable[[QWidget, str], None]
SURVEY = [
    {"type": "begin_group", "name": "typed", "label": "พิมพ์"},
    {"type": "time", "name": "began", "label": "เวลาเริ่ม"},
    {"type": "dateTime", "name": "happened", "label": "วันเวลาเกิดเหตุ"},
    {"type": "date", "name": "month", "label": "เดือน", "appearance": "month-year"},
    {"type": "date", "name": "year", "label": "ปีที่ติดตั้ง", "appearance": "year"},
    {"type": "text", "name": "digits", "label": "เลขมิเตอร์", "appearance": "numbers"},
    {"type": "text", "name": "secret", "label": "รหัสประตู", "appearance": "masked"},
    {"type": "text", "name": "page", "label": "เว็บไซต์", "appearance": "url"},
    {"type": "text", "name": "phone", "label": "โทรศัพท์", "appearance": "phone"},
    {"type": "barcode", "name": "code", "label": "รหัสเครื่อง"},
    {"type": "barcode", "name": "hidden", "label": "รหัสลับ", "appearance": "hidden-answer"},
    {"type": "geopoint", "name": "gate", "label": "พิกัดประตู"},
    {"type": "geotrace", "name": "pipe", "label": "แนวท่อ"},
    {"type": "geoshape", "name": "yard", "label": "ลานกอง"},
    {"type": "text", "name": "known", "label": "ชื่อ", "read_only": "yes", "default": "โรงสี"},
    {
        "type": "integer",
        "name": "a",
        "label": "เอ",
        "constraint": ". < 10",
        "constraint_message": "ต้องน้อยกว่า 10",
    },
    {"type": "integer", "name": "b", "label": "บี", "required": "yes"},
    {"type": "calculate", "name": "share", "calculation": "${a} div ${b}"},
    {"type": "note", "name": "shown", "label": "สัดส่วน ${share}"},
    {"type": "end_group"},
]


@pytest.fixture
def desk(qtbot: QtBot, office: Workspace, tmp_path: Path) -> Desk:
    return Desk(qtbot, start(office, tmp_path, SURVEY))


def give(desk: Desk, type_text: TypeText, name: str, text: str) -> None:
    desk.stand(name)
    type_text(desk.editor.field, text)
    desk.qtbot.keyClick(desk.editor.field, Qt.Key.Key_Return)


@pytest.mark.parametrize(
    ("name", "typed", "stored", "shown"),
    [
        ("began", "13.30", "13:30:00.000+07:00", "13.30 น."),
        ("began", "๙.๐๕", "09:05:00.000+07:00", "09.05 น."),
        ("began", "930", "09:30:00.000+07:00", "09.30 น."),
        ("began", "t", "10:42:00.000+07:00", "10.42 น."),
        ("happened", "15/2/67 13.30", "2024-02-15T13:30:00.000+07:00", "15 ก.พ. 2567 13.30 น."),
        ("happened", "8.15", "2026-11-22T08:15:00.000+07:00", "22 พ.ย. 2569 08.15 น."),
        ("month", "2/67", "2024-02-01", "กุมภาพันธ์ 2567"),
        ("month", "ก.พ. 2567", "2024-02-01", "กุมภาพันธ์ 2567"),
        ("year", "2553", "2010-01-01", "พ.ศ. 2553"),
        ("year", "53", "2010-01-01", "พ.ศ. 2553"),
        ("digits", "๐๐๑๒", "0012", "0012"),
        ("phone", "0812345678", "081-234-5678", "081-234-5678"),
        ("page", "www.diw.go.th/a", "www.diw.go.th/a", "www.diw.go.th/a"),
        ("code", "ABC-12/3", "ABC-12/3", "ABC-12/3"),
        ("gate", "16.4398, 100.348", "16.4398 100.348 0.0 0.0", "16.439800, 100.348000"),
        ("gate", "100.348 16.4398", "16.4398 100.348 0.0 0.0", "16.439800, 100.348000"),
        ("gate", "16°26'23\"N 100°20'53\"E", "16.439722 100.348056 0.0 0.0", "16.439722, 100.348056"),
        (
            "gate",
            "https://www.google.com/maps/@16.4,100.3,17z",
            "16.4 100.3 0.0 0.0",
            "16.400000, 100.300000",
        ),
    ],
)
def test_as_people_write_it(
    desk: Desk, type_text: TypeText, name: str, typed: str, stored: str, shown: str
) -> None:
    give(desk, type_text, name, typed)
    assert desk.stored(name) == stored
    assert desk.row_of(name).text == shown
    assert desk.row_of(name).state == "answered"
    assert shown in desk.spoken(name)


@pytest.mark.parametrize(
    ("name", "typed", "why"),
    [
        ("began", "25.00", "อ่านเวลา"),
        ("happened", "15/2/67", "ยังไม่มีเวลา"),
        ("happened", "29/2/2566 8.00", "ไม่มีวันที่"),
        ("month", "13/67", "อ่านเดือน"),
        ("year", "2024", "ไม่ใช่ปี พ.ศ."),
        ("digits", "ABC", "เฉพาะตัวเลข"),
        ("phone", "12", "ไม่ใช่หมายเลขโทรศัพท์"),
        ("page", "ไม่มี", "ไม่ใช่ที่อยู่เว็บ"),
        ("gate", "หน้าประตู", "อ่านพิกัด"),
        ("gate", "https://maps.app.goo.gl/x", "ลิงก์สั้น"),
        ("pipe", "16.1, 100.1", "อย่างน้อย 2 จุด"),
        ("yard", "16.1, 100.1\n16.2, 100.2", "อย่างน้อย 3 จุด"),
    ],
)
def test_what_cannot_be_read_is_said_in_place_and_kept(
    desk: Desk, type_text: TypeText, name: str, typed: str, why: str
) -> None:
    path = desk.stand(name)
    type_text(desk.editor.field, typed.replace("\n", "; "))
    desk.runner.go(desk.row_of("b").path)
    row = desk.row_of(name)
    assert row.state == "invalid"
    assert why in row.error
    assert why in desk.spoken(name)
    assert desk.stored(name) == ""
    assert path in desk.typing()


def test_a_place_abroad_is_taken_with_a_warning(desk: Desk, type_text: TypeText) -> None:
    give(desk, type_text, "gate", "51.5, -0.12")
    row = desk.row_of("gate")
    assert desk.stored("gate").startswith("51.5 -0.12 ")
    assert row.state == "answered"
    assert "นอกประเทศไทย" in row.warning
    assert "นอกประเทศไทย" in desk.spoken("gate")


def test_a_shape_is_closed_and_measured(desk: Desk, type_text: TypeText) -> None:
    desk.stand("yard")
    type_text(desk.editor.field, "16.1,100.1; 16.2,100.1; 16.2,100.2")
    desk.runner.finish()
    points = desk.stored("yard").split(";")
    assert len(points) == 4
    assert points[0] == points[-1]
    assert "3 จุด" in desk.row_of("yard").second
    assert desk.row_of("yard").text.count("\n") == 2


def test_a_scanner_under_the_thai_layout(desk: Desk, type_text: TypeText) -> None:
    # What the keys A B C - 1 2 of a scanner write when the Thai layout is on.
    give(desk, type_text, "code", "ฤฺฉขๅ/")
    assert desk.stored("code") == "ABC-12"
    desk.stand("code")
    assert desk.editor.text() == "ABC-12"


def test_hidden_answers_are_neither_painted_nor_spoken(desk: Desk, type_text: TypeText) -> None:
    for name in ("secret", "hidden"):
        give(desk, type_text, name, "4711")
        assert desk.stored(name) == "4711"
        assert "4711" not in desk.row_of(name).text + desk.spoken(name)
        desk.stand(name)
        field = desk.editor.field
        assert isinstance(field, QLineEdit)
        assert field.echoMode() == QLineEdit.EchoMode.Password
        assert field.text() == "4711"


def test_the_page_of_a_web_address_opens(
    desk: Desk, type_text: TypeText, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(QUrl(url).toString()))
    desk.stand("page")
    type_text(desk.editor.field, "www.diw.go.th")
    desk.qtbot.keyClick(desk.editor.field, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert opened == ["https://www.diw.go.th"]


def test_what_the_form_knows_is_shown_and_not_edited(desk: Desk) -> None:
    desk.stand("known")
    assert desk.row.text == "โรงสี"
    assert desk.row.readonly
    assert desk.runner.view.editor is None
    assert "อ่านอย่างเดียว" in desk.spoken("known")


def test_notes_follow_at_once_and_a_division_by_zero_is_said_there(desk: Desk, type_text: TypeText) -> None:
    give(desk, type_text, "a", "6")
    assert desk.row_of("shown").label == "สัดส่วน"
    give(desk, type_text, "b", "3")
    assert desk.row_of("shown").label == "สัดส่วน 2"
    assert desk.row_of("shown").warning == ""
    give(desk, type_text, "b", "0")
    assert desk.stored("b") == "0"
    assert desk.row_of("shown").label == "สัดส่วน –"
    assert "หารด้วยศูนย์" in desk.row_of("shown").warning
    give(desk, type_text, "code", "still works")
    assert desk.stored("code") == "still works"


APPEARING = [
    {"type": "integer", "name": "many", "label": "กี่เครื่อง"},
    {"type": "text", "name": "which", "label": "เครื่องใด", "relevant": "${many} > 1", "required": "yes"},
    {"type": "text", "name": "end", "label": "ท้าย"},
]


def test_a_question_that_appears_while_one_types_takes_nothing_away(
    qtbot: QtBot, office: Workspace, tmp_path: Path
) -> None:
    desk = Desk(qtbot, start(office, tmp_path, APPEARING))
    path = desk.stand("many")
    qtbot.keyClick(desk.editor.field, "2")
    # The pause after which a readable text becomes the answer; the list gets another question by it.
    qtbot.waitUntil(lambda: desk.stored("many") == "2")
    assert desk.runner.model.rowCount() == 3
    qtbot.keyClick(desk.editor.field, "5")
    qtbot.keyClick(desk.editor.field, Qt.Key.Key_Return)
    assert desk.stored("many") == "25"
    assert desk.runner.here() != path


def test_enter_goes_on_also_when_the_answer_brings_a_question(
    qtbot: QtBot, office: Workspace, tmp_path: Path
) -> None:
    desk = Desk(qtbot, start(office, tmp_path, APPEARING))
    desk.stand("many")
    qtbot.keyClick(desk.editor.field, "2")
    qtbot.keyClick(desk.editor.field, Qt.Key.Key_Return)
    assert desk.runner.here().endswith("/which")


def test_a_constraint_is_said_where_it_is_broken(desk: Desk, type_text: TypeText) -> None:
    assert desk.row_of("a").error == ""
    give(desk, type_text, "a", "12")
    assert desk.row_of("a").state == "invalid"
    assert desk.row_of("a").error == "ต้องน้อยกว่า 10"
    give(desk, type_text, "a", "9")
    assert desk.row_of("a").state == "answered"
    assert desk.row_of("b").required
    assert "ต้องตอบ" in desk.spoken("b")


@pytest.mark.parametrize(
    ("keys", "name", "stored"),
    [
        # Keys of the Thai layout that stand where the digits are; ใ is the point, ฝ the stroke.
        ("ๅถฝ/ฝุึ", "when", "2024-02-15"),
        ("15 ต.ค. 67", "when", "2024-10-15"),
        ("ๅ-ใ-จ", "began", "13:30:00.000+07:00"),
    ],
)
def test_digits_of_a_thai_layout(
    qtbot: QtBot, office: Workspace, tmp_path: Path, keys: str, name: str, stored: str
) -> None:
    survey = [
        {"type": "date", "name": "when", "label": "วันที่"},
        {"type": "time", "name": "began", "label": "เวลา"},
    ]
    desk = Desk(qtbot, start(office, tmp_path, survey))
    desk.stand(name)
    # On X11 the keys of the digit row have the scan codes 10 (1) to 19 (0).
    scans = dict(zip("ๅ/-ภถุึคตจ", range(10, 20), strict=True))
    typed_by_layout = keys[0] == "ๅ"
    for sign in keys:
        scan = scans.get(sign, 0) if typed_by_layout else 0
        press = QKeyEvent(
            QEvent.Type.KeyPress, ord(sign.upper()), Qt.KeyboardModifier.NoModifier, scan, 0, 0, sign
        )
        QApplication.sendEvent(desk.editor.field, press)
    qtbot.keyClick(desk.editor.field, Qt.Key.Key_Return)
    assert desk.stored(name) == stored
