"""Whatever keys are pressed in whatever order: no answer is lost, none stands at another question."""

from __future__ import annotations

import shutil
from contextlib import closing
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import Qt

from fieldkit.model import inspections
from fieldkit.model.workspace import Workspace
from tests.ui.runner.checklists import Desk, start

if TYPE_CHECKING:
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from tests.conftest import Clock

pytestmark = pytest.mark.qt_log_ignore("grabbing the keyboard", extend=True)
SURVEY = [
    {"type": "begin_group", "name": "one", "label": "หนึ่ง"},
    {"type": "select_one yn", "name": "choice", "label": "เลือก"},
    {"type": "integer", "name": "number", "label": "จำนวน"},
    {"type": "text", "name": "words", "label": "ข้อความ"},
    {"type": "end_group"},
    {"type": "begin_group", "name": "two", "label": "สอง"},
    {"type": "select_multiple risk", "name": "several", "label": "หลายข้อ"},
    {"type": "time", "name": "clock", "label": "เวลา"},
    {"type": "range", "name": "level", "label": "ระดับ", "parameters": "start=0 end=9 step=1"},
    {"type": "rank yn", "name": "order", "label": "ลำดับ"},
    {"type": "barcode", "name": "code", "label": "รหัส"},
    {"type": "end_group"},
]
CHOICES = [
    *({"list_name": "yn", "name": name, "label": name} for name in ("yes", "no", "na")),
    *({"list_name": "risk", "name": name, "label": name} for name in ("fire", "leak", "heat")),
]
TYPED: dict[str, dict[str, str | None]] = {
    "number": {"7": "7", "1,250": "1250", "12a": None},
    "words": {"abc": "abc", "x y": "x y"},
    "clock": {"9.30": "09:30:00.000+07:00", "1815": "18:15:00.000+07:00", "99": None},
    "level": {"4": "4", "9": "9", "12": None},
    "code": {"QR-1": "QR-1"},
}
PRESSED: dict[str, dict[str, str]] = {
    "choice": {"1": "yes", "2": "no", "3": "na"},
    "order": {"1": "", "2": "", "3": ""},
    "several": {"1": "fire", "2": "leak", "3": "heat"},
}
typing = st.sampled_from([("type", name, text) for name, texts in TYPED.items() for text in texts])
pressing = st.sampled_from([("press", name, key) for name, keys in PRESSED.items() for key in keys])
others = st.sampled_from(
    [
        ("undo", "", ""),
        ("redo", "", ""),
        ("section", "", "0"),
        ("section", "", "1"),
        ("step", "", "Up"),
        ("step", "", "Down"),
        ("reopen", "", ""),
        ("escape", "", ""),
    ]
)
LEAVING = ("Return", "Up", "Down", "jump", "pause")


class Shadow:
    """What an inspector who watches every key would expect to find, kept apart from the program."""

    def __init__(self) -> None:
        self.answers: dict[str, str] = {}
        self.unread: dict[str, str] = {}
        self.done: list[tuple[str, str, str]] = []
        self.undone: list[tuple[str, str, str]] = []

    def give(self, name: str, value: str) -> None:
        before = self.answers.get(name, "")
        if value != before:
            self.done.append((name, before, value))
            self.undone.clear()
        self._put(name, value)

    def _put(self, name: str, value: str) -> None:
        self.answers[name] = value
        self.unread.pop(name, None)

    def undo(self) -> None:
        if self.done:
            self.undone.append(self.done.pop())
            self._put(self.undone[-1][0], self.undone[-1][1])

    def redo(self) -> None:
        if self.undone:
            self.done.append(self.undone.pop())
            self._put(self.done[-1][0], self.done[-1][2])

    def press(self, name: str, key: str, order: list[str]) -> None:
        if name == "choice":
            self.give(name, PRESSED[name][key])
        elif name == "several":
            held = self.answers.get(name, "").split()
            chosen = PRESSED[name][key]
            wanted = [n for n in held if n != chosen] if chosen in held else [*held, chosen]
            self.give(name, " ".join(n for n in ("fire", "leak", "heat") if n in wanted))
        else:
            self.give(name, " ".join(order))


def act(desk: Desk, shadow: Shadow, action: tuple[str, str, str], leave: str) -> None:
    kind, name, text = action
    view = desk.runner.view
    if kind == "type":
        desk.stand(name)
        desk.editor.field.selectAll()
        desk.qtbot.keyClicks(desk.editor.field, text)
        if leave == "jump":
            desk.stand("choice")
        elif leave == "pause":
            desk.editor._settle()
        else:
            desk.qtbot.keyClick(desk.editor.field, getattr(Qt.Key, f"Key_{leave}"))
        value = TYPED[name][text]
        if value is None:
            shadow.unread[name] = text
        else:
            shadow.give(name, value)
    elif kind == "press":
        desk.stand(name)
        active = view.delegate.active
        order = [segment.name for segment in desk.row.segments]
        if name == "order":
            order.remove(active)
            order.insert(int(text) - 1, active)
        desk.qtbot.keyClick(view, getattr(Qt.Key, f"Key_{text}"))
        shadow.press(name, text, order)
    elif kind == "escape":
        name = next(iter(shadow.unread), "")
        if name:
            desk.stand(name)
            desk.qtbot.keyClick(desk.editor.field, Qt.Key.Key_Escape)
            shadow.unread.pop(name)
    elif kind in ("undo", "redo"):
        view.close_editor()
        getattr(desk.runner.answers.undo_stack, kind)()
        getattr(shadow, kind)()
    elif kind == "section":
        desk.runner.open_section(int(text))
    elif kind == "step":
        target = view.editor.field if view.editor is not None else view
        desk.qtbot.keyClick(target, getattr(Qt.Key, f"Key_{text}"))


@settings(
    max_examples=25,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    actions=st.lists(
        st.tuples(st.one_of(typing, pressing, others), st.sampled_from(LEAVING)), min_size=1, max_size=14
    )
)
def test_the_store_holds_what_was_answered(
    qtbot: QtBot,
    furnished_folder: Path,
    tmp_path_factory: pytest.TempPathFactory,
    clock: Clock,
    actions: list[tuple[tuple[str, str, str], str]],
) -> None:
    folder = tmp_path_factory.mktemp("desk")
    with closing(Workspace(shutil.copytree(furnished_folder, folder / "data"), clock=clock)) as workspace:
        inspection = start(workspace, folder, SURVEY, CHOICES)
        desk, shadow = Desk(qtbot, inspection), Shadow()
        for action, leave in actions:
            if action[0] == "reopen":
                desk.runner.finish()
                desk.runner.close()
                desk = Desk(qtbot, inspections.open_inspection(workspace, inspection.id))
                shadow.done.clear()
                shadow.undone.clear()
            else:
                act(desk, shadow, action, leave)
            opened = inspections.open_inspection(workspace, inspection.id)
            held = {node.name: node.value for node in opened.instance.walk() if node.leaf and node.value}
            names = {*TYPED, *PRESSED}
            expected = {name: value for name, value in shadow.answers.items() if value}
            assert {name: value for name, value in held.items() if name in names} == expected
            unread = {path.rpartition("/")[2]: text for path, text in opened.typing.items()}
            assert unread == shadow.unread
        desk.runner.close()
