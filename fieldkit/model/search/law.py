"""The texts of law and reference that come with the program, searched in memory: some hundred."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from fieldkit.errors import Text
from fieldkit.model import corrections, limits, reference
from fieldkit.model.reference_tables.layers import layered, today
from fieldkit.model.search.anchors import TRIGRAM
from fieldkit.model.thai.search_text import fold

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


@dataclass(frozen=True, slots=True)
class LawText:
    """A text to read: its title, its paragraphs, and other names that people call it by."""

    id: str
    title: Text
    paragraphs: tuple[Text, ...]
    names: tuple[str, ...] = ()
    folded_names: tuple[str, ...] = field(default=(), compare=False)
    folded: str = field(default="", compare=False)


def find(parts: Sequence[str]) -> list[LawText]:
    """Return the texts that hold every folded part, those whose name begins with it first.

    A part too short for a word counts where a name begins with it.
    """
    whole = "".join(parts)
    ranked = []
    for place, text in enumerate(texts()):
        begins = any(name.startswith(whole) for name in text.folded_names)
        if begins or all(_in(part, text) for part in parts):
            named = any(whole in name for name in text.folded_names)
            ranked.append((0 if begins else 1 if named else 2, place, text))
    return [text for _rank, _place, text in sorted(ranked, key=lambda each: each[:2])]


@layered
def texts() -> tuple[LawText, ...]:
    """Return every text: sections, limits, wording of orders, corrections, types of factories."""
    return tuple(
        _ready(text)
        for each in (_sections(), _limits(), _wordings(), _corrections(), _types())
        for text in each
    )


def _in(part: str, text: LawText) -> bool:
    if len(part) < TRIGRAM:
        return any(name.startswith(part) for name in text.folded_names)
    return part in text.folded


def _ready(text: LawText) -> LawText:
    names = [text.title.th, text.title.en, *text.names]
    folded_names = tuple(fold(name) for name in names)
    body = [word for paragraph in text.paragraphs for word in (paragraph.th, paragraph.en)]
    folded = "\n".join([*folded_names, *(fold(word) for word in body)])
    return LawText(text.id, text.title, text.paragraphs, text.names, folded_names, folded)


def _sections() -> Iterator[LawText]:
    for one in (each for each in reference.sections() if each.in_force(today())):
        thai = f"{one.number} วรรค {one.paragraph}" if one.paragraph else one.number
        english = f"{one.number} paragraph {one.paragraph}" if one.paragraph else one.number
        title = Text(f"มาตรา {thai} {one.content.th}", f"Section {english} {one.content.en}")
        names = (one.number, f"ม.{one.number}", f"s.{one.number}")
        yield LawText(f"section {english}", title, _filled(one.sanction, one.basis), names)


def _limits() -> Iterator[LawText]:
    for versions in limits.limits().values():
        one = next((each for each in versions if each.in_force(today())), versions[-1])
        title = Text(*(f"{one.name.pick(each)} {limits.limit_text(one, each)}" for each in ("th", "en")))
        yield LawText(f"limit {one.id}", title, _filled(one.note, one.basis), (one.parameter, one.id))


def _wordings() -> Iterator[LawText]:
    for one in (each for each in reference.wordings() if each.in_force(today())):
        if one.id.startswith(reference.MEMO):
            continue  # sentences of memos are no wording that a person looks for
        yield LawText(f"wording {one.id}", one.name, (one.text,), (one.id,))


def _corrections() -> Iterator[LawText]:
    for key, versions in corrections.corrections().items():
        one = next((each for each in versions if each.in_force(today())), versions[-1])
        yield LawText(f"correction {key}", one.name, _filled(one.basis), (key,))


def _types() -> Iterator[LawText]:
    for code, one in reference.factory_types().items():
        title = Text(f"ลำดับที่ {one.display} {one.name.th}", f"Type {one.display} {one.name.en}")
        example = Text(one.example, one.example)
        yield LawText(f"type {code}", title, _filled(example), (one.display, one.name.th))


def _filled(*paragraphs: Text) -> tuple[Text, ...]:
    return tuple(paragraph for paragraph in paragraphs if paragraph.th)
