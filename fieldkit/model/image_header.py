"""Format and size of an image from its first bytes, before any decoder sees the file."""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import Literal

ImageFormat = Literal["JPEG", "PNG", "WEBP"]

# Start-of-frame markers of JPEG (ITU-T T.81 table B.1); C4, C8 and CC are other segments.
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_STANDALONE = frozenset({0x01, *range(0xD0, 0xD9)})
_HEIC = (b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1")


@dataclass(frozen=True, slots=True)
class Header:
    """What an image says of itself: format, and pixels across and down."""

    format: ImageFormat
    width: int
    height: int


def read_header(data: bytes) -> Header | None:
    """Return the header of a JPEG, PNG or WebP file, None for anything else or a broken one."""
    for read in (_png, _jpeg, _webp):
        try:
            found = read(data)
        except (struct.error, IndexError):
            continue  # the file ends within its header
        if found is not None:
            return found if found.width > 0 and found.height > 0 else None
    return None


def is_heic(data: bytes) -> bool:
    """Whether this is a photo in the format that newer phones use by default."""
    return data[4:8] == b"ftyp" and data[8:12] in _HEIC


def _png(data: bytes) -> Header | None:
    if data[:8] != b"\x89PNG\r\n\x1a\n" or data[12:16] != b"IHDR":
        return None
    return Header("PNG", *struct.unpack_from(">II", data, 16))


def _jpeg(data: bytes) -> Header | None:
    if data[:3] != b"\xff\xd8\xff":
        return None
    at = 2
    while at < len(data):
        if data[at] != 0xFF:
            return None
        while data[at] == 0xFF:
            at += 1
        marker = data[at]
        at += 1
        if marker in _STANDALONE:
            continue
        if marker in _FRAMES:
            height, width = struct.unpack_from(">HH", data, at + 3)
            return Header("JPEG", width, height)
        if marker == 0xDA:  # the picture itself: no frame came before it
            return None
        at += max(2, struct.unpack_from(">H", data, at)[0])
    return None


def _webp(data: bytes) -> Header | None:
    if data[:4] != b"RIFF" or data[8:12] != b"WEBP":
        return None
    kind = data[12:16]
    if kind == b"VP8X":
        return Header("WEBP", 1 + _three(data, 24), 1 + _three(data, 27))
    if kind == b"VP8L" and data[20] == 0x2F:
        bits = struct.unpack_from("<I", data, 21)[0]
        return Header("WEBP", 1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF))
    if kind == b"VP8 " and data[23:26] == b"\x9d\x01\x2a":
        width, height = struct.unpack_from("<HH", data, 26)
        return Header("WEBP", width & 0x3FFF, height & 0x3FFF)
    return None


def _three(data: bytes, at: int) -> int:
    low, middle, high = struct.unpack_from("<BBB", data, at)
    return int(low | middle << 8 | high << 16)
