"""The officers of this office by name: who works with the program, who inspected, who is in the plan."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING

from fieldkit.model import records, streams
from fieldkit.model.thai.collation import sort_key
from fieldkit.model.thai.search_text import fold

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy import Connection

    from fieldkit.model.workspace import Workspace

_KNOWN = (
    "SELECT name FROM person WHERE coalesce(deleted, 0) = 0 AND name <> ''"
    " UNION SELECT officer FROM assignment WHERE coalesce(deleted, 0) = 0 AND officer <> ''"
    " UNION SELECT officer_name FROM inspection WHERE coalesce(deleted, 0) = 0 AND officer_name <> ''"
)


def officers(connection: Connection) -> list[str]:
    """Return the names of all officers that are known here, in Thai order."""
    return sorted((row[0] for row in connection.exec_driver_sql(_KNOWN)), key=sort_key)


def introduce(workspace: Workspace, names: Iterable[str]) -> list[str]:
    """Make officers known to everybody; return those that were new. Raises `StorageError`."""
    with workspace.database.read() as connection:
        known = {fold(name) for name in officers(connection)}
    new = [name.strip() for name in names if name.strip() and fold(name) not in known]
    if new:
        records.add_many(
            workspace, "person", [{"name": name} for name in dict.fromkeys(new)], stream=streams.REFERENCE
        )
    return list(dict.fromkeys(new))


def nearest(name: str, known: Iterable[str]) -> str:
    """Return the known officer whose name is written most alike, "" when none is."""
    by_fold = {fold(one): one for one in known}
    found = get_close_matches(fold(name), by_fold, n=1, cutoff=0.6)
    return by_fold[found[0]] if found else ""
