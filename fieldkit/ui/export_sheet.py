"""The sheet that asks what is exported: which inspections, which kind of file, how it is written."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from fieldkit.model.export_recipes import DATES, LAST, WORKBOOK, Recipe, keep, offers, recipes
from fieldkit.model.export_schedule import schedule
from fieldkit.model.shapes import SHAPES
from fieldkit.ui import theme
from fieldkit.ui.buttons import Button, IconButton
from fieldkit.ui.card import scrolling
from fieldkit.ui.labels import label
from fieldkit.ui.thai_date_edit import ThaiDateEdit
from fieldkit.ui.wrap_label import WrapLabel

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from fieldkit.model.workbook.answer_tables import Words
    from fieldkit.ui.page import PageContext

WIDTH = 560
_HOURS = ("12:00", "15:30", "16:00", "16:30", "17:00", "18:00")
# Which options a kind of file knows.
_LABELLED = frozenset({"kobo", "kobo-csv", "long", "geojson"})
_SPLIT = frozenset({WORKBOOK, "odk", "kobo", "kobo-csv"})
_GROUPED = frozenset({"kobo", "kobo-csv"})
_PHOTOS = frozenset({WORKBOOK, "odk"})
_CSV = frozenset({"odk", "kobo-csv", "long", "audit"})


class ExportSheet(QDialog):
    """Begins with the choice made last; what is given a name is remembered under it.

    Attributes:
        wanted: signal (Recipe, whether only the list on the screen is wanted, the name under which it is to
            be written every day and the hour of that: both empty when it is not).
    """

    wanted = Signal(object, bool, str, str)

    def __init__(self, parent: QWidget, context: PageContext, listed: int | None) -> None:
        """``listed`` is the number of inspections that the list shows, None when it shows all."""
        super().__init__(parent)
        self._page, self._context = parent, context
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Export"))
        self.setMinimumWidth(theme.current().px(WIDTH))
        self._asked = QWidget()
        self._form = QFormLayout(self._asked)
        self._form.setContentsMargins(0, 0, 0, 0)
        self._form.setHorizontalSpacing(16)
        self._form.setVerticalSpacing(8)
        self._form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self._make_remembered()
        self._make_kind()
        self._make_filters(listed)
        self._make_options()
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 20)
        column.setSpacing(16)
        column.addWidget(scrolling(self._asked), 1)
        column.addLayout(self._buttons())
        self._kept = recipes(context.workspace)
        self._offer_remembered()
        self.show_recipe(self._kept.get(LAST, Recipe()))
        self.kind.setFocus()

    # --- making

    def _make_remembered(self) -> None:
        self.remembered = self._combo(self.tr("Remembered export"))
        self.remembered.activated.connect(lambda _row: self._take_remembered())
        self.forget = IconButton("trash-2", self.tr("Forget this remembered export"))
        self.forget.clicked.connect(self._forget)
        row = QHBoxLayout()
        row.addWidget(self.remembered, 1)
        row.addWidget(self.forget)
        self._form.addRow(label(self.tr("Remembered export")), row)

    def _make_kind(self) -> None:
        self.kind = self._add_combo(self.tr("Kind of file"))
        language = self._context.language
        self.kind.addItem(self.tr("The office's workbook (Excel)"), WORKBOOK)
        for shape in SHAPES.values():
            self.kind.addItem(shape.words.pick(language), shape.key)
        self.kind.currentIndexChanged.connect(lambda _row: self._kind_changed())

    def _make_filters(self, listed: int | None) -> None:
        found, language = offers(self._context.workspace), self._context.language
        self.scope = self._add_combo(self.tr("Inspections"))
        if listed is not None:
            self.scope.addItem(self.tr("As in the list (%n)", "", listed), True)
        self.scope.addItem(self.tr("All that fit what is chosen here"), False)
        self.scope.currentIndexChanged.connect(lambda _row: self._allow_filters())
        self._form.setRowVisible(self.scope, listed is not None)
        self.period = self._add_combo(self.tr("Period"))
        for key, words in (
            ("", self.tr("All")),
            ("day", self.tr("Today")),
            ("month", self.tr("This month")),
            ("round", self.tr("This inspection round")),
            ("last_round", self.tr("Last inspection round")),
            ("year", self.tr("This fiscal year")),
        ):
            self.period.addItem(words, key)
        for name in found.rounds:
            self.period.addItem(self.tr("Inspection round {0}").format(name), name)
        self.period.addItem(self.tr("From one day to another"), DATES)
        self.period.currentIndexChanged.connect(lambda _row: self._allow_filters())
        self._make_dates()
        self.checklist = self._add_combo(self.tr("Checklist"))
        titles = found.checklists.items()
        self._fill(self.checklist, [(key, f"{key} {title.pick(language)}") for key, title in titles])
        self.district = self._add_combo(self.tr("District"))
        self._fill(self.district, [(name, name) for name in found.districts])
        self.officer = self._add_combo(self.tr("Inspector"))
        self._fill(self.officer, [(name, name) for name in found.officers])

    def _make_dates(self) -> None:
        """Make the fields of the first and the last day, and the line that says what is wrong with them."""
        self.since, self.until = (
            ThaiDateEdit(self._context.language, today=lambda: self._context.workspace.clock().date())
            for _end in range(2)
        )
        for field, name in ((self.since, self.tr("From")), (self.until, self.tr("To"))):
            field.setAccessibleName(name)
            field.date_changed.connect(lambda _day: self._judge_dates())
            field.refused.connect(lambda _error: self._judge_dates())
            self._form.addRow(label(name), field)
        self.wrong_dates = WrapLabel("", "caption", tone="fail")
        self._form.addRow("", self.wrong_dates)

    def _judge_dates(self) -> bool:
        """Say what is wrong with the days, and return whether they can be taken."""
        error = self.since.error() or self.until.error()
        first, last = self.since.date(), self.until.date()
        words = error.message(self._context.language) if error is not None else ""
        if not words and first is not None and last is not None and first > last:
            words = self.tr("The first day lies after the last; change one of them")
        asked = self._asks_dates()
        self.wrong_dates.set_words(words)
        self._form.setRowVisible(self.wrong_dates, asked and bool(words))
        return not (asked and words)

    def _asks_dates(self) -> bool:
        return not self.scope.currentData() and self.period.currentData() == DATES

    def _make_options(self) -> None:
        self.words = self._add_combo(self.tr("Choices as"))
        for key, words in (
            ("both", self.tr("Labels and codes")),
            ("labels", self.tr("Labels only")),
            ("codes", self.tr("Codes only")),
        ):
            self.words.addItem(words, key)
        self.language = self._add_combo(self.tr("Headers and answers as"))
        for key, words in (("", self.tr("Names and codes")), ("th", "ไทย"), ("en", "English")):
            self.language.addItem(words, key)
        self.split = self._check(self.tr("A column for each choice of several"))
        self.wide = self._check(self.tr("A sheet for each checklist, an inspection in each row"))
        self.long = self._check(self.tr("A sheet with a row for each answer"))
        self.long.setChecked(True)
        self.group_names = self._check(self.tr("Names of groups in the headers"))
        self.for_excel = self._check(self.tr("For opening in Excel (Thai letters, no formulas)"))
        self.photo_places = self._check(self.tr("With the places where photos were taken"))
        self.name = QLineEdit()
        self.name.setAccessibleName(self.tr("Remember as"))
        self.name.setPlaceholderText(self.tr("A name, to have it again (may stay empty)"))
        self._form.addRow(label(self.tr("Remember as")), self.name)
        self.daily = self._add_combo(self.tr("Write by itself"))
        self.daily.addItem(self.tr("Never"), "")
        for hour in _HOURS:
            self._offer_hour(hour)

    def _offer_hour(self, hour: str) -> None:
        words = self.tr("Every day at {0} into the same folder").format(hour.replace(":", "."))
        self.daily.addItem(words, hour)

    def _buttons(self) -> QHBoxLayout:
        back = Button(self.tr("Cancel"))
        back.clicked.connect(self.reject)
        self.go = Button(self.tr("Choose the file and export"), "file-down", kind="primary")
        self.go.clicked.connect(self.take)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(back)
        row.addWidget(self.go)
        return row

    def _add_combo(self, name: str) -> QComboBox:
        combo = self._combo(name)
        self._form.addRow(label(name), combo)
        return combo

    @staticmethod
    def _combo(name: str) -> QComboBox:
        combo = QComboBox()
        combo.setAccessibleName(name)
        combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        combo.setMinimumContentsLength(24)
        return combo

    def _check(self, words: str) -> QCheckBox:
        box = QCheckBox(words)
        self._form.addRow("", box)
        return box

    def _fill(self, combo: QComboBox, choices: Iterable[tuple[str, str]]) -> None:
        combo.addItem(self.tr("All"), "")
        for key, words in choices:
            combo.addItem(words, key)

    # --- what is chosen

    def recipe(self) -> Recipe:
        """Return what is chosen now."""
        return Recipe(
            shape=self.kind.currentData(),
            period=str(self.period.currentData()),
            district=self.district.currentData(),
            checklist=self.checklist.currentData(),
            officer=self.officer.currentData(),
            words=cast("Words", self.words.currentData()),
            split=self.split.isChecked(),
            wide=self.wide.isChecked(),
            long=self.long.isChecked(),
            language=self.language.currentData(),
            group_names=self.group_names.isChecked(),
            for_excel=self.for_excel.isChecked(),
            photo_places=self.photo_places.isChecked(),
            since=_iso(self.since.date()),
            until=_iso(self.until.date()),
        )

    def show_recipe(self, chosen: Recipe) -> None:
        """Show a recipe; what there are no inspections of any more stays in it, and is shown as it is."""
        for combo, key in (
            (self.kind, chosen.shape),
            (self.period, chosen.period),
            (self.district, chosen.district),
            (self.checklist, chosen.checklist),
            (self.officer, chosen.officer),
            (self.words, chosen.words),
            (self.language, chosen.language),
        ):
            if combo.findData(key) < 0:
                combo.addItem(key, key)
            combo.setCurrentIndex(combo.findData(key))
        self.split.setChecked(chosen.split)
        self.wide.setChecked(chosen.wide)
        self.long.setChecked(chosen.long)
        self.group_names.setChecked(chosen.group_names)
        self.for_excel.setChecked(chosen.for_excel)
        self.photo_places.setChecked(chosen.photo_places)
        for field, day in zip((self.since, self.until), chosen.days(), strict=True):
            field.set_date(day)
        self._show_options()
        self._allow_filters()

    def take(self) -> None:
        """Remember the choice and ask for the export, unless the days cannot be."""
        for field in (self.since, self.until):
            field.commit()
        if not self._judge_dates():
            (self.since if self.since.error() is not None else self.until).setFocus()
            return
        chosen, name, hour = self.recipe(), self.name.text().strip(), str(self.daily.currentData())
        if hour and not name:
            name = self.tr("Daily export")
        for kept in (LAST, name):
            keep(self._context.workspace, kept, chosen)
        listed = bool(self.scope.currentData())
        hour = "" if listed else hour
        self.accept()  # before the file dialog comes, and the keyboard goes back to the window
        self.wanted.emit(chosen, listed, name, hour)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.take()
        else:
            super().keyPressEvent(event)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._fit()

    def _offer_remembered(self) -> None:
        names = sorted(self._kept.keys() - {LAST})
        self.remembered.clear()
        self.remembered.addItem(self.tr("The choice made last"), LAST)
        for name in names:
            self.remembered.addItem(name, name)
        self._form.setRowVisible(0, bool(names))
        self.forget.setEnabled(False)

    def _take_remembered(self) -> None:
        name = self.remembered.currentData()
        self.forget.setEnabled(name != LAST)
        self.show_recipe(self._kept.get(name, Recipe()))
        self.name.setText(name)
        self._show_hour(name)

    def _show_hour(self, name: str) -> None:
        planned = schedule(self._context.workspace)
        hour = planned.at if planned is not None and planned.recipe == name else ""
        if self.daily.findData(hour) < 0:
            self._offer_hour(hour)
        self.daily.setCurrentIndex(self.daily.findData(hour))

    def _forget(self) -> None:
        name = self.remembered.currentData()
        keep(self._context.workspace, name, None)
        self._kept.pop(name, None)
        self.name.clear()
        self._offer_remembered()
        self.kind.setFocus()

    def _kind_changed(self) -> None:
        self._show_options()
        self._allow_filters()

    def _fit(self) -> None:
        """Be as high as what is asked, but not higher than the window: then it scrolls."""
        layout = self.layout()
        assert layout is not None
        margins = layout.contentsMargins()
        around = margins.top() + margins.bottom() + layout.spacing() + self.go.sizeHint().height()
        wished = self._asked.sizeHint().height() + around
        self.resize(max(self.width(), self.minimumWidth()), min(wished, self._page.window().height()))

    def _show_options(self) -> None:
        shape = self.kind.currentData()
        for widget, known in (
            (self.words, {WORKBOOK}),
            (self.wide, {WORKBOOK}),
            (self.long, {WORKBOOK}),
            (self.language, _LABELLED),
            (self.split, _SPLIT),
            (self.group_names, _GROUPED),
            (self.for_excel, _CSV),
            (self.photo_places, _PHOTOS),
        ):
            self._form.setRowVisible(widget, shape in known)
        self._fit()

    def _allow_filters(self) -> None:
        free = not self.scope.currentData()
        self.daily.setEnabled(free)  # another day has another list
        for combo in (self.period, self.checklist, self.district, self.officer):
            combo.setEnabled(free or (combo is self.checklist and self.kind.currentData() != WORKBOOK))
        for field in (self.since, self.until):
            self._form.setRowVisible(field, self._asks_dates())
        self._judge_dates()
        self._fit()


def _iso(day: date | None) -> str:
    return "" if day is None else day.isoformat()
