"""A centre with phones, and a laptop with the mill and the checklist GEN that has synced."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from fieldkit.model.workspace import Workspace
from fieldkit.sync import client
from tests.conftest import Clock
from tests.sync.openrosa.collect import PhoneCentre, phone_centre


@pytest.fixture
def centre(tmp_path: Path, clock: Clock) -> Iterator[PhoneCentre]:
    """A centre with SQLite that serves phones."""
    with phone_centre(tmp_path / "centre", clock) as running:
        yield running


@pytest.fixture
def laptop(furnished_folder: Path, tmp_path: Path, clock: Clock, centre: PhoneCentre) -> Iterator[Workspace]:
    """An inspector's laptop whose register and checklist are at the centre."""
    folder = shutil.copytree(furnished_folder, tmp_path / "laptop")
    with closing(Workspace(folder, clock=clock)) as workspace:
        client.enrol(workspace, centre.url, centre.code("66"))
        client.sync(workspace, retries=0)
        yield workspace
