"""What receivers say beside the place, and what arrives when the cable is bad."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldkit.model.nmea import Listener
from tests.nmea import sentence

GGA = "GPGGA,040001.00,1626.388,N,10020.880,E,{quality},{satellites},0.9,45.4,M,-30.0,M,,"


def heard(*pieces: bytes) -> Listener:
    listener = Listener()
    for piece in pieces:
        listener.feed(piece)
    return listener


@pytest.mark.parametrize(
    ("number", "quality"),
    [
        ("0", "none"),
        ("1", "gps"),
        ("2", "dgps"),
        ("4", "rtk"),
        ("6", "estimated"),
        ("8", "simulated"),
        ("", "none"),
    ],
)
def test_quality_and_satellites_are_read(number: str, quality: str) -> None:
    found = heard(sentence(GGA.format(quality=number, satellites="08"))).heard
    assert (found.sentences, found.spoilt, found.quality, found.satellites) == (1, 0, quality, 8)


def test_accuracy_comes_from_gst() -> None:
    found = heard(sentence("GNGST,040001.00,6.0,,,,3.0,4.0,5.0")).heard
    assert found.accuracy == pytest.approx(5)
    assert heard(sentence("GNGST,040001.00,,,,,,,")).heard.accuracy is None


def test_a_wrong_checksum_counts_as_spoilt_and_says_nothing() -> None:
    right = sentence(GGA.format(quality=1, satellites="08"))
    found = heard(right.replace(b",08,", b",09,")).heard
    assert (found.sentences, found.spoilt, found.satellites) == (0, 1, None)


def test_a_port_at_the_wrong_speed_is_heard_as_spoilt() -> None:
    assert heard(bytes(range(128, 256)) * 40).heard.spoilt > 0


@given(st.integers(1, 40))
def test_sentences_in_pieces_are_whole(length: int) -> None:
    stream = b"".join(sentence(GGA.format(quality=1, satellites=f"{n:02}")) for n in (5, 6, 7))
    found = heard(*(stream[at : at + length] for at in range(0, len(stream), length))).heard
    assert (found.sentences, found.spoilt, found.satellites) == (3, 0, 7)


@given(st.lists(st.binary(max_size=200), max_size=20))
def test_rubbish_never_fails_and_never_gives_a_fix(pieces: list[bytes]) -> None:
    assert heard(*(piece.replace(b"$", b"?") for piece in pieces)).heard.quality == "none"
