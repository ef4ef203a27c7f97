"""``fieldkit demo``: a new data folder with an invented province."""

from __future__ import annotations

import sys
from dataclasses import asdict

import click

from fieldkit import bilingual
from fieldkit.errors import Text
from fieldkit.invocation import Invocation, pass_invocation

DONE = Text(
    "สร้างข้อมูลตัวอย่างแล้ว: โรงงาน {factories} การตรวจ {inspections} ข้อบกพร่อง {findings} รูป {photos}"
    " แผน {planned} คำสั่ง {orders} ข้อเสนอแนะ {recommendations} เรื่องร้องเรียน {complaints}"
    " ลูกหนี้ {loans} วิสาหกิจ {enterprises}",
    "Made {factories} factories, {inspections} inspections, {findings} findings, {photos} photos,"
    " {planned} planned visits, {orders} orders, {recommendations} recommendations, {complaints} complaints,"
    " {loans} loans and {enterprises} enterprises.",
)
WORKING = Text("กำลังสร้างการตรวจ", "Making inspections")


@bilingual.command(
    Text(
        "สร้างข้อมูลตัวอย่างในโฟลเดอร์ข้อมูลใหม่\n\nจังหวัดสมมติ มีโรงงาน การตรวจ ข้อบกพร่อง และรูปถ่าย",
        "Fill a new data folder with an invented province.\n\n"
        "It holds factories, inspections, findings, photos and a plan; nothing in it is real.",
    )
)
@bilingual.option(
    "--scale",
    type=click.IntRange(1, 500),
    default=1,
    metavar="N",
    words=Text("จำนวนเท่าของโรงงานและการตรวจ (ปกติ 1)", "How many times the usual amount (default 1)."),
)
@bilingual.option(
    "--years",
    type=click.IntRange(1, 30),
    default=1,
    metavar="N",
    words=Text("จำนวนปีที่มีการตรวจ (ปกติ 1)", "How many years there are inspections of (default 1)."),
)
@bilingual.option(
    "--seed",
    type=click.IntRange(0),
    default=2567,
    metavar="N",
    words=Text(
        "เลขตั้งต้นของการสุ่ม เลขเดียวกันในวันเดียวกันได้จังหวัดเดียวกัน (ปกติ 2567)",
        "Seed: the same one on the same day gives the same province (default 2567).",
    ),
)
@pass_invocation
def command(invocation: Invocation, *, scale: int, years: int, seed: int) -> None:
    """Fill the folder of ``--data``; refuse one that holds anything."""
    from fieldkit.model.demonstration.province import fill

    def show(done: int, total: int) -> None:
        click.echo(f"\r{WORKING.pick(invocation.language)} {done}/{total}\x1b[K", err=True, nl=False)

    watched = sys.stderr.isatty() and not invocation.json
    made = fill(invocation.data, scale=scale, years=years, seed=seed, progress=show if watched else None)
    if watched:
        click.echo("\r\x1b[K", err=True, nl=False)
    invocation.result(asdict(made), lambda: DONE.pick(invocation.language).format(**asdict(made)))
