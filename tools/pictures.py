"""Draw the pictures of README.md into docs/pictures: python tools/pictures.py

Demonstration data, joined to a central server of their own so that the sync page has something to show.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PIL import Image

ROOT = Path(__file__).resolve().parent.parent
OUT = ROOT / "docs" / "pictures"
# Language, scheme, and which of the drawn views stand in README.md.
DRAWN = (
    (
        "th",
        "light",
        ("dashboard", "plan", "register", "inspection-questions", "inspection-closing", "findings", "sync"),
    ),
    ("th", "dark", ("inspection-questions",)),
    ("en", "light", ("inspection-questions",)),
)
COLOURS = 192
LARGEST = 150_000  # bytes, so that a clone stays small


def fieldkit(folder: Path, *arguments: str) -> str:
    """Run a command line and return what it printed."""
    command = [sys.executable, "-m", "fieldkit", "--data", str(folder), *arguments]
    env = os.environ | {"QT_QPA_PLATFORM": "offscreen"}
    return subprocess.run(command, cwd=ROOT, env=env, check=True, stdout=subprocess.PIPE, text=True).stdout


@contextmanager
def centre(folder: Path) -> Iterator[str]:
    """Run a central server and yield its address."""
    command = [sys.executable, "-m", "fieldkit", "--data", str(folder), "serve", "--port", "0"]
    server = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    try:
        assert server.stdout is not None
        yield server.stdout.readline().strip()
    finally:
        server.terminate()
        server.wait()


def draw(folder: Path) -> Iterator[tuple[str, Path]]:
    """Draw demonstration data in ``folder``; yield the name that each picture shall have, and its file."""
    data = folder / "demo"
    fieldkit(data, "demo")
    with centre(folder / "centre") as url:
        code = json.loads(fieldkit(folder / "centre", "--json", "server", "code"))["code"]
        fieldkit(data, "enrol", url, "--code", code)
        fieldkit(data, "sync")
    for language, scheme, views in DRAWN:
        drawn = folder / language
        fieldkit(data, "--lang", language, "gui", "--screenshots", str(drawn), "--theme", scheme)
        for view in views:
            yield f"{view}-{language}-{scheme}.png", drawn / f"{view}-{scheme}.png"


def keep(picture: Path, target: Path) -> None:
    """Write ``picture`` with a palette, which text and flat grounds lose nothing by."""
    small = Image.open(picture).convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
    small.save(target, optimize=True)
    if target.stat().st_size > LARGEST:
        raise SystemExit(f"{target.name} has {target.stat().st_size} bytes, more than {LARGEST}")
    print(f"{target.relative_to(ROOT)}  {target.stat().st_size // 1024} KiB")


def main() -> None:
    """Draw all of them anew."""
    OUT.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        for name, picture in draw(Path(folder)):
            keep(picture, OUT / name)


if __name__ == "__main__":
    main()
