"""``make bench``: speed beside ODK's engines, durability, runner, lists, figures, search, workbooks."""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path

from tests.bench import (
    encryption,
    engine,
    exports,
    figures,
    imports,
    lists,
    plan,
    program,
    search,
    sync,
    workbook,
)
from tests.bench.forms import all_forms
from tests.bench.real import real_forms
from tests.bench.targets import Target
from tests.conformance.references import available

FOLDER = Path(__file__).parents[2] / "build" / "bench"
"""On the disk of the project: a folder in memory would make every save look instant."""
PARTS = (
    *("engine", "saving", "encryption", "runner", "register", "plan", "lists", "figures", "search"),
    *("workbook", "exports", "imports", "sync"),
)


def main() -> int:
    """Print tables and one line for each target; 1 if a target is missed."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("parts", nargs="*", help=f"some of {', '.join(PARTS)}; all when none is named")
    parser.add_argument("--alone", action="store_true", help="start no reference")
    parser.add_argument("--many", action="store_true", help="export 100,000 inspections too")
    parser.add_argument("--forms", type=Path, help="a folder of real forms, played as well")
    parser.add_argument("--inspections", type=int, default=sync.INSPECTIONS, help="of the part sync")
    chosen = parser.parse_args()
    unknown = set(chosen.parts) - set(PARTS)
    if unknown:
        parser.error(f"no such part: {', '.join(sorted(unknown))}")
    shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir(parents=True)
    started = time.monotonic()
    targets: list[Target] = []
    print(f"{os.cpu_count()} cores, load average {_load()}")
    for part in chosen.parts or PARTS:
        if part == "engine":
            targets += _engine(chosen.alone, chosen.forms)
        else:
            targets += _table(part, chosen) if part in TABLES else _program(part)
    print("\nTargets")
    for target in targets:
        print(" ", target.line())
    missed = sum(not target.passed for target in targets)
    print(f"\n{len(targets) - missed} of {len(targets)} targets kept; {time.monotonic() - started:.0f} s")
    print(f"load average {_load()}: above the number of cores, every figure but CPU time is too high")
    shutil.rmtree(FOLDER, ignore_errors=True)
    return 1 if missed else 0


def _load() -> str:
    return f"{os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else "unknown"


def _engine(alone: bool, real: Path | None) -> Iterable[Target]:
    forms = [*all_forms(FOLDER), *(real_forms(real, FOLDER) if real is not None else ())]
    table = engine.compare(forms, [] if alone else available())
    names = list(next(iter(table.values())))
    print("\nForm engines: load; median / p95 / longest answer with its cascade (ms)")
    _line("", names, "times faster than each: load, p95")
    for form in forms:
        row = table[form.name]
        _line(form.title, [engine.cell(row[name]) for name in names], engine.ratios(row))
    loads = ", ".join(f"{form.name} {engine.cpu(table[form.name]['fieldkit'])}" for form in forms)
    print(f"CPU time of fieldkit's loads (ms): {loads}")
    print("\nMemory after loading and answering (MB; of Node the whole process, of the JVM its heap)")
    for form in forms:
        cells = [engine.megabytes(table[form.name][name]) for name in names]
        _line(form.title, cells, "")
    return engine.targets(forms, table)


def _line(title: str, cells: list[str], last: str) -> None:
    print(f"{title:38}" + "".join(f"{cell:>34}" for cell in cells) + f"   {last}".rstrip())


Lines = tuple[list[str], list[Target]]
TABLES: dict[str, tuple[str, Callable[[Path, argparse.Namespace], Lines]]] = {
    "encryption": (
        "Encryption beside a plain folder, the same work turn by turn (ms of CPU time)",
        lambda folder, _: encryption.bench(folder),
    ),
    "figures": ("Figures, each size in a process of its own", lambda folder, _: figures.figures(folder)),
    "workbook": (
        "Workbooks, the same rows, each writer in a process of its own",
        lambda folder, _: workbook.bench(folder),
    ),
    "lists": (
        "Long lists: longest pause of the GUI thread (ms), by the clock and of its own work (CPU)",
        lambda folder, _: lists.bench(folder),
    ),
    "exports": (
        "Exports of signed inspections",
        lambda folder, chosen: exports.bench(folder, many=chosen.many),
    ),
    "imports": ("Import of a register", lambda folder, _: imports.bench(folder)),
    "sync": (
        "Sync: push from A, pull on B, by the clock",
        lambda folder, chosen: sync.bench(folder, chosen.inspections),
    ),
}
"""What stands over the lines of a part, and what gives them with their targets."""


def _table(part: str, chosen: argparse.Namespace) -> Iterable[Target]:
    title, measure = TABLES[part]
    lines, kept = measure(FOLDER, chosen)
    print(f"\n{title}")
    print("\n".join(lines))
    return kept


def _program(part: str) -> Iterable[Target]:
    titles = {
        "saving": "Saving one answer (ms; synchronous mode, encryption)",
        "runner": "Form runner (ms of CPU time)",
        "plan": f"Plan of {program.FACTORIES:,} factories (ms of CPU time)",
        "search": "Search everywhere, a keystroke (ms of CPU time)",
        "register": f"Register of {program.FACTORIES:,} factories, filtered, first page (ms of CPU time)",
    }
    rows: Iterable[program.Row]
    targets: list[Target] = []
    if part == "runner":
        rows, targets = program.runner(FOLDER)
    elif part == "plan":
        rows, targets = plan.bench(FOLDER)
    elif part == "search":
        rows, targets = search.measure(FOLDER)
    else:
        rows = program.saving(FOLDER) if part == "saving" else program.register(FOLDER)
    print(f"\n{titles[part]}")
    print(f"{'':44}{'median':>10}{'p95':>10}{'longest':>10}")
    for row in rows:
        print(f"{row.name:44}{row.median:>10.2f}{row.p95:>10.2f}{row.longest:>10.2f}")
    return targets


if __name__ == "__main__":
    sys.exit(main())
