"""What other programs tell of an inspection, before it is one: answers by path, rows, who and when."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from fieldkit.model.register.problems import Remark

if TYPE_CHECKING:
    from fieldkit.errors import Text
    from fieldkit.model.checklist_schema import Asked
    from fieldkit.model.peers.bundle import Bundle
    from fieldkit.model.register.sheet import Sheet

MOST_COLUMNS = 16_384
"""Of one table: what Excel can hold; a column for each choice makes hundreds."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands: sheet or file, row (Excel's number, 0 where there is none), column."""

    sheet: str
    row: int = 0
    column: str = ""

    def remark(self, reason: Text) -> Remark:
        """Return a remark about it."""
        return Remark(self.sheet, self.row, self.column, reason)


@dataclass(frozen=True, slots=True)
class Told:
    """One answer: its present path in the form, what is asked there, its text as the form stores it."""

    path: str
    asked: Asked
    text: str
    place: Place


@dataclass
class PeerRecord:
    """One inspection of another program.

    ``started`` and ``submitted`` are ISO, "" where nothing is said. ``sizes`` are the rows of repeats by
    present path, None where the file tells nothing of repeats. ``cells`` are those of the record's own row by
    header, for finding the factory; ``near`` is the folder of its files.
    """

    instance: str
    place: Place
    version: str = ""
    author: str = ""
    started: str = ""
    submitted: str = ""
    near: str = ""
    answers: list[Told] = field(default_factory=list)
    sizes: dict[str, int] | None = None
    cells: dict[str, tuple[str, Place]] = field(default_factory=dict)
    remarks: list[Remark] = field(default_factory=list)


@dataclass
class Source:
    """A file of another program, opened: what wrote it, the form it names, its tables or its XML records.

    ``form_id`` and ``title`` are "" where it does not say. ``sheets`` are tables, ``files`` the names of XML
    records in ``bundle``; ``armoured`` tables were written for Excel: a ``'``
    stands before what looks like a formula.
    """

    program: str
    form_id: str = ""
    title: str = ""
    sheets: list[Sheet] = field(default_factory=list)
    files: list[str] = field(default_factory=list)
    bundle: Bundle | None = None
    armoured: bool = False
