"""The ``Range`` header of one range (RFC 9110 §14.2), by which a cut download goes on."""

from __future__ import annotations

import re

_RANGE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})")


def parse(header: str | None, size: int) -> tuple[int, int] | None:
    """Return first and last byte (inclusive) asked for, or None when there are no such bytes.

    No header, or one of several ranges, asks for everything.
    """
    everything = (0, size - 1)
    found = _RANGE.fullmatch(header.strip()) if header else None
    if found is None or found.groups() == ("", ""):
        return everything
    first, last = found.groups()
    if not first:
        return (max(size - int(last), 0), size - 1) if int(last) else None
    end = min(int(last), size - 1) if last else size - 1
    return (int(first), end) if int(first) <= end else None
