"""The exchange without a network: to a stick, from a stick, by a folder of the office, to a colleague."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from fieldkit.sync import client
from fieldkit.ui import dialogs
from fieldkit.ui.buttons import Button
from fieldkit.ui.card import Card, scrolling
from fieldkit.ui.labels import label, restyle
from fieldkit.ui.sealing import COLLEAGUE, OFFICE, Receiver, Sealing
from fieldkit.ui.wrap_label import WrapLabel

if TYPE_CHECKING:
    from fieldkit.errors import FieldkitError
    from fieldkit.model.workspace import Workspace
    from fieldkit.ui.jobs import Job
    from fieldkit.ui.page import Page

FOLDER = "exchange folder"


class BundlePart(QWidget):
    """Three cards: send, take, by a folder.

    Attributes:
        taken: signal with the tables that something changed which was taken.
    """

    taken = Signal(object)

    def __init__(self, page: Page) -> None:
        super().__init__()
        self._page = page
        self._context = page.context
        self._path = Path()
        self._sealing = Sealing(page)
        sheet = QWidget()
        column = QVBoxLayout(sheet)
        column.setContentsMargins(0, 0, 6, 0)
        column.setSpacing(14)
        for card in (self._sending(), self._taking(), self._by_folder()):
            column.addWidget(card)
        column.addStretch(1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(scrolling(sheet))
        self._ask_code(asked=False)

    # --- parts

    def _sending(self) -> Card:
        card = Card(self.tr("Send by a file"))
        words = self.tr("All that the office has not got, sealed: only the receiver can read it.")
        card.add(WrapLabel(words, "quiet"))
        self.to_office = Button(self.tr("Seal for the office"), "usb")
        self.to_office.clicked.connect(lambda: self._seal(OFFICE))
        self.to_colleague = Button(self.tr("Seal for a colleague"), "user")
        self.to_colleague.clicked.connect(lambda: self._seal(COLLEAGUE))
        for button in (self.to_office, self.to_colleague):
            card.body.addLayout(_left(button))
        return card

    def _taking(self) -> Card:
        card = Card(self.tr("Take a file"))
        words = self.tr("The office's answer, or a colleague's file with its code. Twice changes nothing.")
        card.add(WrapLabel(words, "quiet"))
        self.take = Button(self.tr("Choose the file"), "folder-open")
        self.take.clicked.connect(self._choose)
        card.body.addLayout(_left(self.take))
        self._code_words = label(self.tr("Code that your colleague told you"), "caption")
        self.code = QLineEdit()
        self.code.setAccessibleName(self._code_words.text())
        self.code.textChanged.connect(lambda _text: restyle(self.code, invalid=False))
        self.code.returnPressed.connect(self._open)
        self._code_words.setBuddy(self.code)
        self.open_ = Button(self.tr("Open"), "key")
        self.open_.clicked.connect(self._open)
        card.add(self._code_words)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.code, 1)
        row.addWidget(self.open_)
        card.body.addLayout(row)
        return card

    def _by_folder(self) -> Card:
        card = Card(self.tr("By a folder of the office"))
        words = self.tr("Takes the answers that wait there, and leaves what the office has not got.")
        card.add(WrapLabel(words, "quiet"))
        self.folder = WrapLabel("")
        card.add(self.folder)
        self.exchange = Button(self.tr("Exchange by the folder"), "refresh-cw")
        self.exchange.clicked.connect(self._exchange)
        self.other = Button(self.tr("Choose the folder"), "folder-open")
        self.other.clicked.connect(self._choose_folder)
        for button in (self.exchange, self.other):
            card.body.addLayout(_left(button))
        self._show_folder()
        return card

    def enter(self) -> None:
        """Put the focus where the work goes on."""
        self.to_office.setFocus()

    # --- sending

    def _seal(self, receiver: Receiver) -> None:
        workspace = self._context.workspace
        day = f"{workspace.clock():%Y-%m-%d}"
        self._sealing.seal(receiver, " ".join(part for part in (workspace.person.name, day) if part))

    # --- taking

    def _choose(self) -> None:
        filters = self.tr("fieldkit bundle (*.fkbundle)")
        chosen = dialogs.choose_path(self._page, self.tr("Take a file"), filters=filters)
        if chosen:
            self._path = chosen[0]
            self.code.clear()
            self._ask_code(asked=False)
            self._open()

    def _open(self) -> None:
        if not self.take.isEnabled():
            return
        work = partial(_take, self._context.workspace, self._path, self.code.text().strip())
        self._let(False)
        job = self._page.start_job(work, self._taken, failed=self._not_taken)
        job.ended.connect(self._let_again)

    def _taken(self, report: Any) -> None:
        self._ask_code(asked=False)
        self.taken.emit(frozenset(report.tables) or frozenset({"centre"}))
        told = self.tr("{0} changes, {1} files; {2} files confirmed by the office").format(
            f"{report.changes:,}", f"{report.files:,}", f"{report.confirmed:,}"
        )
        tone = "ok"
        if report.left_out:
            tone = "warn"
            told += "\n" + self.tr(
                "%n change(s) not taken: of other provinces, or unreadable; their author sends them",
                "",
                report.left_out,
            )
        if report.stale:
            tone = "warn"
            told += "\n" + self.tr("The answer does not follow on what is here; sync by network when you can")
        self._page.told.emit(self.tr("Taken from {0}").format(report.made_by), told, tone)
        self.take.setFocus()

    def _not_taken(self, error: FieldkitError) -> None:
        if isinstance(error, client.WrongCode):
            again = bool(self.code.text())
            self._ask_code(asked=True)
            restyle(self.code, invalid=again)
            # Enabled again only when the job has ended.
            self.code.setFocus()
            if not again:
                return
        self._page.failed.emit(error)

    def _ask_code(self, *, asked: bool) -> None:
        for part in (self._code_words, self.code, self.open_):
            part.setVisible(asked)

    # --- by a folder

    def _show_folder(self) -> None:
        known = self._context.workspace.setting(FOLDER) or ""
        self.folder.set_words(known)
        self.folder.setVisible(bool(known))
        self.exchange.setEnabled(bool(known))

    def _choose_folder(self) -> None:
        known = self._context.workspace.setting(FOLDER)
        chosen = dialogs.choose_path(
            self._page,
            self.tr("Choose the folder"),
            "folder",
            suggested=Path(known) if known else None,
        )
        if chosen:
            self._context.workspace.remember(FOLDER, str(chosen[0]))
            self._show_folder()
            self._exchange()

    def _exchange(self) -> None:
        known = self._context.workspace.setting(FOLDER)
        if not known or not self.take.isEnabled():
            return
        self._let(False)
        work = partial(_by_folder, self._context.workspace, Path(known))
        job = self._page.start_job(work, self._exchanged)
        job.ended.connect(self._let_again)

    def _exchanged(self, report: Any) -> None:
        tables = frozenset(table for one in report.read for table in one.tables)
        self.taken.emit(tables or frozenset({"centre"}))
        told = self.tr("{0} changes and {1} files left there; {2} changes taken").format(
            f"{report.written.changes:,}",
            f"{report.written.files:,}",
            f"{sum(one.changes for one in report.read):,}",
        )
        for error in report.refused:
            language = self._context.language
            told += f"\n{error.title.pick(language)}: {error.hint.pick(language)}"
        title = self.tr("Exchanged by the folder")
        self._page.told.emit(title, told, "warn" if report.refused else "ok")

    # --- while it works

    def _let_again(self) -> None:
        self._let(True)

    def _let(self, may: bool) -> None:
        for button in (self.take, self.to_office, self.to_colleague, self.other, self.open_):
            button.setEnabled(may)
        self.exchange.setEnabled(may and bool(self.folder.words()))


def _left(button: Button) -> QHBoxLayout:
    row = QHBoxLayout()
    row.addWidget(button)
    row.addStretch(1)
    return row


def _take(workspace: Workspace, path: Path, code: str, _job: Job[Any]) -> Any:
    return client.read_bundle(workspace, path, code)


def _by_folder(workspace: Workspace, folder: Path, job: Job[Any]) -> Any:
    return client.exchange_folder(workspace, folder, cancel=job.stop)
