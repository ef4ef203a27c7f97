"""Photos: what they are, when and where they were taken, and small copies without private data.

Only JPEG, PNG and WebP up to 50 megapixels and 40 MB. Format and size are read here, from the
first bytes; every decoder runs in a child process that can be killed (docs/decisions/0010-photos.md).
"""

from __future__ import annotations

import atexit
import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from fieldkit.errors import FieldkitError, Text
from fieldkit.model.child_process import Child
from fieldkit.model.image_header import ImageFormat, is_heic, read_header
from fieldkit.model.image_worker import MAX_PIXELS, SECONDS

if TYPE_CHECKING:
    from fieldkit.model.image_header import Header

MAX_BYTES = 40 * 1024 * 1024
_PROBE = (64, 64)

_CURE = Text(
    "ใช้ไฟล์ภาพ JPEG, PNG หรือ WebP ที่เปิดดูได้ในโปรแกรมดูภาพ",
    "Use a JPEG, PNG or WebP file that opens in a picture viewer",
)
_HEIC_CURE = Text(
    "ไฟล์นี้เป็น HEIC: ตั้งกล้องโทรศัพท์เป็น “เข้ากันได้มากที่สุด” หรือแปลงเป็น JPEG ก่อน",
    "This is a HEIC file: set the phone's camera to “Most Compatible”, or convert it to JPEG first",
)


class NotAnImage(FieldkitError):
    """The file is no photo that can be kept, or it is damaged."""

    def __init__(self, title: Text, cure: Text = _CURE) -> None:
        super().__init__(title, cure)

    @classmethod
    def unknown(cls, data: bytes) -> NotAnImage:
        """Say that the file is none of the three formats."""
        return cls(Text("ไฟล์นี้ไม่ใช่ภาพถ่าย", "This file is not a photo"), _HEIC_CURE if is_heic(data) else _CURE)

    @classmethod
    def damaged(cls) -> NotAnImage:
        """Say that the file begins like a photo and cannot be read to its end."""
        return cls(
            Text("ไฟล์ภาพเสียหายหรือไม่ครบ", "The photo is damaged or incomplete"),
            Text("คัดลอกไฟล์จากกล้องอีกครั้ง หรือถ่ายใหม่", "Copy it from the camera again, or take it anew"),
        )


class ImageTooLarge(FieldkitError):
    """The photo has more bytes or pixels than fieldkit opens."""

    def __init__(self, found: str) -> None:
        super().__init__(
            Text(f"ภาพใหญ่เกินไป ({found})", f"The photo is too large ({found})"),
            Text(
                f"ใช้ภาพไม่เกิน {MAX_PIXELS // 1_000_000} ล้านพิกเซล และไม่เกิน {MAX_BYTES >> 20} MB",
                f"Use at most {MAX_PIXELS // 1_000_000} megapixels and {MAX_BYTES >> 20} MB",
            ),
        )


@dataclass(frozen=True, slots=True)
class ImageInfo:
    """A photo that was read to its end.

    ``width`` and ``height`` are pixels as a viewer shows it (turned upright). ``taken_at`` is the camera's
    time in ISO form, with an offset only if the camera wrote one. ``latitude`` and ``longitude``
    are WGS84 degrees.
    """

    format: ImageFormat
    width: int
    height: int
    taken_at: str | None = None
    latitude: float | None = None
    longitude: float | None = None

    @property
    def media_type(self) -> str:
        """The MIME type, such as ``image/jpeg``."""
        return f"image/{self.format.lower()}"


def inspect_image(data: bytes) -> ImageInfo:
    """Return what a photo is; raises NotAnImage (also when it is damaged) and ImageTooLarge."""
    header = checked(data)
    facts, _ = decode(data, header, _PROBE)
    across, down = (
        (header.height, header.width) if facts["orientation"] >= 5 else (header.width, header.height)
    )
    return ImageInfo(
        format=header.format,
        width=across,
        height=down,
        taken_at=facts["taken_at"],
        latitude=facts["latitude"],
        longitude=facts["longitude"],
    )


def thumbnail(data: bytes, box: tuple[int, int]) -> bytes:
    """Return an upright JPEG that fits ``box`` (pixels across, down), without EXIF, place or comments.

    Raises NotAnImage and ImageTooLarge.
    """
    return decode(data, checked(data), box)[1]


def checked(data: bytes) -> Header:
    """Return what the first bytes of a photo say; raises NotAnImage and ImageTooLarge."""
    if len(data) > MAX_BYTES:
        raise ImageTooLarge(f"{len(data) / (1 << 20):.0f} MB")
    header = read_header(data)
    if header is None:
        raise NotAnImage.unknown(data)
    if header.width * header.height > MAX_PIXELS:
        raise ImageTooLarge(f"{header.width} × {header.height}")
    return header


def decode(
    data: bytes, header: Header, box: tuple[int, int], *, task: str = "picture"
) -> tuple[dict[str, Any], bytes]:
    """Let the child process read a photo: ``task`` and answer as :mod:`~fieldkit.model.image_worker` says.

    Raises NotAnImage and ImageTooLarge.
    """
    fields = {"task": task, "format": header.format, "width": box[0], "height": box[1]}
    answer = _decoder.ask(fields, data)
    if answer is None or answer[0].get("error") == "damaged":
        raise NotAnImage.damaged()
    if "error" in answer[0]:
        raise ImageTooLarge(f"{header.width} × {header.height}")
    return answer


class Decoder:
    """One child process, started when the first photo comes and kept for the next ones.

    A start costs about 0.1 s, a photo of 12 megapixels about as much; a process a photo would double it.
    """

    def __init__(self, seconds: float = SECONDS) -> None:
        self.seconds = seconds
        self._child: Child | None = None
        self._lock = threading.Lock()

    def ask(self, fields: dict[str, Any], data: bytes) -> tuple[dict[str, Any], bytes] | None:
        """Send a photo and wait; None when the child died over it or was killed after ``seconds``."""
        with self._lock:
            child = self._running()
            limit = threading.Timer(self.seconds, child.kill)
            limit.daemon = True
            limit.start()
            answer = None
            try:
                answer = child.ask(fields, data)
            finally:
                limit.cancel()
                if answer is None:
                    self._end()
            return answer

    def close(self) -> None:
        """End the child process; the next photo starts another."""
        with self._lock:
            self._end()

    def _running(self) -> Child:
        if self._child is None or not self._child.runs:
            self._end()
            self._child = Child("fieldkit.model.image_worker")
        return self._child

    def _end(self) -> None:
        child, self._child = self._child, None
        if child is not None:
            child.close()


_decoder = Decoder()
atexit.register(_decoder.close)
