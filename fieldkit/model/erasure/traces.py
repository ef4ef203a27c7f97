"""What is left of erased values in files and free pages, once orders have been carried out."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from fieldkit.model import files
from fieldkit.model.erasure.carrying import TRACES
from fieldkit.model.meta import get_meta

if TYPE_CHECKING:
    from fieldkit.model.workspace import Workspace


def remove(workspace: Workspace) -> int:
    """Remove files that no record names any more, and what free pages, indexes and SQLite's log still hold.

    Returns how many files went. The data file is written anew, which takes a while and lets nobody write: not
    while somebody types. After a crash it is done again. Raises StorageError.
    """
    with workspace.database.read() as connection:
        noted = get_meta(connection, TRACES)
        if noted is None:
            return 0
        going = set(json.loads(noted)) - files.referenced(connection)
    for sha256 in going:
        workspace.attachments.drop(sha256)
    with workspace.database.write() as connection:
        connection.exec_driver_sql("PRAGMA secure_delete = ON")
        for sha256 in going:
            connection.exec_driver_sql("DELETE FROM blob WHERE sha256 = ?", (sha256,))
        for index in ("factory_search", "record_search"):
            # The words of what was deleted stay in a full-text index until its parts are put together.
            connection.exec_driver_sql(f"INSERT INTO {index} ({index}) VALUES ('optimize')")
    if workspace.database.write_anew():
        with workspace.database.write() as connection:
            connection.exec_driver_sql("DELETE FROM meta WHERE key = ? AND value = ?", (TRACES, noted))
    return len(going)
