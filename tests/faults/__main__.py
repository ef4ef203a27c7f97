"""``make faults``: the state machine for hours, planted bugs, power cuts, kills, broken disks, bad files."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import time
import traceback
from collections.abc import Iterator
from dataclasses import dataclass, field

from tests.faults import kills
from tests.faults.hostile import hostile
from tests.faults.machine import Days, play, world
from tests.faults.parallel import parts
from tests.faults.planted import PLANTED, STEPS, hunt
from tests.faults.powercut import long as power
from tests.faults.progress import Kept

PARTS = ("planted", "breaks", "power", "kills", "hostile", "days")
# All of them with FAULTS=all in its environment try more than in the suite.
BREAKS = (
    "tests/sync/test_cuts.py",
    "tests/sync/test_kills.py",
    "tests/sync/test_full_disk.py",
    "tests/model/test_migrations.py",
    "tests/model/test_broken_io.py",
)
_EXAMPLES, _RULES = 4, 50  # of one batch: some 7,000 steps


@dataclass
class Progress(Kept):
    """What has been played so far."""

    NAME = "faults"
    steps: int = 0
    days: int = 0  # examples
    cpu_seconds: float = 0.0
    seeds: list[int] = field(default_factory=list)
    broken: dict[str, str] = field(default_factory=dict)  # by seed


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

    for number, played, finished, cpu, broken in parts(batch, wanted, workers):
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
            f"{progress.steps:>9,} steps, {progress.days} examples, {rate:.0f} steps a CPU second", flush=True
        )


def planted(names: list[str], most: int) -> Iterator[str]:
    """Hunt planted bugs, print steps to red, and yield those that survive."""
    for name in names or PLANTED:
        outcome = hunt(PLANTED[name], most=most)
        print(f"{name:52} {outcome.steps:>7,} {outcome.shown or 'SURVIVED'}", flush=True)
        if outcome.shown is None:
            yield name


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.faults", description=__doc__)
    parser.add_argument("what", nargs="?", default="all", choices=("all", *PARTS, "seed"))
    parser.add_argument("names", nargs="*", help="planted bugs, or the seeds to play again")
    parser.add_argument("--steps", type=int, default=5_000_000)
    parser.add_argument("--states", type=int, default=1_000_000, help="of power cuts")
    parser.add_argument("--kills", type=int, default=10_000, help="of the real program")
    parser.add_argument("--minutes", type=float, default=float("inf"), help="stop each long part earlier")
    parser.add_argument("--share", type=float, default=1.0, help="of a million bad files")
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--afresh", action="store_true", help="forget what earlier runs have reached")
    chosen = parser.parse_args()
    if chosen.what == "power" and chosen.names:
        outcomes = [power.part(power.OF_A_DAY, int(name))[2] for name in chosen.names]
        print(*outcomes, sep="\n")
        return int(any(outcome.wrong for outcome in outcomes))
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
    how = {"minutes": chosen.minutes, "workers": chosen.workers, "afresh": chosen.afresh}
    if chosen.what in ("all", "power"):
        print("Power cuts: disks that one could leave")
        failed += power.run(states=chosen.states, **how)
    if chosen.what in ("all", "kills"):
        print("Kills of the real program")
        failed += kills.run(kills=chosen.kills, **how)
    if chosen.what in ("all", "hostile"):
        print("Bad files, damaged folders")
        failed += hostile(share=chosen.share, minutes=chosen.minutes)
    if chosen.what in ("all", "days"):
        progress = Progress() if chosen.afresh else Progress.kept()
        days(progress, steps=chosen.steps, minutes=chosen.minutes, workers=chosen.workers)
        print(f"{progress.steps:,} steps from {len(progress.seeds)} seeds; {progress.place()} keeps them")
        failed += list(progress.broken)
    print(f"broken: {', '.join(failed)}" if failed else "nothing broke")
    return 1 if failed else 0


def breaks() -> list[str]:
    """Cut every byte, kill at every step, break or fill the disk at every write, in migrations too."""
    # In a process of its own: pytest refuses to rewrite what the state machine has imported. -s: with counts.
    command = [sys.executable, "-m", "pytest", "-q", "-s", *BREAKS]
    done = subprocess.run(command, env={**os.environ, "FAULTS": "all"}, check=False)
    return [] if done.returncode == 0 else ["breaks"]


if __name__ == "__main__":
    sys.exit(main())
