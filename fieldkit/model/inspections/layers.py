"""What is drawn over a picture: lines in shares of its width and height, so that they fit any size of it."""

from __future__ import annotations

import json
import math
from typing import TYPE_CHECKING, NamedTuple

from fieldkit.model.inspections.files import layer_of

if TYPE_CHECKING:
    from fieldkit.model.inspections.record import Inspection

COLOURS = ("fail", "accent", "text")
MOST_STROKES, MOST_POINTS = 500, 5000


class Stroke(NamedTuple):
    """One line: the name of a colour of the window, and points as shares (0 to 1) from the top left."""

    colour: str
    points: tuple[tuple[float, float], ...]


def drawn_over(inspection: Inspection, attachment_id: str) -> list[Stroke]:
    """Return what is drawn over a picture; nothing when nothing is, or its file is not here."""
    row = layer_of(inspection, attachment_id)
    store = inspection.workspace.attachments
    return load(store.read(row["sha256"])) if row is not None and store.has(row["sha256"]) else []


def dump(strokes: list[Stroke]) -> bytes:
    """Return strokes as they are stored."""
    lines = [
        {"colour": stroke.colour, "points": [[round(x, 4), round(y, 4)] for x, y in stroke.points]}
        for stroke in strokes
    ]
    return json.dumps({"strokes": lines}, separators=(",", ":")).encode()


def load(data: bytes) -> list[Stroke]:
    """Return stored strokes; what another program wrote there and is no stroke is left out."""
    try:
        lines = json.loads(data)["strokes"]
        return [stroke for line in lines[:MOST_STROKES] if (stroke := _stroke(line)) is not None]
    except (ValueError, KeyError, TypeError, RecursionError):
        return []


def _stroke(line: object) -> Stroke | None:
    if not isinstance(line, dict) or line.get("colour") not in COLOURS:
        return None
    points = []
    for pair in line.get("points", [])[:MOST_POINTS]:
        if not isinstance(pair, list) or len(pair) != 2 or not all(isinstance(n, int | float) for n in pair):
            return None
        x, y = float(pair[0]), float(pair[1])
        if not (math.isfinite(x) and math.isfinite(y)):
            return None
        points.append((min(max(x, 0.0), 1.0), min(max(y, 0.0), 1.0)))
    return Stroke(line["colour"], tuple(points)) if points else None
