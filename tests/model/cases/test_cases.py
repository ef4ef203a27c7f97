"""Records of the registers: validated, followed up by steps, due by rules, undone, restored, told apart."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fieldkit.model import history, records
from fieldkit.model.cases import filters, personal, reading, writing
from fieldkit.model.cases.errors import CaseRefused
from fieldkit.model.cases.files import NotAFile, attach, detach
from fieldkit.model.cases.life import standing
from fieldkit.model.cases.registers import COMPLAINTS, RECOMMENDATIONS, REGISTERS
from fieldkit.model.cases.steps_table import possible, rules, start, states
from fieldkit.model.cases.writing import Done
from fieldkit.model.codes import codes, ending
from fieldkit.model.tables import GROUPS
from fieldkit.model.workspace import Workspace
from tests.conftest import Clock
from tests.model.cases.conftest import GIVEN, Add
from tests.office import picture

Line = Callable[[str, str], dict[str, Any]]
Step = Callable[..., Done]


@pytest.mark.parametrize("table", REGISTERS)
def test_every_column_stands_in_one_section(table: str) -> None:
    columns = [column for group in GROUPS[table].values() for column in group]
    shown = list(REGISTERS[table].columns)
    assert sorted(shown) == sorted(set(columns) - {"deleted", "delete_reason"})


# --- what is refused


@pytest.mark.parametrize(
    ("table", "values", "column", "title"),
    [
        ("recommendation", {"round": "3/2567"}, "round", "There is no inspection round “3/2567”"),
        ("recommendation", {"issue_title": " "}, "issue_title", "Issue is missing"),
        ("recommendation", {"progress": 101}, "progress", "Progress (%) cannot be 101"),
        (
            "recommendation",
            {"due_date": "2026-01-31"},
            "due_date",
            "Due 31 Jan 2026 lies before “Date of the visit” 15 Feb 2026",
        ),
        (
            "complaint",
            {"received_at": "2026-11-23T08:00:00+07:00"},
            "received_at",
            "Received at 23 Nov 2026 has not come yet",
        ),
        ("complaint", {"issues": "smell ghosts"}, "issues", "There is no “Issues” ghosts"),
        ("loan", {"id13": "3660100123457"}, "id13", "The 13-digit number is wrong"),
        ("loan", {"due_day": 32}, "due_day", "Due day of the month cannot be 32"),
        ("loan", {"principal": -1.0}, "principal", "Outstanding principal cannot be -1"),
        ("enterprise", {"otop_stars": 6}, "otop_stars", "OTOP stars cannot be 6"),
    ],
)
def test_what_cannot_be_is_refused_with_its_column_and_a_cure(
    office: Workspace, table: str, values: dict[str, Any], column: str, title: str
) -> None:
    with pytest.raises(CaseRefused) as refused:
        writing.add(office, table, GIVEN[table] | values)
    [problem] = refused.value.problems
    assert (problem.column, problem.title.en) == (column, title)
    assert problem.cure.th
    assert problem.cure.en
    assert reading.listing(office, table) == []


def test_all_that_is_wrong_is_told_at_once(office: Workspace) -> None:
    with pytest.raises(CaseRefused) as refused:
        writing.add(office, "loan", {"id13": "1", "due_day": 0})
    assert [problem.column for problem in refused.value.problems] == [
        "fund",
        "contract_no",
        "due_day",
        "id13",
    ]


def test_what_is_only_doubtful_is_saved_with_a_warning(office: Workspace) -> None:
    done = writing.add(office, "enterprise", GIVEN["enterprise"] | {"code": "66-1", "members": 6})
    assert [(problem.column, problem.warning) for problem in done.warnings] == [
        ("code", True),
        ("members", True),
    ]
    assert len(reading.listing(office, "enterprise")) == 1


def test_a_number_written_with_dashes_is_kept_as_digits(add: Add, row: Line) -> None:
    found = row("loan", add("loan", id13="3-6601-00123-45-6"))
    assert found["id13"] == "3660100123456"


# --- steps


def test_a_complaint_from_its_receipt_to_its_end(add: Add, row: Line, step: Step) -> None:
    id_ = add("complaint")
    line = row("complaint", id_)
    assert (line["number"], line["state"], line["urgency"]) == ("รร-70-0001", "received", "normal")
    assert (line["due"], line["duty"].en, line["overdue"]) == ("2026-11-17", "first answer", 5)
    step("complaint", id_, "acknowledged", "2026-11-03")
    assert row("complaint", id_)["duty"].en == "inspect the place"
    step("complaint", id_, "visited", "2026-11-05")
    line = row("complaint", id_)
    assert (line["state"], line["due"], line["duty"].en) == ("checking", "2026-12-02", "final answer")
    step("complaint", id_, "extended", "2026-11-06", due_date="2026-12-20", note="รอผลแล็บ")
    assert row("complaint", id_)["due"] == "2026-12-20"
    step("complaint", id_, "ordered", "2026-11-07", due_date="2026-11-20")
    assert (row("complaint", id_)["state"], row("complaint", id_)["due"]) == ("ordered", "2026-12-05")
    step("complaint", id_, "answered", "2026-11-10")
    step("complaint", id_, "followed", "2026-11-21")
    line = row("complaint", id_)
    assert (line["state"], line["due"], line["answered_on"]) == ("following", "2026-12-21", "2026-11-10")
    step("complaint", id_, "closed", "2026-11-22")
    line = row("complaint", id_)
    assert (line["state"], line["due"], line["closed_on"], line["open"]) == (
        "closed",
        None,
        "2026-11-22",
        False,
    )
    with pytest.raises(CaseRefused, match="the record is “closed”"):
        step("complaint", id_, "visited", "2026-11-22")
    step("complaint", id_, "reopened", "2026-11-22", note="ร้องอีก")
    assert (row("complaint", id_)["state"], row("complaint", id_)["closed_on"]) == ("checking", None)


@pytest.mark.parametrize(
    ("urgency", "due"), [("normal", "2026-11-17"), ("urgent", "2026-11-05"), ("most_urgent", "2026-11-03")]
)
def test_the_place_is_inspected_by_urgency(add: Add, row: Line, step: Step, urgency: str, due: str) -> None:
    id_ = add("complaint", urgency=urgency)
    step("complaint", id_, "acknowledged", "2026-11-02")
    assert (row("complaint", id_)["due"], row("complaint", id_)["duty"].en) == (due, "inspect the place")


def test_the_centres_get_a_note_every_fifteen_days(add: Add, row: Line, step: Step) -> None:
    id_ = add("complaint", channel="1111")
    step("complaint", id_, "visited", "2026-11-03")
    step("complaint", id_, "progress", "2026-11-10", note="ตรวจแล้ว")
    found = {duty.code: duty.due.isoformat() for duty in row("complaint", id_)["duties"]}
    assert found == {"progress": "2026-11-25", "final": "2026-12-02"}


def test_a_recommendation_reports_and_ends(add: Add, row: Line, step: Step) -> None:
    id_ = add("recommendation")
    assert row("recommendation", id_)["due"] == "2026-03-17"
    step("recommendation", id_, "progress", "2026-11-01", amount=40.0, note="เริ่มแล้ว")
    line = row("recommendation", id_)
    assert (line["state"], line["progress"], line["progress_text"]) == ("working", 40, "เริ่มแล้ว")
    assert (line["due"], line["duty"].en) == ("2026-12-01", "report progress")
    with pytest.raises(CaseRefused) as refused:
        step("recommendation", id_, "progress", "2026-11-02", amount=140.0, note="เกิน")
    assert refused.value.problems[0].column == "amount"
    step("recommendation", id_, "closed", "2026-11-20", note="ครบ")
    line = row("recommendation", id_)
    assert (line["state"], line["progress"], line["open"]) == ("done", 100, False)


def test_a_loan_is_visited_by_its_class_unless_a_day_is_agreed(add: Add, row: Line, step: Step) -> None:
    dues = {
        code: row("loan", add("loan", contract_no=code, dpd=days))["due"]
        for code, days in (("D0", 0), ("D1", 5), ("D2", 45), ("D3", 80), ("N1", 120), ("N3", 500))
    }
    assert dues == {
        "D0": "2024-10-28",
        "D1": "2026-11-17",
        "D2": "2026-11-25",
        "D3": "2026-11-17",
        "N1": "2026-12-10",
        "N3": "2027-02-08",
    }
    id_ = add("loan", contract_no="x", dpd=45)
    step("loan", id_, "visited", "2026-11-12", due_date="2026-11-24", note="นัดใหม่")
    line = row("loan", id_)
    assert (line["next_visit_on"], line["due"], line["duty"].en) == (
        "2026-11-24",
        "2026-11-24",
        "agreed follow-up",
    )
    step("loan", id_, "paid", "2026-11-20", amount=12_500.0)
    line = row("loan", id_)
    assert (line["last_paid_on"], line["last_paid"], line["state"]) == ("2026-11-20", 12_500.0, "active")


def test_a_community_enterprise_renews_each_year(add: Add, row: Line, step: Step) -> None:
    id_ = add("enterprise")
    assert (row("enterprise", id_)["due"], row("enterprise", id_)["overdue"]) == ("2026-01-30", 296)
    step("enterprise", id_, "renewed", "2026-02-11")
    assert row("enterprise", id_)["due"] == "2027-01-30"
    assert row("enterprise", add("enterprise", kind="sme", code=None))["due"] is None


@pytest.mark.parametrize(
    ("kind", "on", "columns", "column"),
    [
        ("closed", "2026-11-23", {"note": "x"}, "on_date"),
        ("closed", "2026-11-20", {}, "note"),
        ("extended", "2026-11-20", {"note": "x", "due_date": "2026-11-19"}, "due_date"),
        ("closed", "2026-02-01", {"note": "ก่อนวันตรวจ"}, "on_date"),
        ("eaten", "2026-11-20", {}, "kind"),
    ],
)
def test_a_step_that_cannot_be_is_refused(
    add: Add, row: Line, step: Step, kind: str, on: str, columns: dict[str, Any], column: str
) -> None:
    id_ = add("recommendation")
    with pytest.raises(CaseRefused) as refused:
        step("recommendation", id_, kind, on, **columns)
    assert refused.value.problems[0].column == column
    assert row("recommendation", id_)["steps"] == []


def test_a_step_for_many_is_one_commit_and_for_all_or_none(
    office: Workspace, add: Add, row: Line, step: Step
) -> None:
    first, second = add("complaint"), add("complaint", factory=None, place="บึงสีไฟ")
    done = writing.add_steps(office, "complaint", [first, second], "visited", on_date="2026-11-20")
    assert done.edit is not None
    assert [row("complaint", id_)["state"] for id_ in (first, second)] == ["checking", "checking"]
    records.undo(office, done.edit)
    assert [row("complaint", id_)["state"] for id_ in (first, second)] == ["received", "received"]
    assert row("complaint", first)["steps"] == []
    step("complaint", second, "closed", "2026-11-21")
    with pytest.raises(CaseRefused):
        writing.add_steps(office, "complaint", [first, second], "visited", on_date="2026-11-22")
    assert row("complaint", first)["steps"] == []


def test_a_deleted_step_leaves_what_the_others_make(
    office: Workspace, add: Add, row: Line, step: Step
) -> None:
    id_ = add("recommendation")
    step("recommendation", id_, "progress", "2026-11-01", amount=40.0, note="เริ่ม")
    step("recommendation", id_, "closed", "2026-11-20", note="ครบ")
    last = row("recommendation", id_)["steps"][-1]["id"]
    writing.delete_step(office, "recommendation", id_, last)
    line = row("recommendation", id_)
    assert (line["state"], line["progress"], line["progress_text"], line["closed_on"]) == (
        "working",
        40,
        "เริ่ม",
        None,
    )


def test_a_corrected_step_corrects_the_record_but_not_what_somebody_typed(
    office: Workspace, add: Add, row: Line, step: Step
) -> None:
    id_ = add("loan")
    step("loan", id_, "paid", "2026-11-01", amount=1000.0)
    writing.edit(office, "loan", id_, {"last_paid": 1500.0})
    paid = row("loan", id_)["steps"][0]["id"]
    writing.edit_step(office, "loan", id_, paid, on_date="2026-11-05", amount=1200.0)
    line = row("loan", id_)
    assert (line["last_paid_on"], line["last_paid"]) == ("2026-11-05", 1500.0)


@pytest.mark.parametrize("table", REGISTERS)
@given(data=st.data())
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_possible_steps_lead_through_known_states(table: str, data: st.DataObject) -> None:
    """Whatever may be taken in each state ends in a known one; the order of reading changes nothing."""
    state, steps = start(table), []
    for number in range(data.draw(st.integers(0, 8))):
        kind = data.draw(st.sampled_from(possible(table, state)))
        before = state
        state = rules(table)[kind].leads(state)
        assert state in codes(states(table))
        assert before not in ending(states(table)) or rules(table)[kind].when in ("ended", "any")
        columns = dict.fromkeys(GROUPS["step"]["what"])
        steps.append(columns | {"id": f"{number}", "kind": kind, "on_date": f"2026-11-{number + 1:02d}"})
    shuffled = data.draw(st.permutations(steps))
    assert standing(table, None, shuffled) == standing(table, None, steps)
    assert standing(table, None, steps).state == state


# --- lists


def test_filters_search_and_the_bin(office: Workspace, add: Add, row: Line, step: Step) -> None:
    mine = add("complaint", officer=office.person.name, details="ควันดำ")
    closed, gone = add("complaint", channel="letter"), add("complaint")
    step("complaint", closed, "closed", "2026-11-20")
    writing.delete(office, "complaint", [gone], "ซ้ำ")
    rows = reading.listing(office, "complaint")
    today = office.clock().date()
    counts = {
        key: sum(filters.fits(one, key, today=today, person=office.person.name) for one in rows)
        for key in filters.FILTERS
    }
    assert counts == {"open": 1, "mine": 1, "soon": 0, "overdue": 1, "closed": 1, "bin": 1, "all": 2}
    assert [one["id"] for one in filters.searched(COMPLAINTS, rows, "ควันดำ")] == [mine]
    assert [one["id"] for one in filters.searched(COMPLAINTS, rows, "หนังสือ เจริญพาณิชย์")] == [closed]
    writing.restore(office, "complaint", [gone])
    assert not row("complaint", gone)["deleted"]


def test_what_falls_due_in_five_days_is_due_soon(office: Workspace, add: Add, row: Line) -> None:
    id_ = add("complaint", received_at="2026-11-12T08:00:00+07:00")
    today = office.clock().date()
    line = row("complaint", id_)
    assert line["due"] == "2026-11-27"
    assert filters.soon(line, today)
    assert not filters.soon(line, today - timedelta(days=1))
    assert not filters.soon(line, today + timedelta(days=6))


def test_rounds_are_narrowed_by_the_newest_first(office: Workspace, add: Add) -> None:
    for round_ in ("2/2566", "1/2567", "2/2567", "1/2567"):
        add("recommendation", round=round_)
    found = filters.narrowings(RECOMMENDATIONS, reading.listing(office, "recommendation"))
    assert list(found.items()) == [("2/2567", 1), ("1/2567", 2), ("2/2566", 1)]


def test_a_repeated_complaint_is_recognised_by_factory_or_place(add: Add, row: Line) -> None:
    first = add("complaint", received_at="2026-10-01T08:00:00+07:00")
    again = add("complaint")
    assert (row("complaint", again)["repeat_of"], row("complaint", again)["repeats"]) == (first, 1)
    place = {"factory": None, "place": "ลานตากข้าว หมู่ 5", "district": "โพทะเล"}
    yard = add("complaint", **place, received_at="2026-10-02T08:00:00+07:00")
    spelt = add("complaint", **place | {"place": "ลานตากข้าว  หมู่ ๕"})
    assert row("complaint", spelt)["repeat_of"] == yard
    assert row("complaint", first)["repeats"] == 0
    other = add("complaint", **place | {"district": "บางมูลนาก"})
    assert row("complaint", other)["repeat_of"] is None


def test_numbers_run_by_fiscal_year(add: Add, row: Line, clock: Clock) -> None:
    numbers = [
        row("complaint", add("complaint", received_at=f"{day}T08:00:00+07:00"))["number"]
        for day in ("2026-09-30", "2026-10-01", "2026-10-02", "2026-09-01")
    ]
    assert numbers == ["รร-69-0001", "รร-70-0001", "รร-70-0002", "รร-69-0002"]


# --- people


def test_lists_mask_who_complains_and_who_owes(add: Add, row: Line) -> None:
    line = row("loan", add("loan", id13="3660100123456", phone="081-234-5678"))
    shown = {column: personal.masked("loan", column, line) for column in ("id13", "name", "phone")}
    assert shown == {"id13": "3-6601-xxxxx-xx-6", "name": "นา•••", "phone": "xxx-xxx-x678"}
    firm = row("loan", add("loan", id13="0665567000124", name="ตัวอย่างเจริญ"))
    assert personal.masked("loan", "id13", firm) == "0-6655-67000-12-4"
    assert personal.masked("loan", "name", firm) == "ตัวอย่างเจริญ"
    secret = row("complaint", add("complaint", keep_secret=1))
    assert personal.masked("complaint", "complainant", secret) == "•••"
    nameless = row("complaint", add("complaint", anonymous=1))
    assert personal.masked("complaint", "complainant", nameless, "en") == "anonymous"
    assert personal.masked("complaint", "phone", nameless) == ""


def test_access_is_kept_with_its_reason_and_an_export_needs_one(office: Workspace) -> None:
    with pytest.raises(personal.ReasonMissing):
        personal.note_access(office, "exported", "loan", ["a"], " ")
    personal.note_access(office, "exported", "loan", ["b", "a"], "ส่ง ธพว.")
    personal.note_access(office, "shown", "complaint", ["c"], "")
    assert [(one["action"], one["records"], one["reason"]) for one in personal.accesses(office)] == [
        ("shown", ["c"], ""),
        ("exported", ["a", "b"], "ส่ง ธพว."),
    ]
    assert [one["tbl"] for one in personal.accesses(office, "a")] == ["loan"]


# --- history, undo, files


def test_history_says_who_changed_what(office: Workspace, add: Add, clock: Clock) -> None:
    id_ = add("recommendation")
    clock.advance(timedelta(hours=1))
    writing.edit(office, "recommendation", id_, {"owner_unit": "กลุ่มโรงงาน"})
    writing.edit(office, "recommendation", id_, {"owner_unit": "กลุ่มโรงงาน"})
    clock.advance(timedelta(hours=1))
    writing.delete(office, "recommendation", [id_], "ซ้ำ")
    last, changed, made = history.history(office, "recommendation", id_)
    assert made.created
    assert {change.column for change in made.changes} >= {"round", "issue_title"}
    assert changed.author_name == office.person.name
    assert [(one.column, one.before, one.after) for one in changed.changes] == [
        ("owner_unit", None, "กลุ่มโรงงาน")
    ]
    assert changed.at.startswith("2026-11-22T11:42")
    assert ("deleted", None, 1) in [(one.column, one.before, one.after) for one in last.changes]


def test_every_edit_can_be_taken_back_one_after_the_other(office: Workspace, add: Add, row: Line) -> None:
    id_ = add("loan")
    done = records.UndoHistory(office)
    done.add("officer", writing.assign(office, "loan", [id_], "นางสาวพิมพ์ใจ").edit)
    done.add("state", writing.set_state(office, "loan", [id_], "closed").edit)
    assert (row("loan", id_)["officer"], row("loan", id_)["state"]) == ("นางสาวพิมพ์ใจ", "closed")
    assert done.undo() == 0
    assert row("loan", id_)["state"] == "active"
    assert done.undo() == 0
    assert row("loan", id_)["officer"] is None


def test_files_belong_to_a_record(office: Workspace, add: Add) -> None:
    id_ = add("complaint")
    added = attach(office, "complaint", id_, picture(), name="สะพาน.jpg")
    [file] = reading.attachments(office, id_)
    assert (file["id"], file["name"], file["kind"]) == (added.id, "สะพาน.jpg", "photo")
    with pytest.raises(NotAFile):
        attach(office, "complaint", id_, b"MZ\x90\x00 no picture", name="virus.exe")
    detach(office, added.id)
    assert reading.attachments(office, id_) == []


def test_a_record_is_found_by_its_number(office: Workspace, add: Add) -> None:
    rec, loan = add("recommendation", issue_no=3), add("loan")
    assert reading.find_case(office, "recommendation", "1/2567-3") == rec
    assert reading.find_case(office, "loan", "67/12") == loan
    with pytest.raises(reading.NoSuchCase):
        reading.find_case(office, "complaint", "รร-70-9999")


def test_projects_come_with_their_results(office: Workspace, add: Add, row: Line) -> None:
    id_ = add("enterprise")
    project = records.add(office, "project", {"enterprise": id_, "fiscal_year": 2570, "title": "Lean"})
    records.add(
        office, "project_result", {"project": project, "indicator": "cost", "baseline": 10.0, "result": 8.0}
    )
    [found] = reading.projects(office, id_)
    assert [result["indicator"] for result in found["results"]] == ["cost"]
    assert row("enterprise", id_)["projects"] == 1
