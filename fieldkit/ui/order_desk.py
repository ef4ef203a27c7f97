"""What a person does with orders: drafted, recorded, deleted, restored, and each taken back by Ctrl+Z."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fieldkit.model.orders import evidence, making, writing
from fieldkit.model.orders.errors import OrderRefused
from fieldkit.model.orders.issued_letter import current_letter
from fieldkit.model.orders.reading import read_order
from fieldkit.ui.dialogs import choose_path
from fieldkit.ui.letter_sheet import LetterSheet
from fieldkit.ui.order_sheet import OrderSheet
from fieldkit.ui.pdf_saving import PdfSaving
from fieldkit.ui.record_desk import RecordDesk
from fieldkit.ui.runner.attaching import photo_filter
from fieldkit.ui.step_sheet import StepSheet

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from fieldkit.errors import FieldkitError
    from fieldkit.model.orders.making import Proposal
    from fieldkit.model.orders.writing import Done
    from fieldkit.model.workspace import Workspace
    from fieldkit.ui.findings_page import FindingsPage

WRITTEN = frozenset({"factory_order", "step", "finding", "attachment"})
PHOTO_FOLDER = "photo_folder"


class OrderDesk(RecordDesk):
    """Writes for the page of findings and orders and shows its sheets."""

    WRITTEN = WRITTEN

    sheet: OrderSheet | StepSheet | LetterSheet | None
    page: FindingsPage

    def show(self, sheet: OrderSheet | StepSheet | LetterSheet) -> None:
        sheet.failed.connect(self.page.failed)
        super().show(sheet)

    def warnings_of(self, done: Done) -> Iterator[str]:
        for warning in done.warnings:
            yield warning.pick(self.page.context.language)

    def mark(self, error: FieldkitError) -> None:
        if isinstance(error, OrderRefused) and isinstance(self.sheet, StepSheet):
            self.sheet.refuse(error, error.column)

    # --- sheets

    def draft(self, findings: Sequence[str]) -> None:
        """Show the draft of an order of findings."""
        proposal = self.attempt(lambda: making.propose(self.workspace, findings))
        if proposal is not None:
            sheet = OrderSheet(self.page.context, proposal)
            sheet.made.connect(self._make)
            self.show(sheet)

    def edit_draft(self, order_id: str) -> None:
        """Show the draft of an order to change its words or period."""
        order = self.attempt(lambda: read_order(self.workspace, order_id))
        if order is not None:
            sheet = OrderSheet(self.page.context, making.proposal_of(order), order)
            sheet.edited.connect(self._edit_draft)
            self.show(sheet)

    def open_step(self, order_id: str, step_id: str) -> None:
        """Show the sheet of a step, or of a new one when ``step_id`` is empty."""
        self._show_step([order_id], step_id, "")

    def record(self, order_ids: Sequence[str], kind: str) -> None:
        """Show the sheet on which the same step of several orders is recorded."""
        if order_ids:
            self._show_step(order_ids, "", kind)

    def show_letter(self, order_id: str) -> None:
        """Show the letter of an order."""
        found = self.attempt(lambda: current_letter(self.workspace, order_id))
        if found is not None:
            name = read_order(self.workspace, order_id).name
            sheet = LetterSheet(self.page.context, name, found)
            sheet.saved.connect(self._tell_saved)
            make = partial(_document, self.workspace, order_id)
            sheet.pdf_wanted.connect(lambda: PdfSaving(self.page).save(name, make))
            self.show(sheet)

    def _show_step(self, order_ids: Sequence[str], step_id: str, kind: str) -> None:
        orders = self.attempt(lambda: [read_order(self.workspace, id_) for id_ in order_ids])
        if orders is None:
            return
        sheet = StepSheet(self.page.context, orders, step_id, kind)
        sheet.added.connect(self._add_steps)
        sheet.edited.connect(self._edit_step)
        sheet.deleted.connect(self._delete_step)
        self.show(sheet)

    # --- writing

    def _make(self, proposal: Proposal, wording: str, days: int) -> None:
        def make() -> Done:
            return making.make(self.workspace, proposal, wording=wording, days=days)[1]

        self.write(self.tr("The order is drafted"), make, self._show_made)

    def _show_made(self, done: Done) -> None:
        for table, id_, _stream in done.edit.added if done.edit is not None else ():
            if table == "factory_order":
                self.page.show_order(id_)

    def _edit_draft(self, order_id: str, wording: str, days: int) -> None:
        edited = partial(writing.edit_draft, self.workspace, order_id, wording=wording, days=days)
        self.write(self.tr("The draft is changed"), edited)

    def _add_steps(self, order_ids: list[str], kind: str, columns: dict[str, Any]) -> None:
        added = partial(writing.add_steps, self.workspace, order_ids, kind, **columns)
        self.write(self.tr("Recorded"), added, records=order_ids)

    def _edit_step(self, order_id: str, step_id: str, columns: dict[str, Any]) -> None:
        edited = partial(writing.edit_step, self.workspace, order_id, step_id, **columns)
        self.write(self.tr("Corrected"), edited)

    def _delete_step(self, order_id: str, step_id: str) -> None:
        deleted = partial(writing.delete_step, self.workspace, order_id, step_id)
        self.write(self.tr("The step is in the bin"), deleted)

    def delete(self, order_ids: Sequence[str]) -> None:
        """Put orders into the bin."""
        if order_ids:
            words = self.tr("%n order(s) in the bin", "", len(order_ids))
            self.write(words, partial(writing.delete, self.workspace, order_ids), records=order_ids)

    def restore(self, rows: Sequence[dict[str, Any]]) -> None:
        """Take rows of the bin back, each by itself: one that does not fit any more stops the rest."""
        calls = [
            partial(writing.restore, self.workspace, [row["id"]])
            if row["what"] == "order"
            else partial(writing.restore_step, self.workspace, row["order"], row["id"])
            for row in rows
        ]
        self.write_each(self.tr("Restored"), calls)

    def add_photo(self, finding: str) -> None:
        """Choose photos that show the correction of a finding, and keep them."""
        folder = Path(self.workspace.setting(PHOTO_FOLDER) or Path.home())
        title, calls = self.tr("Choose photos after the correction"), []
        for file in choose_path(self.page, title, "open_many", filters=photo_filter(), suggested=folder):
            self.workspace.remember(PHOTO_FOLDER, str(file.parent))
            data = self.read_file(file)
            if data is None:
                break
            calls.append(partial(evidence.add_after, self.workspace, finding, data, name=file.name))
        self.write_each(self.tr("The photo is added"), calls)

    def _tell_saved(self, path: str) -> None:
        self.page.told.emit(self.tr("The letter is written"), path, "ok")


def _document(workspace: Workspace, order: str, cancelled: Callable[[], bool]) -> bytes:
    from fieldkit.model.pdf.order_document import order_document

    return order_document(workspace, order, cancelled=cancelled)
