"""What is still to do before closing, as links: notes, what failed last time, photos, earlier findings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from fieldkit.model.inspections.checks import check
from fieldkit.model.inspections.counterparts import Counterparts

if TYPE_CHECKING:
    from fieldkit.model.inspections import Inspection


def lists(inspection: Inspection) -> list[tuple[str, tuple[str, ...]]]:
    """Return (title, paths of questions) of each list that is not empty; the last one may have no paths."""
    found = check(inspection, Counterparts(inspection).failed())
    titles = (
        (QCoreApplication.translate("ClosingSheet", "Warnings without a note {0}"), found.noteless),
        (QCoreApplication.translate("ClosingSheet", "Failed last time, not answered {0}"), found.left),
        (QCoreApplication.translate("ClosingSheet", "Failed again without a new photo {0}"), found.photoless),
    )
    made = [(title.format(len(paths)), paths) for title, paths in titles if paths]
    if found.unverified:
        words = QCoreApplication.translate("ClosingSheet", "Findings of earlier visits not verified {0}")
        made.append((words.format(len(found.unverified)), ()))
    return made
