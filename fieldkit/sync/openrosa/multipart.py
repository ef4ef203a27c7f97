"""``multipart/form-data`` (RFC 7578): read piece by piece as it arrives, and written for the other side."""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

MOST_PARTS = 1_000
_MOST_HEADERS = 16 * 1024
_BOUNDARY = re.compile(r"[0-9A-Za-z'()+_,./:=? -]{1,70}")
_PARAMETER = re.compile(r';\s*([a-zA-Z*]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s;"]+))')
_PLAIN_TRANSFER = frozenset({"", "binary", "8bit", "7bit"})


class MalformedForm(Exception):
    """Bytes that are no form, a form that was cut, or one of too many parts."""


class Sink(Protocol):
    """Takes the bytes of one part."""

    def write(self, data: bytes) -> object:
        """Take some bytes."""

    def end(self) -> None:
        """Know that the part is whole."""


class Sinks(Protocol):
    """Says where each part goes."""

    def begin(self, name: str, file_name: str) -> Sink:
        """Return what takes the part of the field ``name``; ``file_name`` is "" for a plain value."""


class _Nowhere:
    def write(self, data: bytes) -> None:
        """Drop what stands before the first boundary."""

    def end(self) -> None:
        """Do nothing."""


class FormReader:
    """Takes a body in pieces of any size and gives the parts to ``sinks``; keeps a few kilobytes."""

    def __init__(self, content_type: str, sinks: Sinks) -> None:
        """Read a body of that ``Content-Type``; raises MalformedForm."""
        kind, _, rest = content_type.partition(";")
        boundary = _parameters(f";{rest}").get("boundary", "")
        if kind.strip().lower() != "multipart/form-data" or not _BOUNDARY.fullmatch(boundary):
            raise MalformedForm("not multipart/form-data")
        self._delimiter = f"\r\n--{boundary}".encode("latin-1")
        self._sinks = sinks
        self._sink: Sink = _Nowhere()
        # The first delimiter has no line before it; with this one all are alike.
        self._buffer = bytearray(b"\r\n")
        self._state = self._body
        self._parts = 0
        self._begun = self._done = False

    def feed(self, data: bytes) -> None:
        """Take some bytes; raises MalformedForm, and what a sink raises."""
        if self._done:
            return  # what follows the last boundary is nobody's
        self._buffer += data
        while not self._done and self._state():
            pass

    def finish(self) -> None:
        """Know that the body has ended; raises MalformedForm where it was cut."""
        if not self._done:
            raise MalformedForm("cut")

    def _body(self) -> bool:
        found = self._buffer.find(self._delimiter)
        if found < 0:
            safe = len(self._buffer) - len(self._delimiter) + 1
            if safe > 0:
                self._sink.write(bytes(self._buffer[:safe]))
                del self._buffer[:safe]
            return False
        if found:
            self._sink.write(bytes(self._buffer[:found]))
        del self._buffer[: found + len(self._delimiter)]
        if self._begun:
            self._sink.end()
        self._state = self._after_boundary
        return True

    def _after_boundary(self) -> bool:
        if len(self._buffer) < 2:
            return False
        if self._buffer.startswith(b"--"):
            self._done = True
            return False
        end = self._buffer.find(b"\r\n")
        if end < 0:
            return self._more(100)
        if self._buffer[:end].strip(b" \t"):
            raise MalformedForm("boundary")
        del self._buffer[:end]  # the line's end stays: headers may be empty
        self._state = self._headers
        return True

    def _headers(self) -> bool:
        end = self._buffer.find(b"\r\n\r\n")
        if end < 0:
            return self._more(_MOST_HEADERS)
        if end > _MOST_HEADERS:
            raise MalformedForm("headers")
        text = bytes(self._buffer[:end]).decode("utf-8", "replace")
        del self._buffer[: end + 4]
        self._parts += 1
        if self._parts > MOST_PARTS:
            raise MalformedForm("too many parts")
        self._sink = self._sinks.begin(*_named(text))
        self._begun = True
        self._state = self._body
        return True

    def _more(self, most: int) -> bool:
        if len(self._buffer) > most:
            raise MalformedForm("headers")
        return False


def _named(headers: str) -> tuple[str, str]:
    """Return field and file name of a part; raises MalformedForm."""
    found = {}
    for line in headers.split("\r\n"):
        key, colon, value = line.partition(":")
        if colon:
            found[key.strip().lower()] = value.strip()
    if found.get("content-transfer-encoding", "").lower() not in _PLAIN_TRANSFER:
        raise MalformedForm("transfer encoding")
    kind, semicolon, rest = found.get("content-disposition", "").partition(";")
    given = _parameters(semicolon + rest)
    if kind.strip().lower() != "form-data" or "name" not in given:
        raise MalformedForm("part without a name")
    return given["name"], given.get("filename", "")


def _parameters(text: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for key, quoted, plain in _PARAMETER.findall(text):
        value = quoted.replace('\\"', '"') if quoted else plain
        # what browsers and OkHttp write for what may not stand in quotes
        found.setdefault(key.lower(), value.replace("%22", '"').replace("%0D", "\r").replace("%0A", "\n"))
    return found


# --- the other side


@dataclass(frozen=True, slots=True)
class Part:
    """One part to send: field, file name ("" for a plain value), media type, bytes."""

    name: str
    file_name: str
    media_type: str
    data: bytes


def boundary() -> str:
    """Return a new boundary."""
    return secrets.token_hex(16)


def size(parts: Iterable[Part], mark: str) -> int:
    """Return the bytes of a whole form."""
    return sum(len(_head(part, mark)) + len(part.data) + 2 for part in parts) + len(mark) + 6


def pieces(parts: Iterable[Part], mark: str, *, most: int = 64 * 1024) -> Iterator[bytes]:
    """Yield a form, at most so many bytes at a time."""
    for part in parts:
        yield _head(part, mark)
        for start in range(0, len(part.data), most):
            yield part.data[start : start + most]
        yield b"\r\n"
    yield f"--{mark}--\r\n".encode()


def _head(part: Part, mark: str) -> bytes:
    file_name = f'; filename="{_quoted(part.file_name)}"' if part.file_name else ""
    kind = f"Content-Type: {part.media_type}\r\n" if part.media_type else ""
    return (
        f'--{mark}\r\nContent-Disposition: form-data; name="{_quoted(part.name)}"{file_name}\r\n{kind}\r\n'
    ).encode()


def _quoted(text: str) -> str:
    return text.replace('"', "%22").replace("\r", "%0D").replace("\n", "%0A")
