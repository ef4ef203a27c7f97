"""What a screen reader says of a question: number, words, answer, state."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

if TYPE_CHECKING:
    from fieldkit.ui.runner.rows import FormRow, Mark


class RowSpeech(QObject):
    """Says rows in the language of the window."""

    def sentence(self, row: FormRow) -> str:
        """Return the row as one sentence; nothing in it is told by colour or place alone."""
        parts = (
            f"{row.number} {row.label}".strip(),
            self.tr("required") if row.required and not row.readonly else "",
            f"{self._answer(row)} {row.unit}".strip(),
            self._state(row),
            self.tr("read-only") if row.readonly and row.kind != "note" else "",
            row.warning,
            *(self._mark(mark) for mark in row.marks),
        )
        return ", ".join(part for part in parts if part)

    def _mark(self, mark: Mark) -> str:
        return {
            "failed_before": self.tr("failed last time"),
            "flagged": self.tr("flagged"),
            "changed": self.tr("changed by a colleague"),
        }[mark]

    def _answer(self, row: FormRow) -> str:
        words = {segment.name: segment.text for segment in row.segments}
        if row.kind == "grid_head":
            return ", ".join(words.values())
        if row.kind == "rank":
            return ", ".join(f"{place} {words.get(name, name)}" for place, name in enumerate(row.chosen, 1))
        if row.kind == "rating" and row.chosen:
            return self.tr("{0} of {1}").format(row.chosen[0], len(row.segments))
        if row.kind == "photo":
            return self.tr("%n photo(s)", "", row.photos) if row.photos else ""
        chosen = ", ".join(words.get(name, name) for name in row.chosen)
        return chosen or ("" if row.kind == "rows" else row.text)

    def _state(self, row: FormRow) -> str:
        if row.kind == "rows":
            return self.tr("%n row(s)", "", int(row.text or 0))
        if row.state in ("unanswered", "optional"):
            return self.tr("not answered")
        if row.state == "invalid":
            return row.error
        if row.state == "fail":
            return self.tr("fails")
        return self.tr("warning") if row.state == "warning" else ""
