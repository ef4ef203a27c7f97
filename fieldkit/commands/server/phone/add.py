"""``fieldkit server phone add``: let somebody send from a phone, with the QR code that sets Collect up."""

from __future__ import annotations

from pathlib import Path

import click

from fieldkit import bilingual
from fieldkit.commands import _centre
from fieldkit.errors import FieldkitError, Text
from fieldkit.invocation import Invocation, pass_invocation

PROVINCE = Text(
    "รหัสจังหวัดสองหลักที่ผู้ใช้นี้ทำงาน ระบุซ้ำได้",
    "Two-digit code of the province that the user works in, repeatable.",
)
WRONG = Text("ต้องระบุชื่อผู้ใช้และรหัสจังหวัดสองหลัก", "A name and two-digit province codes are needed")
SEE = Text(
    "เช่น fieldkit server phone add “ชื่อ สกุล” --province 25",
    'Such as: fieldkit server phone add "NAME" --province 25',
)
ONCE = Text(
    "เก็บ QR นี้เป็นความลับ ใครมีก็ส่งข้อมูลในชื่อนี้ได้ และแสดงได้ครั้งเดียว",
    "Keep this code secret: who has it sends in this name. It is shown only once.",
)
IN_COLLECT = Text(
    "ใน ODK Collect เลือก “ตั้งค่าด้วย QR code” แล้วสแกน",
    "In ODK Collect choose “Configure with QR code” and scan it.",
)


@bilingual.command(
    Text(
        "ให้เจ้าหน้าที่ส่งข้อมูลจากโทรศัพท์ด้วย ODK Collect\n\nสร้าง QR สำหรับตั้งค่า Collect (-o FILE.svg หรือ .png)",
        "Let an inspector send from a phone with ODK Collect.\n\n"
        "Writes the QR code that sets Collect up (-o FILE.svg or .png).",
    )
)
@click.argument("name")
@bilingual.option("--province", "provinces", multiple=True, required=True, metavar="CODE", words=PROVINCE)
@bilingual.option(
    "--url",
    required=True,
    metavar="URL",
    words=Text(
        "ที่อยู่ของศูนย์ข้อมูลที่โทรศัพท์เรียกได้ (https://…)", "The centre's address as phones reach it (https://…)."
    ),
)
@bilingual.option("--position", default="", words=Text("ตำแหน่ง", "Position."))
@bilingual.option("--insecure-http", is_flag=True, words=Text("ยอมให้ใช้ http ที่ไม่เข้ารหัส", "Allow plain http."))
@bilingual.option(
    "-o",
    "--output",
    metavar="OUT",
    type=click.Path(dir_okay=False, path_type=Path),
    words=Text("ไฟล์ QR (.svg หรือ .png)", "File for the QR code (.svg or .png)."),
)
@_centre.options
@pass_invocation
def command(
    invocation: Invocation,
    /,
    *,
    name: str,
    provinces: tuple[str, ...],
    url: str,
    position: str,
    insecure_http: bool,
    output: Path | None,
    store: Path | None,
    database_url: str | None,
    blobs: str | None,
) -> None:
    """Issue a key; only its hash is stored."""
    from fieldkit.sync.http_link import check_address
    from fieldkit.sync.openrosa import collect_settings, tending, users

    address = check_address(url, insecure=insecure_http)
    with (
        _centre.opened(invocation, store=store, database_url=database_url, blobs=blobs) as centre,
        tending.opened(centre, _centre.folder(invocation, store)),
        centre.store.write() as connection,
    ):
        try:
            made = users.issue(connection, name, provinces, now=centre.clock(), position=position)
        except ValueError as error:
            raise FieldkitError(WRONG, SEE, place=str(error)) from error
        server = f"{address}/phones/key/{made.key}"
        settings = collect_settings.packed(server, f"fieldkit {name}")
        if output is not None:
            # Before the user is kept: a code that could not be written would help nobody.
            collect_settings.write_qr_code(settings, output)
        centre.note(connection, "phone added", made.user.id, provinces=made.user.provinces)
    invocation.say(ONCE)
    if output is not None:
        invocation.say(IN_COLLECT)
    values = {
        "id": made.user.id,
        "name": made.user.name,
        "provinces": list(made.user.provinces),
        "server_url": server,
        "settings": settings,
        "path": None if output is None else str(output),
    }
    invocation.result(values, str(output) if output is not None else f"{server}\n{settings}")
