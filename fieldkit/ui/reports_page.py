"""The page of the province's reports: which one, for when and where, its figures, the file that is made."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from fieldkit.errors import FieldkitError
from fieldkit.model.reports.catalogue import reports
from fieldkit.model.reports.memos import report_memo
from fieldkit.model.reports.results import compute_report
from fieldkit.model.reports.templates.filling import fill_template
from fieldkit.model.reports.writing import export_report
from fieldkit.model.workbook.encryption import PasswordMissing, check_password
from fieldkit.ui import dialogs, theme
from fieldkit.ui.buttons import Button
from fieldkit.ui.card import Card, scrolling
from fieldkit.ui.cell_model import CellModel
from fieldkit.ui.dashboard_page import COUNTED_TABLES
from fieldkit.ui.file_saving import FileSaving
from fieldkit.ui.keys import page_shortcut
from fieldkit.ui.labels import label
from fieldkit.ui.list_table import ListTable
from fieldkit.ui.page import EVERYTHING, Page
from fieldkit.ui.report_choices import ReportChoices
from fieldkit.ui.report_preview import ReportPreview
from fieldkit.ui.row_delegate import Cell
from fieldkit.ui.working import Working
from fieldkit.ui.wrap_label import WrapLabel
from fieldkit.ui.wrap_layout import WrapLayout

if TYPE_CHECKING:
    from fieldkit.model.reports.choice import Choice
    from fieldkit.model.reports.layout import Report
    from fieldkit.model.reports.results import ReportResult
    from fieldkit.model.workspace import Workspace
    from fieldkit.ui.jobs import Job

KEPT, TEMPLATES = "reports", "template_folder"
LIST_WIDTH, LIST_SHARE = 330, 0.3
Kind = Literal["workbook", "memo", "template"]
_SUFFIXES: dict[Kind, str] = {"workbook": ".xlsx", "memo": ".docx", "template": ""}


@dataclass(frozen=True, slots=True)
class Wish:
    """A file that is to be made."""

    kind: Kind
    report: Report
    choice: Choice
    target: Path
    template: Path | None = None
    password: str = ""


class ReportsPage(Page):
    """Opens at a report's id, or where it was left."""

    def build(self) -> None:
        self._saving = FileSaving(self)
        self._job: Job[ReportResult] | None = None
        self._made: Job[Path] | None = None
        language = self.context.language
        self._rows = list(reports().values())
        self.model = CellModel((self.tr("Report"),), partial(_cells, language), self)
        self.list = ListTable(self.tr("Reports"))
        self.list.horizontalHeader().hide()
        self.list.setModel(self.model)
        self.list.set_widths((0,))
        self.list.row_chosen.connect(lambda _row: self._chosen())
        self.list.row_opened.connect(lambda _row: self.workbook.setFocus())
        self.model.show_rows(self._rows)
        self._side = Card(margin=4)
        self._side.add(self.list, 1)
        self.preview = ReportPreview(language)
        desk = QWidget()
        column = QVBoxLayout(desk)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(14)
        column.addWidget(self._head())
        column.addWidget(self.preview, 1)
        front = QWidget()
        row = QHBoxLayout(front)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(14)
        row.addWidget(self._side)
        row.addWidget(scrolling(desk), 1)
        self.working = Working()
        self.working.stopped.connect(self._leave_work)
        self._front = front
        self._views = QStackedWidget()
        for view in (front, self.working):
            self._views.addWidget(view)
        self.column().addWidget(self._views)
        page_shortcut(self, "Ctrl+Return", self.workbook.click)
        self._come_back()

    def _head(self) -> Card:
        card = Card(margin=16)
        self.title = label("", "title")
        self.about, self.needs = WrapLabel("", "body"), WrapLabel("", "quiet")
        self.choices = ReportChoices(self.context)
        self.choices.changed.connect(self._read)
        self.choices.refused.connect(self.failed)
        self.workbook = Button(self.tr("Make the workbook"), "file-spreadsheet", kind="primary")
        self.memo = Button(self.tr("Word memo"), "file-text")
        self.template = Button(self.tr("Use my template…"), "file-up")
        self.template.setToolTip(
            self.tr("An Excel or Word file of the office with placeholders in double braces")
        )
        self.workbook.clicked.connect(lambda: self._make("workbook"))
        self.memo.clicked.connect(lambda: self._make("memo"))
        self.template.clicked.connect(lambda: self._make("template"))
        buttons = WrapLayout(spacing=10)
        for button in (self.workbook, self.memo, self.template):
            buttons.addWidget(button)
        for part in (self.title, self.about, self.needs, self.choices):
            card.add(part)
        card.body.addLayout(buttons)
        return card

    # --- coming and going

    def open(self, target: object = None) -> None:
        if isinstance(target, dict):
            self.choices.come_back(target)
            self._choose(str(target.get("report", "")))
            self._read()
        elif isinstance(target, str) and target:
            self._choose(target)
        self.list.setFocus()

    def state(self) -> object:
        return self.choices.kept() | {"report": self.report().id}

    def refresh(self, changed: frozenset[str] = EVERYTHING) -> None:
        if not changed or changed & COUNTED_TABLES:
            self._read()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._side.setFixedWidth(min(theme.current().px(LIST_WIDTH), int(self.width() * LIST_SHARE)))

    def _come_back(self) -> None:
        """Choose what was chosen last on this laptop."""
        try:
            kept: Any = json.loads(self.context.workspace.setting(KEPT) or "{}")
        except ValueError:
            kept = {}
        kept = kept if isinstance(kept, dict) else {}
        self.choices.come_back(kept)
        self._choose(str(kept.get("report", "")))

    def _choose(self, report: str) -> None:
        found = next((place for place, one in enumerate(self._rows) if one.id == report), 0)
        self.list.choose_row(found)

    def report(self) -> Report:
        """Return the chosen report."""
        return self._rows[max(0, self.list.chosen_row())]

    # --- the figures

    def _chosen(self) -> None:
        if self.list.chosen_row() < 0:
            return
        report, language = self.report(), self.context.language
        self.title.setText(f"{report.id}  {report.title.pick(language)}")
        self.about.set_words(report.about.pick(language))
        self.needs.set_words(self.tr("Needs: {0}").format(report.needs.pick(language)))
        self.choices.ask(report)
        self._read()

    def _read(self) -> None:
        """Read the figures beside the window; a newer wish replaces an older one."""
        if self._job is not None:
            self._job.cancel()
        work = partial(_read, self.context.workspace, self.report(), self.choices.choice())
        self._job = self.start_job(work, self._show)

    def _show(self, found: ReportResult) -> None:
        self._job = None
        self.preview.show_result(found)

    # --- the file

    def _make(self, kind: Kind) -> None:
        report, choice = self.report(), self.choices.choice()
        password = self.choices.password.text() if kind != "memo" and report.locked else ""
        if kind == "workbook" and report.locked:
            try:
                _check(password)
            except FieldkitError as error:
                self.choices.password.setFocus()
                self.failed.emit(error)
                return
        template = self._template() if kind == "template" else None
        if kind == "template" and template is None:
            return
        suffix = template.suffix.lower() if template is not None else _SUFFIXES[kind]
        target = self._target(report, choice, suffix)
        if target is None:
            return
        self.context.workspace.remember(KEPT, json.dumps(self.state(), ensure_ascii=False))
        wish = Wish(kind, report, choice, target, template, password)
        self._made = self.start_job(
            partial(_make, self.context.workspace, wish), self._done, failed=self.failed.emit
        )
        self._made.ended.connect(self._leave_work)
        self.working.follow(self._made, self.tr("Making {0}").format(target.name))
        self._views.setCurrentWidget(self.working)

    def _template(self) -> Path | None:
        workspace = self.context.workspace
        chosen = dialogs.choose_path(
            self,
            self.tr("Choose the template"),
            filters=self.tr("Excel or Word templates (*.xlsx *.docx)"),
            suggested=Path(workspace.setting(TEMPLATES) or Path.home()),
        )
        if not chosen:
            return None
        workspace.remember(TEMPLATES, str(chosen[0].parent))
        return chosen[0]

    def _target(self, report: Report, choice: Choice, suffix: str) -> Path | None:
        name = f"{report.id} {report.title.pick(self.context.language)} {choice.period.key.replace('/', '-')}"
        workbook, document = self.tr("Excel workbook (*.xlsx)"), self.tr("Word document (*.docx)")
        filters = workbook if suffix == ".xlsx" else document
        return self._saving.target(self.tr("Export to"), name, suffix, filters)

    def _done(self, path: Path) -> None:
        self._saving.offer(self.tr("The report is written"), str(path), path)

    def _leave_work(self) -> None:
        if self._views.currentWidget() is self.working:
            self._views.setCurrentWidget(self._front)
            self.workbook.setFocus()


def _cells(language: str, report: Report) -> tuple[Cell, ...]:
    return (Cell(f"{report.id}  {report.title.pick(language)}", report.about.pick(language), strong=True),)


def _read(workspace: Workspace, report: Report, choice: Choice, job: Job[ReportResult]) -> ReportResult:
    with workspace.database.read() as connection:
        return compute_report(connection, report, choice, going=lambda _done, _total: job.check())


def _check(password: str) -> None:
    if not password:
        raise PasswordMissing
    check_password(password)


def _make(workspace: Workspace, wish: Wish, job: Job[Path]) -> Path:
    if wish.kind == "workbook":
        export_report(
            workspace, wish.target, wish.report, wish.choice, password=wish.password, going=job.report
        )
    elif wish.kind == "memo":
        report_memo(workspace, wish.report, wish.choice, wish.target, check=job.check)
    else:
        assert wish.template is not None
        fill_template(
            workspace, wish.template, wish.target, wish.choice, password=wish.password, check=job.check
        )
    return wish.target
