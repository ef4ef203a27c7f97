"""The pane beside the register: one factory, its history, and the button that starts a visit."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QVBoxLayout, QWidget

from fieldkit.errors import FieldkitError
from fieldkit.model import factories
from fieldkit.model.code_lists import OUTCOMES, word
from fieldkit.model.reference import factory_statuses, type_words, visit_kinds
from fieldkit.ui import theme
from fieldkit.ui.buttons import Button
from fieldkit.ui.card import Card, ReadingArea
from fieldkit.ui.empty_state import EmptyState
from fieldkit.ui.factory_model import OUTCOME_TONES, day_words, name_words
from fieldkit.ui.facts import Facts
from fieldkit.ui.labels import hairline, label
from fieldkit.ui.name_field import NameField
from fieldkit.ui.row_button import RowButton
from fieldkit.ui.row_delegate import Cell
from fieldkit.ui.visit_choice import VisitChoice
from fieldkit.ui.wrap_label import WrapLabel

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fieldkit.model.factories import Factory, OpenFinding, PastInspection
    from fieldkit.ui.facts import Fact
    from fieldkit.ui.page import PageContext
    from fieldkit.ui.theme import Tone

LEAST_HEIGHT = 560
_ICONS = {"pass": "circle-check", "fail": "circle-x", "incomplete": "circle-minus"}


class FactoryPane(Card):
    """Shows one factory or says that none is chosen.

    Attributes:
        start_wanted: signal (factory id, kind of visit, form_id).
        file_wanted: signal with the id of the factory whose file is to be opened.
        inspection_opened: signal with the id of a draft or of a past inspection.
        finding_opened: signal (inspection id, path of the question).
        named: signal with the name of the inspector, who had none until now.
        failed: signal with a FieldkitError.
    """

    start_wanted = Signal(str, str, str)
    file_wanted = Signal(str)
    inspection_opened = Signal(str)
    finding_opened = Signal(str, str)
    named = Signal(str)
    failed = Signal(object)

    def __init__(self, context: PageContext, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._context = context
        self._factory_id = ""
        self._draft = ""
        self.setAccessibleName(self.tr("Details of the factory"))
        self._none = EmptyState(
            "factory", self.tr("No factory chosen"), self.tr("Choose one in the list to see it here")
        )
        self.add(self._none, 1)
        self._build_details()
        self._build_foot()
        self._show_parts(False)

    def _build_details(self) -> None:
        sheet = QWidget()
        column = QVBoxLayout(sheet)
        column.setContentsMargins(0, 0, 6, 0)
        column.setSpacing(8)
        self.name = WrapLabel("", "title")
        self._number = WrapLabel("", "caption")
        self.facts = Facts()
        self._finding_rows, self._history_rows = QVBoxLayout(), QVBoxLayout()
        for rows in (self._finding_rows, self._history_rows):
            rows.setSpacing(2)
        self._findings_title = label(self.tr("Open findings"), "strong")
        self._history_title = label(self.tr("Past inspections"), "strong")
        self._never = WrapLabel(self.tr("Not inspected with fieldkit yet"), "quiet")
        column.addWidget(self.name)
        column.addWidget(self._number)
        column.addWidget(hairline())
        column.addWidget(self.facts)
        column.addWidget(hairline())
        column.addWidget(self._findings_title)
        column.addLayout(self._finding_rows)
        column.addWidget(self._history_title)
        column.addWidget(self._never)
        column.addLayout(self._history_rows)
        column.addStretch(1)
        self._scroll = ReadingArea(sheet, self.tr("Details of the factory"))
        self.add(self._scroll, 1)

    def _build_foot(self) -> None:
        self.kind = VisitChoice(self._context.workspace, self._context.language)
        self.start = Button(self.tr("Start inspection"), "clipboard-check", kind="primary")
        self.start.clicked.connect(self._act)
        self.file = Button(self.tr("Open the factory file"), "folder-open")
        self.file.setAccessibleName(self.file.text())
        self.file.setToolTip(self.tr("Open the factory file (Enter)"))
        self.file.clicked.connect(lambda: self.file_wanted.emit(self._factory_id))
        self.who = NameField(button=False)
        self.who.named.connect(self.named)
        self.add(self.kind)
        self.add(self.who)
        # In a low window both stand in one row, so that there is something to see above them.
        self._foot = QBoxLayout(QBoxLayout.Direction.TopToBottom)
        self._foot.setSpacing(8)
        self._foot.addWidget(self.file)
        self._foot.addWidget(self.start, 1)
        self.body.addLayout(self._foot)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        low = self.height() < theme.current().px(LEAST_HEIGHT)
        way = QBoxLayout.Direction.LeftToRight if low else QBoxLayout.Direction.TopToBottom
        self._foot.setDirection(way)
        self.file.setText("" if low else self.file.accessibleName())

    def _show_parts(self, chosen: bool) -> None:
        self._none.setVisible(not chosen)
        self._scroll.setVisible(chosen)
        self.file.setVisible(chosen)
        self.start.setVisible(chosen)
        self.kind.setVisible(chosen and not self._draft)
        self.who.setVisible(chosen and not self._draft and not self._context.workspace.person.name)

    # --- what is shown

    def show_person(self) -> None:
        """Ask for the inspector's name as long as there is none."""
        self._show_parts(bool(self._factory_id))

    def show_factory(self, factory_id: str) -> None:
        """Show the factory; "" empties the pane."""
        self._factory_id = factory_id
        if not factory_id:
            self._draft = ""
            self._show_parts(False)
            return
        workspace = self._context.workspace
        try:
            with workspace.database.read() as connection:
                factory = factories.factory(connection, factory_id)
                history = factories.history(connection, factory_id)
                unresolved = factories.open_findings(connection, factory_id)
        except FieldkitError as error:
            self.show_factory("")
            self.failed.emit(error)
            return
        self._draft = next((past.id for past in history if past.state == "draft"), "")
        self.name.set_words(name_words(factory["name"]))
        self.kind.show_for(factory)
        none = self.tr("No registration")
        self._number.set_words(
            self.tr("Registration no. {0}").format(factory.number) if factory.number else none
        )
        status, tone = self._status(factory)
        self.facts.show_facts(self._facts(factory, status), tones={self.tr("Status"): tone} if tone else None)
        self._show_findings(unresolved)
        self._show_history(history)
        words = self.tr("Continue inspection") if self._draft else self.tr("Start inspection")
        self.start.setText(words)
        self.start.setEnabled(bool(self._draft) or self.kind.visit() is not None)
        self._scroll.verticalScrollBar().setValue(0)
        self._show_parts(True)

    def least_width(self) -> int:
        """Return the width below which a button would be cut, whichever words it has."""
        margins, metrics = self.body.contentsMargins(), self.start.fontMetrics()
        words = (self.start.text(), self.tr("Start inspection"), self.tr("Continue inspection"))
        now, *others = (metrics.horizontalAdvance(one) for one in words)
        start = self.start.sizeHint().width() + max(*others, now) - now
        # In a low pane the two stand beside each other, the way to the file without its words.
        beside = theme.current().px(36) + self.body.spacing()
        needed = max(start + beside, self.file.sizeHint().width())
        return needed + margins.left() + margins.right() + 2 * theme.current().tokens.edge

    def factory_id(self) -> str:
        """Return the id of the factory that is shown, "" for none."""
        return self._factory_id

    def _status(self, factory: Factory) -> tuple[str, Tone | None]:
        code = factory["status"] or ""
        known = factory_statuses().get(code)
        tone: Tone | None = (
            "warn" if known is not None and known.inspection_target not in ("yes", "never") else None
        )
        return (known.name.pick(self._context.language) if known else code), tone

    def _facts(self, factory: Factory, status: str) -> list[Fact]:
        language = self._context.language
        thai = language == "th"
        address = [
            factory["address_no"],
            factory["moo"] and self.tr("Moo {0}").format(factory["moo"]),
            factory["soi"] and self.tr("Soi {0}").format(factory["soi"]),
            factory["road"] and self.tr("{0} Road").format(factory["road"]),
            *(
                factory[level] and (f"{mark}{factory[level]}" if thai else factory[level])
                for level, mark in (("subdistrict", "ต."), ("district", "อ."), ("province", "จ."))
            ),
        ]
        numbers = {factory["registration_no"], factory["registration_no_old"]} - {None, "", factory.number}
        workers = factory["workers"]
        return [
            (self.tr("Other no."), ", ".join(sorted(numbers))),
            (self.tr("Operator"), factory["operator"] or ""),
            (self.tr("Type"), type_words(factory["type_main"], language)),
            (self.tr("Activity"), factory["activity"] or ""),
            (self.tr("Address"), " ".join(str(part) for part in address if part)),
            (self.tr("Horsepower"), f"{factory['hp']:,.2f}" if factory["hp"] is not None else ""),
            (self.tr("Workers"), self.tr("%n worker(s)", "", workers) if workers is not None else ""),
            (self.tr("Status"), status),
            (self.tr("Phone"), factory["phone"] or ""),
            (self.tr("E-mail"), factory["email"] or ""),
            (self.tr("Contact"), factory["contact"] or ""),
        ]

    def _show_findings(self, unresolved: Sequence[OpenFinding]) -> None:
        _empty(self._finding_rows)
        self._findings_title.setVisible(bool(unresolved))
        today = self._context.workspace.clock().date().isoformat()
        for row in unresolved:
            due = day_words(row.due_date, self._context.language)
            late = row.due_date is not None and row.due_date < today
            words = self.tr("Overdue since {0}") if late else self.tr("Due {0}")
            cell = Cell(
                row.description or row.wording or row.question or "",
                words.format(due) if due else "",
                icon="triangle-alert",
                tone="fail" if late else "warn",
            )
            button = RowButton(cell)
            button.clicked.connect(partial(self._open_finding, row.inspection, row.path))
            self._finding_rows.addWidget(button)

    def _show_history(self, history: Sequence[PastInspection]) -> None:
        _empty(self._history_rows)
        self._never.setVisible(not history)
        for past in history:
            button = RowButton(self._past(past))
            button.clicked.connect(partial(self._open_inspection, past.id))
            self._history_rows.addWidget(button)

    def _past(self, past: PastInspection) -> Cell:
        language = self._context.language
        known = visit_kinds().get(past.kind or "")
        kind = known.name.pick(language) if known else past.kind or past.form_id
        when = day_words(past.closed_at or past.started_at, language)
        second = " · ".join(part for part in (when, past.officer_name) if part)
        if past.state == "draft":
            words = self.tr("{0} · in progress").format(kind)
            return Cell(words, second, icon="pencil", tone="accent")
        outcome = past.outcome or "incomplete"
        result = word(OUTCOMES, outcome, language)
        if past.findings:
            result = self.tr("%n finding(s)", "", past.findings)
        icon = _ICONS.get(outcome, "circle")
        return Cell(f"{kind} · {result}", second, icon=icon, tone=OUTCOME_TONES.get(outcome, "neutral"))

    # --- what a person wants

    def _act(self) -> None:
        visit = self.kind.visit()
        if not self.who.isHidden():
            # Nothing is recorded without saying by whom.
            self.who.ask()
        if self._draft:
            self.inspection_opened.emit(self._draft)
        elif not self._context.workspace.person.name:
            return
        elif self._factory_id and visit is not None:
            self.start_wanted.emit(self._factory_id, *visit)

    def _open_inspection(self, inspection: str) -> None:
        self.inspection_opened.emit(inspection)

    def _open_finding(self, inspection: str, path: str) -> None:
        self.finding_opened.emit(inspection, path)


def _empty(rows: QVBoxLayout) -> None:
    while rows.count():
        item = rows.takeAt(0)
        widget = item.widget() if item is not None else None
        if widget is not None:
            widget.hide()
            widget.deleteLater()
