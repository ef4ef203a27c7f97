"""A second start on the same data raises the window that is already open."""

from __future__ import annotations

import getpass
import hashlib
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtNetwork import QLocalServer, QLocalSocket

_WAIT_MS = 500
_RAISE = b"raise\n"


def _name_of(folder: Path) -> str:
    """One name for each person and data folder; short, because socket paths are."""
    try:
        person = getpass.getuser()
    except (KeyError, OSError):
        person = ""
    mark = hashlib.sha256(f"{person}\0{folder.resolve()}".encode()).hexdigest()
    return f"fieldkit-{mark[:16]}"


def raise_first(folder: Path) -> bool:
    """Ask a window that has ``folder`` open to come to the front; False when there is none."""
    socket = QLocalSocket()
    socket.connectToServer(_name_of(folder))
    if not socket.waitForConnected(_WAIT_MS):
        return False
    socket.write(_RAISE)
    socket.waitForBytesWritten(_WAIT_MS)
    socket.disconnectFromServer()
    return True


class FirstInstance(QObject):
    """Listens for later starts; the lock in the data folder, not this, protects the database.

    Attributes:
        raised: signal when another start asked for the window.
    """

    raised = Signal()

    def __init__(self, folder: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._accept)
        name = _name_of(folder)
        if not self._server.listen(name):
            # Left over from a window that was killed; nobody answered on it.
            QLocalServer.removeServer(name)
            self._server.listen(name)

    def _accept(self) -> None:
        while (socket := self._server.nextPendingConnection()) is not None:
            socket.disconnected.connect(socket.deleteLater)
            self.raised.emit()

    def close(self) -> None:
        """Stop listening."""
        self._server.close()
