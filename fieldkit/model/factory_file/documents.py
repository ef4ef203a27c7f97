"""Documents and permits of a factory: which are in force, which expire soon."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Literal

from fieldkit.model.reference import param, whole_param

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from sqlalchemy import Connection

Expiry = Literal["expired", "soon", "valid", "open"]
"""``open`` has no day on which it expires."""
GREEN = "gi"
Document = dict[str, Any]


def documents(connection: Connection, factory: str, *, binned: bool = False) -> list[Document]:
    """Return the documents of a factory: what expires first stands first, what never does last.

    ``binned`` are those instead that a person has put into the bin, not those that were taken back or that a
    revised inspection does not tell any more.
    """
    lies = "deleted = 1 AND delete_reason IS NULL" if binned else "coalesce(deleted, 0) = 0"
    sql = (
        f"SELECT * FROM document WHERE factory = ? AND {lies}"
        " ORDER BY expires_on IS NULL, expires_on, issued_on DESC, id"
    )
    return [dict(row) for row in connection.exec_driver_sql(sql, (factory,)).mappings()]


def expiry(document: Mapping[str, Any], today: date) -> Expiry:
    """Tell whether a document is in force; the day on which it expires still counts.

    Green Industry certificates are renewed earlier than others (``gi.renew_warn_days``).
    """
    if not document["expires_on"]:
        return "open"
    last = date.fromisoformat(str(document["expires_on"])[:10])
    if last < today:
        return "expired"
    return "soon" if last <= today + timedelta(days=_warned(document["kind"])) else "valid"


def _warned(kind: str | None) -> int:
    if kind != GREEN:
        return whole_param("document.expiry_warn_days")
    days = param("gi.renew_warn_days")
    return max(days) if isinstance(days, tuple) else 0


def certificate(found: Iterable[Document], today: date) -> Document | None:
    """Return the Green Industry certificate that counts: the highest level in force, else the last one."""
    green = [document for document in found if document["kind"] == GREEN]
    in_force = [document for document in green if expiry(document, today) != "expired"]
    if in_force:
        return max(in_force, key=lambda document: (document["level"] or 0, document["issued_on"] or ""))
    return max(green, key=lambda document: document["expires_on"] or "", default=None)
