"""What was done to who may sync, and with the books: entries that are chained, signed, and never changed.

The database refuses to change or drop an entry. Who can still rewrite all of them, and has the centre's key
from the same database, is found out by a head that was kept elsewhere (:func:`problems`).
"""

from __future__ import annotations

import base64
import binascii
import getpass
import hashlib
import json
import platform
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import select, text

from fieldkit.sync.server.schema import audit

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection

    from fieldkit.sync.bundle.keys import KeyPair, PublicKeys

_LOCK = 0x666B_0002


@dataclass(frozen=True, slots=True)
class Head:
    """Number and hash of the newest entry, to be kept where nobody of the centre can change it."""

    seq: int
    hash: str

    def __str__(self) -> str:
        return f"{self.seq}:{self.hash}"

    @classmethod
    def parse(cls, written: str) -> Head:
        """Read what ``str`` gives; raises ValueError."""
        seq, _, hash_ = written.strip().partition(":")
        if len(hash_) != 64 or not set(hash_) <= set("0123456789abcdef"):
            raise ValueError(written)
        return cls(int(seq), hash_)


def note(
    connection: Connection, keys: KeyPair, act: str, what: str, *, who: str, now: datetime, **details: Any
) -> None:
    """Append an entry in the caller's transaction, whose last statement it should be: it locks the log.

    ``what`` is an id; ``details`` hold no person's data.
    """
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})
    before = head(connection)
    entry = {
        "seq": before.seq + 1,
        "at": now.isoformat(timespec="milliseconds"),
        "who": who,
        "act": act,
        "what": what,
        "details": json.dumps(details, ensure_ascii=False, sort_keys=True),
    }
    hash_ = _hash(before.hash, entry)
    signature = base64.b64encode(keys.sign(hash_.encode())).decode()
    connection.execute(audit.insert().values(**entry, hash=hash_, signature=signature))


def administrator() -> str:
    """Return who gives a command on this machine."""
    try:
        person = getpass.getuser()
    except (OSError, KeyError):  # no such user: a container without names
        person = "?"
    return f"{person}@{platform.node()}"


def head(connection: Connection) -> Head:
    """Return the newest entry's number and hash; ``0`` and nothing before the first."""
    row = connection.execute(select(audit.c.seq, audit.c.hash).order_by(audit.c.seq.desc()).limit(1)).first()
    return Head(row.seq, row.hash) if row else Head(0, "")


def listing(connection: Connection, limit: int) -> list[dict[str, Any]]:
    """Return the newest entries, newest first."""
    rows = connection.execute(select(audit).order_by(audit.c.seq.desc()).limit(limit))
    return [{**row._mapping, "details": json.loads(row.details)} for row in rows]


def problems(connection: Connection, public: PublicKeys, kept: Head | None = None) -> list[str]:
    """Return what is wrong with the entries, and whether ``kept``, an earlier head, is not among them."""
    found, seq, hash_ = [], 0, ""
    seen = kept is None or kept.seq == 0
    for row in connection.execute(select(audit).order_by(audit.c.seq)):
        if row.seq != seq + 1:
            found.append(f"audit: number {seq + 1} is missing")
        if row.hash != _hash(hash_, dict(row._mapping)):
            found.append(f"audit {row.seq}: the chain is broken")
        if not public.signed(row.hash.encode(), _signature(row.signature)):
            found.append(f"audit {row.seq}: the signature is not the centre's")
        seq, hash_ = row.seq, row.hash
        seen = seen or Head(seq, hash_) == kept
    return found if seen else [*found, f"audit: {kept} is not in it any more"]


def _hash(before: str, entry: dict[str, Any]) -> str:
    told = [entry[name] for name in ("seq", "at", "who", "act", "what", "details")]
    plain = json.dumps([before, *told], ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(f"fka1\n{plain}".encode()).hexdigest()


def _signature(written: str) -> bytes:
    try:
        return base64.b64decode(written, validate=True)
    except binascii.Error:
        return b""
