"""``fieldkit inspection …``: inspections without the window."""

from __future__ import annotations

from fieldkit.errors import Text

WORDS = Text("การตรวจโรงงาน โดยไม่ใช้หน้าต่าง", "Inspections, without the window.")
