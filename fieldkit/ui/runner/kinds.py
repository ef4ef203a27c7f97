"""How a question is answered on the screen: from its type, its appearance and its choices."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from fieldkit.model.inspections.questions import REPEAT, ROW
from fieldkit.ui.runner.scale import picker_choices, scale_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fieldkit.model.form import Node
    from fieldkit.model.form.nodes import Choice

Kind = Literal[
    "segments", "chips", "likert", "grid", "grid_head", "pictures", "rating", "rank", "list",
    "number", "range", "date", "time", "moment", "month", "year",
    "text", "multiline", "digits", "masked", "phone", "url", "barcode", "point", "points",
    "photo", "file", "note", "rows", "row",
]  # fmt: skip

# Kinds with a live editor over the painted field.
FIELDS = frozenset(
    {
        *("number", "range", "date", "time", "moment", "month", "year", "text", "multiline", "digits"),
        *("masked", "phone", "url", "barcode", "point", "points", "list"),
    }
)
# Kinds whose answer is a joined segment; rows of repeats offer what can be done with them there.
SEGMENTED = frozenset({"segments", "rows", "row"})
# Kinds whose choices each have a place of their own, in the order of the digits.
PLACED = frozenset({"chips", "likert", "grid", "pictures", "rating", "rank"})
# Kinds whose answer stands below the words.
BELOW = frozenset({"chips", "likert", "pictures", "rank", "multiline", "points"})
FILES = frozenset({"photo", "file"})
LINES = frozenset({"multiline", "points"})
PLACES = frozenset({"point", "points"})
# Kinds that hold no answer.
STRUCTURE = frozenset({"note", "rows", "row", "grid_head"})

_SEGMENTS_MOST = 4
_SEGMENT_LETTERS = 34  # all words of a joined segment together, so that it fits beside the question
_CHIPS_MOST = 12
_COLUMNS_MOST = 40
_GRID_MOST = 7
_RATING_MOST = 10
_LISTED = frozenset({"minimal", "autocomplete", "search"})
_STRUCTURE_TYPES: dict[str, Kind] = {"note": "note", REPEAT: "rows", ROW: "row", "trigger": "segments"}
_BY_BIND: dict[str, Kind] = {
    "int": "number",
    "integer": "number",
    "decimal": "number",
    "date": "date",
    "time": "time",
    "dateTime": "moment",
    "barcode": "barcode",
    "geopoint": "point",
    "geotrace": "points",
    "geoshape": "points",
}
_BY_LOOK: dict[str, Kind] = {
    "multiline": "multiline",
    "numbers": "digits",
    "masked": "masked",
    "phone": "phone",
    "tel": "phone",
    "url": "url",
}


def kind_of(node: Node) -> Kind:
    """Return how a question is answered on the screen."""
    if node.type == "note" and node.value:
        # What the form computes, or knows of the factory, is shown as a field that cannot be changed.
        return field_kind(node)
    if node.type in _STRUCTURE_TYPES:
        return _STRUCTURE_TYPES[node.type]
    if node.type == "upload":
        return "photo" if node.parameters.get("mediatype", "image/*").startswith("image/") else "file"
    if node.type == "rank":
        return "rank"
    if node.type == "select":
        return _select_kind(node)
    if node.type == "range":
        return _range_kind(node)
    return field_kind(node)


def field_kind(node: Node) -> Kind:
    """Return how the text of a field is read."""
    looks = node.appearance.split()
    kind = _BY_BIND.get(node.bind_type)
    if kind == "date":
        return "month" if "month-year" in looks else "year" if "year" in looks else "date"
    if kind is not None:
        return kind
    return next((_BY_LOOK[look] for look in looks if look in _BY_LOOK), "text")


def options(node: Node) -> Sequence[Choice]:
    """Return what a list offers: the choices, or the values of a range that is chosen from a list."""
    if node.type == "range" and (scale := scale_of(node)) is not None:
        return picker_choices(scale)
    return node.choices


def columns(node: Node) -> int:
    """Return how many columns the appearance asks for, 0 for as many as fit."""
    for look in node.appearance.split():
        if look == "columns":
            return 3
        head, _, number = look.rpartition("-")
        if head in ("columns", "compact", "quickcompact") and number.isdigit():
            return max(1, min(int(number), 10))
    return 0


def _select_kind(node: Node) -> Kind:
    looks = set(node.appearance.split())
    if "label" in looks:
        return "grid_head"
    if looks & _LISTED:
        return "list"
    choices = node.choices
    count = len(choices)
    if "list-nolabel" in looks and count <= _GRID_MOST:
        return "grid"
    if count <= _COLUMNS_MOST and any("image" in media for media in node.choice_media.values()):
        return "pictures"
    if "likert" in looks and count <= _GRID_MOST and not node.multiple:
        return "likert"
    laid_out = any(look.startswith(("columns", "compact", "quickcompact")) for look in looks)
    if laid_out and count <= _COLUMNS_MOST:
        return "chips"
    letters = sum(len(choice.label) for choice in choices) if count <= _SEGMENTS_MOST else 0
    if count <= _SEGMENTS_MOST and letters <= _SEGMENT_LETTERS and not node.multiple:
        return "segments"
    return "chips" if count <= _CHIPS_MOST else "list"


def _range_kind(node: Node) -> Kind:
    looks, scale = node.appearance.split(), scale_of(node)
    if scale is None:
        return "number"
    if "rating" in looks and scale.count <= _RATING_MOST:
        return "rating"
    return "list" if "picker" in looks else "range"
