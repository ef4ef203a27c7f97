"""Files of a record: letters, photos, bank files; stored first, then recorded through the one door."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fieldkit.errors import FieldkitError, Text
from fieldkit.model import records
from fieldkit.model.cases.reading import read_case
from fieldkit.model.cases.writing import Done
from fieldkit.model.file_names import stored_name
from fieldkit.model.images import inspect_image
from fieldkit.model.inspections.errors import FileTooLarge
from fieldkit.model.inspections.files import MAX_FILE_BYTES
from fieldkit.model.media_types import media_type

if TYPE_CHECKING:
    from fieldkit.model.workspace import Workspace

_PICTURES = ("image/jpeg", "image/png", "image/webp")


class NotAFile(FieldkitError):
    """The file is of a kind that is not kept."""

    def __init__(self, name: str) -> None:
        super().__init__(
            Text("ไฟล์ชนิดนี้แนบไม่ได้", "A file of this kind cannot be attached"),
            Text(
                "แนบภาพ PDF เอกสาร Office เสียง หรือวิดีโอ",
                "Attach a picture, PDF, Office document, sound or film",
            ),
            place=name,
        )


def attach(workspace: Workspace, table: str, record: str, data: bytes, *, name: str = "") -> Done:
    """Attach a file to a record; what it is is told from its bytes, which are kept as they are.

    Raises FileTooLarge, NotAFile, ImageTooLarge, AttachmentNotStored, StorageError; then nothing was added.
    """
    if len(data) > MAX_FILE_BYTES:
        raise FileTooLarge(len(data), MAX_FILE_BYTES)
    found = media_type(data)
    if found is None:
        raise NotAFile(stored_name(name))
    case = read_case(workspace, table, record)
    picture = inspect_image(data) if found[0] in _PICTURES else None
    sha256 = workspace.attachments.add(data)
    new = records.new_ops(
        "attachment",
        {
            "record": record,
            "sha256": sha256,
            "name": stored_name(name) or f"{record[-8:]}{found[1]}",
            "media_type": found[0],
            "size": len(data),
            "kind": "photo" if picture else "file",
            "taken_at": picture.taken_at if picture else None,
            "latitude": picture.latitude if picture else None,
            "longitude": picture.longitude if picture else None,
        },
        stream=case.record.row["stream"],
    )
    return Done(records.write(workspace, new=new, files={sha256: len(data)}), id=new[0].record)


def detach(workspace: Workspace, attachment: str) -> Done:
    """Put a file of a record into the bin."""
    found = records.load(workspace, "attachment", attachment)
    return Done(records.delete(workspace, [found]) if found else None)
