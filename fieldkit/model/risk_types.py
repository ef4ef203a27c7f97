"""Which risks to the environment a type of factory usually has: ``resources/reference/risk_types.csv``."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from fieldkit import resources
from fieldkit.errors import Text
from fieldkit.model.csv_table import read

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

RISKS: Mapping[str, Text] = {
    "water": Text("น้ำเสีย", "wastewater"),
    "air": Text("มลพิษอากาศ", "air"),
    "waste": Text("กากอุตสาหกรรม", "waste"),
    "other": Text("เสี่ยงอื่น", "other risks"),
}
"""The groups whose factories are all to be inspected each year."""

_COLUMNS = ("code", "groups", "th", "en", "source", "confidence")


@lru_cache(maxsize=4)
def read_risk_types(path: Path) -> Mapping[str, frozenset[str]]:
    """Return the groups by the code of a type (``…00``) or of an item of it; raises `TableError`."""
    found: dict[str, frozenset[str]] = {}
    for row in read(path, _COLUMNS):
        code, groups = row.text("code"), row.text("groups").split()
        if len(code) != 5 or not code.isdecimal():
            raise row.error(
                "code",
                Text(f"“{code}” ไม่ใช่รหัสประเภท", f"“{code}” is no code of a type"),
                Text("ใช้รหัส 5 หลัก เช่น 00901", "Use five digits, like 00901"),
            )
        if code in found:
            raise row.error(
                "code",
                Text(f"รหัส “{code}” ซ้ำ", f"The code “{code}” stands twice"),
                Text("รวมเป็นแถวเดียว", "Make one row of them"),
            )
        unknown = next((group for group in groups if group not in RISKS), None)
        if unknown is not None:
            raise row.error(
                "groups",
                Text(f"ไม่รู้จักกลุ่มความเสี่ยง “{unknown}”", f"There is no group of risk “{unknown}”"),
                Text(f"ใช้ {' '.join(RISKS)}", f"Use {' '.join(RISKS)}"),
            )
        found[code] = frozenset(groups)
    return found


def risk_types() -> Mapping[str, frozenset[str]]:
    """Return the shipped table."""
    return read_risk_types(resources.path("reference", "risk_types.csv"))


def risks_of_type(code: str) -> frozenset[str]:
    """Return the groups of a type's code: those of the item, or else of the whole type."""
    table = risk_types()
    return table.get(code, table.get(f"{code[:3]}00", frozenset()))


def risks_by_type(item: str, whole: str, column: str) -> str:
    """Return SQL that joins the risks that the type in ``column`` usually has, for :func:`has_risk`.

    ``item`` and ``whole`` are aliases: the row of the type itself, and that of the whole type.
    """
    # Looked up once for all groups: lists of codes would be gone through for each factory and group again.
    rows = ", ".join(
        f"('{code}', {', '.join(str(int(risk in groups)) for risk in RISKS)})"
        for code, groups in risk_types().items()
    )
    known = f"(VALUES {rows})"
    # Expressions on the right: for a plain column SQLite makes no index and goes through all rows.
    return (
        f"LEFT JOIN {known} {item} ON {item}.column1 = {column} || ''"
        f" LEFT JOIN {known} {whole} ON {whole}.column1 = substr({column}, 1, 3) || '00'"
    )


def has_risk(group: str, item: str, whole: str) -> str:
    """Return SQL that is 1 where the type joined by :func:`risks_by_type` usually has a risk, else 0."""
    place = f"column{2 + list(RISKS).index(group)}"
    return f"coalesce({item}.{place}, {whole}.{place}, 0)"
