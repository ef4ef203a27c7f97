"""What one question shows: derived from the form's node and the inspection, without a widget."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Literal

from fieldkit.errors import Text
from fieldkit.model.form.nodes import Range
from fieldkit.model.inspections.questions import REPEAT, ROW
from fieldkit.model.thai import dates
from fieldkit.ui.runner.entry import NOT_DETECTED, field_kind, problem_with
from fieldkit.ui.segmented import Segment

if TYPE_CHECKING:
    from fieldkit.errors import Language
    from fieldkit.model.form import Node
    from fieldkit.model.inspections import Inspection, Section
    from fieldkit.ui.theme import Tone

Kind = Literal[
    "segments", "chips", "list", "number", "date", "text", "multiline", "photo", "note", "rows", "row"
]
State = Literal["pass", "fail", "warning", "na", "answered", "invalid", "unanswered", "optional", "none"]

_SEGMENTS_MOST = 4
_SEGMENT_LETTERS = 34  # all words of a joined segment together, so that it fits beside the question
_CHIPS_MOST = 12
_TONES: dict[str, Tone] = {"pass": "ok", "fail": "fail", "na": "neutral", "warning": "warn"}


@dataclass(frozen=True, slots=True)
class FormRow:
    """One painted row.

    ``segments`` carry the choices of selects with the tone each would take; ``text`` is the answer
    in words and ``edited`` as it is typed; ``error`` replaces ``second`` (hint or limit) below the question.
    """

    path: str
    number: str
    label: str
    kind: Kind
    state: State
    text: str = ""
    edited: str = ""
    second: str = ""
    error: str = ""
    unit: str = ""
    chosen: tuple[str, ...] = ()
    segments: tuple[Segment, ...] = ()
    multiple: bool = False
    readonly: bool = False
    required: bool = False
    photos: int = 0
    noted: bool = False


_ON_ROWS = {"add": Text("เพิ่มรายการ", "Add a row")}
_ON_ROW = {
    "copy": Text("ทำซ้ำ", "Copy"),
    "up": Text("เลื่อนขึ้น", "Up"),
    "down": Text("เลื่อนลง", "Down"),
    "remove": Text("ลบ", "Remove"),
}
_STRUCTURE: dict[str, Kind] = {"note": "note", REPEAT: "rows", ROW: "row"}


def kind_of(node: Node) -> Kind:
    """Return how a question is answered on the screen."""
    if node.type in _STRUCTURE:
        return _STRUCTURE[node.type]
    if node.type == "upload":
        return "photo"
    if node.type in ("select", "rank"):
        choices = node.choices
        letters = sum(len(choice.label) for choice in choices)
        if len(choices) <= _SEGMENTS_MOST and letters <= _SEGMENT_LETTERS and not node.multiple:
            return "segments"
        return "chips" if len(choices) <= _CHIPS_MOST else "list"
    if node.type == "range":
        return "number"
    return field_kind(node)


def row_of(
    inspection: Inspection, section: Section, place: int, *, language: Language, touched: bool
) -> FormRow:
    """Return the row of the question at ``place`` of ``section``.

    ``touched`` says that the person has been in the field, so that what is wrong may be said.
    """
    node = section.nodes[place]
    kind = kind_of(node)
    policy = inspection.policy.get(node.path)
    typed = inspection.typing.get(node.path)
    error = _error(node, kind, typed, language) if touched or typed is not None else ""
    limit = inspection.limit_text(node.path, language)
    return FormRow(
        path=node.path,
        number=section.numbers[place],
        label=_label(node),
        kind=kind,
        state=_state(inspection, node, kind, bool(error)),
        text=_text(inspection, node, kind, typed, language),
        edited=_edited(node, kind, typed, language),
        second=limit or node.hint or "",
        error=error,
        unit=policy.text("unit", language) if policy else "",
        chosen=_chosen(node),
        segments=_segments(inspection, node, kind, language),
        multiple=node.multiple,
        readonly=node.readonly or inspection.closed,
        required=node.required,
        photos=len(inspection.photos(node.path)),
        noted=node.path in inspection.notes,
    )


def _label(node: Node) -> str:
    if node.type == ROW and node.parent is not None:
        return node.label or node.parent.label or node.name
    return node.label or node.name


def _chosen(node: Node) -> tuple[str, ...]:
    if node.type not in ("select", "rank") or not node.value:
        return ()
    return tuple(node.value.split()) if node.multiple else (node.value,)


def _segments(inspection: Inspection, node: Node, kind: Kind, language: Language) -> tuple[Segment, ...]:
    if kind in ("rows", "row"):
        area = node if isinstance(node, Range) else node.parent
        if inspection.closed or not isinstance(area, Range) or area.controlled:
            return ()
        offered = _ON_ROWS if kind == "rows" else _ON_ROW
        return tuple(Segment(name, words.pick(language)) for name, words in offered.items())
    if kind not in ("segments", "chips"):
        return ()
    return tuple(
        Segment(choice.name, choice.label or choice.name, _tone(inspection, node, choice.name))
        for choice in node.choices
    )


def _tone(inspection: Inspection, node: Node, choice: str) -> Tone:
    """Colour only verdicts: the chosen answer takes the tone of what it means."""
    if choice in _chosen(node):
        return _TONES.get(inspection.verdict(node.path) or "", "accent")
    return "accent"


def _state(inspection: Inspection, node: Node, kind: Kind, wrong: bool) -> State:
    if kind in ("note", "rows", "row"):
        return "none"
    if wrong:
        return "invalid"
    verdict = inspection.verdict(node.path)
    if verdict is not None:
        return verdict
    if node.value:
        return "answered"
    return "unanswered" if node.required else "optional"


def _text(inspection: Inspection, node: Node, kind: Kind, typed: str | None, language: Language) -> str:
    if typed is not None:
        return typed
    if kind == "rows":
        return str(len(node.children))
    if kind == "list":
        return next((choice.label for choice in node.choices if choice.name == node.value), node.value)
    if kind == "date" and node.value:
        return _date_words(node.value, language)
    if kind == "number" and node.value:
        qualifier = inspection.qualifiers.get(node.path, "")
        return NOT_DETECTED if qualifier == NOT_DETECTED else f"{qualifier}{node.value}"
    return node.value if kind in ("text", "multiline") else ""


def _date_words(stored: str, language: Language) -> str:
    try:
        return dates.short(date.fromisoformat(stored[:10]), language)
    except ValueError:
        return stored


def _edited(node: Node, kind: Kind, typed: str | None, language: Language) -> str:
    if typed is None and kind == "date" and node.value:
        with suppress(ValueError):
            return dates.numeric(date.fromisoformat(node.value[:10]), language)
    return ""


def _error(node: Node, kind: Kind, typed: str | None, language: Language) -> str:
    if typed is not None and kind in ("number", "date"):
        problem = problem_with(kind, typed, whole=node.bind_type in ("int", "integer"), today=date.today())
        if problem is not None:
            return problem.pick(language)
    return node.message if node.violation == "constraint" and node.message else ""
