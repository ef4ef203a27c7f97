"""What every test stands on: a home of its own, a fixed clock, an empty data folder."""

from __future__ import annotations

import os
import shutil
import tempfile
import time
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import settings

pytest_plugins = ["tests.servers", "tests.display", "tests.office", "tests.shipped"]

ROOT = Path(__file__).resolve().parents[1]
MEMORY = Path("/dev/shm")
ENOUGH = 2 << 30
"""Bytes that a folder in memory must have free for the folders of tests to lie in it."""
BANGKOK = timezone(timedelta(hours=7))

# No test is judged by the clock of a busy machine; CI plays the same examples every time.
settings.register_profile("fieldkit", deadline=None, print_blob=True)
settings.register_profile("ci", parent=settings.get_profile("fieldkit"), derandomize=True)
settings.load_profile("ci" if os.environ.get("CI") else "fieldkit")


def pytest_configure(config: pytest.Config) -> None:
    """Shut the person's own home, keyring and settings away before any test is imported."""
    home = tempfile.mkdtemp(prefix="fieldkit-home-")
    config.add_cleanup(lambda: shutil.rmtree(home, ignore_errors=True))
    for name in [name for name in os.environ if name.startswith(("FIELDKIT_", "XDG_"))]:
        del os.environ[name]
    os.environ.pop("DBUS_SESSION_BUS_ADDRESS", None)
    os.environ |= {
        "HOME": home,
        "LOCALAPPDATA": home,
        "PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring",
        # programs that tests start find fieldkit from any folder
        "PYTHONPATH": os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH")])),
        "TZ": "<+07>-7",  # Bangkok, also where no time zone data is installed
    }
    # What a test proves of disks it proves by its own means; all the others would only wait for one.
    root = "PYTEST_DEBUG_TEMPROOT"
    if root not in os.environ and MEMORY.is_dir() and shutil.disk_usage(MEMORY).free > ENOUGH:
        os.environ[root] = made = tempfile.mkdtemp(prefix="fieldkit-tests-", dir=MEMORY)
        config.add_cleanup(lambda: shutil.rmtree(made, ignore_errors=True))
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    time.tzset()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Skip what the present Qt platform cannot show; begin with the files that take longest."""
    offscreen = os.environ["QT_QPA_PLATFORM"].startswith("offscreen")
    marker = "no_offscreen" if offscreen else "no_xvfb"
    for item in items:
        if item.get_closest_marker(marker):
            item.add_marker(pytest.mark.skip(reason=f"marked {marker}"))
    # A file that is begun last keeps one of two processes busy while the other has nothing left to do.
    items.sort(key=lambda item: item.get_closest_marker("long") is None)


class Clock:
    """A clock that stands still until a test moves it; pass it where ``now`` is asked for."""

    def __init__(self, at: datetime) -> None:
        self.at = at

    def __call__(self) -> datetime:
        return self.at

    def advance(self, step: timedelta) -> None:
        """Move the clock on."""
        self.at += step


@pytest.fixture
def clock() -> Clock:
    """22 November 2569 B.E., 10:42 in Prachin Buri."""
    return Clock(datetime(2026, 11, 22, 10, 42, tzinfo=BANGKOK))


@pytest.fixture
def data_folder(tmp_path: Path) -> Path:
    """An empty folder for ``--data``."""
    folder = tmp_path / "data"
    folder.mkdir()
    return folder
