"""What the program around the engine costs: saving an answer, opening a checklist, filtering the register."""

from __future__ import annotations

import json
import os
import secrets
import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING
from unittest import mock

from fieldkit.model import checklists, database, factories, factory_index, inspections
from fieldkit.model.body import Op
from fieldkit.model.demonstration.factories import InventedFactory, generate, ops_of
from fieldkit.model.factories import Query
from fieldkit.model.ids import derived_id, new_id
from fieldkit.model.inspections import Inspection
from fieldkit.model.provinces import provinces
from fieldkit.model.register.places import Place
from fieldkit.model.search.anchors import BEGINNING
from fieldkit.model.workspace import Workspace
from fieldkit.model.xlsform.conversion import Conversion
from tests.bench.forms import survey
from tests.bench.targets import Target

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

    from fieldkit.ui.runner.runner import Runner

SAVES = 400
"""Answers saved for each row of the table."""
FACTORIES, COPIES = 150_000, 5
"""Rows of the register; each invented factory stands there that often, for folding its text takes long."""
QUERIES: dict[str, Query] = {
    "three letters": Query(text="โรง"),
    "a number": Query(text="1066"),
    "two words": Query(text="โรงสี เจริญ"),
    "one district": Query(district="อำเภอ 3"),
    "a type": Query(type_main="009"),
    "with open findings": Query(with_open_findings=True),
    "everything": Query(),
}


@dataclass(frozen=True)
class Row:
    """One line of a table: milliseconds."""

    name: str
    median: float
    p95: float
    longest: float


def row_of(name: str, seconds: list[float]) -> Row:
    ordered = sorted(second * 1000 for second in seconds)
    p95 = ordered[min(len(ordered) - 1, int(0.95 * len(ordered)))]
    return Row(name, statistics.median(ordered), p95, ordered[-1])


@contextmanager
def _synchronous(mode: str) -> Iterator[None]:
    pragmas = tuple(
        f"PRAGMA synchronous = {mode}" if pragma.startswith("PRAGMA synchronous") else pragma
        for pragma in database._PRAGMAS
    )
    with mock.patch.object(database, "_PRAGMAS", pragmas):
        yield


def saving(folder: Path) -> Iterator[Row]:
    """Yield how long one answer takes to be on the disk, by durability and encryption."""
    for mode in ("FULL", "NORMAL"):
        for key in (None, secrets.token_bytes(32)):
            name = f"{mode}, {'encrypted' if key else 'plain'}"
            with _synchronous(mode):
                workspace = Workspace(folder / f"save-{mode}-{'key' if key else 'plain'}", key=key)
                yield row_of(name, list(saves(workspace)))
                workspace.close()


def _started(workspace: Workspace) -> str:
    """Write an inspection of a checklist that lets every answer be searched; return its id."""
    checklist, inspection = new_id(), new_id()
    searched = json.dumps([f"q{number}" for number in range(50)])
    of_form = {"form_id": "BENCH", "version": "1"}
    form = {**of_form, "title": "BENCH", "searched": searched}
    core = {**of_form, "checklist": checklist, "started_at": "2026-11-22T09:00:00+07:00"}
    workspace.log.commit(
        [
            Op("checklist", checklist, "core", form, (), "ref"),
            Op("inspection", inspection, "core", core, (), "ins/66"),
            Op("inspection", inspection, "status", {"state": "draft"}, (), "ins/66"),
        ]
    )
    return inspection


def saves(
    workspace: Workspace, count: int = SAVES, clock: Callable[[], float] = time.perf_counter
) -> Iterator[float]:
    """Yield the seconds by ``clock`` that each of so many answers took to be on the disk."""
    inspection = _started(workspace)
    seen: dict[tuple[str, str], tuple[str, ...]] = {}
    for number in range(count):
        path = f"/data/s1/q{number % 50}"
        record = derived_id("answer", inspection, path)
        values = {"value": f"คำตอบ {number}", "note": None, "qualifier": None}
        ops = [
            Op("answer", record, "core", {"inspection": inspection, "path": path}, (), "ins/66"),
            Op("answer", record, "response", values, seen.get((record, "response"), ()), "ins/66"),
        ]
        ops = ops if record not in {key for key, _ in seen} else ops[1:]
        started = clock()
        written = workspace.log.commit(ops)
        yield clock() - started
        seen |= {(key[1], key[2]): heads for key, heads in written.heads.items()}


# --- a long checklist in the form runner


def furnish(folder: Path, questions: int) -> Inspection:
    """Return a new inspection with a checklist of that many questions, in an encrypted folder."""
    workspace = Workspace(folder / f"open-{questions}", key=secrets.token_bytes(32))
    workspace.name_person(name="กฤษณะ ใจดี", office="สอจ.พิจิตร")
    form = survey(folder, questions=questions, expressions=questions * 10 // 3, answers=questions)
    policy = {
        operation["path"]: {"fieldkit::fail": "no", "fieldkit::severity": "M", "fieldkit::law": "ม.37"}
        for operation in form.script
        if operation["path"].endswith("/working")
    }
    text = form.file.read_text(encoding="utf-8")
    checklists.install(workspace, Conversion("BENCH", "1", form.title, text, policy), b"")
    factory = next(generate(1, places()))
    workspace.log.commit(ops_of([factory]))
    return inspections.start(workspace, factory.id, "BENCH")


def runner(folder: Path) -> tuple[list[Row], list[Target]]:
    """Return the CPU time of opening long checklists and of answering them by key; drawn off screen."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtCore import qInstallMessageHandler

    from fieldkit.ui import theme
    from fieldkit.ui.app import make_application

    # The offscreen platform complains of every window.
    qInstallMessageHandler(lambda *_: None)
    app = make_application()
    theme.apply(app, "light")
    rows, targets = [], []
    for questions, limit in ((300, 300), (2000, 1000)):
        inspection = furnish(folder, questions)
        opened = row_of(f"{questions:,} questions: open", [_opened(app, inspection) for _ in range(5)])
        rows.append(opened)
        targets.append(Target(f"{opened.name} in the form runner (CPU)", opened.median, limit, "ms"))
        if questions == 300:
            typed = list(_typed(app, inspection))
            rows.append(row_of("300 questions: answer by key", typed))
            p99 = sorted(typed)[int(0.99 * len(typed))] * 1000
            targets.append(
                Target("an answer by key, saved and repainted (CPU): median", rows[-1].median, 16, "ms")
            )
            targets.append(Target("an answer by key, saved and repainted (CPU): p99", p99, 50, "ms"))
        inspection.workspace.close()
    return rows, targets


def _opened(app: QApplication, inspection: Inspection) -> float:
    before = time.process_time()
    shown = _shown(app, inspections.open_inspection(inspection.workspace, inspection.id))
    spent = time.process_time() - before
    _leave(app, shown)
    return spent


def _shown(app: QApplication, inspection: Inspection) -> Runner:
    from fieldkit.ui.runner.runner import Runner

    shown = Runner(inspection, "th")
    shown.resize(1300, 800)
    shown.show()
    app.processEvents()
    return shown


def _leave(app: QApplication, shown: Runner) -> None:
    shown.finish()
    shown.close()
    shown.deleteLater()
    app.processEvents()


def _typed(app: QApplication, inspection: Inspection) -> Iterator[float]:
    from PySide6.QtCore import Qt
    from PySide6.QtTest import QTest

    shown = _shown(app, inspections.open_inspection(inspection.workspace, inspection.id))
    for key in (Qt.Key.Key_2, Qt.Key.Key_1):
        for section in range(29):
            shown.go(f"/data/s{section}/working")
            app.processEvents()
            before = time.process_time()
            QTest.keyClick(shown.view, key)
            app.processEvents()
            yield time.process_time() - before
    answered = shown.inspection.instance.node("/data/s28/working").value
    _leave(app, shown)
    if answered != "yes":
        raise AssertionError(f"the keys did not answer: {answered!r}")


# --- the register


def places() -> list[Place]:
    """Return invented districts of every province."""
    return [
        Place(
            f"{code}0{n}01",
            f"ตำบล {n}",
            f"{code}0{n}",
            f"อำเภอ {n}",
            code,
            province.name.th,
            "10000",
            14.0,
            100.5,
        )
        for code, province in list(provinces().items())[:20]
        for n in range(1, 8)
    ]


def register(folder: Path) -> list[Row]:
    """Return the CPU time of filtering a register of 150,000 factories, with the first page of rows."""
    workspace = Workspace(folder / "register")
    put(workspace, list(generate(FACTORIES // COPIES, places())))
    rows = []
    for name, query in QUERIES.items():
        spent = []
        for _ in range(5):
            started = time.process_time()
            with workspace.database.read() as connection:
                found = factories.ids(connection, query)
                factories.rows(connection, found[:200])
            spent.append(time.process_time() - started)
        rows.append(row_of(f"{name} ({len(found):,} found)", spent))
    workspace.close()
    return rows


def put(workspace: Workspace, made: list[InventedFactory]) -> None:
    """Write factories past the change log, which a bench of reading does not need."""
    names = list(made[0].columns)
    columns = ("id", "stream", "source_date", *names)
    marks = ",".join("?" * len(columns))
    today = date.today().isoformat()
    with workspace.database.door() as connection:
        connection.exec_driver_sql(
            f"INSERT INTO factory ({','.join(columns)}) VALUES ({marks})",
            [(one.id, one.stream, today, *(one.columns[name] for name in names)) for one in made],
        )
        factory_index.refresh(connection, [one.id for one in made])
        copied = [name for name in (*columns, "name_sort", "search_text") if name != "id"]
        for copy in range(1, COPIES):
            connection.exec_driver_sql(
                f"INSERT INTO factory (id, {','.join(copied)})"
                f" SELECT id || '-{copy}', {','.join(copied)} FROM factory WHERE row <= ?",
                (len(made),),
            )
        connection.exec_driver_sql(
            "INSERT INTO factory_search (rowid, text)"
            " SELECT row, ? || replace(search_text, char(10), ?) FROM factory WHERE row > ?",
            (BEGINNING, BEGINNING, len(made)),
        )
