"""Orders of the demonstration: one in every state, made of what the visits found."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import chain, repeat
from typing import TYPE_CHECKING, Any

from fieldkit.model.holidays import calendar
from fieldkit.model.orders import making, writing
from fieldkit.model.orders.life import day, due_on
from fieldkit.model.orders.reading import read_order

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fieldkit.model.workspace import Workspace

_SIGNED_BY = "นายสมบัติ ตัวอย่างดี"
_BOOK = "พจ 0033"
_LATER = 30  # days that an extension gives
_OTHERS = 60  # visits that may be settled beside those of the scripts
_SETTLED = 25  # days after which most visits' findings have been put right
Step = tuple[str, int, dict[str, Any]]

_ISSUED: Step = ("ordered", 4, {"officer": _SIGNED_BY})
_RECEIVED: Step = ("received", 9, {"note": "นางสาวมานี รักงาน"})
_VERIFIED: Step = ("verified", 40, {"note": "ตรวจภาพถ่ายหลังแก้ไขแล้ว ครบทุกข้อ"})
_LATE: Step = ("not_corrected", 62, {"note": "ยังไม่เริ่มดำเนินการ"})
# (section, "" as the visit decided; steps: kind, days after the visit, columns), for the oldest visit first.
_SCRIPTS: tuple[tuple[str, tuple[Step, ...]], ...] = (
    ("", (_ISSUED, _RECEIVED, _VERIFIED, ("closed", 47, {}))),
    ("", (_ISSUED, _RECEIVED, ("withdrawn", 20, {"note": "ออกคำสั่งผิดโรงงาน"}))),
    (
        "39",
        (
            _ISSUED,
            _RECEIVED,
            _LATE,
            ("prosecuted", 70, {"note": "ส่งเรื่องคณะกรรมการเปรียบเทียบคดี"}),
            ("fined", 84, {"amount": 20000.0, "note": "เปรียบเทียบปรับ"}),
        ),
    ),
    ("", (_ISSUED, _RECEIVED, ("appealed", 30, {"note": "ขอให้ทบทวนระยะเวลา"}))),
    ("", (_ISSUED, _RECEIVED, _LATE, ("proposed39", 66, {}))),
    ("", (_ISSUED, _RECEIVED, _VERIFIED)),
    ("", (_ISSUED, _RECEIVED, ("extended", 22, {"note": "รออุปกรณ์จากผู้ขาย มีแผนงานแนบ"}))),
    ("", (_ISSUED, _RECEIVED)),
    ("", (_ISSUED, ("received", 9, {"due_in": 4, "note": "ส่งทางไปรษณีย์ลงทะเบียน"}))),
    ("advice", (_ISSUED, ("received", 7, {"due_in": 21}))),
    ("", (_ISSUED,)),
    ("", ()),
)
# The other visits, those of long ago: three of four are settled.
_USUAL: tuple[Step, ...] = (_ISSUED, _RECEIVED, ("verified", 38, {}), ("closed", 44, {}))


def add_orders(workspace: Workspace) -> int:
    """Make orders of the closed visits, the oldest first, then settle most others; return how many."""
    today = workspace.clock().date()
    made = 0
    for number, ((section, steps), (inspected, findings)) in enumerate(
        zip(chain(_SCRIPTS, repeat(("", _USUAL), _OTHERS)), list(_open_findings(workspace)), strict=False),
        101,
    ):
        if steps is _USUAL and (number % 4 == 0 or today - inspected < timedelta(days=_SETTLED)):
            continue
        proposal = making.propose(workspace, findings, section=section)
        order_id, _ = making.make(workspace, proposal)
        for kind, after, columns in steps:
            on = min(calendar().next_working_day(inspected + timedelta(days=after)), today)
            told = dict(columns)
            if kind == "ordered":
                told["number"] = f"{_BOOK}/{number}"
            if "due_in" in told:
                told["due_date"] = (today + timedelta(days=told.pop("due_in"))).isoformat()
            if kind == "extended":
                due = due_on(read_order(workspace, order_id).row)
                assert due is not None
                told["due_date"] = (due + timedelta(days=_LATER)).isoformat()
            writing.add_step(workspace, order_id, kind, on_date=on.isoformat(), **told)
        made += 1
    return made


def _open_findings(workspace: Workspace) -> Iterator[tuple[date, list[str]]]:
    """Yield day and open findings of each closed visit that has any, the oldest first."""
    rows = workspace.rows(
        "SELECT n.id, n.inspection, i.started_at FROM finding n JOIN inspection i ON i.id = n.inspection"
        " WHERE n.state = 'open' AND coalesce(n.deleted, 0) = 0 AND i.state = 'closed'"
        " AND i.form_id IN ('GEN', 'WAT', 'AIR', 'WST', 'SAF', 'CMP')"
        " ORDER BY i.started_at, i.form_id, i.factory, n.question"
    )
    visits: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        visits.setdefault(row["inspection"], []).append(row)
    for found in visits.values():
        inspected = day(found[0]["started_at"])
        assert inspected is not None
        yield inspected, [row["id"] for row in found]
