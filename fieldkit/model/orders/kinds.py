"""The kinds of orders: under which section, of which decision, with which wording and right of appeal."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from fieldkit import resources
from fieldkit.errors import Text
from fieldkit.model.csv_table import read

if TYPE_CHECKING:
    from collections.abc import Mapping

_COLUMNS = ("section", "th", "en", "subject", "subject_en", "decision", "wording", "appeal")


@dataclass(frozen=True, slots=True)
class OrderKind:
    """An order under ``section``; ``decision`` is the one of findings, ``wording`` the id of its block."""

    section: str
    name: Text
    subject: Text
    decision: str
    wording: str
    appeal: bool


@lru_cache(maxsize=1)
def order_kinds() -> Mapping[str, OrderKind]:
    """Return the kinds by section, in the order of ``order_kinds.csv``; raises `TableError`."""
    rows = read(resources.path("reference", "order_kinds.csv"), _COLUMNS)
    found = (
        OrderKind(
            row.text("section"),
            Text(row.text("th"), row.text("en")),
            Text(row.text("subject"), row.text("subject_en")),
            row.text("decision"),
            row.text("wording"),
            row.one_of("appeal", ("yes", "no")) == "yes",
        )
        for row in rows
    )
    return {kind.section: kind for kind in found}


def kind_name(section: object, language: str) -> str:
    """Return what people call an order under ``section``; one that is not known stands for itself."""
    kind = order_kinds().get(str(section))
    return kind.name.pick(language) if kind else str(section or "")


def section_of(decision: object) -> str:
    """Return the section of the order that a finding's decision asks for; the first one for others."""
    found = next((kind.section for kind in order_kinds().values() if kind.decision == decision), None)
    return found or next(iter(order_kinds()))
