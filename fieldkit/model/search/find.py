"""Search everywhere: what a person types, to ranked groups of what this laptop holds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, get_args

from fieldkit.model.search import excerpt, law
from fieldkit.model.search.anchors import TRIGRAM, beginning, expression, waiting, wanted
from fieldkit.model.search.displays import DISPLAYS, Display, Kind, Row
from fieldkit.model.search.excerpt import NOTHING, Line
from fieldkit.model.search.index import NUMBERS, SOURCES, ended, row_of, searched_step, span_of, texts
from fieldkit.model.stopping import Stopped, stopping
from fieldkit.model.thai.search_text import bare_names, fold

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Sequence

    from sqlalchemy import Connection

KINDS: tuple[Kind, ...] = get_args(Kind)
MOST_COUNTED = 99
# Of the trigrams of a query: how many are compared, by the place of which of their records, how many are
# asked alone, and how many records they may give so that all of them are read.
_COMPARED, _SAMPLE, _LEADING, _FEW = 24, 63, 3, 150
_NEWEST = (
    "SELECT rowid FROM record_search WHERE record_search MATCH ? AND rowid BETWEEN ? AND ?"
    " ORDER BY rowid DESC LIMIT ?"
)
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
        asked = _Asked(parts, expression(parts), _rarest(connection, parts))
        known = _all_of_few(connection, asked)
        records = _records(connection, [kind for kind in kinds if kind in NUMBERS], asked, known)
        for kind in (each for each in KINDS if each in kinds):
            if stop():
                raise Stopped
            group = _group(
                connection, kind, asked, language, most, records.get(kind, ()), whole=known is not None
            )
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


def _group(
    connection: Connection,
    kind: Kind,
    asked: _Asked,
    language: str,
    most: int,
    records: Sequence[int],
    *,
    whole: bool,
) -> Group:
    parts = asked.parts
    if kind == "law":
        return _law(parts, language, most)
    if kind == "factory":
        numbers, waits = _factories(connection, parts)
    else:
        numbers, waits = _waiting_first(connection, kind, asked, records, whole=whole)
    rows = _read(connection, DISPLAYS[kind], numbers[: max(_READ, most)])
    order = {number: place for place, number in enumerate(numbers)}
    rank = _factory_rank if kind == "factory" else _rank
    said = "".join(parts)
    rows.sort(key=lambda row: (row["row"] not in waits, *rank(row, said, DISPLAYS[kind], order)))
    hits = [_hit(kind, row, parts, language, waits=row["row"] in waits) for row in rows[:most]]
    return Group(kind, tuple(hits), min(len(numbers), MOST_COUNTED), len(numbers) > MOST_COUNTED)


def _factories(connection: Connection, parts: tuple[str, ...]) -> tuple[list[int], frozenset[int]]:
    """Return the rows of factories, those of which a name or number begins with the query first."""
    asked = "SELECT rowid FROM factory_search WHERE factory_search MATCH ? LIMIT ?"
    first = connection.exec_driver_sql(asked, (beginning(parts), _READ)).scalars().all()
    every = connection.exec_driver_sql(asked, (expression(parts), MOST_COUNTED + 1)).scalars().all()
    return list(dict.fromkeys([*first, *every]))[: MOST_COUNTED + 1], frozenset()


@dataclass(frozen=True, slots=True)
class _Asked:
    """The parts of a query, the expression that finds them, and that of their rarest trigrams.

    A phrase is a row of trigrams, and to look for those that stand in every note costs most of the time. So
    the rarest are asked alone, and what they give is looked for in the texts themselves. ``rare`` is "" where
    that cannot be told from few letters.
    """

    parts: tuple[str, ...]
    whole: str
    rare: str

    def fitting(self, connection: Connection, numbers: Sequence[int]) -> list[int]:
        """Return those records of which the text holds every part."""
        held = texts(connection, numbers)
        return [number for number in numbers if all(part in held.get(number, "") for part in self.parts)]


def _rarest(connection: Connection, parts: tuple[str, ...]) -> str:
    """Return the expression of the rarest trigrams, "" where there are not more than are asked.

    Of two trigrams the rarer is the one of which the newest records lie further down the index.
    """
    trigrams = [part[at : at + TRIGRAM] for part in parts for at in range(len(part) - TRIGRAM + 1)]
    if any(len(part) < TRIGRAM for part in parts) or len(trigrams) <= _LEADING:
        return ""
    driver: Any = connection.connection.driver_connection
    deepest = (
        "SELECT rowid FROM record_search WHERE record_search MATCH ?"
        f" ORDER BY rowid DESC LIMIT 1 OFFSET {_SAMPLE}"
    )
    deep: dict[str, int] = {}
    for trigram in dict.fromkeys(trigrams[-_COMPARED:]):
        row = driver.execute(deepest, (f'"{trigram}"',)).fetchone()
        deep[trigram] = row[0] if row else -1
    return " AND ".join(f'"{trigram}"' for trigram in sorted(deep, key=deep.__getitem__)[:_LEADING])


def _all_of_few(connection: Connection, asked: _Asked) -> list[int] | None:
    """Return the numbers of all records that fit, newest first, or None where they may be many."""
    if not asked.rare:
        return None
    matching = "SELECT rowid FROM record_search WHERE record_search MATCH ?"
    newest = f"{matching} ORDER BY rowid DESC LIMIT {_FEW + 1}"
    some = list(connection.exec_driver_sql(newest, (asked.rare,)).scalars())
    return None if len(some) > _FEW else asked.fitting(connection, some)


def _newest(
    connection: Connection, asked: _Asked, first: int, top: int, most: int, *, waits: bool = False
) -> list[int]:
    """Return the numbers of at most ``most`` records from ``top`` down to ``first`` that fit.

    Where most of what the rarest trigrams give does not fit, the index is asked for the whole phrases.
    """

    def numbers(sought: str) -> list[int]:
        sought = waiting(sought) if waits else sought
        return list(connection.exec_driver_sql(_NEWEST, (sought, first, top, most)).scalars())

    found: list[int] = []
    while asked.rare and top >= first:
        some = numbers(asked.rare)
        fitting = asked.fitting(connection, some)
        found += fitting
        if len(found) >= most or len(some) < most:
            return found[:most]
        top = some[-1] - 1
        if len(fitting) < len(some) / 2:
            break
    return [*found, *numbers(asked.whole)][:most]


def _records(
    connection: Connection, kinds: Collection[Kind], asked: _Asked, known: Sequence[int] | None
) -> dict[Kind, list[int]]:
    """Return the rows of the newest records of each of ``kinds``, more than are counted if there are more.

    ``known`` are the numbers of all that fit. Else all kinds are met on one way down the index: asked for
    each by itself, a kind in which nothing fits would cost the way to the next record that does, of any kind.
    """
    found: dict[Kind, list[int]] = {kind: [] for kind in kinds}
    spans = sorted(((*span_of(kind), kind) for kind in kinds), reverse=True)
    if known is not None:
        for first, last, kind in spans:
            found[kind] = [row_of(number) for number in known if first <= number <= last]
        return found
    place, top = 0, spans[0][1] if spans else -1
    while place < len(spans):
        numbers = _newest(connection, asked, spans[-1][0], top, MOST_COUNTED + 1)
        for number in numbers:
            while number < spans[place][0]:
                place += 1  # nothing more of this kind
            _first, last, kind = spans[place]
            if number <= last and len(found[kind]) <= MOST_COUNTED:
                found[kind].append(row_of(number))
        if len(numbers) <= MOST_COUNTED:
            break
        top = numbers[-1] - 1
        if len(found[spans[place][2]]) > MOST_COUNTED:
            place += 1
        if place < len(spans):
            top = min(top, spans[place][1])
    return found


def _waiting_first(
    connection: Connection, kind: Kind, asked: _Asked, every: Sequence[int], *, whole: bool
) -> tuple[list[int], frozenset[int]]:
    """Return the rows of records, newest first; before them those that wait for somebody, named second.

    ``whole`` says that ``every`` is all that fits, so that the index need not be asked again.
    """
    if not every or kind not in SOURCES or not SOURCES[kind].ends:
        return list(every)[: MOST_COUNTED + 1], frozenset()
    if whole or len(every) <= MOST_COUNTED:
        marks = ",".join("?" * len(every))
        told = f"SELECT row, state FROM {kind} WHERE row IN ({marks})"
        states = connection.exec_driver_sql(told, tuple(every))
        waits = {row for row, state in states if state not in ended(kind)}
        first = [row for row in every if row in waits][:_READ]
    else:
        waits_for = _newest(connection, asked, *span_of(kind), _READ, waits=True)
        first = [row_of(number) for number in waits_for]
    return list(dict.fromkeys([*first, *every]))[: MOST_COUNTED + 1], frozenset(first)


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
