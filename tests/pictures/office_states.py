"""The states of the file of a factory, of the overview and of the registers of follow-up."""

from __future__ import annotations

from contextlib import closing
from datetime import datetime
from typing import TYPE_CHECKING

from fieldkit.ui import theme

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from fieldkit.model.workspace import Workspace
    from fieldkit.ui.cases_page import CasesPage
    from fieldkit.ui.dashboard_page import DashboardPage
    from fieldkit.ui.factory_page import FactoryPage
    from fieldkit.ui.main_window import MainWindow

REGISTERS = ("recommendation", "complaint", "loan", "enterprise")
TO_150 = frozenset(
    {"file_long_name", "file_timeline", "file_measured", "overview_list", "follow_bin"}
    | {"follow_recommendations", "follow_complaints", "follow_loans", "follow_enterprises", "follow_several"}
)
"""States that do not fit a window 768 pixels high with text at 200 %: they are drawn up to 150 %."""


def office_states_of(states: OfficeStates) -> dict[str, Callable[[], None]]:
    """Return the states, by name, that fit the window in the size of text in which it is drawn now."""
    large = theme.current().scale > 1.5
    names = [name for name in vars(OfficeStates) if not name.startswith("_")]
    return {name: getattr(states, name) for name in names if not (large and name in TO_150)}


def furnish(folder: Path) -> None:
    """Add to each register of a copied desk what is open and late, to the mill what its file shows."""
    from fieldkit.model.workspace import Workspace
    from tests.conftest import BANGKOK, Clock

    with closing(Workspace(folder, clock=Clock(datetime(2026, 11, 22, 10, 42, tzinfo=BANGKOK)))) as workspace:
        _fill(workspace)


def _fill(workspace: Workspace) -> None:
    from fieldkit.model import records
    from fieldkit.model.cases import writing
    from tests.model.cases.conftest import GIVEN

    made = {table: writing.add(workspace, table, GIVEN[table]).id for table in REGISTERS}
    again = {"received_at": "2026-11-20T08:00:00+07:00", "complainant": "", "anonymous": 1}
    writing.add(workspace, "complaint", GIVEN["complaint"] | again)
    writing.add_step(
        workspace, "complaint", made["complaint"], "visited", on_date="2026-11-05", note="พบกลิ่นที่ลานตาก"
    )
    writing.add(workspace, "loan", GIVEN["loan"] | {"contract_no": "66/8", "dpd": 45, "factory": "mill"})
    project = {"enterprise": made["enterprise"], "title": "ลดต้นทุนการอบแห้ง", "fiscal_year": 2570}
    project_id = records.add(workspace, "project", project)
    result = {
        "project": project_id,
        "indicator": "cost",
        "unit": "บาท/เดือน",
        "baseline": 52_000,
        "result": 41_500,
    }
    records.add(workspace, "project_result", result)
    green = {"factory": "mill", "kind": "gi", "level": 2, "number": "2-0118/2566"}
    records.add(workspace, "document", green | {"issued_on": "2024-01-15", "expires_on": "2027-01-14"})
    facts = {
        "mind.1": "72",
        "mind.3": "64",
        "i_industry_status": "registered",
        "single_form.waste_annual.2568": "late",
    }
    known = {"factory": "mill", "as_of": "2026-03-01", "source": "MND"}
    records.add_many(
        workspace, "fact", [{**known, "property": name, "value": value} for name, value in facts.items()]
    )


class OfficeStates:
    """Each method without an argument shows one of them."""

    window: MainWindow
    _settle: Callable[[MainWindow], None]

    # --- the file of a factory

    def _file(self, section: str = "facts", factory: str = "mill") -> FactoryPage:
        from fieldkit.ui.factory_page import FactoryPage

        self.window.open_page("factory", {"factory": factory, "section": section})
        page = self.window.page()
        assert isinstance(page, FactoryPage)
        page.section().enter()
        return page

    def file_facts(self) -> None:
        self._file()

    def file_long_name(self) -> None:
        self._file("timeline", "long")

    def file_timeline(self) -> None:
        self._file("timeline")

    def file_documents(self) -> None:
        self._file("documents")

    def file_measured(self) -> None:
        self._file("measured")

    def file_photos(self) -> None:
        self._file("photos")

    def file_mind(self) -> None:
        self._file("mind")

    def file_support(self) -> None:
        self._file("support")

    def _merge(self, other: str) -> None:
        from fieldkit.ui.factory_file.succession_sheet import MergeSheet

        page = self._file()
        page.header.merge_wanted.emit()
        assert isinstance(page.sheet, MergeSheet)
        page.sheet.other.show_value(other)
        page.sheet.look()

    def file_merge(self) -> None:
        self._merge("long")

    def file_merge_refused(self) -> None:
        self._merge("mill")

    def file_split(self) -> None:
        from fieldkit.ui.factory_file.succession_sheet import SplitSheet

        page = self._file()
        page.header.split_wanted.emit()
        assert isinstance(page.sheet, SplitSheet)
        page.sheet.fields["registration_no"].setText("10660007777255")
        next(iter(page.sheet.boxes.values())).setChecked(True)

    # --- the overview

    def _overview(self) -> DashboardPage:
        from fieldkit.ui.dashboard_page import DashboardPage

        self.window.open_page("dashboard", "")
        self._settle(self.window)
        page = self.window.page()
        assert isinstance(page, DashboardPage)
        return page

    def overview(self) -> None:
        self._overview()

    def overview_list(self) -> None:
        """The factories behind a number."""
        from fieldkit.model.indicators import indicator
        from fieldkit.ui.dashboard_cards import Behind

        self._overview().open_behind(Behind(indicator("coverage"), "denominator"))

    def overview_without_rows(self) -> None:
        from fieldkit.model.indicators import indicator
        from fieldkit.ui.dashboard_cards import Behind

        self._overview().open_behind(Behind(indicator("loans_npl"), "numerator"))

    # --- follow-up

    def _cases(self, table: str) -> CasesPage:
        from fieldkit.ui.cases_page import CasesPage

        self.window.open_page("cases", "")
        page = self.window.page()
        assert isinstance(page, CasesPage)
        page.desk.drop_sheet()
        page.open({"table": table, "filter": "all"})
        self._settle(self.window)
        page.part().list.table.choose_row(0)
        return page

    def follow_recommendations(self) -> None:
        self._cases("recommendation")

    def follow_complaints(self) -> None:
        self._cases("complaint")

    def follow_loans(self) -> None:
        self._cases("loan")

    def follow_enterprises(self) -> None:
        self._cases("enterprise")

    def follow_several(self) -> None:
        self._cases("complaint").part().list.table.selectAll()

    def follow_bin(self) -> None:
        self._cases("complaint").open({"table": "complaint", "filter": "bin"})

    def follow_new(self) -> None:
        page = self._cases("complaint")
        page.desk.new("complaint")
        assert page.desk.sheet is not None
        page.desk.sheet.take()  # refused: what is missing is said at its field

    def follow_step(self) -> None:
        page = self._cases("complaint")
        page.desk.record("complaint", page.chosen_ids())

    def follow_import(self) -> None:
        self._cases("loan").show_import()
