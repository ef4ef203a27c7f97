"""What an import of a register would do, before anything is written: new, changed, unchanged, rejected."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from fieldkit.errors import Text
from fieldkit.model.register import headers, sheet
from fieldkit.model.register.block import Block
from fieldkit.model.register.changes import Change, Entry
from fieldkit.model.register.comparison import Comparison
from fieldkit.model.register.headers import MissingNumberColumn
from fieldkit.model.register.problems import RegisterRefused, Remark
from fieldkit.model.register.reading import Reading, read_row
from fieldkit.model.round_trip.headings import BESIDE

__all__ = ["Change", "Entry", "Preview", "preview"]

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from fieldkit.model.body import Op
    from fieldkit.model.register.sheet import Sheet, Source
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


def preview(
    workspace: Workspace, path: Source, *, progress: Callable[[int, int], None] | None = None
) -> Preview:
    """Return what importing the register at ``path`` (or pasted) would do to ``workspace``; writes nothing.

    ``progress(done, total)`` is called now and then (total 0: unknown); what it raises passes through.
    Raises RegisterRefused.
    """
    digest = sheet.digest(path)
    remarks: list[Remark] = []
    name = sheet.name_of(path)
    readings = list(_readings(sheet.read(path, progress=progress), name, remarks))
    if isinstance(path, Block):
        for reading in readings:
            # A person who pastes sees what was not taken and types it again: nothing is kept beside.
            reading.extra = {
                head: cell for head, cell in reading.extra.items() if not headers.is_header(head)
            }
    with workspace.database.read() as connection:
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


def _readings(sheets: Sequence[Sheet], file: str, remarks: list[Remark]) -> Iterator[Reading]:
    """Read every sheet that has the headers of a register; say which ones have not."""
    headings = {
        one.name: headers.heading(one.rows, ", ".join(part for part in (file, one.name) if part))
        for one in sheets
    }
    known = [one for one in sheets if headings[one.name] is not None]
    if not any(headings[one.name].has_number for one in known):  # type: ignore[union-attr]
        _refuse_headings(file, known, headings)
    for one in sheets:
        heading = headings[one.name]
        if heading is None or not heading.has_number:
            if one.rows and one.name not in BESIDE:
                remarks.append(Remark(one.name, one.rows[0][0], "", _NOT_A_REGISTER))
            continue
        for number, values in one.rows[heading.at + 1 :]:
            yield read_row(one.name, number, values, heading.columns)


_NOT_A_REGISTER = Text(
    "แผ่นงานนี้ไม่มีหัวตารางของทะเบียน จึงไม่ได้อ่าน", "this sheet has no headers of a register and was not read"
)


def _refuse_headings(file: str, known: Sequence[Sheet], headings: dict[str, headers.Heading | None]) -> None:
    if not known:
        raise RegisterRefused(
            Text("ไม่พบหัวตารางของทะเบียนโรงงาน", "There are no headers of a factory register"),
            Text(
                "แถวหัวตารางต้องมีอย่างน้อย เลขทะเบียนโรงงาน และ ชื่อโรงงาน (อยู่ใน 30 แถวแรก)",
                "One of the first 30 rows must have headers: at least เลขทะเบียนโรงงาน and ชื่อโรงงาน",
            ),
            place=file,
        )
    heading = headings[known[0].name]
    assert heading is not None
    names = [column.header for column in heading.columns]
    place = f"{file}, {known[0].name}, {known[0].rows[heading.at][0]}"
    raise MissingNumberColumn(place, names, counter="FID" in names)
