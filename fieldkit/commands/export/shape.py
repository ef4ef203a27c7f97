"""``fieldkit export shape``: inspections as other programs keep them."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING, Any

import click

from fieldkit import bilingual
from fieldkit.commands._export_filters import filter_options, filters, output, reason_option
from fieldkit.errors import Text
from fieldkit.invocation import Invocation, pass_invocation

if TYPE_CHECKING:
    from pathlib import Path

DONE = Text("ส่งออก {count} การตรวจแล้ว: {path}", "{count} inspections exported: {path}")
LEFT_OUT = Text(
    "การตรวจ {} รายการไม่ได้ส่งออก เพราะบันทึกไม่อยู่ในเครื่องนี้หรือเสียหาย ซิงก์แล้วลองอีกครั้ง",
    "{} inspections were left out: their record is not on this machine, or damaged; sync and try again",
)
MISSING = Text("ไฟล์ {} ไฟล์ไม่อยู่ในเครื่องหรือเสียหาย", "{} files are not here, or damaged")
NAMES = ("odk", "kobo", "kobo-csv", "long", "geojson", "audit")


@bilingual.command(
    Text(
        "การตรวจในรูปแบบของโปรแกรมอื่น\n\n"
        "odk: CSV ของ ODK Central · kobo, kobo-csv: KoboToolbox · long: หนึ่งแถวต่อคำตอบ ·"
        " geojson: แผนที่ · audit: บันทึกการกรอก",
        "Inspections as other programs keep them.\n\n"
        "odk: the CSV files of ODK Central. kobo, kobo-csv: KoboToolbox. long: a row for each answer."
        " geojson: a map. audit: the log of entries.",
    )
)
@click.argument("shape", metavar="SHAPE", type=click.Choice(NAMES))
@output(Text("ไฟล์ที่จะเขียน (แทนไฟล์เดิม)", "The file to write (replaces an old one)."))
@filter_options
@bilingual.option(
    "--labels",
    type=click.Choice(["th", "en"]),
    words=Text("ใช้ข้อความแทนชื่อและรหัส", "Labels in place of names and codes."),
)
@bilingual.option(
    "--no-split",
    is_flag=True,
    words=Text("ไม่แยกคอลัมน์ตามตัวเลือก", "No column for each choice of select_multiple."),
)
@bilingual.option(
    "--group-names/--no-group-names",
    default=None,
    words=Text("ใส่ชื่อกลุ่มในหัวคอลัมน์", "Names of groups in the headers."),
)
@bilingual.option(
    "--for-excel",
    is_flag=True,
    words=Text("CSV ที่ Excel เปิดภาษาไทยได้", "CSV that Excel opens with Thai letters."),
)
@bilingual.option(
    "--photo-places",
    is_flag=True,
    words=Text(
        "ภาพถ่ายตามต้นฉบับ พร้อมพิกัดและเวลาที่กล้องบันทึก (odk)",
        "Photos as the camera wrote them, with place and time (odk).",
    ),
)
@reason_option
@pass_invocation
def command(
    invocation: Invocation,
    /,
    *,
    shape: str,
    output: Path,
    labels: str | None,
    no_split: bool,
    group_names: bool | None,
    for_excel: bool,
    photo_places: bool,
    reason: str,
    **given: Any,
) -> None:
    """Print ``{"path", "inspections", "left_out", "missing_files"}``."""
    from fieldkit.model.shapes import ShapeOptions, export_shape

    options = ShapeOptions(
        language=labels,
        split_select_multiples=not no_split,
        group_names=group_names,
        for_excel=for_excel,
        photo_places=photo_places,
    )
    with closing(invocation.workspace()) as workspace:
        report = export_shape(
            workspace,
            shape,
            output,
            filters=filters(workspace, given),
            options=options,
            reason=reason,
        )
    values = {
        "path": str(report.path),
        "inspections": report.inspections,
        "left_out": list(report.left_out),
        "missing_files": report.missing_files,
    }

    def readable() -> str:
        lines = [DONE.pick(invocation.language).format(count=report.inspections, path=report.path)]
        counted = ((LEFT_OUT, len(report.left_out)), (MISSING, report.missing_files))
        lines += [words.pick(invocation.language).format(count) for words, count in counted if count]
        return "\n".join(lines)

    invocation.result(values, readable)
