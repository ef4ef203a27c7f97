"""Orders as people read them: badges, deadlines, and what a field of a step is called."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from PySide6.QtCore import QCoreApplication

from fieldkit.model.codes import codes
from fieldkit.model.orders.filters import SOON
from fieldkit.model.orders.life import due_on, runs
from fieldkit.model.orders.steps_table import KINDS, STATES, of_kind
from fieldkit.model.record_fields import FIELDS
from fieldkit.ui.factory_model import NONE, day_words

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from fieldkit.errors import Language
    from fieldkit.ui.theme import Tone

Row = dict[str, Any]


def code_badge(name: str, code: object, language: Language) -> tuple[str, Tone]:
    """Return the word and tone of a code."""
    found = codes(name).get(str(code))
    if found is None:
        return str(code or NONE), "neutral"
    return found.name.pick(language), cast("Tone", found.tone or "neutral")


def state_badge(order: Mapping[str, Any], language: Language) -> tuple[str, Tone]:
    """Return the word and tone of the state of an order."""
    return code_badge(STATES, order["state"], language)


def step_badge(kind: object, language: Language) -> tuple[str, Tone]:
    """Return the word and tone of a kind of step."""
    return code_badge(KINDS, kind, language)


def due_words(order: Mapping[str, Any], today: date, language: Language) -> tuple[str, str, Tone | None]:
    """Return the last day of an order, what it means today, and the tone: fail overdue, warn due soon."""
    translate = QCoreApplication.translate
    due = due_on(order)
    if due is None:
        waiting = order["state"] == "issued"
        return (
            NONE,
            translate("OrderWords", "not received yet") if waiting else "",
            "warn" if waiting else None,
        )
    day = day_words(due.isoformat(), language)
    if not runs(order["state"]):
        return day, "", None
    left = (due - today).days
    if left < 0:
        return day, translate("FindingPane", "%n day(s) overdue", "", -left), "fail"
    tone: Tone | None = "warn" if left <= SOON else None
    if left == 0:
        return day, translate("FindingPane", "due today"), tone
    return day, translate("FindingPane", "%n day(s) left", "", left), tone


def field_words(kind: str, column: str, language: Language) -> str:
    """Return what a column of a step of ``kind`` is called: as the column of the order that it sets."""
    set_columns = {source: name for row in of_kind(kind) for name, source in row.sets}
    if column in set_columns and column != "on_date":
        return FIELDS["factory_order"][set_columns[column]].name.pick(language)
    return FIELDS["step"][column].name.pick(language)
