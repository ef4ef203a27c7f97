"""Which inspections go into a workbook."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from fieldkit.errors import Text
from fieldkit.model.thai.dates import short

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from sqlalchemy import Connection

_LIST = (
    "SELECT i.*, f.name AS factory_name, f.registration_no, f.registration_no_old, v.kind"
    " FROM inspection i LEFT JOIN factory f ON f.id = i.factory LEFT JOIN visit v ON v.id = i.visit"
    " WHERE coalesce(i.deleted, 0) = 0"
)
_ALL = Text("ทั้งหมด", "all")
_LABELS = {
    "inspections": Text("เลือกไว้ {} รายการ", "{} chosen"),
    "since": Text("ตั้งแต่ {}", "from {}"),
    "until": Text("ถึง {}", "to {}"),
    "factory": Text("โรงงาน {}", "factory {}"),
    "officer": Text("ผู้ตรวจ {}", "inspector {}"),
    "district": Text("อำเภอ {}", "district {}"),
    "checklist": Text("แบบตรวจ {}", "checklist {}"),
}
_REGISTER = Text("พร้อมทะเบียนโรงงานทั้งหมด", "with the whole register")


@dataclass(frozen=True, slots=True)
class Filters:
    """What narrows an export; None narrows nothing.

    ``inspections`` are ids. ``since`` and ``until`` are days of visits, both included. ``factory`` is an id,
    the 14-digit or the old number; ``officer`` a person's id or the name as written; ``district`` its name
    as the register has it; ``checklist`` the id of a form (all its versions). ``all_factories`` puts the
    whole register into the workbook, not only the factories of its inspections.
    """

    inspections: tuple[str, ...] | None = None
    since: date | None = None
    until: date | None = None
    factory: str | None = None
    officer: str | None = None
    district: str | None = None
    checklist: str | None = None
    all_factories: bool = False

    def rows(self, connection: Connection) -> list[dict[str, Any]]:
        """Return the inspections, drafts too, oldest first: all columns, factory name and numbers, kind."""
        sql, parameters = _LIST, list[Any]()
        for condition, values in self._conditions():
            sql += f" AND {condition}"
            parameters += values
        result = connection.exec_driver_sql(f"{sql} ORDER BY i.started_at, i.id", tuple(parameters))
        rows = [dict(row) for row in result.mappings()]
        if self.inspections is None:
            return rows
        chosen = set(self.inspections)
        return [row for row in rows if row["id"] in chosen]

    def in_words(self, language: str) -> str:
        """Return the filters as a line for the sheet "About"."""
        values = {
            "inspections": None if self.inspections is None else str(len(self.inspections)),
            "since": self.since and short(self.since, language),
            "until": self.until and short(self.until, language),
            "factory": self.factory,
            "officer": self.officer,
            "district": self.district,
            "checklist": self.checklist,
        }
        said = [
            _LABELS[name].pick(language).format(value) for name, value in values.items() if value is not None
        ]
        if self.all_factories:
            said.append(_REGISTER.pick(language))
        return " · ".join(said) or _ALL.pick(language)

    def _conditions(self) -> Iterator[tuple[str, list[Any]]]:
        if self.since is not None:
            yield "substr(i.started_at, 1, 10) >= ?", [self.since.isoformat()]
        if self.until is not None:
            yield "substr(i.started_at, 1, 10) <= ?", [self.until.isoformat()]
        if self.factory is not None:
            yield "? IN (f.id, f.registration_no, f.registration_no_old)", [self.factory]
        if self.officer is not None:
            yield "? IN (i.officer, i.officer_name)", [self.officer]
        if self.district is not None:
            yield "f.district = ?", [self.district]
        if self.checklist is not None:
            yield "i.form_id = ?", [self.checklist]
