"""``fieldkit export pdf``: the record of an inspection, or the letter of an order, as a document."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import click

from fieldkit import bilingual
from fieldkit.commands._export_filters import reason_option
from fieldkit.errors import Language, Text
from fieldkit.invocation import Invocation, pass_invocation

DONE = Text("เขียนแล้ว: {path}", "Written: {path}")


@bilingual.command(
    Text(
        "บันทึกการตรวจ หรือหนังสือคำสั่ง เป็น PDF\n\nระบุ --inspection หรือ --order อย่างใดอย่างหนึ่ง",
        "The record of an inspection, or the letter of an order, as a PDF.\n\nGive --inspection or --order.",
    )
)
@bilingual.option(
    "-o",
    "--output",
    metavar="OUT.pdf",
    required=True,
    type=click.Path(path_type=Path),
    words=Text("ไฟล์ PDF ที่จะเขียน (แทนไฟล์เดิม)", "The PDF to write (replaces an old one)."),
)
@bilingual.option("--inspection", metavar="ID", words=Text("การตรวจ (รหัส)", "An inspection (its id)."))
@bilingual.option("--order", metavar="ORDER", words=Text("คำสั่ง (รหัสหรือเลขที่)", "An order (id or number)."))
@bilingual.option(
    "--paper-language",
    type=click.Choice(["th", "en"]),
    default="th",
    words=Text("ภาษาของบันทึก (ปกติไทย)", "Language of the record (Thai if not given)."),
)
@reason_option
@pass_invocation
def command(
    invocation: Invocation,
    *,
    output: Path,
    inspection: str | None,
    order: str | None,
    paper_language: Language,
    reason: str,
) -> None:
    """Print ``{"path"}``."""
    if (inspection is None) == (order is None):
        raise click.UsageError("--inspection ID | --order ORDER")
    from fieldkit.model.durable import replacing
    from fieldkit.model.orders.reading import find_order
    from fieldkit.model.pdf.inspection_record import inspection_record
    from fieldkit.model.pdf.order_document import order_document

    with closing(invocation.workspace()) as workspace:
        if order is not None:
            data = order_document(workspace, find_order(workspace, order))
        else:
            data = inspection_record(workspace, inspection or "", paper_language, reason=reason)
    with replacing(output) as written:
        written.write_bytes(data)
    invocation.result({"path": str(output)}, DONE.pick(invocation.language).format(path=output))
