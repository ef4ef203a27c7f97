"""Types answers into the real window until it is killed, and writes down each key that was handled.

``python -m tests.real_program.typist DATA JOURNAL SEED [keep]``; with ``keep`` the window keeps answers in
memory, as a program would that saves when it is closed.

A line of the journal is ``{"done": bool, "path", "field", "text"}``: what ``field`` ("answer", "note",
"description") of a question shows; first that a key is about to make it so, then that the key was handled.
"""

from __future__ import annotations

import json
import os
import random
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit

from fieldkit.model.changes import Written
from fieldkit.model.inspections import Inspection
from fieldkit.model.workspace import Workspace
from fieldkit.ui import theme, translation
from fieldkit.ui.app import make_application
from fieldkit.ui.inspection_page import InspectionPage
from fieldkit.ui.main_window import MainWindow
from fieldkit.ui.runner.runner import Runner
from fieldkit.ui.settings import Settings

LETTERS = "กขคงจชซดตถทนบปพมยรลวสหอาเแโไ"
LONGEST = 24
WALK = (Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_F8, Qt.Key.Key_PageDown)
FIELDS = QLineEdit | QPlainTextEdit


class Journal:
    """Lines that are on the disk when the call returns."""

    def __init__(self, file: Path) -> None:
        self._file = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_APPEND)

    def write(self, *, done: bool, path: str, field: str, text: str) -> None:
        line = json.dumps({"done": done, "path": path, "field": field, "text": text})
        os.write(self._file, f"{line}\n".encode())
        os.fsync(self._file)


class Typist:
    """Walks through the checklist and answers what it comes by."""

    def __init__(self, window: MainWindow, journal: Journal, seed: int) -> None:
        self._window = window
        self._journal = journal
        self._random = random.Random(seed)
        self._steps = self._work()

    def step(self) -> None:
        """Press the next key, once the window is in front and takes keys."""
        if QApplication.focusWidget() is not None:
            next(self._steps)

    @property
    def _runner(self) -> Runner:
        page = self._window.page()
        assert isinstance(page, InspectionPage)
        return page.findChildren(Runner)[-1]

    def _work(self) -> Iterator[None]:
        while True:
            self._press(self._random.choice(WALK))
            yield
            row = self._runner.view.current_row()
            if row is None or row.readonly or row.path.endswith("gen01"):
                continue
            if row.kind == "segments":
                yield from self._choose(row.path, [segment.name for segment in row.segments])
                yield from self._remark(row.path)
            elif row.kind in ("number", "text", "multiline"):
                digits = "123456789" if row.kind == "number" else LETTERS
                yield from self._type(row.path, "answer", digits)
                self._press(Qt.Key.Key_Return, control=row.kind == "multiline")
                yield

    def _choose(self, path: str, names: list[str]) -> Iterator[None]:
        number = self._random.randrange(len(names))
        self._journal.write(done=False, path=path, field="answer", text=names[number])
        self._press(Qt.Key(Qt.Key.Key_1 + number), str(number + 1))
        self._journal.write(done=True, path=path, field="answer", text=names[number])
        yield

    def _remark(self, path: str) -> Iterator[None]:
        """Write into the note, or into the words of the finding, beside the question."""
        if self._runner.here() != path:
            self._press(Qt.Key.Key_Up)
        if self._runner.here() != path:
            return
        self._press(Qt.Key.Key_F3)
        finding = self._runner.pane.finding
        field = "description" if finding.description.hasFocus() else "note"
        yield from self._type(path, field, LETTERS)
        self._runner.view.setFocus()
        yield

    def _type(self, path: str, field: str, letters: str) -> Iterator[None]:
        widget = QApplication.focusWidget()
        if not isinstance(widget, FIELDS):
            return
        for _ in range(self._random.randint(1, 9)):
            letter = self._random.choice(letters)
            text = _after(widget, letter)
            if len(text) > LONGEST:
                return
            self._journal.write(done=False, path=path, field=field, text=text)
            self._press(Qt.Key.Key_unknown, letter)
            self._journal.write(done=True, path=path, field=field, text=text)
            yield

    def _press(self, key: Qt.Key, text: str = "", *, control: bool = False) -> None:
        target = QApplication.focusWidget()
        assert target is not None
        if not text or text.isascii():
            modifier = Qt.KeyboardModifier.ControlModifier if control else Qt.KeyboardModifier.NoModifier
            QTest.keyClick(target, Qt.Key(ord(text)) if text else key, modifier)
            return
        # QTest knows no keys for Thai letters.
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            QApplication.sendEvent(target, QKeyEvent(kind, key, Qt.KeyboardModifier.NoModifier, text))


def _after(field: QLineEdit | QPlainTextEdit, letter: str) -> str:
    """Return what stands in ``field`` once ``letter`` is typed."""
    if isinstance(field, QLineEdit):
        start = field.selectionStart() if field.hasSelectedText() else field.cursorPosition()
        text, end = field.text(), start + len(field.selectedText())
    else:
        cursor = field.textCursor()
        text, start, end = field.toPlainText(), cursor.selectionStart(), cursor.selectionEnd()
    return text[:start] + letter + text[end:]


def keep_in_memory() -> None:
    """Break the program on purpose: nothing that is answered reaches the disk."""

    def commit(_inspection: Inspection, _ops: object, **_options: Any) -> Written:
        return Written((), {})

    def keep_typing(_inspection: Inspection, _key: str, _text: str) -> None:
        """Nothing is written."""

    Inspection.commit = commit  # type: ignore[method-assign,assignment]
    Inspection._keep_typing = keep_typing  # type: ignore[method-assign,assignment]


def main(folder: Path, journal: Path, seed: int, *, keep: bool) -> int:
    """Type until killed."""
    if keep:
        keep_in_memory()
    app = make_application()
    settings = Settings.of_folder(folder)
    theme.apply(app, "light")
    translation.use(app, "th")
    window = MainWindow(settings, lambda: Workspace(folder))
    window.show()
    window.start("inspection")
    window.activateWindow()
    typist = Typist(window, Journal(journal), seed)
    timer = QTimer(interval=0)
    timer.timeout.connect(typist.step)
    timer.start()
    return app.exec()


def run(arguments: list[str]) -> int:
    """Type as the command line says."""
    folder, journal, seed, *more = arguments
    return main(Path(folder), Path(journal), int(seed), keep="keep" in more)


if __name__ == "__main__":
    sys.exit(run(sys.argv[1:]))
