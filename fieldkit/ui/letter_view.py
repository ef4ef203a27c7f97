"""A letter as it will be printed, to read in the window."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QTextBrowser

from fieldkit.ui.thai_text import wrappable

if TYPE_CHECKING:
    from collections.abc import Iterable

    from fieldkit.model.orders.letter import Paragraph

# Of each style, in percent of an em where the width of the paper counts: left, first line, space above.
_EM = 12
_LOOKS = {
    "crest": (0, 0, 12, "left"),
    "title": (0, 0, 4, "center"),
    "number": (0, 0, 0, "left"),
    "sender": (20, 0, 0, "left"),
    "date": (18, 0, 6, "left"),
    "head": (6, -6, 6, "left"),
    "section": (0, 0, 6, "left"),
    "body": (0, 5, 8, "justify"),
    "findings": (7, -2, 4, "left"),
    "closing": (16, 0, 16, "center"),
    "sign": (16, 0, 0, "center"),
    "foot": (0, 0, 0, "left"),
}
_TO_SIGN = 44  # pixels of room for the signature


class LetterView(QTextBrowser):
    """Shows the paragraphs of a letter; the words can be chosen and copied."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setOpenLinks(False)
        self.setTabChangesFocus(True)

    def show_letter(self, paragraphs: Iterable[Paragraph]) -> None:
        """Show a letter and keep the place in it."""
        bar = self.verticalScrollBar()
        place = bar.value()
        self.setHtml("".join(_html(list(paragraphs))))
        bar.setValue(place)


def _html(paragraphs: list[Paragraph]) -> Iterable[str]:
    before = ""
    for part in paragraphs:
        left, first, space, align = _LOOKS[part.style]
        if part.style == "sign" and before != "sign":
            space = _TO_SIGN
        elif part.style == "foot" and before != "foot":
            space = 2 * _EM
        style = f"margin:{space}px 0 0 {left * _EM}px;text-indent:{first * _EM}px"
        label = f"<b>{escape(part.label)}</b>&nbsp;&nbsp;" if part.label else ""
        yield f'<p align="{align}" style="{style}">{label}{escape(wrappable(part.text))}</p>'
        before = part.style
