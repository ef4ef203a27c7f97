"""Fixtures of the register's tests."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from fieldkit.model.register import sheet
from fieldkit.model.workspace import Workspace
from tests.model.register.books import through_here


@pytest.fixture
def workspace(tmp_path: Path, clock) -> Iterator[Workspace]:
    """An empty data folder, opened."""
    workspace = Workspace(tmp_path / "data", clock=clock)
    yield workspace
    workspace.close()


@pytest.fixture
def here(monkeypatch: pytest.MonkeyPatch) -> None:
    """Read files in this process: starting one costs more than the rest of a test."""
    monkeypatch.setattr(sheet, "through", through_here)
