"""A photo copied without what the camera wrote is the same picture, the same way up, and tells nothing."""

from __future__ import annotations

import io
import struct
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageChops, ImageOps

from fieldkit.model.bare_image import bare
from fieldkit.model.images import NotAnImage, inspect_image
from tests.model.test_images import GPS_IFD, ORIENTATION, camera_exif, photo

KINDS = ["JPEG", "PNG", "WEBP"]
SECRET = b"secret description"


def upright(data: bytes) -> Image.Image:
    with Image.open(io.BytesIO(data)) as opened:
        return ImageOps.exif_transpose(opened).convert("RGB")


def segment(marker: int, body: bytes) -> bytes:
    return b"\xff" + bytes([marker]) + struct.pack(">H", len(body) + 2) + body


def chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def telling(kind: str, orientation: int = 1) -> bytes:
    """A photo that tells ``SECRET`` in every place there is, in EXIF with a place too."""
    data = photo((64, 48), kind, exif=camera_exif(orientation))
    if kind == "JPEG":
        told = b"".join(segment(marker, b"ICC_PROFILE\0" + SECRET) for marker in (0xE1, 0xE2, 0xED, 0xFE))
        return data[:2] + told + data[2:] + b"a film behind the picture: " + SECRET
    if kind == "PNG":
        told = chunk(b"tEXt", b"Comment\0" + SECRET) + chunk(b"iTXt", b"XML:com.adobe.xmp\0\0\0\0\0" + SECRET)
        return data[:33] + told + data[33:] + SECRET
    body = data[12:] + b"XMP " + struct.pack("<I", len(SECRET)) + SECRET
    return b"RIFF" + struct.pack("<I", len(body) + 4) + b"WEBP" + body + SECRET


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("orientation", [1, 3, 6, 8])
def test_the_picture_is_the_same_and_nothing_is_told(kind: str, orientation: int) -> None:
    data = telling(kind, orientation)
    assert SECRET in data
    assert inspect_image(data).latitude is not None
    found = bare(data)
    assert SECRET not in found
    info = inspect_image(found)
    assert (info.latitude, info.longitude, info.taken_at) == (None, None, None)
    with Image.open(io.BytesIO(found)) as opened:
        exif = opened.getexif()
        assert dict(exif) == ({} if orientation == 1 else {ORIENTATION: orientation})
        assert not exif.get_ifd(GPS_IFD)
        assert not {"comment", "xmp", "icc_profile", "XML:com.adobe.xmp"} & opened.info.keys()
    assert ImageChops.difference(upright(found), upright(data)).getbbox() is None
    assert bare(found) == found


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("how", [{"mode": "L"}, {"mode": "P"}, {"mode": "RGBA"}, {"mode": "CMYK"}])
def test_every_colour_model_stays(kind: str, how: dict[str, str]) -> None:
    possible = {"JPEG": {"L", "CMYK"}, "PNG": {"L", "P", "RGBA"}, "WEBP": {"RGBA"}}
    if how["mode"] not in possible[kind]:
        return
    data = photo((40, 30), kind, exif=camera_exif(), **how)
    assert ImageChops.difference(upright(bare(data)), upright(data)).getbbox() is None


def test_a_progressive_photo_has_several_scans() -> None:
    out = io.BytesIO()
    Image.effect_noise((64, 48), 90).convert("RGB").save(out, "JPEG", progressive=True, exif=camera_exif())
    found = bare(out.getvalue())
    assert found.count(b"\xff\xda") > 1
    assert ImageChops.difference(upright(found), upright(out.getvalue())).getbbox() is None


@pytest.mark.parametrize("kind", KINDS)
def test_one_that_tells_nothing_stays_byte_for_byte(kind: str) -> None:
    data = photo((64, 48), kind)
    assert bare(data) == data


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7 ", b"\xff\xd8", b"RIFF\x04\0\0\0WAVE"])
def test_other_files_stay_as_they_are(data: bytes) -> None:
    assert bare(data) == data


@pytest.mark.parametrize("kind", KINDS)
def test_half_a_photo_is_refused(kind: str) -> None:
    data = photo((64, 48), kind, exif=camera_exif())
    with pytest.raises(NotAnImage):
        bare(data[: len(data) // 2])


@given(st.sampled_from(KINDS), st.lists(st.tuples(st.integers(0, 4000), st.integers(0, 255)), max_size=4))
def test_a_spoilt_photo_is_refused_or_tells_nothing(kind: str, spoilt: list[tuple[int, int]]) -> None:
    data = bytearray(TELLING[kind])
    for at, value in spoilt:
        data[at % len(data)] = value
    try:
        found = bare(bytes(data))
    except NotAnImage:
        return
    # No photo any more, so nothing was taken out; else no whole EXIF block is left.
    assert found == bytes(data) or b"2026:11:22 10:42:05" not in found


TELLING = {kind: telling(kind) for kind in KINDS}
