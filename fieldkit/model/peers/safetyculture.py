"""SafetyCulture's tables: a row for each inspection, or one inspection with a row for each item."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fieldkit.model.peers.columns import folded
from fieldkit.model.register.sheet import Sheet

if TYPE_CHECKING:
    from fieldkit.model.register.cells import Cell

IDENTITIES = frozenset({"auditid", "audit id", "inspection id"})
CONDUCTED = "_conducted on"
_ITEM = {"type", "label"}
_ANSWERS = ("response", "responses", "answer", "value")
_ID = "audit_id"


def flat(sheet: Sheet) -> tuple[str, Sheet] | None:
    """Return the title of the template and the inspection as a table of one row, None for another table.

    The block of names and values comes first, then a row of headers with ``Type`` and ``Label``, then the
    items; an item stands under its page as ``<page>_<label>``. The row numbers of items are lost: the
    inspection is one row, that of its block.
    """
    block: dict[str, Cell] = {}
    for place, (_number, cells) in enumerate(sheet.rows):  # noqa: B007 - used behind the loop
        keys = [folded(str(cell)) for cell in cells if cell is not None]
        if set(keys) >= _ITEM:
            break
        if len(cells) > 1 and isinstance(cells[0], str):
            block[folded(cells[0])] = cells[1]
    else:
        return None
    header = [folded(str(cell or "")) for cell in sheet.rows[place][1]]
    answered = next((header.index(name) for name in _ANSWERS if name in header), None)
    if _ID not in block or answered is None:
        return None
    names: list[Cell] = [*block]
    values = [*block.values()]
    for label, value in _items(sheet.rows[place + 1 :], header, answered):
        names.append(label)
        values.append(value)
    first = sheet.rows[0][0]
    return str(block.get("template_name") or ""), Sheet(sheet.name, [(first, names), (first, values)])


def _items(rows: list[tuple[int, list[Cell]]], header: list[str], answered: int) -> list[tuple[str, Cell]]:
    found: list[tuple[str, Cell]] = []
    labels: dict[str, str] = {}
    for _number, cells in rows:
        row = {name: cells[index] for index, name in enumerate(header) if index < len(cells)}
        label, own = str(row.get("label") or ""), str(row.get("id") or "")
        labels[own] = label
        page = labels.get(str(row.get("parent") or ""), "")
        value = cells[answered] if answered < len(cells) else None
        if label and value not in (None, ""):
            found.append((f"{page}_{label}" if page else label, value))
    return found
