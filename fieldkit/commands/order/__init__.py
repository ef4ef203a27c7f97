"""``fieldkit order …``: make orders of findings and record what happens to them."""

from __future__ import annotations

from fieldkit.errors import Text

WORDS = Text("ออกคำสั่งและบันทึกความคืบหน้า", "Make orders of findings and record what happens to them.")
