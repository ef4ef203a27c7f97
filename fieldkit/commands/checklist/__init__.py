"""``fieldkit checklist …``: checklists without an inspection."""

from __future__ import annotations

from fieldkit.errors import Text

WORDS = Text("แบบตรวจ (XLSForm)", "Checklists (XLSForm).")
