"""How a conflict is named on the command line: the cell, and a digest of the values that were shown."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fieldkit.model.conflicts import ConflictKey


def key_text(key: ConflictKey) -> str:
    """Return ``table:record:group@digest``; with other heads it is another text."""
    digest = hashlib.sha256("\n".join(sorted(key.heads)).encode()).hexdigest()[:8]
    return f"{key.table}:{key.record}:{key.group}@{digest}"
