"""``fieldkit server device …``: the laptops of the central server."""

from __future__ import annotations

from fieldkit.errors import Text

WORDS = Text("ดูและยกเลิกสิทธิ์เครื่องของเจ้าหน้าที่", "List and revoke laptops.")
