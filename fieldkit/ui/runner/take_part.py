"""What the laptop's own devices can do for the question in the pane, and what is wrong with them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from fieldkit.ui.buttons import Button
from fieldkit.ui.wrap_label import WrapLabel

if TYPE_CHECKING:
    from typing import Literal

    from fieldkit.errors import FieldkitError, Language
    from fieldkit.model.form import Node
    from fieldkit.ui.runner.kinds import Kind

    Way = Literal["photo", "film", "sound", "codes", "position"]

_ICONS = {
    "photo": "camera",
    "film": "video",
    "sound": "mic",
    "codes": "scan-barcode",
    "position": "locate-fixed",
}


def way_of(node: Node, kind: Kind) -> Way:
    """Return which device answers a question; any other may take a photo beside its answer."""
    if kind == "file":
        wanted = node.parameters.get("mediatype", "").partition("/")[0]
        return {"audio": "sound", "video": "film"}.get(wanted, "photo")  # type: ignore[return-value]
    return "codes" if kind == "barcode" else "position" if kind == "point" else "photo"


class TakePart(QWidget):
    """A button for the question's device, one for the camera where that is another, and the last trouble.

    Attributes:
        wanted: signal with the way.
    """

    wanted = Signal(str)

    def __init__(self, language: Language) -> None:
        super().__init__()
        self._language = language
        self._path = ""
        self._said: dict[str, str] = {}
        words = {
            "film": self.tr("Film"),
            "sound": self.tr("Record"),
            "codes": self.tr("Scan with the camera"),
            "position": self.tr("Measure the place"),
            "photo": self.tr("Take a photo"),
        }
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        self.trouble = WrapLabel("", "caption", tone="fail")
        column.addWidget(self.trouble)
        self.buttons = {way: Button(text, _ICONS[way]) for way, text in words.items()}
        for way, button in self.buttons.items():
            button.clicked.connect(lambda _checked=False, way=way: self.wanted.emit(way))
            column.addWidget(button)

    def show_question(self, path: str, way: Way, *, open_: bool) -> None:
        """Show what there is for the question at ``path``; nothing where it is no longer ``open_``."""
        self._path = path
        for name, button in self.buttons.items():
            button.setVisible(open_ and name in (way, "photo"))
            button.setToolTip("Shift+F4" if name == way else "")
        self._show_trouble()

    def say(self, path: str, error: FieldkitError | None) -> None:
        """Keep what is wrong with a device for the question at ``path``; None when it has worked."""
        if error is None:
            self._said.pop(path, None)
        else:
            self._said[path] = error.message(self._language)
        self._show_trouble()

    def _show_trouble(self) -> None:
        words = self._said.get(self._path, "")
        self.trouble.set_words(words)
        self.trouble.setVisible(bool(words))
