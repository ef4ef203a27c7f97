"""Reference tables as lists of choices: what a checklist gets for ``waste_codes.csv`` and the like.

Each row has ``name`` (the code), ``label`` (Thai), ``label_en``, and the columns of its table, by which
choices may be filtered. Only rows in force on the day of the visit are there, the office's own among them.
"""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from fieldkit.errors import Text
from fieldkit.model import reference
from fieldkit.model.csv_table import Dated, Row, check_versions
from fieldkit.model.form_files import Rows
from fieldkit.model.identifiers import display_type
from fieldkit.model.reference_tables import layers
from fieldkit.model.reference_tables.layers import layered

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
    code = row.text("code")
    # One that begins or ended on another day is not among those of today.
    kind = reference.factory_types().get(code)
    name = kind.name if kind is not None else _named(row)
    return Text(f"{display_type(code)} {name.th}", f"{display_type(code)} {name.en}")


def _named(row: Row) -> Text:
    thai = row.optional("th")
    return Text(thai, row.optional("en") or thai)


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
    "params": _Listed("key", _plain),
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


@layered
def _table(name: str) -> tuple[tuple[str, ...], list[tuple[Dated, tuple[str, ...]]]]:
    """Return the columns of a list, and all its rows with the days on which they are in force."""
    listed = _LISTS[name]
    dated = ("valid_from", "valid_to") if listed.versions else ()
    rows = layers.rows(name, (listed.key, "th", "en", *dated))
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
