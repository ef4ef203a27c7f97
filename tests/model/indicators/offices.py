"""Raw records of invented offices, written past the change log into either database, and drawn at random."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from fieldkit.model import made_visits, tables
from fieldkit.model.ids import derived_id
from fieldkit.model.places_of import PLACED

if TYPE_CHECKING:
    from sqlalchemy import Connection

Row = dict[str, Any]
Office = dict[str, list[Row]]

TYPES = ("00901", "00205", "01400", "10500", "06413", "09501", None)
DISTRICTS = ("ตะพานหิน", "บางมูลนาก", None)
FIRST = date(2023, 8, 1)
STEPS = {
    "factory_order": ("ordered", "received", "extended", "appealed", "verified", "closed", "withdrawn"),
    "complaint": ("visited", "answered", "ordered", "closed", "forwarded", "reopened"),
    "loan": ("called", "closed", "reopened"),
    "recommendation": ("progress", "obstacle", "closed", "reopened"),
}
"""Kinds of steps that are drawn for each table, possible or not."""
_KINDS = ("PLAN", "COMPLAINT", "PM25", "GI", "FUND")


def put(connection: Connection, office: Mapping[str, Sequence[Row]]) -> None:
    """Insert rows, with what follows from them; each gets a stream where it has none."""
    for name, rows in office.items():
        if name in PLACED:
            rows = [{"place": row.get("factory")} | row for row in rows]
        table = tables.metadata.tables[name]
        columns = {column.name for column in table.columns} - {"row"}
        filled = [dict.fromkeys(columns) | {"stream": "ins/66"} | row for row in rows]
        if filled:
            connection.execute(table.insert(), filled)
    connection.exec_driver_sql(made_visits.DERIVE)


def visit(factory: str, day: str, *, number: int = 0, kind: str = "PLAN", **inspection: Any) -> Office:
    """Return a visit with one closed inspection of it."""
    id_ = derived_id("visit", factory, day, str(number))
    at = f"{day}T09:20:00+07:00"
    closed = {"state": "closed", "closing": "complete", "form_id": "GEN", "outcome": "pass"}
    return {
        "visit": [{"id": id_, "factory": factory, "kind": kind, "started_at": at}],
        "inspection": [
            {"id": derived_id("inspection", id_), "visit": id_, "factory": factory, "started_at": at}
            | closed
            | inspection
        ],
    }


def together(*offices: Mapping[str, Sequence[Row]]) -> Office:
    """Return the rows of several offices as one."""
    found: Office = defaultdict(list)
    for office in offices:
        for name, rows in office.items():
            found[name] += rows
    return dict(found)


class Draw:
    """Draws the rows of an office; the same seed draws the same one."""

    def __init__(self, seed: int) -> None:
        self._source = random.Random(seed)
        self._ids = 0

    def office(self, factories: int = 12) -> Office:
        """Return an office with everything that indicators are about."""
        names = [derived_id("factory", str(number)) for number in range(factories)]
        found: Office = {"factory": [self._factory(name) for name in names]}
        visits = together(*(self._visit(self._one(names)) for _ in range(2 * factories)))
        found |= visits
        found["finding"] = [self._finding(row) for row in visits["inspection"] for _ in range(self._upto(2))]
        found["fact"] = [self._fact(self._one(names)) for _ in range(6 * factories)]
        found["document"] = [self._document(self._one(names)) for _ in range(factories)]
        found["factory_order"] = [self._order(self._one([*names, None])) for _ in range(factories)]
        found["complaint"] = [self._complaint(self._one([*names, None])) for _ in range(factories)]
        found["loan"] = [self._loan() for _ in range(factories)]
        found["recommendation"] = [self._recommendation() for _ in range(factories)]
        found["assignment"] = [self._assignment(self._one(names)) for _ in range(2 * factories)]
        found["step"] = [
            self._step(table, self._one(found[table])["id"]) for table in STEPS for _ in range(2 * factories)
        ]
        return found

    def _step(self, table: str, record: str) -> Row:
        return {
            "id": self._id(),
            "record": record,
            "record_table": table,
            "kind": self._one(STEPS[table]),
            "on_date": self._day(),
            "due_date": self._day(missing=True),
            "amount": self._one((None, 40.0)),
            "note": "ตัวอย่าง",
            **dict.fromkeys(("number", "officer", "inspection")),
            "deleted": self._bin(),
        }

    def _one(self, values: Sequence[Any]) -> Any:
        return self._source.choice(values)

    def _upto(self, most: int) -> int:
        return self._source.randint(0, most)

    def _id(self) -> str:
        self._ids += 1
        return derived_id("row", str(self._source.random()), str(self._ids))

    def _day(self, *, missing: bool = False) -> str | None:
        if missing and self._upto(3) == 0:
            return None
        return (FIRST + timedelta(days=self._upto(500))).isoformat()

    def _bin(self) -> int:
        return int(self._upto(5) == 5)

    def _factory(self, id_: str) -> Row:
        return {
            "id": id_,
            "stream": "reg/66",
            "name": f"โรงงาน {id_[:4]}",
            "registration_no": id_[:14],
            "district": self._one(DISTRICTS),
            "province_code": self._one(("66", "66", "60")),
            "type_main": self._one(TYPES),
            "class_": self._one(("2", "3")),
            "status": self._one(("1", "1", "1", "0", "2", "2", "3", "moved", "other_place", None)),
            "start_date": self._one((None, self._day())),
            "deleted": self._bin(),
        }

    def _visit(self, factory: str) -> Office:
        return visit(
            factory,
            str(self._day()),
            number=self._upto(10**9),
            kind=self._one(_KINDS),
            state=self._one(("closed", "closed", "closed", "draft")),
            closing=self._one(("complete", "complete", "partial", "refused", None)),
            form_id=self._one(("GEN", "AIR", "WST")),
            outcome=self._one(("pass", "fail", "incomplete", None)),
            deleted=self._bin(),
        )

    def _finding(self, inspection: Row) -> Row:
        return {
            "id": self._id(),
            "inspection": inspection["id"],
            "factory": inspection["factory"],
            "severity": self._one(("C", "M", "m", None)),
            "due_date": self._day(missing=True),
            "state": self._one(("open", "closed", "corrected_on_site", None)),
            "state_at": self._one((None, f"{self._day()}T10:00:00+07:00")),
            "deleted": self._bin(),
        }

    def _fact(self, factory: str) -> Row:
        property_, values = self._one(
            (
                ("risk_water", ("yes", "no", None)),
                ("risk_air", ("yes", "no")),
                ("risk_waste", ("yes", "no", "unknown")),
                ("status_since", (self._day(),)),
                ("i_industry_status", ("none", "registered", "linked", None)),
                ("single_form.waste_annual.2567", ("sent", "late", "not_sent", "not_required")),
                ("single_form.chemicals.2567", ("sent", "incomplete")),
                ("single_form.chemicals.2566", ("sent", "late")),
                ("mind.1", ("50", "75.5", "", "ดี", "1.2.3")),
                ("mind.3", ("25", "100", None)),
                ("pm25_plan", ("yes", "no", None)),
                ("boiler_certificate_until", (self._day(), "", "soon")),
                ("accidents_injured_12m", ("0", "2", "two")),
                ("opacity_highest", ("15", "20.5", "")),
            )
        )
        return {
            "id": self._id(),
            "factory": factory,
            "property": property_,
            "value": self._one(values),
            "as_of": self._day(missing=True),
            "deleted": self._bin(),
        }

    def _document(self, factory: str) -> Row:
        return {
            "id": self._id(),
            "factory": factory,
            "kind": self._one(("gi", "gi", "gi", "boiler")),
            "level": self._one((1, 2, 3, None)),
            "issued_on": self._day(missing=True),
            "expires_on": self._one((None, "", self._day())),
            "deleted": self._bin(),
        }

    def _order(self, factory: str | None) -> Row:
        return {
            "id": self._id(),
            "factory": factory,
            "section": self._one(("37", "39", None)),
            "issued_on": self._day(missing=True),
            "due_date": self._day(missing=True),
            "extended_to": self._one((None, None, "", self._day())),
            "state": self._one((None, "open", "verified", "closed", "withdrawn", "appealed")),
            "state_at": self._one((None, f"{self._day()}T10:00:00+07:00")),
            "deleted": self._bin(),
        }

    def _complaint(self, factory: str | None) -> Row:
        return {
            "id": self._id(),
            "factory": factory,
            "district": self._one(DISTRICTS),
            "received_at": self._one((None, f"{self._day()}T20:00:00+07:00", "ไม่ทราบ")),
            "answered_on": self._one((None, "", self._day())),
            "state": self._one((None, "received", "closed", "forwarded")),
            "closed_on": self._one((None, "", self._day())),
            "channel": self._one(("letter", "traffy", None)),
            "deleted": self._bin(),
        }

    def _loan(self) -> Row:
        return {
            "id": self._id(),
            "contract_date": self._day(missing=True),
            "fund": self._one(("pracharath", "diprom_pay")),
            "principal": self._one((None, 100.25, 2_000_000.0)),
            "interest": self._one((None, 0.1, 2500.5)),
            "dpd": self._one((None, 0, 1, 30, 31, 61, 90, 91, 400)),
            "missed": self._one((None, 0, 1, 2, 3, 4)),
            "state": self._one((None, "active", "closed")),
            "closed_on": self._one((None, self._day())),
            "referral": self._one((None, "", "ธพว. สาขาพิจิตร")),
            "deleted": self._bin(),
        }

    def _recommendation(self) -> Row:
        return {
            "id": self._id(),
            "round": self._one(("1/2567", "2/2567", "2/2566", None)),
            "state": self._one((None, "acknowledged", "working", "done")),
            "due_date": self._day(missing=True),
            "deleted": self._bin(),
        }

    def _assignment(self, factory: str) -> Row:
        return {
            "id": self._id(),
            "factory": factory,
            "fiscal_year": self._one((2566, 2567, 2567)),
            "kind": self._one(("PLAN", "PLAN", "FUND", "GI", None)),
            "planned_on": self._day(missing=True),
            "state": self._one((None, "", "postponed", "dropped")),
            "deleted": self._bin(),
        }
