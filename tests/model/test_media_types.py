"""Files told by their bytes."""

from __future__ import annotations

import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldkit.model.media_types import accepted, media_type
from tests.office import picture


def office(part: str) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("[Content_Types].xml", "x" * 20_000)
        archive.writestr(part, "<x/>")
    return file.getvalue()


@pytest.mark.parametrize(
    ("data", "kind", "suffix"),
    [
        (b"%PDF-1.7\n", "application/pdf", ".pdf"),
        (b"ID3\x04\x00", "audio/mpeg", ".mp3"),
        (b"\xff\xfb\x90\x64", "audio/mpeg", ".mp3"),
        (b"\xff\xf1\x50\x80", "audio/aac", ".aac"),
        (b"RIFF\x24\x00\x00\x00WAVEfmt ", "audio/wav", ".wav"),
        (b"RIFF\x24\x00\x00\x00AVI LIST", "video/x-msvideo", ".avi"),
        (b"OggS\x00\x02" + bytes(20) + b"\x01vorbis", "audio/ogg", ".ogg"),
        (b"OggS\x00\x02" + bytes(20) + b"\x80theora", "video/ogg", ".ogv"),
        (b"#!AMR\n", "audio/amr", ".amr"),
        (b"\x1a\x45\xdf\xa3\x9fB\x82\x84webm", "video/webm", ".webm"),
        (b"\x1a\x45\xdf\xa3\xa3B\x82\x88matroska", "video/x-matroska", ".mkv"),
        (b"\x00\x00\x00\x18ftypM4A ", "audio/mp4", ".m4a"),
        (b"\x00\x00\x00\x18ftypisom", "video/mp4", ".mp4"),
        (b"\x00\x00\x00\x18ftypqt  ", "video/quicktime", ".mov"),
        (b"\x00\x00\x00\x18ftyp3gp5", "video/3gpp", ".3gp"),
        (b"\x00\x00\x00\x18ftypheic", "image/heic", ".heic"),
        ("ข้อความ".encode() * 900, "text/plain", ".txt"),
    ],
)
def test_kinds(data: bytes, kind: str, suffix: str) -> None:
    assert media_type(data) == (kind, suffix)


def test_pictures_and_office_files() -> None:
    assert media_type(picture(8, 8)) == ("image/jpeg", ".jpg")
    assert media_type(office("word/document.xml")) is not None
    assert str(media_type(office("xl/workbook.xml"))).count("spreadsheet") == 1
    assert media_type(office("other/part.xml")) == ("application/zip", ".zip")


@pytest.mark.parametrize(
    "data", [b"", b"MZ\x90\x00", b"\x7fELF\x02", b"#!/bin/sh\n", b"\x00\x01\x02\x03" * 8]
)
def test_programs_and_unknown_bytes_are_nothing(data: bytes) -> None:
    assert media_type(data) is None


@given(st.binary(max_size=64))
def test_any_bytes_are_told_or_not(data: bytes) -> None:
    found = media_type(data)
    assert found is None or (found[0].count("/") == 1 and found[1].startswith("."))


@pytest.mark.parametrize(
    ("wanted", "found", "fits"),
    [
        ("audio/*", "audio/mpeg", True),
        ("audio/*", "video/3gpp", True),
        ("audio/*", "application/pdf", False),
        ("video/*", "image/jpeg", False),
        ("image/*", "audio/mpeg", False),
        ("application/*", "image/png", True),
        ("", "audio/mpeg", True),
    ],
)
def test_what_answers_a_question(wanted: str, found: str, fits: bool) -> None:
    assert accepted(wanted, found) is fits
