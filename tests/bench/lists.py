"""Long lists in the window: how long the GUI thread is away while a person scrolls, sorts, filters, chooses.

A province far larger than any: 150,000 factories, 100,000 inspections, 300,000 findings, 5,000 orders.
"""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, Any

from fieldkit.model.demonstration.factories import generate
from tests.bench import program
from tests.bench.search import insert, phrases, sentence, words

if TYPE_CHECKING:
    from fieldkit.model.workspace import Workspace

INSPECTIONS, FINDINGS, ORDERS = 100_000, 300_000, 5_000
PAGE = 20_000  # rows written and indexed together
OFFICERS = ("นายกฤษณะ ใจดี", "นางสาวมานี รักเรียน", "นายปิติ ชูใจ")


def fill(workspace: Workspace) -> None:
    """Write records past the change log, which a bench of reading does not need."""
    program.put(workspace, list(generate(program.FACTORIES // program.COPIES, program.places())))
    source = random.Random(11)
    said, spots = phrases(), words()
    with workspace.database.door() as connection:
        checklist = {"id": "GEN", "stream": "ref", "form_id": "GEN", "version": "1", "title": "แบบตรวจทั่วไป"}
        insert(connection, "checklist", [checklist])
        factories = [row[0] for row in connection.exec_driver_sql("SELECT id FROM factory ORDER BY row")]
        for table, count, made in (
            ("visit", INSPECTIONS, _visit),
            ("inspection", INSPECTIONS, _inspection),
            ("factory_order", ORDERS, _order),
        ):
            for start in range(0, count, PAGE):
                many = range(start, min(start + PAGE, count))
                insert(connection, table, [made(n, factories[n * 7 % len(factories)]) for n in many])
        for start in range(0, FINDINGS, PAGE):
            rows = [
                _finding(n, factories[n // 3 * 7 % len(factories)])
                | {"wording": source.choice(said), "description": sentence(source, said, spots)}
                for n in range(start, start + PAGE)
            ]
            insert(connection, "finding", rows)


def _day(number: int, year: int = 2024) -> str:
    return f"{year + number % 3}-{1 + number % 12:02d}-{1 + number % 28:02d}"


def _visit(number: int, factory: str) -> dict[str, Any]:
    core = {"id": f"v{number}", "stream": "ins/66", "factory": factory, "kind": "PLAN"}
    return core | {"started_at": f"{_day(number)}T09:00:00+07:00"}


def _inspection(number: int, factory: str) -> dict[str, Any]:
    core = {"id": f"i{number}", "stream": "ins/66", "visit": f"v{number}", "factory": factory}
    form = {"checklist": "GEN", "form_id": "GEN", "version": "1", "officer_name": OFFICERS[number % 3]}
    outcome = {"state": "closed" if number % 2000 else "draft", "closing": "complete"}
    day = _day(number)
    days = {"started_at": f"{day}T09:{number % 60:02d}:00+07:00", "closed_at": f"{day}T11:00:00+07:00"}
    return core | form | outcome | days | {"outcome": "fail" if number % 3 else "pass"}


def _order(number: int, factory: str) -> dict[str, Any]:
    core = {"id": f"o{number}", "stream": "ins/66", "factory": factory, "number": f"37/{number}"}
    days = {"issued_on": _day(number), "received_on": _day(number), "due_date": _day(number + 1)}
    return core | {"section": "37", "state": "open" if number % 9 else "issued"} | days


def _finding(number: int, factory: str) -> dict[str, Any]:
    core = {"id": f"n{number}", "stream": "ins/66", "inspection": f"i{number // 3}", "factory": factory}
    what = {"path": f"/data/s/q{number % 40}", "form_id": "GEN", "severity": "CMmmmm"[number % 6]}
    law = {"law": f"กฎกระทรวง ฉบับที่ 2 (พ.ศ. 2535) ข้อ {number % 30}", "action": "แก้ไขให้ถูกต้อง"}
    cure = {"decision": "order37", "due_date": _day(number // 3 + 1)}
    order = f"o{number // 60}" if number % 60 < 2 and number // 60 < ORDERS else None
    state = {"state": "open" if number % 4 == 0 else "closed", "factory_order": order}
    return core | what | law | cure | state
