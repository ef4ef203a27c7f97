"""What the centre answers, as a table: routes and the OpenAPI description are made from it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from fieldkit.sync import protocol
from fieldkit.sync.protocol import JSON, PACKED, RAW


@dataclass(frozen=True, slots=True)
class Given:
    """A value in the address: its name, ``string`` or ``integer``, and what it is."""

    name: str
    kind: str
    about: str
    needed: bool = True


@dataclass(frozen=True, slots=True)
class Endpoint:
    """One method of one path; ``name`` is the function that answers, ``since`` the version of the protocol.

    ``asks`` and ``answers`` are the types of JSON messages, or content types; ``refusals`` the codes besides
    those that any request may meet.
    """

    method: str
    path: str
    name: str
    about: str
    since: int = 1
    asks: Any = None
    answers: Any = JSON
    given: tuple[Given, ...] = ()
    refusals: tuple[str, ...] = ()
    limit: int = protocol.MAX_JSON
    status: tuple[int, ...] = (200,)
    token: bool = True


_SHA256 = Given("sha256", "string", "SHA-256 of the whole file, lower-case hex")
_SIZE = Given("size", "integer", "bytes of the whole file")

ENDPOINTS = (
    Endpoint(
        *("POST", "/v1/enrol", "enrol", "Exchange a one-time code for the token that the laptop made"),
        asks=protocol.Enrol,
        answers=protocol.Enrolled,
        refusals=("code",),
        token=False,
    ),
    Endpoint(
        *("POST", "/v1/hello", "hello", "Open an exchange: where the centre stands in each stream"),
        asks=protocol.Hello,
        answers=protocol.Welcome,
        refusals=("upgrade", "feed"),
    ),
    Endpoint(
        *("POST", "/v1/push", "push", "Append changes to a stream; a PushHeader, then a body a line"),
        asks=PACKED,
        answers=protocol.PushAnswer,
        refusals=("gap", "fork", "feed"),
        limit=protocol.MAX_PACKED,
    ),
    Endpoint(
        *("GET", "/v1/pull", "pull", "A page of a stream; a PageHeader, then an Entry and a body a change"),
        answers=PACKED,
        given=(
            Given("stream", "string", "the stream"),
            Given(
                "seq",
                "integer",
                "number of the last change that was read",
                needed=False,
            ),
            Given("hash", "string", "running hash there", needed=False),
            Given("feed", "string", "bodies that this feed brought are left out", needed=False),
            Given("limit", "integer", f"changes of a page, at most {protocol.PAGE_MOST}", needed=False),
            Given(
                "thin", "integer", "1: bodies that are details of an inspection are left out", needed=False
            ),
        ),
        refusals=("diverged", "not_granted", "feed"),
    ),
    Endpoint(
        *("POST", "/v3/details", "details", "Details of inspections that a page left out, or their hashes"),
        since=3,
        asks=protocol.DetailsAsked,
        answers=PACKED,
        refusals=("not_granted",),
    ),
    Endpoint(
        *("POST", "/v1/have", "have", "Which ids of changes the log lacks; a Have, then an id a line"),
        asks=PACKED,
        answers=list[str],
    ),
    Endpoint(
        *("POST", "/v1/need", "need", "Which files, by SHA-256, are not at the centre"),
        asks=list[str],
        answers=list[str],
    ),
    Endpoint(
        *(
            "PUT",
            "/v1/blobs/{sha256}",
            "put_file",
            "Send a whole file; answered when it is durable",
        ),
        asks=RAW,
        answers=protocol.Stored,
        given=(_SHA256,),
        refusals=("hash",),
        limit=protocol.MAX_FILE,
        status=(200, 201),
    ),
    Endpoint(
        *("GET", "/v1/blobs/{sha256}", "get_file", "Fetch a file, or with Range a part of it"),
        answers=RAW,
        given=(_SHA256,),
        refusals=("missing",),
        status=(200, 206),
    ),
    Endpoint(
        *("GET", "/v2/uploads/{sha256}", "upload", "How much of a file, sent by this laptop, has arrived"),
        since=2,
        answers=protocol.Upload,
        given=(_SHA256, _SIZE),
    ),
    Endpoint(
        *("PUT", "/v2/uploads/{sha256}", "take_part", "Send the next part of a file; the last one stores it"),
        since=2,
        asks=RAW,
        answers=protocol.Upload,
        given=(
            *(_SHA256, _SIZE),
            Given("start", "integer", f"first byte of the part, a multiple of {protocol.PART}"),
            Given("part", "string", "SHA-256 of this part, lower-case hex"),
        ),
        refusals=("gap", "hash"),
        limit=protocol.PART,
    ),
    Endpoint(
        *("POST", "/v2/receipts", "receipts", "Which files the centre holds since when, verified if asked"),
        since=2,
        asks=protocol.FilesAsked,
        answers=protocol.Receipts,
    ),
    Endpoint(
        *("GET", "/v2/laptops", "laptops", "Who synced when: laptops that share a province with this one"),
        since=2,
        answers=protocol.Laptops,
    ),
    Endpoint(
        *("GET", "/openapi.json", "openapi", "This description"),
        since=2,
        token=False,
    ),
)
