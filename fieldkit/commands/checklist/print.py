"""``fieldkit checklist print``: a checklist on paper, as a PDF."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import click

from fieldkit import bilingual
from fieldkit.commands.checklist import _named
from fieldkit.errors import Language, Text
from fieldkit.invocation import Invocation, pass_invocation

DONE = Text("เขียนแล้ว: {path}", "Written: {path}")


@bilingual.command(
    Text(
        "พิมพ์แบบตรวจลงกระดาษ A4 (PDF) สำหรับกรอกด้วยปากกา\n\nCHECKLIST เป็นรหัส เช่น GEN, GEN@2569.1 หรือไฟล์ .xlsx",
        "Print a checklist on A4 paper (PDF), to be filled with a pen.\n\n"
        "CHECKLIST is a form_id such as GEN, GEN@2569.1, or an .xlsx file.",
    )
)
@click.argument("checklist")
@bilingual.option(
    "-o",
    "--output",
    metavar="OUT.pdf",
    required=True,
    type=click.Path(path_type=Path),
    words=Text("ไฟล์ PDF ที่จะเขียน (แทนไฟล์เดิม)", "The PDF to write (replaces an old one)."),
)
@bilingual.option(
    "--paper-language",
    type=click.Choice(["th", "en"]),
    default="th",
    words=Text("ภาษาบนกระดาษ (ปกติไทย)", "Language on the paper (Thai if not given)."),
)
@bilingual.option("--factory", metavar="NO", words=Text("กรอกข้อมูลโรงงานนี้ไว้ให้", "Fill in this factory."))
@pass_invocation
def command(
    invocation: Invocation, *, checklist: str, output: Path, paper_language: Language, factory: str | None
) -> None:
    """Print ``{"path", "form_id", "version", "code"}``."""
    from fieldkit.model import checklists
    from fieldkit.model.authoring.paper import Heading, code, paper
    from fieldkit.model.durable import replacing
    from fieldkit.model.inspections import find_factory

    with closing(invocation.workspace()) as workspace:
        found = _named.checklist(workspace, checklist)
        heading = Heading(
            office=workspace.person.office,
            officer=workspace.person.name,
            factory=None if factory is None else find_factory(workspace, factory),
        )
        data = paper(
            found,
            paper_language,
            workspace.clock().date(),
            heading,
            media=checklists.media_of(workspace, found),
        )
    with replacing(output) as written:
        written.write_bytes(data)
    values = {
        "path": str(output),
        "form_id": found.form_id,
        "version": found.version,
        "code": code(found),
    }
    invocation.result(values, DONE.pick(invocation.language).format(path=output))
