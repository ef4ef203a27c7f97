"""The two doors to message boxes and file dialogs; tests replace both."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from PySide6.QtWidgets import QFileDialog, QMessageBox

from fieldkit.ui.thai_text import wrappable

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

PathKind = Literal["open", "open_many", "save", "folder"]


@dataclass(frozen=True, slots=True)
class Question:
    """A question before something that cannot be taken back; the buttons are verbs."""

    title: str
    words: str
    yes: str
    no: str
    danger: bool = False


def ask(parent: QWidget, question: Question) -> bool:
    """Ask ``question`` and return whether the person said yes; Esc means no."""
    box = QMessageBox(parent)
    box.setIcon(QMessageBox.Icon.Warning if question.danger else QMessageBox.Icon.Question)
    box.setWindowTitle(question.title)
    box.setText(wrappable(question.title))
    box.setInformativeText(wrappable(question.words))
    yes = box.addButton(question.yes, QMessageBox.ButtonRole.AcceptRole)
    no = box.addButton(question.no, QMessageBox.ButtonRole.RejectRole)
    yes.setProperty("kind", "danger" if question.danger else "primary")
    box.setDefaultButton(no if question.danger else yes)
    box.setEscapeButton(no)
    box.exec()
    return box.clickedButton() is yes


def choose_path(
    parent: QWidget, title: str, kind: PathKind = "open", *, filters: str = "", suggested: Path | None = None
) -> list[Path]:
    """Let the person choose files (or a folder); returns [] when they changed their mind.

    ``filters`` in Qt's form, such as "Excel (*.xlsx);;CSV (*.csv)"; ``suggested`` is a folder or a file.
    """
    start = str(suggested) if suggested is not None else ""
    if kind == "folder":
        chosen = [QFileDialog.getExistingDirectory(parent, title, start)]
    elif kind == "save":
        chosen = [QFileDialog.getSaveFileName(parent, title, start, filters)[0]]
    elif kind == "open_many":
        chosen = QFileDialog.getOpenFileNames(parent, title, start, filters)[0]
    else:
        chosen = [QFileDialog.getOpenFileName(parent, title, start, filters)[0]]
    return [Path(name) for name in chosen if name]
