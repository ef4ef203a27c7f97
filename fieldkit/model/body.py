"""The body of a change: immutable JSON bytes, the evidence of what a person wrote."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import msgspec

from fieldkit.errors import FieldkitError, Text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

BODY_VERSION = 1
MAX_BODY = 16 * 1024 * 1024
"""Bytes of one change: what the exchange carries with room to spare."""


class MalformedChange(FieldkitError):
    """A change body that cannot be read; it is kept, but not applied."""

    def __init__(self, reason: str) -> None:
        super().__init__(
            Text("บันทึกการเปลี่ยนแปลงอ่านไม่ได้", "A change record cannot be read"),
            Text("แจ้งผู้ดูแลระบบ ข้อมูลเดิมไม่เสียหาย", "Tell the administrator; existing data are unharmed"),
            place=reason,
        )


class NotStorable(FieldkitError):
    """A value that no replica could read again: half a character, NaN, or far too long."""

    def __init__(self, place: str) -> None:
        super().__init__(
            Text("มีค่าที่บันทึกไม่ได้ ยังไม่ได้บันทึก", "A value cannot be stored; nothing was saved"),
            Text(
                "ลบอักขระที่แสดงผิดปกติ หรือย่อข้อความให้สั้นลง แล้วลองอีกครั้ง",
                "Remove characters that look broken, or shorten the text, and try again",
            ),
            place=place,
        )


@dataclass(frozen=True, slots=True)
class Op:
    """One cell's new value: the whole group, and the heads that the author saw.

    ``prevs`` are op ids as they stood on the author's screen, never those in the store.
    """

    table: str
    record: str
    group: str
    values: Mapping[str, Any]
    prevs: Sequence[str] = ()
    stream: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class Change:
    """A parsed body together with its exact bytes."""

    id: str
    stream: str
    author: str
    device: str
    lamport: int
    wall: str
    ops: tuple[Op, ...]
    body: bytes
    why: str | None = None

    def op_id(self, index: int) -> str:
        """Return the id of the op at ``index``: ``<change id>.<index>``."""
        return f"{self.id}.{index}"


class OutlinedOp(msgspec.Struct):
    """Which record an op writes, and over which ops."""

    table: str
    record: str
    prevs: list[str]


class Outline(msgspec.Struct):
    """What a change is about, without its values: read several times as fast as the whole."""

    id: str
    device: str
    author: str
    lamport: int
    wall: str
    ops: list[OutlinedOp]
    tx: str = ""


_outline = msgspec.json.Decoder(Outline)


def outline(body: bytes) -> Outline:
    """Read what a change is about; raises :class:`MalformedChange`."""
    try:
        return _outline.decode(body)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise MalformedChange(repr(error)) from error


def encode(fields: Mapping[str, Any], ops: Sequence[Op]) -> bytes:
    """Return the bytes of a new body; they are stored, hashed and sent unchanged for ever.

    Raises NotStorable for what no replica could read again.
    """
    written = [
        {"table": op.table, "record": op.record, "group": op.group, "values": op.values, "prevs": [*op.prevs]}
        for op in ops
    ]
    document = {"v": BODY_VERSION, **fields, "ops": written}
    try:
        body = json.dumps(document, ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode()
    except (ValueError, TypeError, RecursionError) as error:  # half of a surrogate pair, NaN, no JSON
        raise NotStorable(_culprit(ops)) from error
    if len(body) > MAX_BODY:
        raise NotStorable(_culprit(ops))
    return body


def _culprit(ops: Sequence[Op]) -> str:
    """Name the cell that cannot be stored, or the longest one."""
    sizes = {f"{op.table} {op.record} {op.group}": _size(op.values) for op in ops}
    return max(sizes, key=sizes.__getitem__, default="")


def _size(values: Mapping[str, Any]) -> float:
    try:
        return len(json.dumps(dict(values), ensure_ascii=False, allow_nan=False).encode())
    except (ValueError, TypeError, RecursionError):
        return float("inf")


def compose(fields: Mapping[str, Any], ops: tuple[Op, ...]) -> Change:
    """Return a new change: its bytes, and the same read, without reading them again."""
    return Change(
        id=fields["id"],
        stream=fields["stream"],
        author=fields["author"],
        device=fields["device"],
        lamport=fields["lamport"],
        wall=fields["wall"],
        ops=ops,
        body=encode(fields, ops),
        why=fields["why"],
    )


def decode(body: bytes) -> Change:
    """Read a body; unknown members are ignored here and survive in the bytes.

    Raises :class:`MalformedChange` when a member that every version has is missing.
    """
    try:
        document = msgspec.json.decode(body)
        stream = str(document["stream"])
        ops = tuple(
            Op(op["table"], op["record"], op["group"], op["values"], tuple(op["prevs"]), stream)
            for op in document["ops"]
        )
        return Change(
            id=str(document["id"]),
            stream=stream,
            author=str(document["author"]),
            device=str(document["device"]),
            lamport=int(document["lamport"]),
            wall=str(document["wall"]),
            ops=ops,
            body=body,
            why=document.get("why"),
        )
    except (msgspec.MsgspecError, ValueError, KeyError, TypeError, RecursionError) as error:
        raise MalformedChange(repr(error)) from error


def change_id_of(op_id: str) -> str:
    """Return the id of the change that holds the op ``<change id>.<index>``."""
    return op_id.rpartition(".")[0]


def link(feed: str, n: int, previous: bytes, body: bytes) -> bytes:
    """Return the link of a feed at ``n``: SHA-256 over the feed, n, the link before and the body's hash.

    A missing, edited or doubled change, and a cloned laptop, break the chain visibly.
    """
    return next_link(feed, n, previous, hashlib.sha256(body).digest())


def next_link(feed: str, n: int, previous: bytes, body_digest: bytes) -> bytes:
    """Return the link as :func:`link` does, from the SHA-256 of the body."""
    return hashlib.sha256(b"fk1\n%b\n%d\n%b%b" % (feed.encode(), n, previous, body_digest)).digest()
