"""``make faults``: the state machine for hours, planted bugs, cuts, kills, full disks, bad files."""

from __future__ import annotations

import argparse
import json
import os
import random
import sys
import time
import traceback
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import asdict, dataclass, field
from pathlib import Path

from tests.faults.hostile import hostile
from tests.faults.machine import Days, play, world
from tests.faults.planted import PLANTED, STEPS, hunt

KEPT = Path(__file__).parents[2] / "build" / "faults.json"
_EXAMPLES, _RULES = 8, 20  # of one batch: some 4,000 steps


@dataclass
class Progress:
    """What has been played so far; kept after each batch, so that a run goes on where it was stopped."""

    steps: int = 0
    days: int = 0  # examples
    cpu_seconds: float = 0.0
    seeds: list[int] = field(default_factory=list)
    broken: dict[str, str] = field(default_factory=dict)  # by seed

    def keep(self) -> None:
        KEPT.parent.mkdir(exist_ok=True)
        KEPT.write_text(json.dumps(asdict(self)))

    @classmethod
    def kept(cls) -> Progress:
        return cls(**json.loads(KEPT.read_text())) if KEPT.is_file() else cls()


def batch(number: int) -> tuple[int, int, int, float, str]:
    """Play the examples of a seed; returns it, steps, examples, CPU seconds and what broke."""
    started, steps = time.process_time(), Days.steps
    broken, days = "", 0
    with world() as machine:
        try:
            play(machine, examples=_EXAMPLES, rules=_RULES, number=number)
        except Exception:  # noqa: BLE001 - whatever it is, the run goes on and the seed is told
            broken = traceback.format_exc(limit=-3)
        days = machine.finished
    return number, Days.steps - steps, days, time.process_time() - started, broken


def days(progress: Progress, *, steps: int, minutes: float, workers: int) -> None:
    """Play until so many steps or minutes are over; prints and keeps what has been reached."""
    end = time.monotonic() + minutes * 60

    def wanted() -> bool:
        return progress.steps < steps and time.monotonic() < end

    with ProcessPoolExecutor(workers) as pool:
        running = {pool.submit(batch, number) for number in (new_seed() for _ in range(workers))}
        while running:
            for done in as_completed(running):
                running.remove(done)
                number, played, finished, cpu, broken = done.result()
                progress.steps += played
                progress.days += finished
                progress.cpu_seconds += cpu
                progress.seeds.append(number)
                if broken:
                    progress.broken[str(number)] = broken
                    print(f"seed {number}:\n{broken}")
                progress.keep()
                rate = progress.steps / max(progress.cpu_seconds, 1)
                print(
                    f"{progress.steps:>9,} steps, {progress.days} examples, {rate:.0f} steps a CPU second",
                    flush=True,
                )
                if wanted():
                    running.add(pool.submit(batch, new_seed()))
                break


def new_seed() -> int:
    return random.SystemRandom().randrange(2**32)


def planted(names: list[str], most: int) -> Iterator[str]:
    """Hunt planted bugs, print steps to red, and yield those that survive."""
    for name in names or PLANTED:
        outcome = hunt(PLANTED[name], most=most)
        print(f"{name:52} {outcome.steps:>7,} {outcome.shown or 'SURVIVED'}", flush=True)
        if outcome.shown is None:
            yield name


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.faults", description=__doc__)
    parser.add_argument(
        "what", nargs="?", default="all", choices=("all", "days", "planted", "breaks", "hostile", "seed")
    )
    parser.add_argument("names", nargs="*", help="planted bugs, or the seed to play again")
    parser.add_argument("--steps", type=int, default=5_000_000)
    parser.add_argument("--minutes", type=float, default=float("inf"), help="stop the days earlier")
    parser.add_argument("--share", type=float, default=1.0, help="of a million bad files")
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--afresh", action="store_true", help="forget what earlier runs have reached")
    chosen = parser.parse_args()
    if chosen.what == "seed":
        with world() as machine:
            play(machine, examples=_EXAMPLES, rules=_RULES, number=int(chosen.names[0]), shrink=True)
        return 0
    failed: list[str] = []
    if chosen.what in ("all", "planted"):
        print("Planted bugs: steps until the state machine turned red")
        failed += planted(chosen.names, STEPS)
    if chosen.what in ("all", "breaks"):
        failed += breaks()
    if chosen.what in ("all", "hostile"):
        print("Bad files, damaged folders")
        failed += hostile(share=chosen.share, minutes=chosen.minutes)
    if chosen.what in ("all", "days"):
        progress = Progress() if chosen.afresh else Progress.kept()
        days(progress, steps=chosen.steps, minutes=chosen.minutes, workers=chosen.workers)
        print(f"{progress.steps:,} steps from {len(progress.seeds)} seeds; {KEPT} keeps them")
        failed += list(progress.broken)
    print(f"broken: {', '.join(failed)}" if failed else "nothing broke")
    return 1 if failed else 0


def breaks() -> list[str]:
    """Cut every byte, kill at every step, fill the disk at every write, on both sides."""
    import pytest

    os.environ["FAULTS"] = "all"
    code = pytest.main(
        ["-q", "tests/sync/test_cuts.py", "tests/sync/test_kills.py", "tests/sync/test_full_disk.py"]
    )
    return [] if code == 0 else ["breaks"]


if __name__ == "__main__":
    sys.exit(main())
