"""What a file is, told from its first bytes: its name and its sender prove nothing."""

from __future__ import annotations

from fieldkit.model.image_header import is_heic, read_header

# Offset and bytes of each mark -> media type and usual suffix (each format's own specification).
_MARKS: tuple[tuple[int, bytes, str, str], ...] = (
    (0, b"%PDF-", "application/pdf", ".pdf"),
    (0, b"ID3", "audio/mpeg", ".mp3"),
    (0, b"fLaC", "audio/flac", ".flac"),
    (0, b"#!AMR", "audio/amr", ".amr"),
    (8, b"WAVE", "audio/wav", ".wav"),
    (8, b"AVI ", "video/x-msvideo", ".avi"),
    (0, b"\x30\x26\xb2\x75\x8e\x66\xcf\x11", "video/x-ms-wmv", ".wmv"),
    (0, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "application/vnd.ms-office", ".doc"),
    (0, b"Rar!", "application/vnd.rar", ".rar"),
    (0, b"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed", ".7z"),
    (0, b"PK\x03\x04", "application/zip", ".zip"),
    (0, b"II*\x00", "image/tiff", ".tif"),
    (0, b"MM\x00*", "image/tiff", ".tif"),
    (0, b"GIF8", "image/gif", ".gif"),
)
_BRANDS = {
    b"M4A ": ("audio/mp4", ".m4a"),
    b"M4B ": ("audio/mp4", ".m4a"),
    b"qt  ": ("video/quicktime", ".mov"),
}
_OFFICE = (
    (b"word/", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", ".docx"),
    (b"xl/", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", ".xlsx"),
    (b"ppt/", "application/vnd.openxmlformats-officedocument.presentationml.presentation", ".pptx"),
)
_PROGRAMS = (b"MZ", b"\x7fELF", b"#!/", b"\xcf\xfa\xed\xfe")
_HEAD = 8192


def media_type(data: bytes) -> tuple[str, str] | None:
    """Return (media type, suffix) of a file, None for a program or what is not recognised."""
    head = data[:_HEAD]
    if (image := read_header(data)) is not None:
        return f"image/{image.format.lower()}", {"JPEG": ".jpg", "PNG": ".png", "WEBP": ".webp"}[image.format]
    if is_heic(data):
        return "image/heic", ".heic"
    if head[4:8] == b"ftyp":
        return _BRANDS.get(head[8:12]) or (
            ("video/3gpp", ".3gp") if head[8:10] == b"3g" else ("video/mp4", ".mp4")
        )
    if head[:4] == b"\x1a\x45\xdf\xa3":
        return ("video/webm", ".webm") if b"webm" in head[:64] else ("video/x-matroska", ".mkv")
    if head[:4] == b"OggS":
        return ("video/ogg", ".ogv") if b"theora" in head else ("audio/ogg", ".ogg")
    for offset, mark, kind, suffix in _MARKS:
        if head[offset : offset + len(mark)] == mark:
            return _zipped(data) if mark == b"PK\x03\x04" else (kind, suffix)
    # Frames of MPEG and of AAC without any tag before them: eleven set bits.
    if len(head) > 2 and head[0] == 0xFF and head[1] & 0xE0 == 0xE0:
        return ("audio/aac", ".aac") if head[1] & 0xF6 == 0xF0 else ("audio/mpeg", ".mp3")
    return None if head.startswith(_PROGRAMS) else _text(head)


def _zipped(data: bytes) -> tuple[str, str]:
    # The names of what is inside stand at the end, in the central directory.
    names = data[:_HEAD] + data[-4 * _HEAD :]
    if b"[Content_Types].xml" in names:
        for mark, kind, suffix in _OFFICE:
            if mark in names:
                return kind, suffix
    return "application/zip", ".zip"


def _text(head: bytes) -> tuple[str, str] | None:
    if not head or b"\x00" in head:
        return None
    try:
        head.decode("utf-8")
    except UnicodeDecodeError as error:
        # The last letter may be cut in two by the end of the head.
        if error.start < len(head) - 4:
            return None
    return "text/plain", ".txt"


def accepted(wanted: str, found: str) -> bool:
    """Tell whether a file of type ``found`` answers a question for ``wanted`` (``audio/*``, ``video/*``…)."""
    family = wanted.partition("/")[0]
    if family in ("audio", "video"):
        # The same container holds both: a phone calls a recording video/3gpp or audio/webm as it likes.
        return found.startswith(("audio/", "video/"))
    return family != "image" or found.startswith("image/")
