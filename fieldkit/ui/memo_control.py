"""The button that writes the memo (บันทึกข้อความ) of the chosen inspection."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from fieldkit.model.orders.letter_file import SUFFIX
from fieldkit.model.reports.memos import inspection_memo
from fieldkit.ui import dialogs
from fieldkit.ui.buttons import IconButton
from fieldkit.ui.file_saving import FOLDER
from fieldkit.ui.written_file import offer_file

if TYPE_CHECKING:
    from collections.abc import Callable

    from fieldkit.model.workspace import Workspace
    from fieldkit.ui.jobs import Job
    from fieldkit.ui.page import Page


class MemoControl(IconButton):
    """Asks where to, and writes; ``chosen`` returns id and factory's name, two empty texts for none."""

    def __init__(self, page: Page, chosen: Callable[[], tuple[str, str]]) -> None:
        super().__init__("file-text", "")
        self.set_name(self.tr("Word memo of the chosen inspection"))
        self._page, self._chosen = page, chosen
        self.clicked.connect(self.write)

    def write(self) -> None:
        """Write the memo of the chosen inspection."""
        inspection, factory = self._chosen()
        if not inspection:
            return
        workspace = self._page.context.workspace
        folder = Path(workspace.setting(FOLDER) or workspace.folder / "exports")
        name = "".join("-" if sign in '\\/:*?"<>|' else sign for sign in factory)
        words = self.tr("Memo {0}").format(name)
        chosen = dialogs.choose_path(
            self,
            self.tr("Save the memo as"),
            "save",
            filters=self.tr("Word document (*.docx)"),
            suggested=folder / f"{words}{SUFFIX}",
        )
        if not chosen:
            return
        target = chosen[0] if chosen[0].suffix.lower() == SUFFIX else Path(f"{chosen[0]}{SUFFIX}")
        workspace.remember(FOLDER, str(target.parent))
        self._page.start_job(partial(_write, workspace, inspection, target), self._done)

    def _done(self, path: Path) -> None:
        offer_file(self._page, self.tr("The memo is written"), path)


def _write(workspace: Workspace, inspection: str, target: Path, job: Job[Path]) -> Path:
    inspection_memo(workspace, inspection, target, check=job.check)
    return target
