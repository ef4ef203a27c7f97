"""What stands beside the value of an answer: readings, instrument, where the answer came from, a mark."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, Literal

from fieldkit.model.changes import group_columns

if TYPE_CHECKING:
    from collections.abc import Mapping

Origin = Literal["", "last_time", "batch"]
"""``last_time``: taken over from the visit before; ``batch``: answered with the rest of its section."""


@dataclass(frozen=True, slots=True)
class Instrument:
    """What a value was measured with; ``calibrated`` is the day of its last calibration (ISO) or empty."""

    name: str
    serial: str = ""
    calibrated: str = ""

    @classmethod
    def of(cls, text: str | None) -> Instrument | None:
        """Return the instrument that is stored as ``text``; None when there is none or it cannot be read."""
        try:
            stored = json.loads(text) if text else None
        except ValueError:
            return None
        if not isinstance(stored, dict) or not stored.get("name"):
            return None
        return cls(*(str(stored.get(key) or "") for key in ("name", "serial", "calibrated")))

    def stored(self) -> str:
        """Return the text that is stored."""
        return json.dumps(asdict(self), ensure_ascii=False)

    def words(self) -> str:
        """Return name and serial number."""
        return f"{self.name} ({self.serial})" if self.serial else self.name


@dataclass(frozen=True, slots=True)
class Beside:
    """The columns of a response beside value, note and qualifier.

    ``readings`` are the duplicate readings of a measurement as they were written (``7.1``, ``<5``).
    """

    readings: tuple[str, ...] = ()
    instrument: Instrument | None = None
    origin: Origin = ""
    flagged: bool = False

    @classmethod
    def of(cls, row: Mapping[str, Any]) -> Beside:
        """Return what a row of the table ``answer`` holds."""
        try:
            readings = json.loads(row["readings"] or "[]")
        except ValueError:
            readings = []
        return cls(
            readings=tuple(str(reading) for reading in readings) if isinstance(readings, list) else (),
            instrument=Instrument.of(row["instrument"]),
            origin=row["origin"] if row["origin"] in ("last_time", "batch") else "",
            flagged=bool(row["flag"]),
        )

    def columns(self) -> dict[str, Any]:
        """Return the columns as they are stored."""
        return {
            "readings": json.dumps(self.readings, ensure_ascii=False) if self.readings else None,
            "instrument": self.instrument.stored() if self.instrument else None,
            "origin": self.origin or None,
            "flag": int(self.flagged) or None,
        }


NOTHING = Beside()


def response(value: str | None, **columns: Any) -> dict[str, Any]:
    """Return the whole group ``response`` of an answer with the given columns, the others empty."""
    return dict.fromkeys(group_columns("answer", "response")) | {"value": value} | columns
