"""The values of a range question: from, to, by steps; exact, as an instrument shows them."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from typing import TYPE_CHECKING

from fieldkit.model.form.nodes import Choice

if TYPE_CHECKING:
    from fieldkit.model.form import Node

MOST_VALUES = 1000
MOST_TICKS = 25


@dataclass(frozen=True, slots=True)
class Scale:
    """Values from ``start`` to ``end`` by ``step``; ``end`` may lie below ``start``, ``step`` is above 0."""

    start: Decimal
    end: Decimal
    step: Decimal

    @property
    def count(self) -> int:
        """Number of values."""
        return int(abs(self.end - self.start) / self.step) + 1

    def text(self, place: int) -> str:
        """Return the value at ``place`` (from 0; outside counts as the nearest end) as it is stored."""
        place = max(0, min(place, self.count - 1))
        value = self.start + (self.step if self.end >= self.start else -self.step) * place
        return plain(value)

    def place(self, value: Decimal) -> int | None:
        """Return the place of a value, None when it is none of this scale."""
        steps = (value - self.start) / (self.step if self.end >= self.start else -self.step)
        whole = steps == steps.to_integral_value()
        return int(steps) if whole and 0 <= steps < self.count else None

    def nearest(self, share: float) -> str:
        """Return the value at ``share`` (0 to 1) of the way."""
        return self.text(round(share * (self.count - 1)))

    def share(self, text: str) -> float | None:
        """Return how far along a stored value lies (0 to 1), None when there is none."""
        try:
            place = self.place(Decimal(text))
        except InvalidOperation:
            return None
        return None if place is None else place / max(1, self.count - 1)

    def ticks(self) -> int:
        """Return how many marks fit: all values of a short scale, ten parts of a long one."""
        return self.count if self.count <= MOST_TICKS else 11


def plain(value: Decimal) -> str:
    """Return a number in plain digits without zeros at its end."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def scale_of(node: Node) -> Scale | None:
    """Return the scale that a range question sets; None when its numbers make none."""
    given = node.parameters
    try:
        start, end = Decimal(given.get("start", "0")), Decimal(given.get("end", "10"))
        step = abs(Decimal(given.get("step", "1")))
    except InvalidOperation:
        return None
    if not (start.is_finite() and end.is_finite() and step.is_finite()) or step == 0:
        return None
    return Scale(start, end, step)


@lru_cache(maxsize=64)
def picker_choices(scale: Scale) -> tuple[Choice, ...]:
    """Return the values as choices, for a list to choose from."""
    texts = [scale.text(place) for place in range(min(scale.count, MOST_VALUES))]
    return tuple(Choice(text, text) for text in texts)
