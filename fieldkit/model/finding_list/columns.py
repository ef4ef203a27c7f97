"""The sheet of findings that is edited in Excel: its columns, their headers, and which of them are open."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from fieldkit.errors import Text
from fieldkit.model.code_lists import DECISIONS, FINDING_STATES
from fieldkit.model.codes import codes
from fieldkit.model.orders.steps_table import KINDS, Transition, transitions
from fieldkit.model.policy import SEVERITIES
from fieldkit.model.round_trip.headings import Table
from fieldkit.model.workbook.sheets import FINDINGS, OPEN_CELLS, Column, Sheet

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from fieldkit.model.workbook.sheets import Kind

Row = dict[str, object]

WRITTEN = ("description", "severity", "decision", "action", "due_date")
"""What an inspector writes of a finding until the inspection is signed; then it is under the seal."""
SEALED = ("question_code", "wording", "measured", "limit_text", "law", *WRITTEN)
"""What the seal covers and the sheet shows."""
DUE, STATE = "due_date", "finding_state"
STEP = {
    "step": "kind",
    "step_on": "on_date",
    "step_number": "number",
    "step_amount": "amount",
    "step_officer": "officer",
    "step_note": "note",
}
"""The columns of a new step of the finding's order, and those of the table ``step``; its last day is DUE."""
CLOSED = "closed"

SEVERITY_WORDS = {str(key): text for key, text in SEVERITIES.items()}
_TITLES = {column.key: column.title for column in FINDINGS.columns}


def _column(
    key: str, title: Text | str, kind: Kind = "text", *, width: int = 40, choices: Iterable[Text] = ()
) -> Column:
    words = _TITLES[title] if isinstance(title, str) else title
    return Column(key, words, kind, width, choices=tuple(choices))


def recordable() -> Mapping[str, Text]:
    """Return the steps that a table may record by their kinds; those with a letter are the program's."""
    kinds = dict.fromkeys(row.kind for row in transitions() if not row.letter)
    return {kind: codes(KINDS)[kind].name for kind in kinds}


SHEET = Sheet(
    "FindingsList",
    FINDINGS.title,
    (
        _column("factory_name", "factory_name"),
        _column("registration_no", "registration_no", "code"),
        _column("district", Text("อำเภอ", "District")),
        _column("inspected_on", "date", "date"),
        _column("inspector", "officer"),
        _column("checklist", "form_id", "code"),
        _column("question_code", "question_code", "code"),
        _column("wording", "question", width=60),
        _column("description", "description", width=60),
        _column("severity", "severity", choices=SEVERITY_WORDS.values()),
        _column("measured", "measured"),
        _column("limit_text", "limit"),
        _column("law", "law", width=60),
        _column("decision", "decision", choices=DECISIONS.values()),
        _column("action", "action", width=60),
        _column(DUE, DUE, "date"),
        _column(STATE, STATE, choices=FINDING_STATES.values()),
        _column("order_number", Text("เลขที่คำสั่ง", "Order no."), "code"),
        _column("order_state", Text("สถานะคำสั่ง", "State of order")),
        _column("step", Text("บันทึกขั้นตอน", "Step to record"), choices=recordable().values()),
        _column("step_on", Text("วันที่ของขั้นตอน", "Day of the step"), "date"),
        _column("step_number", Text("เลขที่หนังสือ", "Letter number"), "code"),
        _column("step_amount", Text("จำนวนเงิน (บาท)", "Amount (baht)"), "number"),
        _column("step_officer", Text("ผู้รับผิดชอบ", "Officer")),
        _column("step_note", Text("หมายเหตุของขั้นตอน", "Note of the step"), width=60),
        _column("id", "finding_id", "code", width=16),
    ),
    unwritten=frozenset({OPEN_CELLS}),
    protected=True,
)
LABELS = {column.key: column.title for column in SHEET.columns}
GROUP_LABELS = {
    "what": Text("สิ่งที่พบ ความรุนแรง", "what was found, severity"),
    "cure": Text("วิธีแก้ไข การสั่งการ กำหนด", "action, decision, due date"),
    "state": Text("สถานะ", "state"),
}
"""What people call the groups of a finding's columns that an import writes."""
EDITABLE = frozenset((*WRITTEN, STATE, *STEP))
TABLE = Table(
    LABELS,
    lambda found: "id" in found and bool(EDITABLE & found),
    refusal=(
        Text("ไม่พบหัวตารางของข้อบกพร่อง", "There are no headers of a list of findings"),
        Text(
            "แถวหัวตารางต้องมี รหัสข้อบกพร่อง และคอลัมน์ที่แก้ เช่น กำหนดแล้วเสร็จ ใช้ไฟล์ที่ส่งออกจากรายการข้อบกพร่องเป็นแบบ",
            "A row of headers needs the finding ID and a column that is edited, such as Due; a file exported"
            " from the list of findings shows how",
        ),
    ),
    also={"id": ("finding_id",), "severity": ("ระดับ",), DUE: ("กำหนดแก้ไข",)},
)


def signed(row: Mapping[str, object]) -> bool:
    """Tell whether the inspection of a listed finding is signed."""
    return row["inspection_state"] == "closed"


def open_columns(row: Mapping[str, object]) -> frozenset[str]:
    """Return the columns of a listed finding that may be edited."""
    if not signed(row):
        return frozenset(WRITTEN)
    return _of_order(str(row["order_state"])) if row["factory_order"] else frozenset()


@cache
def _of_order(state: str) -> frozenset[str]:
    """Return what may be said of a finding whose order is in ``state``."""
    steps = recorded(state)
    found = set(STEP) if steps else set[str]()
    if any("due_date" in (*row.needs, *(source for _column, source in row.sets)) for row in steps):
        found.add(DUE)
    if any(row.findings == CLOSED for row in steps):
        found.add(STATE)
    return frozenset(found)


def recorded(state: str) -> tuple[Transition, ...]:
    """Return the steps that a table may record in a state of an order; letters are written in the program."""
    return tuple(row for row in transitions() if state in row.states and not row.letter)
