"""A million bad files and expressions, all attack files at all doors, the catalogue of damage."""

from __future__ import annotations

import json
import random
import subprocess
import sys
import time
from collections import Counter
from dataclasses import dataclass, field

_AT_ONCE = 20_000
COUNTS = {"workbooks": 250_000, "pictures": 250_000, "expressions": 500_000}
"""What a whole run tries."""


@dataclass
class Sum:
    """All runs of one kind together."""

    tried: int = 0
    read: int = 0
    refused: Counter[str] = field(default_factory=Counter)
    slowest: float = 0.0
    peak_mib: int = 0
    broken: list[str] = field(default_factory=list)

    def line(self, mode: str) -> str:
        """Return what has been reached, in one line."""
        return (
            f"{mode:12} {self.tried:>9,} tried, {self.read:,} read, {sum(self.refused.values()):,} refused in"
            f" {len(self.refused)} ways; at most {self.slowest:.1f} s CPU, {self.peak_mib} MiB"
        )


def hostile(*, share: float, minutes: float) -> list[str]:
    """Play ``share`` of the whole run, at most so long; prints the figures and returns what broke."""
    end = time.monotonic() + minutes * 60
    broken: list[str] = []
    for mode, whole in {"attacks": 1, **COUNTS}.items():
        found = Sum()
        while found.tried < max(1, whole * share) and time.monotonic() < end:
            _play(mode, found, min(_AT_ONCE, max(1, round(whole * share) - found.tried)))
            if mode == "attacks" or found.broken:
                break
        print(found.line(mode), flush=True)
        broken += found.broken
    return broken + _catalogue()


def _play(mode: str, found: Sum, count: int) -> None:
    seed = random.SystemRandom().randrange(2**31)
    more = ["--every-door"] if mode == "attacks" else ["--count", str(count), "--seed", str(seed)]
    done = subprocess.run(
        [sys.executable, "-m", "tests.hostile.fuzz", mode, *more], capture_output=True, text=True, check=False
    )
    if not done.stdout:
        found.broken.append(f"{mode} seed {seed} ended: {done.stderr[-500:]}")
        return
    told = json.loads(done.stdout)
    found.tried += told["tried"]
    found.read += told["read"]
    found.refused.update(told["refused"])
    found.slowest = max(found.slowest, told["slowest"])
    found.peak_mib = max(found.peak_mib, told["peak_mib"])
    found.broken += told["broken"]


def _catalogue() -> list[str]:
    # In a process of its own: pytest rewrites what the state machine has imported already.
    files = (f"tests/hostile/test_{name}.py" for name in ("corruption", "seals", "salvaged_sync", "exports"))
    done = subprocess.run([sys.executable, "-m", "pytest", "-q", *files], check=False)
    return [] if done.returncode == 0 else ["catalogue of damage"]
