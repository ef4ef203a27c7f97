"""The import of a register of 100,000 factories: preview with its search for duplicates, write, undo.

``python -m tests.bench.imports FOLDER ROWS`` does it in this process and prints CPU seconds and memory.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import time
from pathlib import Path

from fieldkit.model.register import importing
from fieldkit.model.register.preview import preview
from fieldkit.model.register.undo import undo_import
from fieldkit.model.workspace import Workspace
from tests.bench.memory import peak
from tests.bench.targets import Target

ROWS = 100_000
_PREVIEW, _WRITE, _MEGABYTES = 30, 60, 1_500
_REAL = Path(__file__).parents[1] / "data" / "factory-register-prachinburi.xlsx"


def write_register(file: Path, rows: int) -> None:
    """Write a register as the ministry gives it: rows of a real one, with numbers and names of their own."""
    from openpyxl import Workbook, load_workbook

    header, *real = load_workbook(_REAL, read_only=True).worksheets[0].iter_rows(values_only=True)
    book = Workbook(write_only=True)
    sheet = book.create_sheet("ทะเบียนโรงงาน")
    sheet.append(header)
    for number in range(rows):
        cells = list(real[number % len(real)])
        cells[0], cells[1] = number + 1, f"3-9({number % 9 + 1})-{number + 1}/{10 + number % 60}ปจ"
        cells[5] = f"{cells[5]} {number}"
        sheet.append(cells)
    book.save(file)


def bench(folder: Path) -> tuple[list[str], list[Target]]:
    """Return lines of a table and the targets; a process of its own does the import, for its memory."""
    place = folder / "imports"
    place.mkdir()
    write_register(place / "register.xlsx", ROWS)
    command = [sys.executable, "-m", "tests.bench.imports", str(place)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    found = json.loads(done.stdout)
    lines = [f"{'':44}{'seconds':>10}{'CPU s':>10}{'MB':>10}"]
    for name, words in (("preview", "preview"), ("write", "write"), ("undo", "taken back")):
        one = found[name]
        lines.append(
            f"{words + f', {ROWS:,} factories':44}{one['seconds']:>10.1f}{one['cpu']:>10.1f}"
            f"{one['memory']:>10.0f}"
        )
    lines.append(f"{found['new']:,} new, {found['rejected']:,} rejected")
    return lines, [
        # The file is read by a process beside the one that understands it: a person waits for less than both.
        Target(f"preview of {ROWS:,} factories", found["preview"]["seconds"], _PREVIEW, "s"),
        Target("writing them", found["write"]["cpu"], _WRITE, "s of CPU time"),
        Target("peak of memory", found["undo"]["memory"], _MEGABYTES, "MB"),
    ]


def main() -> None:
    """Import ``register.xlsx`` of the folder that is named, take it back, and print the figures."""
    folder = Path(sys.argv[1])
    workspace = Workspace(folder / "data")
    workspace.name_person(name="กฤษณะ ใจดี", office="สอจ.พิจิตร")
    figures: dict[str, object] = {}
    started = _now()
    found = preview(workspace, folder / "register.xlsx")
    figures["preview"], started = _since(started), _now()
    done = importing.carry_out(workspace, found)
    figures["write"], started = _since(started), _now()
    figures |= {"new": len(found.new), "rejected": len(found.rejected)}
    assert done.import_id is not None
    undo_import(workspace, done.import_id)
    figures["undo"] = _since(started)
    workspace.close()
    print(json.dumps(figures))


def _now() -> tuple[float, float]:
    """Return wall time and CPU time, with that of the process that reads the file."""
    of_reader = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.perf_counter(), time.process_time() + of_reader.ru_utime + of_reader.ru_stime


def _since(started: tuple[float, float]) -> dict[str, float]:
    seconds, cpu = (now - then for now, then in zip(_now(), started, strict=True))
    return {"seconds": seconds, "cpu": cpu, "memory": peak()}


if __name__ == "__main__":
    main()
