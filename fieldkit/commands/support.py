"""``fieldkit support``: one file for the help desk, without anything that was typed."""

from __future__ import annotations

from pathlib import Path

import click

from fieldkit import bilingual
from fieldkit.errors import Text
from fieldkit.invocation import Invocation, pass_invocation

DONE = Text(
    "เขียนไฟล์สำหรับแจ้งปัญหาแล้ว: {path}\nข้างในมี {names} ไม่มีชื่อบุคคล คำตอบ หรือภาพถ่าย เปิดดูได้ก่อนส่ง",
    "Written for the help desk: {path}\n"
    "It holds {names}, without names of people, answers or photos; look into it before you send it.",
)
REFUSED = Text(
    "เปิดข้อมูลไม่ได้ ({kind}) ไฟล์จึงมีเฉพาะรุ่นโปรแกรมและบันทึก",
    "The data could not be opened ({kind}): only versions and logs are in the file.",
)


@bilingual.command(
    Text(
        "ไฟล์สำหรับแจ้งปัญหา: รุ่น จำนวน และบันทึก ไม่มีข้อมูลส่วนบุคคล",
        "One file for the help desk: versions, counts, logs; nothing personal.",
    )
)
@click.argument("out", type=click.Path(path_type=Path, dir_okay=False))
@pass_invocation
def command(invocation: Invocation, *, out: Path) -> None:
    """Print ``{"path", "names", "report"}``."""
    from fieldkit.support import write_support

    found = write_support(invocation.data, out, invocation.workspace)
    language = invocation.language
    invocation.result(
        {"path": str(found.path), "names": list(found.names), "report": found.report},
        DONE.pick(language).format(path=found.path, names=", ".join(found.names)),
    )
    if refused := found.report["data"].get("refused"):
        invocation.say(REFUSED.pick(language).format(kind=refused))
