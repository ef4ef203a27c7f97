"""``make faults ARGS=power``: days of work with other seeds, each with thousands of its disks."""

from __future__ import annotations

import tempfile
import time
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from tests.faults.parallel import parts
from tests.faults.powercut.checking import Outcome, replay
from tests.faults.powercut.recording import ENCRYPTED, record
from tests.faults.progress import Kept

_MEMORY = Path("/dev/shm")
OF_A_DAY = 5_000


@dataclass
class Progress(Kept):
    """What has been looked at so far."""

    NAME = "power-cuts"
    states: int = 0
    different: int = 0
    words: int = 0
    cpu_seconds: float = 0.0
    seeds: list[int] = field(default_factory=list)
    broken: dict[str, str] = field(default_factory=dict)  # by seed


def part(states: int, seed: int) -> tuple[int, float, Outcome]:
    """Record a day, sealed if its seed is odd, and open ``states`` disks by either rule of names."""
    started = time.process_time()
    options = [ENCRYPTED] if seed % 2 else []
    outcome = Outcome()
    with tempfile.TemporaryDirectory(dir=_MEMORY if _MEMORY.is_dir() else None) as folder:
        day = record(Path(folder), ("day", seed, options))["day"]
        for strict in (False, True):
            outcome.add(replay(day, strict=strict, states=states // 2))
    return seed, time.process_time() - started, outcome


def run(*, states: int, minutes: float, workers: int, afresh: bool) -> list[str]:
    """Go on until so many states or minutes are over; returns the seeds that lost something."""
    progress = Progress() if afresh else Progress.kept()
    end = time.monotonic() + minutes * 60

    def wanted() -> bool:
        return progress.states < states and time.monotonic() < end

    if wanted():
        for seed, cpu, outcome in parts(partial(part, min(OF_A_DAY, states)), wanted, workers):
            progress.states += outcome.states
            progress.different += outcome.different
            progress.words += outcome.words
            progress.cpu_seconds += cpu
            progress.seeds.append(seed)
            if outcome.wrong:
                progress.broken[str(seed)] = outcome.first
                print(f"seed {seed}: {dict(outcome.wrong)} {outcome.first}")
            progress.keep()
            rate = progress.states / max(progress.cpu_seconds, 1)
            told = (
                f"{progress.states:>9,} states, {progress.different:,} different, {len(progress.seeds)} days"
            )
            print(f"{told}, {rate:.0f} states a CPU second", flush=True)
    print(f"{progress.states:,} states of {len(progress.seeds)} days; {progress.place()} keeps them")
    return [f"power cut {seed}" for seed in progress.broken]
