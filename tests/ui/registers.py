"""Registers for tests of pages: invented factories with inspections and findings."""

from __future__ import annotations

from typing import Any

from fieldkit.model.body import Op
from fieldkit.model.demonstration.factories import InventedFactory, generate, ops_of
from fieldkit.model.register.places import Place
from fieldkit.model.workspace import Workspace

PLACES = (
    Place("660402", "งิ้วราย", "6604", "ตะพานหิน", "66", "พิจิตร", "66110", 16.21, 100.42),
    Place("660501", "บางมูลนาก", "6605", "บางมูลนาก", "66", "พิจิตร", "66120", 16.02, 100.37),
    Place("250203", "วังท่าช้าง", "2502", "กบินทร์บุรี", "25", "ปราจีนบุรี", "25110"),
)
QUESTIONS = ("ทางเดินไม่กีดขวาง", "ถังดับเพลิงครบ", "ป้ายเตือนอ่านได้")


def inspected(factory: str, day: str, outcome: str, *, state: str = "closed", **more: Any) -> list[Op]:
    """Return the ops of an inspection on ``day`` (ISO) with ``more["findings"]`` (due date of each)."""
    record, stream = f"inspection-{factory}-{day}", "ins/66"
    at = f"{day}T09:00:00+07:00"
    core = {
        "visit": f"visit-{record}", "factory": factory, "form_id": "GEN", "version": "1",
        "officer_name": "มานี รักเรียน", "started_at": at,
    }  # fmt: skip
    closed = state == "closed"
    status = {"state": state, "closed_at": at if closed else None, "closing": "complete" if closed else None}
    result = {"outcome": outcome if state == "closed" else None}
    ops = [
        Op(
            "visit",
            f"visit-{record}",
            "core",
            {"factory": factory, "kind": "PLAN", "started_at": at},
            (),
            stream,
        ),
        Op("inspection", record, "core", core, (), stream),
        Op("inspection", record, "status", status, (), stream),
        Op("inspection", record, "result", result, (), stream),
    ]
    for place, due in enumerate(more.get("findings", ())):
        ops += found(record, factory, place, due)
    return ops


def found(inspection: str, factory: str, place: int, due: str) -> list[Op]:
    """Return the ops of one open finding of ``inspection``."""
    record, stream = f"finding-{inspection}-{place}", "ins/66"
    core = {
        "inspection": inspection, "factory": factory, "path": f"/data/s/q{place}", "form_id": "GEN",
        "question": f"q{place}",
        "wording": f"ข้อ {place}: {QUESTIONS[place % len(QUESTIONS)]}",
    }  # fmt: skip
    what = {"severity": "CMm"[place % 3], "law": "ม.37 วรรคหนึ่ง", "description": ""}
    cure = {"action": "ย้ายสิ่งกีดขวาง", "decision": "order37", "due_date": due}
    return [
        Op("finding", record, "core", core, (), stream),
        Op("finding", record, "what", what, (), stream),
        Op("finding", record, "cure", cure, (), stream),
        Op("finding", record, "state", {"state": "open"}, (), stream),
    ]


def fill(workspace: Workspace, count: int, *more: Op, seed: int = 3) -> list[InventedFactory]:
    """Put ``count`` invented factories and ``more`` into ``workspace``; return them."""
    made = list(generate(count, PLACES, seed=seed))
    workspace.log.commit([*ops_of(made), *more])
    return made
