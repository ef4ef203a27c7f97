"""``fieldkit factory …``: what the office does with licences."""

from __future__ import annotations

from fieldkit.errors import Text

WORDS = Text("รวมหรือแยกโรงงานในทะเบียน", "Merge or split factories of the register.")
