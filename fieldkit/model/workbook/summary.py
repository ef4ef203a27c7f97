"""What the sheet "Summary" adds up while the inspections go by."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from fieldkit.errors import Text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from fieldkit.model.workbook.inspection_rows import InspectionRows

_OVERALL = Text("ภาพรวม", "Overall")
_UNNAMED = Text("(ไม่ระบุ)", "(not given)")
_TOTALS = {
    "inspections": Text("การตรวจ", "Inspections"),
    "closed": Text("ปิดแล้ว", "Closed"),
    "draft": Text("กำลังตรวจ", "Draft"),
    "factories": Text("โรงงานที่ตรวจ", "Factories inspected"),
    "register": Text("โรงงานในทะเบียน", "Factories in the register"),
    "findings": Text("ข้อบกพร่อง", "Findings"),
    "overdue": Text("ข้อบกพร่องเกินกำหนด", "Findings overdue"),
    "photos": Text("ภาพถ่าย", "Photos"),
}
# Topic -> where it is counted: the sheet's rows and the column that parts them.
_TOPICS: Mapping[str, tuple[Text, str, str]] = {
    "outcome": (Text("ผลการตรวจ", "By outcome"), "inspection", "outcome"),
    "checklist": (Text("แบบตรวจ", "By checklist"), "inspection", "checklist"),
    "district": (Text("อำเภอ", "By district"), "inspection", "district"),
    "class": (Text("จำพวกโรงงาน", "By factory class"), "inspection", "class"),
    "officer": (Text("ผู้ตรวจ", "By inspector"), "inspection", "officer"),
    "severity": (Text("ข้อบกพร่องตามความรุนแรง", "Findings by severity"), "findings", "severity"),
    "finding_state": (Text("ข้อบกพร่องตามสถานะ", "Findings by state"), "findings", "finding_state"),
    "decision": (Text("ข้อบกพร่องตามคำสั่ง", "Findings by decision"), "findings", "decision"),
    "question": (Text("ข้อที่พบบกพร่อง", "Findings by question"), "findings", "question"),
}


class Summary:
    """Counts of everything that was exported."""

    def __init__(self) -> None:
        self._totals: Counter[str] = Counter()
        self._topics: dict[str, Counter[str]] = {name: Counter() for name in _TOPICS}
        self._factories: set[str] = set()

    def add(self, rows: InspectionRows) -> None:
        """Count one inspection."""
        self._totals["inspections"] += 1
        self._totals[rows.inspection["state_code"] or "draft"] += 1
        self._totals["findings"] += len(rows.findings)
        self._totals["overdue"] += sum(1 for row in rows.findings if row["overdue_days"])
        self._totals["photos"] += len(rows.photos)
        self._factories.add(str(rows.factory.get("id")))
        for name, (_title, place, column) in _TOPICS.items():
            counted = [rows.inspection] if place == "inspection" else rows.findings
            self._topics[name].update(str(row.get(column) or "") for row in counted)

    def rows(self, language: str, *, register: int) -> Iterator[dict[str, Any]]:
        """Yield the lines of the sheet; ``register`` is the number of factories known."""
        self._totals["factories"], self._totals["register"] = len(self._factories), register
        for name, title in _TOTALS.items():
            share = len(self._factories) / register if name == "factories" and register else None
            yield {
                "topic": _OVERALL.pick(language),
                "item": title.pick(language),
                "count": self._totals[name],
                "share": share,
            }
        for name, (title, _place, _column) in _TOPICS.items():
            whole = self._topics[name].total()
            for item, count in sorted(self._topics[name].items(), key=lambda entry: (-entry[1], entry[0])):
                yield {
                    "topic": title.pick(language),
                    "item": item or _UNNAMED.pick(language),
                    "count": count,
                    "share": count / whole,
                }
