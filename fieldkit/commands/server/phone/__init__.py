"""``fieldkit server phone …``: phones with ODK Collect at the central server."""

from __future__ import annotations

from fieldkit.errors import Text

WORDS = Text("โทรศัพท์ที่ใช้ ODK Collect กับศูนย์ข้อมูล", "Phones with ODK Collect.")
