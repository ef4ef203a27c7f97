"""The visit before beside this one: where each question stood then, also in rows that moved, came or went."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from fieldkit.model.inspections.listing import last_time
from fieldkit.model.inspections.row_names import past_names, rows_around

if TYPE_CHECKING:
    from fieldkit.model.inspections.record import Inspection
    from fieldkit.model.inspections.row_names import RowNames


@dataclass(frozen=True, slots=True)
class Lost:
    """A row of last time that has no counterpart now; ``failed`` says that something in it failed."""

    words: str
    failed: bool


class Counterparts:
    """Finds what ``last`` (None when there was no visit before) says of a question of ``inspection``.

    Paths of now are stored ones, as in :func:`fieldkit.model.inspections.stored_path.stored_path`.
    """

    def __init__(self, inspection: Inspection) -> None:
        row = inspection.row
        self.last = last_time(inspection.workspace, row["factory"], row["form_id"], before=row["started_at"])
        self._inspection = inspection
        last = self.last
        self._then = past_names(
            inspection.row_rules, last.values if last else {}, (*last.failed, *last.notes) if last else ()
        )
        self._seen: RowNames | None = None
        self._failed: frozenset[str] = frozenset()
        self._lost: dict[str, list[Lost]] = {}

    def then(self, stored: str) -> str | None:
        """Return the stored path at the visit before of a question of now; None when there is none."""
        named = self._inspection.row_names.named(stored)
        return None if named is None or self.last is None else self._then.stored(named)

    def failed(self) -> frozenset[str]:
        """Return the stored paths of now of what failed last time."""
        self._read()
        return self._failed

    def lost(self, area: str) -> list[Lost]:
        """Return the rows of last time that a repeat (stored path) does not have now."""
        self._read()
        return self._lost.get(area, [])

    def had_rows(self, area: str) -> bool:
        """Tell whether the repeat (stored path) had rows at the visit before."""
        then = self.then(area)
        return then is not None and any(row.rpartition("[")[0] == then for row in self._then.words)

    def _read(self) -> None:
        """Compare anew when a row has got another name since."""
        now = self._inspection.row_names
        if self.last is None or now is self._seen:
            return
        self._seen = now
        failed = {path: self._now(path) for path in self.last.failed}
        self._failed = frozenset(path for path in failed.values() if path is not None)
        rows = dict.fromkeys((*self._then.words, *(r for path in failed for r in rows_around(path))))
        self._lost = {}
        for row in rows:
            area = self._now(row.rpartition("[")[0])
            if area is not None and self._now(row) is None:
                fails = any(path.startswith(f"{row}/") for path in failed)
                self._lost.setdefault(area, []).append(Lost(self._then.words.get(row, ""), fails))

    def _now(self, then: str) -> str | None:
        named = self._then.named(then)
        return None if named is None else self._inspection.row_names.stored(named)
