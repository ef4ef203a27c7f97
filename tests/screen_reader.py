"""Reads a running program as a screen reader does: roles, names, places and states over AT-SPI."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from jeepney import DBusAddress, MessageType, new_method_call
from jeepney.io.blocking import DBusConnection, open_dbus_connection
from jeepney.wrappers import DBusErrorResponse

from tests.lifeline import lifeline

_CONFIGURATION = """\
<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig><type>accessibility</type><listen>unix:tmpdir=/tmp</listen><auth>EXTERNAL</auth>
<policy context="default"><allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/>
<allow own="*"/></policy></busconfig>
"""
_ROOT = "/org/a11y/atspi/accessible/root"
_INTERFACES = "org.a11y.atspi."
_DAEMON = DBusAddress("/org/freedesktop/DBus", "org.freedesktop.DBus", "org.freedesktop.DBus")
# Numbers of AtspiStateType.
_STATES = {"checked": 4, "editable": 7, "enabled": 8, "focused": 12, "selected": 23, "showing": 25}
# A register has thousands of cells; only what fits on a screen is read.
_MOST_CHILDREN = 250


@dataclass(frozen=True)
class Widget:
    """One accessible object; ``box`` is (left, top, width, height) on the screen."""

    path: str
    role: str
    name: str
    states: frozenset[str]
    box: tuple[int, int, int, int]

    @property
    def middle(self) -> tuple[int, int]:
        """Where a hand would click it."""
        left, top, width, height = self.box
        return left + width // 2, top + height // 2


@contextmanager
def accessibility_bus(folder: Path) -> Iterator[str]:
    """Run a private message bus and yield its address, for ``AT_SPI_BUS_ADDRESS`` of a program."""
    configuration = folder / "bus.conf"
    configuration.write_text(_CONFIGURATION)
    command = ["dbus-daemon", f"--config-file={configuration}", "--nofork", "--print-address=1"]
    with lifeline(command) as daemon:
        assert daemon.stdout is not None
        address = daemon.stdout.readline().strip()
        if not address:
            pytest.fail("dbus-daemon did not start")
        yield address


class Unheard(Exception):
    """The program gave no answer: it is starting, ending, or the object is gone."""


class ScreenReader:
    """Listens to the one program on a bus."""

    def __init__(self, address: str) -> None:
        self._connection: DBusConnection = open_dbus_connection(address)
        self._program = ""
        self.pid = 0

    def close(self) -> None:
        """Leave the bus."""
        self._connection.close()

    def find_program(self) -> bool:
        """Look for the program that came to the bus last; False while there is none."""
        names = self._call(_DAEMON, "ListNames")[0]
        others = [name for name in names if name.startswith(":") and name != self._connection.unique_name]
        if not others:
            return False
        self._program = max(others, key=lambda name: int(name.rpartition(".")[2]))
        self.pid = int(self._call(_DAEMON, "GetConnectionUnixProcessID", "s", (self._program,))[0])
        return True

    def widgets(self) -> list[Widget]:
        """Return every object that is on the screen, in reading order; [] while the program is not ready."""
        try:
            return list(self._below(_ROOT))
        except Unheard:
            return []

    def text(self, widget: Widget) -> str:
        """Return what stands in a field."""
        return str(self._ask(widget.path, "Text", "GetText", "ii", (0, -1))[0])

    def _below(self, path: str) -> Iterator[Widget]:
        count = int(self._property(path, "Accessible", "ChildCount"))
        if count > _MOST_CHILDREN:
            return
        for _owner, child in self._ask(path, "Accessible", "GetChildren")[0]:
            # What goes away while we look was not on the screen.
            try:
                widget = self._widget(child)
            except Unheard:
                continue
            if "showing" in widget.states:
                yield widget
                yield from self._below(child)

    def _widget(self, path: str) -> Widget:
        low, high = self._ask(path, "Accessible", "GetState")[0]
        bits = low | high << 32
        return Widget(
            path,
            str(self._ask(path, "Accessible", "GetRoleName")[0]),
            str(self._property(path, "Accessible", "Name")),
            frozenset(name for name, bit in _STATES.items() if bits >> bit & 1),
            self._ask(path, "Component", "GetExtents", "u", (0,))[0],
        )

    def _property(self, path: str, interface: str, name: str) -> Any:
        address = DBusAddress(path, self._program, "org.freedesktop.DBus.Properties")
        return self._call(address, "Get", "ss", (_INTERFACES + interface, name))[0][1]

    def _ask(self, path: str, interface: str, method: str, signature: str = "", body: tuple = ()) -> tuple:
        return self._call(DBusAddress(path, self._program, _INTERFACES + interface), method, signature, body)

    def _call(self, address: DBusAddress, method: str, signature: str = "", body: tuple = ()) -> tuple:
        message = new_method_call(address, method, signature or None, body)
        try:
            reply = self._connection.send_and_get_reply(message, timeout=30)
        except (TimeoutError, ConnectionError) as error:
            raise Unheard(method) from error
        if reply.header.message_type is MessageType.error:
            raise Unheard(f"{method}: {DBusErrorResponse(reply)}")
        return tuple(reply.body)


def wait_for_end(pid: int, seconds: float = 30) -> None:
    """Wait until no process has the number ``pid`` any more."""
    end = time.monotonic() + seconds
    while subprocess.run(["kill", "-0", str(pid)], stderr=subprocess.DEVNULL, check=False).returncode == 0:
        if time.monotonic() > end:
            pytest.fail(f"process {pid} does not end")
        time.sleep(0.02)
