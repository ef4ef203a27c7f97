"""Corrections of a measured value before it is compared with its limit, from the table ``corrections.csv``.

A checklist asks for one by ``fieldkit::correction``: the id of the rule and the answers that it takes,
such as ``O2-7 ${stack_o2}``.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING

from fieldkit import resources
from fieldkit.errors import FieldkitError, Text
from fieldkit.model.csv_table import Dated, check_versions, read

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from pathlib import Path

    from fieldkit.model.form import FormInstance, Node

_COLUMNS = ("id", "th", "en", "formula", "valid", "basis", "basis_en", "valid_from", "valid_to", "source")
_PLACE = re.compile(r"\{(\d)\}")
_PLACES = 6  # decimals that are kept; more than any instrument shows


@dataclass(frozen=True, slots=True)
class Correction(Dated):
    """One version of a rule: XPath over ``.`` (the value) and ``{1}``, ``{2}`` (the answers it takes).

    ``valid`` is true where the formula may be used; oxygen of the outside air leaves nothing to correct.
    """

    id: str
    name: Text
    formula: str
    valid: str
    basis: Text

    @property
    def takes(self) -> int:
        """The number of answers that it takes."""
        return max((int(place) for place in _PLACE.findall(self.formula + self.valid)), default=0)


@dataclass(frozen=True, slots=True)
class Corrected:
    """What became of a value: ``value`` is None while an answer is missing or out of the rule's bounds."""

    rule: Correction
    value: Decimal | None


class UnknownCorrection(FieldkitError):
    """A checklist names a correction that is not in the table, or not for that number of answers."""

    def __init__(self, cell: str) -> None:
        super().__init__(
            Text(f"ไม่รู้จักการปรับค่า “{cell}”", f"There is no correction “{cell}”"),
            Text("ตรวจรหัสและจำนวนข้อใน corrections.csv", "Check its id and answers in corrections.csv"),
            place=cell,
        )


@lru_cache(maxsize=1)
def corrections() -> Mapping[str, tuple[Correction, ...]]:
    """Return every version of every correction by id, as shipped."""
    return read_corrections(resources.path("reference", "corrections.csv"))


def read_corrections(path: Path) -> Mapping[str, tuple[Correction, ...]]:
    """Return the corrections of a table; raises ``TableError`` naming file, row and column."""
    rows = [
        (
            row,
            Correction(
                valid_from=row.day("valid_from"),
                valid_to=row.day("valid_to"),
                id=row.text("id"),
                name=Text(row.text("th"), row.text("en")),
                formula=row.text("formula"),
                valid=row.optional("valid"),
                basis=Text(row.text("basis"), row.text("basis_en")),
            ),
        )
        for row in read(path, (*_COLUMNS, "confidence"))
    ]
    check_versions((row, rule.id, rule) for row, rule in rows)
    found: dict[str, tuple[Correction, ...]] = {}
    for _, rule in rows:
        found[rule.id] = (*found.get(rule.id, ()), rule)
    return found


def known(cell: str) -> bool:
    """Tell whether ``fieldkit::correction`` names a rule with as many answers as it takes."""
    name, *paths = cell.split()
    return any(rule.takes == len(paths) for rule in corrections().get(name, ()))


def corrected(instance: FormInstance, node: Node, cell: str, *, on: date) -> Corrected:
    """Return the value of ``node`` as ``cell`` (id and paths) corrects it by the rule in force on a day.

    Raises UnknownCorrection.
    """
    name, *paths = cell.split()
    rule = next((rule for rule in corrections().get(name, ()) if rule.in_force(on)), None)
    if rule is None or rule.takes != len(paths):
        raise UnknownCorrection(cell)

    def evaluated(expression: str) -> object:
        filled = _PLACE.sub(lambda place: f"number({paths[int(place[1]) - 1]})", expression)
        return instance.evaluate(filled, node.path)

    if rule.valid and not evaluated(f"boolean({rule.valid})"):
        return Corrected(rule, None)
    value = evaluated(rule.formula)
    if not isinstance(value, float) or not math.isfinite(value):
        return Corrected(rule, None)
    exact = Decimal(repr(value)).quantize(Decimal(1).scaleb(-_PLACES))
    return Corrected(rule, exact.normalize() + 0)
