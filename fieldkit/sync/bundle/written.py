"""What a laptop has written into bundles; apart from the writing, which brings cryptography with it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Written:
    """What lies on the stick now: usually one file; ``code`` opens a colleague's and is kept nowhere."""

    paths: tuple[Path, ...]
    changes: int
    files: int
    size: int
    code: str = ""
