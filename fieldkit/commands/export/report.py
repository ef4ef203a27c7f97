"""``fieldkit export report``: a report of the province as a workbook."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import click

from fieldkit import bilingual
from fieldkit.commands import _password
from fieldkit.errors import Text
from fieldkit.invocation import Invocation, pass_invocation

if TYPE_CHECKING:
    from fieldkit.model.reports.choice import Choice
    from fieldkit.model.reports.layout import Report
    from fieldkit.model.workspace import Workspace

DONE = Text("ส่งออกแล้ว: {path}", "Exported: {path}")
PATH = click.Path(path_type=Path)


@bilingual.command(
    Text(
        "รายงานของจังหวัดเป็น Excel\n\nชื่อรายงานดูด้วย list reports",
        "A report of the province as a workbook.\n\nThe names of reports: list reports.",
    )
)
@click.argument("report", metavar="REPORT")
@bilingual.option(
    "-o",
    "--out",
    metavar="OUT",
    required=True,
    type=PATH,
    words=Text("ไฟล์ที่จะเขียน (แทนไฟล์เดิม)", "The file to write (replaces an old one)."),
)
@bilingual.option(
    "--period",
    metavar="KEY",
    words=Text(
        "2567, รอบ 1/2567, ไตรมาส q2/2567, เดือน 2567-02 หรือวัน 2567-02-15 (ปกติปีงบประมาณนี้)",
        "2567, round 1/2567, quarter q2/2567, month 2567-02, day 2567-02-15 (default: this fiscal year).",
    ),
)
@bilingual.option("--district", default="", metavar="NAME", words=Text("เฉพาะอำเภอนี้", "Only this district."))
@bilingual.option(
    "--officer", default="", metavar="NAME", words=Text("เฉพาะเจ้าหน้าที่คนนี้", "Only this officer.")
)
@bilingual.option("--factory", metavar="NO", words=Text("เลขทะเบียนหรือรหัสโรงงาน", "Factory's number or id."))
@bilingual.option("--thai-digits", is_flag=True, words=Text("ใช้เลขไทย", "With Thai digits."))
@_password.option
@bilingual.option(
    "--layout",
    metavar="FILE",
    type=PATH,
    words=Text("ใช้แบบรายงาน .toml นี้แทน", "Use this layout (.toml) instead of the shipped one."),
)
@bilingual.option(
    "--memo", is_flag=True, words=Text("เขียนบันทึกข้อความ .docx แทนตาราง", "Write the memo (.docx) instead.")
)
@bilingual.option(
    "--template",
    metavar="FILE",
    type=PATH,
    words=Text(
        "เติมแบบของสำนักงาน .xlsx หรือ .docx ที่มีช่องแทนค่า",
        "Fill the office's own .xlsx or .docx with placeholders.",
    ),
)
@pass_invocation
def command(
    invocation: Invocation,
    *,
    report: str,
    out: Path,
    period: str | None,
    district: str,
    officer: str,
    factory: str | None,
    thai_digits: bool,
    password_file: Path | None,
    layout: Path | None,
    memo: bool,
    template: Path | None,
) -> None:
    """Print ``{"path", "counts", "locked"}``, or ``{"path", "placeholders"}`` of a memo or template."""
    from fieldkit.model.reports.catalogue import report as known
    from fieldkit.model.reports.reading import read_report
    from fieldkit.model.reports.writing import export_report

    chosen = read_report(layout) if layout is not None else known(report)
    with closing(invocation.workspace()) as workspace:
        choice = _choice(
            workspace,
            invocation,
            period,
            district=district,
            officer=officer,
            factory=factory,
            thai=thai_digits,
        )
        if memo or template is not None:
            filled = _fill(
                workspace,
                chosen,
                choice,
                out,
                memo=memo,
                template=template,
                password=_password.read(password_file),
            )
            values = {"path": str(out), "placeholders": filled}
            invocation.result(values, DONE.pick(invocation.language).format(path=out))
            return
        found = export_report(workspace, out, chosen, choice, password=_password.read(password_file))
    written = {"path": str(found.path), "counts": dict(found.counts), "locked": found.locked}
    lines = [DONE.pick(invocation.language).format(path=found.path)]
    invocation.result(written, "\n".join([*lines, *(f"{name}\t{n}" for name, n in found.counts.items())]))


def _fill(
    workspace: Workspace,
    report: Report,
    choice: Choice,
    out: Path,
    *,
    memo: bool,
    template: Path | None,
    password: str,
) -> int:
    from fieldkit.model.reports.memos import report_memo
    from fieldkit.model.reports.templates.filling import fill_template

    if memo:
        return report_memo(workspace, report, choice, out, template=template)
    assert template is not None
    return fill_template(workspace, template, out, choice, password=password)


def _choice(
    workspace: Workspace,
    invocation: Invocation,
    period: str | None,
    *,
    district: str,
    officer: str,
    factory: str | None,
    thai: bool,
) -> Choice:
    from fieldkit.model import factories, indicators
    from fieldkit.model.reference import param
    from fieldkit.model.reports.choice import Choice

    today = workspace.clock().date()
    id_ = name = ""
    if factory:
        with workspace.database.read() as connection:
            id_ = factories.find(connection, factory)
            name = str(factories.factory(connection, id_)["name"] or "")
    return Choice(
        period=indicators.period(period) if period else indicators.current(today),
        today=today,
        district=district,
        officer=officer,
        factory=id_,
        factory_name=name,
        language=invocation.language,
        thai_digits=thai or bool(param("numerals.thai_in_docs")),
    )
