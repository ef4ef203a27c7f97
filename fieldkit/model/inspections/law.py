"""The rows of law that an inspection is judged by: of its day, or as they stood when it was signed."""

from __future__ import annotations

import json
from functools import lru_cache
from typing import TYPE_CHECKING

from fieldkit.model import corrections, limits
from fieldkit.model.csv_table import Row
from fieldkit.model.reference_tables import layers

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from datetime import date

    from fieldkit.model.corrections import Correction
    from fieldkit.model.limits import Limit

_LIMITS, _CORRECTIONS = "limits", "corrections"


class Law:
    """Limits and corrections by id.

    What was signed keeps the rows that judged it, so that a row that was put right later changes no verdict
    above a signature.
    """

    def __init__(
        self, on: date | None, kept: tuple[Mapping[str, Limit], Mapping[str, Correction]] | None = None
    ) -> None:
        self._on, self._kept = on, kept

    @classmethod
    def of_day(cls, on: date) -> Law:
        """Return what is in force for a day, as the tables say now."""
        return cls(on)

    @classmethod
    def read(cls, kept: str) -> Law:
        """Return what was kept with a seal."""
        return cls(None, _read(kept))

    def limit(self, limit_id: str) -> Limit:
        """Return a limit; raises `UnknownLimit`."""
        if self._kept is not None:
            if limit_id not in self._kept[0]:
                raise limits.unknown(limit_id)
            return self._kept[0][limit_id]
        assert self._on is not None
        return limits.in_force(limit_id, self._on)

    def correction(self, name: str) -> Correction | None:
        """Return a correction, None where there is none."""
        if self._kept is not None:
            return self._kept[1].get(name)
        assert self._on is not None
        return corrections.in_force(name, self._on)


def judged_by(on: date, limit_ids: Collection[str], correction_ids: Collection[str]) -> str:
    """Return as JSON the rows of these limits and corrections that are in force on a day."""
    wanted = {_LIMITS: limit_ids, _CORRECTIONS: correction_ids}
    found = {
        table: {row.cells["id"]: row.cells for row in layers.rows_on(table, (), on) if row.cells["id"] in ids}
        for table, ids in wanted.items()
    }
    return json.dumps(found, ensure_ascii=False, sort_keys=True)


@lru_cache(maxsize=64)
def _read(kept: str) -> tuple[Mapping[str, Limit], Mapping[str, Correction]]:
    tables = json.loads(kept)
    return (
        {name: limits.limit_of(_row(_LIMITS, cells)) for name, cells in tables.get(_LIMITS, {}).items()},
        {
            name: corrections.correction_of(_row(_CORRECTIONS, cells))
            for name, cells in tables.get(_CORRECTIONS, {}).items()
        },
    )


def _row(table: str, cells: Mapping[str, str]) -> Row:
    return Row(table, 0, cells)
