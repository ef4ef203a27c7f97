"""The points of the risk rating, from ``resources/reference/risk_rules.csv``, and the classes made of them.

Rows with one ``id`` are ways to earn the same factor; the strongest that holds counts. A row holds for the
factories of ``types`` (empty: all) whose ``measure`` compares with ``operand`` as ``operator`` says.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, get_args

from fieldkit.errors import Text
from fieldkit.model.csv_table import Dated, Row, read
from fieldkit.model.fact_properties import known_properties
from fieldkit.model.identifiers import parse_type
from fieldkit.model.reference import param, whole_param
from fieldkit.model.reference_tables import layers

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from decimal import Decimal
    from pathlib import Path

RiskClass = Literal["high", "medium", "low"]
Operator = Literal["", "yes", ">", ">=", "each"]
MEASURES = ("complaints", "orders_open", "orders_overdue", "months_unseen")
"""Complaints of 12 months, orders not ended and those past their day, months since the last visit."""
FACT = "fact:"
"""Before the property of a measure that is a fact of the factory (table ``fact``)."""
CLASSES: tuple[RiskClass, ...] = get_args(RiskClass)
CLASS_NAMES: dict[RiskClass, Text] = {
    "high": Text("สูง", "high"),
    "medium": Text("ปานกลาง", "medium"),
    "low": Text("ต่ำ", "low"),
}
_COLUMNS = (
    *("id", "th", "en", "types", "measure", "operator", "operand", "points", "most"),
    *("valid_from", "valid_to", "source", "confidence"),
)


@dataclass(frozen=True, slots=True)
class Rule(Dated):
    """One row: ``types`` of five digits, 00 at the end means the whole type; ``most`` caps ``each``."""

    id: str
    name: Text
    types: tuple[str, ...]
    measure: str
    operator: Operator
    operand: Decimal | None
    points: int
    most: int

    @property
    def property(self) -> str:
        """The property of a fact that is measured, "" for other measures."""
        return self.measure.removeprefix(FACT) if self.measure.startswith(FACT) else ""


def read_rules(path: Path) -> tuple[Rule, ...]:
    """Return the rules of a table; raises `TableError` with row and column of what cannot be meant."""
    return rules_of(read(path, _COLUMNS))


def rules_of(given: Sequence[Row]) -> tuple[Rule, ...]:
    """Return the rules of rows; raises `TableError`."""
    return tuple(_rule(row) for row in given)


@layers.layered
def rules(on: date) -> tuple[Rule, ...]:
    """Return the rules in force on a day."""
    return rules_of(layers.rows_on("risk_rules", _COLUMNS, on))


def risk_class(score: int) -> RiskClass:
    """Return the class of a score."""
    if score >= whole_param("risk.high_from"):
        return "high"
    return "medium" if score >= whole_param("risk.medium_from") else "low"


def visits_a_year(score: int, *, environment: bool, seen_last_year: bool) -> int:
    """Return how many visits a fiscal year owes a factory.

    ``environment``: it is of the environmental-risk group; ``seen_last_year``: within the years that a
    factory of low risk may wait.
    """
    found = risk_class(score)
    if found == "high":
        return whole_param("risk.visits_high")
    if found == "medium":
        return whole_param("risk.visits_medium")
    yearly = environment and bool(param("risk.environment_yearly"))
    return 1 if yearly or not seen_last_year else 0


def _rule(row: Row) -> Rule:
    measure, operator = row.optional("measure"), row.one_of("operator", get_args(Operator))
    if bool(measure) != bool(operator) or not (measure or row.optional("types")):
        raise row.error(
            "operator",
            Text("เงื่อนไขไม่ครบ", "The condition is not whole"),
            Text("ระบุ types หรือ measure คู่กับ operator", "Give types, or measure and operator together"),
        )
    if measure:
        row.one_of("measure", (*MEASURES, *(f"{FACT}{about.name}" for about in known_properties())))
    operand = row.decimal("operand") if operator in (">", ">=") else row.decimal_or_none("operand")
    points = int(row.decimal("points"))
    return Rule(
        valid_from=row.day("valid_from"),
        valid_to=row.day("valid_to"),
        id=row.text("id"),
        name=Text(row.text("th"), row.text("en")),
        types=_types(row, row.optional("types").split()),
        measure=measure,
        operator=operator,  # type: ignore[arg-type]
        operand=operand,
        points=points,
        most=int(row.decimal_or_none("most") or points),
    )


def _types(row: Row, written: Sequence[str]) -> tuple[str, ...]:
    found = []
    for word in written:
        code = parse_type(word)
        if code is None:
            raise row.error(
                "types",
                Text(f"“{word}” ไม่ใช่ลำดับประเภทโรงงาน", f"“{word}” is no factory type"),
                Text("เขียนเช่น 9(1) หรือ 106 คั่นด้วยช่องว่าง", "Write 9(1) or 106, with spaces between"),
            )
        found.append(code)
    return tuple(found)
