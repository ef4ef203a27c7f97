"""What the system says of the network: whether there is one, what it costs, whether it wants a login."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal
from PySide6.QtNetwork import QNetworkInformation

_REACHABILITY = QNetworkInformation.Reachability


class Network(QObject):
    """Asks the system; where it does not say, there may be a network that costs nothing.

    Attributes:
        changed: signal when there is another network, or none any more.
    """

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        loaded = QNetworkInformation.loadDefaultBackend()
        self._system = QNetworkInformation.instance() if loaded else None
        if self._system is not None:
            self._system.reachabilityChanged.connect(self.changed)
            self._system.isMeteredChanged.connect(self.changed)
            self._system.isBehindCaptivePortalChanged.connect(self.changed)

    def reachable(self) -> bool:
        """Tell whether there may be a way to a centre: in the office it needs no internet."""
        system = self._system
        return system is None or system.reachability() != _REACHABILITY.Disconnected

    def metered(self) -> bool:
        """Tell whether the system says that the network is paid by what it carries."""
        return self._system is not None and self._system.isMetered()
