"""The day's end of a country: 1,500 laptops over some minutes, then all of them within seconds."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

from fieldkit.sync.server import FolderBlobs, Store, check
from tests import herd
from tests.bench import sync
from tests.bench.targets import Target
from tests.herd import Day

LAPTOPS = 1_500
DAY = Day(changes=150, photos=2, photo_bytes=100_000)
EVENING, STORM = 60.0, 3.0
"""Seconds within which all begin: a twentieth of the twenty minutes that offices take, and of a minute."""
WORKERS = 2


@dataclass
class Run:
    """One play: what happened, and the most memory that any process of the centre took (bytes)."""

    title: str
    outcome: herd.Outcome
    memory: int

    def line(self) -> str:
        """Return a line of the table."""
        answered = len(self.outcome.seconds)
        busy = sum(self.outcome.statuses[status] for status in (429, 503))
        return (
            f"{self.title:34}{self.outcome.took:>8.1f}{answered:>10,}{answered / self.outcome.took:>8.0f}"
            f"{self.outcome.percentile(0.5):>8.2f}{self.outcome.percentile(0.99):>8.2f}{busy:>8,}"
            f"{self.outcome.cut:>6}{self.memory / 1e6:>8.0f}"
        )


def bench(folder: Path, laptops: int = LAPTOPS) -> tuple[list[str], list[Target]]:
    """Play evening and storm on both databases; returns lines of a report, and targets."""
    lines = [
        f"{laptops:,} laptops, each {DAY.changes} changes and {DAY.photos} photos of"
        f" {DAY.photo_bytes // 1000} kB, begun within {EVENING:g} s (evening) and {STORM:g} s (storm)",
        f"{'':34}{'s':>8}{'answers':>10}{'per s':>8}{'p50 s':>8}{'p99 s':>8}{'busy':>8}{'cut':>6}{'MB':>8}",
    ]
    targets: list[Target] = []
    for database in ("SQLite", "PostgreSQL"):
        for name, within in (("evening", EVENING), ("storm", STORM)):
            with ExitStack() as stack:
                url = stack.enter_context(sync.database(database))
                if database == "PostgreSQL" and url is None:
                    lines.append("PostgreSQL is not installed")
                    break
                run, lost, wrong = _played(folder / "herd", f"{database}, {name}", url, laptops, within)
            lines.append(run.line())
            targets += [
                Target(f"{run.title}: lost changes and files, broken chains", lost, 0, ""),
                Target(
                    f"{run.title}: answers that are neither success nor 429/503 with a time", wrong, 0, ""
                ),
            ]
            if name == "evening":
                targets.append(Target(f"{run.title}: 99 of 100 within", run.outcome.percentile(0.99), 3, "s"))
            shutil.rmtree(folder / "herd", ignore_errors=True)
    return lines, targets


def _played(
    folder: Path, title: str, database: str | None, laptops: int, within: float
) -> tuple[Run, float, float]:
    folder.mkdir(parents=True)
    store = Store.at(database) if database else Store.in_folder(folder)
    with closing(store):
        members = herd.herd(store, laptops, DAY)
        with _served(folder, database) as (url, process):
            outcome = herd.play(url, members, within=within)
            memory = _most_memory(process)
        changes, files = herd.arrived(store)
        lost = laptops * (DAY.changes + DAY.photos) - changes - files
        lost += len(check.problems(store, FolderBlobs(folder / "blobs")))
    wrong = sum(count for status, count in outcome.statuses.items() if status not in (200, 201, 429, 503))
    return Run(title, outcome, memory), lost, wrong + outcome.without_time


@contextmanager
def _served(folder: Path, database: str | None) -> Iterator[tuple[str, int]]:
    command = [sys.executable, "-m", "fieldkit", "serve", "--store", str(folder), "--port", "0"]
    if database:
        command += ["--database-url", database, "--workers", str(WORKERS)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            url = process.stdout.readline().strip()
            httpx.head(f"{url}/openapi.json", trust_env=False, timeout=60)  # it has begun
            yield url, process.pid
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(60)


def _most_memory(process: int) -> int:
    """Return the most bytes that a process or one of its children has had resident; 0 where unknown."""
    place = Path(f"/proc/{process}/task/{process}/children")
    if os.name == "nt" or not place.exists():
        return 0
    found = [0]
    for one in (process, *map(int, place.read_text().split())):
        line = re.search(r"VmHWM:\s+(\d+) kB", Path(f"/proc/{one}/status").read_text())
        found.append(int(line[1]) * 1024 if line else 0)
    return max(found)
