"""The button that writes a register into a workbook: bare, with personal data for a reason, or locked."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QMenu, QWidget

from fieldkit.model.cases.exporting import LOCKED, export_cases
from fieldkit.model.cases.personal import ReasonMissing
from fieldkit.model.cases.registers import register_of
from fieldkit.model.workbook.encryption import PasswordTooShort, check_password
from fieldkit.ui import theme
from fieldkit.ui.buttons import Button
from fieldkit.ui.file_saving import FileSaving
from fieldkit.ui.labels import restyle

if TYPE_CHECKING:
    from pathlib import Path

    from fieldkit.model.cases.exporting import CaseExport
    from fieldkit.ui.cases_page import CasesPage
    from fieldkit.ui.jobs import Job

SUFFIX = ".xlsx"
REASON_WIDTH = 300


class CaseExportControl(QWidget):
    """A button with its ways; what they need, a reason or a password, is asked for in place."""

    def __init__(self, page: CasesPage) -> None:
        super().__init__()
        self._page = page
        self._saving = FileSaving(page)
        self._reason = ""
        self.button = Button(self.tr("Export Excel"), "file-spreadsheet")
        menu = QMenu(self.button)
        menu.addAction(self.tr("Without personal data"), lambda: self.choose(""))
        self.with_personal = menu.addAction(self.tr("With personal data, for a reason…"), self.ask_reason)
        self.with_password = menu.addAction(self.tr("With a password…"), self.ask_password)
        self.button.setMenu(menu)
        menu.aboutToShow.connect(self._offer)
        self.reason = QLineEdit()
        self.reason.setPlaceholderText(self.tr("What the personal data are for (Enter, Esc)"))
        self.reason.setAccessibleName(self.tr("Reason for exporting personal data"))
        self.reason.setMinimumWidth(theme.current().px(REASON_WIDTH))
        self.reason.returnPressed.connect(self._take_reason)
        self.reason.hide()
        self.password = QLineEdit()
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        self.password.setPlaceholderText(self.tr("Password of the file (Enter, Esc)"))
        self.password.setAccessibleName(self.tr("Password of the file"))
        self.password.setMinimumWidth(theme.current().px(REASON_WIDTH))
        self.password.returnPressed.connect(self._take_password)
        self.password.hide()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.reason)
        row.addWidget(self.password)
        row.addWidget(self.button)

    def _offer(self) -> None:
        personal = bool(register_of(self._page.table()).personal)
        for action in (self.with_personal, self.with_password):
            action.setVisible(personal)

    def ask_reason(self) -> None:
        """Ask what personal data are needed for."""
        self.reason.clear()
        restyle(self.reason, invalid=False)
        self.reason.show()
        self.reason.setFocus()

    def ask_password(self, reason: str = "") -> None:
        """Ask for the password that the file opens with; ``reason`` takes personal data along."""
        self._reason = reason
        self.password.clear()
        restyle(self.password, invalid=False)
        self.password.show()
        self.password.setFocus()

    def _take_password(self) -> None:
        password = self.password.text()
        try:
            check_password(password)
        except PasswordTooShort as error:
            restyle(self.password, invalid=True)
            self._page.failed.emit(error)
            return
        self.password.hide()
        self.password.clear()
        self.choose(self._reason, password)

    def _take_reason(self) -> None:
        reason = self.reason.text().strip()
        if not reason:
            restyle(self.reason, invalid=True)
            self._page.failed.emit(ReasonMissing())
            return
        self.reason.hide()
        if self._page.table() == LOCKED:
            self.ask_password(reason)
        else:
            self.choose(reason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and (self.reason.isVisible() or self.password.isVisible()):
            self.reason.hide()
            self.password.hide()
            self.button.setFocus()
        else:
            super().keyPressEvent(event)

    def choose(self, reason: str, password: str = "") -> None:
        """Ask where to, and write the chosen records, or all when only one is chosen."""
        page, workspace = self._page, self._page.context.workspace
        table = page.table()
        name = f"{register_of(table).name.pick(page.context.language)} {workspace.clock():%Y-%m-%d}"
        filters = self.tr("Excel workbook (*.xlsx)")
        target = self._saving.target(self.tr("Export to"), name, SUFFIX, filters)
        if target is None:
            return
        ids = page.chosen_ids()
        work = partial(
            _export, page, target, table, frozenset(ids) if len(ids) > 1 else None, reason, password
        )
        page.start_job(work, self._done)

    def _done(self, found: CaseExport) -> None:
        counts = " · ".join(f"{name} {count:,}" for name, count in found.counts.items() if name != "About")
        told = "\n".join(part for part in (counts, str(found.path)) if part)
        self._saving.offer(self.tr("The workbook is written"), told, found.path)
        self._page.part().enter()


def _export(
    page: CasesPage,
    target: Path,
    table: str,
    ids: frozenset[str] | None,
    reason: str,
    password: str,
    _job: Job[CaseExport],
) -> CaseExport:
    return export_cases(
        page.context.workspace,
        target,
        table,
        ids=ids,
        language=page.context.language,
        personal=bool(reason),
        reason=reason,
        password=password,
    )
