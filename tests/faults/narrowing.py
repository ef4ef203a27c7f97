"""Laptops of the state machine that carry less for a time, and the old inspection that they leave out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fieldkit.model import carrying
from fieldkit.model.body import Op
from fieldkit.model.carrying import EVERYTHING, Carry
from fieldkit.model.tables import GROUPS
from tests.faults.choices import CLOCKS, DETAILS, OLD

if TYPE_CHECKING:
    from tests.faults.machine import Days
    from tests.faults.simulated import SimulatedLaptop

STREAM = "ins/25"


def begin(laptop: SimulatedLaptop) -> None:
    """Write the frame of an old, signed inspection, and that some answers are of it."""
    core = dict.fromkeys(GROUPS["inspection"]["core"]) | {"started_at": "2001-01-01T09:00:00+07:00"}
    status = dict.fromkeys(GROUPS["inspection"]["status"]) | {"state": "closed"}
    laptop.log.commit(
        [
            Op("inspection", OLD, "core", core, (), STREAM),
            Op("inspection", OLD, "status", status, (), STREAM),
            *(Op("answer", one, "core", {"inspection": OLD, "path": one}, (), STREAM) for one in DETAILS),
        ]
    )


def narrow(days: Days, which: int) -> None:
    """Carry the answers of the last years only, from the next exchange on."""
    carrying.choose(days._laptop(which)[1], Carry(1))


def carry_less_for_a_time(days: Days, which: int, cell: int) -> None:
    """Sync, let years pass at the centre, let go what is old, and go on with a day."""
    days.sync(which)
    days.narrow(which)
    days.centre.now = max(days.centre.now, CLOCKS[-2])
    days.sync(which)
    days.day(which, cell)


def widen(days: Days, which: int) -> None:
    """Carry everything again."""
    carrying.choose(days._laptop(which)[1], EVERYTHING)
