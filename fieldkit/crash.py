"""The report of a bug: the traceback in a file that the person can send."""

from __future__ import annotations

import os
import sys
import tempfile
import traceback
from datetime import datetime
from pathlib import Path

from fieldkit import __version__


def write_report(data: Path | None) -> Path:
    """Write the traceback of the present exception to a new file in ``data/log/`` and return it.

    A data folder that does not exist is not made for it, and one that cannot be written
    is no reason to lose the traceback: the system's temporary folder takes it.
    """
    stamp = datetime.now().astimezone().strftime("%Y%m%dT%H%M%S")
    text = f"fieldkit {__version__}, Python {sys.version}, {sys.platform}\n\n{traceback.format_exc()}"
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
