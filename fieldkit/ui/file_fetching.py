"""Opens an attachment; one whose file is at the office is offered to be fetched first."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from fieldkit.errors import FieldkitError
from fieldkit.model.attachments import AttachmentMissing
from fieldkit.sync import client
from fieldkit.ui.open_copy import open_copy

if TYPE_CHECKING:
    from collections.abc import Callable

    from fieldkit.model.workspace import Workspace
    from fieldkit.ui.jobs import Job
    from fieldkit.ui.page import Page

translate = QCoreApplication.translate


def open_or_fetch(page: Page, name: str, sha256: str, fetched: Callable[[], object]) -> None:
    """Open a file in the system's own program; ``fetched`` is called when it came from the centre first."""
    workspace = page.context.workspace
    try:
        open_copy(workspace, name, sha256)
    except AttachmentMissing as error:
        if not client.status(workspace).url:
            page.failed.emit(error)
            return
        fetch = (translate("FileFetching", "Fetch it now"), partial(_fetch, page, name, sha256, fetched))
        page.offered.emit(
            translate("FileFetching", "This file is at the office, not on this laptop"), name, (fetch,)
        )
    except FieldkitError as error:
        page.failed.emit(error)


def _fetch(page: Page, name: str, sha256: str, fetched: Callable[[], object]) -> None:
    def come(count: int) -> None:
        if not count:
            page.told.emit(translate("FileFetching", "The centre has not got this file yet"), name, "warn")
            return
        fetched()
        open_or_fetch(page, name, sha256, fetched)

    page.start_job(partial(_ask, page.context.workspace, sha256), come)


def _ask(workspace: Workspace, sha256: str, job: Job[int]) -> int:
    return client.fetch_files(workspace, [sha256], cancel=job.stop)
