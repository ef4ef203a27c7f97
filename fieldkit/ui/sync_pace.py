"""When the next exchange begins by itself: soon after a network came, seldom while nothing waits, ever
later after failures, and never at the same moment on all laptops of a province."""

from __future__ import annotations

import random
from dataclasses import dataclass, field

SOON = (5.0, 60.0)
"""Seconds after a network came; twenty laptops come into the office together."""
WHILE_WAITING, WHILE_QUIET = 15 * 60.0, 60 * 60.0
FIRST_RETRY, LAST_RETRY = 60.0, 60 * 60.0
JITTER = 0.25


@dataclass
class Pace:
    """Counts in seconds of a clock that only goes forward."""

    chance: random.Random = field(default_factory=random.Random)
    due: float = 0.0
    failures: int = 0

    def came(self, now: float) -> None:
        """A network came, or the program began: what failed before tells nothing of it."""
        self.failures = 0
        self.due = now + self.chance.uniform(*SOON)

    def succeeded(self, now: float, *, waiting: bool) -> None:
        """An exchange came to its end; ``waiting`` when something is left to send."""
        self.failures = 0
        self.due = now + self._about(WHILE_WAITING if waiting else WHILE_QUIET)

    def failed(self, now: float) -> None:
        """The centre was not reached, or the exchange broke off."""
        self.due = now + self._about(min(FIRST_RETRY * 2.0 ** min(self.failures, 16), LAST_RETRY))
        self.failures += 1

    def _about(self, seconds: float) -> float:
        return seconds * self.chance.uniform(1 - JITTER, 1 + JITTER)
