"""Photos of a finding before and after its correction, and how one is added once the visit is signed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from fieldkit.model import records
from fieldkit.model.file_names import stored_name
from fieldkit.model.images import inspect_image
from fieldkit.model.orders.writing import Done

if TYPE_CHECKING:
    from fieldkit.model.workspace import Workspace

Row = dict[str, Any]

_FILES = "SELECT * FROM attachment WHERE coalesce(deleted, 0) = 0 AND media_type LIKE 'image/%'"
_ORDER = " ORDER BY taken_at, id"


@dataclass(frozen=True, slots=True)
class Evidence:
    """Attachments of a finding: as it was found, and as it was when corrected."""

    before: tuple[Row, ...]
    after: tuple[Row, ...]


def evidence(workspace: Workspace, finding: str) -> Evidence:
    """Return the photos of a finding, in the order they were taken.

    Before: those of its question at the visit that found it. After: those taken as such, those added to the
    finding later, and those of the same question at the visit that verified it.
    """
    rows = workspace.rows("SELECT inspection, path, verified_in FROM finding WHERE id = ?", finding)
    if not rows:
        return Evidence((), ())
    row = rows[0]
    found = workspace.rows(
        f"{_FILES} AND inspection = ? AND path = ? AND kind IN ('photo', 'after'){_ORDER}",
        row["inspection"],
        row["path"],
    )
    later = workspace.rows(
        f"{_FILES} AND (record = ? OR (inspection = ? AND path = ? AND inspection <> ? AND kind = 'photo'))"
        f"{_ORDER}",
        finding,
        row["verified_in"],
        row["path"],
        row["inspection"],
    )
    return Evidence(
        tuple(file for file in found if file["kind"] == "photo"),
        (*(file for file in found if file["kind"] == "after"), *later),
    )


def add_after(workspace: Workspace, finding: str, data: bytes, *, name: str = "") -> Done:
    """Add a photo that shows the correction; the signed inspection stays as it is.

    Raises NotAnImage, ImageTooLarge, AttachmentNotStored, StorageError; then nothing was added.
    """
    info = inspect_image(data)
    [row] = workspace.rows("SELECT stream FROM finding WHERE id = ?", finding)
    sha256 = workspace.attachments.add(data)
    new = records.new_ops(
        "attachment",
        {
            "record": finding,
            "finding": finding,
            "sha256": sha256,
            "name": stored_name(name) or f"{finding[-8:]}_after.{info.format}",
            "media_type": info.media_type,
            "size": len(data),
            "kind": "after",
            "taken_at": info.taken_at,
            "latitude": info.latitude,
            "longitude": info.longitude,
        },
        stream=row["stream"],
    )
    return Done(records.write(workspace, new=new, files={sha256: len(data)}))
