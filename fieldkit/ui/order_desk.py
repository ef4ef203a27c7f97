"""What a person does with orders: drafted, recorded, deleted, restored, and each taken back by Ctrl+Z."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QUrl
from PySide6.QtGui import QDesktopServices

from fieldkit.errors import FieldkitError
from fieldkit.model.orders import evidence, making, writing
from fieldkit.model.orders.errors import OrderRefused
from fieldkit.model.orders.issued_letter import current_letter
from fieldkit.model.orders.reading import read_order
from fieldkit.model.records import UndoHistory
from fieldkit.ui.dialogs import choose_path
from fieldkit.ui.letter_sheet import LetterSheet
from fieldkit.ui.order_sheet import OrderSheet
from fieldkit.ui.pdf_saving import PdfSaving
from fieldkit.ui.runner.attaching import photo_filter
from fieldkit.ui.step_sheet import StepSheet

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import TypeVar

    from fieldkit.model.orders.making import Proposal
    from fieldkit.model.orders.writing import Done
    from fieldkit.model.workspace import Workspace
    from fieldkit.ui.findings_page import FindingsPage

if TYPE_CHECKING:
    T = TypeVar("T")

WRITTEN = frozenset({"factory_order", "step", "finding", "attachment"})
PHOTO_FOLDER = "photo_folder"


class OrderDesk(QObject):
    """Writes for the page and shows its sheets; every write can be taken back, the last first.

    Attributes:
        sheet: the sheet in front, None while the lists are.
    """

    def __init__(self, page: FindingsPage) -> None:
        super().__init__(page)
        self._page = page
        self._workspace = page.context.workspace
        self._history = UndoHistory(self._workspace)
        self.sheet: OrderSheet | StepSheet | LetterSheet | None = None

    # --- sheets

    def draft(self, findings: Sequence[str]) -> None:
        """Show the draft of an order of findings."""
        proposal = self._try(lambda: making.propose(self._workspace, findings))
        if proposal is not None:
            sheet = OrderSheet(self._page.context, proposal)
            sheet.made.connect(self._make)
            self._show(sheet)

    def edit_draft(self, order_id: str) -> None:
        """Show the draft of an order to change its words or period."""
        order = self._try(lambda: read_order(self._workspace, order_id))
        if order is not None:
            sheet = OrderSheet(self._page.context, making.proposal_of(order), order)
            sheet.edited.connect(self._edit_draft)
            self._show(sheet)

    def open_step(self, order_id: str, step_id: str) -> None:
        """Show the sheet of a step, or of a new one when ``step_id`` is empty."""
        self._show_step([order_id], step_id, "")

    def record(self, order_ids: Sequence[str], kind: str) -> None:
        """Show the sheet on which the same step of several orders is recorded."""
        if order_ids:
            self._show_step(order_ids, "", kind)

    def show_letter(self, order_id: str) -> None:
        """Show the letter of an order."""
        found = self._try(lambda: current_letter(self._workspace, order_id))
        if found is not None:
            name = read_order(self._workspace, order_id).name
            sheet = LetterSheet(self._page.context, name, found)
            sheet.saved.connect(self._tell_saved)
            make = partial(_document, self._workspace, order_id)
            sheet.pdf_wanted.connect(lambda: PdfSaving(self._page).save(name, make))
            self._show(sheet)

    def drop_sheet(self) -> None:
        """Forget the sheet in front, without a word."""
        sheet, self.sheet = self.sheet, None
        if sheet is not None:
            self._page.show_sheet(None)
            self._page.drop_sheet(sheet)

    def _show_step(self, order_ids: Sequence[str], step_id: str, kind: str) -> None:
        orders = self._try(lambda: [read_order(self._workspace, id_) for id_ in order_ids])
        if orders is None:
            return
        sheet = StepSheet(self._page.context, orders, step_id, kind)
        sheet.added.connect(self._add_steps)
        sheet.edited.connect(self._edit_step)
        sheet.deleted.connect(self._delete_step)
        self._show(sheet)

    def _show(self, sheet: OrderSheet | StepSheet | LetterSheet) -> None:
        self.drop_sheet()
        sheet.left.connect(self.drop_sheet)
        sheet.failed.connect(self._page.failed)
        self.sheet = sheet
        self._page.show_sheet(sheet)

    # --- writing

    def _make(self, proposal: Proposal, wording: str, days: int) -> None:
        made = self._try(lambda: making.make(self._workspace, proposal, wording=wording, days=days))
        if made is not None:
            order_id, done = made
            self._wrote(self.tr("The order is drafted"), done)
            self._page.show_order(order_id)

    def _edit_draft(self, order_id: str, wording: str, days: int) -> None:
        self._write(
            self.tr("The draft is changed"),
            lambda: writing.edit_draft(self._workspace, order_id, wording=wording, days=days),
        )

    def _add_steps(self, order_ids: list[str], kind: str, columns: dict[str, Any]) -> None:
        self._write(
            self.tr("Recorded"), lambda: writing.add_steps(self._workspace, order_ids, kind, **columns)
        )

    def _edit_step(self, order_id: str, step_id: str, columns: dict[str, Any]) -> None:
        self._write(
            self.tr("Corrected"), lambda: writing.edit_step(self._workspace, order_id, step_id, **columns)
        )

    def _delete_step(self, order_id: str, step_id: str) -> None:
        self._write(
            self.tr("The step is in the bin"),
            lambda: writing.delete_step(self._workspace, order_id, step_id),
        )

    def delete(self, order_ids: Sequence[str]) -> None:
        """Put orders into the bin."""
        if order_ids:
            words = self.tr("%n order(s) in the bin", "", len(order_ids))
            self._write(words, lambda: writing.delete(self._workspace, order_ids))

    def restore(self, rows: Sequence[dict[str, Any]]) -> None:
        """Take rows of the bin back, each by itself: one that does not fit any more stops the rest."""
        for row in rows:
            restored = (
                partial(writing.restore, self._workspace, [row["id"]])
                if row["what"] == "order"
                else partial(writing.restore_step, self._workspace, row["order"], row["id"])
            )
            if not self._write(self.tr("Restored"), restored):
                return

    def add_photo(self, finding: str) -> None:
        """Choose photos that show the correction of a finding, and keep them."""
        folder = Path(self._workspace.setting(PHOTO_FOLDER) or Path.home())
        title = self.tr("Choose photos after the correction")
        for file in choose_path(self._page, title, "open_many", filters=photo_filter(), suggested=folder):
            self._workspace.remember(PHOTO_FOLDER, str(file.parent))
            try:
                data = file.read_bytes()
            except OSError as error:
                self._page.told.emit(self.tr("The file cannot be read"), f"{file}\n{error.strerror}", "fail")
                return
            added = partial(evidence.add_after, self._workspace, finding, data, name=file.name)
            if not self._write(self.tr("The photo is added"), added):
                return

    def undo(self) -> None:
        """Take back the last thing that was written here."""
        what = self._history.last()
        if self.sheet is not None or not what:
            return
        foreign = self._try(self._history.undo)
        if foreign is None:
            return
        kept = self.tr("%n value(s) changed elsewhere since stay as they are", "", foreign) if foreign else ""
        self._page.refresh()
        self._page.told.emit(self.tr("Taken back: {0}").format(what), kept, "info")
        self._page.changed.emit(WRITTEN)

    def _write(self, words: str, write: Callable[[], Done]) -> bool:
        """Write, go back to the lists and tell; False when it was refused."""
        done = self._try(write)
        if done is None:
            return False
        self._wrote(words, done)
        return True

    def _wrote(self, words: str, done: Done) -> None:
        self._history.add(words, done.edit)
        if self.sheet is not None:
            self.drop_sheet()
        else:
            self._page.refresh()
        language = self._page.context.language
        warnings = "\n".join(warning.pick(language) for warning in done.warnings)
        if warnings:
            self._page.told.emit(words, warnings, "warn")
        elif done.edit is not None:
            self._page.offered.emit(words, "", [(self.tr("Undo (Ctrl+Z)"), self.undo)])
        self._page.changed.emit(WRITTEN)

    def _try(self, call: Callable[[], T]) -> T | None:
        """Return what ``call`` gives; None after its refusal was told and its field marked."""
        try:
            return call()
        except FieldkitError as error:
            self._page.failed.emit(error)
            if isinstance(error, OrderRefused) and isinstance(self.sheet, StepSheet):
                self.sheet.refuse(error, error.column)
            return None

    # --- files

    def open_photo(self, attachment: str) -> None:
        """Show a photo in the system's viewer, from a copy without the store's name."""
        [row] = self._workspace.rows("SELECT name, sha256 FROM attachment WHERE id = ?", attachment)
        data = self._try(lambda: self._workspace.attachments.read(row["sha256"]))
        if data is not None:
            copy = self._workspace.folder / "exports" / Path(row["name"]).name
            copy.write_bytes(data)
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(copy)))

    def _tell_saved(self, path: str) -> None:
        self._page.told.emit(self.tr("The letter is written"), path, "ok")


def _document(workspace: Workspace, order: str, cancelled: Callable[[], bool]) -> bytes:
    from fieldkit.model.pdf.order_document import order_document

    return order_document(workspace, order, cancelled=cancelled)
