"""What a satellite receiver says beside the place: quality of the fix, satellites, accuracy (NMEA 0183).

The place itself is read by Qt's positioning; this reads what Qt does not hand on, from the same sentences.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import reduce
from operator import xor
from typing import Literal

Quality = Literal["none", "gps", "dgps", "rtk", "estimated", "simulated"]

# Field 6 of GGA: no fix, GPS, differential, PPS, RTK, RTK float, dead reckoning, by hand, simulator.
_QUALITIES: dict[str, Quality] = {
    "0": "none",
    "1": "gps",
    "2": "dgps",
    "3": "gps",
    "4": "rtk",
    "5": "rtk",
    "6": "estimated",
    "7": "simulated",
    "8": "simulated",
}
_LONGEST = 120  # 82 by the standard; some receivers write more


@dataclass(slots=True)
class Heard:
    """What has been heard of a receiver so far.

    ``sentences`` had a right checksum, ``spoilt`` a wrong one, or none as what is cut off; both count lines.
    ``satellites`` are those in use. ``accuracy`` is in metres (68 %), None unless GST tells it.
    """

    sentences: int = 0
    spoilt: int = 0
    quality: Quality = "none"
    satellites: int | None = None
    accuracy: float | None = None


class Listener:
    """Follows the sentences of one receiver; ``heard`` is always up to date."""

    def __init__(self) -> None:
        self.heard = Heard()
        self._rest = b""

    def feed(self, data: bytes) -> None:
        """Take in what has just arrived, in pieces of any length."""
        *lines, self._rest = (self._rest + data).replace(b"\r", b"\n").split(b"\n")
        # A port at the wrong speed sends bytes without a single end of line.
        if len(self._rest) > _LONGEST:
            self.heard.spoilt += 1
            self._rest = b""
        for line in lines:
            if line:
                self._take(line)

    def _take(self, line: bytes) -> None:
        fields = _fields(line)
        if fields is None:
            self.heard.spoilt += 1
            return
        self.heard.sentences += 1
        kind = fields[0][2:]
        if kind == "GGA" and len(fields) > 7:
            self.heard.quality = _QUALITIES.get(fields[6], "none")
            self.heard.satellites = int(fields[7]) if fields[7].isdecimal() else None
        elif kind == "GST" and len(fields) > 7:
            self.heard.accuracy = _spread(fields[6], fields[7])


def _fields(line: bytes) -> list[str] | None:
    """Return the fields of a sentence whose checksum is right, None for anything else."""
    if not line.startswith(b"$") or not line.isascii() or len(line) > _LONGEST:
        return None
    body, _star, checksum = line[1:].partition(b"*")
    if checksum.strip().upper() != b"%02X" % reduce(xor, body, 0):
        return None
    fields = body.decode("ascii").split(",")
    return fields if len(fields[0]) == 5 and fields[0].isalnum() else None


def _spread(north: str, east: str) -> float | None:
    """Return the distance of two standard deviations in metres."""
    try:
        found = math.hypot(float(north), float(east))
    except ValueError:
        return None
    return found if math.isfinite(found) and found > 0 else None
