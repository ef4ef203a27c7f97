"""Words and colours of the plan: states, risk, days with their weekday."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from fieldkit.model.planning.rules import CLASS_NAMES
from fieldkit.model.reference import visit_kinds
from fieldkit.model.thai import dates

if TYPE_CHECKING:
    from collections.abc import Mapping

    from fieldkit.model.planning.plan import State
    from fieldkit.model.planning.rules import RiskClass
    from fieldkit.ui.theme import Tone

# str(): the marker for the translation tools is typed as object.
_STATES: Mapping[State, str] = {
    "planned": str(QT_TRANSLATE_NOOP("Plan", "Planned")),
    "today": str(QT_TRANSLATE_NOOP("Plan", "Today")),
    "overdue": str(QT_TRANSLATE_NOOP("Plan", "Day has passed")),
    "postponed": str(QT_TRANSLATE_NOOP("Plan", "Postponed")),
    "undated": str(QT_TRANSLATE_NOOP("Plan", "No day yet")),
    "done": str(QT_TRANSLATE_NOOP("Plan", "Inspected")),
    "dropped": str(QT_TRANSLATE_NOOP("Plan", "Taken off")),
    "unplanned": str(QT_TRANSLATE_NOOP("Plan", "Not in the plan")),
    "bin": str(QT_TRANSLATE_NOOP("Plan", "Bin")),
}
STATE_TONES: Mapping[State, Tone] = {
    "planned": "info",
    "today": "accent",
    "overdue": "fail",
    "postponed": "warn",
    "undated": "neutral",
    "done": "ok",
    "dropped": "neutral",
    "unplanned": "neutral",
    "bin": "neutral",
}
RISK_TONES: Mapping[RiskClass, Tone] = {"high": "fail", "medium": "warn", "low": "neutral"}


def state_words(state: State) -> str:
    """Return the word for a state in the language of the window."""
    return QCoreApplication.translate("Plan", _STATES[state])


def risk_words(risk: RiskClass, language: str) -> str:
    """Return the word for a class of risk."""
    return CLASS_NAMES[risk].pick(language)


def kind_words(kind: str, language: str) -> str:
    """Return the name of a kind of visit; a code that is in no list stands for itself."""
    known = visit_kinds().get(kind)
    return known.name.pick(language) if known else kind


def weekday_words(day: date, language: str) -> str:
    """Return a day with its short weekday, ``อ. 24 พ.ย. 2569`` or ``Tue 24 Nov 2026``."""
    name = dates.ENGLISH_DAYS[day.weekday()][:3] if language == "en" else dates.SHORT_DAYS[day.weekday()]
    return f"{name} {dates.short(day, language)}"
