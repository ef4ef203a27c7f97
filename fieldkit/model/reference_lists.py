"""Reference tables as lists of choices: what a checklist gets for ``waste_codes.csv`` and the like.

Each row has ``name`` (the code), ``label`` (Thai), ``label_en``, and the columns of its table, by which
choices may be filtered. Only rows in force on the day of the visit are there.
"""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from fieldkit import resources
from fieldkit.errors import Text
from fieldkit.model import reference
from fieldkit.model.csv_table import Dated, Row, check_versions, read
from fieldkit.model.form.lists import Rows

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

ENDING = ".csv"
_HEAD = ("name", "label", "label_en")


def _plain(row: Row) -> Text:
    return Text(row.text("th"), row.text("en"))


def _coded(row: Row) -> Text:
    return Text(*(f"{row.text('code')} {name}" for name in (row.text("th"), row.text("en"))))


def _waste(row: Row) -> Text:
    """As people write it: ``13 02 08 HA น้ำมันเครื่องใช้แล้ว``."""
    code = " ".join([*re.findall("..", row.text("code")), *row.optional("hazard").split()])
    return Text(*(f"{code} {name}" for name in (row.text("th"), row.text("en"))))


def _type(row: Row) -> Text:
    kind = reference.factory_types()[row.text("code")]
    return Text(f"{kind.display} {kind.name.th}", f"{kind.display} {kind.name.en}")


@dataclass(frozen=True, slots=True)
class _Listed:
    key: str
    shown: Callable[[Row], Text]
    versions: bool = True
    """Whether rows have ``valid_from`` and ``valid_to``."""


_LISTS = {
    "waste_codes": _Listed("code", _waste),
    "waste_chapters": _Listed("code", _coded),
    "disposal_codes": _Listed("code", _coded),
    "factory_types": _Listed("code", _type),
    "provinces": _Listed("code", _plain, versions=False),
    "districts": _Listed("code", _plain, versions=False),
    "subdistricts": _Listed("code", _plain, versions=False),
    "limits": _Listed("id", _plain),
    "params": _Listed("key", _plain, versions=False),
}
FILES = frozenset(f"{name}{ENDING}" for name in _LISTS)
"""The names of the files by which checklists ask for them."""


def supplied(file: str, on: date) -> Rows | None:
    """Return the list that a checklist calls ``file``, as of a day; None where the program has none.

    The rows are read when they are first needed.
    """
    if file not in FILES:
        return None
    name = file.removesuffix(ENDING)
    columns, _ = _table(name)
    return Rows(columns, lambda: _in_force(name, on))


def as_csv(rows: Rows) -> bytes:
    """Return a list as a CSV file in UTF-8, as ODK's tools read it beside a form."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(rows.columns)
    writer.writerows(rows.rows)
    return text.getvalue().encode()


@lru_cache(maxsize=len(_LISTS))
def _table(name: str) -> tuple[tuple[str, ...], list[tuple[Dated, tuple[str, ...]]]]:
    """Return the columns of a list, and all its rows with the days on which they are in force."""
    listed = _LISTS[name]
    dated = ("valid_from", "valid_to") if listed.versions else ()
    rows = read(resources.path("reference", f"{name}{ENDING}"), (listed.key, "th", "en", *dated))
    own = [column for column in (rows[0].cells if rows else ()) if column not in _HEAD]
    found = []
    for row in rows:
        label = listed.shown(row)
        days = Dated(*(row.day(column) for column in dated)) if dated else Dated(None, None)
        cells = (row.text(listed.key), label.th, label.en, *(row.cells[column] for column in own))
        found.append((row, days, cells))
    check_versions((row, cells[0], days) for row, days, cells in found)
    return (*_HEAD, *own), [(days, cells) for _, days, cells in found]


def _in_force(name: str, on: date) -> list[tuple[str, ...]]:
    return [cells for days, cells in _table(name)[1] if days.in_force(on)]
