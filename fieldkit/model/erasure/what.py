"""What of a record is personal, and what stands in its place once it is erased."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from fieldkit.model import files
from fieldkit.model.record_fields import FIELDS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

MARK = "ลบตามกฎหมาย · erased by law"
"""Stands where an erased text stood, in every language and in every program that reads the value."""

NOTHING, MARKED, FILE = 0, 1, 2
"""How a value goes: nothing is left of it; the mark stands for it; the hash of no file stands for a file's.
Names: these members of a JSON object."""
_LEFT = {NOTHING: None, MARKED: MARK, FILE: files.ERASED}

# What was frozen with an inspection: who runs the factory, and the hash of a file that held all answers.
_FROZEN = ("factories.operator", "factories.phone", "import.sha256")
# Besides the columns that `record_fields` marks: people in tables that have no list of their own, files that
# hold what is personal, and hashes over it, by which whoever tries all numbers would find it.
_MORE: Mapping[str, Mapping[str, Any]] = {
    "person": {"name": MARKED, "card_no": MARKED},
    "factory": dict.fromkeys(("operator", "operator_id13", "phone", "email", "contact"), MARKED),
    "visit": {"guide": MARKED},
    "inspection": {"submission": FILE, "salt": NOTHING, "context": _FROZEN},
    "signature": {"name": MARKED, "position": MARKED, "reason": MARKED, "image": FILE, "over": NOTHING},
    "answer": {"value": MARKED, "note": MARKED, "readings": NOTHING},
    "attachment": {
        **dict.fromkeys(("name", "caption"), MARKED),
        "sha256": FILE,
        **dict.fromkeys(("latitude", "longitude"), NOTHING),
    },
}
TABLES = frozenset(_MORE) | {
    table for table, fields in FIELDS.items() if any(field.personal for field in fields.values())
}
"""Whose records may hold something personal."""


def personal(table: str) -> Mapping[str, Any]:
    """Return how each personal column of a table goes; empty for a table without any."""
    marked = {name: MARKED for name, field in FIELDS.get(table, {}).items() if field.personal}
    return marked | dict(_MORE.get(table, {}))


def replaced(value: Any, how: int | Sequence[str]) -> Any:
    """Return what stands for a value; nothing is erased of one that is empty."""
    if value is None or value == "":
        return value
    if isinstance(how, int):
        return _LEFT[how]
    try:
        whole = json.loads(value)
    except (TypeError, ValueError):
        return MARK
    for path in how:
        *outer, last = path.split(".")
        inner = whole
        for name in outer:
            inner = inner.get(name) if isinstance(inner, dict) else None
        if isinstance(inner, dict) and inner.get(last):
            inner[last] = MARK
    return json.dumps(whole, ensure_ascii=False)


def without(table: str, row: Mapping[str, Any]) -> dict[str, Any]:
    """Return the values of a row as they are once what is personal in it has been erased."""
    columns = personal(table)
    return {name: replaced(value, columns[name]) if name in columns else value for name, value in row.items()}
