"""What a figure must stay below."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Target:
    """A measured figure beside its limit; at or below it passes."""

    name: str
    measured: float
    limit: float
    unit: str

    @property
    def passed(self) -> bool:
        """Whether the figure keeps the limit."""
        return self.measured <= self.limit

    def line(self) -> str:
        """Return a line of the report."""
        word = "pass" if self.passed else "FAIL"
        return f"{word}  {self.name}: {self.measured:,.2f} {self.unit} (at most {self.limit:,.2f})".rstrip()
