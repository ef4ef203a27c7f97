"""Which kind of visit to start, and with which checklist."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QComboBox

from fieldkit.model import checklists
from fieldkit.model.other_places import kinds_at
from fieldkit.model.reference import OTHER_PLACE, visit_kinds

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from fieldkit.errors import Language
    from fieldkit.model.factories import Factory
    from fieldkit.model.reference import VisitKind
    from fieldkit.model.workspace import Workspace

# A kind that names no checklist (a follow-up, a joint visit) takes the general one.
GENERAL = "GEN"


def offered(workspace: Workspace) -> dict[str, tuple[VisitKind, str]]:
    """Return the kinds of visit for which a checklist is here, with its form_id, by code."""
    return {code: (kind, form_ids[0]) for code, (kind, form_ids) in _here(workspace).items()}


def _here(workspace: Workspace) -> dict[str, tuple[VisitKind, list[str]]]:
    """Return the kinds of visit with those of their checklists that are here, by code."""
    here = {row["form_id"] for row in checklists.listing(workspace)}
    here |= {path.stem for path in checklists.shipped()}
    found = {
        code: (kind, [form_id for form_id in kind.checklists or (GENERAL,) if form_id in here])
        for code, kind in visit_kinds().items()
    }
    return {code: (kind, form_ids) for code, (kind, form_ids) in found.items() if form_ids}


class VisitChoice(QComboBox):
    """The kinds of visit that can be started here, with each checklist that a kind may take."""

    def __init__(self, workspace: Workspace, language: Language, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._language = language
        self._elsewhere = False
        self.setAccessibleName(self.tr("Kind of visit"))
        self.setToolTip(self.tr("Kind of visit"))
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(8)
        self.refresh()

    def refresh(self) -> None:
        """Offer what can be started now and keep the choice."""
        chosen = self.visit()
        self.clear()
        for code, (kind, form_ids) in _here(self._workspace).items():
            if self._elsewhere and not kind.registers:
                continue
            name = kind.name.pick(self._language)
            self.addItem(name, (code, form_ids[0]))
            for form_id in form_ids[1:]:
                self.addItem(f"{name} · {form_id}", (code, form_id))
        place = next((row for row in range(self.count()) if self.itemData(row) == chosen), 0)
        self.setCurrentIndex(place if self.count() else -1)

    def show_for(self, factory: Factory) -> None:
        """Offer what a factory is visited for; for a place that is none, what its records are about first."""
        elsewhere = factory["status"] == OTHER_PLACE
        if elsewhere != self._elsewhere:
            self._elsewhere = elsewhere
            self.refresh()
        if elsewhere:
            codes = [self.itemData(row)[0] for row in range(self.count())]
            wanted = [code for code in kinds_at(self._workspace, factory.id) if code in codes]
            self.setCurrentIndex(codes.index(wanted[0]) if wanted else min(0, self.count() - 1))

    def visit(self) -> tuple[str, str] | None:
        """Return (code of the kind, form_id), None when no checklist is installed."""
        found = self.currentData()
        return (str(found[0]), str(found[1])) if found else None
