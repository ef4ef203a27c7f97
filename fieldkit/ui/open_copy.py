"""Shows a stored file in the system's own program, a copy without the store's name or a photo's place."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices

from fieldkit.model.bare_image import bare
from fieldkit.model.clear_room import clear_room

if TYPE_CHECKING:
    import tempfile

    from fieldkit.model.workspace import Workspace

_rooms: list[tempfile.TemporaryDirectory[str]] = []


def open_copy(workspace: Workspace, name: str, sha256: str) -> None:
    """Open the attachment ``sha256`` under the name that it came with; raises AttachmentMissing, NotAnImage.

    Of sealed data the copy lies in a room of its own, until :func:`forget_copies`.
    """
    data = bare(workspace.attachments.read(sha256))
    folder = workspace.folder / "exports"
    if workspace.encrypted:
        _rooms.append(clear_room())
        folder = Path(_rooms[-1].name)
    copy = folder / Path(name).name
    copy.write_bytes(data)
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(copy)))


def forget_copies() -> None:
    """Remove the copies of sealed files; what another program has open stays there on Windows."""
    while _rooms:
        _rooms.pop().cleanup()
