"""Backups in the settings: where to, when, how many stay, how the last one went, and putting one back."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QVBoxLayout

from fieldkit.errors import FieldkitError
from fieldkit.model import rolling
from fieldkit.model.thai import dates
from fieldkit.ui import dialogs, theme
from fieldkit.ui.buttons import Button
from fieldkit.ui.card import Card
from fieldkit.ui.jobs import Job, run
from fieldkit.ui.labels import label, restyle
from fieldkit.ui.recovering import Recovering
from fieldkit.ui.wrap_label import WrapLabel

if TYPE_CHECKING:
    from collections.abc import Iterable

    from fieldkit.errors import Language
    from fieldkit.model.backup import BackupReport
    from fieldkit.model.rolling import Plan
    from fieldkit.model.workspace import Workspace

WIDTH = 340
AT = ("08:00", "12:00", "15:00", "16:00", "16:30", "17:00", "18:00")
HOURS = (1, 2, 4, 8)
KEEP = (3, 5, 7, 14, 30)


class BackupCard(Card):
    """Kept at once; without a place nothing is made by itself.

    Attributes:
        failed: signal with a FieldkitError.
        restarted: signal when the program is to begin anew with other data.
    """

    failed = Signal(object)
    restarted = Signal()

    def __init__(self, workspace: Workspace, language: Language) -> None:
        super().__init__(self.tr("Backups"))
        self._workspace, self._language = workspace, language
        self._job: Job[BackupReport] | None = None
        words = self.tr(
            "A copy of all data on a USB drive or in another folder, opened and counted after writing."
        )
        self.add(WrapLabel(words, "quiet"))
        self.place = WrapLabel("")
        self.add(self.place)
        self.choose = Button(self.tr("Choose the place…"), "usb")
        self.choose.clicked.connect(self._choose)
        self.forget = Button(self.tr("Make none by itself"), "x", kind="quiet")
        self.forget.clicked.connect(lambda: self._keep(None))
        self._add_row(self.choose, self.forget)
        self.when = _choice(
            (
                (self.tr("When the program closes"), "close"),
                (self.tr("Every day"), "daily"),
                (self.tr("While the program is open"), "interval"),
            )
        )
        point = "." if language == "th" else ":"  # as times are written in Thai
        self.at = _choice((self.tr("After {0}").format(hour.replace(":", point)), hour) for hour in AT)
        self.hours = _choice((self.tr("Every %n hour(s)", "", hours), hours) for hours in HOURS)
        self.keep = _choice((self.tr("%n backup(s)", "", count), count) for count in KEEP)
        self._fields = (
            (self.tr("When"), self.when),
            (self.tr("Time of day"), self.at),
            (self.tr("How often"), self.hours),
            (self.tr("How many stay"), self.keep),
        )
        self._rows = [self._add_field(words, field) for words, field in self._fields]
        self.outcome = WrapLabel("")
        self.add(self.outcome)
        self.now = Button(self.tr("Back up now"), "download")
        self.now.clicked.connect(self._run)
        self.restore = Button(self.tr("Restore a backup…"), "history")
        self._recovering = Recovering(self, workspace.folder, workspace.clock, workspace.key)
        self._recovering.failed.connect(self.failed)
        self._recovering.arranged.connect(self.restarted)
        self._recovering.busy.connect(self._show_busy)
        self.restore.clicked.connect(self._recovering.restore)
        self._add_row(self.now, self.restore)
        self.show_state()

    def show_state(self) -> None:
        """Show what is done and how the last backup went."""
        found = rolling.state(self._workspace)
        plan = found.plan
        for field, value in (
            (self.when, plan.when if plan else None),
            (self.at, plan.at if plan else None),
            (self.hours, plan.hours if plan else None),
            (self.keep, plan.keep if plan else None),
        ):
            field.setCurrentIndex(max(0, field.findData(value)))
        self.place.set_words(plan.folder if plan else self.tr("No backups are made by themselves"))
        restyle(self.place, tone="" if plan else "warn")
        self.forget.setVisible(plan is not None)
        self.now.setEnabled(plan is not None and self._job is None)
        shown = (
            True,
            plan is not None and plan.when == "daily",
            plan is not None and plan.when == "interval",
        )
        for row, visible in zip(self._rows, (*shown, True), strict=True):
            for part in row:
                part.setVisible(plan is not None and visible)
        last = found.last
        lines = [found.warning.pick(self._language)] if found.warning else []
        if last.good_at:
            moment = dates.short_moment(datetime.fromisoformat(last.good_at), self._language)
            facts = (
                self.tr("%n inspection(s)", "", last.inspections),
                self.tr("%n file(s)", "", last.files),
                self.tr("{0} MB").format(f"{last.size / (1 << 20):,.1f}"),
            )
            lines.append(self.tr("Last good one: {0}").format(moment) + "\n" + " · ".join(facts))
        self.outcome.set_words("\n".join(lines))
        self.outcome.setVisible(bool(lines))
        restyle(self.outcome, tone="warn" if found.warning else "ok")

    def _choose(self) -> None:
        known = rolling.plan(self._workspace)
        suggested = Path(known.folder) if known else None
        title = self.tr("Place of the backups")
        chosen = dialogs.choose_path(self, title, "folder", suggested=suggested)
        if chosen:
            self._keep(replace(known or rolling.Plan(""), folder=str(chosen[0])))

    def _changed(self, _place: int) -> None:
        known = rolling.plan(self._workspace)
        if known is not None:
            when, at, hours, keep = (field.currentData() for _words, field in self._fields)
            self._keep(replace(known, when=when, at=at, hours=hours, keep=keep))

    def _keep(self, plan: Plan | None) -> None:
        try:
            rolling.keep_plan(self._workspace, plan)
        except FieldkitError as error:
            self.failed.emit(error)
        self.show_state()
        if plan is None:
            self.choose.setFocus()

    def _run(self) -> None:
        plan = rolling.plan(self._workspace)
        if plan is None or self._job is not None:
            return
        work = partial(_backup, self._workspace, plan)
        self._job = run(self, work, lambda _report: None, failed=self.failed.emit)
        self._job.ended.connect(self._ended)
        self._show_busy(True)

    def _ended(self) -> None:
        self._job = None
        self._show_busy(False)
        self.show_state()

    def _show_busy(self, busy: bool) -> None:
        self.now.setEnabled(not busy and rolling.plan(self._workspace) is not None)
        self.restore.setEnabled(not busy)
        if busy:
            self.outcome.set_words(self.tr("Writing and reading back…"))
            self.outcome.show()
            restyle(self.outcome, tone="")
        else:
            self.show_state()

    def _add_row(self, *buttons: Button) -> None:
        row = QHBoxLayout()
        for button in buttons:
            row.addWidget(button)
        row.addStretch(1)
        self.body.addLayout(row)

    def _add_field(self, words: str, field: QComboBox) -> tuple[QLabel, QComboBox]:
        name = label(words, "caption")
        name.setBuddy(field)
        field.setAccessibleName(words)
        field.setMaximumWidth(theme.current().px(WIDTH))
        field.activated.connect(self._changed)
        column = QVBoxLayout()
        column.setSpacing(2)
        column.addWidget(name)
        column.addWidget(field)
        self.body.addLayout(column)
        return name, field


def _choice(options: Iterable[tuple[str, object]]) -> QComboBox:
    box = QComboBox()
    box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    for words, value in options:
        box.addItem(words, value)
    return box


def _backup(workspace: Workspace, plan: Plan, job: Job[BackupReport]) -> BackupReport:
    return rolling.run(workspace, plan, stop=job.stop.is_set)
