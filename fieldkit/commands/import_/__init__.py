"""``fieldkit import …``: what an office hands over as a file."""

from __future__ import annotations

from fieldkit.errors import Text

WORDS = Text("นำเข้าทะเบียนหรือแบบตรวจจากไฟล์", "Take in a register or a checklist from a file.")
