"""The rows of law that an inspection is judged by: of its day, or as they stood when it was signed."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from fieldkit.model import corrections, limit_choice, limits
from fieldkit.model.csv_table import Row
from fieldkit.model.reference_tables import layers

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from datetime import date

    from fieldkit.model.corrections import Correction
    from fieldkit.model.limit_choice import Choice
    from fieldkit.model.limits import Limit

_LIMITS, _CORRECTIONS = "limits", "corrections"


@dataclass(frozen=True, slots=True)
class _Kept:
    limits: Mapping[str, Limit]
    corrections: Mapping[str, Correction]
    choices: Mapping[str, Sequence[Choice]]


class Law:
    """Limits, choices among them, and corrections, by id.

    What was signed keeps the rows that judged it, so that a row that was put right later changes no verdict
    above a signature.
    """

    def __init__(self, on: date, kept: str | None = None) -> None:
        """Take what is in force for a day as the tables say now, or what was ``kept`` with a seal."""
        self._on, self._kept = on, _read(kept) if kept else None

    def limit(self, limit_id: str) -> Limit:
        """Return a limit; raises `UnknownLimit`."""
        if self._kept is None:
            return limits.in_force(limit_id, self._on)
        if limit_id not in self._kept.limits:
            raise limits.unknown(limit_id)
        return self._kept.limits[limit_id]

    def has_limit(self, limit_id: str) -> bool:
        """Tell whether there is a limit, in force or not."""
        return limit_id in (limits.limits() if self._kept is None else self._kept.limits)

    def choices(self, name: str) -> Sequence[Choice]:
        """Return the choices in force among limits that a checklist names by ``name``."""
        if self._kept is not None:
            return self._kept.choices.get(name, ())
        return [one for one in limit_choice.choices().get(name, ()) if one.in_force(self._on)]

    def correction(self, name: str) -> Correction | None:
        """Return a correction, None where there is none."""
        if self._kept is not None:
            return self._kept.corrections.get(name)
        return corrections.in_force(name, self._on)


def judged_by(on: date, limit_ids: Collection[str], correction_ids: Collection[str]) -> str:
    """Return as JSON the rows in force on a day of these limits, of those chosen for them, of corrections."""
    chosen = [
        row.cells for row in layers.rows_on(limit_choice.TABLE, (), on) if row.cells["limit"] in limit_ids
    ]
    wanted = {_LIMITS: {*limit_ids, *(cells["use"] for cells in chosen)}, _CORRECTIONS: correction_ids}
    found: dict[str, object] = {
        table: {row.cells["id"]: row.cells for row in layers.rows_on(table, (), on) if row.cells["id"] in ids}
        for table, ids in wanted.items()
    }
    return json.dumps(found | {limit_choice.TABLE: chosen}, ensure_ascii=False, sort_keys=True)


@lru_cache(maxsize=64)
def _read(kept: str) -> _Kept:
    tables = json.loads(kept)
    found = {name: limits.limit_of(Row(_LIMITS, 0, cells)) for name, cells in tables[_LIMITS].items()}
    chosen = [Row(limit_choice.TABLE, 0, cells) for cells in tables[limit_choice.TABLE]]
    corrected = tables[_CORRECTIONS].items()
    return _Kept(
        found,
        {name: corrections.correction_of(Row(_CORRECTIONS, 0, cells)) for name, cells in corrected},
        limit_choice.choices_of(chosen, found),
    )
