"""Identities: UUIDv7 for what a person makes, derived UUIDv5 for what a form implies."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from uuid_utils.compat import uuid7

if TYPE_CHECKING:
    from datetime import datetime

# Namespace of all derived ids; changing it would part every laptop from its own past.
_NAMESPACE = uuid.UUID("5b0f6e2c-6f2a-5d0e-9a51-3f0f4c1d7e90")


def new_id() -> str:
    """Return a fresh UUIDv7; it sorts by creation, but is never trusted as a time."""
    return str(uuid7())


def earliest_id(moment: datetime) -> str:
    """Return an id below all that are made from ``moment`` on; of use to narrow a search, never to decide."""
    stamp = f"{max(0, int(moment.timestamp() * 1000)):012x}"
    return f"{stamp[:8]}-{stamp[8:]}-0000-0000-000000000000"


def derived_id(*parts: str) -> str:
    """Return the UUIDv5 of ``parts``: the same parts give the same id on every laptop.

    Two inspectors who answer the same question of the same inspection must meet in one
    cell, so the answer's id may not be chosen by either of them.
    """
    return str(uuid.uuid5(_NAMESPACE, "\x1f".join(parts)))
