"""The queue: each record on its way to the office, where it stands, and what can be done with it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from fieldkit.model import queue
from fieldkit.model.kept_back import FILE, TRANSACTION
from fieldkit.model.queue import KEPT, OFFICE, PARTLY, REFUSED, WAITING, Cargo
from fieldkit.model.thai.search_text import indexed
from fieldkit.ui import jobs, theme
from fieldkit.ui.factory_model import NONE, day_words
from fieldkit.ui.record_list import ListColumn, ListWords, RecordList
from fieldkit.ui.record_words import table_words
from fieldkit.ui.row_delegate import Cell
from fieldkit.ui.sync_state import size_words
from fieldkit.ui.sync_status import when
from fieldkit.ui.wrap_label import WrapLabel

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QResizeEvent

    from fieldkit.model.queue import Queued, State
    from fieldkit.model.workspace import Workspace
    from fieldkit.ui.page import PageContext
    from fieldkit.ui.theme import Tone

Row = dict[str, Any]
LEAST_FOR_DETAIL = 330  # height at 100 % text
CHIPS = (WAITING, KEPT, REFUSED, OFFICE, "all")
_TONES: dict[State, Tone] = {
    WAITING: "warn",
    PARTLY: "info",
    OFFICE: "ok",
    REFUSED: "fail",
    KEPT: "neutral",
}


class QueueList(QWidget):
    """The list and, below it, the chosen line in full; read beside the window.

    Attributes:
        chosen: signal when other rows are chosen, or the same in another state.
        failed: signal with a FieldkitError.
        read: signal after the queue was read again.
    """

    chosen = Signal()
    failed = Signal(object)
    read = Signal()

    def __init__(self, context: PageContext) -> None:
        super().__init__()
        self._context = context
        self._job: jobs.Job[list[Queued]] | None = None
        self._again = False
        words = ListWords(
            name=self.tr("Queue"),
            search=self.tr("Factory, file or kind"),
            count=lambda count: self.tr("%n record(s)", "", count).replace(str(count), f"{count:,}"),
            none=self.tr("Nothing here"),
            none_line=self.tr("What you save comes here until the office has it"),
            show_all=self.tr("Show all"),
        )
        self.list = RecordList(words, self._columns(), CHIPS, context.settings, None, name="queue")
        self.list.judge_by(_fits, lambda row: indexed([row["name"], row["kind"], row["detail"]]))
        self.list.chips.choose("all")
        self.list.failed.connect(self.failed)
        self.list.row_chosen.connect(lambda _row: self._choose())
        self.list.table.selectionModel().selectionChanged.connect(lambda *_: self._choose())
        self.detail = WrapLabel("", "quiet")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addWidget(self.list, 1)
        column.addWidget(self.detail)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        # With large text in a small window the rows are worth more.
        self.detail.setVisible(self.height() >= theme.current().px(LEAST_FOR_DETAIL))

    # --- what is read

    def refresh(self) -> None:
        """Read the queue again, beside the window; while it is being read, once more afterwards."""
        if self._job is not None:
            self._again = True
            return
        work = partial(_read, self._context.workspace)
        self._job = jobs.run(self, work, self.show_queue, failed=self.failed.emit)
        self._job.ended.connect(self._ended)

    def works(self) -> bool:
        """Tell whether the queue is being read."""
        return self._job is not None

    def _ended(self) -> None:
        self._job = None
        if self._again:
            self._again = False
            self.refresh()

    def show_queue(self, found: Sequence[Queued]) -> None:
        """Show these lines with the counts of the chips."""
        words = {
            WAITING: self.tr("Waiting {0}"),
            KEPT: self.tr("Held back {0}"),
            REFUSED: self.tr("Not handed on {0}"),
            OFFICE: self.tr("At the office {0}"),
            "all": self.tr("All {0}"),
        }
        self.list.show_rows([self._row(line) for line in found], words)
        self._choose()
        self.read.emit()

    def lines(self) -> list[Queued]:
        """Return the chosen lines."""
        return [row["line"] for row in self.list.chosen()]

    def cargo(self) -> Cargo:
        """Return the changes and files of the chosen lines."""
        chosen = [line.cargo for line in self.lines()]
        return Cargo(
            frozenset(one for cargo in chosen for one in cargo.changes),
            frozenset(one for cargo in chosen for one in cargo.files),
        )

    # --- words

    def _row(self, line: Queued) -> Row:
        name, detail = self._named(line)
        return {
            "id": " ".join(line.key),
            "line": line,
            "name": name,
            "kind": self._kind(line),
            "detail": detail,
            "state": line.state,
            "at": line.at,
        }

    def _kind(self, line: Queued) -> str:
        if line.table == FILE:
            return self.tr("File")
        if line.table == TRANSACTION:
            return self.tr("Saved at once")
        return table_words(line.table, self._context.language)

    def _named(self, line: Queued) -> tuple[str, str]:
        """Return what a line is called, and what says which of its kind it is."""
        about, language = line.about, self._context.language
        if line.table == TRANSACTION:
            table = table_words(about.name, language) if about.name else ""
            many = self.tr("%n record(s)", "", line.records).replace(str(line.records), f"{line.records:,}")
            return " · ".join(part for part in (table, many) if part), ""
        if line.table == FILE:
            names = {"signature": self.tr("Signature"), "submission": self.tr("Signed record")}
            return names.get(about.name, about.name), about.path
        day = day_words(about.started_at, language) if about.started_at else ""
        return about.name or self._kind(line), " · ".join(
            part for part in (day, about.path.rsplit("/", 1)[-1]) if part
        )

    def state_words(self, state: State) -> str:
        """Return what a state is called."""
        return {
            WAITING: self.tr("Waiting"),
            PARTLY: self.tr("Partly there"),
            OFFICE: self.tr("At the office"),
            REFUSED: self.tr("Not handed on"),
            KEPT: self.tr("Held back"),
        }[state]

    def _reason(self, code: str) -> str:
        found = {
            "not_granted": self.tr("this laptop may not write in its province"),
            "not_signed": self.tr("an order to erase that the centre has not signed"),
            "not_administrator": self.tr("only an administrator's laptop changes reference tables"),
            "id_taken": self.tr("the centre has another record of this name"),
        }
        return found.get(code, self.tr("other laptops could not read it; tell the administrator"))

    def _arrived(self, line: Queued) -> str:
        """Return how much of a line is at the office, such as “9 / 12”."""
        done, total = line.changes - line.waiting, line.changes
        if not total:
            done, total = line.files - line.files_waiting, line.files
        return f"{done:,} / {total:,}"

    def _files(self, line: Queued) -> str:
        if not line.files or line.table == FILE:
            return size_words(line.bytes_waiting) if line.bytes_waiting else ""
        words = self.tr("files {0} / {1}").format(f"{line.files - line.files_waiting:,}", f"{line.files:,}")
        return f"{words} · {size_words(line.bytes_waiting)}" if line.bytes_waiting else words

    def _when(self, text: str) -> str:
        try:
            return when(text, self._context.workspace.clock(), self._context.language)
        except ValueError:  # nothing, or what a broken program wrote
            return ""

    def _columns(self) -> list[ListColumn]:
        def line(row: Row) -> Queued:
            found: Queued = row["line"]
            return found

        return [
            ListColumn(
                "record",
                self.tr("Record"),
                lambda row: Cell(
                    row["name"],
                    " · ".join(part for part in (row["kind"], row["detail"]) if part),
                    strong=True,
                ),
                lambda row: row["name"],
                order=lambda row: row["name"],
                least=200,
            ),
            ListColumn(
                "state",
                self.tr("State"),
                lambda row: Cell(self.state_words(row["state"]), tone=_TONES[row["state"]]),
                lambda row: self.state_words(row["state"]),
                width=124,
                order=lambda row: CHIPS.index(row["state"]) if row["state"] in CHIPS else 0,
            ),
            ListColumn(
                "arrived",
                self.tr("Arrived"),
                lambda row: Cell(self._arrived(line(row)), self._files(line(row))),
                lambda row: self._arrived(line(row)),
                width=130,
                order=lambda row: line(row).waiting + line(row).files_waiting,
                spared=1,
            ),
            ListColumn(
                "at",
                self.tr("Last saved"),
                lambda row: Cell(self._when(row["at"]) or NONE, quiet=True),
                lambda row: row["at"],
                width=112,
                order=lambda row: row["at"],
                spared=2,
            ),
        ]

    # --- the chosen line in full

    def _choose(self) -> None:
        lines = self.lines()
        self.detail.set_words(self._told(lines[0]) if len(lines) == 1 else self._sum(lines))
        self.chosen.emit()

    def _told(self, line: Queued) -> str:
        if line.state == REFUSED:
            return self.tr("At the centre, not handed on: {0}").format(self._reason(line.reason))
        if line.state == KEPT and line.asked:
            return self.tr("Held back: it stays on this laptop until you release it; so does what you add")
        if line.state == KEPT:
            return self.tr("Stays here with a record that is held back")
        if line.state == OFFICE:
            return self.tr("The office has had all of it since {0}").format(
                self._when(line.received_at) or NONE
            )
        return self.tr("{0} changes and {1} files wait").format(
            f"{line.waiting:,}", f"{line.files_waiting:,}"
        )

    def _sum(self, lines: Sequence[Queued]) -> str:
        if not lines:
            return ""
        return self.tr("%n chosen", "", len(lines)).replace(str(len(lines)), f"{len(lines):,}")


def _fits(row: Row, chip: str) -> bool:
    return chip in ("all", row["state"]) or (chip == WAITING and row["state"] == PARTLY)


def _read(workspace: Workspace, _job: jobs.Job[list[Queued]]) -> list[Queued]:
    return queue.listing(workspace)
