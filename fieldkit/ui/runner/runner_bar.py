"""The bar below the form runner: its keys, what is saved, and where one goes from here."""

from __future__ import annotations

from fieldkit.ui.buttons import Button
from fieldkit.ui.key_bar import KeyBar


class RunnerBar(KeyBar):
    """Keys and buttons of an inspection that is being filled, or, when ``closed``, only read.

    Attributes:
        back: to the list of inspections.
        next: to the next section.
        close_button: to the closing sheet; hidden when it is closed.
        revise: begins a revision; shown only when it is closed.
    """

    def __init__(self, *, closed: bool, has_last: bool) -> None:
        super().__init__(())
        if closed:
            hints = [("↑ ↓", self.tr("questions")), ("Ctrl+G", self.tr("find"))]
        else:
            hints = [
                ("1 2 3", self.tr("answer")),
                ("Enter", self.tr("next")),
                ("F3", self.tr("note")),
                ("F4", self.tr("photo")),
                ("Shift+F4", self.tr("take here")),
                ("F8", self.tr("unanswered")),
            ]
            if has_last:
                hints.append(("F9", self.tr("as last time")))
        self.show_keys(hints)
        self.back = Button(self.tr("All inspections"), "list-checks")
        self.next = Button(self.tr("Next section"))
        self.close_button = Button(self.tr("Close inspection"), kind="primary")
        self.revise = Button(self.tr("Correct…"), "pencil")
        for button in (self.back, self.next, self.close_button, self.revise):
            self.add_button(button)
        self.close_button.setVisible(not closed)
        self.revise.setVisible(closed)
