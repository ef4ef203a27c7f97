"""What a workbook is: its mistakes, or what it changes and which drafts it touches."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QVBoxLayout, QWidget

from fieldkit.model.authoring.arrival import STATES
from fieldkit.model.authoring.difference import KINDS, PROPERTIES
from fieldkit.ui import theme
from fieldkit.ui.card import Card, ReadingArea
from fieldkit.ui.cell_model import CellModel
from fieldkit.ui.checklists.words import NONE, both
from fieldkit.ui.chip import ChipRow
from fieldkit.ui.labels import restyle
from fieldkit.ui.list_table import ListTable
from fieldkit.ui.row_copy import let_copy
from fieldkit.ui.row_delegate import Cell
from fieldkit.ui.wrap_label import WrapLabel

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from PySide6.QtGui import QResizeEvent

    from fieldkit.errors import Language
    from fieldkit.model.authoring.arrival import Arrival, DraftMove
    from fieldkit.model.authoring.candidate import Candidate
    from fieldkit.model.authoring.difference import Change, Difference, Entry, EntryKind
    from fieldkit.model.xlsform.problem import Level, Problem
    from fieldkit.ui.theme import Tone

WHOLE_HEIGHT, LEAST_FOR_NOTE = 76, 420
_TONES: Mapping[EntryKind, Tone] = {
    "added": "ok",
    "removed": "fail",
    "renamed": "warn",
    "regrouped": "warn",
    "changed": "accent",
    "moved": "info",
}
_LEVELS: Mapping[Level, Tone] = {"error": "fail", "warning": "warn", "unsupported": "info"}
_LOSES = ("removed", "renamed", "regrouped")


@dataclass(frozen=True, slots=True)
class _Line:
    """A row of the list of differences: an entry (None: the checklist as a whole) and one of its changes."""

    entry: Entry | None
    change: Change | None


def lines(found: Difference) -> list[_Line]:
    """Return the differences as rows, each changed property in one of its own."""
    rows = [_Line(None, change) for change in found.head]
    for entry in found.entries:
        if entry.kind in ("added", "removed", "moved") or not entry.changes:
            rows.append(_Line(entry, None))
        rows += [_Line(entry, change) for change in entry.changes]
        if entry.moved and entry.kind == "changed":
            rows.append(_Line(entry, None))
    return rows


class ChecklistReport(QWidget):
    """One line about the whole, chips, a table, and below it the chosen row in full."""

    def __init__(self, language: Language) -> None:
        super().__init__()
        self._language = language
        self.state = WrapLabel("", "strong")
        self.note = WrapLabel("", "quiet")
        keys = ("differences", "drafts", "problems")
        self.chips = ChipRow([(key, "") for key in keys], self.tr("What the table shows"), wrap=True)
        self.chips.chosen.connect(self._show_list)
        self.table = ListTable(self.tr("What the workbook does"))
        self.table.row_chosen.connect(self._tell)
        self.table.let_choose_many()
        let_copy(self.table)
        self.whole = WrapLabel("", "quiet")
        self._models = self._make_models()
        sheet = Card(margin=1)
        sheet.add(self.table, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        for part in (self.state, self.note, self.chips):
            column.addWidget(part)
        column.addWidget(sheet, 1)
        self._reading = ReadingArea(self.whole, self.tr("The chosen row in full"))
        self._reading.setMaximumHeight(theme.current().px(WHOLE_HEIGHT))
        column.addWidget(self._reading)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._show_note()

    def _show_note(self) -> None:
        """Leave the room of a low window to the table."""
        low = self.height() < theme.current().px(LEAST_FOR_NOTE)
        self.note.setVisible(not low and bool(self.note.words()))

    def _make_models(self) -> dict[str, CellModel]:
        differences = (self.tr("Question"), self.tr("What"), self.tr("Before"), self.tr("After"))
        drafts = (
            self.tr("Factory"),
            self.tr("Inspector"),
            self.tr("Version"),
            ">" + self.tr("Answers stay"),
            ">" + self.tr("Without a place"),
            ">" + self.tr("New questions"),
        )
        problems = (
            self.tr("Kind"),
            self.tr("Sheet"),
            self.tr("Cell"),
            self.tr("What is wrong"),
            self.tr("Cure"),
        )
        return {
            "differences": CellModel(differences, self._difference_cells, self),
            "drafts": CellModel(drafts, self._draft_cells, self),
            "problems": CellModel(problems, self._problem_cells, self),
        }

    # --- what is shown

    def show_problems(self, candidate: Candidate) -> None:
        """Show a workbook that cannot be used."""
        errors = len(candidate.conversion.errors)
        self._say(self.tr("The checklist has %n mistake(s) and cannot be installed", "", errors), "fail")
        self.note.set_words(
            self.tr("Mend them in the workbook and choose it again. Ctrl+A and Ctrl+C copy the list.")
        )
        self._fill((), (), candidate.conversion.problems)
        self._choose("problems")

    def show_arrival(self, candidate: Candidate, found: Arrival) -> None:
        """Show what a usable workbook would do."""
        tone: Tone = "fail" if found.state == "taken" else "warn" if found.state == "older" else "ok"
        name = f"{found.checklist.form_id} {found.checklist.version}"
        self._say(f"{name}: {STATES[found.state].pick(self._language)}", tone)
        notes = []
        if found.against is not None:
            counts = ", ".join(
                f"{KINDS[kind].pick(self._language)} {count:,}"
                for kind, count in found.difference.counts.items()
                if count
            )
            told = self.tr("Compared with version {0}: {1}")
            notes.append(told.format(found.against.version, counts or self.tr("no question differs")))
        if found.drafts:
            notes.append(
                self.tr("Drafts stay on their version until the inspector moves them in the inspection.")
            )
        self.note.set_words("\n".join(notes))
        rows = lines(found.difference) if found.against is not None else ()
        self._fill(rows, found.drafts, candidate.conversion.problems)
        self._choose("differences" if rows or not found.drafts else "drafts")

    def _say(self, words: str, tone: Tone) -> None:
        self.state.set_words(words)
        restyle(self.state, tone=tone)

    def _fill(
        self, differences: Sequence[_Line], drafts: Sequence[DraftMove], problems: Sequence[Problem]
    ) -> None:
        rows: dict[str, Sequence[object]] = {
            "differences": differences,
            "drafts": drafts,
            "problems": problems,
        }
        said = {
            "differences": self.tr("Differences {0}"),
            "drafts": self.tr("Drafts touched {0}"),
            "problems": self.tr("Remarks {0}"),
        }
        for key, found in rows.items():
            self._models[key].show_rows(found)
            self.chips.set_text(key, said[key].format(f"{len(found):,}"))
            self.chips.show_chip(key, bool(found))

    def _choose(self, key: str) -> None:
        self._show_note()
        self.chips.choose(key)
        self._show_list(key)

    def _show_list(self, key: str) -> None:
        widths = {
            "differences": [260, 150, 0, 0],
            "drafts": [0, 150, 90, 110, 130, 110],
            "problems": [110, 80, 110, 0, 0],
        }
        self.table.setModel(self._models[key])
        self.table.set_widths(widths[key])
        self.table.choose_row(0)
        self._tell(self.table.chosen_row())

    # --- rows

    def _tell(self, place: int) -> None:
        """Say the chosen row in full below the table, old and new in both languages."""
        model = self.table.model()
        found = model.row(place) if isinstance(model, CellModel) else None
        self.whole.set_words("" if found is None else self._in_full(found))

    def _in_full(self, found: Any) -> str:
        if isinstance(found, _Line):
            return self._line_in_full(found)
        if hasattr(found, "kept"):
            return self._draft_in_full(found)
        return str(found.line(self._language))

    def _line_in_full(self, line: _Line) -> str:
        parts = []
        if line.entry is not None:
            item = line.entry.item
            parts.append(f"{item.number} {item.name}: {both(item.label, self._language)}".strip())
        if line.change is not None:
            before, after = (both(text, self._language) or NONE for text in self._sides(line.change))
            parts.append(f"{PROPERTIES[line.change.what].pick(self._language)}: {before} → {after}")
        if line.entry is not None and line.entry.kind in _LOSES:
            parts.append(self.tr("Answers of drafts to it have no place in the new version."))
        return "\n".join(parts)

    @staticmethod
    def _sides(change: Change) -> tuple[Any, Any]:
        return change.before, change.after

    def _draft_in_full(self, draft: DraftMove) -> str:
        if draft.trouble is not None:
            return draft.trouble.pick(self._language)
        told = [f"{draft.factory_no} {draft.factory} · {draft.officer}"]
        if draft.lost:
            lost = "; ".join(f"{line.label}: {line.answer}" for line in draft.lost)
            told.append(self.tr("Without a place: {0}").format(lost))
        return "\n".join(told)

    def _difference_cells(self, line: _Line) -> Sequence[Cell]:
        language = self._language
        if line.entry is None:
            name = Cell(self.tr("The checklist"), strong=True)
        else:
            item = line.entry.item
            words = item.label.pick(language) or item.name
            name = Cell(words, " · ".join(part for part in (item.number, item.name) if part), strong=True)
        if line.change is None:
            assert line.entry is not None
            kind = "moved" if line.entry.moved else line.entry.kind
            return name, Cell(KINDS[kind].pick(language), tone=_TONES[kind]), Cell(""), Cell("")
        before, after = (text.pick(language) or NONE for text in self._sides(line.change))
        others = (text.pick("th" if language == "en" else "en") for text in self._sides(line.change))
        beside = [
            "" if other == shown else other for other, shown in zip(others, (before, after), strict=True)
        ]
        what = Cell(PROPERTIES[line.change.what].pick(language))
        if line.entry is not None and line.change.what in ("name", "group"):
            what = Cell(KINDS[line.entry.kind].pick(language), tone=_TONES[line.entry.kind])
        return name, what, Cell(before, beside[0], quiet=True), Cell(after, beside[1])

    def _draft_cells(self, draft: DraftMove) -> Sequence[Cell]:
        if draft.trouble is not None:
            numbers = [Cell(NONE, right=True)] * 3
        else:
            lost = f"{len(draft.lost):,}"
            numbers = [
                Cell(f"{draft.kept:,}", right=True),
                Cell(lost, right=True, strong=bool(draft.lost)),
                Cell(f"{draft.added:,}", right=True),
            ]
        return (
            Cell(draft.factory or NONE, draft.factory_no, strong=True),
            Cell(draft.officer or NONE),
            Cell(draft.version),
            *numbers,
        )

    def _problem_cells(self, problem: Problem) -> Sequence[Cell]:
        level = {
            "error": self.tr("Mistake"),
            "warning": self.tr("Remark"),
            "unsupported": self.tr("Not supported"),
        }[problem.level]
        cell = f"{problem.column}{problem.row or ''}" if problem.column else str(problem.row or "")
        return (
            Cell(level, tone=_LEVELS[problem.level]),
            Cell(problem.sheet or NONE),
            Cell(cell or NONE, problem.header),
            Cell(problem.message.pick(self._language)),
            Cell(problem.cure.pick(self._language)),
        )
