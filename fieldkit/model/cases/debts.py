"""The class of a debt, D0 … N3, from days past due or missed installments (``loan_classes.csv``)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from fieldkit.model.codes import codes
from fieldkit.model.reference import whole_param
from fieldkit.model.reference_tables import layers

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date
    from typing import Any

    from fieldkit.model.csv_table import Row

CLASSES = "loan.class"
CLOSED = "C0"
_NON_PERFORMING = "N"
_COLUMNS = ("class", "over_days", "over_missed")


@dataclass(frozen=True, slots=True)
class DebtClass:
    """A class and what lies below it: it begins above ``over_days``, or above ``over_missed`` installments.

    None: by this measure it is never reached, but for the first class, which is where everything begins.
    """

    code: str
    over_days: int | None
    over_missed: int | None


def classes_of(given: Sequence[Row]) -> tuple[DebtClass, ...]:
    """Return the classes of rows in their order; raises `TableError`."""
    found = []
    for row in given:
        code = row.one_of("class", codes(CLASSES))
        days = row.optional("over_days")
        # The limit of non-performing loans is a setting of the office.
        over = whole_param(days) if days.startswith("loan.") else row.decimal_or_none("over_days")
        missed = row.decimal_or_none("over_missed")
        found.append(
            DebtClass(code, None if over is None else int(over), None if missed is None else int(missed))
        )
    return tuple(found)


def debt_classes() -> tuple[DebtClass, ...]:
    """Return the classes of today from the best to the worst."""
    return _classes(layers.today())


@layers.layered
def _classes(on: date) -> tuple[DebtClass, ...]:
    order = list(codes(CLASSES))
    rows = layers.rows_on("loan_classes", _COLUMNS, on)
    return classes_of(sorted(rows, key=lambda row: order.index(row.one_of("class", order))))


def debt_class(loan: Mapping[str, Any]) -> str:
    """Return the class of a loan: by its days past due, or by missed installments where none are known."""
    if loan["state"] == "closed":
        return CLOSED
    by_days = loan["dpd"] is not None
    measure = loan["dpd"] if by_days else loan["missed"] or 0
    reached = debt_classes()[0].code
    for one in debt_classes():
        over = one.over_days if by_days else one.over_missed
        if over is not None and measure > over:
            reached = one.code
    return reached


def non_performing(code: str) -> bool:
    """Tell whether a class counts as a non-performing loan."""
    return code.startswith(_NON_PERFORMING)


def outstanding(loan: Mapping[str, Any]) -> float | None:
    """Return principal and interest together, None where neither is known."""
    if loan["principal"] is None and loan["interest"] is None:
        return None
    return float(loan["principal"] or 0) + float(loan["interest"] or 0)
