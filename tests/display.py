"""A private X server with a window manager, for tests that drive the real program."""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.lifeline import lifeline

PROGRAMS = ("Xvfb", "openbox", "xdotool", "setxkbmap", "dbus-daemon")


@dataclass(frozen=True)
class Display:
    """A screen of 1366 by 768 pixels that nobody else uses."""

    name: str

    @property
    def env(self) -> dict[str, str]:
        """The environment of a program that shall draw on this screen."""
        return {**os.environ, "DISPLAY": self.name, "QT_QPA_PLATFORM": "xcb"}

    @property
    def of_its_own(self) -> dict[str, str]:
        """What differs in it from the environment of this program."""
        return {name: self.env[name] for name in ("DISPLAY", "QT_QPA_PLATFORM")}

    def run(self, *command: str, timeout: float = 30) -> str:
        """Run a program of X, such as ``xdotool key Return``, and return what it printed."""
        done = subprocess.run(
            command, env=self.env, check=True, capture_output=True, text=True, timeout=timeout
        )
        return done.stdout.strip()

    def keyboard(self, layout: str) -> None:
        """Choose the keyboard layout: ``th``, ``us``, or ``us,th``."""
        self.run("setxkbmap", layout)


@contextmanager
def x_server(folder: Path) -> Iterator[Display]:
    """Run Xvfb on a display number it chooses itself, and openbox on it; ``folder`` takes their logs."""
    # it prints the number it took, so that nobody guesses a free one
    command = ["Xvfb", "-displayfd", "1", "-screen", "0", "1366x768x24", "-nolisten", "tcp", "-noreset"]
    with lifeline(command) as server:
        assert server.stdout is not None
        number = server.stdout.readline().strip()
        if not number:
            pytest.fail("Xvfb did not start")
        display = Display(f":{number}")
        with _window_manager(display, folder):
            yield display


@contextmanager
def _window_manager(display: Display, folder: Path) -> Iterator[None]:
    ready = folder / "ready"
    env = {**display.env, "HOME": str(folder), "XDG_CONFIG_HOME": str(folder), "XDG_CACHE_HOME": str(folder)}
    command = ["openbox", "--sm-disable", "--startup", f"touch {ready}"]
    with lifeline(command, env=env, log=folder / "openbox.log"):
        end = time.monotonic() + 30
        while not ready.exists():
            if time.monotonic() > end:
                pytest.fail(f"openbox did not start:\n{(folder / 'openbox.log').read_text()}")
            time.sleep(0.05)
        yield


@pytest.fixture(scope="session")
def display(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Display]:
    """Run one X server with a window manager for the whole test run."""
    missing = [program for program in PROGRAMS if shutil.which(program) is None]
    if missing:
        message = f"not installed: {', '.join(missing)}; `make setup` installs them"
        if os.environ.get("CI"):
            pytest.fail(message)
        pytest.skip(message)
    with x_server(tmp_path_factory.mktemp("x-server")) as screen:
        yield screen
