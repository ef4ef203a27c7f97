"""The four registers of the demonstration: every state and class, and what the office did about them."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from fieldkit import resources
from fieldkit.model import csv_table, records
from fieldkit.model.cases import writing
from fieldkit.model.cases.reading import read_case
from fieldkit.model.thai.fiscal import fiscal_year, fiscal_year_span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fieldkit.model.csv_table import Row
    from fieldkit.model.workspace import Workspace

_AFTER_ANSWER = 20  # days without another complaint
_ROUND_AGO, _ROUND_DAYS = 40, 90
_INSPECTOR_GENERAL = "นายวิษณุ ทับเที่ยง"
_OFFICERS = ("นายกฤษณะ ใจดี", "นางสาวพิมพ์ใจ ตัวอย่าง", "นายสมบัติ ตัวอย่างดี")
_AS_OF = 20  # days: how old the bank's letter is
Values = dict[str, Any]

# Steps of a complaint in each state: (kind, days after it came, columns).
_COMPLAINT_STEPS: dict[str, tuple[tuple[str, int, Values], ...]] = {
    "received": (),
    "checking": (("acknowledged", 2, {}), ("visited", 3, {"note": "ตรวจสอบพื้นที่ร่วมกับ อปท."})),
    "ordered": (
        ("acknowledged", 1, {}),
        ("visited", 3, {"note": "พบตามที่ร้อง"}),
        ("ordered", 8, {"note": "สั่งปรับปรุงระบบดักฝุ่น", "due_in": 30}),
        ("progress", 14, {"note": "แจ้งผู้ร้องว่าสั่งการแล้ว"}),
    ),
    "following": (
        ("visited", 4, {}),
        ("ordered", 9, {"due_in": 20}),
        ("answered", 24, {"note": "แจ้งผลเป็นหนังสือ"}),
        ("followed", 38, {"note": "แก้ไขแล้ว รอดูการร้องซ้ำ"}),
    ),
    "forwarded": (("visited", 5, {}), ("forwarded", 9, {"note": "ส่ง อปท. ดำเนินการตามหน้าที่"})),
    "closed": (
        ("acknowledged", 1, {}),
        ("visited", 6, {}),
        ("answered", 18, {}),
        ("followed", 40, {}),
        ("closed", 72, {"note": "ไม่มีการร้องซ้ำ"}),
    ),
}
_OUTCOMES = {"ordered": "founded", "following": "founded", "closed": "founded", "forwarded": "no_factory"}
_ACTIONS = {"ordered": "order37", "following": "order37", "closed": "advice", "forwarded": "forward"}


def add_cases(workspace: Workspace) -> int:
    """Fill the four registers; return how many records they have."""
    made = [_recommendations, _complaints, _loans, _enterprises]
    return sum(fill(workspace) for fill in made)


def _rows(name: str, columns: str) -> list[Row]:
    return csv_table.read(resources.path("demonstration", f"{name}.csv"), columns.split())


def _recommendations(workspace: Workspace) -> int:
    rows = _rows(
        "recommendations", "issue_no issue_title recommendation_text indicator target owner_unit state"
    )
    today = workspace.clock().date()
    year = fiscal_year(today)
    visited = max(fiscal_year_span(year)[0], today - timedelta(days=_ROUND_AGO))
    for row in rows:
        number = int(row.decimal("issue_no"))
        values = {name: row.text(name) for name in ("issue_title", "recommendation_text", "indicator")}
        values |= {"target": row.text("target"), "owner_unit": row.text("owner_unit")}
        done = writing.add(
            workspace,
            "recommendation",
            {
                **values,
                "round": f"1/{year}",
                "issue_no": number,
                "inspector_name": _INSPECTOR_GENERAL,
                "visit_date": visited.isoformat(),
                "owner_person": _OFFICERS[number % 3],
                "due_date": (visited + timedelta(days=_ROUND_DAYS)).isoformat(),
            },
        )
        for kind, on, columns in _reports(row, visited, today, number):
            writing.add_step(workspace, "recommendation", done.id, kind, on_date=on.isoformat(), **columns)
    return len(rows)


def _reports(row: Row, visited: date, today: date, number: int) -> Iterator[tuple[str, date, Values]]:
    """Yield what was reported of a recommendation between the Inspector General's visit and today."""
    state, progress = row.text("state"), float(row.decimal("progress"))
    third = (today - visited) / 3
    first, recent = visited + third, visited + 2 * third
    until = (today + timedelta(days=4 * number - 8)).isoformat()
    yield "progress", first, {"amount": progress / 2, "note": "เริ่มดำเนินการตามแผน"}
    if state == "done":
        yield "closed", recent, {"note": "ดำเนินการครบตามตัวชี้วัด"}
        return
    yield "extended", recent, {"due_date": until, "note": "ขอขยายเวลา รอหน่วยงานร่วมดำเนินการ"}
    if state == "working":
        yield "progress", recent, {"amount": progress, "note": "ดำเนินการต่อเนื่อง มีภาพถ่ายประกอบ"}
    elif state == "obstacle":
        yield "progress", recent, {"amount": progress, "note": "โรงงานขนาดเล็กไม่มีผู้ใช้ระบบ"}
        yield "obstacle", recent, {"note": "ระบบยืนยันตัวตนไม่รองรับผู้สูงอายุ"}


def close_answered(workspace: Workspace) -> None:
    """Close complaints that were checked and answered some time ago."""
    today = workspace.clock().date()
    before = (today - timedelta(days=_AFTER_ANSWER)).isoformat()
    for row in workspace.rows(
        "SELECT id, answered_on FROM complaint WHERE state = 'checking' AND answered_on <= ?", before
    ):
        on = min(date.fromisoformat(row["answered_on"]) + timedelta(days=_AFTER_ANSWER), today)
        note = "ไม่มีการร้องซ้ำ"
        writing.add_step(workspace, "complaint", row["id"], "closed", on_date=on.isoformat(), note=note)


def _complaints(workspace: Workspace) -> int:
    rows = _rows(
        "complaints",
        "days_ago channel urgency factory place district issues details complainant phone secret state",
    )
    now = workspace.clock()
    for row in sorted(rows, key=lambda row: -row.decimal("days_ago")):
        received = now - timedelta(days=int(row.decimal("days_ago")))
        state = row.text("state")
        names = ("channel", "urgency", "place", "district", "issues", "details", "complainant", "phone")
        values: Values = {name: row.optional(name) for name in names}
        values |= {
            "received_at": received.isoformat(timespec="minutes"),
            "factory": _factory(workspace, row.optional("factory")),
            "anonymous": int(not row.optional("complainant")),
            "keep_secret": int(row.one_of("secret", ("yes", "no")) == "yes"),
            "outcome": _OUTCOMES.get(state),
            "actions": _ACTIONS.get(state),
        }
        if state != "received":
            values |= {"officer": _OFFICERS[0], "assigned_on": received.date().isoformat()}
        done = writing.add(workspace, "complaint", values)
        for kind, after, columns in _COMPLAINT_STEPS[state]:
            on = received.date() + timedelta(days=after)
            told = dict(columns)
            if "due_in" in told:
                told["due_date"] = (on + timedelta(days=told.pop("due_in"))).isoformat()
            writing.add_step(workspace, "complaint", done.id, kind, on_date=on.isoformat(), **told)
    return len(rows)


def _loans(workspace: Workspace) -> int:
    rows = _rows("loans", "fund enterprise name id13 district approved outstanding dpd missed collateral")
    today = workspace.clock().date()
    for number, row in enumerate(rows, 1):
        approved = float(row.decimal("approved"))
        owed = float(row.decimal("outstanding"))
        interest = round(owed * 0.02, -3)
        dpd, missed = row.decimal_or_none("dpd"), row.decimal_or_none("missed")
        signed = today.replace(day=1) - timedelta(days=400 + 37 * number)
        names = ("fund", "enterprise", "name", "id13", "district", "collateral")
        values: Values = {name: row.optional(name) for name in names} | {
            "contract_no": f"{signed.year + 543 - 2500}-{number:04d}",
            "contract_date": signed.isoformat(),
            "factory": _factory_of(workspace, row.text("enterprise"), row.text("name")),
            "approved": approved,
            "drawn": approved,
            "rate": 3.0 if row.text("fund") == "pracharath" else 4.0,
            "term_months": 84,
            "grace_months": 12,
            "installment": round(approved / 72, 2),
            "due_day": 25,
            "principal": owed - interest,
            "interest": interest,
            "balance_as_of": (today - timedelta(days=_AS_OF)).isoformat(),
            "balance_source": "ไฟล์ ธพว.",
            "dpd": None if dpd is None else int(dpd),
            "missed": None if missed is None else int(missed),
            "trend": "same" if not missed else "worse",
            "officer": _OFFICERS[number % 3],
        }
        done = writing.add(workspace, "loan", values)
        _follow_loan(workspace, done.id, number, today)
    return len(rows)


def _follow_loan(workspace: Workspace, loan: str, number: int, today: date) -> None:
    row = read_case(workspace, "loan", loan).record.row
    late = bool(row["dpd"] or row["missed"])
    steps: list[tuple[str, int, Values]] = []
    if row["fund"] == "other":
        steps = [("paid", 90, {"amount": 25000.0}), ("closed", 60, {"note": "ชำระครบถ้วน"})]
    elif late:
        steps = [("called", 14, {"note": "แนะนำให้ติดต่อสาขา"})] if number % 2 else []
        if (row["missed"] or 0) > 3:
            steps += [("referred", 12, {"note": "ธพว. สาขาพิจิตร"}), ("visited", 10, {"note": "ยอดขายลดลง"})]
    else:
        steps = [("visited", 20 + number * 53 % 190, {"note": "ดำเนินกิจการปกติ ใช้เงินตรงวัตถุประสงค์"})]
    for kind, ago, columns in steps:
        on = (today - timedelta(days=ago)).isoformat()
        writing.add_step(workspace, "loan", loan, kind, on_date=on, **columns)


def _enterprises(workspace: Workspace) -> int:
    rows = _rows(
        "enterprises",
        "kind name code chairperson members product otop_stars certificates income employees sector"
        " subdistrict district renewed project project_state results",
    )
    today = workspace.clock().date()
    for number, row in enumerate(rows):
        texts = ("kind", "name", "code", "chairperson", "product", "certificates", "sector")
        values: Values = {name: row.optional(name) for name in (*texts, "subdistrict", "district")}
        for name in ("members", "otop_stars", "employees"):
            value = row.decimal_or_none(name)
            values[name] = None if value is None else int(value)
        values |= {
            "income": float(row.decimal("income")),
            "province": "พิจิตร",
            "factory": _factory_of(workspace, row.text("name"), row.text("name")),
            "officer": _OFFICERS[number % 3],
        }
        done = writing.add(workspace, "enterprise", values)
        if row.one_of("renewed", ("yes", "no")) == "yes":
            on = max(today.replace(month=1, day=1), today - timedelta(days=300)).isoformat()
            writing.add_step(workspace, "enterprise", done.id, "renewed", on_date=on)
        if row.optional("project"):
            _project(workspace, done.id, row, today)
            note = "ให้คำปรึกษาร่วมกับ ศภ.3"
            on = (today - timedelta(days=25 + number)).isoformat()
            writing.add_step(workspace, "enterprise", done.id, "advised", on_date=on, note=note)
    return len(rows)


def _project(workspace: Workspace, enterprise: str, row: Row, today: date) -> None:
    started = today - timedelta(days=200)
    state = row.text("project_state")
    project = records.add(
        workspace,
        "project",
        {
            "enterprise": enterprise,
            "fiscal_year": fiscal_year(today),
            "title": row.text("project"),
            "officer": _OFFICERS[1],
            "consultant": "ศภ.3",
            "man_days": 6.0,
            "started_on": started.isoformat(),
            "ended_on": (today - timedelta(days=30)).isoformat() if state == "finished" else None,
            "state": state,
        },
    )
    for result in row.text("results").split():
        indicator, before, after = result.split(":")
        values: Values = {
            "project": project,
            "indicator": indicator,
            "baseline": float(before),
            "baseline_on": started.isoformat(),
            "result": float(after) if after else None,
            "result_on": (today - timedelta(days=35)).isoformat() if after else None,
            "evidence": "เอกสารบัญชี",
        }
        records.add(workspace, "project_result", values)


def _factory(workspace: Workspace, number: str) -> str | None:
    rows = workspace.rows("SELECT id FROM factory WHERE registration_no = ?", number) if number else []
    return str(rows[0]["id"]) if rows else None


def _factory_of(workspace: Workspace, *names: str) -> str | None:
    """Return the factory whose name or operator is one of ``names``."""
    marks = ", ".join("?" * len(names))
    rows = workspace.rows(
        f"SELECT id FROM factory WHERE name IN ({marks}) OR operator IN ({marks}) LIMIT 1", *names, *names
    )
    return str(rows[0]["id"]) if rows else None
