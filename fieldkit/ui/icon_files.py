"""The SVG of an icon in a colour, as bytes and as a file for the style sheet."""

from __future__ import annotations

import tempfile
from functools import cache
from pathlib import Path

from fieldkit import resources

STROKE = "1.75"


@cache
def source(name: str) -> str:
    """Return the SVG of icon ``name``, its lines in “currentColor”; raises FileNotFoundError."""
    text = resources.path("icons", f"{name}.svg").read_text(encoding="utf-8")
    return text.replace('stroke-width="2"', f'stroke-width="{STROKE}"')


def svg(name: str, colour: str) -> bytes:
    """Return the SVG of icon ``name`` drawn in ``colour``; raises FileNotFoundError."""
    return source(name).replace("currentColor", colour).encode()


@cache
def _glyph_folder() -> tempfile.TemporaryDirectory[str] | None:
    try:
        return tempfile.TemporaryDirectory(prefix="fieldkit-", ignore_cleanup_errors=True)
    except OSError:
        return None


def glyph_file(name: str, colour: str) -> Path | None:
    """Return a file of icon ``name`` in ``colour`` for the style sheet, which reads only files.

    None where no file can be written: the control then goes without its small sign.
    """
    folder = _glyph_folder()
    if folder is None:
        return None
    file = Path(folder.name, f"{name}-{colour.lstrip('#')}.svg")
    try:
        if not file.exists():
            file.write_bytes(svg(name, colour))
    except OSError:
        return None
    return file
