"""Indicators as data, and the figures that they give."""

from __future__ import annotations

from fieldkit.model.indicators.computing import compute
from fieldkit.model.indicators.figures import Figure, Listing, Scope, departures, listing
from fieldkit.model.indicators.periods import Period, current, period
from fieldkit.model.indicators.table import Indicator, indicator, indicators

__all__ = [
    "Figure",
    "Indicator",
    "Listing",
    "Period",
    "Scope",
    "compute",
    "current",
    "departures",
    "indicator",
    "indicators",
    "listing",
    "period",
]
