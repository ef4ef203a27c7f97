"""The bar above each page: its title, the state of sync, language, colours, and who works here."""

from __future__ import annotations

import unicodedata

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QFrame, QHBoxLayout, QProgressBar, QSizePolicy

from fieldkit.ui import theme
from fieldkit.ui.buttons import IconButton
from fieldkit.ui.labels import label
from fieldkit.ui.status_chip import StatusChip

HEIGHT = 64
_LEADING_VOWELS = "เแโใไ"
_TITLES = ("นางสาว", "นาง", "นาย", "ดร.", "Mr.", "Mrs.", "Ms.", "Dr.")
# The icon shows what the next press brings.
_SCHEME_ICONS = {"light": "moon", "dark": "sun", "outdoor": "monitor", "system": "sun-dim"}


def initials(name: str) -> str:
    """Return one letter of the first and one of the last name, as on the avatar; "" for no name."""
    words = name.split()
    for title in _TITLES:
        if words and words[0].startswith(title):
            words[0] = words[0].removeprefix(title)
            break
    parts = [word for word in words if word]
    chosen = parts if len(parts) < 2 else [parts[0], parts[-1]]
    return "".join(_first_letter(word) for word in chosen)


def _first_letter(word: str) -> str:
    bare = word.lstrip(_LEADING_VOWELS)
    return next((sign.upper() for sign in bare if unicodedata.category(sign).startswith("L")), "")


class Avatar(QAbstractButton):
    """A disc with the initials of the person; opens the settings."""

    def __init__(self) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.show_person("")

    def show_person(self, name: str) -> None:
        """Show who works here."""
        self.setText(initials(name))
        words = name or self.tr("Say who you are")
        self.setToolTip(words)
        self.setAccessibleName(words)
        self.update()

    def sizeHint(self) -> QSize:
        edge = theme.current().px(36)
        return QSize(edge, edge)

    def paintEvent(self, event: QPaintEvent) -> None:
        now = theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        lit = self.hasFocus() or self.underMouse() or now.tokens.edge > 1
        width = now.tokens.ring if self.hasFocus() else 2
        painter.setPen(QPen(now.colour("accent"), width) if lit else Qt.PenStyle.NoPen)
        painter.setBrush(now.colour("accent_soft"))
        inset = width / 2
        painter.drawEllipse(QRectF(self.rect()).adjusted(inset, inset, -inset, -inset))
        painter.setPen(now.colour("accent"))
        painter.setFont(now.font("strong"))
        text = self.text() or "?"
        painter.drawText(QRect(0, 0, self.width(), self.height()), Qt.AlignmentFlag.AlignCenter, text)
        painter.end()


class TopBar(QFrame):
    """Title at the left; status chip, language, colours and avatar at the right.

    Attributes:
        search_wanted, sync_wanted, language_wanted, scheme_wanted, person_wanted: signals of the buttons.
    """

    search_wanted = Signal()
    sync_wanted = Signal()
    language_wanted = Signal()
    scheme_wanted = Signal()
    person_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("topBar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedHeight(theme.current().px(HEIGHT))
        self._title = label("", "page")
        self.status = StatusChip()
        self.status.clicked.connect(self.sync_wanted)
        self.search = IconButton("search", self.tr("Search everywhere (Ctrl+K)"))
        self.search.clicked.connect(self.search_wanted)
        self._language = IconButton("languages", self.tr("Change language to Thai"))
        self._language.clicked.connect(self.language_wanted)
        self._scheme = IconButton("sun", self.tr("Change colours"))
        self._scheme.clicked.connect(self.scheme_wanted)
        self.avatar = Avatar()
        self.avatar.clicked.connect(self.person_wanted)
        row = QHBoxLayout(self)
        row.setContentsMargins(24, 0, 24, 0)
        row.setSpacing(14)
        row.addWidget(self._title)
        row.addStretch(1)
        for widget in (self.search, self.status, self._language, self._scheme, self.avatar):
            row.addWidget(widget)
        self._busy = QProgressBar(self)
        self._busy.setProperty("busy", True)
        self._busy.setRange(0, 0)
        self._busy.setTextVisible(False)
        self._busy.setAccessibleName(self.tr("Working"))
        self._busy.hide()

    def title(self) -> str:
        """Return the title of the open page."""
        return self._title.text()

    def show_title(self, title: str) -> None:
        """Name the open page."""
        self._title.setText(title)

    def show_scheme(self, scheme: str) -> None:
        """Show which colours are in force."""
        words = {
            "system": self.tr("Colours of the system"),
            "light": self.tr("Light colours"),
            "dark": self.tr("Dark colours"),
            "outdoor": self.tr("Outdoor colours"),
        }[scheme]
        change = self.tr("press to change")
        self._scheme.show_icon(_SCHEME_ICONS[scheme])
        self._scheme.set_name(f"{words} · {change}")

    def show_busy(self, busy: bool) -> None:
        """Show the thin line that says that something is going on."""
        self._busy.setVisible(busy)
        self._busy.setGeometry(0, self.height() - 3, self.width(), 3)
