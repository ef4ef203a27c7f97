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

    def sync_files(self) -> None:
        """Without a network; a colleague's file asks for its code."""
        page = self._sync("files")
        page.context.workspace.remember("exchange folder", "//office/share/fieldkit")
        page.files._show_folder()
        page.files._ask_code(asked=True)

    def sync_laptops(self) -> None:
        """Who synced when, as the centre said an hour ago."""
        from datetime import timedelta

        from fieldkit.sync import protocol
        from fieldkit.sync.laptops import _KNOWN
        from fieldkit.sync.protocol import Laptops, LaptopSeen

        workspace = self._sync("laptops").context.workspace
        now = workspace.clock()

        def seen(hours: int) -> str:
            return (now - timedelta(hours=hours)).isoformat(timespec="milliseconds")

        own, provinces = workspace.device, ["66"]
        told = [
            LaptopSeen(own, "notebook-07", provinces, workspace.person.name, "26.11.0", seen(1)),
            LaptopSeen("b", "notebook-02", provinces, "นางสาวนภา แสงทอง", "26.11.0", seen(20)),
            LaptopSeen("c", "notebook-11", ["*"], "นายวีระศักดิ์ ตั้งใจพัฒนากุล", "26.10.2", seen(300)),
            LaptopSeen("d", "notebook-03", provinces, "", "26.11.0", seen(3), 543 * 365 * 86_400_000),
            LaptopSeen("e", "notebook-04", provinces, "มานี รักงาน", "26.9.1", seen(2000), 0, True),
        ]
        workspace.remember(_KNOWN, protocol.to_json(Laptops(seen(1), told)).decode())
        self._sync("laptops").laptops.show_known()
