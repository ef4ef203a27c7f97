"""Rows of a list into the clipboard as a table that a spreadsheet takes over cell by cell."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QGuiApplication

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_RISKY = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True)
class Copied:
    """A table as text with tabs and as HTML, of ``count`` rows."""

    text: str
    html: str
    count: int

    def put(self) -> int:
        """Put it into the clipboard and return how many rows it has."""
        data = QMimeData()
        data.setText(self.text)
        data.setHtml(self.html)
        QGuiApplication.clipboard().setMimeData(data)
        return self.count


def as_table(headers: Sequence[str], rows: Iterable[Sequence[str]]) -> Copied:
    """Return ``headers`` and ``rows`` as a table for the clipboard; may be called in a thread.

    Every cell is text there: a number of the register keeps its digits, and nothing becomes a formula.
    """
    lines = [list(headers), *(list(row) for row in rows)]
    text = "\n".join("\t".join(_plain(cell) for cell in line) for line in lines)
    return Copied(text, _html(lines), len(lines) - 1)


def _plain(cell: str) -> str:
    one_line = " ".join(cell.split())
    return f"'{one_line}" if one_line.startswith(_RISKY) and len(one_line) > 1 else one_line


def _html(lines: Sequence[Sequence[str]]) -> str:
    # Excel's own mark for a cell of text.
    style = "<style>td,th{mso-number-format:'\\@';vertical-align:top;white-space:normal}</style>"
    head = "".join(f"<th>{escape(cell)}</th>" for cell in lines[0])
    body = "".join(
        "<tr>" + "".join(f"<td>{_cell(cell)}</td>" for cell in line) + "</tr>" for line in lines[1:]
    )
    table = f"<table><tr>{head}</tr>{body}</table>"
    return f"<html><head><meta charset='utf-8'>{style}</head><body>{table}</body></html>"


def _cell(cell: str) -> str:
    return escape(cell).replace("\n", "<br style='mso-data-placement:same-cell'>")
