"""What one question shows: derived from the form's node and the inspection, without a widget."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from fieldkit.errors import Text
from fieldkit.model.choice_search import index_of
from fieldkit.model.form.nodes import Range
from fieldkit.ui.runner import row_measured, row_words
from fieldkit.ui.runner.kinds import PLACED, STRUCTURE, columns, kind_of
from fieldkit.ui.runner.scale import Scale, scale_of
from fieldkit.ui.segmented import Segment

if TYPE_CHECKING:
    from fieldkit.errors import Language
    from fieldkit.model.form import Node
    from fieldkit.model.inspections import Inspection, Section
    from fieldkit.ui.runner.kinds import Kind
    from fieldkit.ui.theme import Tone

State = Literal["pass", "fail", "warning", "na", "answered", "invalid", "unanswered", "optional", "none"]

Mark = Literal["failed_before", "flagged", "changed"]
"""Failed last time; marked to come back to; answered by a colleague since it was last open here."""

_TONES: dict[str, Tone] = {"pass": "ok", "fail": "fail", "na": "neutral", "warning": "warn"}


@dataclass(frozen=True, slots=True)
class FormRow:
    """One painted row.

    ``segments`` carry the choices of selects with the tone each would take, ``pictures`` theirs by place;
    ``text`` is the answer in words and ``edited`` as it is typed; ``error`` replaces ``warning``, and that
    ``second`` (hint or limit), below the question. ``scale`` belongs to a range; ``looks`` are the
    appearances; ``columns`` how many the choices shall stand in (0 as many as fit); ``marks`` what else
    is known of the question; ``uncomputed`` that the form's calculation gave nothing that exists.
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
    warning: str = ""
    placeholder: str = ""
    unit: str = ""
    chosen: tuple[str, ...] = ()
    segments: tuple[Segment, ...] = ()
    multiple: bool = False
    readonly: bool = False
    required: bool = False
    photos: int = 0
    noted: bool = False
    scale: Scale | None = None
    columns: int = 0
    looks: tuple[str, ...] = ()
    pictures: tuple[str, ...] = ()
    marks: tuple[Mark, ...] = ()
    uncomputed: bool = False

    @property
    def needs(self) -> bool:
        """Whether it waits for an answer that can be read."""
        return self.state in ("unanswered", "invalid") and not self.readonly

    @property
    def line(self) -> tuple[str, Tone]:
        """The line below the question, and its tone."""
        if self.error:
            return self.error, "fail"
        return (self.warning, "warn") if self.warning else (self.second, "neutral")


_ON_ROWS = {"add": Text("เพิ่มรายการ", "Add a row")}
_ON_ROW = {
    "copy": Text("ทำซ้ำ", "Copy"),
    "up": Text("เลื่อนขึ้น", "Up"),
    "down": Text("เลื่อนลง", "Down"),
    "remove": Text("ลบ", "Remove"),
}
_ACKNOWLEDGED = Text("รับทราบ", "Acknowledged")


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
    # An answer that is there was given or put in by the form: what is wrong with it may be said.
    said = touched or typed is not None or bool(node.value)
    error = row_words.wrong(inspection, node, kind, language) if said else ""
    missing = touched and node.violation == "required" and not error and typed is None
    limit = row_measured.limit_line(inspection, node, language)
    heading = kind == "grid_head"
    return FormRow(
        path=node.path,
        number=section.numbers[place],
        label=row_words.label(node),
        kind=kind,
        state=_state(inspection, node, kind, bool(error)),
        text=row_words.answer(inspection, node, kind, language) if typed is None else typed,
        edited=""
        if typed is not None
        else row_measured.edited(inspection, node) or row_words.edited(node, kind, language),
        second=limit or row_words.beside(node, kind, language) or ("" if heading else node.hint or ""),
        error=error,
        warning=(node.message or "")
        if missing
        else row_words.missing_file(inspection, node, language)
        or row_words.look_at(inspection, node, kind, language)
        or row_measured.explain(inspection, node, language),
        placeholder=row_words.placeholder(kind, language),
        unit=policy.text("unit", language) if policy else "",
        chosen=_chosen(node, kind),
        segments=_segments(inspection, node, kind, language),
        multiple=node.multiple,
        readonly=node.readonly or inspection.closed or heading,
        required=node.required and kind not in STRUCTURE,
        photos=len(inspection.photos(node.path)),
        noted=node.path in inspection.notes,
        scale=scale_of(node) if node.type == "range" else None,
        columns=columns(node) if kind in ("chips", "pictures") else 0,
        looks=tuple(node.appearance.split()),
        pictures=_pictures(node) if kind == "pictures" else (),
        uncomputed=row_words.uncomputed(node),
    )


def _chosen(node: Node, kind: Kind) -> tuple[str, ...]:
    if not node.value or (kind not in PLACED and kind not in ("segments", "list")):
        return ()
    return tuple(node.value.split()) if node.multiple else (node.value,)


def _pictures(node: Node) -> tuple[str, ...]:
    media = node.choice_media
    return tuple(media.get(choice.name, {}).get("image", "").rpartition("/")[2] for choice in node.choices)


def _segments(inspection: Inspection, node: Node, kind: Kind, language: Language) -> tuple[Segment, ...]:
    if kind in ("rows", "row"):
        area = node if isinstance(node, Range) else node.parent
        if inspection.closed or not isinstance(area, Range) or area.controlled:
            return ()
        offered = _ON_ROWS if kind == "rows" else _ON_ROW
        return tuple(Segment(name, words.pick(language)) for name, words in offered.items())
    if node.type == "trigger":
        return (Segment("OK", _ACKNOWLEDGED.pick(language), "ok"),)
    if kind == "rating" and (scale := scale_of(node)) is not None:
        return tuple(Segment(scale.text(place), scale.text(place)) for place in range(scale.count))
    if kind == "list":
        index = index_of(node.choices) if node.multiple and node.value else None
        return tuple(Segment(name, index.label(name)) for name in node.value.split()) if index else ()
    if kind not in PLACED and kind not in ("segments", "grid_head"):
        return ()
    choices = node.choices
    if kind == "rank" and node.value:
        labels = index_of(choices).label
        return tuple(Segment(name, labels(name)) for name in node.value.split())
    return tuple(
        Segment(choice.name, choice.label or choice.name, _tone(inspection, node, choice.name, kind))
        for choice in choices
    )


def _tone(inspection: Inspection, node: Node, choice: str, kind: Kind) -> Tone:
    """Colour only verdicts: the chosen answer takes the tone of what it means."""
    if choice in _chosen(node, kind):
        return _TONES.get(inspection.verdict(node.path) or "", "accent")
    return "accent"


def _state(inspection: Inspection, node: Node, kind: Kind, wrong: bool) -> State:
    if kind in STRUCTURE:
        return "none"
    # Also of a value that the form computes and nobody is asked for.
    verdict = None if wrong else inspection.verdict(node.path)
    if node.type == "note":
        return verdict or "none"
    if wrong:
        return "invalid"
    if verdict is not None:
        return verdict
    if node.value:
        return "answered"
    return "unanswered" if node.required else "optional"
