"""``fieldkit import checklist``: a checklist from an XLSForm workbook."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import click

from fieldkit import bilingual
from fieldkit.errors import Text
from fieldkit.invocation import Invocation, pass_invocation

if TYPE_CHECKING:
    from fieldkit.model.xlsform.conversion import Conversion

DONE = Text("นำเข้าแบบตรวจ {form_id} รุ่น {version} แล้ว", "Imported the checklist {form_id}, version {version}.")
REFUSED = Text(
    "แบบตรวจมีข้อผิดพลาด ยังไม่ได้นำเข้า แก้ตามรายการแล้วนำเข้าอีกครั้ง",
    "The checklist has mistakes and was not imported; mend what is listed, then import it again.",
)
LEVELS = {
    "error": Text("ผิดพลาด", "error"),
    "warning": Text("ข้อสังเกต", "warning"),
    "unsupported": Text("ยังไม่รองรับ", "not supported"),
}


@bilingual.command(
    Text(
        "นำเข้าแบบตรวจ XLSForm (.xlsx)\n\nแสดงรหัส รุ่น และสิ่งที่ต้องแก้พร้อมแผ่นงาน แถว คอลัมน์ และวิธีแก้",
        "Import a checklist, an XLSForm (.xlsx).\n\n"
        "Prints its form_id, its version, and what to mend by sheet, row and column.",
    )
)
@click.argument("file", type=click.Path(path_type=Path))
@pass_invocation
def command(invocation: Invocation, *, file: Path) -> int:
    """Convert and install; a checklist with mistakes is refused as a whole."""
    from fieldkit.model import checklists
    from fieldkit.model.authoring import candidate

    installed = None
    with closing(invocation.workspace()) as workspace:
        # The tables that it names may be the office's own, so they are looked at with its data open.
        found = candidate.read(file)
        conversion = found.conversion
        if conversion.usable:
            installed = checklists.install(workspace, conversion, found.xlsx, found.media)
    invocation.result(
        {
            "id": installed,
            "form_id": conversion.form_id,
            "version": conversion.version,
            "title": conversion.title,
            "problems": [problem.as_json() for problem in conversion.problems],
        },
        lambda: _text(conversion, invocation.language),
    )
    return 0 if installed else 1


def _text(conversion: Conversion, language: str) -> str:
    lines = [
        f"{LEVELS[problem.level].pick(language)}  {problem.line(language)}" for problem in conversion.problems
    ]
    done = DONE if conversion.usable else REFUSED
    lines.append(done.pick(language).format(form_id=conversion.form_id, version=conversion.version))
    return "\n".join(lines)
