"""Photos of a camera's card, each proposed for the question that was answered when it was taken."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QSize, QStorageInfo, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPixmap
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from fieldkit.model.images import thumbnail
from fieldkit.model.inspections import folder_photos
from fieldkit.model.inspections.stored_path import paths_by_stored, stored_path
from fieldkit.model.thai import dates
from fieldkit.model.thai.digits import to_arabic
from fieldkit.ui import theme
from fieldkit.ui.buttons import Button
from fieldkit.ui.card import Card
from fieldkit.ui.cell_model import CellModel
from fieldkit.ui.jobs import run
from fieldkit.ui.key_bar import KeyBar
from fieldkit.ui.keys import page_shortcut
from fieldkit.ui.labels import label, restyle
from fieldkit.ui.list_table import ListTable
from fieldkit.ui.row_delegate import Cell
from fieldkit.ui.runner.kinds import STRUCTURE
from fieldkit.ui.wrap_label import WrapLabel

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fieldkit.errors import FieldkitError
    from fieldkit.model.inspections.folder_photos import FolderPhoto
    from fieldkit.ui.jobs import Job
    from fieldkit.ui.runner.runner import Runner

PREVIEW = QSize(360, 270)
_WHOLE = re.compile(r"[+-]?[0-9]{1,5}")
_WIDTHS = (120, 0, 0)


@dataclass(frozen=True, slots=True)
class Line:
    """A photo with the question (stored path) it shall go to; ``taken`` says that it will."""

    photo: FolderPhoto
    path: str
    taken: bool


def cards() -> list[Path]:
    """Return the folders of pictures (``DCIM``, the standard of cameras) of what is plugged in."""
    found = (Path(volume.rootPath()) / "DCIM" for volume in QStorageInfo.mountedVolumes() if volume.isReady())
    return [folder for folder in found if folder.is_dir()]


class FolderSheet(QWidget):
    """Stands in place of the questions.

    Attributes:
        left: signal to go back to the questions.
        failed: signal with the FieldkitError of a folder that cannot be read.
    """

    left = Signal()
    failed = Signal(object)

    def __init__(self, runner: Runner, folder: Path) -> None:
        super().__init__()
        self._runner = runner
        self._photos: list[FolderPhoto] = []
        self._own: dict[str, str] = {}  # by file: a question that the person chose
        self._without: dict[str, bool] = {}
        self._ahead = 0
        instance = runner.inspection.instance
        self._questions = {
            stored_path(instance.node(row.path)): f"{row.number}  {row.label}"
            for row in runner.model.every_row()
            if row.kind not in STRUCTURE and not row.readonly
        }
        moments = folder_photos.answer_moments(runner.inspection)
        # What the form computes has a time too, but is no question.
        self._moments = [(moment, path) for moment, path in moments if path in self._questions]
        self._assemble()
        self.told = self.tr("Looking through {0}").format(folder)
        self._say()
        self._job = run(self, lambda job: _found(runner, folder, job), self._take_in, failed=self._fail)
        self._job.progressed.connect(self._progress)

    def enter(self) -> None:
        """Begin at the list."""
        self.table.setFocus()

    def _assemble(self) -> None:
        self.model = CellModel((self.tr("Take"), self.tr("Photo"), self.tr("Question")), self._cells, self)
        self.table = ListTable(self.tr("Photos of the folder"))
        self.table.setModel(self.model)
        self.table.set_widths(_WIDTHS)
        self.table.row_chosen.connect(lambda _row: self._show_one())
        self.table.row_opened.connect(lambda _row: self._toggle())
        self.words = label("", "quiet")
        self.clock = QLineEdit("0")
        self.clock.setAccessibleName(self.tr("Minutes by which the camera's clock is ahead of the laptop's"))
        self.clock.textChanged.connect(self._clock_typed)
        self.preview = QLabel()
        self.preview.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.preview.setFixedHeight(theme.current().px(PREVIEW.height()))
        self.question = QComboBox()
        self.question.setAccessibleName(self.tr("Question of this photo"))
        self.question.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.question.addItem(self.tr("None"), "")
        for path, words in self._questions.items():
            self.question.addItem(words, path)
        self.question.activated.connect(lambda _index: self._give(str(self.question.currentData())))
        self.detail = WrapLabel("", "quiet")
        photos = Card(margin=1)
        photos.add(self.table, 1)
        side = Card()
        side.add(self.preview)
        side.add(self.detail)
        side.add(label(self.tr("Question of this photo"), "caption"))
        side.add(self.question)
        side.add(label(self.tr("The camera's clock is ahead by (minutes)"), "caption"))
        side.add(self.clock)
        side.body.addStretch(1)
        side.setFixedWidth(theme.current().px(PREVIEW.width() + 32))
        desk = QHBoxLayout()
        desk.setContentsMargins(20, 8, 20, 14)
        desk.setSpacing(14)
        left = QVBoxLayout()
        left.setSpacing(8)
        left.addWidget(self.words)
        left.addWidget(photos, 1)
        desk.addLayout(left, 1)
        desk.addWidget(side)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addLayout(desk, 1)
        outer.addWidget(self._bar())
        self.setFocusProxy(self.table)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            page_shortcut(self, keys, self.attach)
        # The list itself takes Space for its selection.
        page_shortcut(self.table, "Space", self._toggle)

    def _bar(self) -> KeyBar:
        bar = KeyBar(
            [
                ("↑ ↓", self.tr("photo")),
                ("Space", self.tr("take or leave")),
                ("Tab", self.tr("question")),
                ("Ctrl+Enter", self.tr("attach")),
                ("Esc", self.tr("back")),
            ]
        )
        self.back = Button(self.tr("Back to the questions"), "chevron-left")
        self.back.clicked.connect(self.left)
        self.attach_button = Button("", "check", kind="primary")
        self.attach_button.clicked.connect(self.attach)
        bar.add_button(self.back)
        bar.add_button(self.attach_button)
        return bar

    # --- what was found

    def _progress(self, done: int, total: int, _words: str = "") -> None:
        self.told = self.tr("Looking at photo {0} of {1}").format(done, total)
        self._say()

    def _take_in(self, photos: Sequence[FolderPhoto]) -> None:
        self._photos = sorted(
            photos, key=lambda one: (one.taken_at is None, str(one.taken_at), one.file.name)
        )
        self.told = "" if photos else self.tr("There is no photo in this folder")
        self._propose()
        self.table.choose_row(next((place for place, line in enumerate(self.lines) if line.taken), 0))

    def _fail(self, error: FieldkitError) -> None:
        self.failed.emit(error)
        self.left.emit()

    @property
    def lines(self) -> Sequence[Line]:
        """The photos as they are listed."""
        found: Sequence[Line] = self.model.rows
        return found

    def _clock_typed(self, text: str) -> None:
        plain = to_arabic(text).strip().replace("−", "-") or "0"
        minutes = int(plain) if _WHOLE.fullmatch(plain) else None
        restyle(self.clock, invalid=minutes is None)
        if minutes is not None:
            self._ahead = minutes
            self._propose()

    def _propose(self) -> None:
        """Find the question of each photo anew; what the person decided stays."""
        place = self.table.chosen_row()
        self.model.show_rows([self._line(photo) for photo in self._photos])
        self.table.choose_row(place)
        self._say()

    def _line(self, photo: FolderPhoto) -> Line:
        taken_at = photo.taken_at
        if taken_at is not None:
            taken_at -= timedelta(minutes=self._ahead)
        key = str(photo.file)
        path = self._own.get(key)
        if path is None:
            path = folder_photos.proposed(self._moments, taken_at)
        able = photo.problem is None and not photo.attached and bool(path)
        return Line(photo, path, able and not self._without.get(key, False))

    # --- what the person decides

    def _toggle(self) -> None:
        line = self.model.row(self.table.chosen_row())
        if line is not None and line.path and line.photo.problem is None and not line.photo.attached:
            self._without[str(line.photo.file)] = line.taken
            self._change(replace(line, taken=not line.taken))

    def _give(self, path: str) -> None:
        line = self.model.row(self.table.chosen_row())
        if line is not None:
            self._own[str(line.photo.file)] = path
            self._without.pop(str(line.photo.file), None)
            self._change(self._line(line.photo))

    def _change(self, line: Line) -> None:
        place = self.table.chosen_row()
        self.model.rows = [*self.lines[:place], line, *self.lines[place + 1 :]]
        self.model.dataChanged.emit(self.model.index(place, 0), self.model.index(place, 2))
        self._say()

    def attach(self) -> None:
        """Attach the chosen photos to their questions, and go back."""
        wanted = [line for line in self.lines if line.taken]
        if not wanted:
            return
        places = paths_by_stored(self._runner.inspection.instance)
        by_question: dict[str, list[Path]] = {}
        for line in wanted:
            by_question.setdefault(places.get(line.path, line.path), []).append(line.photo.file)
        for path, files in by_question.items():
            self._runner.attaching.add(path, files)
        self.left.emit()

    # --- showing

    def _say(self) -> None:
        count = sum(line.taken for line in self.lines)
        self.attach_button.setText(self.tr("Attach %n photo(s)", "", count))
        self.attach_button.setEnabled(count > 0)
        self.words.setText(
            self.told
            or self.tr("{0} photos, {1} with a question").format(
                len(self.lines), sum(bool(line.path) for line in self.lines)
            )
        )

    def _cells(self, line: Line) -> Sequence[Cell]:
        photo = line.photo
        language = self._runner.language
        when = dates.short_moment(photo.taken_at, language) if photo.taken_at else self.tr("no time in it")
        if photo.problem is not None:
            state = Cell(self.tr("cannot be read"), tone="fail")
        elif photo.attached:
            state = Cell(self.tr("attached"), tone="ok")
        else:
            state = (
                Cell(self.tr("take"), tone="accent") if line.taken else Cell(self.tr("leave"), tone="neutral")
            )
        question = self._questions.get(line.path, self.tr("no question answered near that time"))
        return state, Cell(photo.file.name, when, strong=True), Cell(question, quiet=not line.path)

    def _show_one(self) -> None:
        line = self.model.row(self.table.chosen_row())
        self.preview.clear()
        self.question.setEnabled(line is not None and line.photo.problem is None)
        if line is None:
            return
        self.question.setCurrentIndex(max(0, self.question.findData(line.path)))
        problem = line.photo.problem
        self.detail.setText(problem.message(self._runner.language) if problem else str(line.photo.file))
        if problem is None:
            now = theme.current()
            box = (2 * now.px(PREVIEW.width()), 2 * now.px(PREVIEW.height()))
            file = line.photo.file
            run(
                self,
                lambda _job: (file, thumbnail(folder_photos.content(file), box)),
                self._show_picture,
                failed=lambda error: self.detail.setText(error.message(self._runner.language)),
            )

    def _show_picture(self, found: tuple[Path, bytes]) -> None:
        line = self.model.row(self.table.chosen_row())
        if line is None or line.photo.file != found[0]:
            return  # the person went on meanwhile
        picture = QPixmap()
        picture.loadFromData(QByteArray(found[1]))
        now = theme.current()
        room = QSize(now.px(PREVIEW.width()), now.px(PREVIEW.height())) * self.devicePixelRatioF()
        picture = picture.scaled(
            room, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
        )
        picture.setDevicePixelRatio(self.devicePixelRatioF())
        self.preview.setPixmap(picture)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)


def _by_time(photo: FolderPhoto) -> tuple[bool, str, str]:
    return photo.taken_at is None, str(photo.taken_at), photo.file.name


def _found(runner: Runner, folder: Path, job: Job[list[FolderPhoto]]) -> list[FolderPhoto]:
    def told(done: int, total: int) -> None:
        job.check()
        job.report(done, total)

    return list(folder_photos.look_through(runner.inspection, folder_photos.pictures(folder), told))
