"""What a page says after rows went into the clipboard: how many, and where the others can be had."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from fieldkit.ui.page import Page

MOST_ROWS = 20_000
"""More than anybody pastes; the rest is for the export."""


class _Words(QObject):
    def told(self, copied: int, wanted: int) -> tuple[str, str, str]:
        if copied == wanted:
            count = self.tr("%n row(s) copied", "", copied)
            return count, self.tr("Paste them into Excel with Ctrl+V"), "ok"
        words = self.tr("Only {0} of {1} rows are copied").format(f"{copied:,}", f"{wanted:,}")
        return words, self.tr("Export to Excel for all of them"), "warn"


def tell_copied(part: QWidget, copied: int, wanted: int) -> None:
    """Let the page of ``part`` say that so many of the rows that a person wanted are copied."""
    above: QWidget | None = part
    while above is not None and not isinstance(above, Page):
        above = above.parentWidget()
    if above is not None:
        above.told.emit(*_Words().told(copied, wanted))
