"""The export of many signed inspections to a workbook: 150 columns of answers and three sheets of rows.

``python -m tests.bench.exports FOLDER`` exports the folder that :func:`furnish` made and prints its figures.
A few inspections are filled and signed by the program, each copy is one of them under ids of its own. Their
records and rows are written past the change log, which a bench of reading does not need.
"""

from __future__ import annotations

import json
import random
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fieldkit.model import checklists, inspections
from fieldkit.model.body import Op
from fieldkit.model.inspections import Signature, repeats
from fieldkit.model.tables import GROUPS
from fieldkit.model.workbook import Filters, TableOptions, export_workbook
from fieldkit.model.workbook.answer_tables import answer_tables
from fieldkit.model.workspace import Workspace
from fieldkit.model.xlsform.conversion import convert
from tests import tiny_checklists
from tests.bench.memory import peak
from tests.bench.real import answer_at_random
from tests.bench.targets import Target

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy import Connection

    from fieldkit.model.inspections import Inspection

SOME, MANY = 10_000, 100_000
_FORM, _FACTORY = "BENCH", "10660001225480"
_FILLED, _FACTORIES = 12, 2_000
_ROWS = 2  # of each repeat
_SECONDS, _MEGABYTES = 60, 400
_CHOICES = (("yes", "ใช่ ครบถ้วน", "Yes"), ("no", "ไม่ใช่", "No"), ("na", "ไม่เกี่ยวข้อง", "Not applicable"))


def _asked(kind: str, name: str, **more: str) -> dict[str, str]:
    words = {"label::Thai (th)": f"ข้อ {name} ตามกฎหมาย", "label::English (en)": f"Question {name}"}
    return {"type": kind, "name": name, **words, **more}


def _survey() -> list[dict[str, str]]:
    """Return a survey whose sheet has 150 columns: choices have two, days two, numbers and texts one."""
    kinds = (*["select_one yna"] * 4, "date", "decimal", "integer", "text")
    rows: list[dict[str, str]] = []
    for section in range(11):
        rows.append(_asked("begin_group", f"g{section}"))
        for place, kind in enumerate(kinds):
            judged = {"fieldkit::fail": "no", "fieldkit::severity": "m"} if kind.startswith("select") else {}
            rows.append(_asked(kind, f"q{section}_{place}", **judged))
        rows.append({"type": "end_group"})
    for repeat in range(3):
        rows.append(_asked("begin_repeat", f"rows{repeat}"))
        rows += [_asked(kind, f"r{repeat}_{place}") for place, kind in enumerate(kinds[3:])]
        rows.append({"type": "end_repeat"})
    return rows


def furnish(folder: Path, count: int, *, own_records: bool) -> None:
    """Make a data folder with ``count`` signed inspections; ``own_records`` gives each an XML of its own."""
    workspace = Workspace(folder)
    workspace.name_person(name="กฤษณะ ใจดี", office="สอจ.พิจิตร")
    choices = [
        {"list_name": "yna", "name": name, "label::Thai (th)": th, "label::English (en)": en}
        for name, th, en in _CHOICES
    ]
    file = tiny_checklists.workbook(folder / "bench.xlsx", _survey(), choices, form_id=_FORM)
    checklists.install(workspace, convert(file), file.read_bytes())
    columns = {"registration_no": _FACTORY, "name": "โรงสีตัวอย่าง", "district": "เมือง", "province_code": "66"}
    workspace.log.commit(
        [
            Op("factory", f"f{n}", group, {c: columns.get(c) for c in GROUPS["factory"][group]}, (), "reg/66")
            for n in range(_FACTORIES)
            for group in GROUPS["factory"]
            if group != "void"
        ],
        split=200,
    )
    filled = [_filled(workspace, random.Random(number)) for number in range(_FILLED)]
    with workspace.database.door() as connection:
        _copy(workspace, connection, filled, count - len(filled), own_records=own_records)
    workspace.close()


def _filled(workspace: Workspace, hand: random.Random) -> Inspection:
    inspection = inspections.start(workspace, f"f{hand.randrange(_FACTORIES)}", _FORM)
    for repeat in range(3):
        for _ in range(_ROWS):
            repeats.add_row(inspection, f"/data/rows{repeat}")
    paths = [node.path for node in inspection.instance.walk() if node.leaf and node.field.control is not None]
    for path in paths:
        inspection.answer(path, answer_at_random(inspection.instance.node(path), hand) or "")
    for path in hand.sample(paths, 3):
        inspection.note(path, "พบระหว่างเดินตรวจ แจ้งผู้แทนโรงงานแล้ว")
    signed = [Signature("inspector", "กฤษณะ", typed=True), Signature("representative", "มานะ", typed=True)]
    inspections.close(inspection, signed)
    return inspection


def _copy(
    workspace: Workspace,
    connection: Connection,
    filled: list[Inspection],
    count: int,
    *,
    own_records: bool,
) -> None:
    """Write ``count`` copies, a day's worth of clock apart, with their visits, answers, rows and findings."""
    tables = ["visit", "answer", "repeat_instance", "finding"]
    kept: list[dict[str, list[dict[str, Any]]]] = []
    for one in filled:
        stored = {
            table: _rows(connection, f"SELECT * FROM {table} WHERE inspection = ?", one.id)
            for table in tables[1:]
        }
        stored["inspection"] = _rows(connection, "SELECT * FROM inspection WHERE id = ?", one.id)
        stored["visit"] = _rows(connection, "SELECT * FROM visit WHERE id = ?", one.row["visit"])
        kept.append(stored)
    xml = [workspace.attachments.read(one.row["submission"]) for one in filled]
    waiting: dict[str, list[Mapping[str, Any]]] = {table: [] for table in (*tables, "inspection")}
    for number in range(count):
        source = kept[number % len(kept)]
        record = f"{number:08x}-0000-7000-8000-{number:012x}"
        day = f"20{16 + number % 10}-{1 + number % 12:02}-{1 + number % 28:02}T09:20:00+07:00"
        ids = {"inspection": record, "visit": f"v{record}", "factory": f"f{number % _FACTORIES}"}
        if own_records:
            own = xml[number % len(kept)].replace(b"uuid:", b"uuid:%08x" % number)
            ids["submission"] = _stored(workspace, own)
        for table, rows in source.items():
            for place, row in enumerate(rows):
                own_id = {"inspection": record, "visit": f"v{record}"}.get(table, f"{table}{place}-{record}")
                changed = {"id": own_id} | {column: ids[column] for column in ids if column in row}
                dated = {"started_at": day} if "started_at" in row else {}
                placed = {"place": ids["factory"]} if "place" in row else {}
                waiting[table].append({**row, **changed, **dated, **placed, "row": None})
        if number % 500 == 499 or number == count - 1:
            for table, made in waiting.items():
                _insert(connection, table, made)
                made.clear()


def _stored(workspace: Workspace, data: bytes) -> str:
    """Write an attachment without waiting for the disk, as its store would."""
    import hashlib

    digest = hashlib.sha256(data).hexdigest()
    path = workspace.attachments.path(digest)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return digest


def _insert(connection: Connection, table: str, rows: list[Mapping[str, Any]]) -> None:
    if rows:
        columns = list(rows[0])
        marks = ", ".join("?" * len(columns))
        sql = f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks})"
        connection.exec_driver_sql(sql, [tuple(row[column] for column in columns) for row in rows])


def _rows(connection: Connection, sql: str, *parameters: Any) -> list[dict[str, Any]]:
    return [dict(row) for row in connection.exec_driver_sql(sql, parameters).mappings()]


def bench(folder: Path, *, many: bool = False) -> tuple[list[str], list[Target]]:
    """Return lines of a table and the targets; with ``many`` also those of 100,000 inspections."""
    lines = [f"{'':44}{'seconds':>10}{'CPU s':>10}{'MB':>10}{'file MB':>10}"]
    targets = []
    for count in (SOME, MANY) if many else (SOME,):
        place = folder / f"exports-{count}"
        furnish(place, count, own_records=count == SOME)
        found = _measured(place, lines, f"export of {count:,} signed inspections")
        name = f"export of {count:,} inspections × {found['columns']:.0f} columns, three sheets of rows"
        if count == SOME:
            # CPU time of both threads: at least as long as it takes where nothing else runs.
            targets.append(Target(name, found["cpu"], _SECONDS, "s of CPU time"))
        targets.append(Target(f"{name}: peak memory", found["memory"], _MEGABYTES, "MB"))
    return lines, targets


def _measured(folder: Path, lines: list[str], title: str) -> dict[str, float]:
    command = [sys.executable, "-m", "tests.bench.exports", str(folder)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    found: dict[str, float] = json.loads(done.stdout)
    figures = "".join(f"{found[key]:>10.1f}" for key in ("seconds", "cpu", "memory", "size"))
    lines.append(f"{title:44}{figures}   {found['rows']:,.0f} rows")
    return found


def main() -> None:
    """Export the folder that is named and print seconds, CPU seconds, peak of memory and size in MB."""
    folder = Path(sys.argv[1])
    workspace = Workspace(folder)
    target, steps = folder / "bench.xlsx", Counter[int]()
    options = TableOptions(wide=True, long="--long" in sys.argv)
    started, before = time.perf_counter(), time.process_time()
    report = export_workbook(
        workspace,
        target,
        filters=Filters(),
        options=options,
        progress=lambda done, _all: steps.update([done]),
    )
    seconds, cpu = time.perf_counter() - started, time.process_time() - before
    held = peak()
    [record] = Filters().found(workspace.database).versions
    tables = answer_tables([checklists.load(workspace, record)], "th", options, [])
    print(
        json.dumps(
            {
                "seconds": seconds,
                "cpu": cpu,
                "memory": held,
                "size": target.stat().st_size / 1e6,
                "rows": sum(report.counts.values()),
                "columns": max(len(table.sheet.columns) for table in tables),
                "inspections": len(steps),
            }
        )
    )
    workspace.close()


if __name__ == "__main__":
    main()
