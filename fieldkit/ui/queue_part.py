"""What can be done with lines of the queue: send again, hold back, release, seal into a file, export."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QMenu, QVBoxLayout, QWidget

from fieldkit.model import holding
from fieldkit.model.queue import KEPT, PARTLY, WAITING
from fieldkit.ui import theme
from fieldkit.ui.buttons import Button
from fieldkit.ui.export_control import ExportControl, Wanted
from fieldkit.ui.queue_list import QueueList
from fieldkit.ui.sealing import COLLEAGUE, OFFICE, Receiver, Sealing
from fieldkit.ui.wrap_layout import WrapLayout

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from fieldkit.model.owners import Key
    from fieldkit.model.workspace import Workspace
    from fieldkit.ui.jobs import Job
    from fieldkit.ui.page import Page


class QueuePart(QWidget):
    """The queue and its buttons.

    Attributes:
        retry_wanted: signal with the Cargo to ask the centre for and to send again.
        held: signal after something was held back or released.
    """

    retry_wanted = Signal(object)
    held = Signal()

    def __init__(self, page: Page) -> None:
        super().__init__()
        self._page = page
        self._working = False
        self._sealing = Sealing(page)
        self.queue = QueueList(page.context)
        self.queue.failed.connect(page.failed)
        self.queue.chosen.connect(self._offer)
        self.queue.list.copied.connect(
            lambda count: page.told.emit(self.tr("%n row(s) copied", "", count), "", "ok")
        )
        self.retry = Button(self.tr("Send again"), "refresh-cw")
        self.retry.setToolTip(self.tr("Ask whether the office has it, and send what it lacks"))
        self.retry.clicked.connect(lambda: self.retry_wanted.emit(self.queue.cargo()))
        self.hold = Button(self.tr("Hold back"), "pause")
        self.hold.setToolTip(self.tr("It stays on this laptop until you release it"))
        self.hold.clicked.connect(self._hold)
        self.release = Button(self.tr("Release"), "play")
        self.release.setToolTip(self.tr("It goes with the next sync"))
        self.release.clicked.connect(self._release)
        self.export = Button(self.tr("Export"), "file-down")
        menu = QMenu(self.export)
        for words, receiver in (
            (self.tr("Sealed for the office"), OFFICE),
            (self.tr("Sealed for a colleague, with a code"), COLLEAGUE),
        ):
            menu.addAction(words, partial(self._seal, receiver))
        self._exporting = ExportControl(page, self._inspections, own_button=False)
        self.workbook = menu.addAction(self.tr("Inspections into a workbook"), self._exporting.ask)
        self.export.setMenu(menu)
        acts = QWidget()
        row = WrapLayout(acts, spacing=theme.current().px(8))
        for part in (self.retry, self.hold, self.release, self.export, self._exporting):
            row.addWidget(part)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addWidget(self.queue, 1)
        column.addWidget(acts)
        self._offer()

    def refresh(self) -> None:
        """Read the queue again."""
        self.queue.refresh()

    def enter(self) -> None:
        """Put the focus where the work goes on."""
        self.queue.list.enter()

    def show_working(self, working: bool) -> None:
        """Say whether an exchange runs, during which nothing is held, released or asked."""
        self._working = working
        self._offer()

    def _offer(self) -> None:
        """Offer what the chosen lines allow."""
        lines = self.queue.lines()
        idle = not self._working
        self.retry.setEnabled(idle and any(line.state != KEPT for line in lines))
        held = any(line.asked for line in lines)
        free = any(line.state in (WAITING, PARTLY) for line in lines)
        focused = next((one for one in (self.hold, self.release) if one.hasFocus()), None)
        # Mostly one of them has a sense: it takes the place, and the focus, of the other.
        self.release.setVisible(held)
        self.hold.setVisible(free or not held)
        self.hold.setEnabled(idle and free)
        self.release.setEnabled(idle and held)
        if focused is not None and not focused.isVisibleTo(self):
            (self.release if held else self.hold).setFocus()
        self.export.setEnabled(any(line.cargo.changes or line.cargo.files for line in lines))
        self.workbook.setEnabled(any(line.table == "inspection" for line in lines))

    # --- hold and release

    def _hold(self) -> None:
        keys = [line.key for line in self.queue.lines() if line.state in (WAITING, PARTLY)]
        self._write(holding.hold, keys, lambda count: self.tr("%n record(s) held back", "", count))

    def _release(self) -> None:
        keys = [line.key for line in self.queue.lines() if line.asked]
        self._write(
            holding.release, keys, lambda count: self.tr("%n record(s) go with the next sync", "", count)
        )

    def _write(
        self,
        act: Callable[[Workspace, Sequence[Key]], int],
        keys: Sequence[Key],
        words: Callable[[int], str],
    ) -> None:
        if not keys:
            return
        done = partial(self._written, words(len(keys)))
        self._page.start_job(partial(_act, act, self._page.context.workspace, keys), done)

    def _written(self, words: str, _changes: int) -> None:
        self._page.told.emit(words, "", "ok")
        self.refresh()
        self.held.emit()

    # --- into files

    def _inspections(self) -> Wanted:
        found = tuple(line.record for line in self.queue.lines() if line.table == "inspection")
        return Wanted(len(found), lambda: found)

    def _seal(self, receiver: Receiver) -> None:
        name = self.tr("Records {0}").format(f"{self._page.context.workspace.clock():%Y-%m-%d}")
        self._sealing.seal(receiver, name, self.queue.cargo())


def _act(
    act: Callable[[Workspace, Sequence[Key]], int],
    workspace: Workspace,
    keys: Sequence[Key],
    _job: Job[int],
) -> int:
    return act(workspace, keys)
