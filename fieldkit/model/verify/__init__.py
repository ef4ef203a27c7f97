"""Whether what is stored is what was written: history and seals, database and files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy.exc import DatabaseError

from fieldkit.model.database import StorageError
from fieldkit.model.verify.cells import cell_problems
from fieldkit.model.verify.erasures import erasure_problems
from fieldkit.model.verify.feeds import feed_problems
from fieldkit.model.verify.files import file_problems, orphans
from fieldkit.model.verify.problems import ProblemFound
from fieldkit.model.verify.seals import seal_problems
from fieldkit.model.workspace import LOG_STATE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fieldkit.model.workspace import Workspace

__all__ = ["ProblemFound", "check", "verify"]

# SQLite's own words, and what values of another type than a column's make of the code that reads them.
_UNREADABLE = (DatabaseError, StorageError, TypeError, ValueError, KeyError)


def verify(workspace: Workspace) -> list[ProblemFound]:
    """Compare everything a person reads with the change records and seals; nothing is changed.

    The chain of each feed link by link, every body, the cells and rows that the bodies give, the seals of
    closed inspections, and the files by their hash.
    """
    found: list[ProblemFound] = []
    try:
        with workspace.database.read() as connection:
            found += feed_problems(connection, workspace.device)
            found += erasure_problems(connection)
            found += cell_problems(connection)
            found += seal_problems(connection)
        found += file_problems(workspace)
    except _UNREADABLE as error:
        found.append(_damage(error))
    return found


def check(workspace: Workspace, *, rebuild: bool = False) -> list[ProblemFound]:
    """Return what is wrong with the database file and the files, and what belongs to nothing.

    With ``rebuild`` every row is derived again from the change records, if the file itself is whole.
    """
    try:
        damage = workspace.database.integrity()
        if damage:  # what is read from a damaged file proves nothing
            return [ProblemFound.database(line) for line in damage]
        if rebuild:
            workspace.log.rebuild()
        return [*_log_problems(workspace), *file_problems(workspace), *orphans(workspace)]
    except _UNREADABLE as error:  # so badly damaged that SQLite cannot even list what is
        return [_damage(error)]


def _damage(error: Exception) -> ProblemFound:
    return ProblemFound.database(
        str(error.orig if isinstance(error, DatabaseError) else error.__cause__ or error)
    )


def _log_problems(workspace: Workspace) -> Iterator[ProblemFound]:
    """Yield what was wrong with SQLite's log once, when the folder was opened; told until a salvage."""
    found = workspace.setting(LOG_STATE)
    if found is not None:
        kind, _, at = found.partition(" ")
        yield ProblemFound(f"log_{kind}", "fieldkit.db-wal", at)
