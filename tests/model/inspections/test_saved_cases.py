"""What a checklist saves to the office's registers when it is closed: columns, steps, results, revisions."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest

from fieldkit.model import checklists, history, inspections
from fieldkit.model.cases import checklist_lists, writing
from fieldkit.model.cases.errors import CaseRefused
from fieldkit.model.csv_table import TableError
from fieldkit.model.inspections import Signature, revision, version_move
from fieldkit.model.xlsform.conversion import Conversion, convert
from tests.model.cases.conftest import GIVEN
from tests.office import MILL, add_factory, path_of

if TYPE_CHECKING:
    from fieldkit.model.inspections import Inspection
    from fieldkit.model.workspace import Workspace

SIGNED = [
    Signature("inspector", "กฤษณะ ใจดี", typed=True),
    Signature("representative", "มานะ", typed=True),
]
SURVEY = {
    "loan": [
        ["integer", "missed", "Missed", "missed"],
        ["integer", "days", "Days", "dpd"],
        ["text", "taken", "Steps", "step"],
        ["text", "note", "Note", "visited_note"],
        ["date", "again", "Next", "visited_due_date"],
        ["text", "bank", "Bank", "referral"],
        ["text", "unheard", "Unheard", "no_such_column"],
    ],
    "complaint": [
        ["text", "result", "Result", "outcome"],
        ["text", "actions", "Actions", "actions"],
        ["text", "here", "Here", "factory"],
        ["text", "taken", "Steps", "step"],
    ],
    "project": [
        ["decimal", "before", "Before", "sales_baseline"],
        ["decimal", "after", "After", "sales_result"],
        ["text", "unit", "Unit", "sales_unit"],
        ["date", "on", "On", "sales_result_on"],
        ["text", "stage", "State", "state"],
    ],
}
Add = Callable[..., str]


@pytest.fixture
def add(office: Workspace) -> Add:
    def added(table: str, **columns: Any) -> str:
        here = {} if table in ("complaint", "project_result") else {"factory": "mill"}
        return writing.add(office, table, GIVEN.get(table, {}) | here | columns).id

    return added


@cache
def workbook(table: str, ask: str) -> tuple[Conversion, bytes]:
    """Return a checklist that asks which record of a register it is about, and saves to it."""
    name = next(one.name for one in checklist_lists.checklist_lists().values() if one.table == table)
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    sheets: dict[str, list[list[Any]]] = {
        "survey": [
            ["type", "name", "label", "save_to"],
            ["csv-external", name],
            [ask.format(name=name), "which", "Which"],
            *SURVEY[table],
        ],
        "entities": [["list_name", "entity_id", "update_if"], [name, "${which}", "${which} != ''"]],
        "settings": [["form_title", "form_id", "version"], ["Own", "OWN", list(SURVEY).index(table)]],
    }
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "OWN.xlsx"
        book.save(file)
        conversion = convert(file)
        assert conversion.errors == []
        # As one that came by sync from another version of the program: import would refuse no_such_column.
        return replace(conversion, named=()), file.read_bytes()


@pytest.fixture
def checklist(office: Workspace) -> Callable[..., None]:
    def installed(table: str, ask: str = "select_one_from_file {name}.csv") -> None:
        checklists.install(office, *workbook(table, ask))

    return installed


def begun(workspace: Workspace, **answers: str) -> Inspection:
    inspection = inspections.start(workspace, MILL, "OWN")
    for name, value in answers.items():
        inspection.answer(path_of(inspection, name), value)
    return inspection


def closed(workspace: Workspace, **answers: str) -> Inspection:
    inspection = begun(workspace, **answers)
    inspections.close(inspection, SIGNED)
    return inspection


def row(workspace: Workspace, table: str, id_: str) -> dict[str, Any]:
    return workspace.rows(f"SELECT * FROM {table} WHERE id = ?", id_)[0]


def steps(workspace: Workspace, record: str) -> list[dict[str, Any]]:
    sql = "SELECT * FROM step WHERE record = ? AND coalesce(deleted, 0) = 0 ORDER BY id"
    return workspace.rows(sql, record)


def offered(inspection: Inspection, name: str = "which") -> list[tuple[str, str]]:
    choices = inspection.instance.node(path_of(inspection, name)).choices
    return [(choice.name, choice.label) for choice in choices or ()]


# --- what a checklist is given


def test_records_of_the_factory_and_of_its_enterprise_are_offered(
    office: Workspace, add: Add, checklist: Callable[..., None]
) -> None:
    add_factory(office, "elsewhere", registration_no="10660000525559")
    enterprise = add("enterprise", name="กลุ่มแม่บ้าน")
    mine = add("loan", contract_no="67/01")
    of_enterprise = add("loan", contract_no="67/02", enterprise="กลุ่มแม่บ้าน", factory=None)
    add("loan", contract_no="67/03", factory="elsewhere")
    add("loan", contract_no="67/04", factory=None)
    over = add("loan", contract_no="67/05")
    writing.add_step(office, "loan", over, "closed")
    checklist("loan")
    inspection = begun(office)
    assert offered(inspection) == [(mine, "67/01"), (of_enterprise, "67/02 · กลุ่มแม่บ้าน")]
    project = add("project", fiscal_year=2570, title="ลดต้นทุน", factory=None, enterprise=enterprise)
    checklist("project")
    assert offered(inspections.start(office, MILL, "OWN")) == [(project, "ลดต้นทุน · 2570")]


def test_nothing_personal_is_given_to_a_checklist(office: Workspace, add: Add) -> None:
    add("loan", id13="1101700230708", phone="081-234-5678")
    add("complaint")
    add("enterprise", chairperson="นางสาวตัวอย่าง", phone="081-234-5678")
    with office.database.read() as connection:
        form = "".join(f"jr://file-csv/{name}.csv " for name in checklist_lists.checklist_lists())
        factory = office.rows("SELECT * FROM factory")[0]
        given = checklist_lists.gather(connection, factory, form.encode())
    assert [len(given[name]["rows"]) for name in ("loans", "complaints", "enterprises")] == [1, 1, 1]
    text = json.dumps(given, ensure_ascii=False)
    for personal in ("1101700230708", "081-234-5678", "ใจเย็น", "ใจดี", "นางสาวตัวอย่าง"):
        assert personal not in text


def test_a_blank_checklist_has_the_bands_and_no_records() -> None:
    loans = checklist_lists.blank("loans")
    assert loans is not None
    assert loans["rows"] == []
    assert {"contract_no", "dpd", "debt_class"} <= set(loans["columns"])
    assert not {"id13", "phone", "deleted"} & set(loans["columns"])
    bands = [checklist_lists.blank(name) for name in ("loan_classes", "sme_sizes")]
    assert [band["rows"][-1][0] for band in bands if band] == ["N3", "service.large"]
    assert checklist_lists.blank("trees") is None


def test_what_is_offered_stays_as_it_was_when_the_inspection_started(
    office: Workspace, add: Add, checklist: Callable[..., None]
) -> None:
    first = add("loan", contract_no="67/01")
    checklist("loan")
    inspection = begun(office, which=first)
    writing.edit(office, "loan", first, {"contract_no": "67/99"})
    add("loan", contract_no="67/02")
    assert offered(inspections.open_inspection(office, inspection.id)) == [(first, "67/01")]


def test_a_draft_that_moves_to_another_version_gets_the_lists_that_it_names(
    office: Workspace, add: Add, checklist: Callable[..., None]
) -> None:
    loan, complaint = add("loan"), add("complaint")
    checklist("loan")
    draft = begun(office, which=loan)
    add("loan", contract_no="67/99")
    checklist("complaint")
    newer = version_move.newer_version(draft)
    assert newer is not None
    moved = version_move.move(draft, newer)
    assert [name for name, _ in offered(moved)] == [complaint]
    frozen = json.loads(moved.row["context"])["loans"]
    assert [row[0] for row in frozen["rows"]] == [loan]


# --- what it saves


def test_a_borrower_gets_balance_steps_and_the_day_of_the_next_visit(
    office: Workspace, add: Add, checklist: Callable[..., None], caplog: pytest.LogCaptureFixture
) -> None:
    loan = add("loan", dpd=0, missed=0)
    checklist("loan")
    answers = {"missed": "2", "days": "45", "taken": "visited referred", "note": "ยอดขายตก"}
    inspection = begun(office, which=loan, **answers, again="2026-12-20", bank="สาขาพิจิตร", unheard="x")
    assert row(office, "loan", loan)["dpd"] == 0
    inspections.close(inspection, SIGNED)
    now = row(office, "loan", loan)
    assert (now["missed"], now["dpd"], now["referral"]) == (2, 45, "สาขาพิจิตร")
    assert now["next_visit_on"] == "2026-12-20"
    told = [(step["kind"], step["on_date"], step["note"], step["inspection"]) for step in steps(office, loan)]
    assert told == [
        ("visited", "2026-11-22", "ยอดขายตก", inspection.id),
        ("referred", "2026-11-22", None, inspection.id),
    ]
    assert "no_such_column cannot be saved to loans" in caplog.text
    revisions = history.history(office, "loan", loan)
    assert revisions[0].author_name == "กฤษณะ ใจดี"
    assert {change.column: change.after for change in revisions[0].changes}["dpd"] == 45


def test_it_is_saved_in_the_change_that_closes_or_not_at_all(
    office: Workspace, add: Add, checklist: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    loan = add("loan", dpd=0)
    checklist("loan")
    inspection = begun(office, which=loan, days="45", taken="visited")
    count = "SELECT count(*) AS n FROM change"
    before = office.rows(count)[0]["n"]
    with monkeypatch.context() as patched:
        patched.setattr("fieldkit.model.inspections.closing.seal_of", lambda *_: "another")
        with pytest.raises(inspections.errors.InspectionChanged):
            inspections.close(inspection, SIGNED)
    assert (row(office, "loan", loan)["dpd"], steps(office, loan)) == (0, [])
    inspections.close(inspection, SIGNED)
    assert row(office, "loan", loan)["dpd"] == 45
    assert office.rows(count)[0]["n"] == before + 2  # the signatures are details of it, the rest its frame


def test_a_complaint_moves_on_and_finds_its_factory(
    office: Workspace, add: Add, checklist: Callable[..., None]
) -> None:
    add("complaint", factory=None, place="บ้านหนองไผ่", district="โพทะเล")
    near = add("complaint", factory=None, place="บ้านใต้", district="ตะพานหิน")
    checklist("complaint")
    inspection = begun(office, which=near, result="founded", actions="advice order37")
    assert [name for name, _ in offered(inspection)] == [near]
    inspection.answer(path_of(inspection, "here"), MILL)
    inspection.answer(path_of(inspection, "taken"), "visited ordered answered")
    inspections.close(inspection, SIGNED)
    now = row(office, "complaint", near)
    assert (now["factory"], now["outcome"], now["actions"]) == ("mill", "founded", "advice order37")
    assert (now["state"], now["answered_on"]) == ("ordered", "2026-11-22")


def test_results_of_a_project_are_measured_once(
    office: Workspace, add: Add, checklist: Callable[..., None]
) -> None:
    project = add("project", fiscal_year=2570, title="ลดต้นทุน")
    known = add("project_result", project=project, indicator="sales", baseline=100_000.0)
    checklist("project")
    closed(office, which=project, after="125000.5", unit="บาท/เดือน", on="2026-11-20", stage="finished")
    (result,) = office.rows("SELECT * FROM project_result")
    assert (result["id"], result["baseline"], result["result"]) == (known, 100_000.0, 125_000.5)
    assert row(office, "project", project)["state"] == "finished"


# --- what it refuses


def test_only_records_that_were_offered_are_written(
    office: Workspace, add: Add, checklist: Callable[..., None], caplog: pytest.LogCaptureFixture
) -> None:
    add("loan", contract_no="67/01")
    foreign = add("loan", contract_no="67/02", factory=None, dpd=0)
    checklist("loan", ask="text")
    inspection = begun(office, which=foreign, days="45", taken="visited")
    inspections.close(inspection, SIGNED)
    assert (row(office, "loan", foreign)["dpd"], steps(office, foreign)) == (0, [])
    assert "is not of this visit" in caplog.text


@pytest.mark.parametrize(
    ("answers", "column"),
    [
        ({"days": "-1"}, "dpd"),
        ({"taken": "visited", "again": "2026-11-01"}, "due_date"),
        ({"taken": "paid"}, "amount"),
    ],
)
def test_what_cannot_be_is_told_and_nothing_is_closed(
    office: Workspace, add: Add, checklist: Callable[..., None], answers: dict[str, str], column: str
) -> None:
    loan = add("loan", dpd=0)
    checklist("loan")
    inspection = begun(office, which=loan, **answers)
    with pytest.raises(CaseRefused) as refused:
        inspections.close(inspection, SIGNED)
    assert [problem.column for problem in refused.value.problems] == [column]
    assert refused.value.place.startswith("67/12")
    assert not inspection.closed
    assert (row(office, "loan", loan)["dpd"], steps(office, loan)) == (0, [])


def test_a_record_that_ended_meanwhile_takes_no_step(
    office: Workspace, add: Add, checklist: Callable[..., None]
) -> None:
    complaint = add("complaint")
    checklist("complaint")
    inspection = begun(office, which=complaint, taken="visited")
    writing.add_step(office, "complaint", complaint, "closed")
    with pytest.raises(CaseRefused, match="Reopen it first"):
        inspections.close(inspection, SIGNED)
    writing.add_step(office, "complaint", complaint, "reopened", note="ตรวจต่อ")
    inspections.close(inspection, SIGNED)
    assert row(office, "complaint", complaint)["state"] == "checking"


def test_what_somebody_changed_since_the_visit_began_is_shown_as_a_conflict(
    office: Workspace, add: Add, checklist: Callable[..., None]
) -> None:
    loan = add("loan", dpd=0)
    checklist("loan")
    inspection = begun(office, which=loan, days="45")
    writing.edit(office, "loan", loan, {"dpd": 100})
    inspections.close(inspection, SIGNED)
    assert office.rows("SELECT grp FROM cell WHERE conflict = 1") == [{"grp": "balance"}]


def test_what_somebody_else_changed_beside_it_is_no_conflict(
    office: Workspace, add: Add, checklist: Callable[..., None]
) -> None:
    loan = add("loan", dpd=0)
    checklist("loan")
    inspection = begun(office, which=loan, days="45")
    writing.edit(office, "loan", loan, {"principal": 500_000.0})
    inspections.close(inspection, SIGNED)
    assert office.rows("SELECT grp FROM cell WHERE conflict = 1") == []
    now = row(office, "loan", loan)
    assert (now["dpd"], now["principal"]) == (45, 500_000.0)


# --- revisions


def revised(workspace: Workspace, first: Inspection, **answers: str) -> Inspection:
    again = revision.revise(workspace, first.id, "พิมพ์ผิด")
    for name, value in answers.items():
        again.answer(path_of(again, name), value)
    inspections.close(again, SIGNED)
    return again


def test_a_revision_replaces_what_it_corrects(
    office: Workspace, add: Add, checklist: Callable[..., None]
) -> None:
    loan = add("loan", dpd=10, missed=1)
    checklist("loan")
    first = closed(office, which=loan, days="45", missed="2", taken="visited referred", again="2026-12-20")
    again = revised(office, first, days="40", missed="", taken="visited", again="")
    now = row(office, "loan", loan)
    assert (now["dpd"], now["missed"], now["next_visit_on"]) == (40, 1, None)
    assert [(step["kind"], step["inspection"]) for step in steps(office, loan)] == [("visited", again.id)]
    # and once more: what was before both comes back
    revised(office, again, days="", taken="")
    now = row(office, "loan", loan)
    assert (now["dpd"], now["missed"], steps(office, loan)) == (10, 1, [])


def test_a_revision_about_another_record_leaves_the_first_as_it_was(
    office: Workspace, add: Add, checklist: Callable[..., None]
) -> None:
    wrong, right = add("loan", contract_no="67/01", dpd=0), add("loan", contract_no="67/02", dpd=0)
    checklist("loan")
    first = closed(office, which=wrong, days="45", taken="visited")
    revised(office, first, which=right)
    assert [row(office, "loan", one)["dpd"] for one in (wrong, right)] == [0, 45]
    assert [len(steps(office, one)) for one in (wrong, right)] == [0, 1]


def test_a_revision_does_not_overwrite_what_is_known_better_since(
    office: Workspace, add: Add, checklist: Callable[..., None]
) -> None:
    loan = add("loan", dpd=0)
    checklist("loan")
    first = closed(office, which=loan, days="45", missed="2", taken="visited")
    writing.edit(office, "loan", loan, {"dpd": 60})
    revised(office, first, missed="3")
    now = row(office, "loan", loan)
    assert (now["dpd"], now["missed"]) == (60, 3)
    assert office.rows("SELECT grp FROM cell WHERE conflict = 1") == []


def test_a_revision_takes_the_state_back_with_the_step(
    office: Workspace, add: Add, checklist: Callable[..., None]
) -> None:
    complaint = add("complaint")
    checklist("complaint")
    first = closed(office, which=complaint, taken="visited answered", result="founded")
    assert row(office, "complaint", complaint)["state"] == "checking"
    revised(office, first, taken="", result="")
    now = row(office, "complaint", complaint)
    assert (now["state"], now["answered_on"], now["outcome"]) == ("received", None, None)


def test_a_revision_takes_out_a_result_that_it_does_not_repeat(
    office: Workspace, add: Add, checklist: Callable[..., None]
) -> None:
    project = add("project", fiscal_year=2570, title="ลดต้นทุน")
    checklist("project")
    first = closed(office, which=project, before="100", after="120")
    again = revised(office, first, before="", after="")
    (result,) = office.rows("SELECT * FROM project_result")
    assert (result["deleted"], result["delete_reason"]) == (1, "revision")
    revised(office, again, before="100", after="130")
    (result,) = office.rows("SELECT * FROM project_result")
    assert (result["deleted"], result["result"]) == (0, 130.0)


# --- the table


@pytest.mark.parametrize(
    ("line", "word"),
    [
        ("loans,lend,dpd", "lend"),
        ("loans,loan,dpd nothing", "nothing"),
        ("loans,loan,state", "state"),
    ],
)
def test_a_wrong_list_is_refused_with_its_row(tmp_path: Path, line: str, word: str) -> None:
    file = tmp_path / "lists.csv"
    file.write_text(f"list,record_table,saves\n{line}\n", encoding="utf-8")
    with pytest.raises(TableError, match=word) as refused:
        checklist_lists.read_lists(file)
    assert "lists.csv:2" in refused.value.place
