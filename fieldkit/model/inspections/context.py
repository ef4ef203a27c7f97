"""What a checklist may read of the world as csv-external: ``factories``, ``visit``, lists of the registers.

The rows are frozen when an inspection starts, so that reopening it next year asks the same questions.
Reference tables are those in force on the day of the visit.
"""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, Any

from fieldkit.model import facts, reference_lists
from fieldkit.model.form.lists import Rows
from fieldkit.model.superseded import not_superseded

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from sqlalchemy import Connection

    from fieldkit.model.checklists import Checklist
    from fieldkit.model.workspace import Workspace

Context = dict[str, dict[str, Any]]
"""What stands in the instances: one row by column, or ``columns`` and ``rows`` of a list."""

# Column of the instance -> column of the factory table.
_FACTORY = {
    "registration_no": "registration_no",
    "registration_no_old": "registration_no_old",
    "factory_name": "name",
    "operator": "operator",
    "class": "class_",
    "type_main": "type_main",
    "activity": "activity",
    "hp": "hp",
    "workers": "workers",
    "workers_male": "workers_male",
    "workers_female": "workers_female",
    "subdistrict": "subdistrict",
    "district": "district",
    "province": "province",
    "province_code": "province_code",
    "status": "status",
    "fee_paid_until": "fee_paid_until",
    "phone": "phone",
}

_REGISTER = (
    f"SELECT id, {', '.join(_FACTORY.values())} FROM factory WHERE coalesce(deleted, 0) = 0"
    " ORDER BY name_sort, row"
)
_CHOSEN_FACTORY = re.compile(rb"""<itemset\s[^>]*nodeset="[^"]*instance\('factories'\)""")

_PRIOR = "SELECT {} FROM inspection WHERE state = 'closed' AND coalesce(deleted, 0) = 0" + not_superseded(
    "inspection"
)
_OPEN_FINDINGS = (
    "SELECT {} FROM finding JOIN inspection ON inspection.id = finding.inspection"
    " WHERE finding.state = 'open' AND coalesce(finding.deleted, 0) = 0"
    " AND inspection.state = 'closed'" + not_superseded("inspection")
)


def gather(
    connection: Connection, factory: Mapping[str, Any], *, kind: str, officer: str, date: str
) -> Context:
    """Return the rows of both instances for a visit of ``kind`` to ``factory`` on ``date`` (ISO)."""
    number = factory_number(factory)

    def counted(query: str, table: str) -> str:
        of_one = f"{query.format('count(*)')} AND {table}.place = ?"
        return str(connection.exec_driver_sql(of_one, (factory["id"],)).scalar_one())

    visit = {
        "name": "visit",
        "label": kind,
        "factory": number,
        "kind": kind,
        "prior_visits": counted(_PRIOR, "inspection"),
        "open_findings": counted(_OPEN_FINDINGS, "finding"),
        "officer": officer,
        "date": date,
    }
    known = {name: fact.value for name, fact in facts.current(connection, factory["id"]).items()}
    row = _row(factory)
    # What an earlier checklist saved is a column like any other; the register's own columns stay.
    return {
        "factories": row | {name: known[name] for name in sorted(known) if name not in row},
        "visit": visit,
    }


def earlier(connection: Connection) -> tuple[dict[str, int], dict[str, int]]:
    """Return the visits before, and the open findings, of all factories that have any, by their id."""
    visits, findings = (
        connection.exec_driver_sql(f"{query.format(f'{table}.place, count(*)')} GROUP BY {table}.place")
        for query, table in ((_PRIOR, "inspection"), (_OPEN_FINDINGS, "finding"))
    )
    return {row[0]: row[1] for row in visits}, {row[0]: row[1] for row in findings}


def factory_number(factory: Mapping[str, Any]) -> str:
    """Return the number that names a factory: the 14-digit one, else the old one, else its id."""
    return str(factory["registration_no"] or factory["registration_no_old"] or factory["id"])


def register(
    workspace: Workspace,
    provinces: Collection[str] | None = None,
    more: Mapping[str, Mapping[str, str]] | None = None,
) -> Rows:
    """Return the factories as a checklist reads them, with the facts that are known of each.

    ``provinces`` are two-digit codes, None for all; ``more`` are further columns by name and factory id.
    """
    beside = more or {}
    with workspace.database.read() as connection:
        known = facts.everywhere(connection)
    properties = sorted({name for of_one in known.values() for name in of_one} - {*_FACTORY, "name", "label"})
    rows = (
        (
            *_row(row).values(),
            *(known.get(row["id"], {}).get(name, "") for name in properties),
            *(column.get(row["id"], "") for column in beside.values()),
        )
        for row in workspace.rows(_REGISTER)
        if provinces is None or row["province_code"] in provinces
    )
    return Rows(("name", "label", *_FACTORY, *properties, *beside), list(rows))


def _row(factory: Mapping[str, Any]) -> dict[str, str]:
    number = factory_number(factory)
    known = {name: _text(factory[column]) for name, column in _FACTORY.items()}
    return {"name": number, "label": _text(factory["name"]), **known}


class Media:
    """The files that a checklist names: its own, the instances of the world as CSV, and reference tables.

    A checklist that lets people choose among ``factories`` gets the whole register, read when it is first
    needed; the factory of the visit stays as it was frozen. A list that a checklist brings itself comes
    before a reference table of the same name.
    """

    def __init__(self, workspace: Workspace, checklist: Checklist, frozen: Context) -> None:
        self._workspace = workspace
        self._own = checklist.media
        self._beside = checklist.beside
        self._frozen = frozen
        self._xform = checklist.xform

    def get(self, name: str, default: Any = None, /) -> bytes | Rows | None:
        """Return a file; None when the checklist has none of that name, or it is not here yet."""
        row = self._frozen.get(name.removesuffix(".csv"))
        if row is not None and "rows" in row:
            return Rows(row["columns"], [tuple(cells) for cells in row["rows"]])
        if row is not None and name == "factories.csv" and _CHOSEN_FACTORY.search(self._xform):
            return Rows(tuple(row), lambda: self._factories(row))
        if row is not None and name.endswith(".csv"):
            return Rows(tuple(row), [tuple(row.values())])
        if name in self._beside:
            return self._beside[name]
        if name in self._own and self._workspace.attachments.has(self._own[name]):
            return self._workspace.attachments.read(self._own[name])
        return reference_lists.supplied(name, date.fromisoformat(self._frozen["visit"]["date"]))

    def _factories(self, frozen: Mapping[str, str]) -> Iterator[tuple[str, ...]]:
        yield tuple(frozen.values())
        for row in self._workspace.rows(_REGISTER):
            number = factory_number(row)
            if number != frozen["name"]:
                known = tuple((_row(row) | {"label": row["name"] or number}).values())
                # Facts are those of the factory of the visit; of the others they are not read.
                yield known + ("",) * (len(frozen) - len(known))


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)
