"""Shows a stored file in the system's own program, from a copy without the store's name."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices

if TYPE_CHECKING:
    from fieldkit.model.workspace import Workspace


def open_copy(workspace: Workspace, name: str, sha256: str) -> None:
    """Open the attachment ``sha256`` under the name that it came with; raises AttachmentMissing."""
    data = workspace.attachments.read(sha256)
    copy = workspace.folder / "exports" / Path(name).name
    copy.write_bytes(data)
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(copy)))
