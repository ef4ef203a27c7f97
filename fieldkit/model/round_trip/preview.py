"""What importing an edited table would do, from the file to the preview; nothing is written."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

from fieldkit.model.register import sheet
from fieldkit.model.register.preview import Preview

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from fieldkit.model.body import Op
    from fieldkit.model.register.changes import Entry
    from fieldkit.model.register.problems import Remark
    from fieldkit.model.register.sheet import Sheet, Source


class Comparison(Protocol):
    """What came of comparing rows with what is stored, as `Preview` tells it."""

    new: list[Entry]
    changed: list[Entry]
    unchanged: int
    rejected: list[Remark]
    warnings: list[Remark]
    ops: list[Op]
    before: dict[tuple[str, str], dict[str, Any]]


def look(
    path: Source,
    compare: Callable[[list[Sheet], str], Comparison],
    *,
    progress: Callable[[int, int], None] | None = None,
) -> Preview:
    """Return what importing ``path`` would do.

    ``compare`` gets the sheets and the name of the file. Raises `RegisterRefused`; what ``progress`` raises
    passes through.
    """
    digest = sheet.digest(path)
    name = sheet.name_of(path)
    found = compare(sheet.read(path, progress=progress), name)
    return Preview(
        file=name,
        sha256=digest,
        new=tuple(found.new),
        changed=tuple(found.changed),
        unchanged=found.unchanged,
        rejected=by_place(found.rejected),
        warnings=by_place((*sheet.remarks(path), *found.warnings)),
        ops=tuple(found.ops),
        before=found.before,
    )


def by_place(remarks: Sequence[Remark]) -> tuple[Remark, ...]:
    """Return remarks in the order of the file."""
    return tuple(sorted(remarks, key=lambda remark: (remark.sheet, remark.row, remark.column)))
