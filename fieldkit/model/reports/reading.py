"""Reads a report's layout (TOML) and checks all of it: names of columns, conditions, totals, colours."""

from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING, cast, get_args

from fieldkit.errors import Text
from fieldkit.model.reports.layout import Asked, Orientation, Report
from fieldkit.model.reports.problems import Problem, Refused
from fieldkit.model.reports.sheet_reading import read_sheet
from fieldkit.model.reports.toml_table import Source, Table

if TYPE_CHECKING:
    from pathlib import Path

_KEYS = (
    *("id", "title", "about", "needs", "asks", "signatures", "orientation", "size", "locked", "sheet"),
    "source",
)
_SIZES = (12, 14, 16)
_NOTHING = Text("–", "–")


def read_report(path: Path) -> Report:
    """Return the report of a layout; raises `Refused` with all that is wrong in it."""
    source = Source(path.name, [])
    try:
        text = path.read_text(encoding="utf-8-sig")
        source.lines = text.splitlines()
        values = tomllib.loads(text)
    except (OSError, UnicodeDecodeError) as error:
        raise Refused(path.name, [_unreadable(path.name, str(error))]) from error
    except tomllib.TOMLDecodeError as error:
        raise Refused(path.name, [_unreadable(path.name, str(error))]) from error
    report = _report(Table(source, "", 0, values))
    if source.problems:
        raise Refused(path.name, source.problems)
    return report


def _unreadable(name: str, why: str) -> Problem:
    return Problem(
        name,
        Text(f"อ่านแบบรายงานไม่ได้: {why}", f"The layout cannot be read: {why}"),
        Text("แก้บรรทัดนั้นให้เป็น TOML แบบ UTF-8", "Correct that line; the file is TOML in UTF-8"),
    )


def _report(table: Table) -> Report:
    table.refuse_unknown(_KEYS)
    asks = table.texts("asks")
    table.known("asks", asks, get_args(Asked))
    size = int(table.number("size", 14) or 14)
    if size not in _SIZES:
        table.unknown("size", str(size), [str(one) for one in _SIZES])
    sheets = [read_sheet(sheet, table.text("id", "")) for sheet in table.tables("sheet")]
    if not sheets:
        table.wrong(
            "sheet",
            Text("รายงานไม่มีแผ่นงาน", "The report has no sheet"),
            Text("เพิ่ม [[sheet]] อย่างน้อยหนึ่งแผ่น", "Add at least one [[sheet]]"),
        )
    _refuse_doubled(table, [sheet.key for sheet in sheets])
    return Report(
        id=table.text("id"),
        title=table.words("title"),
        about=table.words("about"),
        needs=table.words("needs"),
        asks=cast("tuple[Asked, ...]", asks),
        sheets=tuple(sheets),
        signatures=_signatures(table),
        orientation=cast("Orientation", table.one_of("orientation", get_args(Orientation), "landscape")),
        size=size,
        locked=table.flag("locked"),
    )


def _signatures(table: Table) -> tuple[Text, ...]:
    found = []
    pairs = table.values.get("signatures", [])
    for pair in pairs if isinstance(pairs, list) else [None]:
        if not (isinstance(pair, list) and len(pair) == 2 and all(isinstance(one, str) for one in pair)):
            table.wrong(
                "signatures",
                Text("ผู้ลงนามต้องมีคำไทยและอังกฤษ", "A signature needs Thai and English words"),
                Text('เขียนเช่น [["ผู้รายงาน", "Reported by"]]', 'Write it like [["ผู้รายงาน", "Reported by"]]'),
            )
            return ()
        found.append(Text(pair[0], pair[1]))
    return tuple(found)


def _refuse_doubled(table: Table, keys: list[str]) -> None:
    for key in sorted({key for key in keys if keys.count(key) > 1}):
        table.wrong(
            "sheet",
            Text(f"มีแผ่นงาน “{key}” ซ้ำ", f"There are two sheets “{key}”"),
            Text("ตั้ง key ให้ต่างกัน", "Give each its own key"),
        )
