"""Writers of workbooks side by side: the same rows, each writer in a process of its own.

``python -m tests.bench.workbook WRITER ROWS FILE`` writes one file and prints its figures as JSON.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import datetime
from importlib import import_module
from pathlib import Path
from statistics import median
from typing import Any

from fieldkit.errors import Text
from fieldkit.model.workbook.sheets import ABOUT, LONG_TEXTS, Column, Kind, Sheet
from fieldkit.model.workbook.writing import WorkbookWriter
from tests.bench.memory import peak
from tests.bench.targets import Target

ROWS, MANY = 10_000, 100_000
COLUMNS, CHILDREN, CHILD_COLUMNS = 150, 3, 15
PER_INSPECTION = 2  # rows of each child sheet
_KINDS: tuple[Kind, ...] = ("text", "code", "number", "integer", "date")
_MOMENT = datetime(2026, 11, 22)
_SECONDS, _MEGABYTES = 60, 400


def _sheet(name: str, columns: int) -> Sheet:
    made = (
        Column(f"c{n}", Text(f"ข้อที่ {n}", f"Question {n}"), _KINDS[n % len(_KINDS)]) for n in range(columns)
    )
    return Sheet(name, Text(name, name), tuple(made))


SHEETS = (_sheet("Inspections", COLUMNS), *(_sheet(f"Child{n}", CHILD_COLUMNS) for n in range(CHILDREN)))


def _cells(sheet: Sheet, number: int) -> list[Any]:
    """Return the cells of a row: Thai words that come again, identifiers, numbers, days."""
    found: list[Any] = []
    for place in range(len(sheet.columns)):
        match _KINDS[place % len(_KINDS)]:
            case "text":
                found.append(f"ผ่านเกณฑ์ตามที่กฎหมายกำหนด {(number * 7 + place) % 90}")
            case "code":
                found.append(f"10{number:012d}")
            case "number":
                found.append(number * 1.25 + place)
            case "integer":
                found.append(number + place)
            case _:
                found.append(datetime(2026, 1 + number % 12, 1 + place % 28))
    return found


def _rows(sheet: Sheet, inspections: int) -> Iterator[list[Any]]:
    count = inspections if sheet is SHEETS[0] else inspections * PER_INSPECTION
    return (_cells(sheet, number) for number in range(count))


def _ours(path: Path, inspections: int) -> None:
    order = (*SHEETS, LONG_TEXTS, ABOUT)
    writer = WorkbookWriter(path, language="th", moment=_MOMENT, order=order)
    for sheet in SHEETS:
        keys = [column.key for column in sheet.columns]
        for row in _rows(sheet, inspections):
            writer.append(sheet, dict(zip(keys, row, strict=True)))
    writer.save()
    writer.abandon()


def _openpyxl(path: Path, inspections: int) -> None:
    from openpyxl import Workbook

    book = Workbook()
    for sheet in SHEETS:
        made = book.create_sheet(sheet.table)
        made.append([column.title.th for column in sheet.columns])
        for row in _rows(sheet, inspections):
            made.append(row)
    book.save(path)


def _xlsxwriter(path: Path, inspections: int) -> None:
    xlsxwriter = import_module("xlsxwriter")
    book = xlsxwriter.Workbook(str(path), {"constant_memory": True})
    day = book.add_format({"num_format": "d mmm yyyy"})
    for sheet in SHEETS:
        made = book.add_worksheet(sheet.table)
        made.write_row(0, 0, [column.title.th for column in sheet.columns])
        kinds = [column.kind for column in sheet.columns]
        for number, row in enumerate(_rows(sheet, inspections), 1):
            for place, cell in enumerate(row):
                match kinds[place]:
                    case "text" | "code":
                        made.write_string(number, place, cell)
                    case "date":
                        made.write_datetime(number, place, cell, day)
                    case _:
                        made.write_number(number, place, cell)
    book.close()


def _pandas(path: Path, inspections: int) -> None:
    pandas = import_module("pandas")
    with pandas.ExcelWriter(path) as book:
        for sheet in SHEETS:
            titles = [column.title.th for column in sheet.columns]
            frame = pandas.DataFrame(_rows(sheet, inspections), columns=titles)
            frame.to_excel(book, sheet_name=sheet.table, index=False)


OURS, PEER = "openpyxl as used here", "XlsxWriter, constant memory"
TIMES = 3
WRITERS: dict[str, Callable[[Path, int], None]] = {
    OURS: _ours,
    "openpyxl, usual mode": _openpyxl,
    PEER: _xlsxwriter,
    "pandas to_excel": _pandas,
}


def bench(folder: Path) -> tuple[list[str], list[Target]]:
    """Return the table and the targets; ours also reads its file back and counts it."""
    lines = [f"{'':44}{'seconds':>10}{'CPU s':>10}{'MB':>10}{'file MB':>10}"]
    runs: dict[str, list[dict[str, float]]] = {name: [] for name in WRITERS}
    for _ in range(TIMES):  # by turns, so that a busy minute is unkind to both
        for name in (OURS, PEER):
            runs[name].append(_measured(name, ROWS, folder, lines))
    for name in (name for name in WRITERS if not runs[name]):
        runs[name].append(_measured(name, ROWS, folder, lines))
    for name in (OURS, PEER):
        figures = ((key, [run[key] for run in runs[name]]) for key in ("seconds", "cpu"))
        said = (f"{key} least {min(all_):.1f}, median {median(all_):.1f}" for key, all_ in figures)
        lines.append(f"{name}: {'; '.join(said)}")
    many = _measured(OURS, MANY, folder, lines)
    ours, peer = (
        {key: min(run[key] for run in runs[name]) for key in runs[name][0]} for name in (OURS, PEER)
    )
    return lines, [
        Target(f"workbook of {ROWS:,} inspections × {COLUMNS} columns", ours["seconds"], _SECONDS, "s"),
        Target(f"its memory with {ROWS:,} inspections", ours["memory"], _MEGABYTES, "MB"),
        Target(f"its memory with {MANY:,} inspections", many["memory"], _MEGABYTES, "MB"),
        # What else runs on the machine makes seconds longer by chance: the least of each counts.
        Target("its CPU time beside XlsxWriter's", ours["cpu"] / peer["cpu"], 1, "times"),
        Target("its seconds beside XlsxWriter's", ours["seconds"] / peer["seconds"], 1, "times"),
    ]


def _measured(name: str, inspections: int, folder: Path, lines: list[str]) -> dict[str, float]:
    path = folder / "bench.xlsx"
    command = [sys.executable, "-m", "tests.bench.workbook", name, str(inspections), str(path)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    found: dict[str, float] = json.loads(done.stdout)
    size = path.stat().st_size / 1e6
    path.unlink()
    title = f"{name}, {inspections:,}"
    figures = "".join(f"{found[key]:>10.1f}" for key in ("seconds", "cpu", "memory"))
    lines.append(f"{title:44}{figures}{size:>10.1f}")
    return found


def main() -> None:
    """Write one file in this process and print seconds, CPU seconds and the peak of memory in MB."""
    name, inspections, path = sys.argv[1:]
    started = time.perf_counter()
    WRITERS[name](Path(path), int(inspections))
    seconds = time.perf_counter() - started
    print(json.dumps({"seconds": seconds, "cpu": time.process_time(), "memory": peak()}))


if __name__ == "__main__":
    main()
