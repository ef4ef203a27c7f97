"""Whether the laptop exchanges by itself, and what over a network that is paid by the megabyte."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox

from fieldkit.errors import FieldkitError
from fieldkit.ui import theme
from fieldkit.ui.auto_sync import OFF, PAID_FILES
from fieldkit.ui.card import Card
from fieldkit.ui.wrap_label import WrapLabel

if TYPE_CHECKING:
    from fieldkit.model.workspace import Workspace

TARGET = 36


class AutoSyncCard(Card):
    """Two boxes, kept at once.

    Attributes:
        failed: signal with a FieldkitError.
    """

    failed = Signal(object)

    def __init__(self, workspace: Workspace) -> None:
        super().__init__(self.tr("Sync"))
        self._workspace = workspace
        self.add(
            WrapLabel(
                self.tr("A laptop that has joined a centre finds it when the network is there."), "quiet"
            )
        )
        self.automatic = self._box(self.tr("Sync by itself"), checked=workspace.setting(OFF) is None)
        self.paid = self._box(
            self.tr("Photos also over mobile data"), checked=workspace.setting(PAID_FILES) is not None
        )
        self.paid.setEnabled(self.automatic.isChecked())
        self.automatic.toggled.connect(self._keep_automatic)
        self.paid.toggled.connect(lambda on: self._keep(PAID_FILES, "on" if on else None))

    def _box(self, words: str, *, checked: bool) -> QCheckBox:
        box = QCheckBox(words)
        box.setMinimumHeight(theme.current().px(TARGET))
        box.setChecked(checked)
        self.add(box)
        return box

    def _keep_automatic(self, on: bool) -> None:
        self.paid.setEnabled(on)
        self._keep(OFF, None if on else "off")

    def _keep(self, key: str, value: str | None) -> None:
        try:
            self._workspace.remember(key, value)
        except FieldkitError as error:
            self.failed.emit(error)
