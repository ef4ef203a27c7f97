"""``fieldkit openrosa …``: inspections for an office's ODK Central or KoboToolbox."""

from __future__ import annotations

from fieldkit.errors import Text

WORDS = Text(
    "ส่งการตรวจไป ODK Central หรือ KoboToolbox ของสำนักงาน",
    "Inspections for an office's ODK Central or KoboToolbox.",
)
