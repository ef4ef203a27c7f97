"""The part of the pane about a measurement: earlier values and the instrument."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from fieldkit.model.inspections import instruments
from fieldkit.model.inspections.response import NOTHING
from fieldkit.model.inspections.stored_path import stored_path
from fieldkit.ui.labels import label
from fieldkit.ui.runner.instrument_fields import InstrumentFields
from fieldkit.ui.runner.sparkline import Sparkline
from fieldkit.ui.wrap_label import WrapLabel

if TYPE_CHECKING:
    from fieldkit.errors import Language
    from fieldkit.model.form import Node
    from fieldkit.model.inspections import Inspection
    from fieldkit.model.inspections.history import Earlier

_NUMBERS = ("int", "integer", "decimal")


class MeasurementPart(QWidget):
    """Earlier values; hidden where the question is no number or there are none.

    Attributes:
        instrument: the fields of the instrument, which stand by themselves; hidden where nothing is measured.
        instrument_edited: signal with an Instrument or None.
    """

    instrument_edited = Signal(object)

    def __init__(self, inspection: Inspection, language: Language, earlier: Earlier) -> None:
        super().__init__()
        self._inspection = inspection
        self._earlier = earlier
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(5)
        self._title = label(self.tr("Earlier values"), "caption")
        self.line = Sparkline(language)
        self._values = WrapLabel("", "caption")
        self.instrument = InstrumentFields(language)
        self.instrument.edited.connect(self.instrument_edited)
        for widget in (self._title, self.line, self._values):
            column.addWidget(widget)

    def show_node(self, node: Node) -> None:
        """Show what belongs to the question of ``node``."""
        inspection = self._inspection
        number = node.bind_type in _NUMBERS and node.leaf
        past = self._earlier.values(stored_path(node)) if number else []
        self.line.show_values(past, _value(node.value), inspection.judging.limit(node.path))
        self._values.set_words(self.line.words())
        measured = number and instruments.is_measured(inspection, node.path)
        if measured:
            used = inspection.beside.get(node.path, NOTHING).instrument
            offered = None if used else instruments.remembered(inspection, node.path)
            self.instrument.show_instrument(used, offered, readonly=inspection.closed)
        self.instrument.setVisible(measured)
        self.setVisible(bool(past))

    def finish(self) -> None:
        """Hand over what was entered."""
        if not self.instrument.isHidden():
            self.instrument.finish()


def _value(text: str) -> Decimal | None:
    try:
        value = Decimal(text) if text else None
    except InvalidOperation:
        return None
    return value if value is not None and value.is_finite() else None
