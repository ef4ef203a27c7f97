"""``fieldkit server code``: a one-time code to enrol a laptop."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from uuid import UUID

import click

from fieldkit import bilingual
from fieldkit.commands import _centre
from fieldkit.errors import Text
from fieldkit.invocation import Invocation, pass_invocation

PROVINCE = Text(
    "รหัสจังหวัดสองหลักที่เครื่องนี้ใช้ได้ ระบุซ้ำได้ (ปกติ: ทุกจังหวัด)",
    "Two-digit province code that the laptop may work in, repeatable (default: all).",
)


def _two_digits(_ctx: click.Context, _param: click.Parameter, codes: tuple[str, ...]) -> tuple[str, ...]:
    if bad := [code for code in codes if not (len(code) == 2 and code.isascii() and code.isdigit())]:
        raise click.BadParameter(bad[0])
    return codes


def _device_id(_ctx: click.Context, _param: click.Parameter, value: str | None) -> str | None:
    try:
        return None if value is None else str(UUID(value))
    except ValueError as error:
        raise click.BadParameter(value or "") from error


@bilingual.command(
    Text(
        "สร้างรหัสลงทะเบียนที่ใช้ได้ครั้งเดียว\n\nบอกรหัสนี้แก่เจ้าหน้าที่ เพื่อใช้กับคำสั่ง fieldkit enrol",
        "Make a one-time code.\n\nTell it to the inspector, who enters it with: fieldkit enrol",
    )
)
@_centre.options
@bilingual.option(
    "--province", "provinces", multiple=True, callback=_two_digits, metavar="CODE", words=PROVINCE
)
@bilingual.option(
    "--minutes",
    type=click.IntRange(1, 7 * 24 * 60),
    default=30,
    show_default=True,
    words=Text("จำนวนนาทีที่รหัสใช้ได้", "How many minutes the code works."),
)
@bilingual.option(
    "--administrator",
    is_flag=True,
    words=Text("เครื่องนี้แก้ไขตารางอ้างอิงของสำนักงานได้", "The laptop may change the office's reference tables."),
)
@bilingual.option(
    "--device",
    callback=_device_id,
    metavar="ID",
    words=Text(
        "ใช้ได้กับเครื่องนี้เท่านั้น แม้เครื่องเสียรหัสประจำเครื่องไปแล้ว",
        "For this laptop only, also when it has lost its token.",
    ),
)
@pass_invocation
def command(
    invocation: Invocation,
    *,
    store: Path | None,
    database_url: str | None,
    blobs: str | None,
    provinces: tuple[str, ...],
    minutes: int,
    administrator: bool,
    device: str | None,
) -> None:
    """Print the code; it is stored as a hash only."""
    from fieldkit.sync.server import devices

    with (
        _centre.opened(invocation, store=store, database_url=database_url, blobs=blobs) as centre,
        centre.store.write() as connection,
    ):
        made = devices.make_code(
            connection,
            provinces,
            now=centre.clock(),
            lifetime=timedelta(minutes=minutes),
            for_administrator=administrator,
            for_device=device,
        )
        centre.note(
            connection,
            "code",
            made.code[:4],
            provinces=made.provinces,
            administrator=administrator,
            device=device,
        )
    invocation.result(
        {"code": made.code, "expires_at": made.expires_at, "provinces": list(made.provinces)}, made.code
    )
