"""``fieldkit sync``: exchange everything with the central server."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from fieldkit import bilingual
from fieldkit.errors import Text
from fieldkit.invocation import Invocation, pass_invocation

MOST_YEARS = 20  # as fieldkit.model.carrying says, which is imported where it is needed

if TYPE_CHECKING:
    from fieldkit.model.retention import Freed
    from fieldkit.model.workspace import Workspace
    from fieldkit.sync.client import SyncReport
    from fieldkit.sync.lacks import Lack, OfficeCheck
    from fieldkit.sync.link import Progress

SUMMARY = Text(
    "ส่ง {pushed} รับ {pulled} รายการ  ไฟล์ส่ง {attachments_sent} รอส่ง {attachments_waiting}"
    " รับ {attachments_received}  ข้อขัดแย้ง {conflicts}  ({kib} KiB, {seconds} วินาที)",
    "{pushed} changes sent, {pulled} received; files: {attachments_sent} sent, {attachments_waiting} waiting,"
    " {attachments_received} received; {conflicts} conflicts ({kib} KiB, {seconds} s)",
)
PHASES = {
    "hello": Text("ติดต่อศูนย์ข้อมูล", "Calling the centre"),
    "push": Text("ส่งข้อมูล", "Sending answers"),
    "pull": Text("รับข้อมูล", "Receiving answers"),
    "send_papers": Text("ส่งลายมือชื่อและเอกสาร", "Sending signatures and papers"),
    "send_photos": Text("ส่งรูป", "Sending photos"),
    "send_originals": Text("ส่งไฟล์ต้นฉบับ", "Sending originals"),
    "fetch_papers": Text("รับลายมือชื่อและเอกสาร", "Receiving signatures and papers"),
    "fetch_photos": Text("รับรูป", "Receiving photos"),
    "fetch_originals": Text("รับไฟล์ต้นฉบับ", "Receiving originals"),
    "details": Text("รับคำตอบของการตรวจ", "Receiving answers of inspections"),
    "details_leave": Text("ย้ายการตรวจเก่าออกจากเครื่อง", "Letting old inspections leave"),
    "check_changes": Text("ตรวจข้อมูลที่ศูนย์ข้อมูล", "Checking answers at the centre"),
    "check_files": Text("ตรวจไฟล์ที่ศูนย์ข้อมูล", "Checking files at the centre"),
}


COMPLETE = Text(
    "ครบแล้ว: ข้อมูล {changes} รายการ และไฟล์ {files} ไฟล์ของเครื่องนี้อยู่ที่สำนักงาน",
    "Complete: all {changes} changes and {files} files of this laptop are at the office.",
)
LACKS = Text(
    "{title}: ข้อมูลขาด {changes} รายการ ไฟล์ขาด {files} ไฟล์",
    "{title}: {changes} changes and {files} files missing",
)
OTHERS = Text("อื่น ๆ", "Everything else")
AGAIN = Text(
    "สั่ง fieldkit sync --check-office --send-again เพื่อส่งอีกครั้ง",
    "To send them again: fieldkit sync --check-office --send-again",
)
KEPT = Text(
    "เครื่องนี้พักการส่งไว้ {kept} รายการ สั่ง fieldkit queue release เพื่อให้ส่ง",
    "{kept} items are held back on this laptop. To let them go: fieldkit queue release",
)
LOST = Text("ไม่อยู่ในเครื่องนี้แล้ว", "no longer on this laptop")
FREED = Text(
    "ย้ายไฟล์ต้นฉบับ {files} ไฟล์ออกจากเครื่องแล้ว ({mib} MiB) ต้นฉบับอยู่ที่สำนักงาน",
    "{files} originals ({mib} MiB) have left this laptop; they are at the office.",
)
CARRIED = Text(
    "เครื่องนี้เก็บ: {words}{office}\nการตรวจ {inspections} รายการ คำตอบและไฟล์อยู่ที่สำนักงาน {elsewhere} รายการ"
    "  ในเครื่อง {mib} MiB",
    "This laptop carries: {words}{office}\n{inspections} inspections, answers and files of {elsewhere} at the"
    " office; {mib} MiB here",
)
OFFICE = Text(" (ตามที่สำนักงานกำหนด)", " (the office's setting)")
CAME = Text("ดึงมาแล้ว {fetched} จาก {asked} การตรวจ", "{fetched} of {asked} inspections fetched")


@bilingual.command(
    Text(
        "แลกเปลี่ยนข้อมูลกับศูนย์ข้อมูล\n\nหยุดหรือขาดช่วงได้ทุกเมื่อ ครั้งต่อไปจะทำต่อจากที่ค้างไว้",
        "Exchange everything with the central server.\n\nMay be stopped at any time; the next one goes on.",
    )
)
@bilingual.option(
    "--check-office",
    is_flag=True,
    words=Text(
        "ถามศูนย์ข้อมูลว่ามีข้อมูลและไฟล์ทั้งหมดของเครื่องนี้ครบหรือไม่",
        "Instead ask the centre whether it holds every change and file of this laptop.",
    ),
)
@bilingual.option(
    "--send-again",
    is_flag=True,
    words=Text("ส่งสิ่งที่ศูนย์ข้อมูลขาดอีกครั้ง", "And send again what it lacks."),
)
@bilingual.option(
    "--free-originals",
    is_flag=True,
    words=Text(
        "ย้ายรูปและไฟล์ต้นฉบับเก่าที่ศูนย์ข้อมูลยืนยันแล้วออกจากเครื่อง",
        "Instead let old photos and originals leave this laptop that the centre confirms now.",
    ),
)
@bilingual.option(
    "--older-than",
    type=click.IntRange(1),
    metavar="MONTHS",
    words=Text(
        "เฉพาะการตรวจที่ปิดมาแล้วกี่เดือน (ไม่น้อยกว่าที่สำนักงานกำหนด)",
        "Only of inspections closed so many months ago (never fewer than the office's setting).",
    ),
)
@bilingual.option(
    "--carry",
    type=click.Choice(("all", "province", "mine", "office", "show")),
    words=Text(
        "เลือกว่าเครื่องนี้เก็บคำตอบและรูปของการตรวจใด: ทั้งหมด ทั้งจังหวัด ของฉัน หรือตามสำนักงาน (show ดูอย่างเดียว)",
        "Instead choose of which inspections this laptop carries answers and photos: all, of the whole"
        " province or mine of some years, or as the office says (show: only tell).",
    ),
)
@bilingual.option(
    "--years",
    type=click.IntRange(1, MOST_YEARS),
    metavar="N",
    words=Text("เฉพาะกี่ปีงบประมาณล่าสุด", "Only of the last so many fiscal years."),
)
@bilingual.option(
    "--fetch",
    multiple=True,
    metavar="ID",
    words=Text(
        "ดึงคำตอบและไฟล์ของการตรวจนี้จากสำนักงาน",
        "Instead fetch answers and files of this inspection from the office.",
    ),
)
@pass_invocation
def command(
    invocation: Invocation,
    *,
    check_office: bool,
    send_again: bool,
    free_originals: bool,
    older_than: int | None,
    carry: str | None,
    years: int | None,
    fetch: tuple[str, ...],
) -> int:
    """Sync and print what was moved and what is still open; or look at what the office holds."""
    from fieldkit.model.erasure import traces
    from fieldkit.sync import client

    if sum(map(bool, (check_office, free_originals, carry, fetch))) > 1:
        raise click.UsageError("--check-office --free-originals --carry --fetch")
    if (years and carry not in ("province", "mine")) or (carry == "province" and not years):
        raise click.UsageError("--carry province --years N")
    if (send_again and not check_office) or (older_than and not free_originals):
        raise click.UsageError(
            "--send-again --check-office" if send_again else "--older-than --free-originals"
        )
    with closing(invocation.workspace()) as workspace, _watched(invocation) as show:
        if carry:
            return _carry(invocation, workspace, carry, years or 0)
        if fetch:
            came = {
                "asked": len(set(fetch)),
                "fetched": client.fetch_inspections(workspace, set(fetch), show),
            }
            invocation.result(came, lambda: CAME.pick(invocation.language).format(**came))
            return 0 if came["asked"] == came["fetched"] else 1
        if free_originals:
            freed = client.free_originals(workspace, older_than, show)
            invocation.result(asdict(freed), lambda: _freed(freed, invocation.language))
            return 0
        if check_office:
            found = client.check_office(workspace, show)
            if not found.complete and send_again:
                client.offer_again(workspace, found)
                client.sync(workspace, show)
                found = client.check_office(workspace, show)
            invocation.result(_office_json(found), lambda: _office(found, invocation.language))
            return 0 if found.complete else 1
        report = client.sync(workspace, show)
        traces.remove(workspace)  # nobody types meanwhile
    if report.clock_wrong:
        invocation.say(report.clock_wrong.message(invocation.language))
    values = asdict(report)
    invocation.result(values, lambda: _summary(report, invocation.language))
    return 0


def _carry(invocation: Invocation, workspace: Workspace, which: str, years: int) -> int:
    """Choose what this laptop carries from the next exchange on, and tell it."""
    from fieldkit.model import carrying

    if which == "office":
        carrying.follow_office(workspace)
    elif which != "show":
        carrying.choose(workspace, carrying.Carry(years, mine=which == "mine"))
    state = carrying.state(workspace, workspace.clock().date())
    values = {
        **asdict(state.carry),
        "own": state.own,
        "inspections": state.inspections,
        "elsewhere": state.elsewhere,
        "bytes": state.size,
    }
    language = invocation.language
    words = {
        "words": state.carry.words.pick(language),
        "office": "" if state.own else OFFICE.pick(language),
        "mib": f"{state.size / 1024 / 1024:.1f}",
    }
    invocation.result(values, lambda: CARRIED.pick(language).format(**values, **words))
    return 0


@contextmanager
def _watched(invocation: Invocation) -> Iterator[Progress | None]:
    """Show the progress in one line, where a person looks at it."""
    if invocation.json or not sys.stderr.isatty():
        yield None
        return

    def show(phase: str, done: int, total: int, size: int) -> None:
        words = PHASES[phase].pick(invocation.language)
        click.echo(f"\r{words} {done}/{total}  {size // 1024} KiB\x1b[K", err=True, nl=False)

    yield show
    click.echo("\r\x1b[K", err=True, nl=False)


def _summary(report: SyncReport, language: str) -> str:
    kib = round((report.bytes_sent + report.bytes_received) / 1024)
    return SUMMARY.pick(language).format(kib=kib, **asdict(report))


def _office_json(found: OfficeCheck) -> dict[str, object]:
    return {
        "ok": found.complete,
        "changes": found.changes,
        "files": found.files,
        "missing": [asdict(lack) for lack in found.lacks],
        "kept": found.kept,
    }


def _office(found: OfficeCheck, language: str) -> str:
    if found.complete:
        return COMPLETE.pick(language).format(changes=found.changes, files=found.files)
    lines = [line for lack in found.lacks for line in _lack(lack, language)]
    if found.lacks:
        lines.append(AGAIN.pick(language))
    if found.kept:
        lines.append(KEPT.pick(language).format(kept=found.kept))
    return "\n".join(lines)


def _lack(lack: Lack, language: str) -> Iterator[str]:
    from fieldkit.model import files

    title = lack.title or OTHERS.pick(language)
    yield LACKS.pick(language).format(title=title, changes=lack.changes, files=len(lack.files))
    for file in lack.files:
        gone = f"  ({LOST.pick(language)})" if file.state == files.WANTED else ""
        yield f"  {file.name}  {file.sha256[:12]}…{gone}"


def _freed(freed: Freed, language: str) -> str:
    return FREED.pick(language).format(files=freed.files, mib=f"{freed.bytes / 1024 / 1024:.1f}")
