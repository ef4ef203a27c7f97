"""The rows of a register file, read by a process of its own that may be killed."""

from __future__ import annotations

import hashlib
import json
import multiprocessing
import time
from contextlib import closing, suppress
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from fieldkit.errors import Text
from fieldkit.model.file_names import stored_name
from fieldkit.model.register import worker
from fieldkit.model.register.block import Block
from fieldkit.model.register.cells import cells_of
from fieldkit.model.register.problems import RegisterRefused

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterator
    from multiprocessing.connection import Connection

    from fieldkit.model.register.cells import Cell
    from fieldkit.model.register.problems import Remark

Source = Path | Block
"""What is imported: a file, or cells that were pasted."""
Batch = tuple[str, list[tuple[int, list["Cell"]]]]
"""Some rows of the sheet of that name, each with Excel's number; none when the sheet begins."""
T = TypeVar("T")

TIMEOUT = 180.0
"""Seconds after which reading is given up: 100,000 rows need about a third of it on a slow laptop."""
_GLANCE = 0.2  # seconds between two looks at whether a person has cancelled

_SPLIT = Text("แบ่งไฟล์ให้เล็กลง แล้วนำเข้าทีละไฟล์", "Split the file and import the parts one by one")


class _Died(Exception):
    """The reading process ended without a word."""


@dataclass(slots=True)
class Sheet:
    """A sheet of a workbook (a CSV file has one without a name): rows as (Excel's number, cells)."""

    name: str
    rows: list[tuple[int, list[Cell]]] = field(default_factory=list)


def name_of(source: Source) -> str:
    """Return what ``source`` is called."""
    return source.name if isinstance(source, Block) else stored_name(source)


def remarks(source: Source) -> tuple[Remark, ...]:
    """Return what is said of ``source`` before any of it is read."""
    return source.remarks if isinstance(source, Block) else ()


def digest(path: Source) -> str:
    """Return the SHA-256 of what ``path`` holds; raises RegisterRefused where it cannot be opened."""
    if isinstance(path, Block):
        return path.sha256
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError as error:
        raise RegisterRefused(
            Text("เปิดไฟล์ไม่ได้", "The file cannot be opened"),
            Text(
                "ตรวจชื่อไฟล์และสิทธิ์การอ่าน ปิดโปรแกรมที่ใช้ไฟล์นี้อยู่",
                "Check its name, that you may read it, and that no other program holds it",
            ),
            place=str(path),
        ) from error


def written_on(path: Source, today: date) -> date:
    """Return the day on which the file at ``path`` was written last; cells are pasted ``today``."""
    return today if isinstance(path, Block) else date.fromtimestamp(path.stat().st_mtime)


def read(path: Source, **options: Any) -> list[Sheet]:
    """Return the sheets of the .xlsx or .csv file at ``path``, without empty rows; pasted cells are one.

    Options and errors are those of :func:`through`.
    """
    return through(path, _collected, **options)


def _collected(batches: Iterator[Batch]) -> list[Sheet]:
    sheets: list[Sheet] = []
    for name, rows in batches:
        if not rows:
            sheets.append(Sheet(name))
        sheets[-1].rows += rows
    return sheets


def through(
    path: Source,
    take: Callable[[Iterator[Batch]], T],
    *,
    timeout: float = TIMEOUT,
    progress: Callable[[int, int], None] | None = None,
    columns: int = worker.MOST_COLUMNS,
) -> T:
    """Return what ``take`` makes of the rows at ``path`` while the next ones are read by the other process.

    ``take`` gets the name of each sheet without rows, then its rows, some at a time, without empty ones;
    what it raises passes through. It is called a second time, with everything again, where the first reader
    died. A sheet has at most so many ``columns``. ``progress(rows, 0)`` is called now and then; what it
    raises stops the reading and passes through.
    Raises RegisterRefused for a file that is no workbook, damaged, locked, hostile, or too large.
    """
    if isinstance(path, Block):
        return take(iter([("", []), ("", [(at, list(line)) for at, line in path.rows if any(line)])]))
    # a sheet with a stray cell far away needs more room than there is, unless it is read sparingly
    for sparing in (False, True):
        with suppress(_Died), closing(_batches(path, timeout, progress, columns, sparing=sparing)) as batches:
            return take(batches)
    raise RegisterRefused(
        Text("อ่านไฟล์ไม่สำเร็จ หน่วยความจำอาจไม่พอ", "Reading the file failed; memory may have run out"),
        _SPLIT,
        place=path.name,
    )


def _batches(
    path: Path,
    timeout: float,
    progress: Callable[[int, int], None] | None,
    columns: int,
    *,
    sparing: bool,
) -> Generator[Batch, None, None]:
    # A fork would inherit the windows, threads and database connections of the program.
    context = multiprocessing.get_context("spawn")
    receiver, sender = context.Pipe(duplex=False)
    process = context.Process(target=worker.run, args=(sender, str(path), sparing, columns), daemon=True)
    with receiver:
        process.start()
        sender.close()
        try:
            yield from _listen(receiver, path, time.monotonic() + timeout, progress)
        finally:
            process.kill()
            process.join()
            process.close()


def _listen(
    receiver: Connection, path: Path, deadline: float, progress: Callable[[int, int], None] | None
) -> Iterator[Batch]:
    name = ""
    count = 0
    while True:
        sent = _receive(receiver, path, deadline, partial(progress, count, 0) if progress else None)
        if "refused" in sent:
            raise RegisterRefused(_text(sent["refused"]), _text(sent["cure"]), place=_place(path, sent))
        if "sheet" in sent:
            name = sent["sheet"]
            yield name, []
        elif "rows" in sent:
            yield name, [(number, cells_of(cells)) for number, cells in sent["rows"]]
            count += len(sent["rows"])
            if progress is not None:
                progress(count, 0)
        else:
            return


def _receive(
    receiver: Connection, path: Path, deadline: float, glance: Callable[[], object] | None
) -> dict[str, Any]:
    while not receiver.poll(_GLANCE):
        if glance is not None:
            glance()
        if time.monotonic() > deadline:
            raise RegisterRefused(
                Text("อ่านไฟล์นานเกินไป จึงหยุด", "Reading the file took too long and was stopped"),
                _SPLIT,
                place=path.name,
            )
    try:
        sent: dict[str, Any] = json.loads(receiver.recv_bytes())
    except (EOFError, OSError):
        raise _Died from None
    return sent


def _text(pair: list[str]) -> Text:
    return Text(pair[0], pair[1])


def _place(path: Path, sent: dict[str, Any]) -> str:
    return ", ".join(part for part in (path.name, sent.get("place", "")) if part)
