"""Ways to damage a data folder, each as a disk, a sync tool or a person with a database program does it."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

from sqlcipher3 import dbapi2 as sqlite

from fieldkit.model.schema import guards

PAGE = 4096
DATABASE = "fieldkit.db"


def flip(path: Path, at: int, bit: int = 0) -> None:
    """Flip one bit of a file; ``at`` below 0 counts from its end."""
    data = bytearray(path.read_bytes())
    data[at] ^= 1 << bit
    path.write_bytes(data)


def connect(folder: Path) -> Any:
    return sqlite.connect(str(folder / DATABASE), isolation_level=None)


def root_of(folder: Path, name: str) -> int:
    """Return the page in which a table or an index begins."""
    connection = connect(folder)
    try:
        return int(
            connection.execute("SELECT rootpage FROM sqlite_master WHERE name = ?", (name,)).fetchone()[0]
        )
    finally:
        connection.close()


def leaf_of(folder: Path, name: str) -> int:
    """Return the first leaf below the root of a table or an index."""
    number = root_of(folder, name)
    data = (folder / DATABASE).read_bytes()
    while True:
        page = data[(number - 1) * PAGE : number * PAGE]
        if page[0] != 0x02:
            return number
        cell = int.from_bytes(page[12:14], "big")
        number = int.from_bytes(page[cell : cell + 4], "big")


def entry_of(folder: Path, name: str) -> int:
    """Return where in the file the first entry of the first leaf of a table or an index begins."""
    start = (leaf_of(folder, name) - 1) * PAGE
    data = (folder / DATABASE).read_bytes()
    return start + int.from_bytes(data[start + 8 : start + 10], "big")


def write_page(folder: Path, number: int, data: bytes) -> None:
    with (folder / DATABASE).open("r+b") as file:
        file.seek((number - 1) * PAGE)
        file.write(data)


def zero(folder: Path, number: int) -> None:
    write_page(folder, number, bytes(PAGE))


def swap(folder: Path, one: int, other: int) -> None:
    data = (folder / DATABASE).read_bytes()
    write_page(folder, one, data[(other - 1) * PAGE : other * PAGE])
    write_page(folder, other, data[(one - 1) * PAGE : one * PAGE])


def tamper(folder: Path, *statements: tuple[str, tuple[Any, ...]]) -> None:
    """Change the file behind the program's back."""
    connection = connect(folder)
    try:
        for statement in guards():
            connection.execute(f"DROP TRIGGER {statement.split()[2]}")
        for sql, parameters in statements:
            assert connection.execute(sql, parameters).rowcount > 0, sql
    finally:
        connection.close()


def cut(path: Path, share: float) -> None:
    data = path.read_bytes()
    path.write_bytes(data[: int(len(data) * share)])


def noise(path: Path) -> None:
    path.write_bytes(random.Random(1).randbytes(path.stat().st_size))


def photo(folder: Path, number: int = 0) -> Path:
    """Return one of the stored files, the largest first."""
    files = [path for path in (folder / "attachments").glob("??/*") if path.is_file()]
    return sorted(files, key=lambda path: (-path.stat().st_size, path.name))[number]


def exchange(one: Path, other: Path) -> None:
    first, second = one.read_bytes(), other.read_bytes()
    one.write_bytes(second)
    other.write_bytes(first)


def of_page(number: Callable[[Path], int], change: Callable[[Path, int], None]) -> Callable[[Path], None]:
    return lambda folder: change(folder, number(folder))


def as_killed(folder: Path) -> None:
    """Leave the folder as a killed program does: the log beside the file, the lock's mark set.

    Copied while it is open, with the file as the last checkpoint left it.
    """
    assert (folder / f"{DATABASE}-wal").stat().st_size, "the log holds nothing"
    (folder / "lock").write_bytes(b"at work")
