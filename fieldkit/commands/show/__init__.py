"""``fieldkit show …``: everything about one thing."""

from __future__ import annotations

from fieldkit.errors import Text

WORDS = Text("แสดงรายละเอียด", "Show one thing in full.")
