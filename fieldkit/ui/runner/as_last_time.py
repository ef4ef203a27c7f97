"""F9: answers as last time, told as such; where that cannot be, says why."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from fieldkit.model.inspections.stored_path import stored_path
from fieldkit.ui.runner.entry import Entry
from fieldkit.ui.runner.kinds import STRUCTURE

if TYPE_CHECKING:
    from fieldkit.model.inspections.counterparts import Counterparts
    from fieldkit.ui.key_bar import KeyBar
    from fieldkit.ui.runner.answers import Answers
    from fieldkit.ui.runner.rows import FormRow


class AsLastTime(QObject):
    """Takes an answer over from the visit before, in a repeat from the row of the same name."""

    def __init__(self, answers: Answers, before: Counterparts, bar: KeyBar) -> None:
        super().__init__(answers)
        self._answers = answers
        self._before = before
        self._bar = bar
        self._said = False

    def press(self, row: FormRow) -> bool:
        """Answer the question of ``row``; returns whether it is done with, so that one may go on."""
        inspection, last = self._answers.inspection, self._before.last
        if row.readonly or row.kind in STRUCTURE:
            return False
        node = inspection.instance.node(row.path)
        stored = stored_path(node)
        then = self._before.then(stored)
        value = last.values.get(then, "") if last is not None and then is not None else ""
        if last is None or then is None or not value:
            self._say(self.tr("Nothing was answered here last time"))
        elif node.type == "upload":
            self._say(self.tr("Files are taken anew at every visit"))
        elif stored in self._before.failed() and not inspection.photos(row.path):
            self._say(self.tr("Failed last time: first a new photo (F4), then F9"))
        else:
            self._answers.answer(row.path, Entry(value, last.qualifiers.get(then), origin="last_time"))
            # What fails again keeps the inspector: its finding wants words.
            return self._answers.held(row.path).value == value and inspection.finding(row.path) is None
        return False

    def forget(self) -> None:
        """Take away what was said: the person went on to another question."""
        if self._said:
            self._said = False
            self._bar.show_saved("")

    def _say(self, words: str) -> None:
        self._said = True
        self._bar.show_saved(words, "warn")
