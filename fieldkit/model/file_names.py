"""Names of people's files as they are stored: any file system's bytes, but only text goes into records."""

from __future__ import annotations

from pathlib import PurePath


def stored_name(path: str | PurePath) -> str:
    """Return the last part of ``path``; what is no text (a name in TIS-620 on an old stick) becomes ``?``."""
    return PurePath(path).name.encode("utf-8", "replace").decode()
