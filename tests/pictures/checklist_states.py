"""The states of the page of checklists."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from fieldkit.errors import Text
from fieldkit.model.xlsform.conversion import Conversion, Problem

if TYPE_CHECKING:
    from collections.abc import Callable

    from fieldkit.ui.checklists_page import ChecklistsPage
    from fieldkit.ui.main_window import MainWindow


class ChecklistStates:
    """Brings a window into each state of the page; every public method without an argument is one."""

    def __init__(self, window: MainWindow, settle: Callable[[MainWindow], None]) -> None:
        self.window = window
        self._settle = settle

    def _checklists(self) -> ChecklistsPage:
        from fieldkit.ui.checklists_page import ChecklistsPage

        self.window.open_page("checklists", "")
        self._settle(self.window)
        page = self.window.page()
        assert isinstance(page, ChecklistsPage)
        return page

    def checklists(self) -> None:
        self._checklists()

    def checklist_import(self) -> None:
        self._checklists().show_import()

    def _report(self, **changed: object) -> None:
        """Show the report of GEN with a conversion that differs from the installed one as ``changed``."""
        from fieldkit.model import checklists
        from fieldkit.model.authoring.arrival import arrival
        from fieldkit.model.authoring.candidate import Candidate

        workspace = self.window.workspace
        assert workspace is not None
        installed = checklists.latest(workspace, "GEN")
        values = {
            "form_id": "GEN",
            "version": "2570.1",
            "title": installed.title.th,
            "xform": installed.xform.decode(),
            "policy": installed.policy_columns,
        }
        candidate = Candidate(Path("GEN.xlsx"), b"", {}, Conversion(**(values | changed)))  # type: ignore[arg-type]
        page = self._checklists()
        page.show_import()
        usable = candidate.conversion.usable
        page.sheet._show((candidate, arrival(workspace, candidate) if usable else None))

    def checklist_differences(self) -> None:
        from fieldkit.model import checklists

        assert self.window.workspace is not None
        xform = checklists.latest(self.window.workspace, "GEN").xform.decode()
        self._report(xform=xform.replace("gen38", "gen38_new").replace("โรงงานเปิด", "วันนี้โรงงานเปิด"))

    def checklist_problems(self) -> None:
        message = Text("ไม่มีคำถามชื่อ gen66", "There is no question named gen66")
        cure = Text("หมายถึง ${gen06} หรือไม่", "Did you mean ${gen06}?")
        self._report(problems=[Problem("error", "survey", 14, "J", message, cure, "relevant")])

    def checklist_paper(self) -> None:
        self._checklists()._do("print")

    def checklist_trial(self) -> None:
        page = self._checklists()
        page._do("try")
        self._settle(self.window)
