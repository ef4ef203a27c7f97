"""The head of the file of a factory: name, numbers, what matters at once, and the start of a visit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget

from fieldkit.model.codes import code_word
from fieldkit.model.fact_properties import fact_property
from fieldkit.model.factory_file.documents import expiry
from fieldkit.model.reference import OTHER_PLACE, factory_statuses, type_words
from fieldkit.ui.badge import Badge
from fieldkit.ui.buttons import Button, IconButton
from fieldkit.ui.factory_model import name_words
from fieldkit.ui.labels import label
from fieldkit.ui.plan_words import RISK_TONES, risk_words
from fieldkit.ui.visit_choice import VisitChoice
from fieldkit.ui.wrap_label import WrapLabel
from fieldkit.ui.wrap_layout import WrapLayout, clear

if TYPE_CHECKING:
    from fieldkit.model.factories import Factory
    from fieldkit.model.factory_file.summary import Summary
    from fieldkit.model.succession import Relative
    from fieldkit.ui.page import PageContext
    from fieldkit.ui.theme import Tone


class FactoryHeader(QWidget):
    """Shows the factory; its buttons go back and start a visit.

    Attributes:
        back_wanted: signal of the button at the left.
        start_wanted: signal (kind of visit, form_id).
        draft_wanted: signal with the id of the inspection to go on with.
        factory_wanted: signal with the id of another licence of this place.
        merge_wanted, split_wanted: signals of the menu.
    """

    back_wanted = Signal()
    start_wanted = Signal(str, str)
    draft_wanted = Signal(str)
    factory_wanted = Signal(str)
    merge_wanted = Signal()
    split_wanted = Signal()

    def __init__(self, context: PageContext) -> None:
        super().__init__()
        self._context = context
        self._draft = ""
        self.back = IconButton("chevron-left", self.tr("Back (Esc)"))
        self.back.clicked.connect(self.back_wanted)
        self.name = WrapLabel("", "title")
        self.numbers = WrapLabel("", "caption")
        self._badges = WrapLayout()
        self.kind = VisitChoice(context.workspace, context.language)
        # There is more room here than in the pane of the register.
        self.kind.setMinimumContentsLength(16)
        self.start = Button(self.tr("Start inspection"), "clipboard-check", kind="primary")
        self.start.clicked.connect(self._act)
        self.more = IconButton("git-merge", self.tr("Merge or split the licence"))
        menu = QMenu(self.more)
        menu.addAction(self.tr("Merge with…")).triggered.connect(self.merge_wanted)
        self.split = menu.addAction(self.tr("Split…"))
        self.split.triggered.connect(self.split_wanted)
        self.more.clicked.connect(lambda: menu.popup(self.more.mapToGlobal(self.more.rect().bottomLeft())))
        self._relatives = WrapLayout()
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self.name)
        words.addWidget(self.numbers)
        words.addLayout(self._badges)
        words.addLayout(self._relatives)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(10)
        row.addWidget(self.back)
        row.addLayout(words, 1)
        row.addWidget(self.more)
        row.addWidget(self.kind)
        row.addWidget(self.start)

    def show_factory(self, factory: Factory, found: Summary) -> None:
        """Show the factory and what its file says at once."""
        language = self._context.language
        self.name.set_words(name_words(factory["name"]))
        numbers = dict.fromkeys(filter(None, (factory["registration_no"], factory["registration_no_old"])))
        parts = [
            *numbers,
            type_words(factory["type_main"], language),
            factory["district"],
            factory["province"],
        ]
        self.numbers.set_words(" · ".join(part for part in parts if part))
        for layout in (self._badges, self._relatives):
            clear(layout)
        for one in found.relatives:
            self._relatives.addWidget(self._relative(one))
        for words, tone in self._marks(factory, found):
            self._badges.addWidget(Badge(words, tone))
        self._draft = found.draft
        self.kind.show_for(factory)
        self.split.setVisible(factory["status"] != OTHER_PLACE)
        self.kind.setVisible(not self._draft)
        self.start.setText(self.tr("Continue inspection") if self._draft else self.tr("Start inspection"))
        self.start.setEnabled(bool(self._draft) or self.kind.visit() is not None)

    def _marks(self, factory: Factory, found: Summary) -> list[tuple[str, Tone]]:
        language = self._context.language
        marks: list[tuple[str, Tone]] = []
        status = factory_statuses().get(factory["status"] or "")
        if status is not None:
            usual = status.inspection_target in ("yes", "never")
            marks.append((status.name.pick(language), "neutral" if usual else "warn"))
        if factory["status"] != OTHER_PLACE:
            risk = self.tr("Risk: {0}").format(risk_words(found.risk, language))
            marks.append((risk, RISK_TONES[found.risk]))
        marks += [(fact_property(name).title.pick(language), "warn") for name in found.risks]
        if found.certificate is not None:
            state = expiry(found.certificate, self._context.workspace.clock().date())
            tones: dict[str, Tone] = {"expired": "fail", "soon": "warn"}
            level = code_word("gi.level", found.certificate["level"], language)
            words = self.tr("GI expired: {0}") if state == "expired" else "GI {0}"
            marks.append((words.format(level), tones.get(state, "ok")))
        if found.expired:
            marks.append((self.tr("%n document(s) expired", "", found.expired), "fail"))
        if found.expiring:
            marks.append((self.tr("%n document(s) expire soon", "", found.expiring), "warn"))
        return marks

    def _relative(self, one: Relative) -> QWidget:
        """Return the words for another licence of this place; one that is still there is a button."""
        if one.kind == "merged":
            return label(self.tr("Merged with it: {0}").format(one.number), "caption")
        words = self.tr("Split from {0}") if one.kind == "origin" else self.tr("Split off: {0}")
        link = Button(words.format(one.number), "arrow-up-right", kind="quiet")
        link.clicked.connect(lambda: self.factory_wanted.emit(one.id))
        return link

    def _act(self) -> None:
        visit = self.kind.visit()
        if self._draft:
            self.draft_wanted.emit(self._draft)
        elif visit is not None:
            self.start_wanted.emit(*visit)
