"""What an invented inspector writes at a question, as ``resources/demonstration/answers.csv`` has it.

A cell holds alternatives divided by ``|``. Each is a number between two (``6.4..8.2``), a day near the visit
(``day-120..-15``), something of the factory (``{hp}``), what the form itself shows (``@l_missed/0``: the
value of that question, else what follows the stroke; ``@gi01+1``: one more), or the words as they are.
"""

from __future__ import annotations

import random
import re
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING

from fieldkit import resources
from fieldkit.model.csv_table import read

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from fieldkit.model.form import Node
    from fieldkit.model.inspections import Inspection

_NUMBER = r"-?\d+(?:\.\d+)?"
_RANGE = re.compile(rf"({_NUMBER})\.\.({_NUMBER})")
_DAY = re.compile(r"day([+-]\d+)(?:\.\.(-?\d+))?")
_SHOWN = re.compile(r"@(\w+)(?:/(\w+)|\+(\d+))?")
_ROW = re.compile(r"\[(\d+)\]/[^/]+$")
_UNKNOWN = "–"
_MOST = 5  # levels of Green Industry, the only thing that is counted up
_WOBBLE = 0.16
"""How far a measured value moves from visit to visit, as a part of its range."""


@dataclass(frozen=True, slots=True)
class Wording:
    """What is answered to one question at factories of ``types`` (first three digits; none: of all)."""

    types: tuple[str, ...]
    usual: tuple[str, ...]
    failing: tuple[str, ...]


@cache
def wordings() -> Mapping[tuple[str, str], tuple[Wording, ...]]:
    """Return the rows of the table by checklist and question, in their order."""
    found: dict[tuple[str, str], tuple[Wording, ...]] = {}
    columns = ("checklist", "question", "types", "usual", "failing")
    for row in read(resources.path("demonstration", "answers.csv"), columns):
        usual, failing = (_alternatives(row.optional(name) or "") for name in ("usual", "failing"))
        one = Wording(tuple((row.optional("types") or "").split()), usual, failing)
        key = (row.text("checklist"), row.text("question"))
        found[key] = (*found.get(key, ()), one)
    return found


def _alternatives(cell: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in cell.split("|") if part.strip())


def wording(inspection: Inspection, question: str) -> Wording | None:
    """Return what is answered to ``question`` at the factory of the inspection, if the table says."""
    kind = str(inspection.factory.get("type_main") or "")[:3]
    rows = wordings().get((inspection.checklist.form_id, question), ())
    return next((one for one in rows if not one.types or kind in one.types), None)


def written(inspection: Inspection, node: Node, said: Wording, source: random.Random, *, fails: bool) -> str:
    """Return an answer; measured values of one factory stay near each other from visit to visit."""
    if fails and said.failing:
        return _spoken(inspection, node, source.choice(said.failing), source)
    row = _ROW.search(node.path)
    chosen = said.usual[(int(row[1]) - 1) % len(said.usual)] if row else source.choice(said.usual)
    return _spoken(inspection, node, chosen, source)


def _spoken(inspection: Inspection, node: Node, cell: str, source: random.Random) -> str:
    if span := _RANGE.fullmatch(cell):
        return _between(inspection, node, span[1], span[2], source)
    if day := _DAY.fullmatch(cell):
        first = int(day[1])
        return (inspection.date + timedelta(days=source.randint(first, int(day[2] or first)))).isoformat()
    if shown := _SHOWN.fullmatch(cell):
        value = _shown(inspection, node, shown[1])
        if shown[3]:
            return str(min(int(value or 0) + int(shown[3]), _MOST))
        return value or shown[2] or ""
    return _OF_FACTORY[cell](inspection, source) if cell in _OF_FACTORY else cell


def _between(inspection: Inspection, node: Node, low: str, high: str, source: random.Random) -> str:
    """Return a number that the factory usually has, a little more or less, with the range's decimals."""
    usual = random.Random(f"{inspection.factory['id']}-{node.path}").uniform(_WOBBLE, 1 - _WOBBLE)
    place = usual + source.uniform(-_WOBBLE, _WOBBLE)
    decimals = len(low.partition(".")[2])
    number = float(low) + (float(high) - float(low)) * place
    return str(Decimal(number).quantize(Decimal(1).scaleb(-decimals)))


def _shown(inspection: Inspection, node: Node, name: str) -> str:
    """Return the value of the question called ``name`` that stands nearest, "" where it is not known."""
    named = [one for one in inspection.instance.walk() if one.name == name]
    beside = node.path.rpartition("/")[0]
    found = next((one for one in named if one.path.startswith(beside)), named[0] if named else None)
    value = found.value if found is not None else ""
    return "" if value == _UNKNOWN else value


def _horsepower(inspection: Inspection, source: random.Random) -> str:
    return f"{float(inspection.factory.get('hp') or 75) * source.choice((1.0, 1.0, 1.02)):.1f}"


def _half_of_workers(inspection: Inspection, source: random.Random) -> str:
    return str(max(int(inspection.factory.get("workers") or 6) // 2 + source.randint(-1, 1), 0))


_OF_FACTORY: dict[str, Callable[[Inspection, random.Random], str]] = {
    "{hp}": _horsepower,
    "{men}": _half_of_workers,
    "{women}": _half_of_workers,
}
