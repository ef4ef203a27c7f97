"""``fieldkit import checklist``: a checklist from an XLSForm workbook."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import click

from fieldkit import bilingual
from fieldkit.errors import FieldkitError, Text
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
    from fieldkit.model import checklists, reference_lists
    from fieldkit.model.workspace import Workspace
    from fieldkit.model.xlsform.conversion import convert

    xlsx = _bytes(file)
    media = _media(file)
    conversion = checklists.checked(convert(file).beside({*media, *reference_lists.FILES}))
    installed = None
    with closing(Workspace(invocation.data)) as workspace:
        conversion = checklists.checked(conversion)
        if conversion.usable:
            installed = checklists.install(workspace, conversion, xlsx, media)
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


def _bytes(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise _cannot_open(file, error) from error


def _media(file: Path) -> dict[str, bytes]:
    from fieldkit.model import checklists

    try:
        return checklists.media_beside(file)
    except OSError as error:
        raise _cannot_open(Path(error.filename or file), error) from error


def _cannot_open(file: Path, error: OSError) -> FieldkitError:
    return FieldkitError(
        Text("เปิดไฟล์ไม่ได้", "The file cannot be opened"),
        Text("ตรวจชื่อไฟล์และสิทธิ์การอ่าน", "Check its name and that you may read it"),
        place=f"{file}: {error.strerror}",
    )


def _text(conversion: Conversion, language: str) -> str:
    lines = [
        f"{LEVELS[problem.level].pick(language)}  {problem.line(language)}" for problem in conversion.problems
    ]
    done = DONE if conversion.usable else REFUSED
    lines.append(done.pick(language).format(form_id=conversion.form_id, version=conversion.version))
    return "\n".join(lines)
