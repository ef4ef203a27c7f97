"""The plan of a fiscal year: its lines with their derived state, narrowed, sorted and counted."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Literal

from msgspec import Struct

from fieldkit.model.planned_visits import planned_visits
from fieldkit.model.planning.risk import scores_sql
from fieldkit.model.planning.rules import RiskClass, risk_class
from fieldkit.model.records import UNDONE
from fieldkit.model.reference import factory_statuses
from fieldkit.model.thai.fiscal import fiscal_quarter, fiscal_year_span

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from sqlalchemy import Connection

State = Literal["undated", "planned", "today", "overdue", "postponed", "done", "dropped", "bin", "unplanned"]
STATES: tuple[State, ...] = (
    *("planned", "today", "overdue", "postponed", "undated"),
    *("done", "dropped", "unplanned", "bin"),
)
Sort = Literal["day", "name", "risk", "seen", "officer", "district", "state"]
_CHUNK = 500  # bound parameters of one statement


class Line(Struct, frozen=True, gc=False):
    """One planned visit, or one factory without any (``assignment`` 0, state ``unplanned``); kept small.

    ``assignment`` and ``factory`` are row numbers, days are ISO texts, "" where there is none. ``rank`` is
    the place of the factory by name. The collector of cycles does not look at them: with 150,000 it
    would stop the window for a tenth of a second.
    """

    assignment: int
    factory: int
    rank: int
    state: State
    day: str
    officer: str
    district: str
    kind: str
    score: int
    environment: int
    last_visit: str


@dataclass(frozen=True, slots=True)
class Narrowing:
    """What a list of the plan is narrowed to; empty fields narrow nothing.

    ``state`` "" shows what is to be done and done, but neither the bin nor factories without a plan.
    ``quarter`` is 1 to 4. ``factories`` are row numbers that a search has found, None without a search.
    ``officer`` "-" is nobody.
    """

    state: State | Literal[""] = ""
    quarter: int = 0
    officer: str = ""
    district: str = ""
    risk: RiskClass | Literal[""] = ""
    day: str = ""
    factories: frozenset[int] | None = None


@dataclass(frozen=True, slots=True)
class PlanRow:
    """Everything that a list shows of one line; ``id`` is empty for a factory without a plan."""

    line: Line
    id: str
    factory_id: str
    registration_no: str
    name: str
    type_main: str
    subdistrict: str
    round: str
    note: str
    reason: str
    done_on: str
    in_register: bool

    @property
    def risk(self) -> RiskClass:
        """The class of risk."""
        return risk_class(self.line.score)


def lines(connection: Connection, year: int, today: date) -> list[Line]:
    """Return the plan of the fiscal year ``year`` (B.E.) and the factories without one, by name."""
    about = "f.row, f.district, coalesce(s.score, 0), coalesce(s.environment, 0), s.last_visit"
    scored = f"LEFT JOIN ({scores_sql(today)}) s ON s.factory = f.id"
    living = (
        f"SELECT coalesce(p.row, 0), p.state, p.done_on, p.planned_on, p.officer, p.kind, {about}"
        f" FROM factory f {scored} LEFT JOIN ({planned_visits()}) p ON p.factory = f.id"
        f" WHERE p.row IS NOT NULL OR (coalesce(f.deleted, 0) = 0 AND {inspected_statuses()})"
        " ORDER BY f.name_sort, f.row, p.planned_on IS NULL, p.planned_on, p.row"
    )
    binned = (
        f"SELECT a.row, 'bin', NULL, a.planned_on, a.officer, a.kind, {about} FROM assignment a"
        f" JOIN factory f ON f.id = a.factory {scored}"
        " WHERE a.fiscal_year = :year AND a.deleted = 1"
        f" AND coalesce(a.delete_reason, '') <> '{UNDONE}' ORDER BY f.name_sort, f.row, a.row"
    )
    driver = connection.connection.driver_connection
    assert driver is not None
    kept: dict[str, str] = {}  # one copy of each name, though 150,000 rows have it
    found: list[Line] = []
    for sql in (living, binned):
        for row in driver.execute(sql, _of_year(year)):
            number, state, done_on, day, officer, kind, factory, district, *rest = row
            who, where, how = (kept.setdefault(text or "", text or "") for text in (officer, district, kind))
            derived = _state(number, state, done_on, day, today.isoformat())
            score, environment, last_visit = rest
            seen = last_visit or ""
            found.append(
                Line(
                    number, factory, len(found), derived, day or "", who, where, how, score, environment, seen
                )
            )
    return found


def _state(assignment: int, state: str | None, done_on: str | None, day: str | None, today: str) -> State:
    if not assignment:
        return "unplanned"
    if state == "bin":
        return "bin"
    if done_on:
        return "done"
    if state == "dropped":
        return "dropped"
    if not day:
        return "undated"
    if day <= today:
        return "today" if day == today else "overdue"
    return "postponed" if state == "postponed" else "planned"


def inspected_statuses() -> str:
    """Return the condition of factories that the yearly plan owes a visit: those that operate."""
    owed = ("yes", "within_year")
    codes = ", ".join(
        f"'{status.code}'" for status in factory_statuses().values() if status.inspection_target in owed
    )
    return f"(f.status IS NULL OR f.status IN ({codes}))"


def rows(connection: Connection, wanted: Sequence[Line], year: int) -> list[PlanRow]:
    """Return what lists show of ``wanted``, in that order; what is gone meanwhile is left out."""
    found: list[PlanRow] = []
    for start in range(0, len(wanted), _CHUNK):
        chunk = wanted[start : start + _CHUNK]
        numbers = {line.factory for line in chunk}
        factories = _by_row(
            connection,
            "SELECT row, id, coalesce(registration_no_old, registration_no, '') AS number, name, type_main,"
            f" subdistrict, deleted, status FROM factory WHERE row IN ({','.join('?' * len(numbers))})",
            numbers,
        )
        planned = {line.assignment for line in chunk if line.assignment}
        assignments = _by_row(
            connection,
            "SELECT row, id, round, note, reason FROM assignment"
            f" WHERE row IN ({','.join('?' * len(planned))})",
            planned,
        )
        finished = {line.factory for line in chunk if line.state == "done"} & factories.keys()
        done = _done_days(connection, [factories[number]["id"] for number in finished], year)
        found += [
            _row(line, factories[line.factory], assignments.get(line.assignment, {}), done)
            for line in chunk
            if line.factory in factories and (not line.assignment or line.assignment in assignments)
        ]
    return found


def _by_row(connection: Connection, sql: str, numbers: Iterable[int]) -> dict[int, Mapping[str, Any]]:
    return {row["row"]: dict(row) for row in connection.exec_driver_sql(sql, tuple(numbers)).mappings()}


def _of_year(year: int) -> dict[str, Any]:
    """Return what :func:`planned_visits` asks for about a whole fiscal year."""
    first, last = fiscal_year_span(year)
    return {"year": year, "first": first.isoformat(), "after": (last + timedelta(days=1)).isoformat()}


def _done_days(connection: Connection, factories: Sequence[str], year: int) -> dict[int, str]:
    if not factories:
        return {}
    names = {f"f{number}": factory for number, factory in enumerate(factories)}
    marks = ", ".join(f":{name}" for name in names)
    driver = connection.connection.driver_connection
    assert driver is not None
    sql = f"SELECT row, done_on FROM ({planned_visits()}) WHERE done_on IS NOT NULL AND factory IN ({marks})"
    return dict(driver.execute(sql, _of_year(year) | names))


def _row(
    line: Line, factory: Mapping[str, Any], planned: Mapping[str, Any], done: Mapping[int, str]
) -> PlanRow:
    return PlanRow(
        line=line,
        id=planned.get("id") or "",
        factory_id=factory["id"],
        registration_no=factory["number"],
        name=factory["name"] or "",
        type_main=factory["type_main"] or "",
        subdistrict=factory["subdistrict"] or "",
        round=planned.get("round") or "",
        note=planned.get("note") or "",
        reason=planned.get("reason") or "",
        done_on=done.get(line.assignment, ""),
        in_register=not factory["deleted"] and _still_inspected(factory["status"]),
    )


def _still_inspected(status: str | None) -> bool:
    known = factory_statuses().get(status or "")
    return known is None or known.inspection_target != "no"


# --- narrowing, counting, sorting


def narrowed(found: Iterable[Line], to: Narrowing) -> list[Line]:
    """Return the lines that fit, in their order."""
    tests: list[Callable[[Line], bool]] = []
    if to.state:
        tests.append(lambda line: line.state == to.state)
    else:
        tests.append(lambda line: line.state not in ("bin", "unplanned"))
    if to.quarter:
        tests.append(
            lambda line: bool(line.day) and fiscal_quarter(date.fromisoformat(line.day)) == to.quarter
        )
    if to.officer:
        tests.append(lambda line: (line.officer or "-") == to.officer)
    if to.district:
        tests.append(lambda line: line.district == to.district)
    if to.risk:
        tests.append(lambda line: risk_class(line.score) == to.risk)
    if to.day:
        tests.append(lambda line: line.day == to.day)
    if to.factories is not None:
        wanted = to.factories
        tests.append(lambda line: line.factory in wanted)
    return [line for line in found if all(test(line) for test in tests)]


def counts(found: Iterable[Line]) -> Counter[str]:
    """Return how many lines each state has."""
    return Counter(line.state for line in found)


def ordered(found: Iterable[Line], sort: Sort, *, descending: bool = False) -> list[Line]:
    """Return the lines by ``sort``; those without a value come last in either direction, equals by name."""
    keys: dict[str, Any] = {
        "day": lambda line: line.day,
        "name": lambda line: line.rank,
        "risk": lambda line: line.score,
        "seen": lambda line: line.last_visit,
        "officer": lambda line: line.officer,
        "district": lambda line: line.district,
        "state": lambda line: STATES.index(line.state),
    }
    key = keys[sort]
    by_name = sorted(found, key=lambda line: line.rank)
    if sort == "seen":  # never inspected is the longest of all
        return sorted(by_name, key=key, reverse=descending)
    having = [line for line in by_name if key(line) not in ("", None)]
    lacking = [line for line in by_name if key(line) in ("", None)]
    return sorted(having, key=key, reverse=descending) + lacking
