"""A field for a passphrase: nobody reads it over a shoulder, and a box shows it where nobody looks."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QLineEdit

_HINTS = (
    Qt.InputMethodHint.ImhSensitiveData
    | Qt.InputMethodHint.ImhNoPredictiveText
    | Qt.InputMethodHint.ImhNoAutoUppercase
)


class SecretField(QLineEdit):
    """One line that shows dots; :meth:`shown_by` gives it a box."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setEchoMode(QLineEdit.EchoMode.Password)
        self.setInputMethodHints(_HINTS)
        self.setAccessibleName(name)

    def shown_by(self, box: QCheckBox) -> None:
        """Show what is typed while ``box`` is ticked."""
        box.toggled.connect(self._show)

    def _show(self, shown: bool) -> None:
        self.setEchoMode(QLineEdit.EchoMode.Normal if shown else QLineEdit.EchoMode.Password)

    def forget(self) -> None:
        """Empty it, so that nothing of it can be taken back by undo."""
        self.setText("")
        self.setModified(False)
