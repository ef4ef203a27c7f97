"""``fieldkit export …``: files for the office and for other programs."""

from __future__ import annotations

from fieldkit.errors import Text

WORDS = Text("ส่งออกไฟล์ให้สำนักงานและโปรแกรมอื่น", "Files for the office and for other programs.")
