"""``fieldkit server …``: administration of the central server."""

from __future__ import annotations

from fieldkit.errors import Text

WORDS = Text("ดูแลศูนย์ข้อมูลกลาง", "Administer the central server.")
