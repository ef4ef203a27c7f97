"""Child processes that answer requests: how one starts and ends, and how messages go to it and back.

A message is a JSON object and bytes, each with its length before it.
"""

from __future__ import annotations

import json
import os
import struct
import subprocess
import sys
from contextlib import suppress
from typing import IO, Any

_LENGTHS = struct.Struct(">IQ")


def send(stream: IO[bytes], fields: dict[str, Any], data: bytes = b"") -> None:
    """Write one message; raises OSError when the other side has gone."""
    head = json.dumps(fields).encode()
    stream.write(_LENGTHS.pack(len(head), len(data)))
    stream.write(head)
    stream.write(data)
    stream.flush()


def receive(stream: IO[bytes]) -> tuple[dict[str, Any], bytes] | None:
    """Read one message; None when the other side has gone."""
    lengths = stream.read(_LENGTHS.size)
    if len(lengths) < _LENGTHS.size:
        return None
    head_size, data_size = _LENGTHS.unpack(lengths)
    head, data = stream.read(head_size), stream.read(data_size)
    if len(head) < head_size or len(data) < data_size:
        return None
    return json.loads(head), data


class Child:
    """A process of ``python -m module`` that reads requests from its input and ends with it."""

    def __init__(self, module: str) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", module],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )

    @property
    def runs(self) -> bool:
        """Whether it has not ended."""
        return self.process.poll() is None

    def ask(self, fields: dict[str, Any], data: bytes = b"") -> tuple[dict[str, Any], bytes] | None:
        """Send a request and wait for its answer; None when the child died over it."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        try:
            send(self.process.stdin, fields, data)
            return receive(self.process.stdout)
        except OSError:
            return None  # it died before it had read everything

    def kill(self) -> None:
        """End it from any thread; whoever waits for its answer gets None."""
        self.process.kill()

    def close(self) -> None:
        """End it and give back what it held."""
        self.process.kill()
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        with suppress(OSError):  # closing flushes what a dead child did not read
            self.process.stdin.close()
        self.process.stdout.close()
        self.process.wait()
