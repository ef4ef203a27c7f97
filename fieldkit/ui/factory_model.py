"""The register as rows of a table, and the words of its cells."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QCoreApplication

from fieldkit.model import factories
from fieldkit.model.code_lists import OUTCOMES, word
from fieldkit.model.reference import OTHER_PLACE, factory_statuses, type_words
from fieldkit.model.thai import dates
from fieldkit.ui.paged_table import PagedColumn, PagedTable
from fieldkit.ui.row_delegate import Cell

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from fieldkit.errors import Language
    from fieldkit.model.factories import FactoryRow, Sort
    from fieldkit.model.workspace import Workspace
    from fieldkit.ui.theme import Tone

# What the header of each column sorts by.
COLUMNS: tuple[Sort, ...] = ("name", "district", "hp", "inspected", "outcome", "findings")
RIGHT = ("hp", "findings")
OUTCOME_TONES: Mapping[str, Tone] = {"pass": "ok", "fail": "fail", "incomplete": "warn"}
NONE = "—"


def number_and_type(factory: Mapping[str, Any], language: Language) -> str:
    """Return the registration number and the type of a factory in one line; of a place, that it is none."""
    number = factory.get("registration_no") or factory.get("registration_no_old") or ""
    return _number_line(number, factory.get("type_main"), factory.get("status"), language)


def _number_line(number: str, type_main: str | None, status: str | None, language: Language) -> str:
    elsewhere = factory_statuses()[OTHER_PLACE].name.pick(language) if status == OTHER_PLACE else ""
    return " · ".join(part for part in (number, type_words(type_main, language), elsewhere) if part)


def day_words(stored: str | None, language: str) -> str:
    """Return the day of an ISO date or time as a person reads it, "" for none."""
    return dates.short(datetime.fromisoformat(stored).date(), language) if stored else ""


def name_words(name: str | None) -> str:
    """Return the name of a factory, or the words for one that the register gives no name."""
    return name or QCoreApplication.translate("FactoryPane", "Factory without a name")


class FactoryTable(PagedTable[int, "FactoryRow"]):
    """Factories by the row numbers of :func:`fieldkit.model.factories.ids`."""

    def __init__(self, workspace: Workspace, language: Language) -> None:
        super().__init__()
        self._workspace = workspace
        self._language = language
        names = (
            self.tr("Factory"),
            self.tr("Location"),
            self.tr("Horsepower"),
            self.tr("Last inspected"),
            self.tr("Result"),
            self.tr("To correct"),
        )
        self.columns = [
            PagedColumn(key, name, right=key in RIGHT) for key, name in zip(COLUMNS, names, strict=True)
        ]

    def _read(self, keys: Sequence[int]) -> Mapping[int, FactoryRow]:
        with self._workspace.database.read() as connection:
            return {line.row: line for line in factories.rows(connection, keys)}

    def _cell(self, line: FactoryRow, place: int) -> Cell:
        column = COLUMNS[place]
        if column == "name":
            number = line.registration_no_old or line.registration_no or ""
            second = _number_line(number, line.type_main, line.status, self._language)
            return Cell(name_words(line.name), second, strong=True)
        if column == "district":
            return Cell(line.province or NONE, line.district or "", quiet=True)
        if column == "hp":
            return Cell(f"{line.hp:,.2f}" if line.hp is not None else NONE, right=True)
        if column == "inspected":
            return Cell(day_words(line.last_inspected_at, self._language) or NONE, quiet=True)
        if column == "outcome":
            if not line.last_outcome:
                return Cell(NONE, quiet=True)
            tone = OUTCOME_TONES.get(line.last_outcome, "neutral")
            return Cell(word(OUTCOMES, line.last_outcome, self._language), tone=tone)
        if not line.open_findings:
            return Cell(NONE, right=True, quiet=True)
        return Cell(f"{line.open_findings:,}", tone="warn", right=True)
