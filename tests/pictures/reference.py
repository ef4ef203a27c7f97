"""The states of the page of reference tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fieldkit.ui.main_window import MainWindow
    from fieldkit.ui.reference_page import ReferencePage


class ReferenceStates:
    """Each method shows one of them."""

    window: MainWindow

    def _reference(self, table: str = "limits") -> ReferencePage:
        from fieldkit.ui.reference_page import ReferencePage

        self.window.open_page("reference", {"table": table})
        page = self.window.page()
        assert isinstance(page, ReferencePage)
        page._drop_sheet()
        return page

    def reference(self) -> None:
        self._reference().part().pane.ask_note()

    def reference_of_the_program(self) -> None:
        self._reference("subdistricts")

    def reference_sheet(self) -> None:
        page = self._reference("wording")
        page._change()
        assert page.sheet is not None
        page.sheet.editor("th").show_value("")
        page.sheet.take()

    def reference_import(self) -> None:
        self._reference().show_import()
