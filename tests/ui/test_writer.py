"""A page writes at once, and beside the window while another task writes."""

from __future__ import annotations

from threading import Event, Thread

import pytest
from pytestqt.qtbot import QtBot

from fieldkit.errors import FieldkitError
from fieldkit.model.cases import reading, writing
from fieldkit.model.database import DatabaseBusy, patience
from fieldkit.model.workspace import Workspace
from fieldkit.ui import writer
from fieldkit.ui.cases_page import CasesPage
from fieldkit.ui.page import PageContext
from tests.ui.registers import fill


class Import:
    """Another task that writes until it is told to end."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace, self._writes, self._end = workspace, Event(), Event()
        self._thread = Thread(target=self._run)
        self._thread.start()
        assert self._writes.wait(10)

    def _run(self) -> None:
        with self._workspace.database.write():
            self._writes.set()
            self._end.wait(20)

    def end(self) -> None:
        self._end.set()
        self._thread.join()


@pytest.fixture
def loan(workspace: Workspace) -> str:
    workspace.name_person(name="กานดา เหมือนฝัน")
    fill(workspace, 2)
    return writing.add(workspace, "loan", {"fund": "pracharath", "contract_no": "67/1"}).id


@pytest.fixture
def page(context: PageContext, loan: str, qtbot: QtBot) -> CasesPage:
    page = CasesPage(context)
    qtbot.addWidget(page)
    page.build()
    page.open({"table": "loan"})
    return page


def officer(workspace: Workspace, loan: str) -> str | None:
    row = reading.read_case(workspace, "loan", loan).record.row
    return None if row["officer"] is None else str(row["officer"])


def test_an_edit_waits_beside_the_window_until_the_import_is_done(
    page: CasesPage, workspace: Workspace, loan: str, qtbot: QtBot
) -> None:
    told: list[tuple[str, str, str]] = []
    page.told.connect(lambda *said: told.append(said))
    running = Import(workspace)
    try:
        page.desk.assign("loan", [loan], "นภา แสงทอง")
        assert page.desk.writer.waits()
        assert [tone for _title, _cure, tone in told] == ["info"]
        page.desk.delete("loan", [loan])  # one after the other
        assert len(told) == 2
        assert officer(workspace, loan) is None
    finally:
        running.end()
    qtbot.waitUntil(lambda: not page.desk.writer.waits())
    assert officer(workspace, loan) == "นภา แสงทอง"
    running = Import(workspace)
    try:
        page.desk.undo()
        assert officer(workspace, loan) == "นภา แสงทอง"
    finally:
        running.end()
    qtbot.waitUntil(lambda: officer(workspace, loan) is None)


def test_what_is_refused_beside_the_window_is_told(
    page: CasesPage, workspace: Workspace, loan: str, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writer, "BESIDE", 1)
    failed: list[FieldkitError] = []
    page.failed.connect(failed.append)
    running = Import(workspace)
    try:
        page.desk.assign("loan", [loan], "นภา แสงทอง")
        qtbot.waitUntil(lambda: bool(failed))
    finally:
        running.end()
    assert isinstance(failed[0], DatabaseBusy)
    page.desk.assign("loan", [loan], "นภา แสงทอง")
    assert officer(workspace, loan) == "นภา แสงทอง"


def test_many_records_are_written_beside_the_window(
    page: CasesPage, workspace: Workspace, loan: str, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writer, "MANY", 1)
    page.desk.delete("loan", [loan])
    assert page.desk.writer.waits()
    qtbot.waitUntil(lambda: not page.desk.writer.waits())
    assert reading.read_case(workspace, "loan", loan).record.row["deleted"] == 1


def test_patience_is_that_of_a_thread_and_ends(workspace: Workspace) -> None:
    running = Import(workspace)
    with patience(1), pytest.raises(DatabaseBusy):
        workspace.remember("a", "b")
    running.end()
    workspace.remember("a", "b")
    assert workspace.setting("a") == "b"
