"""The history of the answer at which the inspector stands."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from fieldkit.errors import FieldkitError
from fieldkit.model.ids import derived_id
from fieldkit.model.inspections.questions import value_label
from fieldkit.ui.history_sheet import HistorySheet, Wish
from fieldkit.ui.record_words import stored_words

if TYPE_CHECKING:
    from fieldkit.ui.runner.runner import Runner

COLUMNS = ("value", "note", "qualifier", "readings", "instrument", "origin")


def show_answer_history(runner: Runner) -> HistorySheet | None:
    """Show who answered this question when; what is being typed is saved first."""
    stored = runner.place()
    if not stored:
        return None
    inspection, language = runner.inspection, runner.language
    node = inspection.instance.node(runner.here())
    runner.answers.leave()

    def words(column: str, value: Any) -> str:
        if column == "value" and value:
            return value_label(node, str(value))
        return stored_words("answer", column, value, language)

    record = derived_id("answer", inspection.id, stored)
    wish = Wish("answer", record, node.label or stored, COLUMNS, words, main="value")
    try:
        sheet = HistorySheet(runner, inspection.workspace, language, wish)
    except FieldkitError as error:
        runner.failed.emit(error)
        return None
    sheet.open()
    return sheet
