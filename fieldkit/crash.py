"""The report of a bug: where it happened, without what anyone typed or is called, in a file to be sent."""

from __future__ import annotations

import os
import re
import sys
import tempfile
import traceback
from datetime import datetime
from pathlib import Path

from fieldkit import __version__

# Where a message of a library begins to quote: a text, a path, a word that is not English.
_QUOTED = re.compile(r"""(["'`/\\]|\b[A-Za-z]:[\\/]|\bfile:|[^\x00-\x7f]).*""", re.DOTALL)


def describe(error: BaseException) -> str:
    """Return where ``error`` happened and its kind, without its words, which may hold what was typed.

    File names are cut to the part below the program or the library, so that no account name stays.
    """
    lines = []
    for frame in traceback.extract_tb(error.__traceback__):
        lines.append(f"  {short_path(frame.filename)}:{frame.lineno} {frame.name}")
    # Titles of fieldkit's own errors quote names, numbers and files too.
    lines.append(f"{type(error).__module__}.{type(error).__qualname__}")
    cause = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    if cause is not None:
        lines.append(f"because of\n{describe(cause)}")
    return "\n".join(lines)


def unquoted(message: str) -> str:
    """Return what a library says up to where it begins to quote a file or a text."""
    return _QUOTED.sub("…", message)


def short_path(filename: str) -> str:
    """Return a file of the program or of a library without the folders that lead there."""
    parts = Path(filename).parts
    for mark in ("site-packages", "fieldkit"):
        if mark in parts:
            return "/".join(parts[len(parts) - parts[::-1].index(mark) - (mark == "fieldkit") :])
    return parts[-1] if parts else filename


def _present() -> str:
    error = sys.exc_info()[1]
    return describe(error) if error is not None else ""


def write_report(data: Path | None) -> Path:
    """Write where the present exception happened to a new file in ``data/log/`` and return it.

    A data folder that does not exist is not made for it, and one that cannot be written
    is no reason to lose the traceback: the system's temporary folder takes it.
    """
    stamp = datetime.now().astimezone().strftime("%Y%m%dT%H%M%S")
    text = f"fieldkit {__version__}, Python {sys.version}, {sys.platform}\n\n{_present()}\n"
    places = [data / "log"] if data and data.is_dir() else []
    for folder in [*places, Path(tempfile.gettempdir())]:
        try:
            folder.mkdir(exist_ok=True)
            descriptor, name = tempfile.mkstemp(prefix=f"crash-{stamp}-", suffix=".txt", dir=folder)
            with open(descriptor, "w", encoding="utf-8") as file:
                file.write(text)
        except OSError:
            continue
        return Path(name)
    return Path(os.devnull)
