"""``fieldkit plan …``: the plan of inspections of a fiscal year."""

from __future__ import annotations

from fieldkit.errors import Text

WORDS = Text(
    "แผนการตรวจ ความเสี่ยง งานวันนี้ และข้อมูลที่นำติดตัว", "The plan, risk, today's visits, what to take along."
)
