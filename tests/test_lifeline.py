from __future__ import annotations

import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.lifeline import lifeline

pytestmark = pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="reads /proc")

STARTER = """
import time
from tests.lifeline import lifeline
with lifeline(["sh", "-c", "echo $$; exec sleep 300"]) as process:
    print(process.stdout.readline(), end="", flush=True)
    time.sleep(300)
"""


def is_running(number: int) -> bool:
    try:
        state = Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return False
    return state != "Z"  # whoever adopts orphans may be slow to bury them


def wait_for_end(number: int) -> None:
    end = time.monotonic() + 30
    while is_running(number):
        assert time.monotonic() < end, f"process {number} outlived its starter"
        time.sleep(0.02)


def test_the_child_ends_with_the_block() -> None:
    with lifeline(["sh", "-c", "echo $$; exec sleep 300"]) as process:
        assert process.stdout is not None
        number = int(process.stdout.readline())
        assert is_running(number)
    wait_for_end(number)


def test_the_child_ends_when_its_starter_is_killed() -> None:
    with subprocess.Popen([sys.executable, "-c", STARTER], stdout=subprocess.PIPE, text=True) as starter:
        assert starter.stdout is not None
        number = int(starter.stdout.readline())
        starter.send_signal(signal.SIGKILL)
    wait_for_end(number)
