"""Codes in pictures: printed, photographed, several, none, damaged, made to do harm."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageOps

from fieldkit.model import images
from fieldkit.model.barcodes import Code, FrameReader, read_codes
from fieldkit.model.images import NotAnImage
from tests.labels import FORMATS, code, file, on_page


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_qr_code_with_thai_words_is_read(kind: str) -> None:
    assert read_codes(file(code("ถังดับเพลิง 17/2569"), kind)) == (Code("ถังดับเพลิง 17/2569", "QR Code"),)


def test_a_line_code_on_its_side_and_upside_down_is_read() -> None:
    printed = code("TH-0042-A", FORMATS.Code128, 3)
    printed = ImageOps.expand(printed.resize((printed.width, 160)), 20, 255)
    for angle in (0, 90, 180):
        assert read_codes(file(printed.rotate(angle, expand=True))) == (Code("TH-0042-A", "Code 128"),)


def test_several_codes_are_all_found_each_once() -> None:
    page = on_page(code("A-1"), code("B-2"), code("A-1"))
    assert [found.text for found in read_codes(file(page))] == ["A-1", "B-2"]


def test_a_picture_without_code_has_none() -> None:
    assert read_codes(file(Image.effect_noise((600, 400), 60))) == ()


def test_what_is_no_sign_is_left_out() -> None:
    [found] = read_codes(file(code("(01)\x1d095\n17\x00A\u200b")))
    assert found.text == "(01)09517A"


def test_a_code_of_control_signs_alone_is_no_answer() -> None:
    assert read_codes(file(code("\n\r\t"))) == ()


def test_a_photo_of_twelve_megapixels_is_read() -> None:
    large = Image.effect_noise((4000, 3000), 20)
    large.paste(code("PUMP-7", scale=5), (2100, 1200))
    assert read_codes(file(large)) == (Code("PUMP-7", "QR Code"),)


def test_half_a_photo_is_refused() -> None:
    whole = file(code("X" * 300))
    with pytest.raises(NotAnImage) as caught:
        read_codes(whole[: len(whole) // 2])
    assert "เสียหาย" in caught.value.message("th")


@settings(max_examples=30)
@given(st.data())
def test_a_spoilt_photo_is_refused_or_read_and_never_more(data: st.DataObject) -> None:
    whole = bytearray(file(code("SPOILT-1"), "PNG"))
    for _ in range(data.draw(st.integers(1, 6))):
        whole[data.draw(st.integers(40, len(whole) - 1))] = data.draw(st.integers(0, 255))
    with suppress(NotAnImage):
        assert read_codes(bytes(whole)) in ((), (Code("SPOILT-1", "QR Code"),))


def test_a_child_that_dies_over_a_photo_is_told_as_damage(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(images._decoder, "ask", lambda _fields, _data: None)
    with pytest.raises(NotAnImage):
        read_codes(file(code("A")))


@pytest.fixture
def reader() -> FrameReader:
    return FrameReader()


def test_a_frame_of_the_camera_is_read(reader: FrameReader) -> None:
    frame = code("VALVE 9").resize((640, 480))
    try:
        assert reader.read(frame.tobytes(), 640, 480) == (Code("VALVE 9", "QR Code"),)
        assert reader.read(bytes(640 * 480), 640, 480) == ()
    finally:
        reader.close()


def test_a_frame_that_takes_too_long_has_no_code() -> None:
    reader = FrameReader(seconds=0)
    try:
        assert reader.read(code("SLOW").resize((640, 480)).tobytes(), 640, 480) == ()
    finally:
        reader.close()


def test_a_frame_of_the_wrong_size_is_a_fault_of_the_program(reader: FrameReader) -> None:
    with pytest.raises(ValueError, match="5"):
        reader.read(b"12345", 640, 480)
