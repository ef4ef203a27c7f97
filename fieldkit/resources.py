"""Where the files under ``resources/`` are, installed or in the source tree."""

from __future__ import annotations

from functools import cache
from pathlib import Path


@cache
def _root() -> Path:
    here = Path(__file__).resolve().parent
    installed = here / "resources"
    return installed if installed.is_dir() else here.parent / "resources"


def path(*parts: str) -> Path:
    """Return the path of a file under ``resources/``; the file need not exist."""
    return _root().joinpath(*parts)
