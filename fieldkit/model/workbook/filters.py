"""Which inspections go into a workbook."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from fieldkit.errors import Text
from fieldkit.model import elsewhere
from fieldkit.model.superseded import not_superseded
from fieldkit.model.thai.dates import short

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from fieldkit.model.database import Database

_FROM = (
    " FROM inspection i LEFT JOIN factory f ON f.id = i.factory LEFT JOIN visit v ON v.id = i.visit"
    " WHERE coalesce(i.deleted, 0) = 0"
)
_LINE = f"SELECT i.*, f.name AS factory_name, f.registration_no, f.registration_no_old, v.kind{_FROM}"
_STANDING = " AND i.state = 'closed' AND i.submission IS NOT NULL" + not_superseded("i")
_AT_ONCE = 200  # inspections that are in memory with all their columns
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


@dataclass
class Found:
    """The inspections of an export; only their ids are in memory, whatever their number.

    ``versions`` gives form and version of each checklist among them by the checklist's id.
    """

    database: Database
    ids: list[str] = field(default_factory=list)
    versions: dict[str, tuple[str, str]] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.ids)

    def __iter__(self) -> Iterator[dict[str, Any]]:
        """Yield the lines, read some at a time: all columns, name and numbers of the factory, kind of visit.

        What was deleted meanwhile is passed over.
        """
        for start in range(0, len(self.ids), _AT_ONCE):
            some = tuple(self.ids[start : start + _AT_ONCE])
            with self.database.read() as connection:
                rows = connection.exec_driver_sql(f"{_LINE} AND i.id IN ({','.join('?' * len(some))})", some)
                lines = {row["id"]: dict(row) for row in rows.mappings()}
            yield from (lines[id_] for id_ in some if id_ in lines)


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

    def found(self, database: Database, *, standing: bool = False) -> Found:
        """Return the inspections, drafts too, oldest first.

        ``standing`` leaves out drafts, what a signed revision replaced, and what has no signed record.
        Raises SomeElsewhere where answers of any of them are at the office only.
        """
        sql, parameters = f"SELECT i.id, i.form_id, i.checklist, i.version{_FROM}", list[Any]()
        for condition, values in self._conditions():
            sql += f" AND {condition}"
            parameters += values
        sql += _STANDING if standing else ""
        chosen = None if self.inspections is None else set(self.inspections)
        found = Found(database)
        with database.read() as connection:
            for row in connection.exec_driver_sql(f"{sql} ORDER BY i.started_at, i.id", tuple(parameters)):
                if chosen is None or row[0] in chosen:
                    found.ids.append(row[0])
                    found.versions[row[2]] = (row[1], row[3] or "")
            elsewhere.refuse_any(connection, found.ids)
        return found

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
        if self.inspections is not None and len(self.inspections) <= _AT_ONCE:
            yield f"i.id IN ({','.join('?' * len(self.inspections))})", [*self.inspections]
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
