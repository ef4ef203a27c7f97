"""``fieldkit key …``: encryption of the data folder."""

from __future__ import annotations

from fieldkit.errors import Text

WORDS = Text("เข้ารหัสข้อมูลในเครื่อง รหัสผ่าน และการกู้คืน", "Encrypt the data; passphrase and recovery.")
