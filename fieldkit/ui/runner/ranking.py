"""Moves in a ranking: one choice is marked, keys carry it to another place."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import Qt

from fieldkit.ui.keys import pressed_digit

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent


class Move(NamedTuple):
    """The order after a key, the marked choice, and whether the key confirms an order that stays."""

    names: list[str]
    active: str
    confirms: bool


def pressed(event: QKeyEvent, names: list[str], active: str) -> Move | None:
    """Return what a key does: Alt+Up and Alt+Down or a digit move the marked choice, arrows the mark.

    Space confirms the order as it stands; None for any other key.
    """
    at = names.index(active) if active in names else 0
    alt = bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
    step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()), 0)
    if alt and step:
        return Move(placed(names, names[at], at + step), names[at], confirms=True)
    beside = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()), 0)
    if beside:
        return Move(names, names[max(0, min(at + beside, len(names) - 1))], confirms=False)
    digit = pressed_digit(event)
    if digit is not None:
        if not 1 <= digit <= len(names):
            return Move(names, active, confirms=False)
        return Move(placed(names, names[at], digit - 1), names[at], confirms=True)
    if event.key() == Qt.Key.Key_Space:
        return Move(names, active, confirms=True)
    return None


def placed(names: list[str], name: str, place: int) -> list[str]:
    """Return the order with ``name`` at ``place`` (from 0; outside counts as the nearest end)."""
    others = [other for other in names if other != name]
    place = max(0, min(place, len(others)))
    return [*others[:place], name, *others[place:]]
