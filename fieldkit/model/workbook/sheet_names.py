"""Names of sheets by formpack's rule, which spreadsheets accept: 31 letters, no two alike."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection

_FORBIDDEN = re.compile(r"[\[\]*?:\\/]|^'|'$")
_LONGEST, _ELLIPSIS = 31, "..."


def sheet_name(name: str, taken: Collection[str]) -> str:
    """Return a name for a sheet beside those that are ``taken``: 31 letters, ``...``, then `` (1)``."""
    plain = _FORBIDDEN.sub("_", name) or "_"
    lowered, count, mark = {one.lower() for one in taken}, 0, ""
    while True:
        short = plain if len(plain) + len(mark) <= _LONGEST else ""
        room = _LONGEST - len(_ELLIPSIS) - len(mark)
        candidate = f"{short}{mark}" if short else f"{plain[:room]}{_ELLIPSIS}{mark}"
        if candidate.lower() not in lowered:
            return candidate
        count += 1
        mark = f" ({count})"
