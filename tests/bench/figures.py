"""Figures of a province's ten years and of the nation: time and peak memory, on SQLite."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from fieldkit.model import indicators, made_visits
from fieldkit.model.database import Database
from fieldkit.model.indicators import Scope
from fieldkit.model.indicators.overview import overview
from tests.bench.memory import of_children, peak
from tests.bench.targets import Target

TODAY = date(2024, 8, 15)
TIMES = 5


@dataclass(frozen=True)
class Size:
    """How much there is, and how long (ms of CPU time) and large (MB) its figures may be."""

    name: str
    factories: int
    inspections: int
    provinces: int
    limit: float
    memory: float


SIZES = (
    Size("a province's ten years", 5_000, 60_000, 1, 300, 150),
    Size("the nation", 150_000, 1_000_000, 77, 3_000, 600),
)
# What stands for the number ``n`` in the rows below; ids have the 36 letters of a UUID.
_ID = "printf('%08x-0000-7000-8000-%012x', {0}, {0})"
_TYPES = "substr('00901002050140010500064130950102801', 1 + 5 * ({0} % 7), 5)"
# Ten fiscal years; as many visits in each.
_DAY = "date('2014-10-01', '+' || ({0} * 7919 % 3606) || ' days')"
_ROWS = {
    "factory": (
        "{factories}",
        {
            "id": _ID.format("n"),
            "stream": "'reg/' || (10 + n % {provinces})",
            "name": "'โรงงาน ' || n",
            "name_sort": "'โรงงาน ' || n",
            "registration_no": "printf('%014d', n)",
            "province_code": "10 + n % {provinces}",
            "district": "'อำเภอ ' || (n / {provinces} % 12)",
            "type_main": _TYPES.format("n"),
            "class_": "2 + n % 2",
            "status": "substr('1111111123', 1 + n % 10, 1)",
            "start_date": "date('1990-01-01', '+' || (n * 31 % 12500) || ' days')",
        },
    ),
    "visit": (
        "{inspections}",
        {
            "id": _ID.format("n"),
            "stream": "'ins/10'",
            "factory": _ID.format("(n * 7 % {factories} + 1)"),
            "place": _ID.format("(n * 7 % {factories} + 1)"),
            "kind": "CASE n % 10 WHEN 0 THEN 'GI' WHEN 1 THEN 'PM25' ELSE 'PLAN' END",
            "started_at": _DAY.format("n") + " || 'T09:20:00+07:00'",
        },
    ),
    "inspection": (
        "{inspections}",
        {
            "id": _ID.format("n"),
            "stream": "'ins/10'",
            "visit": _ID.format("n"),
            "factory": _ID.format("(n * 7 % {factories} + 1)"),
            "place": _ID.format("(n * 7 % {factories} + 1)"),
            "form_id": "CASE n % 5 WHEN 0 THEN 'WST' WHEN 1 THEN 'AIR' ELSE 'GEN' END",
            "started_at": _DAY.format("n") + " || 'T09:20:00+07:00'",
            "closed_at": _DAY.format("n") + " || 'T11:00:00+07:00'",
            "state": "'closed'",
            "closing": "CASE n % 20 WHEN 0 THEN 'refused' ELSE 'complete' END",
            "outcome": "CASE n % 3 WHEN 0 THEN 'fail' ELSE 'pass' END",
        },
    ),
    "finding": (
        "{inspections} * 3 / 10",
        {
            "id": _ID.format("n"),
            "stream": "'ins/10'",
            "inspection": _ID.format("(n * 3)"),
            "factory": _ID.format("(n * 21 % {factories} + 1)"),
            "place": _ID.format("(n * 21 % {factories} + 1)"),
            "form_id": "'GEN'",
            "severity": "substr('CMMmmm', 1 + n % 6, 1)",
            "due_date": f"date({_DAY.format('(n * 3)')}, '+30 days')",
            "state": "CASE n % 25 WHEN 0 THEN 'open' ELSE 'closed' END",
            "state_at": f"date({_DAY.format('(n * 3)')}, '+' || (n % 40) || ' days') || 'T10:00:00+07:00'",
        },
    ),
    "fact": (
        "{factories} * 6",
        {
            "id": _ID.format("n"),
            "stream": "'ins/10'",
            "factory": _ID.format("(n % {factories} + 1)"),
            "property": "CASE n / {factories} WHEN 0 THEN 'risk_water' WHEN 1 THEN 'risk_air'"
            " WHEN 2 THEN 'i_industry_status' WHEN 3 THEN 'single_form.waste_annual.2567'"
            " WHEN 4 THEN 'single_form.section9.2567' ELSE 'mind.' || (1 + n % 4) END",
            "value": "CASE n / {factories} WHEN 0 THEN 'yes' WHEN 1 THEN 'no' WHEN 2 THEN 'registered'"
            " WHEN 5 THEN n % 100 ELSE 'sent' END",
            "as_of": "'2024-01-15'",
        },
    ),
    "document": (
        "{factories}",
        {
            "id": _ID.format("n"),
            "stream": "'ins/10'",
            "factory": _ID.format("n"),
            "kind": "CASE n % 4 WHEN 0 THEN 'licence' ELSE 'gi' END",
            "level": "1 + n % 3",
            "issued_on": "date('2021-01-01', '+' || (n % 1200) || ' days')",
            "expires_on": "date('2024-01-01', '+' || (n % 1200) || ' days')",
        },
    ),
    "factory_order": (
        "{inspections} / 20",
        {
            "id": _ID.format("n"),
            "stream": "'ins/10'",
            "factory": _ID.format("(n * 140 % {factories} + 1)"),
            "section": "'37'",
            "issued_on": _DAY.format("n"),
            "due_date": f"date({_DAY.format('n')}, '+30 days')",
            "state": "CASE n % 20 WHEN 0 THEN 'open' ELSE 'closed' END",
            "state_at": f"date({_DAY.format('n')}, '+' || (n % 40) || ' days')",
        },
    ),
    "complaint": (
        "{inspections} / 40",
        {
            "id": _ID.format("n"),
            "stream": "'ins/10'",
            "factory": _ID.format("(n * 280 % {factories} + 1)"),
            "received_at": _DAY.format("n") + " || 'T20:00:00+07:00'",
            "answered_on": f"date({_DAY.format('n')}, '+' || (n % 20) || ' days')",
            "state": "'closed'",
        },
    ),
    "loan": (
        "{factories} / 20",
        {
            "id": _ID.format("n"),
            "stream": "'ins/10'",
            "factory": _ID.format("(n * 20)"),
            "contract_date": _DAY.format("n"),
            "principal": "1000.0 * n",
            "dpd": "n % 120",
            "state": "'active'",
        },
    ),
    "assignment": (
        "{factories}",
        {
            "id": _ID.format("n"),
            "stream": "'ins/10'",
            "factory": _ID.format("n"),
            "fiscal_year": "2567",
            "planned_on": "date('2023-10-02', '+' || (n % 360) || ' days')",
        },
    ),
}


def furnish(file: Path, size: Size) -> None:
    """Write the rows of a size past the change log, which a bench of reading does not need."""
    database = Database(file)
    given = {"factories": size.factories, "inspections": size.inspections, "provinces": size.provinces}
    with database.door(large=True) as connection:
        for table, (count, columns) in _ROWS.items():
            values = ", ".join(columns.values()).format(**given)
            connection.exec_driver_sql(
                f"INSERT INTO {table} ({', '.join(columns)}) WITH RECURSIVE numbers(n) AS"
                f" (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < {count.format(**given)})"
                f" SELECT {values} FROM numbers"
            )
        connection.exec_driver_sql(made_visits.DERIVE)
    database.close()


def measure(file: Path, what: str) -> dict[str, float]:
    """Return the CPU seconds of a reading (median of a few), what it found, and the peak MB of both.

    ``busier`` is what the busier of its two processes used: as long as it takes where both have a core.
    """
    database = Database(file)
    scope = Scope(indicators.period("2567"), TODAY)
    spent, busier, wall = [], [], []
    for _ in range(TIMES if what == "dashboard" else 3):
        with database.read() as connection:
            before, others, started = time.process_time(), _of_children(), time.perf_counter()
            if what == "dashboard":
                figures = dict(overview(connection, scope).figures)
            else:
                figures = {one.indicator.id: one for one in indicators.compute(connection, scope)}
            own, beside = time.process_time() - before, _of_children() - others
            spent.append(own + beside)
            busier.append(max(own, beside))
            wall.append(time.perf_counter() - started)
    database.close()
    coverage = figures["coverage"]
    return {
        "cpu": sorted(spent)[len(spent) // 2],
        "busier": sorted(busier)[len(busier) // 2],
        "wall": sorted(wall)[len(wall) // 2],
        "peak": peak() + of_children(),
        "covered": coverage.numerator,
        "of": coverage.denominator or 0,
    }


def _of_children() -> float:
    """Return the CPU seconds of the processes that have ended."""
    times = os.times()
    return times.children_user + times.children_system


def figures(folder: Path) -> tuple[list[str], list[Target]]:
    """Return lines of a table and the targets: each size is read by a process of its own, for its peak."""
    lines, targets = [], []
    for size, what in zip(SIZES, ("dashboard", "all figures"), strict=True):
        file = folder / f"figures-{size.factories}.db"
        furnish(file, size)
        command = [sys.executable, "-m", "tests.bench.figures", str(file), what]
        found = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
        title = f"{what} of {size.name} ({size.factories:,} factories, {size.inspections:,} inspections)"
        lines.append(
            f"{title:76}{found['cpu'] * 1000:>8.0f} ms CPU"
            f" ({found['busier'] * 1000:.0f} in the busier process) {found['wall'] * 1000:>8.0f} ms wall"
            f" {found['peak']:>6.0f} MB peak; inspected {found['covered']:,.0f} of {found['of']:,.0f}"
        )
        longer = found["busier"] * 1000
        targets.append(Target(f"{what} of {size.name} (CPU of the busier process)", longer, size.limit, "ms"))
        targets.append(Target(f"{what} of {size.name}: peak memory", found["peak"], size.memory, "MB"))
        file.unlink()
    return lines, targets


if __name__ == "__main__":
    print(json.dumps(measure(Path(sys.argv[1]), sys.argv[2])))
