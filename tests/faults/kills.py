"""``make faults ARGS=kills``: the real program killed ten thousand times while somebody types."""

from __future__ import annotations

import shutil
import tempfile
import time
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from tests.display import PROGRAMS, x_server
from tests.faults.parallel import parts
from tests.faults.progress import Kept
from tests.real_program.lives import Lives, NotComeUp
from tests.real_program.nest import nest
from tests.released import frozen, put_back

_OF_A_FOLDER = 50
_ON_A_SCREEN = 6  # every so-manieth folder, where there are programs for a screen


@dataclass
class Progress(Kept):
    """How often it has been killed so far."""

    NAME = "kills"
    kills: int = 0
    on_a_screen: int = 0
    keys: int = 0
    seeds: list[int] = field(default_factory=list)
    broken: dict[str, str] = field(default_factory=dict)  # by seed


def part(kills: int, seed: int) -> tuple[int, bool, int, str]:
    """Kill so often on one data folder; returns seed, whether on a screen, keys, and what was lost."""
    on_a_screen = seed % _ON_A_SCREEN == 0 and all(map(shutil.which, PROGRAMS))
    with tempfile.TemporaryDirectory() as folder, nest() as brood:
        put_back(list(frozen())[-1], Path(folder) / "data")
        try:
            if on_a_screen:
                (Path(folder) / "x").mkdir()
                with x_server(Path(folder) / "x") as display:
                    lives = Lives.begin(brood, Path(folder) / "data", display.of_its_own)
                    lost = lives.live_and_die(kills, seed)
            else:
                lives = Lives.begin(brood, Path(folder) / "data", {"QT_QPA_PLATFORM": "offscreen"})
                lost = lives.live_and_die(kills, seed)
        except NotComeUp as error:
            return seed, on_a_screen, 0, f"the window did not come up: {error}"
    return seed, on_a_screen, lives.ledger.keys, "\n".join(lost)


def run(*, kills: int, minutes: float, workers: int, afresh: bool) -> list[str]:
    """Go on until so many kills or minutes are over; returns the seeds that lost something."""
    progress = Progress() if afresh else Progress.kept()
    end = time.monotonic() + minutes * 60
    of_a_folder = min(_OF_A_FOLDER, kills)

    def wanted() -> bool:
        return progress.kills < kills and time.monotonic() < end

    if wanted():
        for seed, on_a_screen, keys, lost in parts(partial(part, of_a_folder), wanted, workers):
            progress.kills += of_a_folder
            progress.on_a_screen += of_a_folder if on_a_screen else 0
            progress.keys += keys
            progress.seeds.append(seed)
            if lost:
                progress.broken[str(seed)] = lost
                print(f"seed {seed}: {lost}")
            progress.keep()
            print(f"{progress.kills:>7,} kills, {progress.keys:,} keys", flush=True)
    shown = f"{progress.kills:,} kills, {progress.on_a_screen:,} of them on a screen, {progress.keys:,} keys"
    print(f"{shown}; {progress.place()} keeps them")
    return [f"kills {seed}" for seed in progress.broken]
