"""What a person chooses for a report: period, district, officer, factory, digits, password."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QVBoxLayout, QWidget

from fieldkit.errors import FieldkitError
from fieldkit.model import factories, indicators
from fieldkit.model.indicators.periods import day_period
from fieldkit.model.indicators.words import cell_words
from fieldkit.model.planning.officers import officers
from fieldkit.model.reference import param
from fieldkit.model.reports.choice import Choice, recent_periods
from fieldkit.model.thai.collation import sort_key
from fieldkit.ui import theme
from fieldkit.ui.labels import label, restyle
from fieldkit.ui.thai_date_edit import ThaiDateEdit
from fieldkit.ui.wrap_layout import WrapLayout

if TYPE_CHECKING:
    from fieldkit.model.reports.layout import Report
    from fieldkit.ui.page import PageContext

DAY = "day"
_WIDTHS = {"period": 250, "day": 150, "district": 170, "officer": 200, "factory": 200, "password": 200}
_DISTRICTS = (
    "SELECT DISTINCT district FROM factory WHERE coalesce(district, '') <> '' AND coalesce(deleted, 0) = 0"
)


@dataclass(frozen=True, slots=True)
class _Asked:
    """A field with its words above it."""

    frame: QWidget
    field: QWidget


class ReportChoices(QWidget):
    """The fields that the chosen report asks for.

    Attributes:
        changed: signal when another choice was made.
        refused: signal with the FieldkitError of what was typed.
    """

    changed = Signal()
    refused = Signal(object)

    def __init__(self, context: PageContext) -> None:
        super().__init__()
        self._context = context
        self._report: Report | None = None
        language = context.language
        today = context.workspace.clock().date()
        self.period, self.district, self.officer = QComboBox(), QComboBox(), QComboBox()
        self.day = ThaiDateEdit(today=lambda: context.workspace.clock().date(), language=language)
        self.factory, self.password = QLineEdit(), QLineEdit()
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        self.thai = QCheckBox(self.tr("Thai digits"))
        self.thai.setChecked(bool(param("numerals.thai_in_docs")))
        self._fill(today)
        flow = WrapLayout(self, spacing=12)
        words = {
            "period": (self.tr("Period"), self.period),
            "day": (self.tr("Day"), self.day),
            "district": (self.tr("District"), self.district),
            "officer": (self.tr("Officer"), self.officer),
            "factory": (self.tr("Factory (number, empty is all)"), self.factory),
            "password": (self.tr("Password of the file"), self.password),
        }
        self._asked = {name: _framed(name, text, field) for name, (text, field) in words.items()}
        self._asked["thai"] = _framed("thai", "", self.thai)
        for asked in self._asked.values():
            flow.addWidget(asked.frame)
        for box in (self.period, self.district, self.officer):
            box.activated.connect(lambda _row: self._told())
        self.day.date_changed.connect(lambda _day: self.changed.emit())
        self.day.refused.connect(self.refused)
        self.factory.editingFinished.connect(self._find)
        self._factory = ("", "")
        self._let()

    def _fill(self, today: Any) -> None:
        language = self._context.language
        for period in recent_periods(today):
            self.period.addItem(period.words(language), period.key)
        self.period.addItem(self.tr("One day…"), DAY)
        self.day.set_date(today)
        with self._context.workspace.database.read() as connection:
            names = sorted((row[0] for row in connection.exec_driver_sql(_DISTRICTS)), key=sort_key)
            known = officers(connection)
        column = indicators.indicator("coverage").subject.columns["district"]
        self.district.addItem(self.tr("All districts"), "")
        for name in names:
            self.district.addItem(cell_words(column, name, language), name)
        self.officer.addItem(self.tr("All officers"), "")
        for name in known:
            self.officer.addItem(name, name)

    def ask(self, report: Report) -> None:
        """Show what a report asks for."""
        self._report = report
        self._let()

    def _let(self) -> None:
        asks = self._report.asks if self._report is not None else ("period",)
        for name, asked in self._asked.items():
            shown = name in asks or name == "thai" or (name == DAY and self.period.currentData() == DAY)
            if name == "password":
                shown = self._report is not None and self._report.locked
            asked.frame.setVisible(shown)

    def _told(self) -> None:
        self._let()
        self.changed.emit()

    def _find(self) -> None:
        """Look for the factory that was typed."""
        text = self.factory.text().strip()
        if text == self._factory[1]:
            return
        try:
            with self._context.workspace.database.read() as connection:
                id_ = factories.find(connection, text) if text else ""
                name = str(factories.factory(connection, id_)["name"] or "") if id_ else ""
        except FieldkitError as error:
            restyle(self.factory, invalid=True)
            self.refused.emit(error)
            return
        restyle(self.factory, invalid=False)
        self._factory = (id_, text)
        self.factory.setToolTip(name)
        self.changed.emit()

    def choice(self) -> Choice:
        """Return what is chosen, of what the report asks for."""
        asks = self._report.asks if self._report is not None else ()
        key = self.period.currentData()
        today = self._context.workspace.clock().date()
        period = day_period(self.day.date() or today) if key == DAY else indicators.period(key)
        return Choice(
            period,
            today,
            district=self.district.currentData() if "district" in asks else "",
            officer=self.officer.currentData() if "officer" in asks else "",
            factory=self._factory[0] if "factory" in asks else "",
            factory_name=self.factory.toolTip() if "factory" in asks else "",
            language=self._context.language,
            thai_digits=self.thai.isChecked(),
        )

    def kept(self) -> dict[str, Any]:
        """Return what is remembered for the next time; never a password."""
        return {
            "period": self.period.currentData(),
            "district": self.district.currentData(),
            "officer": self.officer.currentData(),
            "thai": self.thai.isChecked(),
        }

    def come_back(self, kept: dict[str, Any]) -> None:
        """Choose again what was remembered, where it is still there."""
        boxes = {"period": self.period, "district": self.district, "officer": self.officer}
        for name, box in boxes.items():
            box.setCurrentIndex(max(0, box.findData(kept.get(name))))
        if isinstance(kept.get("thai"), bool):
            self.thai.setChecked(kept["thai"])
        self._let()


def _framed(name: str, words: str, field: QWidget) -> _Asked:
    frame = QWidget()
    column = QVBoxLayout(frame)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(4)
    above = label(words, "caption")
    column.addWidget(above)
    column.addWidget(field)
    if words:
        field.setAccessibleName(words)
    if name in _WIDTHS:
        field.setFixedWidth(theme.current().px(_WIDTHS[name]))
    return _Asked(frame, field)
