"""Bad input stays at its question: it is said there and kept, and nothing else stops."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt

from fieldkit.model import inspections
from tests.office import picture
from tests.ui.runner.checklists import Desk, start

if TYPE_CHECKING:
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from fieldkit.model.workspace import Workspace
    from tests.ui.conftest import TypeText

pytestmark = pytest.mark.qt_log_ignore("grabbing the keyboard", extend=True)
Key = Qt.Key
SURVEY = [
    {"type": "integer", "name": "number", "label": "จำนวน"},
    {"type": "decimal", "name": "ph", "label": "pH"},
    {"type": "date", "name": "day", "label": "วันที่"},
    {"type": "select_one place", "name": "place", "label": "สถานที่", "appearance": "minimal"},
    {"type": "image", "name": "photo", "label": "ภาพ"},
    {"type": "integer", "name": "shares", "label": "แบ่ง"},
    {"type": "decimal", "name": "each", "label": "ละ", "calculation": "${number} div ${shares}"},
    {"type": "calculate", "name": "twice", "calculation": "${number} div ${shares} * 2"},
    {"type": "note", "name": "told", "label": "รวม ${twice}"},
    {"type": "text", "name": "last", "label": "สุดท้าย"},
]
CHOICES = [{"list_name": "place", "name": f"p{n}", "label": f"อาคาร {n}"} for n in range(1, 20)]
# What is typed, and what must be said beside it.
BAD = {
    "number": ("12a", "ไม่ใช่ตัวเลข"),
    "ph": ("7.", ""),
    "day": ("29/02/2566", "ไม่มีวันที่"),
    "place": ("อาคารร้าง", "ไม่มีในรายการ"),
}


@pytest.fixture
def desk(qtbot: QtBot, office: Workspace, tmp_path: Path) -> Desk:
    return Desk(qtbot, start(office, tmp_path, SURVEY, CHOICES))


def give(desk: Desk, type_text: TypeText, name: str, text: str) -> None:
    desk.stand(name)
    desk.editor.field.selectAll()
    type_text(desk.editor.field, text)
    if desk.editor.suggestions is not None:
        desk.editor.suggestions.close()
    desk.qtbot.keyClick(desk.editor.field, Key.Key_Down)


def still_works(desk: Desk, type_text: TypeText) -> None:
    """Another question is answered, the page opened anew."""
    give(desk, type_text, "last", "ดี")
    assert desk.stored("last") == "ดี"
    inspection = desk.runner.inspection
    desk.runner.finish()
    again = Desk(desk.qtbot, inspections.open_inspection(inspection.workspace, inspection.id))
    assert again.row_of("last").text == "ดี"


@pytest.mark.parametrize("name", ["number", "day", "place"])
def test_what_cannot_be_read_is_said_and_kept(desk: Desk, type_text: TypeText, name: str) -> None:
    typed, said = BAD[name]
    give(desk, type_text, name, typed)
    row = desk.row_of(name)
    assert (row.state, row.text) == ("invalid", typed)
    assert said in row.error
    assert (desk.stored(name), list(desk.typing().values())) == ("", [typed])
    assert desk.runner.model.filter_counts()["invalid"] == 1
    still_works(desk, type_text)
    assert list(desk.typing().values()) == [typed], "it is there after the page was made anew"


def test_an_answer_that_was_there_stays_below_what_cannot_be_read(desk: Desk, type_text: TypeText) -> None:
    give(desk, type_text, "day", "28/02/2566")
    give(desk, type_text, "day", "29/02/2566")
    assert desk.row_of("day").state == "invalid"
    assert desk.stored("day") == "2023-02-28"
    desk.stand("day")
    assert desk.editor.text() == "29/02/2566"
    desk.qtbot.keyClick(desk.editor.field, Key.Key_Escape)
    assert desk.row_of("day").state == "answered"


def test_half_a_number_is_read_when_it_is_one(desk: Desk, type_text: TypeText) -> None:
    desk.stand("ph")
    type_text(desk.editor.field, "7.")
    desk.editor._settle()
    assert list(desk.typing().values()) in ([], ["7."])
    type_text(desk.editor.field, "2")
    desk.qtbot.keyClick(desk.editor.field, Key.Key_Down)
    assert (desk.stored("ph"), desk.typing()) == ("7.2", {})
    give(desk, type_text, "ph", "-")
    assert (desk.row_of("ph").state, desk.stored("ph")) == ("invalid", "7.2")
    still_works(desk, type_text)


def test_a_photo_that_was_deleted_behind_our_back_is_said_at_its_question(
    desk: Desk, type_text: TypeText, office: Workspace, qtbot: QtBot
) -> None:
    path = desk.stand("photo")
    desk.runner.attaching.attach(path, picture(), name="ประตู.jpg")
    assert desk.row_of("photo").warning == ""
    [photo] = desk.runner.inspection.photos(path)
    office.attachments.path(photo["sha256"]).unlink()
    again = Desk(qtbot, inspections.open_inspection(office, desk.runner.inspection.id))
    row = again.row_of("photo")
    assert "ประตู.jpg" in row.warning
    assert "ไม่พบไฟล์" in again.spoken("photo")
    assert (row.photos, again.stored("photo")) == (1, "ประตู.jpg")
    again.stand("photo")
    still_works(again, type_text)
    # Attached again, the same picture is the same file: nothing is missing any more.
    again.runner.attaching.attach(path, picture(), name="ประตู.jpg")
    assert again.row_of("photo").warning == ""


def test_a_division_by_zero_is_said_where_it_shows(desk: Desk, type_text: TypeText) -> None:
    give(desk, type_text, "number", "12")
    give(desk, type_text, "shares", "0")
    assert "หารด้วยศูนย์" in desk.row_of("each").warning
    assert "หารด้วยศูนย์" in desk.row_of("told").warning
    assert desk.row_of("told").label == "รวม –"
    assert (desk.stored("number"), desk.stored("shares")) == ("12", "0")
    still_works(desk, type_text)
    give(desk, type_text, "shares", "4")
    assert (desk.row_of("each").text, desk.row_of("each").warning) == ("3", "")
    assert desk.row_of("told").label == "รวม 6"


def test_all_of_it_at_once_keeps_everything(desk: Desk, type_text: TypeText) -> None:
    bad = {name: typed for name, (typed, said) in BAD.items() if said}
    for name, typed in bad.items():
        give(desk, type_text, name, typed)
    give(desk, type_text, "shares", "0")
    assert {path.rpartition("/")[2]: text for path, text in desk.typing().items()} == bad
    desk.runner.filters.chosen.emit("invalid")
    model = desk.runner.model
    shown = [row.path.rpartition("/")[2] for row in map(model.row, range(model.rowCount())) if row]
    assert shown == list(bad)
    desk.runner.filters.chosen.emit("all")
    still_works(desk, type_text)
