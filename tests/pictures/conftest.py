"""The window's own look in tests, and one furnished desk for all pictures."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.pictures.gallery import Desk, furnish
from tests.ui.conftest import _no_dialogs, _window_look, qapp, settings

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

__all__ = ["_no_dialogs", "_window_look", "qapp", "settings"]


@pytest.fixture(scope="session")
def desk(qapp: QApplication, tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """The desk that every window gets a copy of."""
    return furnish(tmp_path_factory.mktemp("gallery"))
