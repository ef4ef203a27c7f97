"""Room on Python's stack for deeply nested expressions."""

from __future__ import annotations

import gc
import sys
from collections.abc import Iterator
from contextlib import contextmanager

FRAMES = 12_000
"""Enough for the deepest expression allowed, read from the deepest chain of cells allowed."""


@contextmanager
def room() -> Iterator[None]:
    """Raise the recursion limit while engine code runs.

    Calls between Python functions do not use the C stack since Python 3.11, so this costs heap only.
    """
    before = sys.getrecursionlimit()
    sys.setrecursionlimit(max(before, FRAMES))
    try:
        yield
    finally:
        sys.setrecursionlimit(before)


@contextmanager
def no_collection() -> Iterator[None]:
    """Hold the garbage collector back while many objects are made that all stay.

    They then count as old: the next collection would walk through all of them (0.3 s for 3,000 questions).
    """
    if not gc.isenabled():
        yield
        return
    gc.disable()
    try:
        yield
    finally:
        if gc.get_freeze_count() == 0:
            # By way of the permanent generation to the oldest: lists are joined, nothing is walked.
            gc.freeze()
            gc.unfreeze()
        gc.enable()
