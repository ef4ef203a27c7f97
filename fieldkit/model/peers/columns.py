"""Which column of a table is the answer to which question: by name, path or label, in every spelling."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from fieldkit.model.checklist_schema import pick

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from fieldkit.model.checklist_schema import Asked, AskedTable

_LANGUAGES = ("th", "en")
_POINT = (("latitude",), ("longitude",), ("altitude",), ("accuracy", "precision"))


@dataclass
class Column:
    """A question and its columns: the whole answer, and those of single choices or parts of a place.

    ``parts`` are by the choice's name, or by the number of the part (0 latitude … 3 accuracy).
    """

    asked: Asked
    whole: int | None = None
    parts: dict[str, int] = field(default_factory=dict)


@dataclass
class Columns:
    """The columns of a table; ``unknown`` are those that are no question's."""

    known: list[Column]
    unknown: list[int]


def folded(text: str) -> str:
    """Return a header as it is compared: NFC, single spaces, no capitals."""
    return " ".join(unicodedata.normalize("NFC", text).split()).casefold()


def match(table: AskedTable, header: Sequence[str], system: Iterable[str]) -> Columns:
    """Return which columns of ``header`` answer which questions of ``table``.

    ``system`` are names of the other program's own columns, which are passed over. Of equal headers and
    equal spellings the first belongs to the first.
    """
    columns = {asked.path: Column(asked) for asked in table.fields}
    free = {index for index, name in enumerate(header) if name.strip()}
    keys = [folded(name) for name in header]
    own = {folded(name) for name in system}
    spellings = sorted(
        (lambda asked: names(asked, table), lambda asked: labels(asked, table)),
        key=lambda spell: -_hits(table, keys, spell),
    )
    # a question may be called as the program's own column is: the form comes first, but not before a label
    for place, spell in enumerate(spellings):
        _take_whole(columns, keys, free, spell)
        _take_parts(columns, keys, free, spell)
        if place == 0:
            free -= {index for index in free if keys[index] in own}
    return Columns([one for one in columns.values() if one.whole is not None or one.parts], sorted(free))


def names(asked: Asked, table: AskedTable) -> list[str]:
    """Return how a column may be called by names: the own one, or with the groups above it."""
    below = asked.path[len(table.path) :]
    return [asked.name, *(mark.join(path) for mark in "-/" for path in (below, asked.path))]


def labels(asked: Asked, table: AskedTable) -> list[str]:
    """Return how a column may be called by the words of its question, in both languages.

    With the groups above it as KoboToolbox writes them (``/``), or the page as SafetyCulture does (``_``).
    """
    found = []
    for language in _LANGUAGES:
        own = pick(asked.label, language)
        if not own:
            continue
        groups = [
            pick(label, language) or name for label, name in zip(asked.groups, asked.path[:-1], strict=True)
        ]
        below = groups[len(table.path) :]
        found += [own, *("/".join((*above, own)) for above in (below, groups))]
        found += [f"{page}_{own}" for page in groups]
    return found


def _hits(table: AskedTable, keys: Sequence[str], spell: Callable[[Asked], list[str]]) -> int:
    known = {folded(name) for asked in table.fields for name in spell(asked)}
    return sum(key in known for key in keys)


def _take_whole(
    columns: dict[tuple[str, ...], Column],
    keys: Sequence[str],
    free: set[int],
    spell: Callable[[Asked], list[str]],
) -> None:
    wanted: dict[str, list[Column]] = {}
    for column in columns.values():
        if column.whole is None:
            for name in dict.fromkeys(map(folded, spell(column.asked))):
                wanted.setdefault(name, []).append(column)
    # longer spellings first: with its groups a name is nobody else's
    for name in sorted(wanted, key=lambda name: -len(name)):
        indices = [index for index in sorted(free) if keys[index] == name]
        takers = [column for column in wanted[name] if column.whole is None]
        if len(indices) == len(takers) or len(takers) == 1:
            for column, index in zip(takers, indices, strict=False):
                column.whole = index
                free.discard(index)


def _take_parts(
    columns: dict[tuple[str, ...], Column],
    keys: Sequence[str],
    free: set[int],
    spell: Callable[[Asked], list[str]],
) -> None:
    at = {keys[index]: index for index in sorted(free, reverse=True)}
    for column in columns.values():
        for name, part in _parts(column.asked, spell(column.asked)):
            index = at.get(folded(name))
            if index is not None and index in free and part not in column.parts:
                column.parts[part] = index
                free.discard(index)


def _parts(asked: Asked, spellings: Iterable[str]) -> Iterable[tuple[str, str]]:
    for name in spellings:
        if asked.multiple:
            for code, words in asked.choices.items():
                for choice in (code, *(pick(words, language) for language in _LANGUAGES)):
                    yield f"{name}/{choice}", code
        elif asked.type == "geopoint":
            above, own = name[: name.rfind("/") + 1], name[name.rfind("/") + 1 :]
            for number, parts in enumerate(_POINT):
                for part in parts:
                    yield f"{name}-{part}", str(number)
                    yield f"{above}_{own}_{part}", str(number)
