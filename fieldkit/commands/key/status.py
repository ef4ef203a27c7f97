"""``fieldkit key status``: whether the data are encrypted, and which ways open them."""

from __future__ import annotations

from fieldkit import bilingual
from fieldkit.errors import Text
from fieldkit.invocation import Invocation, pass_invocation

PLAIN = Text(
    "ข้อมูลยังไม่เข้ารหัส เปิดการเข้ารหัสด้วยคำสั่ง key encrypt", "Not encrypted. Encrypt with: fieldkit key encrypt"
)
SEALED = Text("ข้อมูลเข้ารหัสแล้ว เปิดได้ด้วย:", "Encrypted. Opened by:")
DAMAGED = Text(
    "ช่องกุญแจเสียหาย {count} ช่อง ตั้งใหม่ได้ด้วยคำสั่ง key add", "{count} damaged slots; make them anew: key add"
)
LEFT = Text("ไฟล์ที่ยังอ่านได้โดยไม่ต้องใช้รหัสผ่าน:", "Files that can be read without a passphrase:")


@bilingual.command(
    Text("แสดงสถานะการเข้ารหัสและวิธีเปิดข้อมูล", "Show whether the data are encrypted and what opens them.")
)
@pass_invocation
def command(invocation: Invocation) -> None:
    """Print ``{"encrypted", "ways": [{"kind", "made", "name"}…], "damaged", "in_clear": [FILE…]}``."""
    from fieldkit.model.keys import conversion, slots

    folder, language = invocation.data, invocation.language
    found = slots.read(folder) if slots.encrypted(folder) else None
    left = [str(path) for path in conversion.left_in_clear(folder)] if found is not None else []
    ways = [
        {"kind": slot.kind, "made": slot.made, "name": str(slot.facts.get("name", ""))}
        for slot in (found.slots if found is not None else ())
    ]
    damaged = list(found.damaged) if found is not None else []
    lines = [PLAIN.pick(language)]
    if found is not None:
        kinds = [f"  {slots.KIND_WORDS[slot.kind].pick(language)} ({slot.made})" for slot in found.slots]
        lines = [SEALED.pick(language), *kinds]
        lines += [DAMAGED.pick(language).format(count=len(damaged))] if damaged else []
        lines += [LEFT.pick(language), *(f"  {path}" for path in left)] if left else []
    values = {"encrypted": found is not None, "ways": ways, "damaged": damaged, "in_clear": left}
    invocation.result(values, "\n".join(lines))
