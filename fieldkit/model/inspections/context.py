"""What a checklist may read of the world: the csv-external instances ``factories`` and ``visit``.

The rows are frozen when an inspection starts, so that reopening it next year asks the same questions.
"""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy import Connection

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

_PRIOR = "SELECT count(*) FROM inspection WHERE factory = ? AND state = 'closed' AND coalesce(deleted, 0) = 0"
_OPEN_FINDINGS = (
    "SELECT count(*) FROM finding JOIN inspection ON inspection.id = finding.inspection"
    " WHERE finding.factory = ? AND finding.state = 'open' AND coalesce(finding.deleted, 0) = 0"
    " AND inspection.state = 'closed'"
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
    return {"factories": {"name": number, "label": _text(factory["name"]), **register}, "visit": visit}


def factory_number(factory: Mapping[str, Any]) -> str:
    """Return the number that names a factory: the 14-digit one, else the old one, else its id."""
    return str(factory["registration_no"] or factory["registration_no_old"] or factory["id"])


def media(context: Context) -> dict[str, bytes]:
    """Return the instances as the CSV files that the checklist declares."""
    return {f"{name}.csv": _csv(row) for name, row in context.items()}


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
