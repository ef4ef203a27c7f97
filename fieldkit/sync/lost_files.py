"""Once a day a laptop asks whether the centre still has the files that it once confirmed.

A centre that is put back from a backup may lack photos although its log is the same as before: answers go
first, photos later, and the backup may lie between. Nothing in the log tells, so it is asked.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from fieldkit.model import files
from fieldkit.model.changes import get_meta, set_meta
from fieldkit.sync import blobs

if TYPE_CHECKING:
    from fieldkit.model.workspace import Workspace
    from fieldkit.sync.link import Course

_ASKED = "files asked"
_AGAIN_AFTER = timedelta(days=1)  # by this laptop's clock; a wrong one asks too often, or a day later


def ask(course: Course, workspace: Workspace) -> None:
    """Take back what was noted of files that the centre has lost since it confirmed them; raises SyncError.

    What is here waits again to be sent; what is nowhere else is wanted like a file of somebody else.
    """
    now = workspace.clock()
    with workspace.database.read() as connection:
        last = get_meta(connection, _ASKED)
        sent, away = (files.in_state(connection, state) for state in (files.SENT, files.OFFICE))
    if last is not None and abs(now - datetime.fromisoformat(last)) < _AGAIN_AFTER:
        return
    still = blobs.held(course, [*sent, *away])
    lost = {files.LOCAL: [name for name in sent if name not in still]}
    lost[files.WANTED] = [name for name in away if name not in still]
    with workspace.database.write() as connection:
        for state, names in lost.items():
            for sha256 in names:
                files.mark(connection, sha256, state)
        set_meta(connection, _ASKED, now.isoformat())
