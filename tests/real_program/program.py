"""The real program on a private screen: started, read, typed into, clicked, killed."""

from __future__ import annotations

import os
import signal
import sqlite3
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from typing import Any, TypeVar

import pytest

from tests.display import Display
from tests.lifeline import lifeline
from tests.real_program.keyboard import keys_for
from tests.screen_reader import ScreenReader, Unheard, Widget, accessibility_bus, wait_for_end

T = TypeVar("T")
PATIENCE = 60.0  # seconds; a busy machine is slow, a broken program never gets there


class Program:
    """``python -m fieldkit gui`` on one data folder, in front of one person."""

    def __init__(self, display: Display, reader: ScreenReader, bus: str, folder: Path, logs: Path) -> None:
        self._display = display
        self._reader = reader
        self._bus = bus
        self.folder = folder
        self._logs = logs
        self._starts = 0
        self._life = ExitStack()
        self._layout = ""

    # --- its life

    def start(self) -> None:
        """Start it and wait for its window."""
        self._starts += 1
        env = self._display.env | {"AT_SPI_BUS_ADDRESS": self._bus}
        command: list[str | Path] = [
            sys.executable,
            "-m",
            "fieldkit",
            "--data",
            self.folder,
            "--lang",
            "th",
            "gui",
        ]
        log = self._logs / f"program-{self._starts}.log"
        self._life.enter_context(lifeline(command, env=env, log=log))
        self.wait(self._reader.find_program, "the program on the accessibility bus")
        self.wait(lambda: self.find("check box", state="checked"), "a page")

    def kill(self) -> None:
        """Kill it as a power cut would: no handler runs."""
        os.kill(self._reader.pid, signal.SIGKILL)
        self._ended()

    def leave(self) -> None:
        """Close its window as a person does."""
        self.press("alt+F4")
        self._ended()

    def _ended(self) -> None:
        wait_for_end(self._reader.pid)
        self._life.close()

    def stop(self) -> None:
        """End it, whatever it is doing."""
        self._life.close()

    # --- what is on the screen

    def find(self, role: str = "", name: str = "", *, state: str = "") -> Widget | None:
        """Return the first object of that role whose name contains ``name``, None when there is none."""
        return next(iter(self.find_all(role, name, state=state)), None)

    def find_all(self, role: str = "", name: str = "", *, state: str = "") -> list[Widget]:
        """Return the objects on the screen of that role whose name contains ``name``."""
        return [
            widget
            for widget in self._reader.widgets()
            if role in ("", widget.role) and name in widget.name and (not state or state in widget.states)
        ]

    def see(self, role: str = "", name: str = "", *, state: str = "") -> Widget:
        """Wait until such an object is on the screen and return it."""
        return self.wait(lambda: self.find(role, name, state=state), f"{role} “{name}” {state}")

    def focused(self) -> Widget | None:
        """Return the object that gets the keys."""
        holding = self.find_all(state="focused")
        return holding[-1] if holding else None

    def text(self, widget: Widget) -> str:
        """Return what stands in a field, "" when it is gone."""
        try:
            return self._reader.text(widget)
        except Unheard:
            return ""

    def wait(self, condition: Callable[[], T | None], what: str, seconds: float = PATIENCE) -> T:
        """Wait until ``condition`` gives something true; a picture is kept of the moment it never did."""
        end = time.monotonic() + seconds
        while not (found := condition()):
            if time.monotonic() > end:
                self.fail(f"not within {seconds:.0f} s: {what}")
            time.sleep(0.05)
        return found

    def fail(self, words: str) -> None:
        """End the test with ``words``, a picture of the screen and what the program wrote."""
        picture = self._logs / "screen.png"
        from PIL import ImageGrab

        ImageGrab.grab(xdisplay=self._display.name).save(picture)
        seen = "\n".join(f"{w.role} “{w.name}” {sorted(w.states)}" for w in self._reader.widgets() if w.name)
        log = (self._logs / f"program-{self._starts}.log").read_text()
        pytest.fail(f"{words}\npicture: {picture}\n{seen}\n{log[-3000:]}")

    # --- hands

    def keyboard(self, layout: str) -> None:
        """Switch the layout, as a person does with one key."""
        if layout != self._layout:
            self._display.keyboard(layout)
            self._layout = layout

    def press(self, *keys: str) -> None:
        """Press keys: names of X ("Return", "alt+F4") or key codes ("ctrl+41")."""
        self._display.run("xdotool", "key", "--clearmodifiers", *keys)

    def write(self, text: str, layout: str = "th") -> None:
        """Type ``text`` key by key on ``layout``."""
        self.keyboard(layout)
        self._display.run("xdotool", "key", "--delay", "8", *keys_for(text, layout))

    def click(self, widget: Widget) -> None:
        """Press and release the left button in the middle of ``widget``."""
        x, y = widget.middle
        self._display.run("xdotool", "mousemove", str(x), str(y), "click", "1")

    def reach(self, role: str, name: str) -> None:
        """Go to an object by Tab, which also scrolls it into sight."""
        for _ in range(30):
            if self.find(role, name, state="focused"):
                return
            before = self.focused()
            self.press("Tab")
            self._moves_on(before)
        self.fail(f"not reached by Tab: {role} “{name}”")

    def _moves_on(self, before: Widget | None) -> None:
        self.wait(lambda: self.focused() != before, "the focus to go on")

    def draw(self, widget: Widget) -> None:
        """Draw a zigzag over ``widget`` with the left button down."""
        left, top, width, height = widget.box
        steps: list[str] = []
        for at in range(13):
            x, y = left + width * (at + 2) // 17, top + height * (1 + at % 2) // 3
            steps += (
                ["mousemove", str(x), str(y)] + (["mousedown", "1"] if at == 0 else []) + ["sleep", "0.02"]
            )
        self._display.run("xdotool", *steps, "mouseup", "1")

    def choose_files(self, *files: Path) -> None:
        """Type paths into the file dialog that opens."""
        self.see("dialog")
        field = self.see("text", state="focused")
        typed = str(files[0]) if len(files) == 1 else " ".join(f'"{file}"' for file in files)
        before = self._layout
        self.write(typed, "us")
        self.wait(lambda: self.text(field) == typed, f"the path {typed} in the dialog")
        self.press("Return")
        self.keyboard(before)

    # --- what is on the disk

    def rows(self, sql: str, *parameters: object) -> list[dict[str, Any]]:
        """Read the database beside the running program."""
        address = f"{(self.folder / 'fieldkit.db').as_uri()}?mode=ro"
        with closing(sqlite3.connect(address, uri=True, timeout=30)) as connection:
            connection.row_factory = sqlite3.Row
            return [dict(row) for row in connection.execute(sql, parameters)]


@contextmanager
def program(display: Display, folder: Path, logs: Path) -> Iterator[Program]:
    """Prepare a program that can be started, and end whatever of it is left."""
    with accessibility_bus(logs) as bus, closing(ScreenReader(bus)) as reader:
        prepared = Program(display, reader, bus, folder, logs)
        try:
            yield prepared
        finally:
            prepared.stop()
