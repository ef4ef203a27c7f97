"""What a person does to the plan: each edit is told, can be taken back, and is written in one commit."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from shiboken6 import isValid

from fieldkit.errors import FieldkitError
from fieldkit.model import factories
from fieldkit.model.planning import editing, exporting
from fieldkit.model.records import Edit, UndoHistory
from fieldkit.model.thai.fiscal import fiscal_year
from fieldkit.ui.file_saving import FileSaving
from fieldkit.ui.plan_words import kind_words, weekday_words
from fieldkit.ui.visit_choice import offered
from fieldkit.ui.writer import Writer

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from fieldkit.errors import Language
    from fieldkit.model.planning.plan import PlanRow
    from fieldkit.model.records import Edit
    from fieldkit.model.workspace import Workspace
    from fieldkit.ui.jobs import Job
    from fieldkit.ui.page import Page
    from fieldkit.ui.plan_pane import PlanWish

SUFFIX = ".xlsx"


class PlanEdits(QObject):
    """The edits of one page, and their undo.

    Attributes:
        written: signal after the plan changed.
    """

    written = Signal()

    def __init__(self, page: Page) -> None:
        super().__init__(page)
        self._page = page
        self._saving = FileSaving(page)
        self._workspace, self._language = page.context.workspace, page.context.language
        self._history = UndoHistory(self._workspace)
        self._writer = Writer(page)
        self._tables: list[frozenset[str]] = []

    # --- edits

    def move(self, rows: Sequence[PlanRow], day: date | None) -> None:
        """Plan rows for a day; those that are not in the plan yet are put into it."""
        planned, outside = _split(rows)
        if not outside or day is None:
            self._move_planned(planned, day)
            return
        work = partial(editing.assign, self._workspace, _factories(outside), fiscal_year(day), day=day)
        then = partial(self._move_planned, planned, day)
        self._carry_out(self.tr("%n visit(s) planned", "", len(outside)), work, rows=outside, then=then)

    def _move_planned(self, planned: Sequence[PlanRow], day: date | None) -> None:
        if planned:
            where = weekday_words(day, self._language) if day else self.tr("no day")
            words = self.tr("%n visit(s) moved to {0}", "", len(planned)).format(where)
            work = partial(editing.move, self._workspace, _ids(planned), day)
            self._carry_out(words, work, day, rows=planned)

    def give(self, rows: Sequence[PlanRow], officer: str) -> None:
        """Give rows to an officer, "" for nobody."""
        words = self.tr("%n visit(s) given to {0}", "", len(rows)).format(officer or self.tr("nobody"))
        self._change(rows, {"officer": officer or None}, words)

    def set_kind(self, rows: Sequence[PlanRow], kind: str) -> None:
        """Change the kind of visit of rows."""
        words = self.tr("%n visit(s) are now: {0}", "", len(rows))
        self._change(rows, {"kind": kind}, words.format(kind_words(kind, self._language)))

    def postpone(self, rows: Sequence[PlanRow], day: date | None, reason: str) -> None:
        """Put rows off with a reason."""
        words = self.tr("%n visit(s) postponed", "", len(rows))
        self._carry_out(
            words, partial(editing.postpone, self._workspace, _ids(rows), day, reason), day, rows=rows
        )

    def drop(self, rows: Sequence[PlanRow], reason: str) -> None:
        """Take rows off the plan with a reason."""
        words = self.tr("%n visit(s) taken off the plan", "", len(rows))
        self._carry_out(words, partial(editing.drop, self._workspace, _ids(rows), reason), rows=rows)

    def take_up(self, rows: Sequence[PlanRow]) -> None:
        """Plan rows again that were postponed or taken off."""
        words = self.tr("%n visit(s) planned again", "", len(rows))
        self._carry_out(words, partial(editing.take_up, self._workspace, _ids(rows)), rows=rows)

    def remove(self, rows: Sequence[PlanRow]) -> None:
        """Put rows into the bin."""
        planned = [row for row in rows if row.id and row.line.state != "bin"]
        words = self.tr("%n visit(s) put into the bin", "", len(planned))
        self._carry_out(words, partial(editing.remove, self._workspace, _ids(planned)), rows=planned)

    def restore(self, rows: Sequence[PlanRow]) -> None:
        """Take rows out of the bin."""
        words = self.tr("%n visit(s) restored", "", len(rows))
        self._carry_out(words, partial(editing.restore, self._workspace, _ids(rows)), rows=rows)

    def add(self, rows: Sequence[PlanRow], year: int, wish: PlanWish) -> None:
        """Put factories into the plan of ``year``."""
        _planned, outside = _split(rows)
        work = partial(
            editing.assign, self._workspace, _factories(outside), year,
            kind=wish.kind, day=wish.day, officer=wish.officer,
        )  # fmt: skip
        self._carry_out(self.tr("%n visit(s) planned", "", len(outside)), work, wish.day, rows=outside)

    def _change(self, rows: Sequence[PlanRow], values: dict[str, str | None], words: str) -> None:
        planned, _outside = _split(rows)
        self._carry_out(words, partial(editing.change, self._workspace, _ids(planned), values), rows=planned)

    def _carry_out(
        self,
        words: str,
        work: Callable[[], Edit | None],
        day: date | None = None,
        *,
        rows: Sequence[PlanRow] = (),
        then: Callable[[], object] | None = None,
    ) -> None:
        def done(edit: Edit | None) -> None:
            if edit is not None and edit.count:
                self.keep(words, edit, day)
            if then is not None:
                then()

        self._writer.write(work, done, self._page.failed.emit, records=rows)

    def keep(self, words: str, done: Edit, day: date | None = None) -> None:
        """Remember an edit for Ctrl+Z and tell it; a day on which offices are closed is told too."""
        self._history.add(words, done)
        self._tables.append(_tables(done))
        self._changed(_tables(done))
        closed = editing.closed_days([day]) if day is not None else []
        cure = ""
        if closed:
            name = closed[0][1].pick(self._language)
            cure = self.tr("Offices are closed on that day: {0}").format(name)
        self._page.offered.emit(words, cure, ((self.tr("Undo"), self._undo_offered),))

    def _changed(self, tables: frozenset[str]) -> None:
        self.written.emit()
        self._page.changed.emit(tables)

    def _undo_offered(self) -> None:
        if isValid(self):
            self.undo()

    def undo(self) -> None:
        """Take the last edit back."""
        words = self._history.last()
        if not words:
            self._page.told.emit(self.tr("Nothing to undo"), "", "info")
            return
        self._writer.write(self._history.undo, partial(self._tell_undone, words), self._page.failed.emit)

    def _tell_undone(self, words: str, foreign: int) -> None:
        self._changed(self._tables.pop())
        cure = self.tr("%n value(s) were changed since and stay", "", foreign) if foreign else words
        self._page.told.emit(self.tr("Undone"), cure, "warn" if foreign else "ok")

    # --- a visit

    def start(self, row: PlanRow) -> None:
        """Open the draft of a planned visit, or start its inspection with its kind."""
        try:
            with self._workspace.database.read() as connection:
                past = factories.history(connection, row.factory_id)
            here = offered(self._workspace)
        except FieldkitError as error:
            self._page.failed.emit(error)
            return
        draft = next((one.id for one in past if one.state == "draft"), None)
        if draft is not None:
            self._page.opened.emit("inspection", draft)
            return
        if not self._workspace.person.name:
            # The register asks for the name beside its button.
            self._page.opened.emit("register", row.factory_id)
            return
        found = here.get(row.line.kind or "PLAN")
        if found is None:
            kind = kind_words(row.line.kind, self._language)
            title = self.tr("No checklist for “{0}” is on this laptop").format(kind)
            self._page.told.emit(
                title, self.tr("Sync, or import the checklist; or choose another kind"), "warn"
            )
            return
        kind_, form_id = found
        target = {"start": row.factory_id, "kind": kind_.code, "form": form_id}
        self._page.opened.emit("inspection", target)

    # --- Excel

    def export(self, year: int) -> None:
        """Ask where to, and write the plan of ``year`` as a workbook."""
        name, filters = self.tr("Plan {0}").format(year), self.tr("Excel workbook (*.xlsx)")
        target = self._saving.target(self.tr("Export to"), name, SUFFIX, filters)
        if target is None:
            return
        work = partial(_export, self._workspace, target, year, self._language)
        self._page.start_job(work, partial(self._exported, target))

    def _exported(self, target: Path, count: int) -> None:
        words = self.tr("%n planned visit(s) written", "", count)
        cure = self.tr("{0}\nEdit it in Excel, then press “From Excel”.").format(target)
        self._saving.offer(words, cure, target)


def _tables(done: Edit) -> frozenset[str]:
    return frozenset({record.table for record in done.before} | {table for table, _id, _stream in done.added})


def _split(rows: Sequence[PlanRow]) -> tuple[list[PlanRow], list[PlanRow]]:
    """Return the rows that are in the plan, and those that are not; the bin is neither."""
    planned = [row for row in rows if row.id and row.line.state != "bin"]
    return planned, [row for row in rows if not row.id]


def _ids(rows: Sequence[PlanRow]) -> list[str]:
    return [row.id for row in rows if row.id]


def _factories(rows: Sequence[PlanRow]) -> list[str]:
    return [row.factory_id for row in rows]


def _export(workspace: Workspace, target: Path, year: int, language: Language, _job: Job[int]) -> int:
    return exporting.export_plan(workspace, target, year, language=language)
