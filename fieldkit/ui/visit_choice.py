"""Which kind of visit to start, and with which checklist."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QComboBox

from fieldkit.model import checklists
from fieldkit.model.reference import visit_kinds

if TYPE_CHECKING:
    from collections.abc import Iterable

    from PySide6.QtWidgets import QWidget

    from fieldkit.errors import Language
    from fieldkit.model.reference import VisitKind
    from fieldkit.model.workspace import Workspace

# A kind that names no checklist (a follow-up, a joint visit) takes the general one.
GENERAL = "GEN"


def offered(workspace: Workspace) -> dict[str, tuple[VisitKind, str]]:
    """Return the kinds of visit for which a checklist is here, with its form_id, by code."""
    here = {row["form_id"] for row in checklists.listing(workspace)}
    here |= {path.stem for path in checklists.shipped()}
    found = {}
    for code, kind in visit_kinds().items():
        form_id = _first(kind.checklists or (GENERAL,), here)
        if form_id:
            found[code] = (kind, form_id)
    return found


def _first(form_ids: Iterable[str], here: set[str]) -> str:
    return next((form_id for form_id in form_ids if form_id in here), "")


class VisitChoice(QComboBox):
    """The kinds of visit that can be started here."""

    def __init__(self, workspace: Workspace, language: Language, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._language = language
        self.setAccessibleName(self.tr("Kind of visit"))
        self.setToolTip(self.tr("Kind of visit"))
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(8)
        self.refresh()

    def refresh(self) -> None:
        """Offer what can be started now and keep the choice."""
        chosen = self.visit()
        self.clear()
        for code, (kind, form_id) in offered(self._workspace).items():
            self.addItem(kind.name.pick(self._language), (code, form_id))
        place = next((row for row in range(self.count()) if self.itemData(row) == chosen), 0)
        self.setCurrentIndex(place if self.count() else -1)

    def visit(self) -> tuple[str, str] | None:
        """Return (code of the kind, form_id), None when no checklist is installed."""
        found = self.currentData()
        return (str(found[0]), str(found[1])) if found else None
