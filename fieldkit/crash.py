"""The report of a bug: where it happened, without what anyone typed or is called, in a file to be sent."""

from __future__ import annotations

import os
import sys
import tempfile
import traceback
from datetime import datetime
from pathlib import Path

from fieldkit import __version__
from fieldkit.errors import FieldkitError


def describe(error: BaseException) -> str:
    """Return where ``error`` happened and its kind, without its words, which may hold what was typed.

    File names are cut to the part below the program or the library, so that no account name stays.
    """
    lines = []
    for frame in traceback.extract_tb(error.__traceback__):
        lines.append(f"  {_short(frame.filename)}:{frame.lineno} {frame.name}")
    kind = f"{type(error).__module__}.{type(error).__qualname__}"
    lines.append(f"{kind}: {error.title.en}" if isinstance(error, FieldkitError) else kind)
    cause = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    if cause is not None:
        lines.append(f"because of\n{describe(cause)}")
    return "\n".join(lines)


def _short(filename: str) -> str:
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
