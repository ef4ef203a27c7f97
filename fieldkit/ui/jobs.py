"""Work that takes longer than a frame, done beside the window."""

from __future__ import annotations

import sys
import threading
from typing import TYPE_CHECKING, Generic, TypeVar

from PySide6.QtCore import QObject, QThreadPool, QTimer, Signal
from shiboken6 import isValid

from fieldkit.errors import FieldkitError
from fieldkit.model.stopping import Stopped

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import TracebackType

T = TypeVar("T")
_running: set[Job[object]] = set()


class Cancelled(Exception):
    """Raised inside the work by ``Job.check`` after a person cancelled it."""


class Job(QObject, Generic[T]):
    """Runs ``work(job)`` in a pool thread and tells the outcome in the GUI thread.

    The outcome is dropped when ``owner`` (usually the page) is gone, and the work is then asked to
    stop. A FieldkitError goes to ``failed``; any other error, or one that nobody listens to, goes to
    ``sys.excepthook``, so it is never lost. The work opens its own database session and touches no widget.

    Attributes:
        done: signal with the result.
        failed: signal with the FieldkitError.
        progressed: signal with (done, total, words); total 0 means unknown.
        ended: signal after done, failed or cancel, whatever happened.
    """

    done = Signal(object)
    failed = Signal(object)
    progressed = Signal(int, int, str)
    ended = Signal()
    _arrived = Signal(object, object)

    def __init__(self, owner: QObject, work: Callable[[Job[T]], T]) -> None:
        super().__init__()
        self._owner = owner
        self._work = work
        self._stop = threading.Event()
        self._listened = False
        self._begun = False
        self._arrived.connect(self._deliver)
        owner.destroyed.connect(self._stop.set)

    def start(self) -> Job[T]:
        """Begin once the window has drawn what it has to draw now, and return itself.

        Threads of Python take turns: drawing beside work takes twice as long as before it. Signals can be
        connected first: ``Job(...).then(...).start()``.
        """
        _running.add(self)  # type: ignore[arg-type]
        # Not 0: that is one more posted event, and those go before what draws.
        QTimer.singleShot(1, self, self._begin)
        return self

    def _begin(self) -> None:
        if self._begun:
            return
        self._begun = True
        if isValid(self._owner):
            QThreadPool.globalInstance().start(self._run)
        else:
            self._deliver(None, Cancelled())

    def then(
        self, done: Callable[[T], object], failed: Callable[[FieldkitError], object] | None = None
    ) -> Job[T]:
        """Connect the outcome; both are called in the GUI thread."""
        self.done.connect(done)
        if failed is not None:
            self._listened = True
            self.failed.connect(failed)
        return self

    # --- for the page

    def cancel(self) -> None:
        """Ask the work to stop at its next ``check``."""
        self._stop.set()

    @property
    def cancelled(self) -> bool:
        """Whether the work was asked to stop."""
        return self._stop.is_set()

    # --- for the work, in the pool thread

    @property
    def stop(self) -> threading.Event:
        """The event that ``cancel`` sets, for work that waits on one."""
        return self._stop

    def check(self) -> None:
        """Raise Cancelled when the work was asked to stop."""
        if self._stop.is_set():
            raise Cancelled

    def report(self, done: int, total: int = 0, words: str = "") -> None:
        """Tell how far the work is, and stop here when it was cancelled (raises Cancelled)."""
        self.check()
        self.progressed.emit(done, total, words)

    def _run(self) -> None:
        try:
            result: object = self._work(self)
        except BaseException as error:  # noqa: BLE001 - handed to the GUI thread whole
            self._arrived.emit(None, error)
        else:
            self._arrived.emit(result, None)

    # --- in the GUI thread

    def _deliver(self, result: object, error: BaseException | None) -> None:
        _running.discard(self)
        wanted = isValid(self._owner)
        if error is None:
            if wanted and not self.cancelled:
                self.done.emit(result)
        elif isinstance(error, FieldkitError) and self._listened:
            if wanted:
                self.failed.emit(error)
        elif not (isinstance(error, Cancelled) or (isinstance(error, Stopped) and self.cancelled)):
            traceback: TracebackType | None = error.__traceback__
            sys.excepthook(type(error), error, traceback)
        self.ended.emit()


def run(
    owner: QObject,
    work: Callable[[Job[T]], T],
    done: Callable[[T], object],
    *,
    failed: Callable[[FieldkitError], object] | None = None,
) -> Job[T]:
    """Start ``work`` for ``owner``; ``done`` gets the result, ``failed`` the error for a person."""
    return Job(owner, work).then(done, failed).start()


def running() -> bool:
    """Tell whether any work goes on."""
    return bool(_running)


def wait_for_all(milliseconds: int = 30_000) -> bool:
    """Cancel what runs and wait for it, before the program ends; False when time ran out."""
    for job in tuple(_running):
        job.cancel()
        job._begin()  # what has not begun finds that it was cancelled
    return QThreadPool.globalInstance().waitForDone(milliseconds)
