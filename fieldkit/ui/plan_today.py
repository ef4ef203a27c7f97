"""A day's visits in the order of the way, and whether all that goes along is on this laptop."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QStackedWidget, QVBoxLayout, QWidget

from fieldkit.errors import FieldkitError
from fieldkit.model.holidays import calendar
from fieldkit.model.place_text import parse_place
from fieldkit.model.planning import pack, plan, route
from fieldkit.model.thai import dates
from fieldkit.model.thai.fiscal import fiscal_year
from fieldkit.sync import client
from fieldkit.ui import theme
from fieldkit.ui.buttons import Button, IconButton
from fieldkit.ui.card import Card, scrolling
from fieldkit.ui.cell_model import CellModel
from fieldkit.ui.empty_state import EmptyState
from fieldkit.ui.factory_model import name_words
from fieldkit.ui.facts import Facts
from fieldkit.ui.labels import hairline, label
from fieldkit.ui.list_table import ListTable
from fieldkit.ui.plan_words import kind_words, state_words
from fieldkit.ui.row_copy import let_copy
from fieldkit.ui.row_delegate import Cell
from fieldkit.ui.sync_state import size_words
from fieldkit.ui.thai_date_edit import ThaiDateEdit
from fieldkit.ui.wrap_label import WrapLabel

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fieldkit.model.planning.pack import FactoryPack, Light, Pack
    from fieldkit.model.planning.route import Route, Stop
    from fieldkit.model.workspace import Workspace
    from fieldkit.ui.jobs import Job
    from fieldkit.ui.page import Page
    from fieldkit.ui.theme import Tone

PANE_WIDTH, PANE_SHARE = 320, 0.3
WIDTHS = (52, 0, 92, 150, 170)
NAME_WIDTH = 240
WAY, OFFICER = 2, 3
LIGHTS: dict[Light, tuple[str, Tone]] = {
    "ready": ("circle-check", "ok"),
    "partial": ("download", "warn"),
    "missing": ("circle-alert", "fail"),
}


class _Day(NamedTuple):
    route: Route
    pack: Pack


class _Visit(NamedTuple):
    number: int
    stop: Stop
    pack: FactoryPack


class PlanToday(QWidget):
    """One day; it begins with today.

    Attributes:
        start_wanted: signal with the PlanRow to inspect.
        fetched: signal after files have come from the centre.
    """

    start_wanted = Signal(object)
    fetched = Signal()

    def __init__(self, page: Page) -> None:
        super().__init__(page)
        self._page = page
        self._workspace, self._language = page.context.workspace, page.context.language
        self._officer = ""
        self._found: _Day | None = None
        self._job: Job[_Day] | None = None
        self._entering = False
        self.day = ThaiDateEdit(self._language, self._today)
        self.day.setAccessibleName(self.tr("Day"))
        self.day.setFixedWidth(theme.current().px(150))
        self.day.refused.connect(page.failed)
        self.day.date_changed.connect(self.show_day)
        before, after = (
            IconButton("chevron-left", self.tr("Day before")),
            IconButton("chevron-right", self.tr("Day after")),
        )
        before.clicked.connect(lambda: self._step(-1))
        after.clicked.connect(lambda: self._step(1))
        self.title = label("", "strong")
        head = QHBoxLayout()
        head.setSpacing(6)
        for part in (before, self.day, after, self.title):
            head.addWidget(part)
        head.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addLayout(head)
        column.addLayout(self._body(), 1)
        self.day.set_date(self._today())

    def _body(self) -> QHBoxLayout:
        headers = (
            self.tr("No."),
            self.tr("Factory"),
            self.tr("Way"),
            self.tr("Officer"),
            self.tr("To take along"),
        )
        self.stops = CellModel(headers, self._cells, self)
        self.table = ListTable(self.tr("Visits of the day, in the order of the way"))
        self.table.setModel(self.stops)
        self.table.set_widths(WIDTHS)
        self.table.row_chosen.connect(self._row_chosen)
        self.table.row_opened.connect(lambda _row: self.start.setFocus())
        let_copy(self.table)
        sheet = Card(margin=1)
        sheet.add(self.table, 1)
        blank = Card(margin=1)
        self.nothing = EmptyState(
            "calendar-days",
            self.tr("Nothing is planned for this day"),
            self.tr("Choose another day, or plan visits in the list"),
            self.tr("Next planned day"),
        )
        self.nothing.pressed.connect(self._next_day)
        blank.add(self.nothing, 1)
        self._views = QStackedWidget()
        for view in (sheet, blank):
            self._views.addWidget(view)
        body = QHBoxLayout()
        body.setSpacing(16)
        body.addWidget(self._views, 1)
        body.addWidget(self._pane())
        return body

    def _pane(self) -> Card:
        pane = self._side = Card(self.tr("Take it with me"))
        sheet = QWidget()
        column = QVBoxLayout(sheet)
        column.setContentsMargins(0, 0, 6, 0)
        column.setSpacing(8)
        self.light = WrapLabel("", "strong")
        self.as_of = WrapLabel("", "caption")
        self.fetch = Button(self.tr("Fetch what is missing"), "download")
        self.fetch.clicked.connect(self._fetch)
        self.fetch.hide()
        self.name = WrapLabel("", "strong")
        self.facts = Facts()
        self.way = WrapLabel("", "caption")
        self.office = QLineEdit()
        self.office.setAccessibleName(self.tr("Place of the office"))
        self.office.setPlaceholderText("16.44, 100.34")
        self.office.setText(self._workspace.setting(route.OFFICE_PLACE) or "")
        self.office.editingFinished.connect(self._place_office)
        for part in (self.light, self.as_of, self.fetch, hairline(), self.name, self.facts):
            column.addWidget(part)
        column.addStretch(1)
        column.addWidget(hairline())
        column.addWidget(self.way)
        column.addWidget(WrapLabel(self.tr("Place of the office, or a map link"), "caption"))
        column.addWidget(self.office)
        pane.add(scrolling(sheet), 1)
        self.start = Button(self.tr("Start inspection"), "clipboard-check", kind="primary")
        self.start.clicked.connect(self._start)
        pane.add(self.start)
        return pane

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        now = theme.current()
        self._side.setFixedWidth(min(now.px(PANE_WIDTH), int(self.width() * PANE_SHARE)))
        spare = self.width() - self._side.width() - now.px(sum(WIDTHS) + NAME_WIDTH)
        for column in (OFFICER, WAY):
            self.table.setColumnHidden(column, spare < 0)
            spare += now.px(WIDTHS[column]) if spare < 0 else 0
        self.table.set_widths(WIDTHS)

    # --- which day

    def _today(self) -> date:
        return self._workspace.clock().date()

    def narrow(self, officer: str) -> None:
        """Show the visits of one officer, "" for all."""
        self._officer = officer

    def show_day(self, day: date | None) -> None:
        """Read the visits of ``day`` and what goes along, beside the window."""
        day = day or self._today()
        self.day.set_date(day)
        closed = calendar().name(day)
        parts = [dates.full(day, self._language), closed.pick(self._language) if closed else ""]
        self.title.setText(" · ".join(part for part in parts if part))
        if self._job is not None:
            self._job.cancel()
        self._job = self._page.start_job(partial(_read, self._workspace, day, self._officer), self._show)

    def _step(self, days: int) -> None:
        self.show_day((self.day.date() or self._today()) + timedelta(days=days))

    def _next_day(self) -> None:
        """Go to the first day from here on that has a visit."""
        day = self.day.date() or self._today()
        found = self._workspace.rows(
            "SELECT min(planned_on) AS day FROM assignment WHERE planned_on > ? AND coalesce(deleted, 0) = 0"
            " AND coalesce(state, '') <> 'dropped' AND (? = '' OR officer = ?)",
            *(day.isoformat(), self._officer, self._officer),
        )
        if found[0]["day"]:
            self.show_day(date.fromisoformat(found[0]["day"]))
        else:
            self._page.told.emit(self.tr("No later day has a visit"), "", "info")

    # --- what is shown

    def _show(self, found: _Day) -> None:
        self._job = None
        self._found = found
        visits = [
            _Visit(number, stop, one)
            for number, (stop, one) in enumerate(zip(found.route.stops, found.pack.packs, strict=True), 1)
        ]
        self.stops.show_rows(visits)
        self._views.setCurrentIndex(0 if visits else 1)
        self._show_pack(found.pack)
        way = self.tr("{0}; then always the nearest. About {1} km there and back, in straight lines.")
        self.way.set_words(way.format(found.route.start.pick(self._language), f"{found.route.km:,.0f}"))
        self.way.setVisible(bool(visits))
        self.table.choose_row(0)
        if not visits:
            self._row_chosen(-1)
        if self._entering:
            self.enter()

    def _show_pack(self, found: Pack) -> None:
        total, wanted = len(found.packs), found.wanted
        words = self.tr("{0} of {1} ready").format(found.ready, total)
        if wanted:
            missing = self.tr("%n file(s) to fetch", "", len(wanted))
            words = f"{words} · {missing} ({size_words(found.size)})"
        self.light.set_words(words if total else self.tr("Nothing to take along"))
        when = self.tr("never")
        if found.as_of:
            when = dates.short_moment(
                datetime.fromisoformat(found.as_of).astimezone(self._workspace.clock().tzinfo), self._language
            )
        self.as_of.set_words(self.tr("Last exchange with the centre: {0}").format(when))
        self.fetch.setVisible(bool(wanted))
        self.fetch.setEnabled(True)

    def _cells(self, visit: _Visit) -> Sequence[Cell]:
        row, language = visit.stop.row, self._language
        icon, tone = LIGHTS[visit.pack.light]
        kind = kind_words(row.line.kind, language)
        second = " · ".join(part for part in (row.line.district, kind) if part)
        state = state_words(row.line.state) if row.line.state == "done" else ""
        km = "–" if visit.stop.km is None else f"{'' if visit.stop.exact else '≈ '}{visit.stop.km:,.1f}"
        return (
            Cell(str(visit.number), right=True, quiet=True),
            Cell(name_words(row.name), second, strong=True),
            Cell(self.tr("{0} km").format(km) if visit.stop.km is not None else km, quiet=True),
            Cell(row.line.officer or "–", state),
            Cell(self._light_words(visit.pack), icon=icon, tone=tone),
        )

    def _light_words(self, found: FactoryPack) -> str:
        if found.light == "ready":
            return self.tr("Ready")
        if found.light == "partial":
            return self.tr("%n file(s) missing", "", len(found.wanted))
        return self.tr("Factory or checklist missing")

    def _row_chosen(self, row: int) -> None:
        visit = self.stops.row(row)
        for part in (self.name, self.facts, self.start):
            part.setVisible(visit is not None)
        if visit is None:
            return
        self.start.setVisible(visit.stop.row.line.state != "done")
        found: FactoryPack = visit.pack
        language = self._language
        self.name.set_words(f"{visit.number}. {name_words(visit.stop.row.name)}")
        register = (
            dates.short(date.fromisoformat(found.register_date[:10]), language) if found.register_date else ""
        )
        files = len(found.wanted)
        self.facts.show_facts(
            [
                (self.tr("Register as of"), register),
                (self.tr("Earlier inspections"), f"{found.inspections:,}"),
                (self.tr("Photos and files"), f"{found.files - files:,} / {found.files:,}"),
                (self.tr("Open findings"), f"{found.findings:,}"),
                (self.tr("Open orders"), f"{found.orders:,}"),
                (self.tr("Documents"), f"{found.documents:,}"),
                (self.tr("Note"), visit.stop.row.note),
            ]
        )

    # --- what a person wants

    def _start(self) -> None:
        visit = self.stops.row(self.table.chosen_row())
        if visit is not None:
            self.start_wanted.emit(visit.stop.row)

    def _fetch(self) -> None:
        if self._found is None:
            return
        hashes = frozenset(one.sha256 for one in self._found.pack.wanted)
        self.fetch.setEnabled(False)
        self._page.start_job(
            partial(_fetch_files, self._workspace, hashes), self._came, failed=self._not_fetched
        )

    def _came(self, count: int) -> None:
        self.fetched.emit()
        left = len(self._found.pack.wanted) - count if self._found else 0
        cure = self.tr("%n file(s) are not at the centre yet", "", left) if left else ""
        self._page.told.emit(self.tr("%n file(s) fetched", "", count), cure, "warn" if left else "ok")
        self.show_day(self.day.date())

    def _not_fetched(self, error: FieldkitError) -> None:
        """Say why, and what is missing all the same: the day begins without it."""
        self.fetch.setEnabled(True)
        missing = [
            f"{one.name}: {self._light_words(one)}"
            for one in (self._found.pack.packs if self._found else ())
            if one.light != "ready"
        ]
        language = self._language
        cure = "\n".join([error.hint.pick(language), *missing])
        self._page.told.emit(error.title.pick(language), cure, "warn")
        self.show_day(self.day.date())

    def _place_office(self) -> None:
        text = self.office.text().strip()
        if text == (self._workspace.setting(route.OFFICE_PLACE) or ""):
            return
        if text:
            try:
                parse_place(text)
            except FieldkitError as error:
                self._page.failed.emit(error)
                return
        self._workspace.remember(route.OFFICE_PLACE, text or None)
        self.show_day(self.day.date())

    def enter(self) -> None:
        """Put the focus into the list as soon as it is there, or on what leads to another day."""
        self._entering = self._job is not None
        (self.table if self.stops.rows else self.nothing.button).setFocus(Qt.FocusReason.OtherFocusReason)


def _read(workspace: Workspace, day: date, officer: str, _job: Job[_Day]) -> _Day:
    year = fiscal_year(day)
    with workspace.database.read() as connection:
        lines = plan.lines(connection, year, workspace.clock().date())
        narrowing = plan.Narrowing(day=day.isoformat(), officer=officer)
        wanted = [line for line in plan.narrowed(lines, narrowing) if line.state != "dropped"]
        rows = plan.rows(connection, wanted, year)
    way = route.route(workspace, rows)
    return _Day(way, pack.pack(workspace, [(stop.row.factory_id, stop.row.line.kind) for stop in way.stops]))


def _fetch_files(workspace: Workspace, hashes: frozenset[str], job: Job[int]) -> int:
    return client.fetch_files(workspace, hashes, cancel=job.stop)
