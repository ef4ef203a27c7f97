"""``fieldkit order letter``: the letter of an order as a text document."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import click

from fieldkit import bilingual
from fieldkit.errors import Text
from fieldkit.invocation import Invocation, pass_invocation

WRITTEN = Text("เขียนหนังสือแล้ว: {path}", "The letter is written: {path}")


@bilingual.command(
    Text(
        "หนังสือคำสั่งเป็นไฟล์ .docx\n\nคำสั่งที่ออกแล้วได้ฉบับที่ออก ร่างได้ฉบับร่าง",
        "The letter of an order as .docx.\n\nOf an issued order the letter as issued, of a draft its draft.",
    )
)
@click.argument("order", metavar="ORDER")
@bilingual.option(
    "-o",
    "--output",
    metavar="OUT",
    required=True,
    type=click.Path(path_type=Path),
    words=Text("ไฟล์ .docx ที่จะเขียน (แทนไฟล์เดิม)", "The .docx file to write (replaces an old one)."),
)
@pass_invocation
def command(invocation: Invocation, *, order: str, output: Path) -> None:
    """Print ``{"path", "sha256", "issued"}``."""
    from fieldkit.model.orders.issued_letter import current_letter
    from fieldkit.model.orders.reading import find_order

    with closing(invocation.workspace()) as workspace:
        found = current_letter(workspace, find_order(workspace, order))
    found.write(output)
    values = {"path": str(output), "sha256": found.sha256, "issued": found.issued}
    invocation.result(values, WRITTEN.pick(invocation.language).format(path=output))
