"""``fieldkit server erase``: personal data by the office's rules, or of records at somebody's request."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fieldkit import bilingual
from fieldkit.commands import _centre
from fieldkit.errors import FieldkitError, Text
from fieldkit.invocation import Invocation, pass_invocation

if TYPE_CHECKING:
    from fieldkit.errors import Language
    from fieldkit.sync.server import Centre
    from fieldkit.sync.server.erasing import Erased, Wish

CHOOSE = Text("เลือก --rule, --record หรือ --find อย่างใดอย่างหนึ่ง", "Choose one of --rule, --record and --find")
REASON = Text("ระบุเหตุผลหรือเลขที่หนังสือด้วย --reason", "Say why, or which letter asks for it, with --reason")
NO_PERSON = Text(
    "เหตุผลถูกส่งไปทุกเครื่อง อย่าใส่ชื่อหรือเลขประจำตัวบุคคล", "It goes to every laptop: no names or numbers of persons"
)
NOWHERE = Text("ไม่พบรายการนี้ที่ศูนย์ข้อมูล", "The centre has no such record")
SEE_FIND = Text("หารายการด้วย --find", "Look for it with --find")
WOULD = Text("จะลบ", "Would be erased")
WAS = Text("ลบแล้ว", "Erased")
LINE = Text(
    "{province} {basis}: {done} {values} ค่า ใน {changes} บันทึก การตรวจที่ลงนามแล้ว {inspections}",
    "{province} {basis}: {done}: {values} values in {changes} changes, {inspections} signed inspections",
)
NOT_WHOLE = Text(
    "การตรวจที่ตราประทับไม่ตรงอยู่ก่อนแล้ว จึงไม่มีตราประทับของส่วนที่เหลือ: {ids}",
    "Seals that did not hold before, so that none is given for what is left: {ids}",
)
FILES = Text("ไฟล์ที่ลบจากศูนย์ข้อมูล {files}", "{files} files removed from the centre")
TRACES = Text(
    "ลบแล้ว แต่ฐานข้อมูลกำลังใช้งาน ในแฟ้มยังมีร่องรอย สั่ง --rule อีกครั้งเมื่อไม่มีการซิงก์ หรือหยุดศูนย์ข้อมูลก่อน",
    "Erased, but the database is in use and its file holds traces. Run --rule again when nobody syncs, or"
    " stop the centre first.",
)
NOTHING = Text("ไม่มีข้อมูลที่ต้องลบ", "There is nothing to erase")


@bilingual.command(
    Text(
        "ลบข้อมูลส่วนบุคคลตามกฎหมาย โดยห่วงโซ่และตราประทับยังตรวจสอบได้\n\n"
        "ลบที่ศูนย์ข้อมูลทันที และที่ทุกเครื่องเมื่อซิงก์ครั้งถัดไป เรียกคืนไม่ได้ ดูก่อนด้วย --dry-run",
        "Erase personal data by law; chains and seals stay verifiable.\n\n"
        "At the centre at once, on each laptop with its next sync. It cannot be taken back: look first with"
        " --dry-run.",
    )
)
@bilingual.option(
    "--rule", is_flag=True, words=Text("ตามระยะเวลาในตาราง params", "What is due by the years in params.")
)
@bilingual.option(
    "--record",
    "records",
    nargs=2,
    multiple=True,
    metavar="TABLE ID",
    words=Text("ข้อมูลส่วนบุคคลของรายการนี้", "What is personal in this record."),
)
@bilingual.option(
    "--column",
    "columns",
    multiple=True,
    words=Text("คอลัมน์อื่นของรายการนี้ด้วย", "This column of the record, too."),
)
@bilingual.option(
    "--find",
    "words",
    words=Text("แสดงว่าคำนี้อยู่ในรายการใด ไม่ลบ", "Tell in which records this stands; erases nothing."),
)
@bilingual.option(
    "--province", "only", words=Text("เฉพาะจังหวัดนี้ (รหัส 2 หลัก)", "Of this province only (two digits).")
)
@bilingual.option("--reason", default="", words=Text("เหตุผล เก็บไว้กับคำสั่ง", "Why; it is kept with the order."))
@bilingual.option("--dry-run", is_flag=True, words=Text("แสดงจำนวนเท่านั้น ไม่ลบ", "Only count; erase nothing."))
@_centre.options
@pass_invocation
def command(
    invocation: Invocation,
    *,
    rule: bool,
    records: tuple[tuple[str, str], ...],
    columns: tuple[str, ...],
    words: str | None,
    only: str | None,
    reason: str,
    dry_run: bool,
    store: Path | None,
    database_url: str | None,
    blobs: str | None,
) -> int:
    """Print ``{"dry_run", "erased", "files", "traces"}``, or ``{"places"}`` with ``--find``."""
    from fieldkit.sync.server import erasing

    if [rule, bool(records), bool(words)].count(True) != 1:
        raise FieldkitError(CHOOSE)
    if records and not (dry_run or reason.strip()):
        raise FieldkitError(REASON, NO_PERSON)
    with _centre.opened(invocation, store=store, database_url=database_url, blobs=blobs) as centre:
        if words:
            _tell_places(invocation, centre, words)
            return 0
        wishes = _by_rule(centre, reason) if rule else _by_request(centre, records, columns, reason)
        told = list(_carried_out(centre, wishes, only, dry_run=dry_run))
        done = erasing.Finished(0, traces=False) if dry_run else erasing.finish(centre)
    values = {"dry_run": dry_run, "erased": [_json(one) for one in told], **asdict(done)}
    invocation.result(values, lambda: _text(told, done.files, dry_run, invocation.language))
    if done.traces:
        invocation.say(TRACES.pick(invocation.language))
    return 1 if done.traces else 0


def _by_rule(centre: Centre, reason: str) -> dict[str, list[Wish]]:
    """Return every rule, for each province."""
    from fieldkit.model.erasure import choosing
    from fieldkit.sync.server import erasing

    today = centre.clock().date()
    wishes = [
        erasing.Wish(partial(choosing.by_rule, rule=name, on=today), name, reason.strip())
        for name in choosing.RULES
    ]
    return dict.fromkeys(erasing.provinces(centre), wishes)


def _by_request(
    centre: Centre, records: tuple[tuple[str, str], ...], columns: tuple[str, ...], reason: str
) -> dict[str, list[Wish]]:
    """Return what is wished of each record, by the province that has it."""
    from fieldkit.model.erasure import choosing
    from fieldkit.sync.server import erasing

    wishes: dict[str, list[Wish]] = {}
    for table, record in records:
        found = erasing.provinces_of(centre, record)
        if not found:
            raise FieldkitError(NOWHERE, SEE_FIND, place=f"{table} {record}")
        choose = partial(choosing.by_request, table=table, record=record, columns=columns)
        for province in found:
            wishes.setdefault(province, []).append(erasing.Wish(choose, "request", reason.strip()))
    return wishes


def _carried_out(
    centre: Centre, wishes: dict[str, list[Wish]], only: str | None, *, dry_run: bool
) -> Iterator[Erased]:
    from fieldkit.sync.server import erasing

    for province, wished in sorted(wishes.items()):
        if only in (None, province):
            yield from erasing.erase(centre, province, wished, dry_run=dry_run)


def _json(one: Erased) -> dict[str, Any]:
    return {
        "province": one.province,
        "basis": one.basis,
        "values": dict(sorted(Counter(table for table, _, _ in one.found.values).items())),
        "changes": dict(sorted(one.found.changes.items())),
        "inspections": one.found.inspections,
        "not_whole": one.found.not_whole,
    }


def _text(told: list[Erased], files: int, dry_run: bool, language: Language) -> str:
    lines = []
    for one in told:
        if not one.found.changes:
            continue
        lines.append(
            LINE.pick(language).format(
                province=one.province,
                basis=one.basis,
                done=(WOULD if dry_run else WAS).pick(language),
                values=len(one.found.values),
                changes=sum(one.found.changes.values()),
                inspections=one.found.inspections,
            )
        )
        if one.found.not_whole:
            lines.append(NOT_WHOLE.pick(language).format(ids=", ".join(one.found.not_whole)))
    if files:
        lines.append(FILES.pick(language).format(files=files))
    return "\n".join(lines) or NOTHING.pick(language)


def _tell_places(invocation: Invocation, centre: Centre, words: str) -> None:
    from fieldkit.sync.server import erasing

    found = erasing.places(centre, words)
    invocation.result(
        {"places": [asdict(one) for one in found]},
        lambda: (
            "\n".join(f"{one.stream}  {one.table} {one.record}  {one.column}" for one in found)
            or NOTHING.pick(invocation.language)
        ),
    )
