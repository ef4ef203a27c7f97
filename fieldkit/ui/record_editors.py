"""A field for each kind of column of a record, made from what ``record_fields`` declares of it."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QSize, QStringListModel, Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QCompleter,
    QLineEdit,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)
from sqlalchemy import Integer

from fieldkit.errors import FieldkitError, Text
from fieldkit.model.codes import codes
from fieldkit.model.record_fields import FIELDS
from fieldkit.model.tables import metadata
from fieldkit.model.thai import dates
from fieldkit.model.thai.digits import parse_number
from fieldkit.model.thai.moments import parse_moment
from fieldkit.ui import theme
from fieldkit.ui.chip import Chip
from fieldkit.ui.labels import label, restyle
from fieldkit.ui.thai_date_edit import ThaiDateEdit
from fieldkit.ui.wrap_label import WrapLabel
from fieldkit.ui.wrap_layout import WrapLayout

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fieldkit.model.record_fields import RecordField
    from fieldkit.ui.page import PageContext

LONG_HEIGHT = 76
LEAST = 150
"""Width at 100 % text below which no field is squeezed."""


class NotWhole(FieldkitError):
    """A number with a fraction where whole ones are counted."""

    def __init__(self, text: str) -> None:
        super().__init__(
            Text(f"“{text}” ไม่ใช่จำนวนเต็ม", f"“{text}” is not a whole number"),
            Text("พิมพ์ตัวเลขที่ไม่มีทศนิยม", "Type a number without a fraction"),
        )


class FieldEditor(QWidget):
    """The words of a column, its field, and below it what is wrong with it.

    Attributes:
        changed: signal when a person changes the field.
    """

    changed = Signal()

    def __init__(self, table: str, column: str, context: PageContext) -> None:
        super().__init__()
        self.column = column
        self._table = table
        self._context = context
        self._title = label("", "caption")
        self._problem = WrapLabel("", tone="fail")
        self._problem.hide()
        self.field = self._make()
        self.setFocusProxy(self.field)
        self.name_as(self.declared.name.pick(context.language))
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(2)
        rows.addWidget(self._title)
        rows.addWidget(self.field)
        rows.addWidget(self._problem)
        rows.addStretch(1)

    @property
    def declared(self) -> RecordField:
        """What is declared of the column."""
        return FIELDS[self._table][self.column]

    def name_as(self, words: str) -> None:
        """Call the field ``words``."""
        self._title.setText(words)
        self.field.setAccessibleName(words)

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.current().px(LEAST), super().minimumSizeHint().height())

    def show_problem(self, words: str, *, warning: bool = False) -> None:
        """Say below the field what is wrong with it; "" takes that away."""
        self._problem.set_words(words)
        restyle(self._problem, tone="warn" if warning else "fail")
        self._problem.setVisible(bool(words))
        self.field.setAccessibleDescription(words)
        restyle(self.field, invalid=bool(words) and not warning)

    def _make(self) -> QWidget:
        """Make the field."""
        raise NotImplementedError

    def value(self) -> Any:
        """Return what is typed as it is stored, None for nothing; raises FieldkitError."""
        raise NotImplementedError

    def show_value(self, value: Any) -> None:
        """Show a stored value."""
        raise NotImplementedError


class LineEditor(FieldEditor):
    """Text, numbers, money, moments: one line."""

    def _make(self) -> QWidget:
        self._stored: tuple[str, Any] = ("", None)
        self._line = QLineEdit()
        self._line.textEdited.connect(lambda _text: self._edited())
        if self.declared.kind == "time":
            self._line.setPlaceholderText(self.tr("15/2/2024 13:30, or t for now"))
        return self._line

    def offer(self, words: Sequence[str]) -> None:
        """Offer words while a person types."""
        completer = QCompleter(QStringListModel(list(words), self._line), self._line)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        self._line.setCompleter(completer)

    def _edited(self) -> None:
        self.show_problem("")
        self.changed.emit()

    def value(self) -> Any:
        text, kind = self._line.text().strip(), self.declared.kind
        if text == self._stored[0]:  # what nobody touched stays to the last digit and second
            return self._stored[1]
        if not text:
            return None
        if kind in ("number", "money", "percent"):
            number = parse_number(text)
            if isinstance(metadata.tables[self._table].c[self.column].type, Integer):
                if number != number.to_integral_value():
                    raise NotWhole(text)
                return int(number)
            return float(number)
        if kind == "time":
            now = self._context.workspace.clock()
            era = dates.era_of(self._context.language)
            return parse_moment(text, now, era).isoformat(timespec="minutes")
        return text

    def show_value(self, value: Any) -> None:
        kind = self.declared.kind
        if value is None or value == "":
            text = ""
        elif kind == "money":
            text = f"{value:,.2f}"
        elif kind in ("number", "percent"):
            text = f"{value:.15g}"
        elif kind == "time":
            at = datetime.fromisoformat(str(value))
            language = self._context.language
            text = f"{dates.numeric(at.date(), language)} {at:%H:%M}"
        else:
            text = str(value)
        self._line.setText(text)
        self._stored = (text, value)


class LongEditor(FieldEditor):
    """Text of several lines; Tab leaves."""

    def _make(self) -> QWidget:
        self._text = QPlainTextEdit()
        self._text.setTabChangesFocus(True)
        self._text.setFixedHeight(theme.current().px(LONG_HEIGHT))
        self._text.textChanged.connect(self.changed)
        return self._text

    def value(self) -> Any:
        return self._text.toPlainText().strip() or None

    def show_value(self, value: Any) -> None:
        self._text.blockSignals(True)
        self._text.setPlainText(str(value or ""))
        self._text.blockSignals(False)


class DayEditor(FieldEditor):
    """A day of the Buddhist era."""

    def _make(self) -> QWidget:
        clock = self._context.workspace.clock
        self._day = ThaiDateEdit(self._context.language, lambda: clock().date())
        self._day.textEdited.connect(lambda _text: self._edited())
        self._day.date_changed.connect(lambda _day: self._edited())
        return self._day

    def _edited(self) -> None:
        self.show_problem("")
        self.changed.emit()

    def value(self) -> Any:
        self._day.commit()
        error = self._day.error()
        if error is not None:
            raise error
        day = self._day.date()
        return day.isoformat() if day else None

    def show_value(self, value: Any) -> None:
        self._day.set_date(date.fromisoformat(str(value)[:10]) if value else None)


class FlagEditor(FieldEditor):
    """Yes or no."""

    def _make(self) -> QWidget:
        self._unknown = True
        self._box = QCheckBox()
        self._box.toggled.connect(lambda _on: self.changed.emit())
        return self._box

    def name_as(self, words: str) -> None:
        self._box.setText(words)
        self._box.setAccessibleName(words)

    def value(self) -> Any:
        checked = self._box.isChecked()
        return None if self._unknown and not checked else int(checked)

    def show_value(self, value: Any) -> None:
        self._unknown = value is None
        self._box.blockSignals(True)
        self._box.setChecked(bool(value))
        self._box.blockSignals(False)


class CodeEditor(FieldEditor):
    """One of a list of codes; the first letters of a word choose it."""

    def _make(self) -> QWidget:
        self._box = QComboBox()
        self._box.setMinimumContentsLength(8)
        self._box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self._box.addItem("", None)
        for code in codes(self.declared.target).values():
            self._box.addItem(code.name.pick(self._context.language), code.code)
        self._box.activated.connect(lambda _row: self._edited())
        return self._box

    def _edited(self) -> None:
        self.show_problem("")
        self.changed.emit()

    def value(self) -> Any:
        return self._box.currentData()

    def show_value(self, value: Any) -> None:
        found = self._box.findData(value)
        if found < 0 and value:  # a newer version knows it
            self._box.addItem(str(value), value)
            found = self._box.count() - 1
        self._box.setCurrentIndex(max(found, 0))


class CodesEditor(FieldEditor):
    """Several of a list of codes, each a chip that Space turns on and off."""

    def _make(self) -> QWidget:
        sheet = QWidget()
        row = WrapLayout(sheet)
        self._chips: dict[str, Chip] = {}
        self._other: list[str] = []
        for code in codes(self.declared.target).values():
            chip = Chip(code.name.pick(self._context.language))
            chip.toggled.connect(lambda _on: self._edited())
            self._chips[code.code] = chip
            row.addWidget(chip)
        sheet.setFocusProxy(next(iter(self._chips.values())))
        return sheet

    def _edited(self) -> None:
        self.show_problem("")
        self.changed.emit()

    def value(self) -> Any:
        chosen = [code for code, chip in self._chips.items() if chip.isChecked()]
        return " ".join([*chosen, *self._other]) or None

    def show_value(self, value: Any) -> None:
        wanted = str(value or "").split()
        self._other = [code for code in wanted if code not in self._chips]
        for code, chip in self._chips.items():
            chip.blockSignals(True)
            chip.setChecked(code in wanted)
            chip.blockSignals(False)
