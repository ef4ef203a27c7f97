"""What is in a bundle, part by part: a small head in JSON, and the bytes that it announces."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from fieldkit.sync import protocol
from fieldkit.sync.bundle.errors import BundleDamaged
from fieldkit.sync.protocol import Position

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fieldkit.sync.bundle.envelope import Reader, Writer

_HEAD_LIMIT = 8 * protocol.MIB
_PAYLOAD_LIMIT = protocol.MAX_FILE


class Opening(msgspec.Struct, tag="opening", tag_field="part"):
    """First part of a laptop's bundle: where it stands, so that an answer can begin there.

    ``cursors`` are the positions it has read to, ``files`` the SHA-256 of what it has and the centre has not
    confirmed, ``wanted`` of what its records refer to and is not there.
    """

    cursors: dict[str, Position]
    files: list[str] = []
    wanted: list[str] = []


class Changes(msgspec.Struct, tag="changes", tag_field="part"):
    """Bodies of one stream, in order of saving: lines as of a push, without its header."""

    stream: str


class File(msgspec.Struct, tag="file", tag_field="part"):
    """The bytes of one file."""

    sha256: str


class Page(msgspec.Struct, tag="page", tag_field="part"):
    """The lines of a pull page that begins behind ``start``."""

    stream: str
    start: Position


class Holds(msgspec.Struct, tag="holds", tag_field="part"):
    """In an answer: those of the laptop's files that the centre has, whole and durable."""

    files: list[str]


Part = Opening | Changes | File | Page | Holds

_decoder: msgspec.json.Decoder[Part] = msgspec.json.Decoder(Part)


def write(writer: Writer, head: Part, payload: bytes = b"") -> None:
    """Append one part."""
    encoded = msgspec.json.encode(head)
    writer.write(len(encoded).to_bytes(4, "big") + encoded + len(payload).to_bytes(4, "big"))
    writer.write(payload)


def read(reader: Reader, place: str) -> Iterator[tuple[Part, bytes]]:
    """Yield the parts of an opened bundle; raises BundleDamaged. Parts of a later kind are passed over."""
    source = _Source(reader.pieces(), place)
    while (length := source.number()) is not None:
        head = _head(source.exactly(length, _HEAD_LIMIT), place)
        payload = source.exactly(source.announced(), _PAYLOAD_LIMIT)
        if head is not None:
            yield head, payload


def _head(encoded: bytes, place: str) -> Part | None:
    try:
        return _decoder.decode(encoded)
    except msgspec.ValidationError as error:
        told = msgspec.json.decode(encoded)
        kind = told.get("part") if isinstance(told, dict) else None
        if isinstance(kind, str) and kind not in _KNOWN:
            return None
        raise BundleDamaged(place) from error
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise BundleDamaged(place) from error


_KNOWN = {kind.__struct_config__.tag for kind in (Opening, Changes, File, Page, Holds)}


class _Source:
    """Takes exact numbers of bytes from pieces of any length."""

    def __init__(self, pieces: Iterator[bytes], place: str) -> None:
        self._pieces = pieces
        self._place = place
        self._buffer = bytearray()

    def number(self) -> int | None:
        """Return the next number of 4 bytes, or None at the end."""
        if not self._fill(4):
            if self._buffer:
                raise BundleDamaged(self._place)
            return None
        return int.from_bytes(self._take(4), "big")

    def announced(self) -> int:
        """Return a number that must follow."""
        number = self.number()
        if number is None:
            raise BundleDamaged(self._place)
        return number

    def exactly(self, length: int, limit: int) -> bytes:
        """Return the next ``length`` bytes."""
        if length > limit or not self._fill(length):
            raise BundleDamaged(self._place)
        return self._take(length)

    def _fill(self, length: int) -> bool:
        while len(self._buffer) < length:
            piece = next(self._pieces, None)
            if piece is None:
                return False
            self._buffer += piece
        return True

    def _take(self, length: int) -> bytes:
        taken = bytes(self._buffer[:length])
        del self._buffer[:length]
        return taken
