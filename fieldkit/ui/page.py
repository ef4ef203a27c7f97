"""What every page of the window has in common, and what it gets from the window."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from fieldkit.ui.jobs import run

if TYPE_CHECKING:
    from typing import TypeVar

    from fieldkit.errors import FieldkitError, Language
    from fieldkit.model.workspace import Workspace
    from fieldkit.ui.capture.sources import Devices
    from fieldkit.ui.jobs import Job
    from fieldkit.ui.settings import Settings

    T = TypeVar("T")

EVERYTHING: frozenset[str] = frozenset()
# What this laptop remembers of where the inspector stands: {"inspection": id, "path": stored path}.
DESK = "desk"


def _machine() -> Devices:
    from fieldkit.ui.capture.machine import Machine

    return Machine()


@dataclass(frozen=True, slots=True)
class PageContext:
    """What a page gets: the work, and how to show it.

    Attributes:
        workspace: the open data folder; its ``clock`` is the only clock of a page.
        settings: language, scheme, columns.
        devices: camera, microphone, receiver.
    """

    workspace: Workspace
    settings: Settings
    devices: Devices = field(default_factory=_machine)

    @property
    def language(self) -> Language:
        """Language of the window, for ``Text.pick`` and dates."""
        return self.settings.language


class Page(QWidget):
    """One page of the window. The window makes it when it is first opened and calls ``build`` once.

    A change of language or size of text makes all pages anew; ``state`` and ``open`` carry the place over.

    Attributes:
        FOLDS_SIDEBAR: whether the sidebar folds to its rail while this page is open.
        opened: signal (key, target) that asks the window for another page.
        changed: signal with the names of the tables that this page wrote to.
        told: signal (title, cure, tone) for a notice in the message bar; tone fail, warn, ok or info.
        offered: signal (title, cure, choices) for a notice of what was done that a person can take back
            or go on with at once; ``choices`` are one or two pairs of a button's words and what it calls.
        failed: signal with a FieldkitError for the message bar.
        busy: signal with True and False around work in the background.
        look_wanted: signal (what, value) that asks for another "language", "scheme" or "text_size".
        restart_wanted: signal that asks the program to begin anew with other data.
        moved: signal when the person came to another place inside of the page, such as another inspection:
            what was said of the place before is over, and the sidebar may fold.
    """

    FOLDS_SIDEBAR: ClassVar[bool] = False

    opened = Signal(str, object)
    changed = Signal(object)
    told = Signal(str, str, str)
    offered = Signal(str, str, object)
    failed = Signal(object)
    busy = Signal(bool)
    look_wanted = Signal(str, object)
    restart_wanted = Signal()
    moved = Signal()

    def __init__(self, context: PageContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.context = context

    # --- for the page to fill in

    def build(self) -> None:
        """Make the widgets; called once, before the page is first seen."""

    def open(self, target: object = None) -> None:
        """Come to the front, at ``target`` (such as the id of a factory) when there is one.

        "" is the start of the page: the person pressed its name once more.
        """

    def refresh(self, changed: frozenset[str] = EVERYTHING) -> None:
        """Read again what depends on the tables ``changed``; EVERYTHING (empty) means all."""

    def leave(self) -> None:
        """Finish what is being typed; called before another page opens and before the end."""

    def state(self) -> object:
        """Return a target with which ``open`` comes back to the present place."""
        return None

    def folds_sidebar(self) -> bool:
        """Tell whether the present place needs the room of the sidebar."""
        return self.FOLDS_SIDEBAR

    def came_from(self, key: str) -> None:
        """Learn from which page a person came, for pages that have a way back."""

    def focus_search(self) -> None:
        """Put the cursor where Ctrl+F puts it; pages without a search do nothing."""

    # --- for the page to use

    def column(self, *, margins: tuple[int, int, int, int] = (24, 0, 24, 20)) -> QVBoxLayout:
        """Give the page its vertical layout with the usual margins and return it."""
        column = QVBoxLayout(self)
        column.setContentsMargins(*margins)
        column.setSpacing(14)
        return column

    def start_job(
        self,
        work: Callable[[Job[T]], T],
        done: Callable[[T], object],
        *,
        failed: Callable[[FieldkitError], object] | None = None,
    ) -> Job[T]:
        """Run ``work`` beside the window while its top bar shows that something is going on.

        An error for a person goes to ``failed``, or else to the message bar.
        """
        self.busy.emit(True)
        job = run(self, work, done, failed=failed or self.failed.emit)
        job.ended.connect(_Once(self, self._not_busy))
        return job

    def _not_busy(self) -> None:
        self.busy.emit(False)


class _Once:
    """Calls a method of a page unless the page is gone."""

    def __init__(self, owner: QObject, call: Callable[[], None]) -> None:
        self._owner = owner
        self._call = call

    def __call__(self) -> None:
        from shiboken6 import isValid

        if isValid(self._owner):
            self._call()
