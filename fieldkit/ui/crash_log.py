"""One rotating log of what went wrong, without what anyone typed or is called."""

from __future__ import annotations

import faulthandler
import logging
import logging.handlers
import platform
import sys
import threading
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QMessageLogContext, QtMsgType, qInstallMessageHandler, qVersion

from fieldkit import __version__
from fieldkit.crash import describe, unquoted

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import TracebackType
    from typing import IO

LOG_NAME, FAULT_NAME = "fieldkit.log", "fault.log"
_SIZE, _KEPT = 512 * 1024, 3
_QT_LEVELS = {
    QtMsgType.QtDebugMsg: logging.DEBUG,
    QtMsgType.QtInfoMsg: logging.INFO,
    QtMsgType.QtWarningMsg: logging.WARNING,
    QtMsgType.QtCriticalMsg: logging.ERROR,
    QtMsgType.QtFatalMsg: logging.CRITICAL,
}
log = logging.getLogger("fieldkit")


class CrashLog:
    """Sends every unexpected error to the log and tells the window; ``remove`` puts all back."""

    def __init__(self, folder: Path, on_bug: Callable[[], None]) -> None:
        """Log into ``folder``; ``on_bug`` is called in the GUI thread after an error nobody caught."""
        self._on_bug = on_bug
        self._faults: IO[str] | None = None
        self._handler: logging.Handler = logging.StreamHandler()
        try:
            folder.mkdir(parents=True, exist_ok=True)
            self._handler = logging.handlers.RotatingFileHandler(
                folder / LOG_NAME, maxBytes=_SIZE, backupCount=_KEPT, encoding="utf-8"
            )
            self._faults = (folder / FAULT_NAME).open("a", encoding="utf-8")
        except OSError:
            # A folder that cannot be written must not keep the window from saying so.
            pass
        self._handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s %(message)s"))
        log.addHandler(self._handler)
        log.setLevel(logging.INFO)
        if self._faults is not None:
            faulthandler.enable(self._faults)
        self._before = (sys.excepthook, threading.excepthook)
        sys.excepthook = self._uncaught
        threading.excepthook = self._uncaught_in_thread
        qInstallMessageHandler(self._from_qt)
        log.info(
            "start %s python %s qt %s %s",
            __version__,
            platform.python_version(),
            qVersion(),
            platform.system(),
        )

    def remove(self) -> None:
        """Take the hooks out and close the files."""
        sys.excepthook, threading.excepthook = self._before
        qInstallMessageHandler(None)
        if self._faults is not None:
            faulthandler.disable()
            self._faults.close()
        log.removeHandler(self._handler)
        self._handler.close()

    def _uncaught(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
            return
        log.error("uncaught\n%s", describe(error))
        # The person at the terminal may see all of it; only the file travels.
        sys.__excepthook__(kind, error, trace)
        self._on_bug()

    def _uncaught_in_thread(self, args: threading.ExceptHookArgs) -> None:
        if args.exc_value is not None:
            log.error("uncaught in a thread\n%s", describe(args.exc_value))

    def _from_qt(self, kind: QtMsgType, context: QMessageLogContext, message: str) -> None:
        log.log(_QT_LEVELS.get(kind, logging.WARNING), "qt: %s", unquoted(message))
        if kind not in (QtMsgType.QtDebugMsg, QtMsgType.QtInfoMsg) and sys.stderr is not None:
            print(message, file=sys.stderr)
