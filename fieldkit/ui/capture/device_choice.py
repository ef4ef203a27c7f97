"""Which of several cameras or microphones: chosen once, remembered on this laptop."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fieldkit.model.workspace import Workspace
    from fieldkit.ui.capture.sources import Device


class DeviceChoice(QComboBox):
    """A list of devices, hidden while there is one only.

    Attributes:
        chosen: signal with the key of a device that a person chose.
    """

    chosen = Signal(str)

    def __init__(self, workspace: Workspace, remembered: str, name: str) -> None:
        """``remembered`` is the name of the laptop's setting, ``name`` what a screen reader says."""
        super().__init__()
        self._workspace = workspace
        self._remembered = remembered
        self.setAccessibleName(name)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.activated.connect(lambda place: self._choose(place))

    def show_devices(self, devices: Sequence[Device]) -> str:
        """Show ``devices`` and return the key of the one that was used last, or of the first."""
        self.clear()
        for device in devices:
            self.addItem(device.name, device.key)
        self.setCurrentIndex(max(0, self.findData(self._workspace.setting(self._remembered))))
        self.setVisible(len(devices) > 1)
        return str(self.currentData())

    def step(self, by: int) -> bool:
        """Go to the next device; False when there is one only."""
        if self.count() < 2:
            return False
        self.setCurrentIndex((self.currentIndex() + by) % self.count())
        self._choose(self.currentIndex())
        return True

    def _choose(self, place: int) -> None:
        key = str(self.itemData(place))
        self._workspace.remember(self._remembered, key)
        self.chosen.emit(key)
