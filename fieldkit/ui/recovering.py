"""A backup put back, or what is left of damaged data, in the place of the data folder."""

from __future__ import annotations

import shutil
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QObject, Signal

from fieldkit.errors import FieldkitError
from fieldkit.ui import dialogs
from fieldkit.ui.jobs import Job, run

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from PySide6.QtWidgets import QWidget

    from fieldkit.model.backup import RestoreReport
    from fieldkit.model.salvage import SalvageReport
    from fieldkit.ui.empty_state import EmptyState


class Recovering(QObject):
    """Everything is prepared beside the folder; it is exchanged when the program begins anew.

    Attributes:
        arranged: signal when the program is to begin anew with the other data.
        failed: signal with a FieldkitError; the data folder is as it was.
        busy: signal whether something is being prepared.
    """

    arranged = Signal()
    failed = Signal(object)
    busy = Signal(bool)

    def __init__(
        self,
        parent: QWidget,
        folder: Path,
        clock: Callable[[], datetime] = lambda: datetime.now().astimezone(),
        key: bytes | None = None,
    ) -> None:
        """``key`` is that of the data, of an encrypted folder."""
        super().__init__(parent)
        self._folder, self._clock, self._key = folder, clock, key

    def offer(
        self,
        empty: EmptyState,
        error: FieldkitError,
        told: tuple[Callable[[FieldkitError], object], Callable[[], object]],
    ) -> None:
        """Offer both where data cannot be opened because of damage; ``told`` learn what comes of it."""
        from fieldkit.model.database import DatabaseDamaged, NotADatabase
        from fieldkit.model.workspace import DatabaseMissing

        if isinstance(error, (DatabaseDamaged, DatabaseMissing, NotADatabase)):
            self.failed.connect(told[0])
            self.arranged.connect(told[1])
            self.busy.connect(lambda busy: empty.setEnabled(not busy))
            empty.offer(self.tr("Restore a backup…"), self.restore)
            empty.offer(self.tr("Salvage what can be read"), self.salvage)

    def restore(self) -> None:
        """Ask for a backup, put it back beside the folder and ask whether to take it."""
        chosen = self._backups(self.tr("Restore a backup"), "open")
        if chosen:
            self._prepare(partial(_restore, chosen[0], self._beside("restored"), self._key), self._restored)

    def salvage(self) -> None:
        """Put what can be read into a new folder and ask whether to go on with it; the old one is closed.

        Backups that the person chooses give what is lost.
        """
        question = dialogs.Question(
            self.tr("Fill what is lost from backups?"),
            self.tr(
                "What cannot be read here is taken from them; the office gives the rest with the next sync."
            ),
            self.tr("Choose backups…"),
            self.tr("Go on without"),
        )
        backups: list[Path] = []
        if dialogs.ask(cast("QWidget", self.parent()), question):
            backups = self._backups(question.title, "open_many")
            if not backups:
                return
        work = partial(_salvage, self._folder, self._beside("salvaged"), self._key, backups)
        self._prepare(work, self._salvaged)

    def _backups(self, title: str, kind: dialogs.PathKind) -> list[Path]:
        filters = self.tr("Backups (*.fieldkit-backup)")
        return dialogs.choose_path(cast("QWidget", self.parent()), title, kind, filters=filters)

    def _beside(self, what: str) -> Path:
        from fieldkit.model import handover

        return handover.place_beside(self._folder, what, self._clock())

    def _prepare(self, work: Callable[[Job[object]], object], done: Callable[..., object]) -> None:
        self.busy.emit(True)
        job = run(self, work, done, failed=self.failed.emit)
        job.ended.connect(lambda: self.busy.emit(False))

    def _restored(self, report: RestoreReport) -> None:
        facts = [
            self.tr("%n inspection(s)", "", report.counts["inspection"]),
            self.tr("%n file(s)", "", report.files),
        ]
        self._ask(report.folder, self.tr("Work on with the restored data?"), facts, len(report.problems))

    def _salvaged(self, report: SalvageReport) -> None:
        facts = [
            self.tr("%n change record(s)", "", report.changes),
            self.tr("%n file(s)", "", report.files),
        ]
        self._ask(report.folder, self.tr("Work on with the salvaged data?"), facts, len(report.problems))

    def _ask(self, prepared: Path, title: str, facts: list[str], problems: int) -> None:
        if problems:
            facts.append(self.tr("%n thing(s) missing or damaged; see “fieldkit verify”", "", problems))
        words = self.tr("{0}\nThe program begins anew with it. What is here now stays beside it:\n{1}")
        now = self._clock()
        from fieldkit.model import handover

        before = handover.place_beside(self._folder, "before", now)
        question = dialogs.Question(
            title, words.format(" · ".join(facts), before), self.tr("Take it"), self.tr("Leave all as it is")
        )
        if not dialogs.ask(cast("QWidget", self.parent()), question):
            shutil.rmtree(prepared, ignore_errors=True)
            return
        try:
            handover.arrange(self._folder, prepared, now)
        except FieldkitError as error:
            self.failed.emit(error)
            return
        self.arranged.emit()


def _restore(source: Path, target: Path, key: bytes | None, _job: Job[object]) -> RestoreReport:
    from fieldkit.model.backup import restore

    return restore(source, target, key=key)


def _salvage(
    source: Path, target: Path, key: bytes | None, backups: list[Path], _job: Job[object]
) -> SalvageReport:
    from fieldkit.model.salvage import salvage

    return salvage(source, target, key=key, backups=backups)
