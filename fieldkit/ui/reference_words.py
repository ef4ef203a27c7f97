"""What people call the state of a row of a reference table, its key, and the values of its cells."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from fieldkit.model.limits import limit_of, limit_text
from fieldkit.model.reference_tables.descriptions import CONFIDENCE, FROM, TO, shipped
from fieldkit.model.reference_tables.listing import CONFIDENCES, is_future, is_past, is_unconfirmed
from fieldkit.model.thai.dates import short
from fieldkit.model.thai.digits import format_number, parse_number

if TYPE_CHECKING:
    from fieldkit.errors import Language
    from fieldkit.model.reference_tables.descriptions import Table, TableColumn
    from fieldkit.model.reference_tables.layers import Version
    from fieldkit.ui.theme import Tone


def state_badge(version: Version, today: date) -> tuple[str, Tone]:
    """Return the word and tone for whether a row is in force."""
    if is_past(version, today):
        return QCoreApplication.translate("Reference", "ended"), "neutral"
    if is_future(version, today):
        return QCoreApplication.translate("Reference", "from later on"), "info"
    return QCoreApplication.translate("Reference", "in force"), "ok"


def confidence_badge(version: Version, language: Language) -> tuple[str, Tone]:
    """Return the word and tone for how sure a row is; "" where its table does not say."""
    said = version.row.cells.get(CONFIDENCE, "")
    if is_unconfirmed(version):
        return QCoreApplication.translate("Reference", "not confirmed"), "warn"
    words = CONFIDENCES.get(said)
    return (words.pick(language), "ok" if version.confirmed else "neutral") if words else ("", "neutral")


def key_words(version: Version) -> str:
    """Return the key of a row in one line."""
    return " · ".join(part for part in version.key if part)


def name_words(version: Version, language: Language) -> str:
    """Return what a row is called: its name, or its key where it has none."""
    cells = version.row.cells
    return (cells.get("en") if language == "en" else "") or cells.get("th") or key_words(version)


def cell_words(column: TableColumn, value: str, language: Language) -> str:
    """Return a cell as a person reads it: Thai days, numbers with commas, words for confidence."""
    if not value:
        return ""
    if column.name == CONFIDENCE and value in CONFIDENCES:
        return CONFIDENCES[value].pick(language)
    if column.name == "source":
        return source_words(value, language)
    if column.kind == "one_of":
        return column.word(value, language)
    if column.kind in ("day", "holiday") and value[:1].isdecimal():
        return short(date.fromisoformat(value), language)
    if column.kind in ("number", "whole"):
        return format_number(parse_number(value))
    return value


def own_words(version: Version, column: TableColumn, language: Language) -> str:
    """Return a cell in words; one without its English stands there in Thai."""
    cells = version.row.cells
    value = cells.get(column.name, "") or cells.get(column.name.removesuffix("_en"), "")
    return cell_words(column, value, language)


def title_words(described: Table, column: TableColumn, language: Language) -> str:
    """Return what a column is called where only one language is shown."""
    plain = described.column(column.name.removesuffix("_en"))
    return (plain or column).title.pick(language)


def gist_words(described: Table, version: Version, language: Language) -> str:
    """Return what a list says of a row beside its name."""
    if described.name == "limits":
        return limit_text(limit_of(version.row), language)
    found = []
    for name in described.gist:
        column = described.column(f"{name}_en" if language == "en" else name) or described.column(name)
        if column is not None:
            found.append(own_words(version, column, language))
    return " ".join(words for words in found if words)


def source_words(mark: str, language: Language) -> str:
    """Return a mark of a source with what it stands for."""
    for row in shipped("sources"):
        if row.cells["mark"] == mark:
            return f"{mark} · {row.cells['en' if language == 'en' else 'th']}"
    return mark


def days_words(version: Version, language: Language) -> str:
    """Return from when to when a row is in force, "" where it always was and will be."""
    cells = version.row.cells
    since, until = (
        short(date.fromisoformat(cells[key]), language) if cells.get(key) else "" for key in (FROM, TO)
    )
    if since and until:
        return f"{since} – {until}"
    if since:
        return QCoreApplication.translate("Reference", "from {0}").format(since)
    return QCoreApplication.translate("Reference", "to {0}").format(until) if until else ""


def detail_columns(described: Table, language: Language) -> list[TableColumn]:
    """Return the columns that tell of a row in one language, without its name and its days."""
    other = [column.name for column in described.columns if column.name.endswith("_en")]
    hidden = {"th", "en", FROM, TO}
    hidden |= {name.removesuffix("_en") for name in other} if language == "en" else set(other)
    return [column for column in described.columns if column.name not in hidden]
