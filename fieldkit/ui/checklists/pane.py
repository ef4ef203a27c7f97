"""The pane beside the list of checklists: one version, and what can be done with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from fieldkit.ui.buttons import Button
from fieldkit.ui.card import Card, ReadingArea
from fieldkit.ui.checklists import words
from fieldkit.ui.empty_state import EmptyState
from fieldkit.ui.facts import Facts
from fieldkit.ui.labels import hairline
from fieldkit.ui.wrap_label import WrapLabel

if TYPE_CHECKING:
    from fieldkit.model.authoring.installing import InstalledVersion
    from fieldkit.ui.page import PageContext


class ChecklistPane(Card):
    """Shows one version of a checklist.

    Attributes:
        wanted: signal (what, the version): "try", "print", "blank", "odk" or "remove".
    """

    wanted = Signal(str, object)

    def __init__(self, context: PageContext) -> None:
        super().__init__()
        self._context = context
        self._version: InstalledVersion | None = None
        self.setAccessibleName(self.tr("Details of the checklist"))
        self._none = EmptyState(
            "list-checks", self.tr("No checklist chosen"), self.tr("Choose one in the list to see it here")
        )
        self.add(self._none, 1)
        sheet = QWidget()
        column = QVBoxLayout(sheet)
        column.setContentsMargins(0, 0, 6, 0)
        column.setSpacing(8)
        self.title = WrapLabel("", "title")
        self._other = WrapLabel("", "caption")
        self.facts = Facts()
        self._stays = WrapLabel("", "caption")
        for part in (self.title, self._other, hairline(), self.facts, self._stays):
            column.addWidget(part)
        column.addStretch(1)
        self._scroll = ReadingArea(sheet, self.tr("Details of the checklist"))
        self.add(self._scroll, 1)
        self.buttons = {
            "try": Button(self.tr("Try it out"), "play", kind="primary"),
            "print": Button(self.tr("Print on paper"), "printer"),
            "blank": Button(self.tr("Export for editing"), "file-spreadsheet"),
            "odk": Button(self.tr("Export for ODK"), "download"),
            "remove": Button(self.tr("Take back"), "undo-2"),
        }
        for what, button in self.buttons.items():
            button.clicked.connect(lambda _checked=False, what=what: self._want(what))
            self.add(button)
        self.show_version(None)

    def _want(self, what: str) -> None:
        if self._version is not None:
            self.wanted.emit(what, self._version)

    def show_version(self, version: InstalledVersion | None) -> None:
        """Show a version; None says that none is chosen."""
        self._version = version
        self._none.setVisible(version is None)
        self._scroll.setVisible(version is not None)
        for button in self.buttons.values():
            button.setVisible(version is not None)
        if version is None:
            return
        language = self._context.language
        self.title.set_words(version.title.pick(language))
        other = version.title.pick("th" if language == "en" else "en")
        self._other.set_words("" if other == version.title.pick(language) else other)
        state = self.tr("in force") if version.in_force else self.tr("earlier version")
        counted = "" if version.questions is None else f"{version.questions:,}"
        self.facts.show_facts(
            [
                (self.tr("Code"), version.form_id),
                (self.tr("Version"), f"{version.version or words.NONE} ({state})"),
                (self.tr("Questions"), counted or self.tr("its files are not on this laptop yet")),
                (self.tr("Inspections"), f"{version.closed:,}"),
                (self.tr("Drafts"), f"{version.drafts:,}"),
                (self.tr("Installed"), words.day(version, language)),
                (self.tr("Source"), words.source(version)),
            ]
        )
        here = version.questions is not None
        for what in ("try", "print", "blank", "odk"):
            self.buttons[what].setEnabled(here)
        removable = not version.used and not version.shipped
        self.buttons["remove"].setVisible(removable)
        self._stays.set_words(
            self.tr("Inspections use this version, so it stays as it is.") if version.used else ""
        )
