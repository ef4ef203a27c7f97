"""Hatches typists: forks of a process that has loaded the program, none of which has to load it again.

``python -m tests.real_program.nest`` is such a process; it obeys lines of JSON and ends, with all it hatched,
when its input ends, which it does however the test ends.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any


class Nest:
    """The other end: asks a nest for programs, and ends them."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process

    def hatch(self, arguments: list[str], complaints: Path, env: Mapping[str, str]) -> int:
        """Start a typist with these arguments; returns its process number."""
        return int(self._ask({"hatch": arguments, "complaints": str(complaints), "env": dict(env)}))

    def alive(self, process: int) -> bool:
        """Tell whether it still runs; of one that does not nobody asks again."""
        return self._ask({"look": process}) is None

    def kill(self, process: int) -> int:
        """Kill it; returns the signal that ended it, so that one which had ended before is noticed."""
        return int(self._ask({"kill": process}))

    def _ask(self, order: dict[str, Any]) -> Any:
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(f"{json.dumps(order)}\n")
        self._process.stdin.flush()
        return json.loads(self._process.stdout.readline())


@contextmanager
def nest() -> Iterator[Nest]:
    """Run a nest."""
    process = subprocess.Popen(
        [sys.executable, "-m", __spec__.name], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    with process:
        yield Nest(process)
        assert process.stdin
        process.stdin.close()


def _hatched(arguments: list[str], complaints: str, env: dict[str, str]) -> int:
    sys.stdout.flush()
    process = os.fork()
    if process:
        return process
    code = 1
    try:
        for descriptor, file in enumerate((os.devnull, os.devnull, complaints)):
            opened = os.open(file, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
            os.dup2(opened, descriptor)
        os.environ.update(env)
        code = typist.run(arguments)
    finally:
        sys.stderr.flush()
        os._exit(code)


def _obey(order: dict[str, Any], living: set[int]) -> int | None:
    if "hatch" in order:
        process = _hatched(order["hatch"], order["complaints"], order["env"])
        living.add(process)
        return process
    if "look" in order:
        ended, status = os.waitpid(order["look"], os.WNOHANG)
        living -= {ended}
        return status if ended else None
    os.kill(order["kill"], signal.SIGKILL)
    living -= {order["kill"]}
    return os.WTERMSIG(os.waitpid(order["kill"], 0)[1])


def main() -> None:
    """Obey until the input ends."""
    assert len(os.listdir("/proc/self/task")) == 1, "a fork takes no threads along"
    living: set[int] = set()
    try:
        for line in sys.stdin:
            print(json.dumps(_obey(json.loads(line), living)), flush=True)
    finally:
        for process in living:
            os.kill(process, signal.SIGKILL)


if __name__ == "__main__":
    from tests.real_program import typist  # with all of Qt, which the other end does without

    main()
