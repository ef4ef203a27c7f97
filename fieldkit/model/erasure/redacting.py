"""A body without some of its values: everything else stays byte for byte as its author wrote it."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

import msgspec

from fieldkit.model.body import MalformedChange
from fieldkit.model.erasure.what import replaced

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    Cells = Sequence[tuple[int, Mapping[str, int | Sequence[str]]]]
    """Which values go: the op's place in the change, and how each column goes."""

_raw = msgspec.json.Decoder(dict[str, msgspec.Raw])
_ops = msgspec.json.Decoder(list[dict[str, msgspec.Raw]])
# Random bytes beside the values, so that nobody finds them by trying: they go with them. Bodies from before
# there was salt have only the number of their transaction.
_BLINDS = ("salt", "tx")


def redact(body: bytes, cells: Cells) -> bytes:
    """Return ``body`` without the values of ``cells``; raises MalformedChange, IndexError.

    The same on every machine, because both hashes stand in the order.
    """
    try:
        document = _raw.decode(body)
        ops = _ops.decode(document["ops"])
        for index, columns in cells:
            values = _raw.decode(ops[index]["values"])
            for column, how in columns.items():
                if column in values:
                    before = msgspec.json.decode(values[column])
                    values[column] = _written(replaced(before, how))
            ops[index]["values"] = _written(values)
    except (msgspec.MsgspecError, KeyError, UnicodeDecodeError) as error:
        raise MalformedChange(repr(error)) from error
    document["ops"] = _written(ops)
    blind = next((name for name in _BLINDS if name in document), None)
    if blind is not None:
        document[blind] = _written("")
    return msgspec.json.encode(document)


def digest(body: bytes) -> str:
    """Return the SHA-256 of a body (hex)."""
    return hashlib.sha256(body).hexdigest()


def _written(value: Any) -> msgspec.Raw:
    return msgspec.Raw(msgspec.json.encode(value))
