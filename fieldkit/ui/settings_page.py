"""Settings: who works here, how the window looks, where the data are."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import (
    QComboBox,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from fieldkit import __version__
from fieldkit.errors import FieldkitError
from fieldkit.model.reference_tables.descriptions import tables
from fieldkit.model.reference_tables.listing import counted
from fieldkit.ui import theme
from fieldkit.ui.auto_sync_card import AutoSyncCard
from fieldkit.ui.backup_card import BackupCard
from fieldkit.ui.buttons import Button
from fieldkit.ui.card import Card, centred, scrolling
from fieldkit.ui.carry_card import CarryCard
from fieldkit.ui.labels import label
from fieldkit.ui.page import Page
from fieldkit.ui.protection_card import ProtectionCard
from fieldkit.ui.protection_desk import CODE, ENCRYPT, PASSPHRASE, ProtectionDesk
from fieldkit.ui.receiver_card import ReceiverCard
from fieldkit.ui.wrap_label import WrapLabel

if TYPE_CHECKING:
    from collections.abc import Iterable

FIELD_WIDTH = 340


class SettingsPage(Page):
    """Everything is kept at once; there is no save button.

    Attributes:
        encrypt_wanted: signal with the passphrase of data that are to be encrypted.
        lock_wanted: signal to lock the window now.
        watched: signal when the window locks itself after other minutes.
    """

    encrypt_wanted = Signal(str)
    lock_wanted = Signal()
    watched = Signal()

    def build(self) -> None:
        sheet = QWidget()
        columns = QHBoxLayout(sheet)
        columns.setContentsMargins(0, 0, 8, 0)
        columns.setSpacing(14)
        left, right = QVBoxLayout(), QVBoxLayout()
        for column, cards in (
            (
                left,
                (
                    self._person(),
                    self._protection(),
                    self._sync(),
                    self._carry(),
                    self._backups(),
                    self._data(),
                ),
            ),
            (right, (self._look(), self._checklists(), self._reference(), self._position_source())),
        ):
            column.setSpacing(14)
            for card in cards:
                column.addWidget(card)
            column.addStretch(1)
            columns.addLayout(column, 1)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setWidget(sheet)
        # The fields inside scroll it; by itself it would be a stop without a name.
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._stack = QStackedWidget()
        self._laid_over: QWidget | None = None
        self._stack.addWidget(scroll)
        self.column(margins=(24, 0, 16, 20)).addWidget(self._stack)

    def open(self, target: object = None) -> None:
        self._receiver.list_ports()
        self.backups.show_state()
        if target == ENCRYPT:
            self.desk.ask_first()
        elif target == PASSPHRASE:
            self.desk.ask_other(recovered=True)
        elif target == CODE:
            self.desk.note_code()
        elif self._laid_over is not None:
            self._laid_over.setFocus()
        else:
            self._name.setFocus()

    def leave(self) -> None:
        self._keep_person()

    # --- encryption

    def _protection(self) -> Card:
        self.desk = ProtectionDesk(self.context, self)
        self.protection = card = ProtectionCard(self.context.workspace, self.context.language)
        card.encrypt_wanted.connect(self.desk.ask_first)
        card.passphrase_wanted.connect(self.desk.ask_other)
        card.code_wanted.connect(self.desk.note_code)
        card.office_wanted.connect(self.desk.add_office)
        card.lock_wanted.connect(self.lock_wanted)
        card.watched.connect(self.watched)
        self.desk.shown.connect(self._lay_over)
        self.desk.encrypt.connect(self.encrypt_wanted)
        self.desk.changed.connect(card.refresh)
        self.desk.told.connect(self.told)
        for part in (card, self.desk):
            part.failed.connect(self.failed)
        return card

    def _lay_over(self, sheet: QWidget | None) -> None:
        """Show a sheet in the place of the cards, or the cards again."""
        before, self._laid_over = self._laid_over, None
        if before is not None:
            self._stack.removeWidget(before)
            before.deleteLater()
        if sheet is None:
            self._name.setFocus()
            return
        place = QWidget()
        column = QVBoxLayout(place)
        column.addStretch(1)
        column.addLayout(centred(sheet))
        column.addStretch(2)
        self._laid_over = scrolling(place)
        self._laid_over.setFocusProxy(sheet)
        self._stack.addWidget(self._laid_over)
        self._stack.setCurrentWidget(self._laid_over)
        sheet.setFocus()

    # --- who

    def _person(self) -> Card:
        card = Card(self.tr("Who works here"))
        card.add(
            WrapLabel(
                self.tr("The name stands beside every answer and under the inspection. It is kept at once."),
                "quiet",
            )
        )
        person = self.context.workspace.person
        self._name = QLineEdit(person.name)
        self._position = QLineEdit(person.position)
        self._office = QLineEdit(person.office)
        self._card_no = QLineEdit(person.card_no)
        fields = (
            (self.tr("Name and surname"), self._name),
            (self.tr("Position"), self._position),
            (self.tr("Office"), self._office),
            (self.tr("Number of the officer's card"), self._card_no),
        )
        card.body.addLayout(_field_grid(fields))
        for _words, field in fields:
            field.editingFinished.connect(self._keep_person)
        return card

    def _keep_person(self) -> None:
        person = self.context.workspace.person
        fields = (self._name, self._position, self._office, self._card_no)
        typed = tuple(" ".join(field.text().split()) for field in fields)
        if typed == (person.name, person.position, person.office, person.card_no):
            return
        name, position, office, card_no = typed
        try:
            self.context.workspace.name_person(name=name, position=position, office=office, card_no=card_no)
        except FieldkitError as error:
            self.failed.emit(error)
            return
        self.changed.emit(frozenset({"person"}))

    # --- look

    def _look(self) -> Card:
        card = Card(self.tr("Look"))
        settings = self.context.settings
        language = _choice((("ไทย", "th"), ("English", "en")), settings.language)
        schemes = (
            (self.tr("As the system"), "system"),
            (self.tr("Light"), "light"),
            (self.tr("Dark"), "dark"),
            (self.tr("Outdoor: black on white, for the sun"), "outdoor"),
        )
        scheme = _choice(schemes, settings.scheme)
        sizes = tuple((f"{percent} %", percent) for percent in theme.TEXT_SIZES)
        size = _choice(sizes, settings.text_size)
        self._choices = {"language": language, "scheme": scheme, "text_size": size}
        for what, box in self._choices.items():
            box.activated.connect(partial(self._want, what, box))
        fields = (
            (self.tr("Language"), language),
            (self.tr("Colours"), scheme),
            (self.tr("Size of the text"), size),
        )
        card.body.addLayout(_field_grid(fields))
        return card

    def _want(self, what: str, box: QComboBox, _index: int) -> None:
        self.look_wanted.emit(what, box.currentData())

    # --- checklists

    def _checklists(self) -> Card:
        card = Card(self.tr("Checklists"))
        words = self.tr("Which versions are in force, a new workbook of the office, a checklist on paper.")
        card.add(WrapLabel(words, "quiet"))
        self.checklists = Button(self.tr("Open the checklists"), "list-checks")
        self.checklists.clicked.connect(lambda: self.opened.emit("checklists", None))
        row = QHBoxLayout()
        row.addWidget(self.checklists)
        row.addStretch(1)
        card.body.addLayout(row)
        return card

    # --- reference tables

    def _reference(self) -> Card:
        card = Card(self.tr("Reference tables"))
        today = self.context.workspace.clock().date()
        open_ = sum(counted(name, today).unconfirmed for name, one in tables().items() if one.editable)
        card.add(
            WrapLabel(
                self.tr(
                    "Limits, sections, deadlines, holidays, wording: found, confirmed, changed from a day on."
                ),
                "quiet",
            )
        )
        if open_:
            card.add(WrapLabel(self.tr("%n row(s) that nobody confirmed", "", open_), tone="warn"))
        self.reference = Button(self.tr("Open the reference tables"), "list-checks")
        self.reference.clicked.connect(lambda: self.opened.emit("reference", None))
        row = QHBoxLayout()
        row.addWidget(self.reference)
        row.addStretch(1)
        card.body.addLayout(row)
        return card

    # --- position

    def _position_source(self) -> Card:
        context = self.context
        self._receiver = ReceiverCard(context.workspace, context.devices, context.language)
        return self._receiver

    # --- sync

    def _sync(self) -> Card:
        card = AutoSyncCard(self.context.workspace)
        card.failed.connect(self.failed)
        return card

    def _carry(self) -> Card:
        card = CarryCard(self.context.workspace)
        card.failed.connect(self.failed)
        return card

    # --- backups

    def _backups(self) -> Card:
        self.backups = BackupCard(self.context.workspace, self.context.language)
        self.backups.failed.connect(self.failed)
        self.backups.restarted.connect(self.restart_wanted)
        return self.backups

    # --- data

    def _data(self) -> Card:
        card = Card(self.tr("Data on this laptop"))
        folder = self.context.workspace.folder
        grid = QGridLayout()
        grid.setHorizontalSpacing(14)
        grid.setColumnStretch(1, 1)
        facts = ((self.tr("Data folder"), str(folder)), (self.tr("Version"), f"fieldkit {__version__}"))
        for row, (words, fact) in enumerate(facts):
            grid.addWidget(label(words, "caption"), row, 0)
            grid.addWidget(WrapLabel(fact), row, 1)
        card.body.addLayout(grid)
        shown = Button(self.tr("Open the data folder"), "folder-open")
        shown.clicked.connect(lambda: QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder))))
        row_of_buttons = QHBoxLayout()
        row_of_buttons.addWidget(shown)
        row_of_buttons.addStretch(1)
        card.body.addLayout(row_of_buttons)
        return card


def _field_grid(fields: Iterable[tuple[str, QWidget]]) -> QVBoxLayout:
    """Return fields with their words above them."""
    column = QVBoxLayout()
    column.setSpacing(2)
    for words, field in fields:
        name = label(words, "caption")
        name.setBuddy(field)
        field.setAccessibleName(words)
        field.setMaximumWidth(theme.current().px(FIELD_WIDTH))
        column.addWidget(name)
        column.addWidget(field)
        column.addSpacing(6)
    return column


def _choice(options: Iterable[tuple[str, object]], chosen: object) -> QComboBox:
    box = QComboBox()
    # Large text must not push the card out of the window.
    box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    for words, value in options:
        box.addItem(words, value)
    box.setCurrentIndex(max(0, box.findData(chosen)))
    return box
