"""Small copies of attached photos for the photos sheet, without place or time in them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fieldkit.errors import Text
from fieldkit.model.attachments import AttachmentDamaged, AttachmentMissing
from fieldkit.model.image_header import read_header
from fieldkit.model.images import ImageTooLarge, NotAnImage, thumbnail
from fieldkit.model.workbook.pictures import BOX, Picture

if TYPE_CHECKING:
    from pathlib import Path

    from fieldkit.model.attachments import AttachmentStore

MOST = 2_000
"""Small copies in one workbook: what more there are is too much for Excel, for memory and for waiting."""
HERE = Text("อยู่ในเครื่องนี้", "On this machine")
MISSING = Text("ยังไม่อยู่ในเครื่องนี้", "Not on this machine")
DAMAGED = Text("ไฟล์เสียหาย", "Damaged")
UNREADABLE = Text("เปิดเป็นภาพไม่ได้", "Not readable as a picture")


def state(store: AttachmentStore, sha256: str) -> Text:
    """Return whether a photo of which no small copy is made is on this machine."""
    return HERE if store.has(sha256) else MISSING


def make(
    store: AttachmentStore, sha256: str, folder: Path, box: tuple[int, int] = BOX
) -> tuple[Picture | None, Text]:
    """Return the small copy of a photo that fits ``box`` as a file in ``folder``, and how the original is.

    A photo that is not here, damaged or unreadable has no picture; its record is exported all the same.
    """
    small = folder / f"{sha256}-{box[0]}.jpg"
    try:
        if not small.exists():
            small.write_bytes(thumbnail(store.read(sha256), box))
    except AttachmentMissing:
        return None, MISSING
    except AttachmentDamaged:
        return None, DAMAGED
    except (NotAnImage, ImageTooLarge):
        return None, UNREADABLE
    header = read_header(small.read_bytes())
    assert header is not None
    return Picture(small, header.width, header.height), HERE
