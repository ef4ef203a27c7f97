"""Search everywhere: what a person types, to ranked groups of what this laptop holds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, get_args

from fieldkit.model.search import excerpt, law
from fieldkit.model.search.anchors import TRIGRAM, beginning, expression, waiting, wanted
from fieldkit.model.search.displays import DISPLAYS, Display, Kind, Row
from fieldkit.model.search.excerpt import NOTHING, Line
from fieldkit.model.search.index import SOURCES, row_of, searched_step, span_of
from fieldkit.model.stopping import Stopped, stopping
from fieldkit.model.thai.search_text import bare_names, fold

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Sequence

    from sqlalchemy import Connection

KINDS: tuple[Kind, ...] = get_args(Kind)
MOST_COUNTED = 99
_READ = 30  # records read to be put in order; the newest, or those whose name begins with the query
_LONG_TITLES = ("answer", "finding")  # what somebody wrote, of which the part that fits is shown


@dataclass(frozen=True, slots=True)
class Hit:
    """Something found; ``title`` and ``second`` know the places of what was typed.

    ``inspection`` and ``path`` (stored) lead to the question of an answer, ``factory`` to that of a document;
    ``paragraphs`` are the text of a law. ``waits`` says that somebody still has something to do.
    """

    kind: Kind
    id: str
    title: Line
    second: Line = NOTHING
    waits: bool = False
    inspection: str = ""
    path: str = ""
    factory: str = ""
    paragraphs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Group:
    """The hits of one kind, the best first, and how many there are; ``count`` is at most MOST_COUNTED.

    ``over`` says that there are more than were counted.
    """

    kind: Kind
    hits: tuple[Hit, ...]
    count: int
    over: bool = False


def search(
    connection: Connection,
    text: str,
    language: str,
    *,
    kinds: Collection[Kind] = KINDS,
    most: int = 5,
    stop: Callable[[], bool] = lambda: False,
) -> list[Group]:
    """Return the groups of ``kinds`` in which something fits ``text``, with at most ``most`` hits each.

    ``stop`` is asked now and then from this thread; when it says yes, Stopped is raised.
    """
    parts = wanted(text)
    if not parts:
        return []
    groups = []
    with stopping(connection, stop):
        for kind in (each for each in KINDS if each in kinds):
            if stop():
                raise Stopped
            group = _group(connection, kind, parts, language, most)
            if group.count:
                groups.append(group)
    return groups


def nothing_more(before: str, groups: Collection[Group], text: str, kinds: Iterable[Kind]) -> set[Kind]:
    """Return the kinds of which nothing fits ``text`` because nothing fitted ``before``, which it goes on.

    ``groups`` is what :func:`search` gave for ``before`` in ``kinds``.
    """
    old, new = wanted(before), wanted(text)
    goes_on = len(old) <= len(new) and all(
        len(part) >= TRIGRAM and later.startswith(part) for part, later in zip(old, new, strict=False)
    )
    return {*kinds} - {group.kind for group in groups} if old and goes_on else set()


def _group(connection: Connection, kind: Kind, parts: tuple[str, ...], language: str, most: int) -> Group:
    if kind == "law":
        return _law(parts, language, most)
    numbers, waits = _factories(connection, parts) if kind == "factory" else _records(connection, kind, parts)
    rows = _read(connection, DISPLAYS[kind], numbers[: max(_READ, most)])
    order = {number: place for place, number in enumerate(numbers)}
    rank = _factory_rank if kind == "factory" else _rank
    whole = "".join(parts)
    rows.sort(key=lambda row: (row["row"] not in waits, *rank(row, whole, DISPLAYS[kind], order)))
    hits = [_hit(kind, row, parts, language, waits=row["row"] in waits) for row in rows[:most]]
    return Group(kind, tuple(hits), min(len(numbers), MOST_COUNTED), len(numbers) > MOST_COUNTED)


def _factories(connection: Connection, parts: tuple[str, ...]) -> tuple[list[int], frozenset[int]]:
    """Return the rows of factories, those of which a name or number begins with the query first."""
    asked = "SELECT rowid FROM factory_search WHERE factory_search MATCH ? LIMIT ?"
    first = connection.exec_driver_sql(asked, (beginning(parts), _READ)).scalars().all()
    every = connection.exec_driver_sql(asked, (expression(parts), MOST_COUNTED + 1)).scalars().all()
    return list(dict.fromkeys([*first, *every]))[: MOST_COUNTED + 1], frozenset()


def _records(connection: Connection, kind: Kind, parts: tuple[str, ...]) -> tuple[list[int], frozenset[int]]:
    """Return the rows of records, newest first; before them those that wait for somebody, named second."""
    asked = (
        "SELECT rowid FROM record_search WHERE record_search MATCH ? AND rowid BETWEEN ? AND ?"
        " ORDER BY rowid DESC LIMIT ?"
    )
    span, found = span_of(kind), expression(parts)
    every = connection.exec_driver_sql(asked, (found, *span, MOST_COUNTED + 1)).scalars().all()
    first: Sequence[int] = ()
    if every and kind in SOURCES and SOURCES[kind].ends:
        first = connection.exec_driver_sql(asked, (waiting(found), *span, _READ)).scalars().all()
    numbers = list(dict.fromkeys([*first, *every]))[: MOST_COUNTED + 1]
    return [row_of(number) for number in numbers], frozenset(row_of(number) for number in first)


def _read(connection: Connection, display: Display, numbers: Sequence[int]) -> list[Row]:
    if not numbers:
        return []
    marks = ",".join("?" * len(numbers))
    sql = f"{display.select} WHERE t.row IN ({marks})"
    return [dict(row) for row in connection.exec_driver_sql(sql, tuple(numbers)).mappings()]


def _rank(row: Row, whole: str, display: Display, order: dict[int, int]) -> tuple[Any, ...]:
    names = (row[part.column] for part in display.titles if not part.codes)
    return (not _begins(names, whole), order[row["row"]])


def _factory_rank(row: Row, whole: str, _display: Display, _order: dict[int, int]) -> tuple[Any, ...]:
    numbers, name = (row["registration_no"], row["registration_no_old"]), row["name"] or ""
    if _begins(numbers, whole):
        place = 0
    elif _begins((name, *bare_names([name])), whole):
        place = 1
    else:
        place = 2 if whole in fold(name) else 3
    return (place, row["name_sort"] or "")


def _begins(names: Iterable[Any], whole: str) -> bool:
    return any(name and fold(str(name)).startswith(whole) for name in names)


def _hit(kind: Kind, row: Row, parts: tuple[str, ...], language: str, *, waits: bool) -> Hit:
    display = DISPLAYS[kind]
    if kind == "answer" and not searched_step(row["path"], row["searched"]):
        row = row | {"value": None}  # a code, a number or personal: it was not what was found
    titles = [words for part in display.titles if (words := part.words(row, language))]
    fitting = (words for words in titles if kind in _LONG_TITLES and excerpt.holds(words, parts))
    title = next(fitting, titles[0] if titles else "")
    tail = [words for part in display.tail if (words := part.words(row, language)) and words != title]
    left = [part for part in parts if not any(part in fold(words) for words in (title, *tail))]
    texts = (words for part in display.texts if (words := part.words(row, language)))
    said = next((words for words in texts if left and excerpt.holds(words, left)), "")
    second = excerpt.joined(*(excerpt.line(words, parts) for words in (said, *tail)))
    return Hit(
        kind,
        row["id"],
        excerpt.line(title, parts, whole=kind not in _LONG_TITLES),
        second,
        waits,
        inspection=row.get("inspection") or "",
        path=row.get("path") or "",
        factory=row.get("factory") or "",
    )


def _law(parts: tuple[str, ...], language: str, most: int) -> Group:
    found = law.find(parts)
    hits = []
    for text in found[:most]:
        paragraphs = tuple(paragraph.pick(language) or paragraph.th for paragraph in text.paragraphs)
        title = excerpt.line(text.title.pick(language), parts, whole=True)
        fits = next((words for words in paragraphs if excerpt.holds(words, parts)), "")
        late = bool(title.spans) and title.spans[0][0] > excerpt.LATE
        said = fits or (title if late else "".join(paragraphs[:1]))
        hits.append(Hit("law", text.id, title, excerpt.line(said, parts), paragraphs=paragraphs))
    return Group("law", tuple(hits), len(found))
