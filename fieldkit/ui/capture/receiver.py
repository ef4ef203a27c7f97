"""Where this laptop takes its position from, as it is remembered."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from fieldkit.model.workspace import Workspace

Kind = Literal["system", "port", "path"]
SPEEDS = (4800, 9600, 19200, 38400, 57600, 115200)
"""Of NMEA 0183 and of what USB receivers use instead, in bits a second."""
_KEY = "receiver"


@dataclass(frozen=True, slots=True)
class Receiver:
    """The system's location service, a receiver at a serial port, or one that is read as a file or pipe."""

    kind: Kind = "system"
    port: str = ""
    speed: int = 9600
    path: str = ""

    @classmethod
    def of(cls, workspace: Workspace) -> Receiver:
        """Return what was chosen on this laptop; the system's service when nothing readable was."""
        try:
            told = json.loads(workspace.setting(_KEY) or "{}")
            found = cls(**told)
        except (ValueError, TypeError):
            return cls()
        fits = found.kind in ("system", "port", "path") and found.speed in SPEEDS
        return found if fits else cls()

    def keep(self, workspace: Workspace) -> None:
        """Remember it on this laptop."""
        workspace.remember(_KEY, json.dumps(asdict(self)))
