"""The demonstration: a small invented Phichit, five months of inspections and the plan of the year."""

from __future__ import annotations

import random
import shutil
from contextlib import closing
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from fieldkit import resources
from fieldkit.errors import FieldkitError, Text
from fieldkit.model import checklists, csv_table, inspections
from fieldkit.model.demonstration import photos, planning
from fieldkit.model.demonstration.answers import answer_everything
from fieldkit.model.demonstration.cases import add_cases
from fieldkit.model.demonstration.factories import InventedFactory, generate, invented, ops_of
from fieldkit.model.demonstration.office import OfficeMemory
from fieldkit.model.demonstration.orders import add_orders
from fieldkit.model.identifiers import parse_old_number
from fieldkit.model.ids import new_id
from fieldkit.model.inspections import Signature
from fieldkit.model.register.places import country
from fieldkit.model.thai.dates import OFFSET
from fieldkit.model.workspace import Workspace, local_now

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from fieldkit.model.inspections import Inspection

PROVINCE = "66"
GENERATED = 302
"""Factories beside the 16 of ``resources/demonstration/factories.csv``: as many as the province has."""
CHECKLIST = "GEN"
CLOSED = 28
"""Closed inspections at scale 1."""
_SHUT = 4  # the visit that found the gate closed
_PAST = 158  # days
_SEED = 2567
_OFFICE = "สำนักงานอุตสาหกรรมจังหวัดพิจิตร"
_INSPECTOR = ("นายกฤษณะ ใจดี", "นักวิชาการอุตสาหกรรมปฏิบัติการ")
_COLUMNS = (
    *("registration_no_old", "registration_no", "name", "operator", "class"),
    *("type", "activity", "subdistrict_code", "hp", "workers"),
)


class FolderNotEmpty(FieldkitError):
    """The demonstration never mixes with anybody's work."""

    def __init__(self, place: str) -> None:
        super().__init__(
            Text("โฟลเดอร์ข้อมูลนี้มีข้อมูลอยู่แล้ว", "This data folder already holds something"),
            Text(
                "เลือกโฟลเดอร์ว่างด้วย --data เพื่อไม่ให้ข้อมูลจริงปนกับข้อมูลตัวอย่าง",
                "Choose an empty folder with --data, so that invented data never mix with real ones",
            ),
            place=place,
        )


@dataclass(frozen=True, slots=True)
class Demonstration:
    """How much the demonstration holds."""

    factories: int
    inspections: int
    findings: int
    photos: int
    planned: int
    orders: int
    recommendations: int
    complaints: int
    loans: int
    enterprises: int


class _Clock:
    """The time of the day that is being made up."""

    def __init__(self, at: datetime) -> None:
        self.at = at

    def __call__(self) -> datetime:
        return self.at


def fill(
    folder: Path,
    *,
    scale: int = 1,
    key: bytes | None = None,
    now: datetime | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Demonstration:
    """Fill the new data folder ``folder``; ``scale`` multiplies generated factories and inspections.

    The same ``now`` and ``scale`` give the same province, but for the ids of inspections. Raises
    FolderNotEmpty, FolderUnusable, StorageError.
    """
    if folder.exists() and any(folder.iterdir()):
        raise FolderNotEmpty(str(folder))
    # half a demonstration could neither be used nor be made again
    unfinished = folder.with_name(f".{folder.name}-{new_id()[-8:]}")
    try:
        made = _make(unfinished, scale=scale, key=key, now=now or local_now(), progress=progress)
        if folder.exists():
            folder.rmdir()
        unfinished.rename(folder)
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)
    return made


def _make(
    folder: Path,
    *,
    scale: int,
    key: bytes | None,
    now: datetime,
    progress: Callable[[int, int], None] | None,
) -> Demonstration:
    clock = _Clock(now - timedelta(days=_PAST + 2))
    with closing(Workspace(folder, key=key, clock=clock)) as workspace:
        workspace.name_person(name=_INSPECTOR[0], position=_INSPECTOR[1], office=_OFFICE)
        checklists.install_shipped(workspace)
        places = country().of_province(PROVINCE)
        everyone = [*_written(), *generate(GENERATED * scale, places, seed=_SEED)]
        workspace.log.commit(ops_of(everyone), split=200)
        workspace.log.commit(OfficeMemory(everyone, PROVINCE, now.date()).ops(), split=200)
        planning.know_risks(workspace, everyone, _SEED)
        days = _days(now, CLOSED * scale)
        for number, (day, one) in enumerate(zip(days, _visited(everyone), strict=False)):
            if progress is not None:
                progress(number, len(days) + 1)
            clock.at = day
            _inspect(workspace, clock, one, number)
        clock.at = now - timedelta(minutes=50)
        planning.plan_year(workspace, _SEED)
        add_orders(workspace)
        add_cases(workspace)
        _draft(workspace, everyone[0])
        return _counted(workspace)


def _written() -> list[InventedFactory]:
    """Return the factories written by hand, each with the sub-district's names and codes."""
    rows = csv_table.read(resources.path("demonstration", "factories.csv"), _COLUMNS)
    places = country()
    found = []
    for row in rows:
        place = places.by_code(row.text("subdistrict_code"))
        old = parse_old_number(row.text("registration_no_old"))
        assert place is not None
        assert old is not None
        columns: dict[str, Any] = {
            name: row.text(name) for name in ("registration_no_old", "registration_no", "name", "operator")
        }
        columns |= {
            **asdict(place),
            "class_": row.text("class"),
            "type_main": row.text("type"),
            "activity": row.text("activity"),
            "hp": float(row.decimal("hp")),
            "workers": int(row.decimal("workers")),
            "status": "1",
            "license_date": f"{old.year - OFFSET}-06-15",
        }
        found.append(invented(columns))
    return found


def _days(today: datetime, count: int) -> list[datetime]:
    """Return ``count`` working days before ``today``, the oldest first, each with a time of the morning."""
    source = random.Random(_SEED)
    working = [day for back in range(3, _PAST) if (day := today - timedelta(days=back)).weekday() < 5]
    days: list[datetime] = []
    while len(days) < count:
        days += source.sample(working, min(count - len(days), len(working)))
    return [
        day.replace(hour=9, minute=source.randrange(0, 55, 5), second=0, microsecond=0)
        for day in sorted(days)
    ]


def _visited(everyone: list[InventedFactory]) -> list[InventedFactory]:
    """Return operating factories in the order of their visits: known ones first, two of them twice."""
    operating = [one for one in everyone if one.columns["status"] == "1"]
    return [*operating[1:10], operating[3], operating[1], *operating[10:]]


def _inspect(workspace: Workspace, clock: _Clock, one: InventedFactory, number: int) -> None:
    source = random.Random(f"{_SEED}-{number}")
    kind = source.choices(("PLAN", "FOLLOW", "COMPLAINT"), (80, 12, 8))[0]
    inspection = inspections.start(workspace, one.columns["registration_no"], CHECKLIST, kind=kind)
    if number == _SHUT:
        signed = _signatures(number)[:1]
        inspections.close(inspection, signed, closing="closed_today", reason="โรงงานหยุดประจำสัปดาห์")
        return
    answer_everything(inspection, source, failing=source.choice((0.0, 0.04, 0.08, 0.16)))
    _photograph(inspection, clock, source)
    clock.at += timedelta(minutes=source.randint(70, 150))
    unanswered = inspection.result().unanswered
    how, reason = ("partial", "ผู้นำตรวจมีภารกิจด่วน") if unanswered else ("complete", "")
    inspections.close(inspection, _signatures(number), closing=how, reason=reason)


def _photograph(inspection: Inspection, clock: _Clock, source: random.Random) -> None:
    """Take the pictures that are required, one of each first finding, or else one of the yard."""
    shown = [node for node in inspection.instance.walk() if node.relevant]
    required = [node for node in shown if node.type == "upload" and node.required and not node.value]
    asked = [node for node in shown if node.type in ("input", "select")]
    found = [node for node in asked if inspection.finding(node.path) is not None][:3]
    for node in [*required, *found] or asked[:1]:
        taken = clock.at + timedelta(minutes=source.randint(5, 60))
        words = f"ภาพตัวอย่าง · {inspection.factory['name']}"
        data = photos.photo(f"{inspection.factory['id']}-{node.name}-{taken:%H%M}", words, taken)
        inspections.attach_photo(inspection, node.path, data)


def _signatures(number: int) -> list[Signature]:
    return [
        Signature("inspector", *_INSPECTOR, photos.signature("inspector")),
        Signature("representative", "นางสาวมานี รักงาน", "ผู้จัดการโรงงาน", photos.signature(f"host-{number}")),
    ]


def _draft(workspace: Workspace, one: InventedFactory) -> None:
    """Leave one inspection open in the middle, as somebody called away would."""
    source = random.Random(_SEED)
    inspection = inspections.start(workspace, one.columns["registration_no"], CHECKLIST)
    answer_everything(inspection, source, failing=0.2, upto=17)


def _counted(workspace: Workspace) -> Demonstration:
    def count(sql: str) -> int:
        return int(workspace.rows(f"SELECT count(*) AS n FROM {sql}")[0]["n"])

    return Demonstration(
        factories=count("factory"),
        inspections=count("inspection"),
        findings=count("finding WHERE coalesce(deleted, 0) = 0"),
        photos=count("attachment WHERE kind = 'photo'"),
        planned=count("assignment WHERE coalesce(deleted, 0) = 0"),
        orders=count("factory_order"),
        recommendations=count("recommendation"),
        complaints=count("complaint"),
        loans=count("loan"),
        enterprises=count("enterprise"),
    )
