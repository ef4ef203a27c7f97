"""Pictures of every page with the present data."""

from __future__ import annotations

import time
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEventLoop, QSize, Qt, QThreadPool
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QApplication

from fieldkit.errors import FieldkitError, Text
from fieldkit.model.inspections import listing
from fieldkit.ui import jobs, theme
from fieldkit.ui.inspection_page import InspectionPage
from fieldkit.ui.main_window import SIZE
from fieldkit.ui.page import DESK
from fieldkit.ui.pages import pages
from fieldkit.ui.plan_page import PlanPage
from fieldkit.ui.register_page import RegisterPage
from fieldkit.ui.runner.runner import Runner

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from fieldkit.ui.main_window import MainWindow

_PATIENCE = 20.0
_FILE_PARTS = ("facts", "timeline", "measured")


class PictureNotWritten(FieldkitError):
    """A picture cannot be saved."""

    def __init__(self, place: str) -> None:
        super().__init__(
            Text("บันทึกภาพหน้าจอไม่ได้", "The picture cannot be saved"),
            Text("ตรวจว่าโฟลเดอร์เขียนได้และมีที่ว่าง", "Check that the folder can be written and has room"),
            place=place,
        )


def draw(window: MainWindow, out: Path, *, scale: float = 1.0, size: tuple[int, int] = SIZE) -> list[Path]:
    """Open every page of ``window``, save it as ``<page>-<theme>.png`` in ``out``; return the files.

    An inspection in progress is drawn at a finding and about to be closed, and so is the import of a
    register. ``size`` in logical pixels, ``scale`` device pixels for each. Raises PictureNotWritten.
    """
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise PictureNotWritten(str(out)) from error
    window.resize(*size)
    window.show()
    files = []
    with _same_desk(window):
        for name, show in _views(window):
            show()
            _settle(window)
            file = out / f"{name}-{theme.current().tokens.name}.png"
            picture = QPixmap(QSize(*size) * scale)
            picture.setDevicePixelRatio(scale)
            picture.fill(Qt.GlobalColor.transparent)
            window.render(picture)
            if not picture.save(str(file)):
                raise PictureNotWritten(str(file))
            files.append(file)
    return files


@contextmanager
def _same_desk(window: MainWindow) -> Iterator[None]:
    """Let the person stand afterwards where they stood: opening an inspection moves them there."""
    workspace = window.workspace
    desk = workspace.setting(DESK) if workspace is not None else None
    yield
    if workspace is not None:
        workspace.remember(DESK, desk)


def _views(window: MainWindow) -> Iterator[tuple[str, Callable[[], object]]]:
    for entry in pages():
        # "" is the list of a page that may stand somewhere inside.
        if entry.key == "factory":
            # What lies below another page is drawn where there is most to see.
            for section in _FILE_PARTS if (factory := _most_inspected(window)) else ():
                target = {"factory": factory, "section": section}
                yield f"{entry.key}-{section}", partial(window.open_page, entry.key, target)
            continue
        yield entry.key, partial(window.open_page, entry.key, "")
        page = window.page()
        if isinstance(page, RegisterPage):
            yield f"{entry.key}-import", page.show_import
        elif isinstance(page, PlanPage):
            yield f"{entry.key}-month", partial(page.show_view, "month")
            yield f"{entry.key}-day", partial(page.show_view, "day")
            yield f"{entry.key}-proposal", page.show_proposal
        elif isinstance(page, InspectionPage) and (place := _in_progress(window)) is not None:
            yield f"{entry.key}-questions", partial(window.open_page, entry.key, place)
            yield f"{entry.key}-closing", page.findChildren(Runner)[-1].closing_wanted.emit


def _most_inspected(window: MainWindow) -> str:
    """Return the id of the factory with most inspections, "" without any."""
    found = window.workspace and window.workspace.rows(
        "SELECT factory FROM inspection GROUP BY factory ORDER BY count(*) DESC, factory LIMIT 1"
    )
    return str(found[0]["factory"]) if found else ""


def _in_progress(window: MainWindow) -> dict[str, str] | None:
    """Return where the newest inspection that is not closed has its first finding, None without one."""
    if window.workspace is None or not (drafts := listing(window.workspace, state="draft", limit=1)):
        return None
    found = window.workspace.rows(
        "SELECT path FROM finding WHERE inspection = ? AND coalesce(deleted, 0) = 0 ORDER BY row LIMIT 1",
        drafts[0]["id"],
    )
    return {"inspection": drafts[0]["id"], "path": found[0]["path"] if found else ""}


def _settle(window: MainWindow) -> None:
    """Let the page finish its work in the background and its layout."""
    end = time.monotonic() + _PATIENCE
    while time.monotonic() < end:
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 50)
        if QThreadPool.globalInstance().waitForDone(20) and not jobs.running() and window.settled():
            break
    for _ in range(3):
        QApplication.processEvents()
