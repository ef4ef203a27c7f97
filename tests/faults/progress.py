"""What a long run has reached so far, kept after each part, so that it goes on where it was stopped."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import ClassVar, Self

BUILD = Path(__file__).parents[2] / "build"


@dataclass
class Kept:
    """A dataclass of plain values that is kept in ``build``."""

    NAME: ClassVar[str]

    @classmethod
    def place(cls) -> Path:
        return BUILD / f"{cls.NAME}.json"

    def keep(self) -> None:
        self.place().parent.mkdir(exist_ok=True)
        self.place().write_text(json.dumps(asdict(self)))

    @classmethod
    def kept(cls) -> Self:
        return cls(**json.loads(cls.place().read_text())) if cls.place().is_file() else cls()
