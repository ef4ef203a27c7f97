"""Labels with codes as a label printer makes them, and photos of them."""

from __future__ import annotations

import io
from typing import Any

import zxingcpp
from PIL import Image, ImageOps

FORMATS = zxingcpp.BarcodeFormat


def code(text: str, kind: zxingcpp.BarcodeFormat = FORMATS.QRCode, scale: int = 6) -> Image.Image:
    """A code with its quiet zone."""
    made: Any = zxingcpp.write_barcode_to_image(zxingcpp.create_barcode(text, kind))
    drawn = memoryview(made)
    height, width = drawn.shape or (0, 0)
    picture = Image.frombytes("L", (width, height), drawn.tobytes())
    picture = picture.resize((width * scale, height * scale), Image.Resampling.NEAREST)
    return ImageOps.expand(picture, 10 * scale, 255)


def on_page(*codes: Image.Image) -> Image.Image:
    """A page with codes below each other."""
    page = Image.new("L", (max(one.width for one in codes), sum(one.height for one in codes)), 255)
    top = 0
    for one in codes:
        page.paste(one, (0, top))
        top += one.height
    return page


def file(picture: Image.Image, kind: str = "JPEG") -> bytes:
    """The picture as a camera's file."""
    out = io.BytesIO()
    picture.save(out, kind)
    return out.getvalue()
