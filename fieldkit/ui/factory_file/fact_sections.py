"""Facts of a factory, what it files with the ministry, and its MIND scores."""

from __future__ import annotations

from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import QTimer
from PySide6.QtGui import QResizeEvent

from fieldkit.errors import FieldkitError, Text
from fieldkit.model import factories, facts
from fieldkit.model.codes import codes
from fieldkit.model.fact_properties import (
    FactProperty,
    capital,
    fact_property,
    known_properties,
    number_of,
)
from fieldkit.model.facts import Fact
from fieldkit.model.register.fields import LABELS
from fieldkit.model.thai.digits import format_number
from fieldkit.model.thai.fiscal import fiscal_year
from fieldkit.ui.card import Card
from fieldkit.ui.factory_file.fact_table import REGISTER, SOURCE, WIDTHS, FactLine, FactTable
from fieldkit.ui.factory_file.section import Section
from fieldkit.ui.factory_model import NONE, day_words
from fieldkit.ui.history_sheet import HistorySheet, Wish, offer_history
from fieldkit.ui.record_words import value_words
from fieldkit.ui.wrap_label import WrapLabel

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from fieldkit.ui.page import PageContext

FILING, MIND = "filing", "mind"
ELSEWHERE = (FILING, MIND)
"""Groups that have sections of their own."""
YEARS = 3
_FORM = "single_form"
_REGISTER = (
    *("operator", "activity", "hp", "workers", "capital", "capacity"),
    *("license_date", "start_date", "fee_paid_until", "phone", "email"),
)


class FactSection(Section):
    """Everything that is known and may be known, but what other sections show."""

    TABLES: ClassVar[frozenset[str]] = frozenset({"fact", "inspection"})
    GROUPED: ClassVar[bool] = True

    def __init__(self, context: PageContext) -> None:
        super().__init__(context)
        sheet = Card(margin=1)
        self.table = FactTable(context, self.title(), grouped=self.GROUPED)
        self.table.fact_model.typed.connect(self._type)
        self.table.row_chosen.connect(lambda _row: self._show_history())
        offer_history(self.table, self.show_value_history)
        sheet.add(self.table, 1)
        self.history = WrapLabel("", "caption")
        self.column.addWidget(sheet, 1)
        self.column.addWidget(self.history)

    def title(self) -> str:
        """Return what a screen reader calls the table."""
        return self.tr("Facts")

    def names(self, known: Mapping[str, Fact]) -> Sequence[str]:
        """Return the properties that are shown, in order."""
        table = [about.name for about in known_properties() if about.group not in ELSEWHERE]
        others = [name for name in sorted(known) if fact_property(name).group not in ELSEWHERE]
        return list(dict.fromkeys((*table, *others)))

    def read(self) -> None:
        with self.context.workspace.database.read() as connection:
            known = facts.current(connection, self.factory)
            names = self.names(known)
            typed = [known[name].id for name in names if name in known and known[name].source == facts.TYPED]
            written = facts.written(connection, *typed)
        lines = self.register_lines()
        for name in names:
            fact = known.get(name)
            told = written.get(fact.id) if fact is not None else None
            lines.append(FactLine(fact_property(name), fact, told.author if told else ""))
        self.table.show_lines(lines)
        self._show_history()

    def register_lines(self) -> list[FactLine]:
        """Return what the register says, to stand above what is known besides."""
        with self.context.workspace.database.read() as connection:
            factory = factories.factory(connection, self.factory)
        language, as_of = self.context.language, factory["source_date"] or ""
        lines = []
        for column in _REGISTER:
            if factory[column] in (None, ""):
                continue
            words = value_words(column, factory[column], language)
            about = FactProperty(
                f"register:{column}", Text(LABELS[column].th, capital(LABELS[column].en)), group=REGISTER
            )
            lines.append(FactLine(about, Fact("", column, words, as_of, REGISTER, "", conflict=False)))
        return lines

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit(self.table, WIDTHS, (SOURCE,))
        self._show_history()

    def enter(self) -> None:
        self.table.setFocus()

    def choose(self, record: str) -> None:
        names = [line.about.name for line in self.table.fact_model.rows]
        if record in names:
            self.table.choose_row(names.index(record))

    def _show_history(self) -> None:
        """Say below the table what was known before of the chosen property."""
        name = self.table.chosen()
        past: list[Fact] = []
        if name and self.factory:
            try:
                with self.context.workspace.database.read() as connection:
                    past = facts.history(connection, self.factory, name)
            except FieldkitError as error:
                self.failed.emit(error)
        about, language = fact_property(name), self.context.language
        entries = []
        row = self.table.fact_model.row(self.table.chosen_row())
        if row is not None and row.fact is not None and self.table.isColumnHidden(SOURCE):
            # A narrow window has no column for it.
            parts = (day_words(row.fact.as_of, language), self.table.fact_model.source_words(row))
            present = " · ".join(part for part in parts if part)
        else:
            present = ""
        for fact in past[1:]:
            value = about.words(fact.value, language) or NONE
            source = self.table.fact_model.source_words(FactLine(about, fact))
            entries.append(f"{value} ({day_words(fact.as_of, language)}, {source})")
        before = self.tr("Before: {0}").format(" · ".join(entries)) if entries else ""
        self.history.set_words("\n".join(part for part in (present, before) if part))
        self.history.setVisible(bool(self.history.words()))

    def show_value_history(self) -> None:
        """Show who wrote the chosen fact, or the chosen field of the register, when."""
        line = self.table.fact_model.row(self.table.chosen_row())
        if line is None or line.fact is None:
            return
        title, language = line.about.title.pick(self.context.language), self.context.language
        if line.about.group == REGISTER:
            column = line.fact.property
            wish = Wish("factory", self.factory, title, (column,), main=column)
        else:
            about = line.about
            wish = Wish(
                "fact",
                line.fact.id,
                title,
                ("value", "as_of"),
                lambda column, value: (
                    (
                        about.words(str(value or ""), language)
                        if column == "value"
                        else day_words(value, language)
                    )
                    or NONE
                ),
            )
        try:
            HistorySheet(self, self.context.workspace, language, wish).open()
        except FieldkitError as error:
            self.failed.emit(error)

    def _type(self, name: str, text: str) -> None:
        workspace = self.context.workspace
        try:
            done = facts.type_fact(workspace, self.factory, name, text, language=self.context.language)
        except FieldkitError as error:
            self.failed.emit(error)
            self._type_again(name, text)
            return
        self.table.refused.pop(name, None)
        if done is None:
            return
        self.read()
        title = fact_property(name).title.pick(self.context.language)
        self.done.emit(title, partial(facts.take_back, workspace, done))
        self.changed.emit(frozenset({"fact"}))

    def _type_again(self, name: str, text: str) -> None:
        """Put a text that could not be read back into its field, once the editor is gone."""
        self.table.refused[name] = text
        row = next(
            (place for place, line in enumerate(self.table.fact_model.rows) if line.about.name == name), -1
        )
        if row >= 0:
            # Only where the person still is: who has gone elsewhere finds it on coming back.
            QTimer.singleShot(0, self.table, lambda: self._go_on_typing(row))

    def _go_on_typing(self, row: int) -> None:
        if self.table.hasFocus():
            self.table.edit_row(row)


class _PartSection(FactSection):
    """Facts of one group, without those of the register."""

    GROUPED: ClassVar[bool] = False

    def register_lines(self) -> list[FactLine]:
        return []


class FilingSection(_PartSection):
    """i-Industry, and what was sent by form and year (fiscal, Buddhist era)."""

    def title(self) -> str:
        return self.tr("i-Industry and I-Single Form")

    def names(self, known: Mapping[str, Fact]) -> Sequence[str]:
        now = fiscal_year(self.context.workspace.clock().date())
        own = [about.name for about in known_properties() if about.group == FILING]
        expected = [
            f"{_FORM}.{form}.{year}"
            for year in range(now, now - YEARS, -1)
            for form in codes(f"{_FORM}.form")
            if form
        ]
        others = [name for name in sorted(known, reverse=True) if fact_property(name).group == FILING]
        return list(dict.fromkeys((*own, *expected, *others)))


class MindSection(_PartSection):
    """The four dimensions, 0 to 100 each, and their mean."""

    def __init__(self, context: PageContext) -> None:
        super().__init__(context)
        self.total = WrapLabel("", "strong")
        self.column.insertWidget(0, self.total)

    def title(self) -> str:
        return self.tr("MIND, four dimensions")

    def names(self, known: Mapping[str, Fact]) -> Sequence[str]:
        return [about.name for about in known_properties() if about.group == MIND]

    def read(self) -> None:
        super().read()
        stored = (line.fact.value for line in self.table.fact_model.rows if line.fact is not None)
        scores = [score for value in stored if (score := number_of(value)) is not None]
        if not scores:
            self.total.set_words(self.tr("Not assessed yet"))
            return
        mean = sum(scores, Decimal()) / len(scores)
        words = self.tr("{0} of 100, from %n dimension(s)", "", len(scores))
        self.total.set_words(words.format(format_number(mean, places=0)))
