"""The sheets of the encryption over the settings: choose a passphrase, change it, note a recovery code."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from fieldkit.errors import FieldkitError
from fieldkit.model.keys import changing, office, slots, ways
from fieldkit.ui import dialogs, jobs
from fieldkit.ui.code_sheet import CodeSheet
from fieldkit.ui.passphrase_sheet import PassphraseSheet

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from fieldkit.model.keys.slots import Slot
    from fieldkit.ui.page import PageContext

ENCRYPT, PASSPHRASE, CODE = "encrypt", "passphrase", "code"
"""What the settings page may be opened at."""


class ProtectionDesk(QObject):
    """Makes the sheets, and does what is chosen on them.

    Attributes:
        shown: signal with a sheet to be laid over the page, None to take it away.
        encrypt: signal with the passphrase of data that are to be encrypted.
        changed: signal when other ways lead to the key.
        told: signal (title, cure, tone) of what was done.
        failed: signal with a FieldkitError.
    """

    shown = Signal(object)
    encrypt = Signal(str)
    changed = Signal()
    told = Signal(str, str, str)
    failed = Signal(object)

    def __init__(self, context: PageContext, parent: QWidget) -> None:
        super().__init__(parent)
        self._context, self._page = context, parent
        self._recovered = False

    def ask_first(self) -> None:
        """Let the person choose the first passphrase."""
        about = self.tr(
            "The passphrase opens the data of this laptop. When it is lost, only a recovery code or the"
            " office's key opens them; nobody else can."
        )
        sheet = self._passphrase_sheet(self.tr("Encrypt the data"), about, self.tr("Encrypt"), known=False)
        sheet.wanted.connect(lambda _present, new: self.encrypt.emit(new))
        self.shown.emit(sheet)

    def ask_other(self, *, recovered: bool = False) -> None:
        """Let the person choose another passphrase; ``recovered``: by a code, the present one is lost."""
        about = self.tr("The old one opens nothing any more. The data are not written again.")
        title, button = self.tr("Change the passphrase"), self.tr("Change")
        sheet = self._passphrase_sheet(title, about, button, known=not recovered)
        sheet.wanted.connect(lambda present, new: self._change(sheet, present, new, known=not recovered))
        self.shown.emit(sheet)

    def note_code(self) -> None:
        """Show a new recovery code; it counts when it is on paper."""
        key = self._context.workspace.key
        if key is None:
            return
        try:
            slot, code = changing.new_code(self._context.workspace.folder, key)
        except FieldkitError as error:
            self.failed.emit(error)
            return
        sheet = CodeSheet(code)
        sheet.left.connect(lambda: self.shown.emit(None))
        sheet.noted.connect(lambda: self._keep_code(slot))
        self.shown.emit(sheet)

    def add_office(self) -> None:
        """Let the person choose the file of the office's key."""
        title = self.tr("The office's public recovery key")
        words = self.tr("Public key")
        chosen = dialogs.choose_path(self._page, title, filters=f"{words} (*{office.PUBLIC_SUFFIX})")
        key = self._context.workspace.key
        if not chosen or key is None:
            return
        try:
            public = office.read_public(chosen[0])
            changing.add_office(self._context.workspace.folder, key, public)
        except FieldkitError as error:
            self.failed.emit(error)
            return
        self.changed.emit()
        mark = self.tr("Compare by telephone with the office: {0}").format(public.mark)
        self.told.emit(self.tr("{0} can recover these data").format(public.name), mark, "ok")

    def _passphrase_sheet(self, title: str, about: str, button: str, *, known: bool) -> PassphraseSheet:
        sheet = PassphraseSheet(title, about, button, self._context.language, known=known)
        sheet.left.connect(lambda: self.shown.emit(None))
        return sheet

    def _change(self, sheet: PassphraseSheet, present: str, new: str, *, known: bool) -> None:
        folder, key = self._context.workspace.folder, self._context.workspace.key

        def work(_job: jobs.Job[None]) -> None:
            # Whoever passes by an open window must not be able to shut its owner out.
            found = ways.with_passphrase(slots.read(folder), present) if known else key
            if found is not None:
                changing.change_passphrase(folder, found, new)

        sheet.allow(False)
        jobs.run(sheet, work, lambda _none: self._changed_passphrase(), failed=sheet.refuse)

    def _changed_passphrase(self) -> None:
        self.shown.emit(None)
        self.changed.emit()
        self.told.emit(self.tr("The passphrase is changed"), "", "ok")

    def _keep_code(self, slot: Slot) -> None:
        try:
            changing.keep(self._context.workspace.folder, slot)
        except FieldkitError as error:
            self.failed.emit(error)
            return
        self.shown.emit(None)
        self.changed.emit()
        self.told.emit(
            self.tr("The recovery code counts from now on"),
            self.tr("An older one opens nothing any more. Lock the paper away."),
            "ok",
        )
