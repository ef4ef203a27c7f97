"""``fieldkit key office``: the office makes its recovery key."""

from __future__ import annotations

from pathlib import Path

import click

from fieldkit import bilingual
from fieldkit.commands import _keys
from fieldkit.errors import Text
from fieldkit.invocation import Invocation, pass_invocation

DONE = Text(
    "สร้างกุญแจกู้คืนแล้ว: {private} เก็บในตู้นิรภัย · {public} ส่งให้ทุกเครื่อง\nเทียบทางโทรศัพท์: {mark}",
    "Made {private}, to be locked away, and {public}, for every laptop.\nCompare by telephone: {mark}",
)


@bilingual.command(
    Text(
        "สร้างกุญแจกู้คืนของสำนักงาน\n\nOUT เป็นกุญแจลับ (มีรหัสผ่าน) และ OUT.public เป็นกุญแจสาธารณะ",
        "Make the office's recovery key.\n\nOUT is the private half, under a passphrase; OUT.public is not.",
    )
)
@click.argument("out", type=click.Path(dir_okay=False, path_type=Path))
@bilingual.option(
    "--name", default="", words=Text("ชื่อสำนักงานที่แสดงในเครื่อง", "Name of the office, as laptops show it.")
)
@bilingual.option(
    "--office-passphrase-file",
    metavar="FILE",
    type=click.Path(dir_okay=False, path_type=Path),
    words=Text("ไฟล์ที่บรรทัดแรกเป็นรหัสผ่านของกุญแจลับ", "A file whose first line is the private half's passphrase."),
)
@pass_invocation
def command(invocation: Invocation, *, out: Path, name: str, office_passphrase_file: Path | None) -> None:
    """Print ``{"private", "public", "mark"}``; a key that is there is not replaced."""
    from fieldkit.model.keys import office

    words = _keys.secret(invocation, office_passphrase_file, _keys.OFFICE, twice=True)
    made = office.make(out, name or out.stem, words)
    values = {"private": str(out), "public": f"{out}{office.PUBLIC_SUFFIX}", "mark": made.mark}
    invocation.result(values, DONE.pick(invocation.language).format(**values))
