"""The written adjudications of docs/conformance.md, matched with differences."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path

PAGE = Path(__file__).parents[2] / "docs" / "conformance.md"
VERDICTS = ("reference's bug", "ambiguity", "fieldkit's choice", "ours to fix")
_SPAN = re.compile(r"`([^`]+)`")


@dataclass(frozen=True)
class Adjudication:
    """One row of the table; ``seen`` are patterns of job, path and field."""

    name: str
    verdict: str
    seen: tuple[tuple[str, str, str], ...]

    def covers(self, job: str, path: str, field: str) -> bool:
        """Tell whether a difference belongs to this case."""
        return any(
            fnmatchcase(job, jobs) and fnmatchcase(path, paths) and fnmatchcase(field, fields)
            for jobs, paths, fields in self.seen
        )


def read(page: Path = PAGE) -> list[Adjudication]:
    """Return the rows of the page's table; raises ValueError for a row that says nothing."""
    return list(_rows(page.read_text(encoding="utf-8")))


def _rows(text: str) -> Iterator[Adjudication]:
    for line in text.splitlines():
        cells = [cell.strip() for cell in line.strip().strip("|").split(" | ")]
        if len(cells) != 7 or not line.startswith("| `"):
            continue
        name, verdict, seen = cells[0].strip("`"), cells[5], cells[6]
        if verdict not in VERDICTS:
            raise ValueError(f"{name}: {verdict!r} is none of {', '.join(VERDICTS)}")
        spans = [span.split() for span in _SPAN.findall(seen)]
        if any(len(span) != 3 for span in spans):
            raise ValueError(f"{name}: a place is written `job path field`: {seen}")
        yield Adjudication(name, verdict, tuple((job, path, field) for job, path, field in spans))


def find(table: list[Adjudication], job: str, path: str, field: str) -> Adjudication | None:
    """Return the row that covers a difference; None if nobody has judged it."""
    return next((row for row in table if row.covers(job, path, field)), None)
