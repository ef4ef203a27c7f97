"""``fieldkit openrosa publish``: a checklist on the office's ODK Central."""

from __future__ import annotations

from contextlib import closing

import click

from fieldkit import bilingual
from fieldkit.errors import Text
from fieldkit.invocation import Invocation, pass_invocation

PUBLISHED = Text("เผยแพร่ {0} รุ่น {1} แล้ว ({2} ไฟล์)", "{0} {1} is published, with {2} files")
THERE = Text("มี {0} รุ่น {1} อยู่แล้ว", "{0} {1} is there already")


@bilingual.command(
    Text(
        "เผยแพร่แบบตรวจบน ODK Central ของสำนักงาน\n\nใช้บัญชีที่ตั้งด้วย fieldkit openrosa office --user"
        " สำหรับ KoboToolbox ให้นำไฟล์ .xlsx จาก fieldkit checklist export ไปอัปโหลดเอง",
        "Publish a checklist on the office's ODK Central.\n\nUses the account of:"
        " fieldkit openrosa office --user. For KoboToolbox upload the .xlsx of: fieldkit checklist export.",
    )
)
@click.argument("checklist")
@bilingual.option(
    "--project",
    type=click.IntRange(1),
    required=True,
    words=Text("เลขโครงการใน Central", "Number of the project."),
)
@pass_invocation
def command(invocation: Invocation, *, checklist: str, project: int) -> None:
    """Make a draft with its files and publish it; a version that is there stays."""
    from fieldkit.model import checklists
    from fieldkit.model.checklist_export import files_beside
    from fieldkit.sync.openrosa import central, office
    from fieldkit.sync.openrosa.office_link import OfficeLink

    with closing(invocation.workspace()) as workspace:
        access = office.chosen(workspace)
        one = checklists.latest(workspace, checklist)
        files = files_beside(workspace, one, on=workspace.clock().date())
    with OfficeLink(access) as link:
        done = central.publish(
            link, access, project, form_id=one.form_id, version=one.version, xform=one.xform, files=files
        )
    words = PUBLISHED if done.fresh else THERE
    invocation.result(
        {"form_id": done.form_id, "version": done.version, "fresh": done.fresh, "files": done.files},
        words.pick(invocation.language).format(done.form_id, done.version, done.files),
    )
