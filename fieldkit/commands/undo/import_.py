"""``fieldkit undo import``: take an import, a merger or a split back."""

from __future__ import annotations

from contextlib import closing
from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from fieldkit import bilingual
from fieldkit.errors import Text
from fieldkit.invocation import Invocation, pass_invocation

if TYPE_CHECKING:
    from fieldkit.model.register.undo import Kept, UndoResult

DONE = {
    "factory": Text(
        "คืนค่าเดิม {restored} โรงงาน นำโรงงานที่เพิ่มออก {removed} โรงงาน",
        "{restored} factories put back as they were, {removed} added ones taken away",
    ),
    "assignment": Text(
        "คืนค่าเดิม {restored} แผน นำแผนที่เพิ่มออก {removed} แผน",
        "{restored} planned visits put back as they were, {removed} added ones taken away",
    ),
    "inspection": Text("นำการตรวจที่นำเข้าออก {removed} รายการ", "{removed} imported inspections taken away"),
    "reference_row": Text(
        "คืนค่าเดิม {restored} แถว นำแถวที่เพิ่มหรือแก้ออก {removed} แถว",
        "{restored} rows of the table put back as they were, {removed} added or changed ones taken away",
    ),
}
RECORDS = Text(
    "คืนค่าเดิม {restored} รายการ นำรายการที่เพิ่มออก {removed} รายการ",
    "{restored} records put back as they were, {removed} added ones taken away",
)
KEPT = Text(
    "ไม่ได้คืนค่า เพราะมีผู้แก้ไขหรือมีการตรวจหลังการนำเข้า:",
    "Left alone, because somebody changed or inspected them after the import:",
)


@bilingual.command(
    Text(
        "ยกเลิกการนำเข้า หรือการรวมและแยกโรงงาน\n\nคืนค่าเดิมเฉพาะส่วนที่ไม่มีผู้แก้ไขหลังนำเข้า ที่เหลือแสดงเป็นรายการ",
        "Take back an import, a merger or a split.\n\n"
        "Only what nobody has changed since is put back; the rest is listed.",
    )
)
@click.argument("import_id", metavar="ID")
@pass_invocation
def command(invocation: Invocation, *, import_id: str) -> None:
    """Undo the import and print what was put back and what was left."""
    from fieldkit.model.register.undo import undo_import

    with closing(invocation.workspace()) as workspace:
        result = undo_import(workspace, import_id)
    invocation.result(asdict(result), lambda: _text(result, invocation.language))


def _text(result: UndoResult, language: str) -> str:
    lines = [
        DONE.get(result.table, RECORDS)
        .pick(language)
        .format(restored=result.restored, removed=result.removed)
    ]
    if result.kept:
        lines.append(KEPT.pick(language))
        lines += [f"  {kept.number} {kept.name}: {_part(kept).pick(language)}" for kept in result.kept]
    return "\n".join(lines)


def _part(kept: Kept) -> Text:
    """Return what people call the part of a record that was left alone."""
    from fieldkit.model.finding_list.columns import GROUP_LABELS as FINDING_GROUPS
    from fieldkit.model.planning.columns import GROUP_LABELS as PLAN_GROUPS
    from fieldkit.model.record_fields import TABLE_NAMES
    from fieldkit.model.reference_tables.stored import GROUP_LABELS as REFERENCE_GROUPS
    from fieldkit.model.register.fields import GROUP_LABELS

    labels = {
        **{"factory": GROUP_LABELS, "assignment": PLAN_GROUPS},
        **{"reference_row": REFERENCE_GROUPS, "finding": FINDING_GROUPS},
    }
    groups = labels.get(kept.table, {})
    return groups.get(kept.group) or TABLE_NAMES[kept.table]
