"""In the settings: whether the data are encrypted, what opens them, when the window locks itself."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QComboBox

from fieldkit.errors import FieldkitError
from fieldkit.model.durable import explaining
from fieldkit.model.keys import changing, conversion, slots
from fieldkit.system_keyring import SystemKeyring
from fieldkit.ui import dialogs, theme
from fieldkit.ui.buttons import Button
from fieldkit.ui.card import Card
from fieldkit.ui.labels import label
from fieldkit.ui.window_lock import LOCK_AFTER, minutes_of
from fieldkit.ui.wrap_label import WrapLabel
from fieldkit.ui.wrap_layout import WrapLayout

if TYPE_CHECKING:
    from collections.abc import Callable

    from fieldkit.errors import Language
    from fieldkit.model.keys.slots import Slots
    from fieldkit.model.workspace import Workspace

MINUTES = (2, 5, 10, 15, 30, 60, 0)
WIDTH = 340
_NAMED = 5  # files that a question names


class ProtectionCard(Card):
    """What is chosen here is kept at once; what needs words opens a sheet.

    Attributes:
        encrypt_wanted, passphrase_wanted, code_wanted, office_wanted: signals of the buttons.
        lock_wanted: signal of the button that locks now.
        watched: signal when other minutes were chosen.
        failed: signal with a FieldkitError.
    """

    encrypt_wanted = Signal()
    passphrase_wanted = Signal()
    code_wanted = Signal()
    office_wanted = Signal()
    lock_wanted = Signal()
    watched = Signal()
    failed = Signal(object)

    def __init__(self, workspace: Workspace, language: Language) -> None:
        super().__init__(self.tr("Encryption"))
        self._workspace, self._language = workspace, language
        if workspace.encrypted:
            self._show_sealed()
        else:
            self._show_plain()

    def _show_plain(self) -> None:
        self.add(WrapLabel(self.tr("Not encrypted: who has the laptop can read all of it"), tone="warn"))
        self.encrypt = Button(self.tr("Encrypt the data…"), "lock")
        self.encrypt.clicked.connect(self.encrypt_wanted)
        self._row(self.encrypt)

    def _show_sealed(self) -> None:
        self.add(WrapLabel(self.tr("Encrypted: without a key nobody can read it"), tone="ok"))
        self.ways = WrapLabel("", "quiet")
        self.add(self.ways)
        self.passphrase = Button(self.tr("Change the passphrase…"), "key")
        self.passphrase.clicked.connect(self.passphrase_wanted)
        self.code = Button(self.tr("New recovery code…"), "file-text")
        self.code.clicked.connect(self.code_wanted)
        self._row(self.passphrase, self.code)
        self.office = Button(self.tr("Add the office's key…"), "server")
        self.office.clicked.connect(self.office_wanted)
        self.lock = Button(self.tr("Lock now (Ctrl+Shift+L)"), "lock")
        self.lock.clicked.connect(self.lock_wanted)
        self._row(self.office, self.lock)
        self.keyring = QCheckBox(self.tr("Let this machine remember the key"))
        self.keyring.setMinimumHeight(theme.current().px(36))
        self.add(self.keyring)
        self.add(WrapLabel(self.tr("Then the start asks for no passphrase; a locked window does."), "quiet"))
        name = label(self.tr("Lock by itself when nobody types"), "caption")
        self.minutes = QComboBox()
        self.minutes.setAccessibleName(name.text())
        self.minutes.setMaximumWidth(theme.current().px(WIDTH))
        name.setBuddy(self.minutes)
        for minutes in MINUTES:
            words = self.tr("after %n minute(s)", "", minutes) if minutes else self.tr("never")
            self.minutes.addItem(words, minutes)
        self.minutes.setCurrentIndex(max(0, self.minutes.findData(minutes_of(self._workspace))))
        self.minutes.activated.connect(lambda _place: self._try(self._keep_minutes))
        self.add(name)
        self.add(self.minutes)
        self.left = WrapLabel("", tone="warn")
        self.clear = Button(self.tr("Delete them…"), "trash-2", kind="danger")
        self.clear.clicked.connect(lambda: self._try(self._clear))
        self.add(self.left)
        self._row(self.clear)
        self.refresh()
        self.keyring.toggled.connect(lambda on: self._try(partial(self._turn_keyring, on)))

    def _row(self, *buttons: Button) -> None:
        row = WrapLayout()
        for button in buttons:
            row.addWidget(button)
        self.body.addLayout(row)

    def refresh(self) -> None:
        """Show again which ways lead to the key."""
        if not self._workspace.encrypted:
            return
        try:
            found = slots.read(self._workspace.folder)
        except FieldkitError as error:
            self.ways.set_words(error.message(self._language))
            return
        kinds = [_words(found, kind, self._language) for kind in slots.KINDS if found.of(kind)]
        self.ways.set_words(self.tr("Opened by: {0}").format(" · ".join(kinds)))
        left = len(list(conversion.left_in_clear(self._workspace.folder)))
        self.left.set_words(self.tr("%n file(s) in the data folder can be read by anybody", "", left))
        for part in (self.left, self.clear):
            part.setVisible(bool(left))
        self.keyring.blockSignals(True)
        self.keyring.setChecked(bool(found.of("keyring")))
        self.keyring.blockSignals(False)

    def _keep_minutes(self) -> None:
        self._workspace.remember(LOCK_AFTER, str(self.minutes.currentData()))
        self.watched.emit()

    def _clear(self) -> None:
        files = list(conversion.left_in_clear(self._workspace.folder))
        question = dialogs.Question(
            self.tr("Delete %n file(s)?", "", len(files)),
            self.tr("Backups and exports from before the encryption: {0}").format(
                " · ".join(file.name for file in files[:_NAMED])
            ),
            self.tr("Delete"),
            self.tr("Keep them"),
            danger=True,
        )
        if dialogs.ask(self, question):
            with explaining(self._workspace.folder):
                for file in files:
                    conversion.overwrite(file)

    def _turn_keyring(self, on: bool) -> None:
        folder, key = self._workspace.folder, self._workspace.key
        if on and key is not None:
            changing.add_keyring(folder, key, SystemKeyring())
        elif not on:
            changing.remove(folder, "keyring", SystemKeyring())

    def _try(self, act: Callable[[], object]) -> None:
        try:
            act()
        except FieldkitError as error:
            self.failed.emit(error)
        self.refresh()


def _words(found: Slots, kind: slots.Kind, language: Language) -> str:
    name = str(found.of(kind)[0].facts.get("name", "")) if kind == "office" else ""
    words = slots.KIND_WORDS[kind].pick(language)
    return f"{words} ({name})" if name else words
