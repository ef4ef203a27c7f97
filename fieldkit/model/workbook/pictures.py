"""Small pictures in a sheet, kept on the disk until the workbook is packed."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

BOX = (160, 120)
"""Pixels that a picture of the photos sheet fits."""
ROW_HEIGHT = 94.0
"""Points of a row with a picture: 120 pixels at 96 dpi, and a margin."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A JPEG file and its size in pixels."""

    path: Path
    width: int
    height: int

    def drawing(self, anchor: str) -> Any:
        """Return what openpyxl draws with its upper left corner in the cell ``anchor``."""
        return _drawing_class()(self, anchor)


@cache
def _drawing_class() -> Any:
    from openpyxl.drawing.image import Image

    class FileImage(Image):
        """An image whose bytes are read when the package is written, so that many need no memory."""

        def __init__(self, picture: Picture, anchor: str) -> None:
            self.picture = picture
            self.anchor = anchor
            self.width, self.height = picture.width, picture.height
            self.format = "jpeg"

        def _data(self) -> bytes:
            return self.picture.path.read_bytes()

    return FileImage
