"""Words of the page of checklists that several of its parts use."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from fieldkit.model.thai import dates

if TYPE_CHECKING:
    from fieldkit.errors import Language, Text
    from fieldkit.model.authoring.installing import InstalledVersion

NONE = "—"


def day(version: InstalledVersion, language: Language) -> str:
    """Return the day on which a version was installed."""
    at = version.installed_at
    return dates.short(datetime.fromisoformat(at).date(), language) if at else NONE


def source(version: InstalledVersion) -> str:
    """Return where a version came from."""
    translate = QCoreApplication.translate
    if version.shipped:
        return translate("Checklists", "came with the program")
    if version.by:
        return translate("Checklists", "imported by {0}").format(version.by)
    return translate("Checklists", "imported")


def both(text: Text, language: Language) -> str:
    """Return a text in the language of the window and, where it differs, in the other one below it."""
    first, second = (text.en, text.th) if language == "en" else (text.th, text.en)
    return first if first == second or not second else f"{first} · {second}" if first else second
