"""Kills a piece of work before each of its steps on the disk, in a process of its own."""

from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

_STEPS = ("replace", "rename", "fsync", "unlink", "rmdir", "mkdir", "open")
_KILLED, _ENDED = 9, 0


def killed_at_each_step(
    place: Path, prepare: Callable[[Path], object], act: Callable[[Path], object]
) -> Iterator[tuple[Path, int]]:
    """Yield the folder that each kill left, and the number of the step, until ``act`` came to its end.

    ``prepare`` makes the folder once; each ``act`` begins with a copy of it.
    """
    pattern = place / "pattern"
    pattern.mkdir()
    prepare(pattern)
    step, code = 0, _KILLED
    while code == _KILLED:
        folder = place / f"killed-{step}"
        shutil.copytree(pattern, folder)
        child = os.fork()
        if child == 0:
            _run(folder, act, step)
        _pid, status = os.waitpid(child, 0)
        code = os.waitstatus_to_exitcode(status)
        assert code in (_KILLED, _ENDED), f"step {step} ended with {code}"
        yield folder, step
        shutil.rmtree(folder)
        step += 1


def _run(folder: Path, act: Callable[[Path], object], step: int) -> None:
    left = step

    def counting(real: Callable[..., Any]) -> Callable[..., Any]:
        def call(*args: Any, **options: Any) -> Any:
            nonlocal left
            if left == 0:
                os._exit(_KILLED)
            left -= 1
            return real(*args, **options)

        return call

    try:
        for name in _STEPS:
            setattr(os, name, counting(getattr(os, name)))
        act(folder)
    except BaseException:  # noqa: BLE001 - the child must never go on with the tests of its parent
        os._exit(1)
    os._exit(_ENDED)
