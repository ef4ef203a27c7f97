"""``fieldkit export cases``: one of the four registers as a workbook."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import click

from fieldkit import bilingual
from fieldkit.commands import _case_options, _cases, _password
from fieldkit.errors import Text
from fieldkit.invocation import Invocation, pass_invocation

DONE = Text("ส่งออกแล้ว: {path}", "Exported: {path}")


@bilingual.command(
    Text(
        "ส่งออกทะเบียนเป็น Excel\n\nข้อเสนอแนะแยกแผ่นตามรอบ ลูกหนี้มีสรุปรายกองทุน วิสาหกิจมีโครงการและผล"
        " ไม่มีข้อมูลส่วนบุคคลเว้นแต่ระบุเหตุผล",
        "One of the four registers as a workbook.\n\n"
        "Recommendations stand in a sheet for each round, borrowers have sums by fund, enterprises their"
        " projects and results. Personal data are left out unless a reason is given.",
    )
)
@_case_options.register
@bilingual.option(
    "-o",
    "--output",
    metavar="OUT",
    required=True,
    type=click.Path(path_type=Path),
    words=Text("ไฟล์ .xlsx ที่จะเขียน (แทนไฟล์เดิม)", "The .xlsx file to write (replaces an old one)."),
)
@bilingual.option("--personal", metavar="REASON", words=_cases.REASON)
@_password.option
@pass_invocation
def command(
    invocation: Invocation, *, register: str, output: Path, personal: str | None, password_file: Path | None
) -> None:
    """Print ``{"path", "counts", "personal"}``."""
    from fieldkit.model.cases.exporting import export_cases

    with closing(invocation.workspace()) as workspace:
        found = export_cases(
            workspace,
            output,
            register,
            language=invocation.language,
            personal=personal is not None,
            reason=personal or "",
            password=_password.read(password_file),
        )
    values = {"path": str(found.path), "counts": dict(found.counts), "personal": found.personal}
    lines = [DONE.pick(invocation.language).format(path=found.path)]
    invocation.result(values, "\n".join([*lines, *(f"{name}\t{n}" for name, n in found.counts.items())]))
