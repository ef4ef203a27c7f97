"""The window in every state that matters, on a desk that is furnished once and copied."""

from __future__ import annotations

import shutil
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QEventLoop, QThreadPool
from PySide6.QtWidgets import QApplication

from fieldkit.errors import FieldkitError, Text
from fieldkit.ui import jobs, theme, translation
from fieldkit.ui.main_window import SIZE, MainWindow
from fieldkit.ui.search_everywhere import SearchEverywhere
from fieldkit.ui.settings import Settings
from tests.conftest import BANGKOK, Clock
from tests.pictures import kinds
from tests.pictures.case_states import CaseStates
from tests.pictures.checklist_states import ChecklistStates
from tests.pictures.finding_states import FindingStates
from tests.pictures.key_states import KeyStates
from tests.pictures.office_states import OfficeStates
from tests.pictures.reference import ReferenceStates
from tests.pictures.sync_states import SyncStates

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from fieldkit.errors import Language
    from fieldkit.model.inspections import Inspection
    from fieldkit.model.workspace import Workspace
    from fieldkit.ui.inspection_page import InspectionPage
    from fieldkit.ui.plan_page import PlanPage
    from fieldkit.ui.register_page import RegisterPage
    from fieldkit.ui.runner.runner import Runner
    from fieldkit.ui.theme import Scheme

NOW = datetime(2026, 11, 22, 10, 42, tzinfo=BANGKOK)
LONG_NAME = "บริษัท ตัวอย่างอุตสาหกรรมแปรรูปผลิตภัณฑ์การเกษตรตะพานหิน จำกัด (มหาชน)"


@dataclass(frozen=True)
class Look:
    """How the window is drawn; ``text_size`` in percent, ``ratio`` device pixels to a logical one."""

    language: Language = "th"
    scheme: Scheme = "light"
    text_size: int = 100
    ratio: float = 1.0

    def __str__(self) -> str:
        return f"{self.language}-{self.scheme}-{self.text_size}" + (
            f"@{self.ratio:g}" if self.ratio != 1 else ""
        )


@dataclass(frozen=True)
class Desk:
    """A furnished data folder and what is in it, by id."""

    folder: Path
    draft: str
    closed: str
    every_kind: str


# --- what lies on the desk


def furnish(folder: Path) -> Desk:
    """Fill ``folder``: a register, an inspection before, one in the middle, one of every kind, a conflict."""
    from fieldkit.model import checklists, inspections
    from fieldkit.model.workspace import Workspace
    from tests.office import MILL, add_factory, answer_all, drawn_signature
    from tests.ui.registers import fill, inspected

    clock = Clock(NOW - timedelta(days=90))
    workspace = Workspace(folder / "data", clock=clock)
    workspace.name_person(name="กฤษณะ ใจดี", position="นักวิชาการอุตสาหกรรม", office="สอจ.พิจิตร")
    checklists.install_shipped(workspace, "GEN")
    kinds.install(workspace, folder, "1")
    add_factory(workspace)
    made = fill(workspace, 24)
    long = add_factory(workspace, "long", registration_no="10660001225481", name=LONG_NAME)
    for day, outcome, dues in (
        ("2026-06-01", "fail", ["2026-07-01", "2026-12-01"]),
        ("2026-10-02", "pass", ()),
    ):
        workspace.log.commit(inspected(made[0].id, day, outcome, findings=dues))
    workspace.log.commit(inspected(long, "2026-09-15", "fail", findings=["2026-11-25"]))
    closed = inspections.start(workspace, MILL, "GEN")
    answer_all(closed, gen16="no", gen20="no")
    signatures = [
        inspections.Signature("inspector", "กฤษณะ ใจดี", "นักวิชาการอุตสาหกรรม", drawn_signature()),
        inspections.Signature("representative", "มานี รักงาน", "ผู้จัดการ", drawn_signature()),
    ]
    inspections.close(closed, signatures, closing="partial", reason="ผู้นำตรวจมีภารกิจด่วน")
    clock.at = NOW - timedelta(minutes=50)
    _order(workspace, f"finding-inspection-{long}-2026-09-15-0")
    every_kind = kinds.start(workspace)
    draft = inspections.start(workspace, MILL, "GEN")
    _work(draft)
    kinds.install(workspace, folder, "2")
    _plan(workspace, [one.id for one in made])
    _contradict(workspace, folder, made[1].id)
    workspace.close()
    return Desk(folder / "data", draft.id, closed.id, every_kind.id)


def _plan(workspace: Workspace, factories: list[str]) -> None:
    """Plan some visits: today, late, later, put off, taken off, in the bin; a file is not here yet."""
    from fieldkit.model import records
    from fieldkit.model.planning import editing
    from fieldkit.model.planning.officers import introduce

    introduce(workspace, ["นางสาวนภา แสงทอง", "นายวีระศักดิ์ ตั้งใจพัฒนากุล"])
    for place, day in enumerate((date(2026, 11, 23), date(2026, 11, 10), date(2026, 12, 1), None)):
        some = [*factories[place * 4 : place * 4 + 4], *(["long", "mill"] if not place else [])]
        editing.assign(workspace, some, 2570, day=day, officer="กฤษณะ ใจดี" if place != 2 else "")
    ids = [row["id"] for row in workspace.rows("SELECT id FROM assignment ORDER BY row")]
    editing.postpone(workspace, ids[-1:], None, "น้ำท่วมทางเข้าโรงงาน")
    editing.drop(workspace, ids[-2:-1], "เลิกประกอบกิจการ")
    editing.remove(workspace, ids[-3:-2])
    known = {"factory": "mill", "value": "yes", "as_of": "2026-03-01", "source": "GEN"}
    records.add_many(workspace, "fact", [{**known, "property": name} for name in ("boiler", "stack")])
    document = records.add(workspace, "document", {"factory": "mill", "kind": "licence"})
    records.add(workspace, "attachment", {"record": document, "sha256": "a" * 64, "size": 240_000})


def _order(workspace: Workspace, finding: str) -> None:
    """Order the correction of a finding, and say that the factory has received that."""
    from fieldkit.model.orders import making, writing

    order, _ = making.make(workspace, making.propose(workspace, [finding]))
    writing.add_step(workspace, order, "ordered", on_date="2026-09-21", number="พจ 0033/118")
    writing.add_step(workspace, order, "received", on_date="2026-09-24", note="นางสาวมานี รักงาน")


def _work(draft: Inspection) -> None:
    """Answer some questions: pass, fail with photo and finding, a warning, a flag, a note."""
    from fieldkit.model import inspections
    from tests.office import path_of, picture

    for name, value in (("gen03", "yes"), ("gen16", "no"), ("gen20", "no"), ("gen17", "na")):
        draft.answer(path_of(draft, name), value)
    failed = path_of(draft, "gen16")
    draft.edit_finding(failed, description="ต่อเติมหลังคาคลุมลานวัตถุดิบด้านทิศเหนือ ประมาณ 240 ตารางเมตร")
    inspections.attach_photo(draft, failed, picture(320, 240, kinds.PHOTOS[1]))
    draft.flag(path_of(draft, "gen03"), True)
    draft.note(path_of(draft, "gen03"), "ตรวจเอกสารฉบับจริงแล้ว")


def _contradict(workspace: Workspace, folder: Path, factory: str) -> None:
    """Let two laptops save different horsepower without seeing each other."""
    from fieldkit.model.body import Op
    from fieldkit.model.changes import heads
    from fieldkit.model.tables import GROUPS
    from fieldkit.model.workspace import Workspace

    def save(where: Workspace, hp: float) -> None:
        [old] = where.rows("SELECT * FROM factory WHERE id = ?", factory)
        with where.database.read() as connection:
            seen = heads(connection, "factory", factory)
        key = ("factory", factory, "size")
        where.log.commit(
            [Op(*key, {n: old[n] for n in GROUPS["factory"]["size"]} | {"hp": hp}, seen[key], old["stream"])]
        )

    other = Workspace(folder / "other", clock=workspace.clock)
    other.name_person(name="มานะ ชูใจ")
    other.log.apply([(row["body"], None) for row in workspace.rows("SELECT body FROM change")])
    known = {row["id"] for row in other.rows("SELECT id FROM change")}
    save(other, 75.5)
    save(workspace, 1200)
    arriving = [row["body"] for row in other.rows("SELECT id, body FROM change") if row["id"] not in known]
    workspace.log.apply([(body, None) for body in arriving])
    other.close()


# --- the window


@contextmanager
def window_on(folder: Path, look: Look) -> Iterator[MainWindow]:
    """Yield the shown window on ``folder`` in ``look``; the look before comes back with the next test."""
    from fieldkit.model.workspace import Workspace

    app = QApplication.instance()
    assert isinstance(app, QApplication)
    settings = Settings(None)
    settings.language, settings.scheme, settings.text_size = look.language, look.scheme, look.text_size
    translation.use(app, look.language)
    theme.apply(app, look.scheme, look.text_size)
    window = MainWindow(settings, lambda: Workspace(folder, clock=Clock(NOW)))
    window.resize(*SIZE)
    window.show()
    window.activateWindow()
    window.start("register")
    try:
        yield window
    finally:
        window.close()
        settle(window)
        window.deleteLater()
        forget()


def settle(window: MainWindow) -> None:
    """Let the work in the background end and the layout come to rest."""
    for _ in range(400):
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 10)
        if QThreadPool.globalInstance().waitForDone(25) and not jobs.running() and window.settled():
            break
    for _ in range(3):
        QApplication.processEvents()
    forget()


def forget() -> None:
    """Delete what waits for it: without a loop of its own Qt never does, and polishes it with each look."""
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


# --- the states


class States(
    CaseStates, ChecklistStates, FindingStates, KeyStates, ReferenceStates, SyncStates, OfficeStates
):
    """Brings a window into each state; every public method without an argument is one."""

    def __init__(self, window: MainWindow, desk: Desk) -> None:
        super().__init__(window, settle)
        self.desk = desk

    # --- register

    def _register(self) -> RegisterPage:
        from fieldkit.ui.register_page import RegisterPage

        self.window.open_page("register", "mill")
        page = self.window.page()
        assert isinstance(page, RegisterPage)
        page.filters.clear()
        return page

    def register(self) -> None:
        page = self._register()
        page.open("mill")

    def register_long_name(self) -> None:
        page = self._register()
        page.open("long")

    def register_filter(self) -> None:
        page = self._register()
        page.filters.search.setText("โรง")
        page.filters.search.returnPressed.emit()
        page.filters.search.setFocus()

    def register_without_match(self) -> None:
        page = self._register()
        page.filters.search.setText("ไม่มีโรงงานนี้")
        page.filters.search.returnPressed.emit()
        page.empty.button.setFocus()

    def register_import(self) -> None:
        page = self._register()
        page.show_import()

    def register_message(self) -> None:
        self._register()
        cure = Text("บันทึกเป็น .xlsx ด้วย Excel แล้วนำเข้าใหม่", "Save it as .xlsx with Excel and import it again")
        title = Text("ไฟล์นี้ไม่ใช่สมุดงานของ Excel", "This file is no workbook of Excel")
        self.window.show_error(FieldkitError(title, cure, place="ทะเบียนโรงงาน 2569.xls"))

    # --- plan

    def _plan(self, view: str = "list") -> PlanPage:
        from fieldkit.ui.plan_page import PlanPage

        self.window.open_page("plan", "")
        page = self.window.page()
        assert isinstance(page, PlanPage)
        page.filters.clear()
        page.show_view(view)
        settle(self.window)
        page.table.setFocus()
        return page

    def plan(self) -> None:
        page = self._plan()
        lines = page.table_model._keys
        page.table.choose_row(max(range(len(lines)), key=lambda row: lines[row].score))

    def plan_several_rows(self) -> None:
        self._plan().table.selectAll()

    def plan_outside(self) -> None:
        page = self._plan()
        page.filters.states.choose("unplanned")
        page.filters.changed.emit()

    def plan_bin(self) -> None:
        page = self._plan()
        page.filters.states.choose("bin")
        page.filters.changed.emit()

    def plan_month(self) -> None:
        self._plan("month").side.month.setFocus()

    def plan_day(self) -> None:
        page = self._plan("day")
        page.today.show_day(date(2026, 11, 23))
        settle(self.window)
        page.today.enter()

    def plan_day_without_visits(self) -> None:
        page = self._plan("day")
        page.today.show_day(date(2026, 11, 22))
        settle(self.window)
        page.today.enter()

    def plan_proposal(self) -> None:
        self._plan().show_proposal()

    def plan_import(self) -> None:
        self._plan().show_import()

    # --- inspections

    def inspections(self) -> None:
        self.window.open_page("inspection", "")

    def inspections_import(self) -> None:
        self.window.open_page("inspection", "")
        self._page().show_import()

    def _runner(self, inspection: str, name: str = "") -> Runner:
        from fieldkit.ui.runner.runner import Runner
        from tests.office import path_of

        self.window.open_page("inspection", inspection)
        runner = self._page().findChildren(Runner)[-1]
        settle(self.window)
        runner.model.filter = "all"
        runner.filters.choose("all")
        if name:
            runner.go(path_of(runner.inspection, name))
        return runner

    def _page(self) -> InspectionPage:
        from fieldkit.ui.inspection_page import InspectionPage

        page = self.window.page()
        assert isinstance(page, InspectionPage)
        page._drop_sheet()
        return page

    def _question(self, name: str) -> None:
        """Stand at one question of the checklist that has every kind."""
        self._runner(self.desk.every_kind, name)

    def questions(self) -> None:
        self._runner(self.desk.draft, "gen03")

    def finding(self) -> None:
        self._runner(self.desk.draft, "gen16")

    def filter_failed(self) -> None:
        runner = self._runner(self.desk.draft, "gen16")
        runner.filters.choose("failed")
        runner.filters.chosen.emit("failed")

    def finder(self) -> None:
        self._runner(self.desk.draft, "gen03").find_question()

    def closing(self) -> None:
        self._runner(self.desk.draft, "gen03").closing_wanted.emit()

    def closing_refused(self) -> None:
        from fieldkit.ui.runner.closing import ClosingSheet

        self.closing()
        sheet = self.window.findChildren(ClosingSheet)[-1]
        sheet.representative.refusal.setChecked(True)
        sheet.add_participant.click()
        sheet.sign.click()

    def closed(self) -> None:
        self._runner(self.desk.closed, "gen16")

    def revision(self) -> None:
        self._runner(self.desk.closed, "gen16").revision_wanted.emit()

    def version(self) -> None:
        self._runner(self.desk.every_kind, "words").version_wanted.emit()

    def drawing(self) -> None:
        runner = self._runner(self.desk.every_kind, "sketch")
        runner.view.wanted.emit(runner.here())

    def signing(self) -> None:
        runner = self._runner(self.desk.every_kind, "signed")
        runner.view.wanted.emit(runner.here())

    # --- sync, the rest

    def reports(self) -> None:
        self.window.open_page("reports", "R2")

    def reports_with_password(self) -> None:
        self.window.open_page("reports", "R6")

    def sync_to_join(self) -> None:
        self.window.open_page("sync")

    def settings(self) -> None:
        self.window.open_page("settings")

    def help(self) -> None:
        self.window.open_page("help")

    def _search(self, text: str) -> SearchEverywhere:
        self.window.open_page("register", "")
        self.window.search_everywhere()
        search = self.window.findChildren(SearchEverywhere)[-1]
        search.field.setText(text)
        settle(self.window)
        return search

    def search(self) -> None:
        self._search("")

    def search_found(self) -> None:
        self._search("ตัวอย่าง")

    def search_without_match(self) -> None:
        self._search("ไม่มีคำนี้")

    def search_law(self) -> None:
        search = self._search("มาตรา 37")
        search._take(search.list.currentIndex())


def states_of(states: States, share: slice = slice(None)) -> dict[str, Callable[[], None]]:
    """Return the states of a furnished desk by name, then one for each kind of question in ``share``."""
    parts = (States, CaseStates, ChecklistStates, FindingStates, KeyStates, ReferenceStates, SyncStates)
    named = [name for part in parts for name in vars(part) if not name.startswith("_")]
    found: dict[str, Callable[[], None]] = {name: getattr(states, name) for name in named}
    return found | {
        f"kind_{question}": partial(states._question, question) for question in kinds.QUESTIONS[share]
    }


def first_start(window: MainWindow) -> dict[str, Callable[[], None]]:
    """Return the pages of a data folder in which there is nothing yet."""
    pages = ("register", "plan", "inspection", "findings", "sync")
    return {key: partial(window.open_page, key, "") for key in pages}


def copy_of(desk: Desk, folder: Path) -> Desk:
    """Return a copy of ``desk`` in ``folder``, for one window."""
    return Desk(shutil.copytree(desk.folder, folder / "data"), desk.draft, desk.closed, desk.every_kind)
