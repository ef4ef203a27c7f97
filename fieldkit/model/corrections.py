"""Corrections of a measured value before it is compared with its limit, from the table ``corrections.csv``.

A checklist asks for one by ``fieldkit::correction``: the id of the rule and the answers that it takes,
such as ``O2-7 ${stack_o2}``.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from fieldkit.errors import FieldkitError, Text
from fieldkit.model.csv_table import Dated, check_versions, read
from fieldkit.model.reference_tables.layers import layered, rows

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date
    from pathlib import Path

    from fieldkit.model.csv_table import Row
    from fieldkit.model.form import FormInstance, Node

COLUMNS = (
    *("id", "th", "en", "formula", "valid", "basis", "basis_en"),
    *("valid_from", "valid_to", "source", "confidence"),
)
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


@layered
def corrections() -> Mapping[str, tuple[Correction, ...]]:
    """Return every version of every correction by id: the shipped ones and the office's."""
    return corrections_of(rows("corrections", COLUMNS))


def read_corrections(path: Path) -> Mapping[str, tuple[Correction, ...]]:
    """Return the corrections of a table; raises ``TableError`` naming file, row and column."""
    return corrections_of(read(path, COLUMNS))


def corrections_of(given: Sequence[Row]) -> Mapping[str, tuple[Correction, ...]]:
    """Return the corrections of rows; raises ``TableError``."""
    read_rows = [(row, correction_of(row)) for row in given]
    check_versions((row, rule.id, rule) for row, rule in read_rows)
    found: dict[str, tuple[Correction, ...]] = {}
    for _, rule in read_rows:
        found[rule.id] = (*found.get(rule.id, ()), rule)
    return found


def correction_of(row: Row) -> Correction:
    """Return the correction of one row; raises ``TableError``."""
    return Correction(
        valid_from=row.day("valid_from"),
        valid_to=row.day("valid_to"),
        id=row.text("id"),
        name=Text(row.text("th"), row.text("en")),
        formula=row.text("formula"),
        valid=row.optional("valid"),
        basis=Text(row.text("basis"), row.text("basis_en")),
    )


def known(cell: str) -> bool:
    """Tell whether ``fieldkit::correction`` names a rule with as many answers as it takes."""
    name, *paths = cell.split()
    return any(rule.takes == len(paths) for rule in corrections().get(name, ()))


def in_force(name: str, on: date) -> Correction | None:
    """Return the version of a correction that is in force on a day, None where there is none."""
    return next((rule for rule in corrections().get(name, ()) if rule.in_force(on)), None)


def corrected(instance: FormInstance, node: Node, cell: str, rule: Correction | None) -> Corrected:
    """Return the value of ``node`` as ``cell`` (id and paths) corrects it by ``rule``.

    Raises UnknownCorrection where there is no rule, or one that takes another number of answers.
    """
    _name, *paths = cell.split()
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
