"""Who synced when: the laptops of these provinces, as the centre said last."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from fieldkit.model.thai.search_text import indexed
from fieldkit.sync import client
from fieldkit.ui.buttons import IconButton
from fieldkit.ui.factory_model import NONE
from fieldkit.ui.record_list import ListColumn, ListWords, RecordList
from fieldkit.ui.row_delegate import Cell
from fieldkit.ui.sync_status import when
from fieldkit.ui.wrap_label import WrapLabel

if TYPE_CHECKING:
    from fieldkit.errors import FieldkitError
    from fieldkit.ui.jobs import Job
    from fieldkit.ui.page import Page
    from fieldkit.ui.theme import Tone

Row = dict[str, Any]
LATE = timedelta(days=7)
CLOCK_MS = 5 * 60_000
"""Milliseconds by which a clock may be wrong without a word (docs/protocol.md)."""
EVERYWHERE = "*"


class LaptopList(QWidget):
    """The list, and when the centre said so.

    Attributes:
        failed: signal with the FieldkitError of a centre that could not be asked.
    """

    failed = Signal(object)

    def __init__(self, page: Page) -> None:
        super().__init__()
        self._page = page
        self._context = page.context
        self._job: Job[Any] | None = None
        self._at = ""
        words = ListWords(
            name=self.tr("Who synced when"),
            search=self.tr("Person or computer"),
            count=lambda count: self.tr("%n laptop(s)", "", count).replace(str(count), f"{count:,}"),
            none=self.tr("No laptop here"),
            none_line=self.tr("The centre names the laptops of your provinces"),
            show_all=self.tr("Show all"),
        )
        self.list = RecordList(
            words, self._columns(), ("late", "all"), self._context.settings, None, name="laptops"
        )
        self.list.judge_by(
            lambda row, chip: chip == "all" or row["late"],
            lambda row: indexed([row["person"], row["computer"], row["provinces"]]),
        )
        self.list.chips.choose("all")
        self.list.copied.connect(
            lambda count: page.told.emit(self.tr("%n row(s) copied", "", count), "", "ok")
        )
        self.again = IconButton("refresh-cw", self.tr("Ask the centre"))
        self.again.clicked.connect(self.ask)
        self.list.add_tool(self.again)
        self.said = WrapLabel("", "quiet")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addWidget(self.list, 1)
        column.addWidget(self.said)
        self.show_known()

    def enter(self) -> None:
        """Put the focus where the work goes on."""
        self.list.enter()

    def works(self) -> bool:
        """Tell whether the centre is being asked."""
        return self._job is not None

    def ask(self) -> None:
        """Ask the centre, beside the window; without it the last answer stays."""
        if self._job is not None:
            return
        workspace = self._context.workspace
        self.again.setEnabled(False)
        self._job = self._page.start_job(
            lambda job: client.ask_laptops(workspace, cancel=job.stop),
            lambda _found: self.show_known(),
            failed=self._not_asked,
        )
        self._job.ended.connect(self._ended)

    def _ended(self) -> None:
        self._job = None
        self.again.setEnabled(True)

    def _not_asked(self, error: FieldkitError) -> None:
        self.show_known()
        if not isinstance(error, client.PASSING) or not self._at:
            self.failed.emit(error)

    def show_known(self) -> None:
        """Show what the centre said last."""
        found = client.known_laptops(self._context.workspace)
        now = self._context.workspace.clock()
        rows = []
        for one in found.laptops if found is not None else ():
            seen = one.last_seen
            rows.append(
                {
                    "id": one.id,
                    "person": one.person,
                    "computer": one.name,
                    "provinces": ", ".join(one.provinces),
                    "everywhere": EVERYWHERE in one.provinces,
                    "at": seen,
                    "late": not one.revoked and (not seen or now - datetime.fromisoformat(seen) > LATE),
                    "app": one.app,
                    "own": one.id == self._context.workspace.device,
                    "clock": abs(one.clock_error_ms) > CLOCK_MS,
                    "revoked": one.revoked,
                }
            )
        self.list.show_rows(rows, {"late": self.tr("Not for a week {0}"), "all": self.tr("All {0}")})
        self._at = found.at if found is not None else ""
        told = self.tr("As the centre said: {0}")
        never = self.tr("The centre was not asked yet")
        self.said.set_words(told.format(when(self._at, now, self._context.language)) if self._at else never)

    # --- words

    def _remark(self, row: Row) -> tuple[str, Tone]:
        if row["revoked"]:
            return self.tr("Shut out"), "fail"
        if row["clock"]:
            return self.tr("Clock is wrong"), "warn"
        if row["late"]:
            return self.tr("Not for a week"), "warn"
        return self.tr("Up to date"), "ok"

    def _seen(self, row: Row) -> str:
        if not row["at"]:
            return self.tr("never")
        return when(row["at"], self._context.workspace.clock(), self._context.language)

    def _who(self, row: Row) -> str:
        name = row["person"] or row["computer"] or NONE
        return self.tr("{0} (this laptop)").format(name) if row["own"] else name

    def _columns(self) -> list[ListColumn]:
        def provinces(row: Row) -> str:
            return self.tr("all") if row["everywhere"] else row["provinces"]

        return [
            ListColumn(
                "who",
                self.tr("Who"),
                lambda row: Cell(self._who(row), row["computer"] if row["person"] else "", strong=True),
                lambda row: row["person"] or row["computer"],
                order=lambda row: row["person"] or row["computer"],
                least=200,
            ),
            ListColumn(
                "at",
                self.tr("Last sync"),
                lambda row: Cell(self._seen(row)),
                lambda row: row["at"],
                width=120,
                order=lambda row: row["at"] or None,
            ),
            ListColumn(
                "remark",
                self.tr("State"),
                lambda row: Cell(self._remark(row)[0], tone=self._remark(row)[1]),
                lambda row: self._remark(row)[0],
                width=140,
                order=lambda row: self._remark(row)[0],
            ),
            ListColumn(
                "provinces",
                self.tr("Provinces"),
                lambda row: Cell(provinces(row), quiet=True),
                provinces,
                width=100,
                order=lambda row: row["provinces"],
                spared=2,
            ),
            ListColumn(
                "app",
                self.tr("Version"),
                lambda row: Cell(row["app"] or NONE, quiet=True),
                lambda row: row["app"],
                width=100,
                order=lambda row: row["app"],
                spared=3,
                shown=False,
            ),
        ]
