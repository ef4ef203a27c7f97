"""Photos for documents: small, upright, without what the camera wrote, with what was drawn over them."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from fieldkit.errors import FieldkitError
from fieldkit.model.images import thumbnail

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fieldkit.model.attachments import AttachmentStore
    from fieldkit.model.inspections.layers import Stroke

BOX = (1000, 1000)
"""Pixels: a photo of 8 cm at 300 dots per inch."""
# As the window draws them by day.
_COLOURS = {"fail": "#b42318", "accent": "#1a5fb4", "text": "#111111"}
_LINE = 0.008  # of the longer side
_QUALITY = 82


def photo_file(store: AttachmentStore, sha256: str, strokes: Sequence[Stroke] = ()) -> bytes | None:
    """Return a JPEG that fits `BOX`; None for a photo that is not here or cannot be read."""
    try:
        small = thumbnail(store.read(sha256), BOX)
    except FieldkitError:
        return None
    return _drawn(small, strokes) if strokes else small


def _drawn(jpeg: bytes, strokes: Sequence[Stroke]) -> bytes:
    import PIL.Image
    import PIL.ImageDraw

    with PIL.Image.open(io.BytesIO(jpeg), formats=("JPEG",)) as opened:
        image = opened.convert("RGB")
    across, down = image.size
    pen = PIL.ImageDraw.Draw(image)
    for stroke in strokes:
        points = [(x * across, y * down) for x, y in stroke.points]
        width = max(2, round(_LINE * max(across, down)))
        pen.line(points if len(points) > 1 else points * 2, _COLOURS[stroke.colour], width, joint="curve")
    out = io.BytesIO()
    image.save(out, "JPEG", quality=_QUALITY)
    return out.getvalue()
