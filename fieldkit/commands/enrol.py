"""``fieldkit enrol``: make this laptop known to a central server."""

from __future__ import annotations

from contextlib import closing

import click

from fieldkit import bilingual
from fieldkit.errors import Text
from fieldkit.invocation import Invocation, pass_invocation

DONE = Text("ลงทะเบียนกับ {url} แล้ว", "Enrolled at {url}")


@bilingual.command(
    Text(
        "ลงทะเบียนเครื่องนี้กับศูนย์ข้อมูล\n\nใช้รหัสที่ผู้ดูแลระบบสร้างด้วย fieldkit server code",
        "Enrol this laptop at a central server.\n\n"
        "The administrator makes the code with: fieldkit server code",
    )
)
@click.argument("url")
@bilingual.option("--code", required=True, words=Text("รหัสลงทะเบียน ใช้ได้ครั้งเดียว", "The one-time code."))
@bilingual.option(
    "--insecure-http",
    is_flag=True,
    words=Text("ยอมให้ใช้ http ที่ไม่เข้ารหัสบนเครือข่าย", "Allow plain http on a network."),
)
@pass_invocation
def command(invocation: Invocation, *, url: str, code: str, insecure_http: bool) -> None:
    """Exchange the code for this laptop's token."""
    from fieldkit.sync import client

    with closing(invocation.workspace()) as workspace:
        done = client.enrol(workspace, url, code, insecure=insecure_http)
        device = workspace.device
    invocation.result(
        {"url": done.url, "device": device, "provinces": list(done.provinces)},
        DONE.pick(invocation.language).format(url=done.url),
    )
