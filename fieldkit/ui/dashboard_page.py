"""The overview: the figures that matter against their targets, what needs somebody, and the lists behind."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QComboBox, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from fieldkit.model import indicators
from fieldkit.model.indicators import Scope, words
from fieldkit.model.indicators.overview import Overview, overview
from fieldkit.ui import coverage_map, theme
from fieldkit.ui.card import scrolling
from fieldkit.ui.dashboard_cards import Behind, Cards
from fieldkit.ui.empty_state import EmptyState
from fieldkit.ui.export_control import ALL, ExportControl
from fieldkit.ui.figure_list import FigureList
from fieldkit.ui.page import EVERYTHING, Page

if TYPE_CHECKING:
    from datetime import date

    from PySide6.QtCore import QRect

    from fieldkit.model.indicators import Listing
    from fieldkit.model.workspace import Workspace
    from fieldkit.ui.coverage_map import Spot
    from fieldkit.ui.jobs import Job

COUNTED_TABLES = frozenset(
    {"factory", "visit", "inspection", "finding", "fact", "document", "assignment", "factory_order", "step"}
    | {"recommendation", "complaint", "loan", "enterprise", "project", "project_result"}
)
_YEARS = 5
_SEVERAL = 2  # “all” and one more: nothing to choose


@dataclass(frozen=True, slots=True)
class Reading:
    """What the page shows, as it was read beside the window."""

    overview: Overview
    province: str
    spots: tuple[Spot, ...]
    covered: frozenset[str]


class DashboardPage(Page):
    """The first page; the figures are read again only when something they count has changed."""

    def build(self) -> None:
        self._shown: Reading | None = None
        self._read_on: date | None = None
        self._job: Job[Reading] | None = None
        today = self.context.workspace.clock().date()
        self.period = QComboBox()
        self.period.setAccessibleName(self.tr("Period"))
        self.period.setMinimumWidth(theme.current().px(190))
        self._offer_periods(today)
        self.period.activated.connect(lambda _row: self._read())
        self.province, self.type = QComboBox(), QComboBox()
        for box, name in ((self.province, self.tr("Province")), (self.type, self.tr("Type of factory"))):
            box.setAccessibleName(name)
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            box.setMinimumContentsLength(12)
            box.activated.connect(lambda _row: self._read())
        self._offer_places()
        self.export = ExportControl(self, lambda: ALL)
        top = QHBoxLayout()
        top.setSpacing(10)
        top.addWidget(self.period)
        top.addWidget(self.province)
        top.addWidget(self.type)
        top.addStretch(1)
        top.addWidget(self.export)
        self.cards = Cards(self.context)
        self.cards.opened.connect(self.open_behind)
        self._area = scrolling(self.cards)
        self.cards.table.walked.connect(self._follow)
        desk = QWidget()
        column = QVBoxLayout(desk)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(14)
        column.addLayout(top)
        column.addWidget(self._area, 1)
        self.nothing = EmptyState(
            "factory",
            self.tr("No factories yet"),
            self.tr("Import the office's register, or connect to the centre, and the figures come here"),
            self.tr("Open the register"),
            kind="primary",
        )
        self.nothing.pressed.connect(lambda: self.opened.emit("register", None))
        self.sheet = FigureList(self)
        self.sheet.left.connect(self._leave_list)
        self._views = QStackedWidget()
        self._desk = desk
        for view in (desk, self.nothing, self.sheet):
            self._views.addWidget(view)
        self.column().addWidget(self._views)
        self._read()

    def _offer_periods(self, today: date) -> None:
        year = indicators.current(today).fiscal_year
        for number in range(year, year - _YEARS, -1):
            for key in (str(number), f"2/{number}", f"1/{number}"):
                period = indicators.period(key)
                if period.start <= today:
                    self.period.addItem(period.words(self.context.language), key)

    def _offer_places(self) -> None:
        """Offer the provinces, where there are several, and the types of the factories that are here."""
        columns = indicators.indicator("coverage").subject.columns
        with self.context.workspace.database.read() as connection:
            for box, name, stored, everything in (
                (self.province, "province", "province_code", self.tr("All provinces")),
                (self.type, "type", "substr(type_main, 1, 3)", self.tr("All types")),
            ):
                chosen = box.currentData()
                codes = connection.exec_driver_sql(
                    f"SELECT DISTINCT {stored} FROM factory WHERE coalesce(deleted, 0) = 0"
                    f" AND {stored} IS NOT NULL ORDER BY 1"
                )
                box.clear()
                box.addItem(everything, "")
                for (code,) in codes:
                    box.addItem(words.cell_words(columns[name], code, self.context.language), code)
                box.setCurrentIndex(max(0, box.findData(chosen)))
                box.setVisible(box.count() > _SEVERAL)

    # --- coming and going

    def open(self, target: object = None) -> None:
        if self._read_on != self.context.workspace.clock().date():
            self._read()
        if isinstance(target, dict):
            for box, key in ((self.period, "period"), (self.province, "province"), (self.type, "type")):
                box.setCurrentIndex(max(0, box.findData(target.get(key, ""))))
            self._read()
        elif target == "" and self._views.currentWidget() is self.sheet:
            self._leave_list()
        if self._views.currentWidget() is self.sheet and self.sheet.table is not None:
            self.sheet.table.setFocus()
        elif self._views.currentWidget() is self.nothing:
            self.nothing.button.setFocus()
        else:
            self.cards.enter()

    def state(self) -> object:
        return {
            "period": self.period.currentData(),
            "province": self.province.currentData(),
            "type": self.type.currentData(),
        }

    def refresh(self, changed: frozenset[str] = EVERYTHING) -> None:
        if not changed or "factory" in changed:
            self._offer_places()
        if not changed or changed & COUNTED_TABLES:
            self._read()

    def _follow(self, row: QRect) -> None:
        """Keep the chosen row of the long table in sight: it is the page that scrolls, not the table."""
        middle = self.cards.table.mapTo(self.cards, row.center())
        self._area.ensureVisible(self.cards.width() // 2, middle.y(), 0, row.height() * 2)

    # --- the figures

    def _read(self) -> None:
        """Read the figures beside the window; a newer wish replaces an older one."""
        if self._job is not None:
            self._job.cancel()
        self._read_on = self.context.workspace.clock().date()
        scope = Scope(
            indicators.period(self.period.currentData()),
            self._read_on,
            self.province.currentData() or "",
            self.type.currentData() or "",
        )
        self._job = self.start_job(partial(_read, self.context.workspace, scope), self._show)

    def _show(self, found: Reading) -> None:
        self._job = None
        self._shown = found
        self.cards.show_overview(found.overview)
        self.cards.map.show_coverage(
            found.province,
            {figure.group or "": figure for figure in found.overview.districts},
            found.spots,
            found.covered,
            100 * found.overview.pace,
        )
        if self._views.currentWidget() is not self.sheet:
            self._views.setCurrentWidget(self.nothing if found.overview.empty else self._desk)

    # --- the list behind a number

    def open_behind(self, behind: Behind) -> None:
        """Show the list behind a number."""
        if self._shown is None:
            return
        scope = self._shown.overview.scope
        work = partial(_list, self.context.workspace, scope, behind)
        self.start_job(work, partial(self._show_list, behind, scope))

    def _show_list(self, behind: Behind, scope: Scope, found: Listing) -> None:
        language = self.context.language
        title = behind.indicator.name.pick(language)
        if behind.by and behind.group is not None:
            column = behind.indicator.subject.columns[behind.by]
            title = f"{title} · {words.cell_words(column, behind.group, language)}"
        if behind.part == "rest":
            title = self.tr("Not yet: {0}").format(title)
        elif behind.part == "denominator":
            title = self.tr("All counted: {0}").format(title)
        self._views.setCurrentWidget(self.sheet)
        self.sheet.show_list(found, title, scope.of(behind.indicator).period.words(language))
        self.moved.emit()

    def _leave_list(self) -> None:
        empty = self._shown is not None and self._shown.overview.empty
        self._views.setCurrentWidget(self.nothing if empty else self._desk)
        self.cards.come_back()


def _read(workspace: Workspace, scope: Scope, _job: object) -> Reading:
    with workspace.database.read() as connection:
        found = overview(connection, scope)
        row = connection.exec_driver_sql(
            "SELECT province_code FROM factory WHERE coalesce(deleted, 0) = 0 AND province_code IS NOT NULL"
            " GROUP BY province_code ORDER BY count(*) DESC LIMIT 1"
        ).fetchone()
        province = scope.province or (str(row[0]) if row else "")
        covered = indicators.listing(connection, scope, indicators.indicator("coverage"))
        return Reading(
            found,
            province,
            tuple(coverage_map.spots(connection, province)),
            frozenset(line["factory"] for line in covered.rows),
        )


def _list(workspace: Workspace, scope: Scope, behind: Behind, _job: object) -> Listing:
    with workspace.database.read() as connection:
        return indicators.listing(
            connection, scope, behind.indicator, behind.part, by=behind.by, group=behind.group
        )
