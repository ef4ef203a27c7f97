"""Once a day a laptop asks whether the centre still has the files that it once confirmed.

A centre that is put back from a backup may lack photos although its log is the same as before: answers go
first, photos later, and the backup may lie between. Nothing in the log tells, so it is asked.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import msgspec

from fieldkit.model import files
from fieldkit.model.changes import get_meta, set_meta
from fieldkit.sync import protocol
from fieldkit.sync.answers import NotUnderstood

if TYPE_CHECKING:
    from fieldkit.model.workspace import Workspace
    from fieldkit.sync.link import Course

_ASKED = "files asked"
_AGAIN_AFTER = timedelta(days=1)  # by this laptop's clock; a wrong one asks too often, or a day later


def ask(course: Course, workspace: Workspace) -> None:
    """Send again what the centre has lost since it was confirmed; raises SyncError."""
    now = workspace.clock()
    with workspace.database.read() as connection:
        last = get_meta(connection, _ASKED)
        sent = files.in_state(connection, files.SENT)
    if last is not None and abs(now - datetime.fromisoformat(last)) < _AGAIN_AFTER:
        return
    for start in range(0, len(sent), protocol.MAX_NAMES):
        asked = sent[start : start + protocol.MAX_NAMES]
        lost = _lost(course, asked)
        if lost:
            with workspace.database.write() as connection:
                for sha256 in lost:
                    files.mark(connection, sha256, files.LOCAL)
    with workspace.database.write() as connection:
        set_meta(connection, _ASKED, now.isoformat())


def _lost(course: Course, names: list[str]) -> set[str]:
    answer = course.link.post("/v1/need", protocol.to_json(names))
    try:
        return set(names) & set(msgspec.json.decode(answer, type=list[str]))
    except msgspec.MsgspecError as error:
        raise NotUnderstood(str(error)) from error
