"""The demonstration: a small invented Phichit, five months of inspections and the plan of the year."""

from __future__ import annotations

import random
import shutil
from contextlib import closing
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from itertools import islice
from typing import TYPE_CHECKING, Any

from fieldkit import resources
from fieldkit.errors import FieldkitError, Text
from fieldkit.model import checklists, csv_table, inspections
from fieldkit.model.demonstration import photos, planning
from fieldkit.model.demonstration.answers import answer_everything
from fieldkit.model.demonstration.cases import add_cases, close_answered
from fieldkit.model.demonstration.copies import copy_visits
from fieldkit.model.demonstration.factories import InventedFactory, generate, invented
from fieldkit.model.demonstration.office import OfficeMemory
from fieldkit.model.demonstration.orders import add_orders
from fieldkit.model.demonstration.papers import paper_ops
from fieldkit.model.demonstration.visits import PAST, Visit, timeline
from fieldkit.model.identifiers import parse_old_number
from fieldkit.model.ids import new_id
from fieldkit.model.inspections import Signature, follow_up, revision
from fieldkit.model.keys.beginning import OFFERED
from fieldkit.model.register.places import country
from fieldkit.model.thai.dates import OFFSET
from fieldkit.model.workspace import Workspace, local_now

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from fieldkit.model.body import Op
    from fieldkit.model.inspections import Inspection

PROVINCE = "66"
GENERATED = 302
"""Factories beside the 16 of ``resources/demonstration/factories.csv``: as many as the province has."""
SEED = 2567
_KEPT_OUT = {
    "closed_today": "โรงงานหยุดประจำสัปดาห์",
    "refused": "ผู้ดูแลโรงงานไม่ให้เข้า อ้างว่าต้องรอเจ้าของอนุญาต",
}
_CORRECTED = 0.8  # of the findings that a later visit looks at
_PAGE, _SPLIT = 10_000, 200  # ops of one transaction, and of one change
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
    years: int = 1,
    seed: int = SEED,
    key: bytes | None = None,
    now: datetime | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Demonstration:
    """Fill the new data folder ``folder``; ``scale`` multiplies generated factories and inspections.

    ``years`` are those of which there are inspections. The same ``now`` and numbers give the same province,
    but for the ids of what people make. Raises FolderNotEmpty, FolderUnusable, StorageError.
    """
    if folder.exists() and any(folder.iterdir()):
        raise FolderNotEmpty(str(folder))
    # half a demonstration could neither be used nor be made again
    unfinished = folder.with_name(f".{folder.name}-{new_id()[-8:]}")
    try:
        made = _make(
            unfinished,
            scale=scale,
            years=years,
            seed=seed,
            key=key,
            now=now or local_now(),
            progress=progress,
        )
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
    years: int,
    seed: int,
    key: bytes | None,
    now: datetime,
    progress: Callable[[int, int], None] | None,
) -> Demonstration:
    clock = _Clock(now - timedelta(days=PAST + 2))
    with closing(Workspace(folder, key=key, clock=clock)) as workspace:
        workspace.name_person(name=_INSPECTOR[0], position=_INSPECTOR[1], office=_OFFICE)
        workspace.remember(OFFERED, "demonstration")  # nothing in it is worth a passphrase
        checklists.install_shipped(workspace)
        places = country().of_province(PROVINCE)
        everyone = [*_written(), *generate(GENERATED * scale, places, seed=seed)]
        _commit(workspace, (op for one in everyone for op in one.ops()))
        _commit(workspace, paper_ops(everyone, now.date(), seed))
        _commit(workspace, OfficeMemory(everyone, PROVINCE, now.date(), seed).ops())
        planning.know_risks(workspace, everyone, seed)
        clock.at = now - timedelta(minutes=50)
        add_cases(workspace)
        visits = timeline(workspace, everyone, now, seed)
        for number, visit in enumerate(visits):
            if progress is not None:
                progress(number, len(visits) + 1)
            clock.at = visit.at
            _inspect(workspace, clock, visit, random.Random(f"{seed}-{number}"), number)
        clock.at = now - timedelta(minutes=50)
        copy_visits(workspace, everyone, times=scale, years=years, seed=seed, progress=progress)
        close_answered(workspace)
        _revise(workspace)
        planning.plan_year(workspace, seed)
        add_orders(workspace)
        _drafts(workspace, everyone, seed)
        return _counted(workspace)


def _commit(workspace: Workspace, ops: Iterator[Op]) -> None:
    """Write many ops in pages, so that a nation's need no more memory than a province's."""
    while page := list(islice(ops, _PAGE)):
        workspace.log.commit(page, split=_SPLIT)


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


def _inspect(workspace: Workspace, clock: _Clock, visit: Visit, source: random.Random, number: int) -> None:
    inspection = inspections.start(workspace, visit.factory, visit.checklist, kind=visit.kind)
    if visit.closing:
        reason = _KEPT_OUT[visit.closing]
        inspections.close(inspection, _signatures(number)[:1], closing=visit.closing, reason=reason)
        return
    due = follow_up.follow_ups(inspection)
    for found in sorted(due, key=lambda one: (one.row["due_date"], one.row["form_id"], one.row["question"])):
        follow_up.verify(inspection, found, corrected=source.random() < _CORRECTED)
    if visit.complaint:
        _answer_named(inspection, "cmp01", visit.complaint)
    answer_everything(inspection, source, failing=source.choice((0.0, 0.04, 0.08, 0.16)))
    _photograph(inspection, clock, source)
    clock.at += timedelta(minutes=source.randint(70, 150))
    unanswered = inspection.result().unanswered
    how, reason = ("partial", "ผู้นำตรวจมีภารกิจด่วน") if unanswered else ("complete", "")
    inspections.close(inspection, _signatures(number), closing=how, reason=reason)


def _answer_named(inspection: Inspection, name: str, value: str) -> None:
    node = next(node for node in inspection.instance.walk() if node.name == name)
    inspection.answer(node.path, value)


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


def _revise(workspace: Workspace) -> None:
    """Correct a signed inspection, as one does who wrote down a wrong phone number."""
    rows = workspace.rows(
        "SELECT id FROM inspection WHERE form_id = 'GEN' AND closing = 'complete'"
        " ORDER BY started_at DESC, factory LIMIT 1"
    )
    for row in rows:
        corrected = revision.revise(workspace, row["id"], "แก้หมายเลขโทรศัพท์ของผู้นำตรวจ")
        _answer_named(corrected, "gen02_phone", "056-611-000")
        inspections.close(corrected, _signatures(0))


def _drafts(workspace: Workspace, everyone: Sequence[InventedFactory], seed: int) -> None:
    """Leave inspections open in the middle, as somebody called away would."""
    for one, checklist, upto in ((everyone[9], "AIR", 9), (everyone[0], "GEN", 17)):
        inspection = inspections.start(workspace, one.id, checklist)
        answer_everything(inspection, random.Random(seed), failing=0.2, upto=upto)


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
