"""The most memory that a process has held."""

from __future__ import annotations

import resource
import sys
from pathlib import Path

_STATUS = Path("/proc/self/status")


_PARTS = 1 << 20 if sys.platform == "darwin" else 1 << 10


def of_children() -> float:
    """Return the peak of the largest process that was started and has ended, in MB."""
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / _PARTS


def peak() -> float:
    """Return the peak of this process in MB.

    What ``getrusage`` says begins on Linux with what the parent held when it started this one.
    """
    if _STATUS.exists():
        [line] = [line for line in _STATUS.read_text().splitlines() if line.startswith("VmHWM:")]
        return int(line.split()[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / _PARTS
