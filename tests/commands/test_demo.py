"""The demonstration: believable, the same each time, complete, and never mixed with anybody's work."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from hashlib import sha256
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from fieldkit import resources
from fieldkit.cli import Exit, main
from fieldkit.model import factories, indicators, inspections
from fieldkit.model.cases.exporting import fund_rows
from fieldkit.model.cases.reading import listing, projects
from fieldkit.model.cases.results import gain
from fieldkit.model.codes import codes
from fieldkit.model.demonstration import province, visits
from fieldkit.model.demonstration.factories import with_check_digit
from fieldkit.model.demonstration.photos import photo
from fieldkit.model.form_draft import stored_values
from fieldkit.model.identifiers import factory_number_ok, parse_old_number
from fieldkit.model.indicators import Scope
from fieldkit.model.indicators.overview import overview
from fieldkit.model.inspections.signed import SignedInspection, open_all
from fieldkit.model.inspections.stored_path import stored_path
from fieldkit.model.orders.reading import orders_listing
from fieldkit.model.verify import verify
from fieldkit.model.workspace import Workspace
from tests.conftest import BANGKOK

pytestmark = pytest.mark.long

NOW = datetime(2026, 11, 22, 10, 42, tzinfo=BANGKOK)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("demo") / "data"
    province.fill(folder, now=NOW)
    return folder


@pytest.fixture
def demo(folder: Path) -> Iterator[Workspace]:
    workspace = Workspace(folder)
    yield workspace
    workspace.close()


@pytest.fixture
def short(monkeypatch: pytest.MonkeyPatch) -> None:
    """Only two visits, for what is the same with more of them."""
    whole = visits.timeline
    monkeypatch.setattr(province, "timeline", lambda *arguments: whole(*arguments)[:2])


def test_every_factory_has_valid_numbers_a_place_and_a_name(demo):
    rows = demo.rows("SELECT * FROM factory")
    assert len(rows) == 16 + province.GENERATED
    for row in rows:
        assert factory_number_ok(row["registration_no"])
        old = parse_old_number(row["registration_no_old"])
        assert old is not None
        assert old.type_code == row["type_main"]
        assert row["subdistrict_code"].startswith("66")
        assert row["name"]
        assert row["hp"] > 0
    assert len({row["registration_no"] for row in rows}) == len(rows)
    assert len({row["district"] for row in rows}) == 12
    with demo.database.read() as connection:
        assert factories.count(connection, factories.Query(text="โรงสีตัวอย่าง")) == 1


def test_factories_have_papers_and_the_facts_that_inspections_told(demo):
    papers = demo.rows("SELECT kind, factory, issued_on, expires_on FROM document")
    operating = demo.rows("SELECT count(*) AS n FROM factory WHERE status = '1'")[0]["n"]
    assert sum(1 for paper in papers if paper["kind"] == "licence") == operating
    days = [paper["expires_on"] for paper in papers if paper["expires_on"]]
    today = NOW.date().isoformat()
    assert any(day < today for day in days)
    assert any(day > today for day in days)
    told = demo.rows("SELECT DISTINCT factory, inspection FROM fact WHERE inspection IS NOT NULL")
    closed = demo.rows(
        "SELECT id FROM inspection i WHERE closing = 'complete' AND form_id NOT IN ('FUN', 'DEV', 'CMP')"
        " AND NOT EXISTS (SELECT 1 FROM inspection r WHERE r.revision_of = i.id)"
    )
    assert {row["id"] for row in closed} <= {row["inspection"] for row in told}


def test_inspections_lie_in_the_past_on_working_days_and_two_are_open(demo):
    listed = inspections.listing(demo)
    closed = [row for row in listed if row["state"] == "closed"]
    assert {row["checklist"] for row in listed if row["state"] == "draft"} == {"GEN", "AIR"}
    for row in closed:
        day = datetime.fromisoformat(row["started_at"])
        assert day < NOW
        assert day.weekday() < 5
        assert row["closed_at"] >= row["started_at"]
    assert {row["outcome"] for row in closed} == {"pass", "fail", "incomplete"}
    assert max(row["findings"] for row in closed) > 2


def test_findings_have_law_severity_and_due_date(demo):
    findings = inspections.findings_listing(demo)
    assert len(findings) > 20
    assert all(row["law"] and row["severity"] in ("C", "M", "m") and row["due_date"] for row in findings)
    assert all(row["description"] for row in findings if row["inspection_state"] == "closed")


@pytest.mark.parametrize("state", ["draft", "closed"])
def test_lists_tell_inspections_with_their_shape(folder, capsys, state):
    args = ["--data", str(folder), "--json", "list", "inspections", "--state", state, "--limit", "3"]
    assert main(args) == Exit.DONE
    listed = json.loads(capsys.readouterr().out)
    assert listed["total"] == (2 if state == "draft" else 78)
    for row in listed["inspections"]:
        assert {"id", "factory", "checklist", "version", "state", "closed_at"} <= set(row)
        assert row["state"] == state


def test_lists_tell_findings_of_one_factory(folder, capsys):
    assert main(["--data", str(folder), "--json", "list", "findings", "--search", "ท่าข้าวตัวอย่าง"]) == Exit.DONE
    listed = json.loads(capsys.readouterr().out)
    assert listed["total"] == len(listed["findings"]) > 0
    assert {row["factory_name"] for row in listed["findings"]} == {"ท่าข้าวตัวอย่างรุ่งเรือง"}


def test_a_factory_shows_its_inspections(folder, capsys):
    assert main(["--data", str(folder), "--json", "show", "factory", "จ3-2(1)-5/55พจ"]) == Exit.DONE
    shown = json.loads(capsys.readouterr().out)
    assert [past["state"] for past in shown["inspections"]] == ["closed", "closed"]  # it was visited twice
    assert shown["inspections"][0]["started_at"] > shown["inspections"][1]["started_at"]


def test_every_checklist_was_filled_with_answers_that_it_allows(demo):
    filled: dict[str, int] = {}
    for row in inspections.listing(demo, state="closed"):
        inspection = inspections.open_inspection(demo, row["id"])
        asked = [node for node in inspection.instance.walk() if node.leaf and node.relevant and node.value]
        assert [(node.path, node.value) for node in asked if node.violation is not None] == []
        if row["closing"] == "complete":
            filled[row["checklist"]] = filled.get(row["checklist"], 0) + 1
            assert len(asked) > 8
    assert set(filled) == {path.stem for path in resources.path("checklists").glob("*.xlsx")}
    assert min(filled.values()) >= 3


def test_visits_were_refused_and_corrected_and_findings_looked_at_again(demo):
    closings = {row["closing"] for row in inspections.listing(demo, state="closed")}
    assert {"complete", "closed_today", "refused"} <= closings
    assert len(demo.rows("SELECT id FROM inspection WHERE revision_of IS NOT NULL AND state = 'closed'")) == 1
    looked_at = demo.rows("SELECT DISTINCT state FROM finding WHERE verified_in IS NOT NULL")
    assert {row["state"] for row in looked_at} == {"open", "closed"}


@pytest.mark.parametrize("question", ["wat18", "wat16", "air07", "air08"])
def test_measured_values_make_a_series_at_one_factory(demo, question):
    rows = demo.rows(
        "SELECT i.factory, min(count(DISTINCT i.started_at), count(DISTINCT a.value)) AS different"
        " FROM answer a JOIN inspection i ON i.id = a.inspection WHERE a.path LIKE ? GROUP BY i.factory",
        f"%/{question}",
    )
    assert max(row["different"] for row in rows) >= 3


def test_values_over_the_limit_are_findings_and_registers_moved_by_visits(demo):
    assert demo.rows("SELECT id FROM finding WHERE form_id IN ('WAT', 'AIR') AND measured IS NOT NULL")
    moved = demo.rows("SELECT DISTINCT record_table FROM step WHERE inspection IS NOT NULL")
    assert {"loan", "complaint"} <= {row["record_table"] for row in moved}
    assert demo.rows(
        "SELECT id FROM project_result WHERE result_on > ?", (NOW - timedelta(days=80)).isoformat()
    )


# Nobody dies in the demonstration, and what the province has no debt of is no gap.
_MAY_BE_NONE = {"accidents_dead"}


def test_every_indicator_has_a_value(demo):
    with demo.database.read() as connection:
        figures = indicators.compute(connection, Scope(indicators.period("2570"), NOW.date()))
    assert len(figures) == len(indicators.indicators())
    empty = [one.indicator.id for one in figures if one.denominator == 0 or not one.numerator]
    assert set(empty) <= _MAY_BE_NONE


def test_the_overview_has_work_of_every_kind(demo):
    with demo.database.read() as connection:
        seen = overview(connection, Scope(indicators.period("2570"), NOW.date()))
    assert not seen.empty
    assert {item.counted.id for item, _figure in seen.today} >= {
        "drafts",
        "findings_overdue",
        "orders_due",
        "plan_late",
    }


def test_the_draft_stands_in_the_middle(demo):
    draft = next(row for row in inspections.listing(demo, state="draft") if row["checklist"] == "GEN")
    opened = inspections.open_inspection(demo, draft["id"])
    assert len(stored_values(opened.instance)) >= 17
    assert opened.result().unanswered


def test_orders_stand_in_every_state_and_the_history_is_whole(demo):
    listed = orders_listing(demo, today=NOW.date())
    assert {row["state"] for row in listed} == set(codes("factory_order.state"))
    assert {row["section"] for row in listed} == {"37", "39", "advice"}
    assert sum(row["overdue"] > 0 for row in listed) >= 3
    for row in listed:
        # what is stored is what the steps say
        [stored] = demo.rows("SELECT state FROM factory_order WHERE id = ?", row["id"])
        assert stored["state"] == row["state"]
    assert verify(demo) == []


def test_photos_are_drawn_dated_and_stored(demo):
    rows = demo.rows("SELECT * FROM attachment WHERE kind = 'photo'")
    assert len(rows) > 100
    for row in rows[:3]:
        image = Image.open(BytesIO(demo.attachments.read(row["sha256"])))
        assert image.size == (1280, 960)
        assert row["taken_at"] is not None


def test_the_same_seed_draws_the_same_picture():
    assert photo("a", "คำ", NOW) == photo("a", "คำ", NOW)
    assert photo("a", "คำ", NOW) != photo("b", "คำ", NOW)


# What the tables say, without the ids of what people make: these are never the same twice.
_SAID = {
    "factory": "SELECT * FROM factory ORDER BY id",
    "document": "SELECT kind, factory, number, level, issued_on, expires_on FROM document"
    " ORDER BY 1, 2, 3, 4, 5",
    "fact": "SELECT factory, property, value, as_of FROM fact ORDER BY 1, 2, 4, 3",
    "assignment": "SELECT factory, planned_on, officer, kind, state FROM assignment ORDER BY 1, 2, 3",
    "inspection": "SELECT form_id, factory, started_at, closed_at, closing, outcome, score FROM inspection"
    " ORDER BY 1, 2, 3",
    "answer": "SELECT i.form_id, i.factory, i.started_at, a.value, a.note FROM answer a"
    " JOIN inspection i ON i.id = a.inspection WHERE a.value NOT LIKE '%.jpg'"
    " AND a.value NOT LIKE 'uuid:%' AND length(a.value) <> 36"
    " ORDER BY 1, 2, 3, a.value, a.note",
    "finding": "SELECT factory, form_id, question, severity, description, due_date, state, measured"
    " FROM finding ORDER BY 1, 2, 3, 6, 5, 8",
    "attachment": "SELECT sha256, kind, taken_at FROM attachment WHERE kind = 'photo' ORDER BY 1",
    "factory_order": "SELECT factory, section, number, issued_on, due_date, state FROM factory_order"
    " ORDER BY 1, 2, 3",
    "step": "SELECT record_table, kind, on_date, number, amount, note FROM step ORDER BY 1, 2, 3, 4, 5, 6",
    "loan": "SELECT contract_no, factory, principal, missed, last_paid_on, trend FROM loan ORDER BY 1",
}


def digests(folder: Path) -> dict[str, str]:
    workspace = Workspace(folder)
    found = {
        table: sha256(json.dumps([tuple(row.values()) for row in workspace.rows(sql)]).encode()).hexdigest()
        for table, sql in _SAID.items()
    }
    workspace.close()
    return found


def test_the_same_day_and_seed_make_the_same_province(tmp_path, monkeypatch):
    whole = visits.timeline
    monkeypatch.setattr(province, "timeline", lambda *arguments: whole(*arguments)[::6])
    for name in ("first", "again"):
        province.fill(tmp_path / name, now=NOW)
    assert digests(tmp_path / "again") == digests(tmp_path / "first")


def test_another_seed_makes_another_province(folder, tmp_path, short):
    province.fill(tmp_path / "other", now=NOW, seed=7)
    first, other = digests(folder), digests(tmp_path / "other")
    assert [
        table for table in ("factory", "document", "fact", "inspection") if first[table] == other[table]
    ] == []


def test_many_more_are_whole_inspections_at_factories_of_the_same_kind(tmp_path, short):
    made = province.fill(tmp_path / "many", now=NOW, scale=2, years=2)
    assert made.factories == 16 + 2 * province.GENERATED
    workspace = Workspace(tmp_path / "many")
    try:
        assert verify(workspace) == []
        closed = workspace.rows("SELECT * FROM inspection WHERE closing = 'complete' ORDER BY started_at")
        assert len(closed) == 2 * 2 * 2
        assert closed[0]["started_at"] < "2025-12"
        for row in closed:
            opened = inspections.open_inspection(workspace, row["id"])
            result = opened.result()
            assert (result.unanswered, result.outcome, float(result.score or 0)) == (
                (),
                row["outcome"],
                row["score"],
            )
            assert {stored["path"] for stored in opened.findings.values() if not stored["deleted"]} == {
                stored_path(opened.instance.node(path)) for path in result.failed
            }
            [(_row, read)] = open_all(workspace, [row], {})
            assert isinstance(read, SignedInspection)
            for node in read.instance.walk():
                if node.leaf and not node.path.endswith("/instanceID"):
                    assert node.value == opened.instance.node(node.path).value, node.path
        assert len({row["submission"] for row in closed}) == len(closed)
    finally:
        workspace.close()


def test_a_folder_that_holds_anything_is_refused_and_left_alone(tmp_path, capsys):
    kept = tmp_path / "data"
    kept.mkdir()
    (kept / "note.txt").write_text("mine")
    assert main(["--data", str(kept), "demo"]) == Exit.REFUSED
    assert "โฟลเดอร์ข้อมูลนี้มีข้อมูลอยู่แล้ว" in capsys.readouterr().err
    assert [path.name for path in tmp_path.rglob("*")] == ["data", "note.txt"]


def test_a_demonstration_that_fails_leaves_nothing(tmp_path, monkeypatch):
    monkeypatch.setattr(province, "timeline", lambda *_arguments: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        province.fill(tmp_path / "data", now=NOW)
    assert list(tmp_path.iterdir()) == []


def test_the_command_counts_what_it_made(tmp_path, capsys, short):
    empty = tmp_path / "data"
    empty.mkdir()
    assert main(["--data", str(empty), "--json", "demo"]) == Exit.DONE
    made = json.loads(capsys.readouterr().out)
    assert (made["factories"], made["inspections"]) == (16 + province.GENERATED, 4)


def test_check_digits_are_those_of_the_register():
    assert with_check_digit("1066000122548") == "10660001225480"
    assert with_check_digit("1018000012541") == "10180000125417"


def test_the_registers_hold_every_state_and_class_and_the_fund_of_the_domain(demo):
    recommendations, complaints, loans, enterprises = (
        listing(demo, table) for table in ("recommendation", "complaint", "loan", "enterprise")
    )
    assert [row["issue_no"] for row in sorted(recommendations, key=lambda row: row["issue_no"])] == list(
        range(1, 11)
    )
    assert {row["round"] for row in recommendations} == {"1/2570"}
    assert {row["state"] for row in complaints} == set(codes("complaint.state"))
    assert any(row["repeats"] for row in complaints)
    assert {row["debt_class"] for row in loans} == set(codes("loan.class"))
    # domain 10.10: 24 contracts, outstanding 61,250,000; N1 and worse 4 contracts 9,180,000, 14.99 %
    *_, total = fund_rows(loans, "th")
    assert (total["contracts"], total["outstanding"], total["npl"], total["npl_amount"]) == (
        24,
        61_250_000,
        4,
        9_180_000,
    )
    assert round(total["npl_share"] * 100, 2) == 14.99
    gained = [
        gain(result)
        for row in enterprises
        for project in projects(demo, row["id"])
        for result in project["results"]
    ]
    assert any(one is None for one in gained)
    assert any(one and one.percent is not None and one.percent < 0 for one in gained)
    assert {row["size"] for row in enterprises} == {"micro", "small", "medium"}
