"""The risk of each factory by the rules in force: one query for all of them, and the reasons of one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from fieldkit.model.codes import ending
from fieldkit.model.covering_visits import covering_visits
from fieldkit.model.planning.rules import RiskClass, Rule, risk_class, rules

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from sqlalchemy import Connection

    from fieldkit.errors import Text

ENVIRONMENT = ("risk_water", "risk_air", "risk_waste", "risk_other")
"""Facts that put a factory into the environmental-risk group."""
_YES = "('yes', 'true', '1', 'ใช่', 'มี')"


@dataclass(frozen=True, slots=True)
class Reason:
    """A factor that a factory has: its points, and the fact behind it.

    ``kind``: type, fact, complaints, orders_open, orders_overdue or months_unseen. ``value`` is the type's
    code, the value of the fact, or a number; ``day`` (ISO) since when it is known, the last complaint, the
    earliest due day of an order, or the last visit (None: never). ``source`` says where a fact comes from.
    """

    rule: str
    name: Text
    points: int
    kind: str
    property: str
    value: Any
    day: str | None
    source: str | None = None


@dataclass(frozen=True, slots=True)
class Rating:
    """The score of one factory and why; ``unknown`` are the properties that no fact tells."""

    score: int
    reasons: tuple[Reason, ...]
    unknown: tuple[str, ...]

    @property
    def risk(self) -> RiskClass:
        """The class that the score makes."""
        return risk_class(self.score)


def scores_sql(today: date) -> str:
    """Return a SELECT of ``factory, score, environment, last_visit``, one row for each factory not deleted.

    ``environment`` is 1 for the environmental-risk group, ``last_visit`` an ISO day or NULL.
    """
    return f"SELECT factory, {_total(today)} AS score, environment, last_visit FROM ({_measured_sql(today)})"


def rating(connection: Connection, factory: str, today: date) -> Rating:
    """Return the score of one factory with its reasons; 0 without any for one that is not here."""
    sql = f"SELECT *, {_each(today)} FROM ({_measured_sql(today, only='= :factory')})"
    driver = connection.connection.driver_connection
    assert driver is not None
    cursor = driver.execute(sql, {"factory": factory})
    row = cursor.fetchone()
    if row is None:
        return Rating(0, (), ())
    found = dict(zip((column[0] for column in cursor.description), row, strict=True))
    known = _facts(connection, factory)
    strongest: dict[str, Reason] = {}
    for number, rule in enumerate(rules(today)):
        points = int(found[f"rule_{number}"])
        if points and (rule.id not in strongest or points > strongest[rule.id].points):
            strongest[rule.id] = _reason(rule, points, found, known)
    reasons = sorted(strongest.values(), key=lambda reason: -reason.points)
    unknown = sorted(name for name in _properties(today) if name not in known)
    return Rating(sum(reason.points for reason in reasons), tuple(reasons), tuple(unknown))


def _reason(rule: Rule, points: int, found: dict[str, Any], known: dict[str, tuple[str, str, str]]) -> Reason:
    if rule.property:
        value, day, source = known[rule.property]
        return Reason(rule.id, rule.name, points, "fact", rule.property, value, day, source)
    if not rule.measure:
        return Reason(rule.id, rule.name, points, "type", "", found["type_main"], None)
    days = {
        "complaints": found["last_complaint"],
        "orders_open": found["order_due"],
        "orders_overdue": found["order_due"],
        "months_unseen": found["last_visit"],
    }
    return Reason(rule.id, rule.name, points, rule.measure, "", found.get(rule.measure), days[rule.measure])


def _facts(connection: Connection, factory: str) -> dict[str, tuple[str, str, str]]:
    """Return (value, as_of, source) of the newest fact of each property."""
    sql = (
        "SELECT property, value, as_of, source FROM fact WHERE factory = ? AND coalesce(deleted, 0) = 0"
        " ORDER BY coalesce(as_of, ''), id"
    )
    return {row[0]: (row[1], row[2], row[3]) for row in connection.exec_driver_sql(sql, (factory,))}


def _properties(today: date) -> list[str]:
    return sorted({rule.property for rule in rules(today) if rule.property})


def _measured_sql(today: date, *, only: str = "") -> str:
    """Return a SELECT with what the rules ask of each factory: facts as ``p_…``, counts, days.

    ``only`` is the condition of one factory, put into every part: nobody else's rows are looked at.
    """
    of_one = f" AND factory {only}" if only else ""
    asked = [*_properties(today), *ENVIRONMENT]
    listed = ", ".join(_quoted(name) for name in asked)
    # The newest fact of a property: of one day, that with the later id. A bare column is taken from the row
    # of max().
    newest = (
        "SELECT property, factory, value, max(coalesce(as_of, '') || id) FROM fact"
        f" WHERE property IN ({listed}) AND coalesce(deleted, 0) = 0{of_one} GROUP BY property, factory"
    )
    wide = ", ".join(f"max(CASE property WHEN {_quoted(name)} THEN value END) AS p_{name}" for name in asked)
    taken = ", ".join(f"facts.p_{name}" for name in asked)
    ended = ", ".join(_quoted(code) for code in sorted(ending("factory_order.state")))
    day = today.isoformat()
    due = "coalesce(extended_to, due_date)"
    return (
        f"SELECT f.id AS factory, f.type_main, f.types_extra, {taken},"
        f" {_environment()} AS environment, coalesce(c.n, 0) AS complaints, c.last AS last_complaint,"
        " coalesce(o.n, 0) AS orders_open, coalesce(o.late, 0) AS orders_overdue, o.due AS order_due,"
        " v.last AS last_visit, coalesce(v.last, f.start_date, f.license_date) AS seen"
        " FROM factory f"
        f" LEFT JOIN (SELECT factory, {wide} FROM ({newest}) GROUP BY factory) facts ON facts.factory = f.id"
        " LEFT JOIN (SELECT factory, count(*) AS n, max(substr(received_at, 1, 10)) AS last FROM complaint"
        f" WHERE factory IS NOT NULL{of_one} AND coalesce(deleted, 0) = 0 AND substr(received_at, 1, 10)"
        f" BETWEEN date('{day}', '-12 months') AND '{day}' GROUP BY factory) c ON c.factory = f.id"
        f" LEFT JOIN (SELECT factory, count(*) AS n, sum({due} < '{day}') AS late, min({due}) AS due"
        f" FROM factory_order WHERE coalesce(deleted, 0) = 0 AND coalesce(state, '') NOT IN ({ended})"
        f"{of_one} GROUP BY factory) o ON o.factory = f.id"
        f" LEFT JOIN (SELECT factory, max(day) AS last FROM ({covering_visits()}) WHERE day <= '{day}'"
        f"{of_one} GROUP BY factory) v ON v.factory = f.id"
        f" WHERE coalesce(f.deleted, 0) = 0{f' AND f.id {only}' if only else ''}"
    )


def _environment() -> str:
    return "(" + " OR ".join(f"facts.p_{name} IN {_YES}" for name in ENVIRONMENT) + ") IS TRUE"


def _total(today: date) -> str:
    """Return the expression of the score: of each factor the strongest row."""
    factors: dict[str, list[str]] = {}
    for rule in rules(today):
        factors.setdefault(rule.id, []).append(_points(rule, today))
    strongest = (ways[0] if len(ways) == 1 else f"max({', '.join(ways)})" for ways in factors.values())
    return " + ".join(strongest) or "0"


def _each(today: date) -> str:
    return (
        ", ".join(f"{_points(rule, today)} AS rule_{number}" for number, rule in enumerate(rules(today)))
        or "0"
    )


def _points(rule: Rule, today: date) -> str:
    """Return the expression of the points that a rule gives."""
    conditions = [_of_types(rule.types)] if rule.types else []
    if rule.operator == "each":
        return (
            f"min({rule.measure} * {rule.points}, {rule.most})"
            if not conditions
            else _when(conditions, f"min({rule.measure} * {rule.points}, {rule.most})")
        )
    if rule.measure:
        conditions.append(_holds(rule, today))
    return _when(conditions, str(rule.points))


def _when(conditions: Iterable[str], points: str) -> str:
    return f"CASE WHEN {' AND '.join(conditions)} THEN {points} ELSE 0 END"


def _holds(rule: Rule, today: date) -> str:
    if rule.measure == "months_unseen":
        # More than n months ago; a factory that began later than that has not waited so long.
        before = "<" if rule.operator == ">" else "<="
        return f"(seen IS NULL OR seen {before} date('{today.isoformat()}', '-{rule.operand} months'))"
    column = f"p_{rule.property}" if rule.property else rule.measure
    if rule.operator == "yes":
        return f"{column} IN {_YES}"
    number = f"CAST(replace({column}, ',', '') AS REAL)" if rule.property else column
    return f"{number} {rule.operator} {rule.operand}"


def _of_types(types: Sequence[str]) -> str:
    """Return the condition that a factory is of one of ``types``, by its main or a further type."""
    whole = [code[:3] for code in types if code.endswith("00")]
    parts = [code for code in types if not code.endswith("00")]
    tests = []
    if whole:
        tests.append(f"substr(type_main, 1, 3) IN ({', '.join(_quoted(code) for code in whole)})")
    if parts:
        tests.append(f"type_main IN ({', '.join(_quoted(code) for code in parts)})")
    further = " OR ".join(
        f"instr(' ' || types_extra, ' {code[:3] if code.endswith('00') else code}') > 0" for code in types
    )
    tests.append(f"types_extra IS NOT NULL AND ({further})")
    return f"({' OR '.join(tests)})"


def _quoted(word: str) -> str:
    return "'" + word.replace("'", "''") + "'"
