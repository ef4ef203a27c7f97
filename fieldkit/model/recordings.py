"""Recordings that are being made: files that a loss of power leaves behind, found again at the next start.

A recording grows in ``recordings/`` of the data folder, beside a small file that says whose it is, until it
has become an attachment. Until then it lies there unsealed, whatever the attachments are.
"""

from __future__ import annotations

import json
import secrets
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

FOLDER = "recordings"
_SUFFIX = ".json"


@dataclass(frozen=True, slots=True)
class Recording:
    """A file that is being recorded for a question of an inspection.

    ``question`` is the stored path. ``name`` is what the attachment will be called.
    """

    file: Path
    inspection: str
    question: str
    name: str

    def forget(self) -> None:
        """Remove file and note: it has become an attachment, or nothing was recorded."""
        self.file.unlink(missing_ok=True)
        _note(self.file).unlink(missing_ok=True)


def begin(folder: Path, inspection: str, question: str, name: str) -> Recording:
    """Make room for a recording in the data folder ``folder``; raises OSError."""
    place = folder / FOLDER
    place.mkdir(exist_ok=True)
    file = place / f"{secrets.token_hex(8)}{name[name.rfind('.') :]}"
    told = {"inspection": inspection, "question": question, "name": name}
    _note(file).write_text(json.dumps(told | {"file": file.name}), encoding="utf-8")
    return Recording(file, **told)


def left_behind(folder: Path, inspection: str) -> list[Recording]:
    """Return the recordings of an inspection that never became attachments, oldest first."""
    found = []
    for note in (folder / FOLDER).glob(f"*{_SUFFIX}"):
        # A note that is cut off names no question; its file stays for a person to look at.
        with suppress(OSError, ValueError, TypeError, KeyError):
            told = json.loads(note.read_text(encoding="utf-8"))
            file = note.parent / str(told["file"])
            if told["inspection"] == inspection and file.parent == note.parent and file.is_file():
                found.append(Recording(file, inspection, str(told["question"]), str(told["name"])))
    return sorted(found, key=lambda recording: recording.file.stat().st_mtime)


def _note(file: Path) -> Path:
    return file.with_suffix(_SUFFIX)
