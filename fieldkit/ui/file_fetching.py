"""Fetches what is at the office, when a person wants to see it: an attachment, or answers of inspections."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from fieldkit.errors import FieldkitError
from fieldkit.model.attachments import AttachmentMissing
from fieldkit.model.details import TABLES
from fieldkit.sync import client
from fieldkit.ui.open_copy import open_copy

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from fieldkit.model.elsewhere import DetailsElsewhere
    from fieldkit.model.workspace import Workspace
    from fieldkit.ui.jobs import Job
    from fieldkit.ui.page import Page

translate = QCoreApplication.translate
FETCHED_TABLES = frozenset({"inspection", *TABLES})


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


def offer_inspection(page: Page, error: DetailsElsewhere, fetched: Callable[[], object]) -> None:
    """Offer to fetch an inspection that is at the office; ``fetched`` is called when it is here."""
    if not client.status(page.context.workspace).url:
        page.failed.emit(error)
        return
    inspection = error.place or ""
    fetch = (
        translate("FileFetching", "Fetch it now"),
        partial(fetch_inspections, page, [inspection], fetched),
    )
    title = translate("FileFetching", "Answers and files of this inspection are at the office")
    page.offered.emit(title, "", (fetch,))


def fetch_inspections(
    page: Page, inspections: Sequence[str], fetched: Callable[[], object] | None = None
) -> None:
    """Fetch inspections beside the window, and say what could not be fetched."""

    def come(count: int) -> None:
        page.refresh(FETCHED_TABLES)
        page.changed.emit(FETCHED_TABLES)
        if count < len(inspections):
            left = translate("FileFetching", "{0} of {1} inspections could not be fetched")
            cure = translate(
                "FileFetching", "The centre has lost them; a laptop that has them brings them back"
            )
            page.told.emit(left.format(len(inspections) - count, len(inspections)), cure, "warn")
        elif fetched is not None:
            fetched()

    page.start_job(partial(_ask_inspections, page.context.workspace, inspections), come)


def _ask_inspections(workspace: Workspace, inspections: Sequence[str], job: Job[int]) -> int:
    return client.fetch_inspections(workspace, inspections, cancel=job.stop)


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
