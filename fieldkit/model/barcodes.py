"""Barcodes and QR codes in pictures, read in a child process as every picture from outside is."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from fieldkit.model import images
from fieldkit.model.image_worker import CODES_BOX

if TYPE_CHECKING:
    from collections.abc import Iterable


@dataclass(frozen=True, slots=True)
class Code:
    """One code: its text on one line, and what kind of code it is (``QR Code``, ``Code 128`` …)."""

    text: str
    symbology: str


def read_codes(data: bytes) -> tuple[Code, ...]:
    """Return the codes in a picture's file, each once, from top to bottom; () when it holds none.

    Raises NotAnImage (also when it is damaged) and ImageTooLarge.
    """
    header = images.checked(data)
    return _codes(images.decode(data, header, CODES_BOX, task="codes")[0].get("codes", ()))


class FrameReader:
    """Reads the codes in the frames of a camera, in a child process of its own; photos wait for none."""

    def __init__(self, seconds: float = 5) -> None:
        """``seconds`` is what one frame may take before the process is killed."""
        self._decoder = images.Decoder(seconds)

    def read(self, grey: bytes, width: int, height: int) -> tuple[Code, ...]:
        """Return the codes in a frame of ``width`` × ``height`` bytes of grey; () when it took too long."""
        if len(grey) != width * height:
            raise ValueError(len(grey))
        answer = self._decoder.ask({"task": "frame", "width": width, "height": height}, grey)
        return _codes(answer[0].get("codes", ())) if answer is not None else ()

    def close(self) -> None:
        """End the child process; the next frame starts another."""
        self._decoder.close()


def _codes(found: Iterable[dict[str, Any]]) -> tuple[Code, ...]:
    # A dict keeps the order and each code once.
    codes = {Code(_one_line(str(code["text"])), str(code["symbology"])): None for code in found}
    return tuple(code for code in codes if code.text)


def _one_line(text: str) -> str:
    """Take out what is no visible sign (Unicode's categories C), as ODK Collect does with scanned codes."""
    return "".join(sign for sign in text if unicodedata.category(sign)[0] != "C").strip()
