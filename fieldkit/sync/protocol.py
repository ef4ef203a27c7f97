"""Messages between laptop and centre, versions 1 to 3: shapes, codec, limits, hashes (docs/protocol.md)."""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
from collections.abc import Iterable, Iterator
from typing import Any, Literal, TypeVar

import msgspec

VERSION = 3
OLDEST = 1
WITH_PARTS = 2  # since when a file is sent in parts, and receipts are given
WITH_DETAILS = 3  # since when a laptop may leave details of inspections at the centre

# Before the hash of a body in the log entry of what is left of it once values were erased by law.
ERASED = "erased:"
RELEASED = "released:"  # before the id in the log entry of a change that was held and is handed on after all

# Every answer of a centre repeats the laptop's number in this header; a login page cannot.
ECHO = "Fieldkit-Echo"
PROTOCOL = "Fieldkit-Protocol"
JSON = "application/json"
PACKED = "application/vnd.fieldkit.lines+zstd"
RAW = "application/octet-stream"

KIB, MIB = 1024, 1024 * 1024
MAX_JSON = 4 * MIB
MAX_PACKED = 32 * MIB  # on the wire
MAX_UNPACKED = 64 * MIB
MAX_BODY = 32 * MIB  # one change
MAX_FILE = 64 * MIB  # one attachment
PART = MIB  # a larger file is sent in parts of this size; a cut sends no more than one of them again
MAX_VERIFIED = 256 * MIB  # the centre reads no more files than that for one /v2/receipts
MAX_CHANGES = 500  # of one push
PUSH_BYTES = MIB  # a laptop closes a batch here
PAGE_CHANGES = 400
# The centre closes a page here: a laptop applies it in one transaction, and an answer may wait for that.
PAGE_BYTES = 256 * KIB
PAGE_MOST = 2_000  # what a laptop may ask for that is far behind; the bytes grow with it
MAX_IDS = 20_000  # of one /v1/have
MAX_NAMES = 1_000  # of one /v1/need
MAX_INSPECTIONS = 200  # of one /v3/details
MAX_STREAMS = 2_000  # of one hello
TOKEN_BYTES = 32

_STREAM = re.compile(r"[a-z]{2,12}(/[0-9a-z-]{1,40})?")
_SHA256 = re.compile(r"[0-9a-f]{64}")
_LEVEL = 3

Struct = TypeVar("Struct", bound=msgspec.Struct)
Position = tuple[int, str]  # number in a stream and running hash (hex); (0, "") before the first


class Malformed(Exception):
    """Bytes that are no message of this protocol, or more of them than it allows."""

    def __init__(self, reason: str, *, too_large: bool = False) -> None:
        super().__init__(reason)
        self.too_large = too_large


class Enrol(msgspec.Struct):
    """POST /v1/enrol: the one-time code, and the token that the laptop made for itself (32 bytes, base64).

    ``proof`` shows that this is the laptop that is enrolled as ``device`` already (:func:`enrol_proof`).
    ``keys`` are the laptop's public keys for bundles (docs/bundle.md).
    """

    code: str
    device: str
    token: str
    name: str = ""
    proof: str = ""
    keys: str = ""


class Enrolled(msgspec.Struct):
    """The centre knows the laptop now; ``provinces`` are its grants, ``*`` is all of them.

    ``administrator``: it may change reference tables, which all share. ``keys``: the centre's for bundles.
    """

    centre: str
    provinces: list[str]
    administrator: bool = False
    keys: str = ""


class StreamHello(msgspec.Struct):
    """What a laptop says of a stream: its feed, and the furthest position a centre showed it."""

    feed: str
    witness: Position = (0, "")


class Hello(msgspec.Struct):
    """POST /v1/hello: opens an exchange; ``keys`` are the laptop's public keys for bundles.

    ``person`` is who works there, for colleagues who ask who synced when.
    """

    protocol: tuple[int, int]
    app: str
    schema: int
    wall: str
    streams: dict[str, StreamHello]
    keys: str = ""
    person: str = ""


class StreamState(msgspec.Struct):
    """Where the centre stands: its head, what it has of the laptop's feed, and whether the witness fits."""

    head: Position
    feed_n: int = 0
    feed_link: str = ""
    witness: Literal["ok", "diverged"] = "ok"


class Welcome(msgspec.Struct):
    """Answer to hello; ``grants`` are the streams this laptop may read, ``keys`` the centre's for bundles."""

    protocol: int
    centre: str
    server_time: str
    streams: dict[str, StreamState]
    grants: list[str]
    keys: str = ""


class PushHeader(msgspec.Struct):
    """First line of POST /v1/push; the exact bodies follow, one a line.

    ``first`` is the feed number of the first body, ``before`` the link ahead of it and ``link``
    that of the last body (hex).
    """

    stream: str
    feed: str
    first: int
    before: str
    link: str


class Held(msgspec.Struct):
    """A change that is stored and acknowledged, but not handed on, and why."""

    n: int
    code: str


class PushAnswer(msgspec.Struct):
    """The bodies are durable: their numbers in order, and the stream's position before and after."""

    n: int
    seqs: list[int]
    before: Position
    after: Position
    at: str
    held: list[Held] = []


class PageHeader(msgspec.Struct):
    """First line of a pull page: the stream's head, and the position behind the page's last change.

    The laptop computes the running hash itself; ``last`` proves that page and log are the same.
    """

    stream: str
    head: Position
    last: Position


class Entry(msgspec.Struct, omit_defaults=True):
    """One line of a pull page ahead of the body's line, which is empty when the body is left out.

    ``status`` 1 is held (body left out) for the reason ``code``, ``own`` a change that the asking feed
    brought itself; ``sha`` (hex) stands for the body that is left out. ``of`` is the inspection of which the
    change is details and nothing else, where a laptop asked to leave such bodies out.
    """

    q: int
    at: str
    id: str
    status: int = 0
    own: bool = False
    sha: str = ""
    code: str = ""
    of: str = ""


class Have(msgspec.Struct):
    """First line of POST /v1/have; the ids of changes follow, one a line."""

    stream: str


class DetailsAsked(msgspec.Struct):
    """POST /v3/details: changes of a stream that are details of these inspections, behind a number.

    Without ``bodies`` the centre reads each and tells its hash: a laptop lets go of what is told then.
    """

    stream: str
    inspections: list[str]
    after: int = 0
    bodies: bool = True


class DetailsHeader(msgspec.Struct):
    """First line of the answer; entries and bodies follow as in a page. ``more``: ask behind the last one."""

    stream: str
    more: bool


class Upload(msgspec.Struct):
    """How far the centre is with a file: bytes from its beginning; ``at`` when it has it whole."""

    have: int
    at: str = ""


class Stored(msgspec.Struct):
    """Answer to PUT /v1/blobs: when the centre received the file first."""

    at: str = ""


class FilesAsked(msgspec.Struct):
    """POST /v2/receipts: files by SHA-256; with ``verify`` the centre reads each of them."""

    files: list[str]
    verify: bool = False


class FileReceipt(msgspec.Struct):
    """The centre holds a file of ``size`` bytes since ``at``."""

    size: int
    at: str


class Receipts(msgspec.Struct):
    """The asked files that the centre holds; those in ``left`` it has not looked for: ask again."""

    files: dict[str, FileReceipt]
    left: list[str] = []


class LaptopSeen(msgspec.Struct):
    """A laptop: its computer's name, who works there, when it last said hello (empty: never).

    ``app`` is its version of the program, ``clock_error_ms`` by how much its clock was ahead then.
    """

    id: str
    name: str
    provinces: list[str]
    person: str = ""
    app: str = ""
    last_seen: str = ""
    clock_error_ms: int = 0
    revoked: bool = False


class Laptops(msgspec.Struct):
    """Answer to GET /v2/laptops: those that share a province with the one that asks."""

    at: str
    laptops: list[LaptopSeen]


class Refusal(msgspec.Struct):
    """Any answer that is not a success: a code of :mod:`fieldkit.sync.answers`, and its particulars."""

    error: str
    have: int = 0
    reason: str = ""


def valid_stream(name: str) -> bool:
    """Tell whether ``name`` can be a stream: ``ref``, ``reg/25``, ``ins/25``."""
    return _STREAM.fullmatch(name) is not None


def valid_sha256(name: str) -> bool:
    """Tell whether ``name`` is a SHA-256 in lower-case hex; anything else must not reach a path."""
    return _SHA256.fullmatch(name) is not None


def token_hash(token: str) -> str:
    """Return what a centre stores of a token (hex); raises Malformed unless it holds 32 bytes."""
    try:
        raw = base64.b64decode(token.encode(), altchars=b"-_", validate=True)
    except ValueError as error:
        raise Malformed("token") from error
    if len(raw) != TOKEN_BYTES:
        raise Malformed("token")
    return hashlib.sha256(raw).hexdigest()


def enrol_proof(known: str, token: str) -> str:
    """Return the proof that who asks for ``token`` knows the present one, of which ``known`` is the hash.

    It is worth nothing for another token, and tells nothing about the present one to another centre.
    """
    return hmac.new(known.encode(), token.encode(), hashlib.sha256).hexdigest()


def to_json(message: Any) -> bytes:
    """Return a message as JSON."""
    return msgspec.json.encode(message)


def from_json(data: bytes, kind: type[Struct]) -> Struct:
    """Read a message; unknown members are ignored. Raises Malformed."""
    try:
        return msgspec.json.decode(data, type=kind)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise Malformed(str(error)) from error


def names_from_json(data: bytes) -> list[str]:
    """Read a list of names; raises Malformed."""
    try:
        return msgspec.json.decode(data, type=list[str])
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise Malformed(str(error)) from error


def pack(lines: Iterable[bytes]) -> bytes:
    """Compress lines; none of them may hold a line feed, which JSON without indentation never does."""
    import zstandard

    return zstandard.ZstdCompressor(level=_LEVEL, write_checksum=True).compress(b"\n".join(lines))


def unpack(data: bytes, *, limit: int = MAX_UNPACKED) -> list[bytes]:
    """Return the lines of :func:`pack`; raises Malformed for other bytes and above ``limit`` bytes.

    The frame must declare its size, so that memory stays below ``limit`` whatever follows.
    """
    import zstandard

    try:
        declared = zstandard.frame_content_size(data)
        if not 0 < declared <= limit:
            raise Malformed(f"{declared} bytes declared, 1 to {limit} allowed", too_large=declared > limit)
        decompressor = zstandard.ZstdDecompressor(max_window_size=MAX_UNPACKED)
        whole = decompressor.decompress(data, max_output_size=limit, allow_extra_data=False)
    except zstandard.ZstdError as error:
        raise Malformed(str(error)) from error
    return whole.split(b"\n")


def pages(lines: list[bytes]) -> Iterator[tuple[Entry, bytes]]:
    """Yield entry and body of a pull page without its header; raises Malformed."""
    if len(lines) % 2:
        raise Malformed("a page has an entry and a body for each change")
    for position in range(0, len(lines), 2):
        yield from_json(lines[position], Entry), lines[position + 1]


def body_hash(body: bytes) -> str:
    """Return the SHA-256 of a body (hex)."""
    return hashlib.sha256(body).hexdigest()


def log_hash(before: str, seq: int, sha: str, at: str, status: int) -> str:
    """Return the running hash of a stream at ``seq`` (hex).

    SHA-256 over the hash before it, the number, the body's SHA-256, the time of receipt and the
    status: a log that was cut back, rewritten or reordered shows.
    """
    return hashlib.sha256(f"fkl1\n{before}\n{seq}\n{sha}\n{at}\n{status}".encode()).hexdigest()
