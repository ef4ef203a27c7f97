"""A folder for what must be in clear for a moment: in memory where there is such a place, and soon gone."""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path

from fieldkit.model.durable import alive

_MEMORY = Path("/dev/shm")  # noqa: S108 - what is made there is named by tempfile
_ENOUGH = 128 << 20  # bytes that must be free there
_PREFIX = "fieldkit-clear-"


def clear_room() -> tempfile.TemporaryDirectory[str]:
    """Make a folder that only its owner may enter; it goes with the ``with`` block or the program."""
    # Who names another place by TMPDIR knows why.
    in_memory = "TMPDIR" not in os.environ and _MEMORY.is_dir() and shutil.disk_usage(_MEMORY).free > _ENOUGH
    return tempfile.TemporaryDirectory(
        prefix=f"{_PREFIX}{os.getpid()}-",
        dir=_MEMORY if in_memory and os.access(_MEMORY, os.W_OK) else None,
        ignore_cleanup_errors=True,  # Windows removes no file that a viewer has open; the next start does
    )


def sweep() -> None:
    """Remove what killed programs left in clear."""
    for place in {_MEMORY, Path(tempfile.gettempdir())}:
        for left in place.glob(f"{_PREFIX}*"):
            number = left.name.removeprefix(_PREFIX).partition("-")[0]
            if number.isdigit() and int(number) != os.getpid() and not alive(int(number)):
                shutil.rmtree(left, ignore_errors=True)
