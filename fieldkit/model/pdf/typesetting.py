"""Sets values by a template, in a process of its own that is killed when it takes too long.

Typst keeps the tone marks of Thai in the text layer and breaks Thai lines between words; Qt's own PDF does
neither. A template is a file of the office, so it gets values as JSON and never as a part of its text, and
reads no file but those that are laid beside it.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fieldkit import resources
from fieldkit.errors import FieldkitError, Text
from fieldkit.model import durable
from fieldkit.model.clear_room import clear_room

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

SECONDS = 120.0
"""A document that takes longer is stopped: a record of 500 photos takes a tenth of it."""
_DATA, _WRITTEN = "data.json", "written.pdf"
# Typst would ask the network for a package; nothing here waits for the network.
_PACKAGE = re.compile(r'"@[\w-]+/')
# Thai is broken between its words, so only what no text has is too long there.
_RUN = re.compile(r"[^\s\u0e00-\u0e7f]{41,}|\S{401,}")
_MARKS = "\u0e31\u0e34-\u0e3a\u0e47-\u0e4e\u0300-\u036f"
_PIECE = re.compile(rf"(?:\S[{_MARKS}]*){{1,20}}")
_HASH = re.compile(r"[0-9a-f-]{1,64}")
_SOFT = "\u200b"
_LOOK = 0.1
_MOST_SAID = 600


class PdfRefused(FieldkitError):
    """The document could not be set: the template has a mistake, or it took too long."""

    def __init__(self, place: str, *, late: bool = False) -> None:
        broken = Text(
            "แก้แม่แบบในโฟลเดอร์ resources/reports หรือใส่ไฟล์เดิมกลับ",
            "Mend the template in resources/reports, or put the original back",
        )
        long = Text("เลือกรายการน้อยลงแล้วลองอีกครั้ง", "Choose fewer records, then try again")
        super().__init__(
            Text("สร้างไฟล์ PDF ไม่สำเร็จ", "The PDF could not be made"), long if late else broken, place=place
        )


class PdfCancelled(FieldkitError):
    """A person stopped it; nothing was written."""

    def __init__(self) -> None:
        super().__init__(
            Text("หยุดสร้าง PDF แล้ว", "The PDF was stopped"), Text("ไม่มีไฟล์ใดถูกเขียน", "Nothing was written")
        )


def typeset(
    template: str,
    values: Mapping[str, Any],
    files: Mapping[str, bytes] | None = None,
    *,
    seconds: float = SECONDS,
    cancelled: Callable[[], bool] = lambda: False,
) -> bytes:
    """Return the PDF that ``resources/reports/<template>.typ`` makes of ``values``.

    ``files`` are pictures by the names that ``values`` use. Raises PdfRefused, PdfCancelled, and CannotWrite
    where the system's own folder for temporary files is full.
    """
    with clear_room() as name, durable.explaining(Path(name)):
        folder = Path(name)
        for source in resources.path("reports").glob("*.typ"):
            if package := _PACKAGE.search(source.read_text(encoding="utf-8")):
                raise PdfRefused(f"{source.name}: {package[0]}… (packages come from the network)")
            shutil.copy(source, folder)
        (folder / _DATA).write_text(json.dumps(breakable(values), ensure_ascii=False), encoding="utf-8")
        for file, data in (files or {}).items():
            (folder / Path(file).name).write_bytes(data)
        said = _run(folder, template, seconds, cancelled)
        written = folder / _WRITTEN
        if not written.is_file():
            raise PdfRefused(f"{template}.typ: {said}"[:_MOST_SAID])
        return written.read_bytes()


def breakable(value: Any) -> Any:
    """Return values in which a run of signs that fits no line may be broken; else it would leave the page.

    A zero-width space stands after each few signs, never before a mark. Hashes stay whole, to be copied.
    """
    if isinstance(value, str):
        return _RUN.sub(
            lambda run: run[0] if _HASH.fullmatch(run[0]) else _SOFT.join(_PIECE.findall(run[0])), value
        )
    if isinstance(value, dict):
        return {key: breakable(inside) for key, inside in value.items()}
    return [breakable(inside) for inside in value] if isinstance(value, list | tuple) else value


def _run(folder: Path, template: str, seconds: float, cancelled: Callable[[], bool]) -> str:
    """Run the worker to its end; returns what it said."""
    # Whatever it writes goes into the folder: a pipe that nobody empties would stop it.
    said = folder / "said.txt"
    with said.open("wb") as told:
        process = subprocess.Popen(
            [sys.executable, "-m", "fieldkit.model.pdf.worker", str(folder), f"{template}.typ", _WRITTEN],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=told,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
        try:
            _wait(process, f"{template}.typ", seconds, cancelled)
        finally:
            process.kill()
            process.wait()
    return " ".join(said.read_text(encoding="utf-8", errors="replace").split())


def _wait(
    process: subprocess.Popen[bytes], place: str, seconds: float, cancelled: Callable[[], bool]
) -> None:
    waited = 0.0
    while True:
        try:
            process.wait(_LOOK)
        except subprocess.TimeoutExpired:
            waited += _LOOK
        else:
            return
        if cancelled():
            raise PdfCancelled
        if waited >= seconds:
            raise PdfRefused(f"{place}: > {seconds:g} s", late=True)
