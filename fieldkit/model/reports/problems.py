"""What is wrong with a layout or template: all of it at once, each with its place and cure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from fieldkit.errors import FieldkitError, Text

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing to put right; ``place`` is ``R1.toml:12, sheet.columns.covered`` or ``Sheet1!B4``."""

    place: str
    title: Text
    cure: Text

    def line(self, language: str) -> str:
        """Return place, title and cure in one line."""
        return f"{self.place}: {self.title.pick(language)} → {self.cure.pick(language)}"

    def as_json(self) -> dict[str, object]:
        """Return plain values, both languages in them."""
        return {
            "place": self.place,
            "title": {"th": self.title.th, "en": self.title.en},
            "cure": {"th": self.cure.th, "en": self.cure.en},
        }


class Refused(FieldkitError):
    """A layout or a template that cannot be used.

    Attributes:
        problems: all of them, in the order of the file.
    """

    def __init__(self, name: str, problems: Sequence[Problem]) -> None:
        count = len(problems)
        first = problems[0]
        super().__init__(
            Text(
                first.title.th if count == 1 else f"{name} ใช้ไม่ได้ มี {count} ปัญหา",
                first.title.en if count == 1 else f"{name} cannot be used: {count} problems",
            ),
            first.cure
            if count == 1
            else Text(
                "\n".join(problem.line("th") for problem in problems),
                "\n".join(problem.line("en") for problem in problems),
            ),
            place=first.place if count == 1 else name,
        )
        self.problems = tuple(problems)
