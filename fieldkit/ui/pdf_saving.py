"""Saves a document as PDF: asks where to, makes it beside the window, offers to open and print it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from fieldkit.model.durable import replacing
from fieldkit.ui.file_saving import FileSaving

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from fieldkit.ui.jobs import Job

    Make = Callable[[Callable[[], bool]], bytes]
    """Makes a document; what it is given says whether a person wants it no more."""


class PdfSaving(FileSaving):
    """The questions around a document of a page."""

    def save(self, name: str, make: Make, done: Callable[[], object] = bool) -> None:
        """Ask where ``name`` is to go and write what ``make`` gives; ``done`` is called before it is told."""
        target = self.target(self.tr("Save as PDF"), name, ".pdf", self.tr("PDF document (*.pdf)"))
        if target is not None:
            self._page.start_job(partial(_write, make, target), partial(self._written, done))

    def _written(self, done: Callable[[], object], path: Path) -> None:
        done()
        self.offer(self.tr("The document is ready to be printed"), str(path), path)


def _write(make: Make, target: Path, job: Job[Path]) -> Path:
    data = make(job.stop.is_set)
    with replacing(target) as written:
        written.write_bytes(data)
    return target
