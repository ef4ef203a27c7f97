from __future__ import annotations

import subprocess
import sys
import sysconfig
import venv
from pathlib import Path

import pytest

from fieldkit import __version__, resources

ROOT = Path(__file__).parents[1]
ASK = "from fieldkit import resources; print(resources.path('style.qss'))"


def test_in_the_tree_they_lie_beside_the_package() -> None:
    assert resources.path("checklists", "GEN.xlsx") == ROOT / "resources" / "checklists" / "GEN.xlsx"


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the wheel, install it into a new virtual environment, and return that."""
    folder = tmp_path_factory.mktemp("wheel")
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check"]
    build = ["wheel", "-q", "--no-deps", "--no-build-isolation", "--no-index", "-w", str(folder), str(ROOT)]
    subprocess.run([*pip, *build], check=True, timeout=300)
    (wheel,) = folder.glob("fieldkit-*.whl")
    environment = folder / "venv"
    venv.create(environment, with_pip=False)
    interpreter = environment / "bin" / "python"
    install = ["--python", str(interpreter), "install", "-q", "--no-deps", "--no-index", str(wheel)]
    subprocess.run([*pip, *install], check=True, timeout=300)
    (packages,) = environment.glob("lib/python*/site-packages")
    # what fieldkit depends on is what these tests run with
    (packages / "dependencies.pth").write_text(sysconfig.get_path("purelib") + "\n")
    return environment


def outside(installed: Path, *command: str) -> str:
    """Run a program of the new environment far from the source tree."""
    done = subprocess.run(
        [str(installed / "bin" / command[0]), *command[1:]],
        cwd=installed,
        env={"PATH": "/usr/bin:/bin", "HOME": str(installed)},
        check=True,
        capture_output=True,
        encoding="utf-8",
        timeout=120,
    )
    return done.stdout.strip()


def test_installed_they_lie_in_the_package(installed: Path) -> None:
    style = Path(outside(installed, "python", "-c", ASK))
    assert style.is_relative_to(installed)
    assert style.read_bytes() == (ROOT / "resources" / "style.qss").read_bytes()


def test_installed_nothing_is_left_out(installed: Path) -> None:
    found = Path(outside(installed, "python", "-c", ASK)).parent
    tree = {file.relative_to(resources.path()) for file in resources.path().rglob("*") if file.is_file()}
    assert {file.relative_to(found) for file in found.rglob("*") if file.is_file()} >= tree


def test_installed_the_command_runs(installed: Path) -> None:
    assert outside(installed, "fieldkit", "--version") == f"fieldkit {__version__}"
    assert "gui" in outside(installed, "fieldkit", "--lang", "en", "--help")
