"""How far this laptop is with the centre, as the status chip says it."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from fieldkit.ui.status_chip import SyncStatus

if TYPE_CHECKING:
    from fieldkit.model.workspace import Workspace

# Settings of the workspace that the exchange leaves behind.
SERVER, SYNCED_AT, UNREACHED = "server", "synced_at", "sync_unreached"


def read_status(workspace: Workspace) -> SyncStatus:
    """Return the status from the database alone; asks no network."""
    synced = workspace.setting(SYNCED_AT)
    return SyncStatus(
        enrolled=workspace.setting(SERVER) is not None,
        waiting=workspace.waiting(),
        sent_at=datetime.fromisoformat(synced).astimezone().strftime("%H:%M") if synced else "",
        online=workspace.setting(UNREACHED) is None,
    )
