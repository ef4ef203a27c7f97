"""Whatever keys are pressed in whatever order: no answer is lost, none stands at another question.

A person who watches the screen keeps a naive book of what must be there; after every gesture store and window
are compared with it. RANDOM_KEYS=400 plays so many examples, at random, instead of the few of the suite.
"""

from __future__ import annotations

import json
import os
import shutil
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, settings, stateful
from hypothesis import strategies as st
from hypothesis.stateful import invariant, precondition, rule
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit

from fieldkit.model import inspections
from fieldkit.model.workspace import Workspace
from fieldkit.ui.page import DESK
from fieldkit.ui.runner import editor
from fieldkit.ui.runner.runner import Runner
from tests.tiny_checklists import start
from tests.ui.runner.watcher import AREA, CHOICES, CHOSEN, NAMES, SECTIONS, SURVEY, TYPED, Place, Watcher

if TYPE_CHECKING:
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from fieldkit.ui.runner.editor import AnswerEditor
    from fieldkit.ui.runner.rows import FormRow
    from tests.conftest import Clock

pytestmark = [pytest.mark.long, pytest.mark.qt_log_ignore("grabbing the keyboard", extend=True)]

EXAMPLES = int(os.environ.get("RANDOM_KEYS", "0"))
CONTROL = Qt.KeyboardModifier.ControlModifier
PLAIN = Qt.KeyboardModifier.NoModifier


class RandomKeys(stateful.RuleBasedStateMachine):
    """Presses keys in the window and looks into the store."""

    qtbot: QtBot
    furnished: Path
    folders: pytest.TempPathFactory
    clock: Clock

    def __init__(self) -> None:
        super().__init__()
        folder = self.folders.mktemp("keys")
        self.folder = shutil.copytree(self.furnished, folder / "data")
        self.workspace = Workspace(self.folder, clock=self.clock)
        self.id = start(self.workspace, folder, SURVEY, CHOICES).id
        self.watcher = Watcher()
        self.language = "th"
        self.open("")

    # --- the window

    def open(self, path: str) -> None:
        opened = inspections.open_inspection(self.workspace, self.id)
        self.runner = Runner(opened, "en" if self.language == "en" else "th", path)
        self.runner.resize(1300, 700)
        with self.qtbot.waitActive(self.runner):
            self.runner.show()
        self.runner.view.stood.connect(self.stood)
        self.runner.view.edit_current()
        self.watcher.typing_on = None
        self.watcher.typing_came_to_something = False

    def stood(self, _path: str) -> None:
        self.watcher.typing_on = None

    @property
    def row(self) -> FormRow:
        row = self.runner.view.current_row()
        assert row is not None
        return row

    @property
    def here(self) -> Place:
        return self.watcher.book.place(self.row.path)

    @property
    def editor(self) -> AnswerEditor | None:
        return self.runner.view.editor

    def press(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = PLAIN) -> None:
        """Press a key where the focus is."""
        QTest.keyClick(self.runner.window().focusWidget() or self.runner, key, modifiers)

    def leave_field(self) -> None:
        """Write into the book what leaving the open field does; nothing without one."""
        if self.editor is not None:
            place = self.watcher.book.place(self.editor.path)
            text = self.editor.text()
            if place in self.watcher.unread:
                self.watcher.settle(place, text)

    def moves(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = PLAIN) -> None:
        self.leave_field()
        self.press(key, modifiers)

    # --- gestures

    @precondition(lambda self: self.row.path.rpartition("/")[2] in TYPED)
    @rule(data=st.data())
    def type(self, data: st.DataObject) -> None:
        """Type over what stands in the current field, and stay in it."""
        name, _row = place = self.here
        text = data.draw(st.sampled_from(sorted(TYPED[name])))
        assert self.editor is not None
        assert isinstance(self.editor.field, QLineEdit)
        self.press(Qt.Key.Key_A, CONTROL)
        QTest.keyClicks(self.runner.window().focusWidget(), text)
        assert self.editor.text() == text
        # On the disk, though nobody has left the field.
        self.watcher.unread[place] = text

    @precondition(lambda self: self.editor is not None)
    @rule()
    def pause(self) -> None:
        """Wait in the field until its text is taken."""
        assert self.editor is not None
        if self.editor._pause.isActive():
            self.leave_field()
            self.editor._pause.timeout.emit()

    @precondition(lambda self: self.editor is not None and self.here in self.watcher.unread)
    @rule()
    def escape(self) -> None:
        """Give up what stands in the field."""
        self.watcher.unread.pop(self.here)
        self.press(Qt.Key.Key_Escape)

    @precondition(lambda self: bool(self.row.segments) and self.editor is None)
    @rule(digit=st.integers(1, 4))
    def choose(self, digit: int) -> None:
        """Press a digit at a question with choices, at a repeat or at one of its rows."""
        row, book, watcher = self.row, self.watcher.book, self.watcher
        self.press(Qt.Key(Qt.Key.Key_0 + digit))
        if digit > len(row.segments):
            return
        if row.kind == "rows":
            watcher.step(None).rows.append(self._new_row())
        elif row.kind == "row":
            self._change_row(book.rows[int(row.path[len(AREA) + 1 : -1]) - 1], digit)
        else:
            place = book.place(row.path)
            names = NAMES[CHOSEN[place[0]]]
            name, held = names[digit - 1], book.answers.get(place, "").split()
            if place[0] == "several":
                wanted = [n for n in names if (n in held) != (n == name)]
                watcher.give(place, " ".join(wanted))
            else:
                watcher.give(place, name)
            return
        watcher.end()

    @rule(at=st.integers(0, 4), digit=st.integers(1, 4))
    def change_rows(self, at: int, digit: int) -> None:
        """Go to a repeat or one of its rows, and add, copy, move or remove."""
        self.find("machine", at)
        if self.row.kind in ("rows", "row"):
            self.choose(digit)

    @rule(at=st.integers(0, 4), data=st.data(), key=st.sampled_from(("Return", "Up", "Down", "F8")))
    def name_row(self, at: int, data: st.DataObject, key: str) -> None:
        """Go to the name of a row, write it, and leave it."""
        self.find("name", at)
        if self.row.path.endswith("/name"):
            self.type(data)
            self.move(key)

    def _new_row(self) -> int:
        self.watcher.made += 1
        return self.watcher.made

    def _change_row(self, row: int, digit: int) -> None:
        book = self.watcher.step(None)
        at = book.rows.index(row)
        if digit == 1:
            new = self._new_row()
            book.rows.insert(at + 1, new)
            for name in SECTIONS[1]:
                if (name, row) in book.answers:
                    book.answers[name, new] = book.answers[name, row]
        elif digit == 4:
            book.rows.remove(row)
        else:
            to = at + (1 if digit == 3 else -1)
            if 0 <= to < len(book.rows):
                book.rows.insert(to, book.rows.pop(at))

    @precondition(lambda self: self.editor is None and bool(self.row.chosen))
    @rule()
    def clear(self) -> None:
        """Take an answer away with Delete."""
        self.watcher.give(self.here, "")
        self.press(Qt.Key.Key_Delete)

    @rule()
    def flag(self) -> None:
        """Mark a question, or take the mark off."""
        if self.row.kind not in ("rows", "row"):
            place = self.here
            self.watcher.step(place).flags ^= {place}
            self.watcher.end()
        self.press(Qt.Key.Key_M, CONTROL)

    @rule()
    def batch(self) -> None:
        """Answer the rest of the section: the key asks first."""
        rest: list[Place] = []
        book = self.watcher.book
        if self.runner.model.filter == "all":
            section = 1 if self.row.path.startswith(AREA) else 0 if "/one/" in self.row.path else 2
            names = [name for name in SECTIONS[section] if CHOSEN.get(name) == "yn"]
            places = [(name, row) for name in names for row in (book.rows if section == 1 else [0])]
            rest = [place for place in places if not book.answers.get(place)]
        for _ in range(2):
            self.press(Qt.Key.Key_Return, CONTROL)
        self.watcher.step(rest[0] if rest else None)
        for place in rest:
            book.answers[place] = "yes"
            book.together.add(place)
        self.watcher.end()

    @rule(key=st.sampled_from(("Return", "Up", "Down", "F7", "F8", "PageUp", "PageDown")))
    def move(self, key: str) -> None:
        """Go on by a key."""
        self.moves(Qt.Key[f"Key_{key}"])
        # At the end Enter leads to the closing button: come back.
        self.runner.view.edit_current()

    @rule(key=st.sampled_from(("PageUp", "PageDown")))
    def jump(self, key: str) -> None:
        """Go to another section."""
        self.moves(Qt.Key[f"Key_{key}"], CONTROL)

    @rule(name=st.sampled_from((*TYPED, *CHOSEN, "machine", "machine")), down=st.integers(0, 4))
    def find(self, name: str, down: int) -> None:
        """Go to a question by its name."""
        self.moves(Qt.Key.Key_G, CONTROL)
        finder = self.runner.finder
        QTest.keyClicks(finder.line, name)
        found = [path for path in finder._shown if path.rpartition("/")[2].startswith(name)]
        if not found:
            QTest.keyClick(finder.line, Qt.Key.Key_Escape)
            return
        path = found[down % len(found)]
        for _ in range(finder._shown.index(path)):
            QTest.keyClick(finder.line, Qt.Key.Key_Down)
        QTest.keyClick(finder.line, Qt.Key.Key_Return)
        assert self.row.path == path

    @rule(way=st.sampled_from(("undo", "undo", "redo")))
    def turn(self, way: str) -> None:
        """Take a step back, or do it again; a field takes back its own letters first."""
        watcher = self.watcher
        line = self.editor.field if self.editor is not None else None
        own = isinstance(line, QLineEdit) and (
            line.isUndoAvailable() if way == "undo" else line.isRedoAvailable()
        )
        if own:
            place = self.here
            self.press(Qt.Key.Key_Z if way == "undo" else Qt.Key.Key_Y, CONTROL)
            assert isinstance(line, QLineEdit)
            watcher.unread[place] = line.text()
            return
        self.leave_field()
        back, forth = watcher.done, watcher.undone
        if way == "redo":
            back, forth = forth, back
        at = back[-1][1] if back else None
        self.press(Qt.Key.Key_Z if way == "undo" else Qt.Key.Key_Y, CONTROL)
        if watcher.turn(back, forth) and at is not None and watcher.book.shows(at):
            assert self.row.path == watcher.book.path(at), "one goes where it was"

    @rule(data=st.data())
    def filter(self, data: st.DataObject) -> None:
        """Press one of the chips that are shown."""
        chips = self.runner.filters
        key = data.draw(st.sampled_from(chips.shown()))
        self.leave_field()
        chips._chips[key].click()
        if self.runner.view.current_row() is None:
            self.leave_field()
            chips._chips["all"].click()

    @rule()
    def translate(self) -> None:
        """Show the checklist in its other language."""
        self.moves(Qt.Key.Key_L, CONTROL)

    @rule()
    def change_language(self) -> None:
        """Make the page anew in the other language of the window, as the window does."""
        self.leave_field()
        self.runner.finish()
        self.language = "en" if self.language == "th" else "th"
        self._drop()
        self.open(self._desk())

    @rule()
    def kill(self) -> None:
        """Lose page and database without a farewell, and begin where one was."""
        self.runner.view.blockSignals(True)
        self.runner.pane.blockSignals(True)
        if self.editor is not None:
            self.editor.blockSignals(True)
        self._drop()
        self.workspace.close()
        self.workspace = Workspace(self.folder, clock=self.clock)
        watcher = self.watcher
        # What stood in fields and can be read is an answer now, each a step of its own.
        for place, text in list(watcher.unread.items()):
            if watcher.book.shows(place):
                watcher.typing_on = None
                watcher.settle(place, text)
        self.open(self._desk())

    def _desk(self) -> str:
        return str(json.loads(self.workspace.setting(DESK) or "{}").get("path", ""))

    def _drop(self) -> None:
        self.runner.hide()
        self.runner.deleteLater()
        self.qtbot.wait(0)

    # --- what must be there

    @invariant()
    def store_and_window_hold_what_was_done(self) -> None:
        book, unread = self.watcher.book, self.watcher.unread
        opened = inspections.open_inspection(self.workspace, self.id)
        assert _answers(opened) == {
            book.path(place): value for place, value in book.answers.items() if self._in_form(place)
        }
        assert {path for path, beside in opened.beside.items() if beside.flagged} == {
            book.path(place) for place in book.flags if self._in_form(place)
        }
        assert {path for path, beside in opened.beside.items() if beside.origin == "batch"} == {
            book.path(place) for place in book.together if self._in_form(place)
        }
        kept = {book.path(place): text for place, text in unread.items() if self._in_form(place)}
        assert opened.typing == kept
        window = self.runner.inspection
        assert (_answers(window), window.typing) == (_answers(opened), kept)
        for row in self.runner.model.every_row():
            place = None if row.kind in ("rows", "row") else book.place(row.path)
            if place is not None:
                self._shown(row, place)

    def _shown(self, row: FormRow, place: Place) -> None:
        value = self.watcher.book.answers.get(place, "")
        assert ("flagged" in row.marks) == (place in self.watcher.book.flags)
        if place[0] in CHOSEN:
            assert " ".join(row.chosen) == value
        elif self.editor is not None and row.path == self.editor.path:
            pass  # the live field lies over it
        elif place in self.watcher.unread:
            assert row.text == self.watcher.unread[place]
        else:
            assert bool(row.text) == bool(value)

    def _in_form(self, place: Place) -> bool:
        return place[1] == 0 or place[1] in self.watcher.book.rows

    @invariant()
    def the_field_belongs_to_the_question(self) -> None:
        if self.editor is not None:
            assert self.editor.path == self.row.path
            assert self.editor.text() == self.watcher.unread.get(self.here, self.row.edited or self.row.text)

    def teardown(self) -> None:
        self.runner.finish()
        self._drop()
        self.workspace.close()


def _answers(inspection: inspections.Inspection) -> dict[str, str]:
    asked = (node for node in inspection.instance.walk() if node.name in TYPED or node.name in CHOSEN)
    return {node.path: node.kept_text() for node in asked if node.kept_text()}


def _play(
    qtbot: QtBot, furnished: Path, folders: pytest.TempPathFactory, clock: Clock, **options: Any
) -> None:
    class Played(RandomKeys):
        pass

    Played.qtbot, Played.furnished, Played.folders, Played.clock = qtbot, furnished, folders, clock
    slow = [HealthCheck.too_slow, HealthCheck.filter_too_much]
    played = settings(deadline=None, suppress_health_check=slow, **options)
    stateful.run_state_machine_as_test(Played, settings=played)


@pytest.fixture(autouse=True)
def _no_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    """A field takes its text when the test says so, not when the machine is slow."""
    monkeypatch.setattr(editor, "SETTLE", 3_600_000)


def test_no_answer_is_lost_or_misplaced(
    qtbot: QtBot, furnished_folder: Path, tmp_path_factory: pytest.TempPathFactory, clock: Clock
) -> None:
    if EXAMPLES:
        options: dict[str, Any] = {"max_examples": EXAMPLES, "stateful_step_count": 50}
    else:
        options = {"max_examples": 20, "stateful_step_count": 40, "derandomize": True}
    _play(qtbot, furnished_folder, tmp_path_factory, clock, **options)
