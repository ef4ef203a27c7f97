"""What documents say of a factory."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from fieldkit.model.factories import address
from fieldkit.model.reference import type_words

if TYPE_CHECKING:
    from collections.abc import Mapping


def factory_facts(row: Mapping[str, Any], language: str) -> dict[str, str]:
    """Return the facts of a row of the register by the names of the templates, ``""`` for what is unknown."""
    return {
        "name": str(row.get("name") or ""),
        "number": str(row.get("registration_no") or row.get("registration_no_old") or ""),
        "operator": str(row.get("operator") or ""),
        "address": address(row),
        "type": type_words(str(row.get("type_main") or ""), language),
        "class": str(row.get("class_") or ""),
        "hp": "" if row.get("hp") is None else f"{row['hp']:,g}",
        "workers": "" if row.get("workers") is None else f"{row['workers']:,}",
        "phone": str(row.get("phone") or ""),
    }
