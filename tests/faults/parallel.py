"""Parts of a long run, some at a time."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_COMPLETED, ProcessPoolExecutor, wait
from typing import TypeVar

Part = TypeVar("Part")


def parts(play: Callable[[int], Part], wanted: Callable[[], bool], workers: int) -> Iterator[Part]:
    """Play seeds for as long as more is ``wanted``; yields what each gave, in the order of their ends."""
    with ProcessPoolExecutor(workers) as pool:
        running = {pool.submit(play, new_seed()) for _ in range(workers)}
        while running:
            done, running = wait(running, return_when=FIRST_COMPLETED)
            for one in done:
                yield one.result()
                if wanted():
                    running.add(pool.submit(play, new_seed()))


def new_seed() -> int:
    return random.SystemRandom().randrange(2**32)
