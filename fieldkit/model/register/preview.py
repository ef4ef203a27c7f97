"""What an import of a register would do, before anything is written: new, changed, unchanged, rejected."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial
from itertools import chain, groupby, islice
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from fieldkit.errors import Text
from fieldkit.model.form.xpath.stack import no_collection
from fieldkit.model.register import headers, sheet
from fieldkit.model.register.block import Block
from fieldkit.model.register.changes import Change, Entry
from fieldkit.model.register.comparison import Comparison
from fieldkit.model.register.headers import MissingNumberColumn
from fieldkit.model.register.problems import RegisterRefused, Remark
from fieldkit.model.register.reading import Reading, read_row
from fieldkit.model.register.sheet import Sheet
from fieldkit.model.round_trip.headings import BESIDE

__all__ = ["Change", "Entry", "Preview", "preview"]

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from fieldkit.model.body import Op
    from fieldkit.model.register.sheet import Batch, Source
    from fieldkit.model.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Preview:
    """What would happen; ``ops`` are what :func:`importing.carry_out` writes.

    ``before`` holds the present columns of a group that exists, by factory and group.
    """

    file: str
    sha256: str
    new: tuple[Entry, ...]
    changed: tuple[Entry, ...]
    unchanged: int
    rejected: tuple[Remark, ...]
    warnings: tuple[Remark, ...]
    ops: tuple[Op, ...] = field(repr=False)
    before: dict[tuple[str, str], dict[str, Any]] = field(repr=False)

    @property
    def writes(self) -> bool:
        """Whether there is anything to write."""
        return bool(self.ops)


def preview(
    workspace: Workspace, path: Source, *, progress: Callable[[int, int], None] | None = None
) -> Preview:
    """Return what importing the register at ``path`` (or pasted) would do to ``workspace``; writes nothing.

    ``progress(done, total)`` is called now and then (total 0: unknown); what it raises passes through.
    Raises RegisterRefused.
    """
    digest = sheet.digest(path)
    name = sheet.name_of(path)
    # Nothing of what is made here goes before the end: looking for garbage among it is a sixth of the work.
    with no_collection():
        readings, remarks = sheet.through(path, partial(_read, name), progress=progress)
    if isinstance(path, Block):
        for reading in readings:
            # A person who pastes sees what was not taken and types it again: nothing is kept beside.
            reading.extra = {
                head: cell for head, cell in reading.extra.items() if not headers.is_header(head)
            }
    with workspace.database.read() as connection, no_collection():
        today = workspace.clock().date()
        comparison = Comparison(connection, name, today, sheet.written_on(path, today))
        comparison.compare(readings, progress)
    return Preview(
        file=name,
        sha256=digest,
        new=tuple(comparison.new),
        changed=tuple(comparison.changed),
        unchanged=comparison.unchanged,
        rejected=tuple(comparison.rejected),
        warnings=(*sheet.remarks(path), *remarks, *comparison.warnings),
        ops=tuple(comparison.ops),
        before=comparison.before,
    )


def _read(file: str, batches: Iterator[Batch]) -> tuple[list[Reading], list[Remark]]:
    remarks: list[Remark] = []
    return list(_readings(batches, file, remarks)), remarks


def _readings(batches: Iterator[Batch], file: str, remarks: list[Remark]) -> Iterator[Reading]:
    """Read every sheet that has the headers of a register; say which ones have not."""
    headings: list[tuple[Sheet, headers.Heading]] = []
    for name, of_sheet in groupby(batches, itemgetter(0)):
        rows = chain.from_iterable(batch for _name, batch in of_sheet)
        beginning = list(islice(rows, headers.BEGINNING))
        heading = headers.heading(beginning, ", ".join(part for part in (file, name) if part))
        if heading is not None:
            headings.append((Sheet(name, beginning), heading))
        if heading is None or not heading.has_number:
            if beginning and name not in BESIDE:
                remarks.append(Remark(name, beginning[0][0], "", _NOT_A_REGISTER))
            continue
        for number, values in chain(beginning[heading.at + 1 :], rows):
            yield read_row(name, number, values, heading.columns)
    if not any(heading.has_number for _sheet, heading in headings):
        _refuse_headings(file, headings)


_NOT_A_REGISTER = Text(
    "แผ่นงานนี้ไม่มีหัวตารางของทะเบียน จึงไม่ได้อ่าน", "this sheet has no headers of a register and was not read"
)


def _refuse_headings(file: str, headings: Sequence[tuple[Sheet, headers.Heading]]) -> None:
    if not headings:
        raise RegisterRefused(
            Text("ไม่พบหัวตารางของทะเบียนโรงงาน", "There are no headers of a factory register"),
            Text(
                "แถวหัวตารางต้องมีอย่างน้อย เลขทะเบียนโรงงาน และ ชื่อโรงงาน (อยู่ใน 30 แถวแรก)",
                "One of the first 30 rows must have headers: at least เลขทะเบียนโรงงาน and ชื่อโรงงาน",
            ),
            place=file,
        )
    first, heading = headings[0]
    names = [column.header for column in heading.columns]
    place = f"{file}, {first.name}, {first.rows[heading.at][0]}"
    raise MissingNumberColumn(place, names, counter="FID" in names)
