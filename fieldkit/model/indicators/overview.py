"""What the dashboard shows, read in one go."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from fieldkit.model.indicators.figures import Reading
from fieldkit.model.indicators.sources import Here
from fieldkit.model.indicators.table import indicator, indicators, today_items

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from sqlalchemy import Connection

    from fieldkit.model.indicators.figures import Figure, Scope
    from fieldkit.model.indicators.table import TodayItem

SEVERITIES = ("findings_minor", "findings_major", "findings_critical")
COVERAGES = ("coverage", "coverage_risk")


@dataclass(frozen=True, slots=True)
class Overview:
    """The figures of the dashboard.

    Attributes:
        scope: what they are about.
        figures: every indicator, by id.
        districts: the coverage of each district, worst first; empty ones last.
        months: by ``2024-02``, the figures of ``planned``, ``visits`` and SEVERITIES, those that are not 0.
        open_findings: those that are open, by severity.
        today: what needs somebody, only what there is.
    """

    scope: Scope
    figures: Mapping[str, Figure]
    districts: tuple[Figure, ...]
    months: Mapping[str, Mapping[str, Figure]]
    open_findings: Mapping[str, Figure]
    today: tuple[tuple[TodayItem, Figure], ...]

    @property
    def pace(self) -> float:
        """How much of a target is due by now: the share of the period's months that have begun, 0 to 1."""
        period = self.scope.period
        begun = _months(period.start, period.at(self.scope.today))
        return begun / _months(period.start, period.end)

    @property
    def empty(self) -> bool:
        """Whether there is nothing to show: no factory that counts."""
        return not self.figures["coverage"].denominator


def overview(connection: Connection, scope: Scope, *, coverage: str = "coverage") -> Overview:
    """Read the figures; ``coverage`` names the indicator whose districts are shown."""
    with Reading(Here(connection), scope) as reading:
        return _read(reading, coverage)


def _read(reading: Reading, coverage: str) -> Overview:
    monthly = [indicators()[id_] for id_ in ("planned", "visits", *SEVERITIES)]
    items = {item.counted.id: item for item in today_items()}
    reading.keep(
        [
            *((one, "") for one in indicators().values()),
            *((one, "month") for one in monthly),
            *((item.counted, "") for item in items.values()),
            (indicator(coverage), "district"),
            (indicator("findings_open"), "severity"),
        ]
    )
    figures = {figure.indicator.id: figure for figure in reading.compute()}
    districts = reading.compute([indicator(coverage)], by="district")
    months: dict[str, dict[str, Figure]] = {}
    for figure in reading.compute(monthly, by="month"):
        if figure.numerator:
            months.setdefault(figure.group or "", {})[figure.indicator.id] = figure
    severities = reading.compute([indicator("findings_open")], by="severity")
    counted = reading.compute(item.counted for item in items.values())
    return Overview(
        reading.scope,
        figures,
        tuple(sorted(districts, key=_worst_first)),
        months,
        {figure.group or "": figure for figure in severities},
        tuple((items[figure.indicator.id], figure) for figure in counted if figure.numerator),
    )


def _months(first: date, last: date) -> int:
    return (last.year - first.year) * 12 + last.month - first.month + 1


def _worst_first(figure: Figure) -> tuple[bool, float, str]:
    return figure.value is None, figure.value or 0.0, figure.group or ""
