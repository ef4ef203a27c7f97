"""Files against the records that refer to them, and records and files that belong to nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fieldkit.model import files
from fieldkit.model.attachments import AttachmentDamaged, AttachmentMissing
from fieldkit.model.verify.problems import ProblemFound

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Connection

    from fieldkit.model.workspace import Workspace

_NAMES = "SELECT sha256, name, inspection FROM attachment WHERE sha256 IS NOT NULL ORDER BY id"
_CHILDREN = ("answer", "finding", "attachment", "signature", "repeat_instance")


def file_problems(workspace: Workspace) -> Iterator[ProblemFound]:
    """Yield each file that a record refers to and that is missing, or has not the hash that names it."""
    with workspace.database.read() as connection:
        wanted = set(files.in_state(connection, files.WANTED))
        at_the_office = set(files.in_state(connection, files.OFFICE))
        places = _places(connection)
    for sha256 in sorted(places):
        try:
            workspace.attachments.read(sha256)
        except AttachmentMissing:
            if sha256 in at_the_office:
                continue
            yield ProblemFound("file_wanted" if sha256 in wanted else "file_missing", places[sha256], sha256)
        except (AttachmentDamaged, OSError):
            yield ProblemFound("file_damaged", places[sha256], sha256)


def _places(connection: Connection) -> dict[str, str]:
    """Return every referred file with the name by which a person knows it."""
    places = dict.fromkeys(files.referenced(connection), "")
    for sha256, name, inspection in connection.exec_driver_sql(_NAMES):
        if sha256 in places:
            places[sha256] = f"{name} (inspection {inspection})"
    return places


def orphans(workspace: Workspace) -> Iterator[ProblemFound]:
    """Yield files that no record refers to, and records of inspections that are not here.

    Neither harms: a file is stored before its record, and records may arrive before their inspection.
    """
    with workspace.database.read() as connection:
        referred = files.referenced(connection)
        for table in _CHILDREN:
            rows = connection.exec_driver_sql(
                f"SELECT id, inspection FROM {table} WHERE inspection IS NOT NULL"
                " AND inspection NOT IN (SELECT id FROM inspection) ORDER BY id"
            )
            for record, inspection in rows:
                yield ProblemFound("orphan", f"{table} {record}", f"inspection {inspection}")
    for sha256 in workspace.attachments.names():
        if sha256 not in referred:
            yield ProblemFound("file_orphan", sha256)
