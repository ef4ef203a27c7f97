"""A photo that is opened in another program is a copy that does not tell where it was taken."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices

from fieldkit.model.images import inspect_image
from fieldkit.model.workspace import Workspace
from fieldkit.ui.open_copy import open_copy
from tests.model.test_images import camera_exif, photo


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_the_copy_tells_no_place(office: Workspace, monkeypatch: pytest.MonkeyPatch, kind: str) -> None:
    opened: list[Path] = []

    def shown(url: QUrl) -> bool:
        opened.append(Path(url.toLocalFile()))
        return True

    monkeypatch.setattr(QDesktopServices, "openUrl", shown)
    data = photo((80, 60), kind, exif=camera_exif())
    sha256 = office.attachments.add(data)
    open_copy(office, f"ภาพ.{kind.lower()}", sha256)
    [copy] = opened
    assert inspect_image(data).latitude is not None
    assert inspect_image(copy.read_bytes()).latitude is None
    assert office.attachments.read(sha256) == data
    document = office.attachments.add(b"%PDF-1.7 letter")
    open_copy(office, "letter.pdf", document)
    assert opened[-1].read_bytes() == b"%PDF-1.7 letter"
