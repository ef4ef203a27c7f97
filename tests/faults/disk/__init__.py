"""Watches what a program does to its files, and breaks it on demand: steers watched.c, reads its log."""

from __future__ import annotations

import ctypes
import hashlib
import os
import struct
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import IntFlag
from functools import cache
from pathlib import Path

from tests.faults.progress import BUILD

SOURCE = Path(__file__).with_name("watched.c")
_HEAD = struct.Struct("<ciqI")
_LENGTH = struct.Struct("<I")
_PLENTY = 1 << 50


class Kind(IntFlag):
    """The calls that can be broken; a cut of a file's length counts as a write."""

    WRITE = 1
    SYNC = 2
    RENAME = 4


ANY = Kind.WRITE | Kind.SYNC | Kind.RENAME


@dataclass(frozen=True, slots=True)
class Act:
    """One thing that was done to a file; ``kind`` is a letter of watched.c."""

    kind: str
    descriptor: int
    offset: int
    path: str
    data: bytes


@cache
def library() -> Path:
    """Return watched.c as a library, built once for each content."""
    code = SOURCE.read_bytes()
    target = BUILD / f"watched-{hashlib.sha256(code).hexdigest()[:16]}.so"
    if not target.exists():
        BUILD.mkdir(exist_ok=True)
        made = target.with_name(f"{target.name}.{os.getpid()}")
        command = [
            "gcc",
            "-Wall",
            "-O2",
            "-shared",
            "-fPIC",
            "-o",
            str(made),
            str(SOURCE),
            "-ldl",
            "-pthread",
        ]
        subprocess.run(command, check=True)
        made.replace(target)
    return target


def run(module: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run a module of the tests to its end in a program whose disk is watched."""
    command = [sys.executable, "-m", module, *arguments]
    done = subprocess.run(
        command, env={**os.environ, "LD_PRELOAD": str(library())}, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise RuntimeError(f"{' '.join(command)}: {done.returncode}\n{done.stderr}")
    return done


# --- inside of the watched program ---------------------------------------------------------------------


@cache
def _watched() -> ctypes.CDLL:
    found = ctypes.CDLL(None)
    found.disk_watch.argtypes = (ctypes.c_char_p, ctypes.c_char_p)
    found.disk_break.argtypes = (ctypes.c_int, ctypes.c_long, ctypes.c_long, ctypes.c_int)
    found.disk_calls.restype = ctypes.c_long
    found.disk_room.argtypes = (ctypes.c_long,)
    found.disk_room_left.restype = ctypes.c_long
    return found


def watch(folder: Path, log: Path | None = None) -> None:
    """Watch what happens below ``folder`` from now on, and write it down in ``log``."""
    if _watched().disk_watch(os.fsencode(folder), os.fsencode(log) if log else None):
        raise RuntimeError(f"{folder} cannot be watched")


@contextmanager
def broken(kinds: Kind, after: int, error: int, *, times: int = -1) -> Iterator[None]:
    """Let ``times`` calls fail with ``error`` from the ``after``-th on; -1: all."""
    _watched().disk_break(kinds, after, times, error)
    try:
        yield
    finally:
        _watched().disk_break(0, 0, 0, 0)


@contextmanager
def room(size: int) -> Iterator[None]:
    """Let files grow by so many bytes together, and no further."""
    _watched().disk_room(size)
    try:
        yield
    finally:
        _watched().disk_room(-1)


@contextmanager
def measured() -> Iterator[list[int]]:
    """Measure by how many bytes files grow; the list holds it afterwards."""
    found: list[int] = []
    with room(_PLENTY):
        yield found
        found.append(_PLENTY - _watched().disk_room_left())


@contextmanager
def counted(kinds: Kind) -> Iterator[list[int]]:
    """Count the calls of these kinds; the list holds their number afterwards."""
    found: list[int] = []
    _watched().disk_break(kinds, 0, 0, 0)
    try:
        yield found
    finally:
        found.append(_watched().disk_calls())
        _watched().disk_break(0, 0, 0, 0)


# --- the log ----------------------------------------------------------------------------------------------


def read_log(log: Path) -> Iterator[Act]:
    """Yield what was done, in order."""
    data, at = log.read_bytes(), 0
    while at < len(data):
        kind, descriptor, offset, length = _HEAD.unpack_from(data, at)
        at += _HEAD.size
        path = os.fsdecode(data[at : at + length])
        at += length
        (size,) = _LENGTH.unpack_from(data, at)
        at += _LENGTH.size
        yield Act(kind.decode(), descriptor, offset, path, data[at : at + size])
        at += size
