"""``fieldkit queue list``: every record on its way to the office."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import closing
from typing import TYPE_CHECKING, Any

import click

from fieldkit import bilingual
from fieldkit.commands.list import _output
from fieldkit.errors import Text
from fieldkit.invocation import Invocation, pass_invocation

if TYPE_CHECKING:
    from fieldkit.model.queue import Queued

COLUMNS = ("state", "table", "record", "name", "waiting", "files_waiting")
STATES = ("waiting", "partly", "office", "refused", "kept")


@bilingual.command(
    Text("รายการที่รอส่ง พักไว้ ไม่ถูกส่งต่อ หรือถึงสำนักงานใน 30 วัน", "What waits, is held, or came there in 30 days.")
)
@bilingual.option(
    "--state", type=click.Choice(STATES), words=Text("เฉพาะสถานะนี้", "Only what is in this state.")
)
@_output.limit
@pass_invocation
def command(invocation: Invocation, *, state: str | None, limit: int) -> None:
    """Print the queue, the newest first."""
    from fieldkit.model import queue

    with closing(invocation.workspace()) as workspace:
        found = [_line(line) for line in queue.listing(workspace) if state in (None, line.state)]
    _output.show(invocation, "queue", found[:limit], total=len(found), columns=COLUMNS)


def _line(line: Queued) -> dict[str, Any]:
    names: Iterable[str] = (
        *("table", "record", "state", "reason", "asked", "changes", "waiting"),
        *("files", "files_waiting", "bytes_waiting", "records", "at", "received_at"),
    )
    return {"name": line.about.name} | {name: getattr(line, name) for name in names}
