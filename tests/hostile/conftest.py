"""The folders that are damaged."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.hostile.folders import Pattern, make


@pytest.fixture(scope="session")
def pattern(furnished_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Pattern:
    """Nobody changes them."""
    return make(furnished_folder, tmp_path_factory.mktemp("damage"))


@pytest.fixture
def at_hand(pattern: Pattern, tmp_path: Path) -> Callable[[str], Path]:
    """Copy a state of the pattern to be damaged."""
    return lambda name: shutil.copytree(getattr(pattern, name), tmp_path / "data")
