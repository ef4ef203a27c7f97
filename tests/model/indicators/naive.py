"""The figures once more, record by record in plain Python: slow, and written from the rules alone."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, timedelta
from functools import partial

from fieldkit.model.cases import life as cases
from fieldkit.model.indicators import Scope
from fieldkit.model.orders import life as orders
from fieldkit.model.reference import visit_kinds
from fieldkit.model.risk_types import RISKS, risks_of_type
from tests.model.indicators.offices import Office, Row

Answer = tuple[set[str], set[str]]
"""The ids of the numerator and of the denominator."""


def day(text: object) -> date | None:
    """Return the day of an ISO text, None for anything else."""
    try:
        return date.fromisoformat(str(text)[:10])
    except ValueError:
        return None


class Naive:
    """Answers for one office and scope."""

    def __init__(self, office: Office, scope: Scope) -> None:
        self.office, self.scope = office, scope
        self.at = scope.period.at(scope.today)
        self.start, self.end = scope.period.start, scope.period.end
        # What is over is counted as it stood at its end.
        self.today = min(scope.today, self.end)

    def rows(self, table: str) -> list[Row]:
        return [row for row in self.office.get(table, []) if not row.get("deleted")]

    # --- factories

    def fact(self, factory: str, property_: str, *, until: date | None = None) -> str | None:
        """Return the newest value of a property; facts without a day are the oldest."""
        mine = [
            row
            for row in self.rows("fact")
            if row["factory"] == factory
            and row["property"] == property_
            and (until is None or (row["as_of"] or "") <= until.isoformat())
        ]
        newest = max(mine, key=lambda row: (row["as_of"] or "0000-00-00", row["id"]), default=None)
        return None if newest is None else newest["value"] or ""

    def counts(self, factory: Row) -> bool:
        """Tell whether a factory is in the denominators."""
        opened = day(factory["start_date"])
        if opened is not None and (opened.year, opened.month) > (self.at.year, self.at.month):
            return False
        since = day(self.fact(factory["id"], "status_since"))
        status = factory["status"]
        if status in (None, "1"):
            return True
        if status in ("0", "other_place"):
            return False
        if status == "3":
            # As texts: a year before the 29th of February there is no such day.
            year_ago = f"{self.at.year - 1}{self.at.isoformat()[4:]}"
            return since is None or since.isoformat() > year_ago
        return since is not None and (since.year, since.month) >= (self.at.year, self.at.month)

    def factories(self) -> list[Row]:
        return [row for row in self.rows("factory") if self.counts(row)]

    def risks(self, factory: Row) -> set[str]:
        found = set()
        for risk in RISKS:
            known = self.fact(factory["id"], f"risk_{risk}")
            if known == "yes" or (known != "no" and risk in risks_of_type(factory["type_main"] or "")):
                found.add(risk)
        return found

    def inspections(self, visit: Row) -> list[Row]:
        """Return what was really inspected at a visit."""
        return [
            row
            for row in self.rows("inspection")
            if row["visit"] == visit["id"]
            and row["state"] == "closed"
            and row["closing"] in ("complete", "partial")
        ]

    def planned(self) -> Answer:
        """Let each visit do the earliest planned one of its factory that is still to be done."""
        year = self.scope.period.fiscal_year
        first = date(year - 544, 10, 1)
        waiting = [
            row for row in self.rows("assignment") if row["fiscal_year"] == year and row["state"] != "dropped"
        ]
        of_period = [
            row for row in waiting if not (on := day(row["planned_on"])) or self.start <= on <= self.end
        ]
        waiting.sort(key=lambda row: (row["planned_on"] is None, row["planned_on"] or "", row["id"]))
        done = set()
        for visit in sorted(self.rows("visit"), key=lambda row: (str(row["started_at"])[:10], row["id"])):
            on = day(visit["started_at"])
            if on is None or not first <= on <= self.end or not self.inspections(visit):
                continue
            talk = "" if visit_kinds()[visit["kind"]].covers else visit["kind"]
            for row in waiting:
                wanted = row["kind"] if row["kind"] in ("FUND", "GI") else ""
                if row["factory"] == visit["factory"] and wanted == talk:
                    done.add(row["id"])
                    waiting.remove(row)
                    break
        return {row["id"] for row in of_period if row["id"] in done}, {row["id"] for row in of_period}

    def visited(self, *, season: bool = False) -> set[str]:
        """Return the factories with a visit that counts in the period."""
        return {visit["factory"] for visit in self.visits(season=season)}

    def visits(self, *, season: bool = False) -> list[Row]:
        """Return the visits at factories that count in the period."""
        elsewhere = {row["id"] for row in self.office["factory"] if row["status"] == "other_place"}
        found = []
        for visit in self.rows("visit"):
            on = day(visit["started_at"])
            inside = on is not None and self.start <= on <= self.end and visit_kinds()[visit["kind"]].covers
            done = self.inspections(visit)
            dusty = visit["kind"] == "PM25" or any(row["form_id"] == "AIR" for row in done)
            if (
                on is not None
                and inside
                and done
                and visit["factory"] not in elsewhere
                and (not season or (dusty and on.month not in range(5, 11)))
            ):
                found.append(visit)
        return found

    def gi_level(self, factory: str, at: date, *, before: bool = False) -> int:
        valid = [
            row
            for row in self.rows("document")
            if row["kind"] == "gi"
            and row["factory"] == factory
            and (row["issued_on"] is None or (day(row["issued_on"]) or at) < at + timedelta(days=not before))
            and (not row["expires_on"] or (day(row["expires_on"]) or at) >= at)
        ]
        newest = max(
            valid, key=lambda row: (row["issued_on"] or "0000-00-00", row["level"] or 0), default=None
        )
        return 0 if newest is None else newest["level"] or 0

    def of_factories(self, above: Callable[[Row], bool], below: Callable[[Row], bool]) -> Answer:
        counted = [row for row in self.factories() if below(row)]
        return {row["id"] for row in counted if above(row)}, {row["id"] for row in counted}

    # --- the rest

    def later(self, table: str, row: Row) -> list[Row] | None:
        """Return the steps up to the day that is looked at where there are later ones, else None."""
        if self.scope.today <= self.end:
            return None
        steps = [one for one in self.rows("step") if one["record"] == row["id"]]
        known = [one for one in steps if one["on_date"] <= self.today.isoformat()]
        return None if len(known) == len(steps) else known

    def case(self, table: str, first: str, row: Row) -> Row:
        """Return a record as it stood."""
        steps = self.later(table, row)
        if steps is not None:
            found = cases.standing(table, None, steps)
            told = {"answered_on": found.columns.get("answered_on")}
            return row | {"state": found.state} | (told if _after(row.get("answered_on"), self.today) else {})
        row = dict(row)
        if _after(row.get("answered_on"), self.today):
            row["answered_on"] = None
        if _after(row.get("closed_on"), self.today):
            row["state"] = first
        return row

    def findings(self) -> list[Row]:
        inspections = {row["id"]: row for row in self.rows("inspection") if row["state"] == "closed"}
        return [
            row
            | {"found": found}
            | ({"state": "open"} if row["state"] == "closed" and _after(row["state_at"], self.today) else {})
            for row in self.rows("finding")
            if row["inspection"] in inspections
            and (found := day(inspections[row["inspection"]]["started_at"])) is not None
            and found <= self.end
        ]

    def finding_done(self, row: Row) -> date | None:
        if row["state"] == "closed":
            return day(row["state_at"])
        return row["found"] if row["state"] == "corrected_on_site" else None

    def orders(self) -> list[Row]:
        found = []
        for row in self.rows("factory_order"):
            issued, steps = day(row["issued_on"]), self.later("factory_order", row)
            if issued is None or issued > self.end:
                continue
            if steps is not None:
                now = orders.standing(steps)
                row = row | now.as_columns() | {"issued_on": row["issued_on"]}
            elif _after(row["state_at"], self.today):
                row = row | {"state": "open"}
            found.append(row | {"due": day(row["extended_to"]) or day(row["due_date"])})
        return found

    def order_done(self, row: Row) -> date | None:
        return day(row["state_at"]) if row["state"] in ("verified", "closed") else None

    def loans(self) -> list[Row]:
        return [
            row
            for row in self.rows("loan")
            if self.case("loan", "active", row)["state"] != "closed"
            and (row["contract_date"] is None or row["contract_date"] <= self.end.isoformat())
        ]


def _after(text: object, on: date) -> bool:
    return bool(text) and str(text)[:10] > on.isoformat()


def debt(row: Row) -> str:
    """Return D or N and its number."""
    if row["dpd"] is not None:
        bounds = ((360, "N3"), (180, "N2"), (90, "N1"), (60, "D3"), (30, "D2"), (0, "D1"))
        return next((name for most, name in bounds if row["dpd"] > most), "D0")
    return ("D0", "D1", "D2", "D3", "N1")[min(row["missed"] or 0, 4)]


def ids(rows: Iterable[Row]) -> set[str]:
    return {row["id"] for row in rows}


def answers(office: Office, scope: Scope) -> dict[str, Answer]:
    """Return numerator and denominator of the indicators that this recomputes, by id."""
    n = Naive(office, scope)
    visited, season = n.visited(), n.visited(season=True)
    counted = ids(n.visits())
    everyone: Callable[[Row], bool] = lambda _row: True  # noqa: E731
    found: dict[str, Answer] = {"coverage": n.of_factories(lambda row: row["id"] in visited, everyone)}
    for risk in RISKS:
        found[f"coverage_{risk}"] = n.of_factories(
            lambda row: row["id"] in visited, partial(_at_risk, n, risk)
        )
    found["coverage_risk"] = n.of_factories(lambda row: row["id"] in visited, lambda row: bool(n.risks(row)))
    found["gi_certified"] = n.of_factories(lambda row: n.gi_level(row["id"], n.at) >= 1, everyone)
    found["gi_upgraded"] = n.of_factories(
        lambda row: n.gi_level(row["id"], n.at) > n.gi_level(row["id"], n.start, before=True) >= 1, everyone
    )
    found["i_industry"] = n.of_factories(
        lambda row: n.fact(row["id"], "i_industry_status", until=n.end) in ("registered", "linked"), everyone
    )
    if scope.period.key == str(scope.period.fiscal_year):
        found["dust_season"] = n.of_factories(
            lambda row: row["id"] in season, lambda row: "air" in n.risks(row)
        )
    found["visits"] = counted, counted
    found |= _work(n) | _cases(n)
    return found


def _at_risk(n: Naive, risk: str, row: Row) -> bool:
    return risk in n.risks(row)


def _work(n: Naive) -> dict[str, Answer]:
    findings = n.findings()
    late = [
        row for row in findings if row["state"] in ("open", None) and _before(day(row["due_date"]), n.today)
    ]
    ended = [row for row in findings if row["found"] >= n.start and row["state"] not in ("open", None)]
    counted = [*ended, *(row for row in late if row["found"] >= n.start)]
    in_time = [
        row
        for row in ended
        if day(row["due_date"]) is None or not _before(day(row["due_date"]), n.finding_done(row) or date.max)
    ]
    orders = n.orders()
    issued = [
        row
        for row in orders
        if (day(row["issued_on"]) or date.min) >= n.start and row["state"] != "withdrawn"
    ]
    kept = [row for row in issued if row["due"] and (done := n.order_done(row)) and done <= row["due"]]
    overdue = [
        row
        for row in orders
        if row["state"] not in ("verified", "closed", "withdrawn") and _before(row["due"], n.today)
    ]
    return {
        "plan_done": n.planned(),
        "findings_open": (ids(row for row in findings if row["state"] in ("open", None)), ids(findings)),
        "findings_overdue": (ids(late), ids(findings)),
        "findings_in_time": (ids(in_time), ids(counted)),
        "orders_in_time": (ids(kept), ids(issued)),
        "orders_overdue": (ids(overdue), ids(orders)),
    }


def _before(limit: date | None, other: date) -> bool:
    return limit is not None and limit < other


def _cases(n: Naive) -> dict[str, Answer]:
    complaints = []
    for row in (n.case("complaint", "received", one) for one in n.rows("complaint")):
        received, answered = day(row["received_at"]), day(row["answered_on"])
        if received is not None and n.start <= received <= n.end:
            took = None if answered is None else (answered - received).days
            if took is not None or (n.today - received).days > 15:
                complaints.append(row | {"took": took})
    loans = n.loans()
    bad = [row for row in loans if debt(row) != "D0"]
    recommendations = [
        n.case("recommendation", "acknowledged", row)
        for row in n.rows("recommendation")
        if row["round"] in n.scope.period.rounds
    ]
    return {
        "complaints_in_time": (
            ids(row for row in complaints if row["took"] is not None and row["took"] <= 15),
            ids(complaints),
        ),
        "loans_normal": (ids(row for row in loans if debt(row) == "D0"), ids(loans)),
        "loans_npl": (ids(row for row in loans if debt(row)[0] == "N"), ids(loans)),
        "loans_at_risk": (ids(row for row in loans if debt(row) in ("D1", "D2", "D3")), ids(loans)),
        "loans_referred": (ids(row for row in bad if row["referral"]), ids(bad)),
        "recommendations_done": (
            ids(row for row in recommendations if row["state"] == "done"),
            ids(recommendations),
        ),
    }


def amount(rows: Iterable[Row]) -> float:
    """Return what is outstanding."""
    return float(sum((row["principal"] or 0) + (row["interest"] or 0) for row in rows))
