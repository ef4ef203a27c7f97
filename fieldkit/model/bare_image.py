"""Photos without what the camera wrote into them, byte by byte: the picture itself is not encoded again.

Of JPEG, PNG and WebP only the parts that make the picture are copied, and which way up it is; EXIF, place,
time, names, small copies, comments, colour profiles and whatever hangs behind the picture stay out.
"""

from __future__ import annotations

import struct
import zlib
from typing import TYPE_CHECKING

from fieldkit.model.image_header import read_header
from fieldkit.model.images import NotAnImage

if TYPE_CHECKING:
    from collections.abc import Iterator

_ORIENTATION = 0x0112
_EXIF = b"Exif\0\0"
# JPEG, ITU-T T.81 table B.1: applications' own segments (Adobe's is about colour), comments, end, scan.
_JFIF, _ADOBE, _COMMENT, _END, _SCAN = 0xE0, 0xEE, 0xFE, 0xD9, 0xDA
_JFIF_LENGTH = 14  # without its small copy
_INSIDE_SCAN = frozenset({0x00, *range(0xD0, 0xD8)})
_PNG_KEPT = frozenset(
    {b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"sBIT", b"bKGD", b"pHYs"}
)
_WEBP_KEPT = frozenset({b"VP8 ", b"VP8L", b"VP8X", b"ALPH", b"ANIM", b"ANMF"})
_WEBP_EXIF, _WEBP_TOLD = 0x08, 0x2C  # flags of VP8X: EXIF; EXIF, XMP or colour profile


def bare(data: bytes) -> bytes:
    """Return a photo without what the camera told of it; any other file as it is.

    Raises NotAnImage for a file that begins like a photo and cannot be followed to its end.
    """
    header = read_header(data)
    if header is None:
        return data
    try:
        return {"JPEG": _jpeg, "PNG": _png, "WEBP": _webp}[header.format](data)
    except (struct.error, IndexError, ValueError) as error:
        raise NotAnImage.damaged() from error


def _jpeg(data: bytes) -> bytes:
    kept, upright = [data[:2]], 1
    at = 2
    while True:
        start = at
        if data[at] != 0xFF:
            raise ValueError(at)
        while data[at] == 0xFF:
            at += 1
        marker, at = data[at], at + 1
        if marker == _END:
            kept.append(b"\xff\xd9")
            break
        length = struct.unpack_from(">H", data, at)[0]
        body, at = data[at + 2 : at + length], at + length
        if marker == 0xE1 and body.startswith(_EXIF):
            upright = _orientation(body[len(_EXIF) :])
        elif marker == _JFIF and body.startswith(b"JFIF\0") and len(body) >= _JFIF_LENGTH:
            small = body[:12] + b"\0\0"
            kept.append(b"\xff\xe0" + struct.pack(">H", len(small) + 2) + small)
        elif marker == _ADOBE or not (0xE0 <= marker <= 0xEF or marker == _COMMENT):
            if marker == _SCAN:
                at = _after_scan(data, at)
            kept.append(data[start:at])
    if upright != 1:
        told = _EXIF + _only_orientation(upright)
        kept.insert(1, b"\xff\xe1" + struct.pack(">H", len(told) + 2) + told)
    return b"".join(kept)


def _after_scan(data: bytes, at: int) -> int:
    """Return where the next segment begins; raises ValueError where there is none."""
    while True:
        at = data.index(b"\xff", at)
        if data[at + 1] not in _INSIDE_SCAN and data[at + 1] != 0xFF:
            return at
        at += 1 if data[at + 1] == 0xFF else 2


def _png(data: bytes) -> bytes:
    kept, upright = [], 1
    at = 8
    while True:
        length, name = struct.unpack_from(">I4s", data, at)
        whole = data[at : at + 12 + length]
        if len(whole) < 12 + length:
            raise ValueError(at)
        at += len(whole)
        if name == b"eXIf":
            upright = _orientation(whole[8:-4])
        elif name in _PNG_KEPT:
            kept.append(whole)
        if name == b"IEND":
            break
    if upright != 1:
        told = b"eXIf" + _only_orientation(upright)
        chunk = struct.pack(">I", len(told) - 4) + told + struct.pack(">I", zlib.crc32(told))
        kept.insert(1, chunk)
    return data[:8] + b"".join(kept)


def _webp(data: bytes) -> bytes:
    kept, upright = [], 1
    for name, body in _riff(data):
        if name == b"EXIF":
            upright = _orientation(body.removeprefix(_EXIF))
        elif name in _WEBP_KEPT:
            kept.append((name, body))
    first, head = kept[0]
    if first == b"VP8X":
        flags = head[0] & ~_WEBP_TOLD | (_WEBP_EXIF if upright != 1 else 0)
        kept[0] = first, bytes([flags]) + head[1:]
        if upright != 1:
            kept.append((b"EXIF", _only_orientation(upright)))
    parts = b"".join(name + struct.pack("<I", len(body)) + body + bytes(len(body) % 2) for name, body in kept)
    return b"RIFF" + struct.pack("<I", len(parts) + 4) + b"WEBP" + parts


def _riff(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    end = 8 + struct.unpack_from("<I", data, 4)[0]
    if end > len(data):
        raise ValueError(end)
    at = 12
    while at + 8 <= end:
        name, length = struct.unpack_from("<4sI", data, at)
        if at + 8 + length > end:
            raise ValueError(at)
        yield name, data[at + 8 : at + 8 + length]
        at += 8 + length + length % 2


def _orientation(tiff: bytes) -> int:
    """Return which way up an EXIF block says the photo is, 1 to 8; 1 where it says nothing."""
    order = {b"II": "<", b"MM": ">"}.get(tiff[:2])
    if order is None:
        return 1
    try:
        at = struct.unpack_from(f"{order}I", tiff, 4)[0]
        for entry in range(struct.unpack_from(f"{order}H", tiff, at)[0]):
            tag, _type, _count, value = struct.unpack_from(f"{order}HHIH", tiff, at + 2 + 12 * entry)
            if tag == _ORIENTATION:
                return int(value) if 1 <= value <= 8 else 1
    except struct.error:
        pass
    return 1


def _only_orientation(upright: int) -> bytes:
    return struct.pack("<2sHIHHHIHHI", b"II", 42, 8, 1, _ORIENTATION, 3, 1, upright, 0, 0)
