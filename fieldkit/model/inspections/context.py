"""What a checklist may read of the world: the csv-external instances ``factories`` and ``visit``.

The rows are frozen when an inspection starts, so that reopening it next year asks the same questions.
"""

from __future__ import annotations

import csv
import io
import re
from typing import TYPE_CHECKING, Any

from fieldkit.model import facts
from fieldkit.model.form.lists import Rows
from fieldkit.model.superseded import not_superseded

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from sqlalchemy import Connection

    from fieldkit.model.checklists import Checklist
    from fieldkit.model.workspace import Workspace

Context = dict[str, dict[str, str]]

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

_VISIT = ("name", "label", "factory", "kind", "prior_visits", "open_findings", "officer", "date")

_REGISTER = (
    f"SELECT id, {', '.join(_FACTORY.values())} FROM factory WHERE coalesce(deleted, 0) = 0"
    " ORDER BY name_sort, row"
)
_CHOSEN_FACTORY = re.compile(rb"""<itemset\s[^>]*nodeset="[^"]*instance\('factories'\)""")

_PRIOR = (
    "SELECT count(*) FROM inspection WHERE factory = ? AND state = 'closed' AND coalesce(deleted, 0) = 0"
    + not_superseded("inspection")
)
_OPEN_FINDINGS = (
    "SELECT count(*) FROM finding JOIN inspection ON inspection.id = finding.inspection"
    " WHERE finding.factory = ? AND finding.state = 'open' AND coalesce(finding.deleted, 0) = 0"
    " AND inspection.state = 'closed'" + not_superseded("inspection")
)


def gather(
    connection: Connection, factory: Mapping[str, Any], *, kind: str, officer: str, date: str
) -> Context:
    """Return the rows of both instances for a visit of ``kind`` to ``factory`` on ``date`` (ISO)."""
    number = factory_number(factory)
    register = {name: _text(factory[column]) for name, column in _FACTORY.items()}
    visit = {
        "name": "visit",
        "label": kind,
        "factory": number,
        "kind": kind,
        "prior_visits": str(connection.exec_driver_sql(_PRIOR, (factory["id"],)).scalar_one()),
        "open_findings": str(connection.exec_driver_sql(_OPEN_FINDINGS, (factory["id"],)).scalar_one()),
        "officer": officer,
        "date": date,
    }
    known = {name: fact.value for name, fact in facts.current(connection, factory["id"]).items()}
    row = {"name": number, "label": _text(factory["name"]), **register}
    # What an earlier checklist saved is a column like any other; the register's own columns stay.
    return {
        "factories": row | {name: known[name] for name in sorted(known) if name not in row},
        "visit": visit,
    }


def empty_lists() -> dict[str, bytes]:
    """Return ``factories.csv`` and ``visit.csv`` with their headers only, as other tools need them."""
    factories = ("name", "label", *_FACTORY)
    return {
        f"{name}.csv": (",".join(columns) + "\r\n").encode()
        for name, columns in (("factories", factories), ("visit", _VISIT))
    }


def factory_number(factory: Mapping[str, Any]) -> str:
    """Return the number that names a factory: the 14-digit one, else the old one, else its id."""
    return str(factory["registration_no"] or factory["registration_no_old"] or factory["id"])


class Media:
    """The files that a checklist names: its own, and the instances of the world as CSV.

    A checklist that lets people choose among ``factories`` gets the whole register, read when it is first
    needed; the factory of the visit stays as it was frozen.
    """

    def __init__(self, workspace: Workspace, checklist: Checklist, frozen: Context) -> None:
        self._workspace = workspace
        self._own = checklist.media
        self._beside = checklist.beside
        self._frozen = frozen
        self._register = bool(_CHOSEN_FACTORY.search(checklist.xform))

    def get(self, name: str, default: Any = None, /) -> bytes | Rows | None:
        """Return a file; None when the checklist has none of that name, or it is not here yet."""
        row = self._frozen.get(name.removesuffix(".csv"))
        if row is not None and name == "factories.csv" and self._register:
            return Rows(tuple(row), lambda: self._factories(row))
        if row is not None and name.endswith(".csv"):
            return _csv(row)
        if name in self._beside:
            return self._beside[name]
        if name in self._own and self._workspace.attachments.has(self._own[name]):
            return self._workspace.attachments.read(self._own[name])
        return None

    def _factories(self, frozen: Mapping[str, str]) -> Iterator[tuple[str, ...]]:
        yield tuple(frozen.values())
        for row in self._workspace.rows(_REGISTER):
            number = factory_number(row)
            if number != frozen["name"]:
                known = (number, row["name"] or number, *(_text(row[column]) for column in _FACTORY.values()))
                # Facts are those of the factory of the visit; of the others they are not read.
                yield known + ("",) * (len(frozen) - len(known))


def _csv(row: Mapping[str, str]) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(row.keys())
    writer.writerow(row.values())
    return text.getvalue().encode()


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)
