"""``fieldkit case place``: where a checklist about a borrower, enterprise or complaint is filled in."""

from __future__ import annotations

from contextlib import closing

import click

from fieldkit import bilingual
from fieldkit.errors import Text
from fieldkit.invocation import Invocation, pass_invocation


@bilingual.command(
    Text(
        "สถานที่ตรวจของลูกหนี้ วิสาหกิจ หรือเรื่องร้องเรียน\n\nถ้าไม่มีในทะเบียนโรงงาน จะเพิ่มเป็นสถานประกอบการที่ไม่ใช่โรงงาน",
        "The place at which a borrower, an enterprise or a complaint is visited.\n\n"
        "Where the register has none, it is added as a place that is no factory.",
    )
)
@click.argument("register", metavar="REGISTER", type=click.Choice(("loan", "enterprise", "complaint")))
@click.argument("name", metavar="ID")
@pass_invocation
def command(invocation: Invocation, *, register: str, name: str) -> None:
    """Print ``{"factory", "name", "made"}``; its id is what ``inspection fill --factory`` takes."""
    from fieldkit.model.cases.reading import find_case
    from fieldkit.model.other_places import look, settle

    with closing(invocation.workspace()) as workspace:
        place = look(workspace, register, find_case(workspace, register, name))
        settle(workspace, place)
    invocation.result(
        {"factory": place.factory, "name": place.name, "made": not place.known},
        f"{place.factory} {place.name}",
    )
