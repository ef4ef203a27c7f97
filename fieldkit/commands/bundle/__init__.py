"""``fieldkit bundle …``: exchange without a network, by sealed files."""

from __future__ import annotations

from fieldkit.errors import Text

WORDS = Text("แลกเปลี่ยนข้อมูลด้วยไฟล์ เมื่อไม่มีเครือข่าย", "Exchange by sealed files where there is no network.")
