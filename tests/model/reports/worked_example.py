"""The province of the domain's worked totals (10.10): 318 factories, a risk group of 140, and so on."""

from __future__ import annotations

from datetime import date, timedelta

from fieldkit.model.ids import derived_id
from tests.model.indicators.offices import Office, Row, together, visit

TODAY = date(2024, 8, 20)
_DISTRICTS = ("เมืองพิจิตร", "ตะพานหิน", "บางมูลนาก", "โพทะเล")
FACTORIES, AT_RISK, COVERED, CERTIFIED = 318, 140, 133, 271


def factory_id(number: int) -> str:
    return derived_id("worked", str(number))


def _factory(number: int) -> Row:
    return {
        "id": factory_id(number),
        "stream": "reg/66",
        "name": f"โรงงานที่ {number}",
        "registration_no": f"{number:014d}",
        "district": _DISTRICTS[number % len(_DISTRICTS)],
        "province_code": "66",
        "type_main": "06413",
        "class_": "3",
        "status": "1",
    }


def _risk(number: int) -> Row:
    return {
        "id": derived_id("risk", str(number)),
        "factory": factory_id(number),
        "property": "risk_water",
        "value": "yes" if number < AT_RISK else "no",
        "as_of": "2023-10-01",
    }


def _certificate(number: int) -> Row:
    return {
        "id": derived_id("gi", str(number)),
        "factory": factory_id(number),
        "kind": "gi",
        "level": 1 + number % 3,
        "number": f"GI-{number}",
        "issued_on": "2023-05-01",
        "expires_on": "2026-05-01",
    }


def _order(number: int) -> Row:
    """Return one of 41 orders: 32 closed in time, 5 late, 4 open of which one is 12 days overdue."""
    row: Row = {
        "id": derived_id("order", str(number)),
        "factory": factory_id(number),
        "section": "37",
        "number": f"พจ 0033/{number}",
        "issued_on": "2024-03-01",
        "received_on": "2024-03-05",
        "due_date": "2024-04-05",
        "state": "closed",
        "state_at": "2024-04-01T10:00:00+07:00",
    }
    if number >= 37:
        due = TODAY - timedelta(days=12) if number == 37 else TODAY + timedelta(days=20)
        return row | {"state": "open", "state_at": None, "due_date": due.isoformat()}
    if number >= 32:
        return row | {"state_at": "2024-05-01T10:00:00+07:00"}
    return row


def _loan(number: int) -> Row:
    """Return one of 24 contracts: 61,250,000 outstanding, 9,180,000 of it in 4 contracts of N1."""
    bad = number < 4
    amount = 9_180_000 / 4 if bad else (61_250_000 - 9_180_000) / 20
    return {
        "id": derived_id("loan", str(number)),
        "stream": "ins/66",
        "fund": "smart" if number % 2 else "",
        "contract_no": f"C{number:02d}",
        "enterprise": f"กิจการที่ {number}",
        "district": _DISTRICTS[number % 4],
        "principal": amount,
        "dpd": 120 if bad else 0,
        "state": "active",
    }


def office() -> Office:
    """Return the rows."""
    # some outside of the risk group were seen too, and some twice
    seen = (*range(COVERED), *range(AT_RISK, AT_RISK + 9))
    again = (visit(factory_id(number), "2024-03-01", number=1) for number in range(4))
    visits = together(*(visit(factory_id(number), "2024-02-15") for number in seen), *again)
    return {
        "factory": [_factory(number) for number in range(FACTORIES)],
        "fact": [_risk(number) for number in range(FACTORIES)],
        "document": [_certificate(number) for number in range(CERTIFIED)],
        "factory_order": [_order(number) for number in range(41)],
        "loan": [_loan(number) for number in range(24)],
        **visits,
    }
