"""``fieldkit plan today``: a day's visits in the order of the way, and whether everything is here."""

from __future__ import annotations

from contextlib import closing
from datetime import date
from typing import TYPE_CHECKING, Any

from fieldkit import bilingual
from fieldkit.commands import _plan_options
from fieldkit.commands._day import Day
from fieldkit.errors import Text
from fieldkit.invocation import Invocation, pass_invocation

if TYPE_CHECKING:
    from fieldkit.model.planning.pack import FactoryPack, Pack
    from fieldkit.model.planning.route import Route, Stop

NOTHING = Text("ไม่มีแผนในวันนี้", "Nothing is planned for this day.")
WAY = Text(
    "{start}  รวมประมาณ {km} กม. (เส้นตรง ไปกลับ)", "{start}; about {km} km there and back, in straight lines"
)
READY = Text(
    "พร้อม {ready} จาก {total}  ต้องรับ {files} ไฟล์ ({kib} KiB)",
    "{ready} of {total} ready; {files} files to fetch ({kib} KiB)",
)
FETCHED = Text("รับไฟล์แล้ว {n} ไฟล์", "{n} files fetched")
LIGHTS = {
    "ready": Text("พร้อม", "ready"),
    "partial": Text("ขาดไฟล์ {n}", "{n} files to fetch"),
    "missing": Text("ขาดข้อมูลหลัก", "not on this laptop"),
}


@bilingual.command(
    Text(
        "งานของวัน เรียงตามเส้นทาง พร้อมข้อมูลที่นำติดตัว\n\nเริ่มจากสำนักงานไปโรงงานที่ใกล้ที่สุดทีละแห่ง",
        "A day's visits in the order of the way, and what goes along.\n\n"
        "From the office to the nearest factory, from there to the nearest of the rest.",
    )
)
@bilingual.option(
    "--on", type=Day(), metavar="DATE", words=Text("วันที่ (ปกติ: วันนี้)", "The day (default: today).")
)
@bilingual.option("--officer", metavar="NAME", words=Text("เฉพาะเจ้าหน้าที่นี้", "Only this officer."))
@bilingual.option(
    "--fetch", is_flag=True, words=Text("รับไฟล์ที่ขาดจากศูนย์ข้อมูล", "Fetch from the centre what is missing.")
)
@pass_invocation
def command(invocation: Invocation, *, on: date | None, officer: str | None, fetch: bool) -> None:
    """Print the stops in order, each with its readiness; with ``--fetch`` first fetch what is missing."""
    from fieldkit.model.planning import pack, plan, route

    with closing(invocation.workspace()) as workspace:
        today = workspace.clock().date()
        day = on or today
        year = _plan_options.year_of(None, day)
        with workspace.database.read() as connection:
            narrowing = plan.Narrowing(day=day.isoformat(), officer=officer or "")
            found = plan.narrowed(plan.lines(connection, year, today), narrowing)
            rows = plan.rows(connection, [line for line in found if line.state != "dropped"], year)
        way = route.route(workspace, rows)
        visits = [(stop.row.factory_id, stop.row.line.kind) for stop in way.stops]
        ready = pack.pack(workspace, visits)
        fetched = 0
        if fetch and ready.wanted:
            from fieldkit.sync import client

            fetched = client.fetch_files(workspace, {one.sha256 for one in ready.wanted})
            ready = pack.pack(workspace, visits)
    invocation.result(
        _values(way, ready, fetched),
        lambda: _text(way, ready, fetched if fetch else None, invocation.language),
    )


def _values(way: Route, ready: Pack, fetched: int) -> dict[str, Any]:
    return {
        "stops": [_stop(stop, pack) for stop, pack in zip(way.stops, ready.packs, strict=True)],
        "km": round(way.km, 1),
        "ready": ready.ready,
        "files_wanted": len(ready.wanted),
        "bytes_wanted": ready.size,
        "fetched": fetched,
        "as_of": ready.as_of,
    }


def _stop(stop: Stop, pack: FactoryPack) -> dict[str, Any]:
    return _plan_options.values(stop.row) | {
        "km": None if stop.km is None else round(stop.km, 1),
        "exact": stop.exact,
        "light": pack.light,
        "files": pack.files,
        "files_wanted": len(pack.wanted),
        "inspections": pack.inspections,
        "findings": pack.findings,
        "orders": pack.orders,
        "documents": pack.documents,
    }


def _text(way: Route, ready: Pack, fetched: int | None, language: str) -> str:
    if not way.stops:
        return NOTHING.pick(language)
    lines = []
    for number, (stop, pack) in enumerate(zip(way.stops, ready.packs, strict=True), 1):
        km = "?" if stop.km is None else f"{'' if stop.exact else '≈'}{stop.km:.1f}"
        light = LIGHTS[pack.light].pick(language).format(n=len(pack.wanted))
        lines.append(f"{number}\t{km} km\t{stop.row.name or '–'}\t{stop.row.line.district or '–'}\t{light}")
    lines.append(WAY.pick(language).format(start=way.start.pick(language), km=f"{way.km:.0f}"))
    counts = {"ready": ready.ready, "total": len(ready.packs), "files": len(ready.wanted)}
    lines.append(READY.pick(language).format(**counts, kib=f"{ready.size / 1024:,.0f}"))
    if fetched is not None:
        lines.append(FETCHED.pick(language).format(n=fetched))
    return "\n".join(lines)
