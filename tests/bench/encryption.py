"""What encryption costs: the same work on an encrypted and on a plain folder, turn by turn in one run."""

from __future__ import annotations

import hashlib
import os
import secrets
import statistics
import time
from functools import partial
from typing import TYPE_CHECKING

from fieldkit.model.backup import backup
from fieldkit.model.keys import beginning, ways
from fieldkit.model.workspace import Workspace
from tests.bench.program import saves
from tests.bench.targets import Target

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

ROUNDS = 9
ROWS, PHOTO, PHOTOS = 20_000, 300_000, 20
_TIMES = {
    "saving an answer": 1.5,
    f"writing {ROWS:,} rows at once": 2.0,
    "reading them all": 3.0,
    "opening the folder": 1.5,
    f"storing a photo of {PHOTO // 1000} kB": 2.0,
    f"reading a photo of {PHOTO // 1000} kB": 3.0,
    "a backup": 2.5,
}
"""How many times the CPU time of the plain folder each piece of work may take."""
_UNLOCK = 1.0  # seconds of CPU time; a guess is dear on purpose, a person who waits is not


def bench(folder: Path) -> tuple[list[str], list[Target]]:
    """Return the lines of the table and the targets: CPU time in milliseconds, medians of the rounds."""
    keys = {"plain": None, "encrypted": secrets.token_bytes(32)}
    taken: dict[tuple[str, str], list[float]] = {}
    opened = {kind: Workspace(folder / kind, key=key) for kind, key in keys.items()}
    for workspace in opened.values():
        with workspace.database.write() as connection:
            connection.exec_driver_sql("CREATE TABLE bench (id INTEGER PRIMARY KEY, words TEXT)")
    for number in range(ROUNDS):
        # Who begins changes, so that what warms a cache serves both.
        for kind in sorted(keys, reverse=bool(number % 2)):
            workspace = opened[kind]
            for name, seconds in _round(workspace, folder, keys[kind]):
                taken.setdefault((name, kind), []).extend(seconds)
    for workspace in opened.values():
        workspace.close()
    return _told(taken)


def _told(taken: dict[tuple[str, str], list[float]]) -> tuple[list[str], list[Target]]:
    lines, targets = [f"{'':44}{'plain':>10}{'encrypted':>12}{'times':>8}"], []
    for name, most in _TIMES.items():
        plain, sealed = (statistics.median(taken[name, kind]) * 1000 for kind in ("plain", "encrypted"))
        lines.append(f"{name:44}{plain:>10.3f}{sealed:>12.3f}{sealed / plain:>8.2f}")
        targets.append(
            Target(f"encrypted, {name}", sealed / plain, most, "times the CPU time of a plain folder")
        )
    guess = statistics.median(_unlocks())
    lines.append(f"{'the passphrase opens its slot':44}{'':>10}{guess * 1000:>12.1f}")
    targets.append(Target("a passphrase opens its slot", guess, _UNLOCK, "s of CPU time"))
    return lines, targets


def _round(workspace: Workspace, folder: Path, key: bytes | None) -> Iterator[tuple[str, Iterable[float]]]:
    """Yield what each piece of work took, in seconds of CPU time."""
    names = iter(_TIMES)
    yield next(names), list(saves(workspace, 40, time.process_time))
    yield next(names), [_cpu(lambda: _write(workspace))]
    yield next(names), [_cpu(lambda: workspace.rows("SELECT * FROM bench"))]
    beside = folder / f"{workspace.folder.name}-opened"
    yield next(names), [_cpu(lambda: _open(beside, key)) for _ in range(3)]
    photos = [os.urandom(PHOTO) for _ in range(PHOTOS)]
    store = workspace.attachments
    yield next(names), [_cpu(partial(store.add, photo)) for photo in photos]
    stored = [hashlib.sha256(photo).hexdigest() for photo in photos]
    yield next(names), [_cpu(partial(store.read, name)) for name in stored]
    yield next(names), [_cpu(lambda: backup(workspace, folder / "copy"))]


def _cpu(work: Callable[[], object]) -> float:
    started = time.process_time()
    work()
    return time.process_time() - started


def _write(workspace: Workspace) -> None:
    with workspace.database.write() as connection:
        connection.exec_driver_sql("DELETE FROM bench")
        rows = [(number, f"คำตอบของข้อ {number} ในแบบตรวจ " * 3) for number in range(ROWS)]
        connection.exec_driver_sql("INSERT INTO bench VALUES (?, ?)", rows)


def _open(folder: Path, key: bytes | None) -> None:
    workspace = Workspace(folder, key=key)
    workspace.rows("SELECT count(*) FROM factory")
    workspace.close()


def _unlocks() -> Iterator[float]:
    words = "four unrelated words"
    begun = beginning.begin(words)
    for _ in range(5):
        yield _cpu(lambda: ways.with_passphrase(begun.slots, words))
