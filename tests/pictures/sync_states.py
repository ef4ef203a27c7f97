"""The states of the sync page of a laptop that has joined a centre."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fieldkit.ui.main_window import MainWindow
    from fieldkit.ui.sync_page import SyncPage


class SyncStates:
    """Each method shows one of them."""

    window: MainWindow

    def _sync(self, tab: str) -> SyncPage:
        from fieldkit.ui.sync_page import SyncPage

        self.window.open_page("sync")
        page = self.window.page()
        assert isinstance(page, SyncPage)
        page._stack.setCurrentIndex(1)
        page._turn_to(tab)
        return page

    def sync_conflict(self) -> None:
        self._sync("conflicts")

    def sync_queue(self) -> None:
        """Records that wait, one that is held back."""
        from fieldkit.model import holding, inspections

        page = self._sync("queue")
        [first, *_] = inspections.listing(page.context.workspace)
        holding.hold(page.context.workspace, [("inspection", first["id"])])
        page.queue.refresh()
