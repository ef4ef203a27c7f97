"""What importing an edited table would do, from the file to the preview; nothing is written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fieldkit.model.file_names import stored_name
from fieldkit.model.register import sheet
from fieldkit.model.register.preview import Preview

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from fieldkit.model.register.problems import Remark
    from fieldkit.model.register.sheet import Sheet
    from fieldkit.model.round_trip.comparison import RecordComparison


def look(
    path: Path,
    compare: Callable[[list[Sheet], str], RecordComparison],
    *,
    progress: Callable[[int, int], None] | None = None,
) -> Preview:
    """Return what importing the file at ``path`` would do.

    ``compare`` gets the sheets and the name of the file. Raises `RegisterRefused`; what ``progress`` raises
    passes through.
    """
    digest = sheet.digest(path)
    name = stored_name(path)
    found = compare(sheet.read(path, progress=progress), name)
    return Preview(
        file=name,
        sha256=digest,
        new=tuple(found.new),
        changed=tuple(found.changed),
        unchanged=found.unchanged,
        rejected=by_place(found.rejected),
        warnings=by_place(found.warnings),
        ops=tuple(found.ops),
        before=found.before,
    )


def by_place(remarks: Sequence[Remark]) -> tuple[Remark, ...]:
    """Return remarks in the order of the file."""
    return tuple(sorted(remarks, key=lambda remark: (remark.sheet, remark.row, remark.column)))
