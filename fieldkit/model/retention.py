"""When a file may leave this laptop: the one place that says so, and that does it.

A file leaves only when the centre has read it and confirmed its hash in the moment before; when it is a
picture, sound or film of closed inspections only, so that signed records, signatures and letters always stay;
and when these are older than the office's setting. Its record stays and says that the original is at the
office, from where :func:`fieldkit.sync.client.fetch_files` brings it back. The files of an inspection whose
answers leave (:mod:`fieldkit.model.leaving`) leave with them, all of them, confirmed in the same way.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from fieldkit.model import file_classes, files
from fieldkit.model.changes import get_meta, set_meta
from fieldkit.model.reference import whole_param

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from sqlalchemy import Connection

    from fieldkit.model.workspace import Workspace

_SETTING = "files.originals_months"
_GOING = "files going"
_HEX = 64  # letters of a SHA-256
_KINDS = ("image/", "audio/", "video/")
# Every attachment that names a file, and when its inspection was closed.
_USES = """
SELECT a.sha256, a.media_type, i.state, i.closed_at
FROM attachment a LEFT JOIN inspection i ON i.id = a.inspection AND a.record IS NULL
WHERE a.sha256 IS NOT NULL
"""


@dataclass(frozen=True, slots=True)
class Freed:
    """How many files have left this laptop, and their bytes."""

    files: int
    bytes: int


def kept_months(on: date) -> int:
    """Return how many months originals stay on a laptop at least (``params.csv``)."""
    return whole_param(_SETTING, on)


def closed_before(today: date, months: int) -> str:
    """Return the ISO day before which an inspection must have been closed for its originals to leave."""
    year, month = divmod(today.year * 12 + today.month - 1 - months, 12)
    return f"{year:04}-{month + 1:02}-{min(today.day, 28):02}"


def releasable(connection: Connection, before: str) -> list[file_classes.File]:
    """Return the files that may leave if the centre confirms them, the largest last; ``before`` is ISO."""
    kept = files.referenced(connection, without="attachment")
    uses: dict[str, bool] = {}
    for sha256, media_type, state, closed_at in connection.exec_driver_sql(_USES):
        old = state == "closed" and (closed_at or "9") < before and str(media_type).startswith(_KINDS)
        uses[sha256] = old and uses.get(sha256, True)
    return [
        file
        for file in file_classes.listing(connection, files.SENT)
        if file.kind != file_classes.PAPERS and uses.get(file.sha256, False) and file.sha256 not in kept
    ]


def free(workspace: Workspace, confirmed: Mapping[str, str], before: str) -> Freed:
    """Let files go that the centre has just confirmed (SHA-256: time of receipt); what may not go stays.

    The record is written first: after a crash in between the file is still here, and found again.
    """
    with workspace.database.write() as connection:
        going = [file for file in releasable(connection, before) if file.sha256 in confirmed]
        for file in going:
            files.mark(connection, file.sha256, files.OFFICE, size=file.size, at=confirmed[file.sha256])
    for file in going:
        workspace.attachments.drop(file.sha256)
    return Freed(len(going), sum(file.size for file in going))


def files_of(connection: Connection, inspection: str) -> set[str]:
    """Return the SHA-256 of every file that leaves with an inspection, of deleted records too."""
    rows = connection.exec_driver_sql(
        "SELECT sha256 FROM attachment WHERE inspection = ? UNION SELECT image FROM signature"
        " WHERE inspection = ? UNION SELECT submission FROM inspection WHERE id = ?",
        (inspection, inspection, inspection),
    )
    return {row[0] for row in rows if len(row[0] or "") == _HEX} - {files.ERASED}


def forget_files(connection: Connection, hashes: Iterable[str]) -> None:
    """Let files go that no record here refers to any more; :func:`finish` drops them afterwards.

    Inside the transaction in which their inspections leave.
    """
    going = sorted(set(hashes) - files.referenced(connection))
    if going:
        connection.exec_driver_sql("DELETE FROM blob WHERE sha256 = ?", [(sha256,) for sha256 in going])
        set_meta(connection, _GOING, json.dumps(sorted({*going, *_going(connection)})))


def finish(workspace: Workspace) -> None:
    """Drop the files of inspections that have left; also those of a program that ended before it did."""
    with workspace.database.read() as connection:
        going = _going(connection)
        # One of them may have come back since.
        needed = files.referenced(connection) if going else set()
    for sha256 in going - needed:
        workspace.attachments.drop(sha256)
    if going:
        with workspace.database.write() as connection:
            set_meta(connection, _GOING, None)


def _going(connection: Connection) -> set[str]:
    return set(json.loads(get_meta(connection, _GOING) or "[]"))
