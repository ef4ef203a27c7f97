"""The XML of one sheet: what surrounds the rows by openpyxl's own serialisers, the rows as ready text.

openpyxl builds an element for each cell, which is nine tenths of the time that a large sheet takes. Here its
writer makes everything up to the rows and everything after them; the rows between are strings that are
compressed by a thread while the next ones are made, so that neither memory nor disk holds the XML.
"""

from __future__ import annotations

import io
import re
import zlib
from collections import deque
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from concurrent.futures import Executor, Future
    from pathlib import Path

_LEVEL = 4  # half the time of the usual 6 for a twentieth more bytes
_CHUNK = 1 << 18  # letters that are handed over at once
_AHEAD = 4  # chunks that may wait for the thread: more would only fill the memory
_NO_ROWS = re.compile(rb"<sheetData\s*/>|<sheetData>\s*</sheetData>")


class Deflated:
    """Text that is compressed into a file, ready to be a member of a zip file.

    ``crc`` and ``size`` (bytes before compression) are whole after :meth:`finish`. Raises OSError, if need be
    at a later call.
    """

    def __init__(self, path: Path, pool: Executor) -> None:
        self.path = path
        self.crc = self.size = 0
        self._pool = pool
        self._file = path.open("wb")
        self._packing = zlib.compressobj(_LEVEL, zlib.DEFLATED, -zlib.MAX_WBITS)
        self._pending: deque[Future[None]] = deque()
        self._held: list[str] = []
        self._length = 0

    def write(self, text: str) -> None:
        """Add ``text``."""
        self._held.append(text)
        self._length += len(text)
        if self._length >= _CHUNK:
            self._send()

    def finish(self) -> None:
        """Write what waits and close the file."""
        self._send()
        while self._pending:
            self._pending.popleft().result()
        self._file.write(self._packing.flush())
        self._file.close()

    def abandon(self) -> None:
        """Close the file and remove it; harmless when that is done."""
        for waiting in self._pending:
            waiting.cancel()
        self._file.close()
        self.path.unlink(missing_ok=True)

    def _send(self) -> None:
        text = "".join(self._held)
        self._held, self._length = [], 0
        while len(self._pending) >= _AHEAD:
            self._pending.popleft().result()
        self._pending.append(self._pool.submit(self._add, text))

    def _add(self, text: str) -> None:
        data = text.encode()
        self.crc = zlib.crc32(data, self.crc)
        self.size += len(data)
        self._file.write(self._packing.compress(data))


class SheetXml:
    """A write-only worksheet of openpyxl whose rows are given as text; everything else must be set before."""

    def __init__(self, worksheet: Any, path: Path, pool: Executor) -> None:
        self._worksheet = worksheet
        self._body = Deflated(path, pool)
        head = _surrounding(worksheet)
        head.write_top()
        head.write_rows()
        head.close()
        self._body.write(_NO_ROWS.split(head.out.getvalue())[0].decode() + "<sheetData>")

    def add(self, row: str) -> None:
        """Add a ``row`` element."""
        self._body.write(row)

    def finish(self) -> None:
        """Write what stands below the rows; tables and pictures must be known now."""
        self._worksheet._writer = tail = _surrounding(self._worksheet)
        tail.write_top()
        self._worksheet.close()
        self._body.write("</sheetData>" + _NO_ROWS.split(tail.out.getvalue())[1].decode())
        self._body.finish()
        tail.out = self._body  # what openpyxl hands to the archive as the file of this sheet

    def abandon(self) -> None:
        """Remove what was written; harmless afterwards too."""
        self._body.abandon()


def _surrounding(worksheet: Any) -> Any:
    from openpyxl.worksheet._writer import WorksheetWriter

    class Surrounding(WorksheetWriter):
        """Writes everything but the rows."""

        def rows(self) -> list[Any]:
            return []

        def cleanup(self) -> None:
            body: Any = self.out
            body.abandon()

    return Surrounding(worksheet, io.BytesIO())
