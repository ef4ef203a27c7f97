"""The rows in force: those that come with the program and, above them, those of the office.

The office's rows lie in the data folder (``stored``); whoever opens one puts them here, since limits,
holidays and wording are asked for where nobody knows of a folder. On any day the row of a key that began last
is the one in force: a row ends, at the latest, on the day before the next one begins. So a new row never
changes what was judged before it.
"""

from __future__ import annotations

import hashlib
import json
import threading
from dataclasses import dataclass
from datetime import date, timedelta
from functools import wraps
from typing import TYPE_CHECKING, Literal, ParamSpec, TypeVar

from fieldkit.model.csv_table import Row, check_columns
from fieldkit.model.reference_tables.descriptions import CONFIDENCE, CONFIRMED, FROM, TO, shipped, table

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from fieldkit.model.reference_tables.descriptions import Table

    P = ParamSpec("P")
    T = TypeVar("T")

Layer = Literal["shipped", "changed", "office", "bin"]
"""Where a row comes from: the program, the program but changed by the office, the office alone, its bin."""
_MOST_KEPT = 64


@dataclass(frozen=True, slots=True)
class OfficeRow:
    """What the office's database holds of one row; ``cells`` None leaves it as shipped.

    ``confirmed_cells`` is the digest of the cells that were confirmed: a row that changed since is not.
    """

    id: str
    table: str
    key: tuple[str, ...]
    valid_from: str
    cells: Mapping[str, str] | None
    note: str = ""
    confirmed_by: str = ""
    confirmed_on: str = ""
    confirmed_note: str = ""
    confirmed_cells: str = ""


@dataclass(frozen=True, slots=True)
class Version:
    """One row of a table from one day on.

    ``cells`` are as written; ``row`` has the day on which it ends because of the next one, and the confidence
    ``confirmed`` where an administrator confirmed it.
    """

    table: str
    key: tuple[str, ...]
    cells: Mapping[str, str]
    row: Row
    layer: Layer
    office: OfficeRow | None = None

    @property
    def valid_from(self) -> str:
        """The ISO day from which it is in force, "" for ever."""
        return self.cells.get(FROM, "")

    @property
    def confirmed(self) -> bool:
        """Whether it was confirmed as it stands now."""
        return self.office is not None and self.office.confirmed_cells == digest(self.cells)

    def in_force(self, on: date) -> bool:
        """Tell whether it is in force on a day."""
        return first_day(self.row.cells) <= on <= last_day(self.row.cells)


class _Layers:
    """Whose rows lie above the shipped ones; the data folder that was opened last comes first."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.generation = 0
        self.owners: list[tuple[object, Mapping[str, Sequence[OfficeRow]], Callable[[], date]]] = []

    def rows(self, name: str) -> Sequence[OfficeRow]:
        owners = self.owners
        return owners[-1][1].get(name, ()) if owners else ()


_layers = _Layers()


def use(owner: object, rows: Mapping[str, Sequence[OfficeRow]], today: Callable[[], date]) -> None:
    """Let the office's ``rows`` (by table) of ``owner`` lie above the shipped ones until :func:`drop`."""
    with _layers.lock:
        before = _layers.owners[-1][1] if _layers.owners else {}
        others = [one for one in _layers.owners if one[0] is not owner]
        _layers.owners = [*others, (owner, rows, today)]
        if before or rows:
            _layers.generation += 1


def drop(owner: object) -> None:
    """Take the rows of ``owner`` away again."""
    with _layers.lock:
        gone = [one for one in _layers.owners if one[0] is owner]
        _layers.owners = [one for one in _layers.owners if one[0] is not owner]
        if any(one[1] for one in gone) or (_layers.owners and _layers.owners[-1][1]):
            _layers.generation += 1


def today() -> date:
    """Return the day by the clock of the open data folder, without one by that of the machine."""
    owners = _layers.owners
    return owners[-1][2]() if owners else date.today()


def layered(make: Callable[P, T]) -> Callable[P, T]:
    """Keep what ``make`` returns for its arguments until the office's rows change, or another day begins.

    A row may be in force from tomorrow on, and the program may run over midnight.
    """
    kept: dict[tuple[object, ...], tuple[tuple[int, date], T]] = {}

    @wraps(make)
    def read(*args: P.args, **kwargs: P.kwargs) -> T:
        key = (*args, *kwargs.items())
        found = kept.get(key)
        state = (_layers.generation, today())
        if found is None or found[0] != state:
            if len(kept) > _MOST_KEPT:
                kept.clear()
            found = kept[key] = (state, make(*args, **kwargs))
        return found[1]

    return read


def rows(name: str, columns: Sequence[str] = ()) -> list[Row]:
    """Return all rows of a table, each until the next of its key begins; raises `TableError`."""
    found = versions(name)
    check_columns(f"{name}.csv", list(found[0].cells) if found else list(columns), columns)
    return [version.row for version in found]


def rows_on(name: str, columns: Sequence[str], on: date) -> list[Row]:
    """Return the rows of a table that are in force on a day, one of each key."""
    rows(name, columns)
    return [version.row for version in versions(name) if version.in_force(on)]


@layered
def versions(name: str) -> tuple[Version, ...]:
    """Return every row of a table, the shipped ones in their order, then those of the office."""
    return compose(table(name), _layers.rows(name))


def compose(described: Table, office: Sequence[OfficeRow]) -> tuple[Version, ...]:
    """Return the versions that ``office`` rows make of the shipped ones."""
    above = {(one.key, one.valid_from): one for one in office}
    found: list[tuple[Row, Mapping[str, str], Layer, OfficeRow | None]] = []
    for row in shipped(described.name):
        one = above.pop((described.key_of(row.cells), row.cells.get(FROM, "")), None)
        changed = one is not None and one.cells is not None
        cells = one.cells if one is not None and one.cells is not None else row.cells
        found.append((row, _whole(described, cells), "changed" if changed else "shipped", one))
    for number, one in enumerate(above.values(), 1):
        if one.cells is not None:
            row = Row(described.name, number, one.cells)
            found.append((row, _whole(described, one.cells), "office", one))
    begins = _begins(described, [cells for _row, cells, _layer, _one in found])
    return tuple(_version(described, row, cells, layer, one, begins) for row, cells, layer, one in found)


def taken_back(described: Table, one: OfficeRow) -> Version:
    """Return what the office wrote and took back, as a row to look at."""
    cells = _whole(described, one.cells or {})
    return Version(described.name, one.key, cells, Row(described.name, 0, cells), "bin", one)


def digest(cells: Mapping[str, str]) -> str:
    """Return what tells one row's cells from any others."""
    text = json.dumps(cells, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def first_day(cells: Mapping[str, str]) -> date:
    """Return the day from which a row is in force."""
    return date.fromisoformat(cells[FROM]) if cells.get(FROM) else date.min


def last_day(cells: Mapping[str, str]) -> date:
    """Return the last day on which a row is in force."""
    return date.fromisoformat(cells[TO]) if cells.get(TO) else date.max


def _whole(described: Table, cells: Mapping[str, str]) -> Mapping[str, str]:
    """Return cells with every column of the table: an older program may have written fewer."""
    return {column.name: cells.get(column.name, "") for column in described.columns}


def _begins(described: Table, rows: Sequence[Mapping[str, str]]) -> Mapping[tuple[str, ...], list[date]]:
    found: dict[tuple[str, ...], list[date]] = {}
    if described.editable:
        for cells in rows:
            found.setdefault(described.key_of(cells), []).append(first_day(cells))
    return found


def _version(
    described: Table,
    row: Row,
    cells: Mapping[str, str],
    layer: Layer,
    one: OfficeRow | None,
    begins: Mapping[tuple[str, ...], list[date]],
) -> Version:
    key = described.key_of(cells)
    shown = dict(cells)
    later = [day for day in begins.get(key, ()) if day > first_day(cells)]
    if later and min(later) <= last_day(cells):
        shown[TO] = (min(later) - timedelta(days=1)).isoformat()
    if one is not None and one.confirmed_cells == digest(cells) and CONFIDENCE in shown:
        shown[CONFIDENCE] = CONFIRMED
    return Version(described.name, key, cells, Row(row.file, row.line, shown), layer, one)
