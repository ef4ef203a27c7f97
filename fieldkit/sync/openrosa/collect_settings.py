"""What ODK Collect reads from a QR code: its settings as JSON, packed by zlib, in base64."""

from __future__ import annotations

import base64
import io
import json
import os
import zlib
from typing import TYPE_CHECKING, Any

from fieldkit.errors import FieldkitError, Text

if TYPE_CHECKING:
    from pathlib import Path

_SCALE = 8


class NotWritten(FieldkitError):
    """The file of the QR code cannot be written, or is of no kind that is known."""

    def __init__(self, place: str) -> None:
        super().__init__(
            Text("เขียนไฟล์ QR ไม่ได้", "The QR code could not be written"),
            Text(
                "เลือกไฟล์ .svg หรือ .png ในโฟลเดอร์ที่เขียนได้", "Choose a .svg or .png in a folder you may write to"
            ),
            place=place,
        )


def packed(server: str, project: str) -> str:
    """Return the text of the QR code that sets a phone up for ``server``, in a project of that name."""
    settings = {
        "general": {
            "server_url": server,
            # Forms and lists follow the centre by themselves; records go when there is a network.
            "form_update_mode": "match_exactly",
            "autosend": "wifi_and_cellular",
        },
        "admin": {},
        "project": {"name": project},
    }
    text = json.dumps(settings, ensure_ascii=False, separators=(",", ":"))
    return base64.b64encode(zlib.compress(text.encode(), 9)).decode()


def write_qr_code(text: str, target: Path) -> None:
    """Write the QR code of ``text`` as .svg or .png, readable by its owner only; raises NotWritten."""
    import zxingcpp

    made = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCode)
    if target.suffix.lower() == ".svg":
        data = str(made.to_svg()).encode()
    elif target.suffix.lower() == ".png":
        image: Any = made.to_image(scale=_SCALE)  # a buffer, which its stub does not say
        data = _png(memoryview(image))
    else:
        raise NotWritten(str(target))
    try:
        # It holds a key: nobody else on this machine may read it, not even for a moment.
        with open(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            file.write(data)
    except OSError as error:
        raise NotWritten(f"{target}: {error.strerror}") from error


def _png(pixels: memoryview) -> bytes:
    from PIL import Image

    height, width = pixels.shape or (0, 0)
    file = io.BytesIO()
    Image.frombytes("L", (width, height), pixels.tobytes()).save(file, "PNG")
    return file.getvalue()


def unpacked(code: str) -> dict[str, Any]:
    """Return the settings in the text of a QR code."""
    found: dict[str, Any] = json.loads(zlib.decompress(base64.b64decode(code)))
    return found
