"""What ``make setup`` says and does where Debian packages are missing; apt is played by scripts."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


@pytest.fixture
def system(tmp_path: Path) -> Path:
    """A folder of programs that stand before the system's: a Debian where nothing is installed."""
    folder = tmp_path / "bin"
    folder.mkdir()
    program(folder, "dpkg-query", "exit 1")
    program(folder, "apt-cache", '[ "$2" != libcups2t64 ] && [ "$2" != libglib2.0-0t64 ]')
    program(folder, "apt-get", f'echo "$@" >> {tmp_path}/apt.log')
    program(folder, "id", "echo 1000")
    program(folder, "sudo", "exit 1")
    return folder


def program(folder: Path, name: str, script: str) -> None:
    file = folder / name
    file.write_text(f"#!/bin/sh\n{script}\n")
    file.chmod(0o755)


def set_up(system: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["sh", ROOT / "packaging" / "debian.sh"],
        env={**os.environ, "PATH": f"{system}:{os.environ['PATH']}"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def asked_of_apt(system: Path) -> list[str]:
    log = system.parent / "apt.log"
    return log.read_text().splitlines() if log.exists() else []


def test_nothing_is_done_where_nothing_is_missing(system: Path) -> None:
    program(system, "dpkg-query", 'printf "ii "')
    done = set_up(system)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert asked_of_apt(system) == []


def test_without_root_the_one_command_is_named(system: Path) -> None:
    done = set_up(system)
    assert done.returncode == 1
    (command,) = [line.strip() for line in done.stderr.splitlines() if "apt-get" in line]
    assert command.startswith("sudo apt-get update && sudo apt-get install -y")
    assert {"xvfb", "postgresql", "libthai0", "libxcb-cursor0"} <= set(command.split())
    assert asked_of_apt(system) == []


def test_of_two_names_the_one_of_this_release_is_taken(system: Path) -> None:
    words = set_up(system).stderr.split()
    assert "libcups2" in words
    assert "libcups2t64" not in words


def test_root_installs_only_what_is_missing(system: Path) -> None:
    program(system, "id", "echo 0")
    program(system, "dpkg-query", 'for name; do :; done; [ "$name" = xdotool ] || printf "ii "')
    assert set_up(system).returncode == 0
    update, install = asked_of_apt(system)
    assert update.startswith("update")
    assert install.endswith(" xdotool")


def test_sudo_without_password_is_used(system: Path) -> None:
    program(system, "sudo", 'shift; [ "$1" = true ] || "$@"')
    assert set_up(system).returncode == 0
    assert len(asked_of_apt(system)) == 2


def test_an_unreachable_source_stops_nothing_that_can_be_installed(system: Path) -> None:
    program(system, "id", "echo 0")
    program(system, "apt-get", '[ "$1" != update ]')
    assert set_up(system).returncode == 0


def test_offline_it_says_so_in_both_languages(system: Path) -> None:
    program(system, "id", "echo 0")
    program(system, "apt-get", 'echo "E: Could not resolve the mirror"; exit 100')
    done = set_up(system)
    assert done.returncode == 1
    assert "E: Could not resolve the mirror" in done.stderr
    assert "Is this computer online?" in done.stderr
    assert "อินเทอร์เน็ต" in done.stderr
