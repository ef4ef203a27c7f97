"""Seals what is to travel without a network into a file, and tells the code of a colleague's."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Literal

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication

from fieldkit.sync import client
from fieldkit.ui.file_saving import FileSaving

if TYPE_CHECKING:
    from pathlib import Path

    from fieldkit.model.queue import Cargo
    from fieldkit.model.workspace import Workspace
    from fieldkit.sync.client import Written
    from fieldkit.ui.jobs import Job
    from fieldkit.ui.page import Page

SUFFIX = ".fkbundle"
Receiver = Literal["office", "colleague"]
OFFICE: Receiver = "office"
COLLEAGUE: Receiver = "colleague"


class Sealing(QObject):
    """Asks where the file goes, and writes it beside the window."""

    def __init__(self, page: Page) -> None:
        super().__init__(page)
        self._page = page
        self._saving = FileSaving(page)

    def seal(self, receiver: Receiver, name: str, cargo: Cargo | None = None) -> None:
        """Seal ``cargo``, or all that the centre has not confirmed, into a file offered under ``name``."""
        target = self._saving.target(
            self.tr("Seal into"), name, SUFFIX, self.tr("fieldkit bundle (*.fkbundle)")
        )
        if target is not None:
            work = partial(_seal, self._page.context.workspace, target, receiver, cargo)
            self._page.start_job(work, self._sealed)

    def _sealed(self, written: Written) -> None:
        path = written.paths[0]
        told = self.tr("{0} changes and {1} files in {2}").format(
            f"{written.changes:,}", f"{written.files:,}", path
        )
        if not written.code:
            self._saving.offer(self.tr("Sealed for the office"), told, path)
            return
        # Whoever has file and code reads it; it is kept nowhere.
        title = self.tr("Sealed. The code is {0}").format(written.code)
        copy = (self.tr("Copy the code"), partial(QApplication.clipboard().setText, written.code))
        told += "\n" + self.tr("Tell it to your colleague by another way than the file; it is kept nowhere")
        self._page.offered.emit(title, told, (copy,))


def _seal(
    workspace: Workspace, target: Path, receiver: Receiver, cargo: Cargo | None, job: Job[Written]
) -> Written:
    return client.seal(workspace, target, cargo, for_colleague=receiver == COLLEAGUE, cancel=job.stop)
