"""The button that writes the memo (บันทึกข้อความ) of the chosen inspection."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from fieldkit.model.orders.letter_file import SUFFIX
from fieldkit.model.reports.memos import inspection_memo
from fieldkit.ui.buttons import IconButton
from fieldkit.ui.file_saving import FileSaving

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from fieldkit.model.workspace import Workspace
    from fieldkit.ui.jobs import Job
    from fieldkit.ui.page import Page


class MemoControl(IconButton):
    """Asks where to, and writes; ``chosen`` returns id and factory's name, two empty texts for none."""

    def __init__(self, page: Page, chosen: Callable[[], tuple[str, str]]) -> None:
        super().__init__("file-text", "")
        self.set_name(self.tr("Word memo of the chosen inspection"))
        self._page, self._chosen = page, chosen
        self._saving = FileSaving(page)
        self.clicked.connect(self.write)

    def write(self) -> None:
        """Write the memo of the chosen inspection."""
        inspection, factory = self._chosen()
        if not inspection:
            return
        workspace = self._page.context.workspace
        title, filters = self.tr("Save the memo as"), self.tr("Word document (*.docx)")
        target = self._saving.target(title, self.tr("Memo {0}").format(factory), SUFFIX, filters)
        if target is None:
            return
        self._page.start_job(partial(_write, workspace, inspection, target), self._done)

    def _done(self, path: Path) -> None:
        self._saving.offer(self.tr("The memo is written"), str(path), path)


def _write(workspace: Workspace, inspection: str, target: Path, job: Job[Path]) -> Path:
    inspection_memo(workspace, inspection, target, check=job.check)
    return target
