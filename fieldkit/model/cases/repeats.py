"""Complaints that come again: about the same factory, or, where none is known, the same place."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from fieldkit.model.thai.search_text import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

Row = Mapping[str, Any]


def subject(complaint: Row) -> tuple[str, str] | None:
    """Return what a complaint is about, such as may be compared: factory, or place and district folded."""
    if complaint["factory"]:
        return "factory", str(complaint["factory"])
    place = fold(str(complaint["place"] or ""))
    return ("place", f"{place} {fold(str(complaint['district'] or ''))}") if place else None


def earlier(complaint: Row, others: Iterable[Row]) -> list[Row]:
    """Return complaints about the same that were received before, the newest first."""
    about = subject(complaint)
    if about is None:
        return []
    received = str(complaint["received_at"] or "9999")
    found = [
        other
        for other in others
        if other["id"] != complaint.get("id")
        and subject(other) == about
        and str(other["received_at"] or "") < received
    ]
    return sorted(found, key=lambda other: (str(other["received_at"] or ""), other["id"]), reverse=True)


def times(complaints: Sequence[Row]) -> dict[str, int]:
    """Return for each complaint by id how many came before about the same."""
    seen: dict[tuple[str, str], int] = {}
    found = {}
    for one in sorted(complaints, key=lambda row: (str(row["received_at"] or ""), row["id"])):
        about = subject(one)
        found[one["id"]] = seen.get(about, 0) if about else 0
        if about:
            seen[about] = found[one["id"]] + 1
    return found
