"""What a development project brought: before and after by the rule of each indicator."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from fieldkit import resources
from fieldkit.model.codes import codes
from fieldkit.model.csv_table import read

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path
    from typing import Any

INDICATORS = "project_result.indicator"
ECONOMIC_VALUE = "economic_value"
_COLUMNS = ("indicator", "better", "amount", "percent", "unit", "months")


@dataclass(frozen=True, slots=True)
class IndicatorRule:
    """How the gain of an indicator is told: whether more is better, as an amount, in percent.

    ``months`` above 1: it is a sum of money a month that counts so often in the economic value of a year.
    """

    code: str
    more_is_better: bool
    amount: bool
    percent: bool
    unit: str
    months: int


@dataclass(frozen=True, slots=True)
class Gain:
    """A gain; negative where it got worse, None where it is not told so or, in percent, the start was 0."""

    amount: float | None
    percent: float | None


@lru_cache(maxsize=2)
def read_rules(path: Path) -> Mapping[str, IndicatorRule]:
    """Return the rules of a table by indicator; raises `TableError`."""
    found = {}
    for row in read(path, _COLUMNS):
        code = row.one_of("indicator", codes(INDICATORS))
        found[code] = IndicatorRule(
            code,
            row.one_of("better", ("more", "less")) == "more",
            row.one_of("amount", ("yes", "no")) == "yes",
            row.one_of("percent", ("yes", "no")) == "yes",
            row.optional("unit"),
            int(row.decimal("months")),
        )
    return found


def rules() -> Mapping[str, IndicatorRule]:
    """Return the shipped rules by indicator."""
    return read_rules(resources.path("reference", "result_indicators.csv"))


def gain(result: Mapping[str, Any]) -> Gain | None:
    """Return what a row of ``project_result`` gained, None while one of its two values is missing.

    An indicator without a rule is told as an amount.
    """
    before, after = result["baseline"], result["result"]
    if before is None or after is None:
        return None
    rule = rules().get(str(result["indicator"]))
    better = after - before if rule is None or rule.more_is_better else before - after
    percent = better / before * 100 if rule is not None and rule.percent and before else None
    return Gain(better if rule is None or rule.amount else None, percent)


def economic_value(results: Iterable[Mapping[str, Any]]) -> float | None:
    """Return the baht of a year that more sales and lower costs bring; None when neither was measured."""
    parts = [
        found.amount * rule.months
        for result in results
        if (rule := rules().get(str(result["indicator"]))) is not None
        and rule.months > 1
        and (found := gain(result)) is not None
        and found.amount is not None
    ]
    return sum(parts) if parts else None
