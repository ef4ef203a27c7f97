"""Photos: what is taken, what is refused, and what a small copy must not tell."""

from __future__ import annotations

import io
import os
import struct
import subprocess
import sys
import zlib
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from PIL.TiffImagePlugin import IFDRational

from fieldkit.model import images
from fieldkit.model.image_header import read_header
from fieldkit.model.images import Decoder, ImageTooLarge, NotAnImage, inspect_image, thumbnail

ORIENTATION, EXIF_IFD, GPS_IFD = 0x0112, 0x8769, 0x8825


def photo(
    size: tuple[int, int] = (400, 300), kind: str = "JPEG", mode: str = "RGB", exif: Image.Exif | None = None
) -> bytes:
    picture = Image.effect_noise(size, 90).convert(mode)
    out = io.BytesIO()
    picture.save(out, kind, **({} if exif is None else {"exif": exif}))
    return out.getvalue()


def camera_exif(orientation: int = 1, offset: str | None = "+07:00") -> Image.Exif:
    exif = Image.Exif()
    exif[ORIENTATION] = orientation
    exif[270] = "secret description"
    details = exif.get_ifd(EXIF_IFD)
    details[36867] = "2026:11:22 10:42:05"
    if offset:
        details[36881] = offset
    gps = exif.get_ifd(GPS_IFD)
    gps[1], gps[2], gps[3], gps[4] = "N", (14.0, 3.0, 0.0), "E", (101.0, 22.0, 30.0)
    return exif


def png_claiming(width: int, height: int) -> bytes:
    """A small PNG whose header promises more pixels than it holds."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(bytes(1000)))
        + chunk(b"IEND", b"")
    )


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_photo_is_recognised_by_its_bytes(kind: str) -> None:
    info = inspect_image(photo(kind=kind))
    assert (info.format, info.width, info.height) == (kind, 400, 300)
    assert info.media_type == f"image/{kind.lower()}"
    assert (info.taken_at, info.latitude, info.longitude) == (None, None, None)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_time_and_place_come_from_exif(kind: str) -> None:
    info = inspect_image(photo(kind=kind, exif=camera_exif()))
    assert info.taken_at == "2026-11-22T10:42:05+07:00"
    assert info.latitude == pytest.approx(14.05)
    assert info.longitude == pytest.approx(101.375)


def test_a_camera_without_offset_gives_a_time_without_one() -> None:
    assert inspect_image(photo(exif=camera_exif(offset=None))).taken_at == "2026-11-22T10:42:05"


@pytest.mark.parametrize("parts", [(95.0, 0.0, 0.0), (1.0, 2.0), (1.0, 2.0, 3.0, 4.0)])
def test_an_impossible_place_is_no_place(parts: object) -> None:
    exif = camera_exif()
    exif.get_ifd(GPS_IFD)[2] = parts
    info = inspect_image(photo(exif=exif))
    assert (info.latitude, info.longitude) == (None, None)


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_turned_photo_is_shown_upright(orientation: int) -> None:
    upright = Image.new("RGB", (120, 80), "white")
    upright.paste((255, 0, 0), (0, 0, 40, 30))  # a red corner at the upper left
    undo = {2: 0, 3: 3, 4: 1, 5: 5, 6: 2, 7: 6, 8: 4}  # Pillow's transpositions that a viewer takes back
    stored = upright if orientation == 1 else upright.transpose(Image.Transpose(undo[orientation]))
    exif = Image.Exif()
    exif[ORIENTATION] = orientation
    out = io.BytesIO()
    stored.save(out, "JPEG", quality=95, exif=exif)
    info = inspect_image(out.getvalue())
    small = Image.open(io.BytesIO(thumbnail(out.getvalue(), (120, 120))))
    assert (info.width, info.height) == (120, 80)
    assert small.size == (120, 80)
    red = small.getpixel((10, 10))
    white = small.getpixel((100, 60))
    assert isinstance(red, tuple)
    assert isinstance(white, tuple)
    assert red[0] > 200 > 100 > red[1]
    assert min(white) > 200


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_small_copy_tells_nothing_of_time_or_place(kind: str) -> None:
    data = photo(size=(800, 600), kind=kind, exif=camera_exif())
    small = thumbnail(data, (160, 120))
    opened = Image.open(io.BytesIO(small))
    assert (opened.format, opened.size) == ("JPEG", (160, 120))
    assert dict(opened.getexif()) == {}
    assert b"Exif" not in small
    assert b"secret" not in small


@pytest.mark.parametrize("mode", ["L", "RGB", "RGBA", "LA", "P", "1", "I;16"])
def test_every_kind_of_pixel_becomes_a_small_jpeg(mode: str) -> None:
    picture = Image.new("L", (64, 48), 128)
    out = io.BytesIO()
    (picture if mode == "I;16" else picture.convert(mode)).save(out, "PNG")
    assert Image.open(io.BytesIO(thumbnail(out.getvalue(), (32, 32)))).size == (32, 24)


def test_what_is_transparent_becomes_white() -> None:
    out = io.BytesIO()
    Image.new("RGBA", (20, 20), (0, 0, 0, 0)).save(out, "PNG")
    pixel = Image.open(io.BytesIO(thumbnail(out.getvalue(), (20, 20)))).getpixel((5, 5))
    assert isinstance(pixel, tuple)
    assert min(pixel) > 250


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_photo_that_was_not_copied_to_its_end_is_refused(kind: str) -> None:
    data = photo(kind=kind)
    with pytest.raises(NotAnImage, match="incomplete"):
        inspect_image(data[: len(data) // 2])
    with pytest.raises(NotAnImage):
        thumbnail(data[: len(data) // 2], (50, 50))


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\xff",
        b"\xff\xd8\xff",
        b"\x89PNG\r\n\x1a\n",
        b"RIFF\0\0\0\0WEBPVP8 ",
        b"%PDF-1.7 renamed to photo.jpg",
        b"GIF89a" + bytes(50),
        b"PK\x03\x04" + bytes(50),
        "ไม่ใช่ภาพ".encode(),
    ],
)
def test_what_is_no_photo_is_refused_with_a_cure(data: bytes) -> None:
    with pytest.raises(NotAnImage) as refused:
        inspect_image(data)
    assert "JPEG" in refused.value.message("en")
    assert "ไม่ใช่ภาพถ่าย" in refused.value.message("th")


@pytest.mark.parametrize("kind", ["GIF", "BMP", "TIFF"])
def test_other_formats_are_refused_even_if_pillow_knows_them(kind: str) -> None:
    with pytest.raises(NotAnImage):
        inspect_image(photo(kind=kind))


def test_a_phones_heic_is_refused_with_its_own_cure() -> None:
    with pytest.raises(NotAnImage) as refused:
        inspect_image(struct.pack(">I", 24) + b"ftypheic" + bytes(40))
    assert "HEIC" in refused.value.message("th")


def test_a_bomb_is_refused_before_any_decoder_sees_it(monkeypatch: pytest.MonkeyPatch) -> None:
    def never(*_args: object) -> None:
        raise AssertionError("the bomb reached the decoder")

    monkeypatch.setattr(images._decoder, "ask", never)
    with pytest.raises(ImageTooLarge) as refused:
        inspect_image(png_claiming(20_000, 20_000))
    assert "20000 × 20000" in refused.value.message("th")
    assert "50" in refused.value.message("en")


def test_a_header_that_promises_more_than_the_file_holds_is_damage() -> None:
    with pytest.raises(NotAnImage):
        inspect_image(png_claiming(6_000, 6_000))


def test_pillow_itself_refuses_what_passes_our_header() -> None:
    """The second wall: a header that lies to us must not let the decoder through."""
    from fieldkit.model import image_worker

    fields = {"format": "PNG", "width": 10, "height": 10}
    decoder = Decoder()
    try:
        assert decoder.ask(fields, png_claiming(9_000, 9_000)) == ({"error": "damaged"}, b"")
    finally:
        decoder.close()
    assert image_worker.MAX_PIXELS < 9_000 * 9_000


def test_too_many_bytes_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    data = photo()
    monkeypatch.setattr(images, "MAX_BYTES", len(data) - 1)
    with pytest.raises(ImageTooLarge):
        inspect_image(data)
    monkeypatch.setattr(images, "MAX_BYTES", len(data))
    assert inspect_image(data).width == 400


@pytest.mark.parametrize(
    "parts", [None, "abc", (float("nan"), 0, 0), (IFDRational(0, 0), 0, 0), (-1.0, 0.0, 0.0)]
)
def test_a_receiver_without_a_fix_gives_no_degrees(parts: object) -> None:
    from fieldkit.model.image_worker import _degrees

    assert _degrees(parts, "N", "S", 90) is None
    assert _degrees((1.0, 30.0, 0.0), "S", "S", 90) == -1.5


def test_broken_exif_does_not_cost_the_photo() -> None:
    data = bytearray(photo(exif=camera_exif()))
    at = data.index(b"Exif\0\0") + 6
    data[at + 4 : at + 8] = b"\xff\xff\xff\xff"  # the first directory lies far behind the end
    info = inspect_image(bytes(data))
    assert (info.width, info.taken_at) == (400, None)


def test_the_child_process_is_killed_when_a_photo_takes_too_long(monkeypatch: pytest.MonkeyPatch) -> None:
    sleeper = [sys.executable, "-c", "import sys, time; sys.stdin.buffer.read(20); time.sleep(600)"]
    started: list[subprocess.Popen[bytes]] = []
    popen: Any = subprocess.Popen

    def start(_command: object, **options: object) -> subprocess.Popen[bytes]:
        started.append(popen(sleeper, **options))
        return started[-1]

    monkeypatch.setattr(subprocess, "Popen", start)
    decoder = Decoder(seconds=0.2)
    assert decoder.ask({"format": "PNG"}, bytes(100)) is None
    assert [process.poll() is not None for process in started] == [True]


def test_the_next_photo_is_read_after_the_child_died() -> None:
    decoder = Decoder()
    fields = {"format": "JPEG", "width": 10, "height": 10}
    try:
        assert decoder.ask(fields, photo()) is not None
        assert decoder._child is not None
        first = decoder._child.process.pid
        decoder._child.process.kill()
        decoder._child.process.wait()
        answer = decoder.ask(fields, photo())
        assert answer is not None
        assert answer[0]["orientation"] == 1
        assert decoder._child.process.pid != first
    finally:
        decoder.close()


@pytest.mark.skipif(os.name == "nt", reason="there is no such limit on Windows")
def test_the_child_has_bounded_memory_and_ends_with_its_input() -> None:
    code = (
        "import resource, sys; from fieldkit.model import image_worker; image_worker.main();"
        " print(resource.getrlimit(resource.RLIMIT_AS)[0])"
    )
    run = subprocess.run([sys.executable, "-c", code], input=b"", capture_output=True, check=True, timeout=60)
    assert 0 < int(run.stdout) <= 2 << 30


@given(st.binary(max_size=300))
@settings(max_examples=300)
def test_no_bytes_break_the_header(data: bytes) -> None:
    for prefix in (b"", b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", b"RIFF\0\0\0\0WEBP"):
        found = read_header(prefix + data)
        assert found is None or (found.width > 0 and found.height > 0)


@given(st.integers(1, 70_000), st.integers(1, 70_000))
@settings(max_examples=25)
def test_the_header_agrees_with_what_was_written(width: int, height: int) -> None:
    found = read_header(png_claiming(width, height))
    assert found is not None
    assert (found.width, found.height) == (width, height)


def test_the_header_agrees_with_pillow_on_sizes() -> None:
    for kind in ("JPEG", "PNG", "WEBP"):
        for size in ((1, 1), (17, 300), (1000, 3)):
            found = read_header(photo(size=size, kind=kind))
            assert found is not None
            assert (found.format, found.width, found.height) == (kind, *size)
    lossless = io.BytesIO()
    Image.new("RGB", (123, 45)).save(lossless, "WEBP", lossless=True)
    found = read_header(lossless.getvalue())
    assert found is not None
    assert (found.width, found.height) == (123, 45)


def test_the_same_photo_gives_the_same_small_copy() -> None:
    data = photo()
    assert thumbnail(data, (100, 100)) == thumbnail(data, (100, 100))
