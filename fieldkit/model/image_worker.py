"""The child process that decodes photos of unknown origin: ``python -m fieldkit.model.image_worker``.

Requests and answers are messages of :mod:`~fieldkit.model.child_process`. ``task`` is "picture" (facts
and a small copy), "codes" (the barcodes in a photo) or "frame" (those in bytes of grey). The process has
bounded memory, ends with its parent, and ends by itself when one photo takes too long.
"""

from __future__ import annotations

import faulthandler
import io
import sys
import warnings
from contextlib import suppress
from datetime import datetime
from typing import TYPE_CHECKING, Any

from fieldkit.model.child_process import receive, send
from fieldkit.model.memory_limit import limit_memory

if TYPE_CHECKING:
    from PIL.Image import Exif, Image

MAX_PIXELS = 50_000_000
SECONDS = 30
"""A photo that takes longer is no photo; the child ends itself a little later than it is killed."""

CODES_BOX = (4096, 4096)
"""Pixels to which a photo is made smaller before codes are looked for: 12 megapixels stay as they are."""

_MEMORY = 1536 * 1024 * 1024
_QUALITY = 82
_EXIF_IFD, _GPS_IFD = 0x8769, 0x8825
_TAKEN = ((36867, 36881), (36868, 36882))  # original, digitized: each with its offset from UTC


def read(data: bytes, kind: str, box: tuple[int, int]) -> tuple[dict[str, Any], bytes]:
    """Decode one photo; returns what its EXIF says and a JPEG that fits ``box`` pixels, without EXIF."""
    import PIL.Image
    import PIL.ImageOps

    with PIL.Image.open(io.BytesIO(data), formats=(kind,)) as opened:
        image: Image = opened
        facts = _facts(image)
        # libjpeg then decodes at down to an eighth of the size, and still reads the file to its end
        image.thumbnail(box, PIL.Image.Resampling.LANCZOS, reducing_gap=3.0)
        image.load()  # one that fits the box already has not been read yet
        if facts["orientation"] != 1:
            image = PIL.ImageOps.exif_transpose(image)
        small = _on_white(image)
    out = io.BytesIO()
    small.save(out, "JPEG", quality=_QUALITY, optimize=True)
    return facts, out.getvalue()


def read_codes(data: bytes, kind: str, box: tuple[int, int]) -> list[dict[str, str]]:
    """Return text and symbology of the codes in a photo."""
    import PIL.Image

    with PIL.Image.open(io.BytesIO(data), formats=(kind,)) as opened:
        image: Image = opened
        image.thumbnail(box, PIL.Image.Resampling.LANCZOS, reducing_gap=3.0)
        image.load()
        grey = _on_white(image).convert("L")
    return _codes_in(grey)


def read_frame(data: bytes, width: int, height: int) -> list[dict[str, str]]:
    """Return text and symbology of the codes in ``width`` × ``height`` bytes of grey."""
    return _codes_in(memoryview(data).cast("B", (height, width)))


def _codes_in(grey: Image | memoryview) -> list[dict[str, str]]:
    import zxingcpp

    found = zxingcpp.read_barcodes(grey, text_mode=zxingcpp.TextMode.Plain)
    found.sort(key=lambda code: (code.position.top_left.y, code.position.top_left.x))
    return [{"text": code.text, "symbology": str(code.format)} for code in found]


def _answer(fields: dict[str, Any], data: bytes) -> tuple[dict[str, Any], bytes]:
    task = fields.get("task", "picture")
    if task == "frame":
        return {"codes": read_frame(data, fields["width"], fields["height"])}, b""
    kind, box = fields["format"], (fields["width"], fields["height"])
    return ({"codes": read_codes(data, kind, box)}, b"") if task == "codes" else read(data, kind, box)


def _on_white(image: Image) -> Image:
    import PIL.Image

    if image.mode in ("RGB", "L"):
        plain = image
    else:
        layered = image.convert("RGBA")
        plain = PIL.Image.new("RGB", image.size, "white")
        plain.paste(layered, mask=layered.getchannel("A"))
    plain.info.clear()  # comment, XMP and colour profile would be written again
    return plain


def _facts(image: Image) -> dict[str, Any]:
    """Return what the EXIF block says; a broken one says nothing, and the picture is good all the same."""
    try:
        exif = image.getexif()
        return {"taken_at": _taken_at(exif), **_position(exif), "orientation": int(exif.get(0x0112, 1))}
    except Exception:  # noqa: BLE001 - Pillow's reader raises whatever a made-up block leads it to
        return {"taken_at": None, "latitude": None, "longitude": None, "orientation": 1}


def _taken_at(exif: Exif) -> str | None:
    details = exif.get_ifd(_EXIF_IFD)
    candidates = [(details.get(moment), details.get(offset)) for moment, offset in _TAKEN]
    for moment, offset in [*candidates, (exif.get(306), None)]:
        with suppress(ValueError, TypeError):
            found = datetime.strptime(str(moment).strip("\0 "), "%Y:%m:%d %H:%M:%S")
            with suppress(ValueError, TypeError):
                found = datetime.fromisoformat(f"{found.isoformat()}{str(offset or '').strip(chr(0) + ' ')}")
            return found.isoformat()
    return None


def _position(exif: Exif) -> dict[str, float | None]:
    gps = exif.get_ifd(_GPS_IFD)
    latitude = _degrees(gps.get(2), gps.get(1), "S", 90)
    longitude = _degrees(gps.get(4), gps.get(3), "W", 180)
    if latitude is None or longitude is None:
        return {"latitude": None, "longitude": None}
    return {"latitude": latitude, "longitude": longitude}


def _degrees(parts: Any, side: Any, negative: str, most: int) -> float | None:
    try:
        degrees, minutes, seconds = (float(part) for part in parts)
    except (TypeError, ValueError, ZeroDivisionError):
        return None
    value = degrees + minutes / 60 + seconds / 3600
    if not 0 <= value <= most:  # also what a receiver without a fix writes: 0/0 is not a number
        return None
    return round(-value if side == negative else value, 7)


def main() -> None:
    """Answer requests until standard input ends."""
    import PIL.Image

    limit_memory(_MEMORY)
    PIL.Image.MAX_IMAGE_PIXELS = MAX_PIXELS
    warnings.simplefilter("ignore")
    # Pillow only warns of a decompression bomb up to twice its limit.
    warnings.simplefilter("error", PIL.Image.DecompressionBombWarning)
    while (request := receive(sys.stdin.buffer)) is not None:
        fields, data = request
        faulthandler.dump_traceback_later(SECONDS + 10, exit=True)
        try:
            facts, small = _answer(fields, data)
        except MemoryError:
            facts, small = {"error": "large"}, b""
        except Exception:  # noqa: BLE001 - a decoder raises anything on a made-up file
            facts, small = {"error": "damaged"}, b""
        finally:
            faulthandler.cancel_dump_traceback_later()
        send(sys.stdout.buffer, facts, small)


if __name__ == "__main__":
    main()
