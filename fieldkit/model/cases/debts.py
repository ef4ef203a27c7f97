"""The class of a debt, D0 … N3, from days past due or missed installments (``loan_classes.csv``)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from fieldkit import resources
from fieldkit.model.codes import codes
from fieldkit.model.csv_table import read
from fieldkit.model.reference import whole_param

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path
    from typing import Any

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


@lru_cache(maxsize=2)
def read_classes(path: Path) -> tuple[DebtClass, ...]:
    """Return the classes of a table from the best to the worst; raises `TableError`."""
    found = []
    for row in read(path, _COLUMNS):
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
    """Return the shipped classes from the best to the worst."""
    return read_classes(resources.path("reference", "loan_classes.csv"))


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
