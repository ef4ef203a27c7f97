"""The demonstration: believable, the same each time, complete, and never mixed with anybody's work."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from fieldkit.cli import Exit, main
from fieldkit.model import factories, inspections
from fieldkit.model.cases.exporting import fund_rows
from fieldkit.model.cases.reading import listing, projects
from fieldkit.model.cases.results import gain
from fieldkit.model.codes import codes
from fieldkit.model.demonstration import province
from fieldkit.model.demonstration.factories import with_check_digit
from fieldkit.model.demonstration.photos import photo
from fieldkit.model.identifiers import factory_number_ok, parse_old_number
from fieldkit.model.orders.reading import orders_listing
from fieldkit.model.verify import verify
from fieldkit.model.workspace import Workspace
from tests.conftest import BANGKOK

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


def test_inspections_lie_in_the_past_on_working_days_and_one_is_open(demo):
    listed = inspections.listing(demo)
    closed = [row for row in listed if row["state"] == "closed"]
    assert len(closed) == province.CLOSED
    assert [row["state"] for row in listed].count("draft") == 1
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
    assert listed["total"] == (province.CLOSED if state == "closed" else 1)
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


def test_the_draft_stands_in_the_middle(demo):
    [draft] = inspections.listing(demo, state="draft")
    opened = inspections.open_inspection(demo, draft["id"])
    assert len(opened.instance.values()) >= 17
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
    assert len(rows) >= province.CLOSED
    for row in rows[:3]:
        image = Image.open(BytesIO(demo.attachments.read(row["sha256"])))
        assert image.size == (1280, 960)
        assert row["taken_at"] is not None


def test_the_same_seed_draws_the_same_picture():
    assert photo("a", "คำ", NOW) == photo("a", "คำ", NOW)
    assert photo("a", "คำ", NOW) != photo("b", "คำ", NOW)


def test_the_same_day_makes_the_same_province(folder, tmp_path, monkeypatch):
    monkeypatch.setattr(province, "CLOSED", 2)
    province.fill(tmp_path / "again", now=NOW)
    tables = []
    for path in (folder, tmp_path / "again"):
        workspace = Workspace(path)
        tables.append(workspace.rows("SELECT id, name, operator, hp, status FROM factory ORDER BY id"))
        workspace.close()
    assert tables[0] == tables[1]


def test_a_folder_that_holds_anything_is_refused_and_left_alone(tmp_path, capsys):
    kept = tmp_path / "data"
    kept.mkdir()
    (kept / "note.txt").write_text("mine")
    assert main(["--data", str(kept), "demo"]) == Exit.REFUSED
    assert "โฟลเดอร์ข้อมูลนี้มีข้อมูลอยู่แล้ว" in capsys.readouterr().err
    assert [path.name for path in tmp_path.rglob("*")] == ["data", "note.txt"]


def test_a_demonstration_that_fails_leaves_nothing(tmp_path, monkeypatch):
    monkeypatch.setattr(province, "_draft", lambda *_arguments: 1 / 0)
    monkeypatch.setattr(province, "CLOSED", 0)
    with pytest.raises(ZeroDivisionError):
        province.fill(tmp_path / "data", now=NOW)
    assert list(tmp_path.iterdir()) == []


def test_the_command_counts_what_it_made(tmp_path, capsys, monkeypatch):
    monkeypatch.setattr(province, "CLOSED", 1)
    empty = tmp_path / "data"
    empty.mkdir()
    assert main(["--data", str(empty), "--json", "demo"]) == Exit.DONE
    made = json.loads(capsys.readouterr().out)
    assert (made["factories"], made["inspections"]) == (16 + province.GENERATED, 2)


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
    assert {row["round"] for row in recommendations} == {"1/2567"}
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
