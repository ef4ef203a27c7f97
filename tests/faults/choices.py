"""What a step of the state machine chooses from, and identities that repeat."""

from __future__ import annotations

import random
import uuid
from datetime import UTC, datetime
from typing import Any

from fieldkit.model.ids import derived_id
from fieldkit.sync.server.store import EVERYWHERE
from tests.faults.network import Fate
from tests.faults.simulated import Cell

Q1, Q2, F1 = (derived_id("of the faults", name) for name in ("q1", "q2", "f1"))
OLD, D1, D2 = (derived_id("of the faults", name) for name in ("old", "d1", "d2"))
# What people edit: cells of two provinces and four streams, tombstones, and a table of the year 2031.
CELLS: tuple[tuple[Cell, str], ...] = (
    (("answer", Q1, "response"), "ins/25"),
    (("answer", Q1, "void"), "ins/25"),
    (("answer", Q2, "response"), "ins/10"),
    (("factory", F1, "contact"), "reg/25"),
    (("of 2031", Q1, "core"), "ins/25"),
    (("answer", D1, "response"), "ins/25"),
    (("answer", D2, "response"), "ins/25"),
)
# The last two are details of an old inspection, which a laptop may leave at the centre.
DETAILS = (D1, D2)
MOST_LAPTOPS = 5
BROKEN = ("values", "lamport", "stream")
GRANTS = ((EVERYWHERE,), ("25",), ("10", "25"), ("10",))
CLOCKS = tuple(datetime(year, 11, 22, tzinfo=UTC) for year in (1, 1970, 2025, 2026, 2027, 2569, 9999))
FATES: tuple[Fate, ...] = (
    "ok",
    "ok",
    "ok",
    "lost request",
    "lost answer",
    "duplicate",
    "half answer",
    "centre dies",
    "laptop dies",
)

POINTS = 12  # steps of a transaction at which a program dies
SCRIPT = 90  # bytes of one rule, three a step: drawn at once, because drawing costs more than most steps

# How often each act is played, in 256 steps.
OFTEN = {
    "message": 52,
    "save": 44,
    "open_screen": 32,
    "die_while_saving": 10,
    "decide": 12,
    "photo": 6,
    "hold": 3,
    "release": 2,
    "work_while_held": 3,
    "day": 6,
    "save_over_an_old_screen": 4,
    "sync": 6,
    "trouble_in_the_middle": 8,
    "end_the_program": 8,
    "old_message_arrives": 8,
    "take_image": 5,
    "put_laptop_back": 4,
    "copy_laptop": 1,
    "copy_works_beside_its_original": 3,
    "back_up_centre": 3,
    "put_centre_back": 2,
    "centre_loses_a_day": 3,
    "clock_jumps": 11,
    "grant": 4,
    "revoke": 3,
    "broken_program_writes": 4,
    "narrow": 3,
    "widen": 2,
    "carry_less_for_a_time": 4,
}


class Ids:
    """Identities that are the same in every run of the same example."""

    def __init__(self) -> None:
        self.again()

    def again(self) -> None:
        self._random, self._count = random.Random(4711), 0

    def __call__(self) -> uuid.UUID:
        self._count += 1
        moment = (0x19A_0000_0000 + self._count) << 80
        return uuid.UUID(int=moment | 7 << 76 | 2 << 62 | self._random.getrandbits(62))


IDS = Ids()


def values_of(cell: Cell, value: int) -> dict[str, Any]:
    """Return what an edit of a cell writes, now and then with a member of a newer program."""
    if cell[2] == "void":
        return {"deleted": value % 2, "delete_reason": f"{value}"}
    if cell[0] == "factory":
        return {"phone": f"{value}", "email": None, "contact": None}
    if cell[0] == "of 2031":
        return {"x": value}
    newer = {"of 2031": value} if value % 4 == 3 else {}
    return {"value": f"{value % 3 if value < 12 else value}", "note": None, "qualifier": None, **newer}
