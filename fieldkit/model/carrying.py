"""Of which inspections this laptop carries the details: the rule, and what a person chose of it.

The rule is asked of the frame of inspections, which every laptop has, so it is never asked of half of them
(docs/decisions/0037-partial-replication.md).
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from fieldkit.errors import Text
from fieldkit.model.changes import get_meta, set_meta
from fieldkit.model.codes import ending
from fieldkit.model.details import TABLES
from fieldkit.model.elsewhere import all_elsewhere
from fieldkit.model.reference import whole_param
from fieldkit.model.thai.fiscal import fiscal_year, fiscal_year_span

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from sqlalchemy import Connection

    from fieldkit.model.workspace import Workspace

_CHOSEN = "carry"
_LOOKED = "details looked"
_FETCHED = "details fetched "
MOST_YEARS = 20


@dataclass(frozen=True, slots=True)
class Carry:
    """What a person chose: details of the last ``years`` fiscal years (0: all), of all or ``mine``."""

    years: int = 0
    mine: bool = False

    @property
    def words(self) -> Text:
        """What is carried, in words."""
        if self.everything:
            return Text("ทั้งจังหวัด", "the whole province")
        whose = Text("ของฉัน", "my inspections") if self.mine else Text("ทั้งจังหวัด", "the whole province")
        if not self.years:
            return whose
        return Text(f"{whose.th} {self.years} ปีงบประมาณล่าสุด", f"{whose.en}, last {self.years} fiscal year(s)")

    @property
    def everything(self) -> bool:
        """Whether nothing stays at the office."""
        return not self.years and not self.mine


EVERYTHING = Carry()
DEFAULT_YEARS = 3
"""How many years are proposed to who wants to carry less."""


@dataclass(frozen=True, slots=True)
class Carried:
    """What a laptop carries: inspections that it knows of, those whose answers and files are elsewhere.

    ``size`` are the bytes of answers and files here, ``by_choice`` how many inspections each choice carries,
    ``own`` whether its person chose it, or the office's setting holds.
    """

    carry: Carry
    own: bool
    inspections: int
    elsewhere: int
    size: int
    by_choice: Mapping[Carry, int]

    def about(self, carry: Carry) -> int:
        """Return about how many bytes a choice would carry, by the average of what is here."""
        here = self.inspections - self.elsewhere
        return self.size * self.by_choice[carry] // here if here else 0


def chosen(connection: Connection, today: date | None) -> Carry:
    """Return what this laptop carries: what its person chose, else the office's setting (``params.csv``)."""
    said = get_meta(connection, _CHOSEN)
    if said is None:
        return Carry(whole_param("sync.details_years", today), bool(whole_param("sync.details_mine", today)))
    stored = json.loads(said)
    return Carry(int(stored["years"]), bool(stored["mine"]))


def choose(workspace: Workspace, carry: Carry) -> None:
    """Carry this from the next exchange on."""
    if not 0 <= carry.years <= MOST_YEARS:
        raise ValueError(carry)
    with workspace.database.write() as connection:
        set_meta(connection, _CHOSEN, json.dumps({"years": carry.years, "mine": carry.mine}))
        set_meta(connection, _LOOKED, None)


def follow_office(workspace: Workspace) -> None:
    """Forget what a person chose: the office's setting holds."""
    with workspace.database.write() as connection:
        set_meta(connection, _CHOSEN, None)
        set_meta(connection, _LOOKED, None)


def state(workspace: Workspace, today: date, years: int = DEFAULT_YEARS) -> Carried:
    """Return what this laptop carries now, and what it would carry by choices of ``years``."""
    with workspace.database.read() as connection:
        now = chosen(connection, today)
        own = get_meta(connection, _CHOSEN) is not None
        total, away = connection.exec_driver_sql(
            "SELECT count(*), coalesce(sum(id IN (SELECT inspection FROM elsewhere)), 0) FROM inspection"
        ).one()
        answers = connection.exec_driver_sql(
            "SELECT coalesce(sum(length(body)), 0) FROM change WHERE stream LIKE 'ins/%'"
        ).scalar_one()
        files = connection.exec_driver_sql(
            "SELECT coalesce(sum(size), 0) FROM blob WHERE state IN ('local', 'sent') AND sha256 IN"
            " (SELECT sha256 FROM attachment WHERE inspection IS NOT NULL UNION SELECT image FROM signature"
            " UNION SELECT submission FROM inspection)"
        ).scalar_one()
        choices = dict.fromkeys((EVERYTHING, Carry(years), Carry(years, mine=True), now))
        by_choice = {one: _count(connection, workspace, one, today) for one in choices}
    return Carried(now, own, int(total), int(away), int(answers) + int(files), by_choice)


def _count(connection: Connection, workspace: Workspace, carry: Carry, today: date) -> int:
    sql = f"SELECT count(*) FROM inspection i WHERE {_CARRIED}"
    return int(connection.exec_driver_sql(sql, _asked(workspace, carry, today)).scalar_one())


def fetched(workspace: Workspace, inspections: Iterable[str], today: date) -> None:
    """Carry inspections that a person wants here, whatever the rule says, for some time from ``today`` on."""
    with workspace.database.write() as connection:
        for inspection in inspections:
            set_meta(connection, f"{_FETCHED}{inspection}", today.isoformat())


def due(connection: Connection, today: date) -> bool:
    """Tell whether it has not been looked today yet what may leave."""
    return get_meta(connection, _LOOKED) != today.isoformat()


def looked(workspace: Workspace, today: date) -> None:
    """Remember that it was looked today what may leave."""
    with workspace.database.write() as connection:
        set_meta(connection, _LOOKED, today.isoformat())


_RUNNING = "coalesce(o.deleted, 0) = 0 AND coalesce(o.state, '') NOT IN (SELECT value FROM json_each(:ended))"
_CARRIED = (
    # what the person chose
    "(i.started_at >= :since AND (:everyone OR i.officer = :person OR (:name <> ''"
    " AND (i.officer_name = :name OR EXISTS (SELECT 1 FROM visit v WHERE v.id = i.visit"
    " AND instr(v.team, :quoted))))))"
    # what waits for somebody
    " OR coalesce(i.state, 'draft') <> 'closed'"
    " OR EXISTS (SELECT 1 FROM finding n WHERE n.inspection = i.id AND coalesce(n.deleted, 0) = 0"
    " AND coalesce(n.state, 'open') = 'open')"
    f" OR EXISTS (SELECT 1 FROM factory_order o WHERE o.inspection = i.id AND {_RUNNING})"
    " OR EXISTS (SELECT 1 FROM finding n JOIN factory_order o ON o.id = n.factory_order"
    f" WHERE n.inspection = i.id AND {_RUNNING})"
    " OR EXISTS (SELECT 1 FROM inspection r WHERE r.revision_of = i.id AND coalesce(r.deleted, 0) = 0"
    " AND coalesce(r.state, 'draft') <> 'closed')"
    # the last ones of the factories that the person will visit
    " OR i.id IN (SELECT id FROM (SELECT l.id, row_number() OVER (PARTITION BY l.place ORDER BY l.started_at"
    " DESC, l.id DESC) AS turn FROM inspection l WHERE l.state = 'closed' AND coalesce(l.deleted, 0) = 0"
    " AND l.place IN (SELECT a.factory FROM assignment a WHERE a.officer = :name AND :name <> ''"
    " AND a.fiscal_year >= :year AND coalesce(a.deleted, 0) = 0 AND coalesce(a.state, '') <> 'dropped'))"
    " WHERE turn <= :latest)"
    # what was worked on again after it had rested, and what a person wanted here
    " OR i.id IN (SELECT inspection FROM elsewhere GROUP BY inspection HAVING max(received_at) >= :recent"
    " AND julianday(max(received_at)) - julianday(min(received_at)) > :rest)"
    " OR i.id IN (SELECT substr(key, :prefix) FROM meta WHERE key LIKE :fetched AND value >= :kept)"
)
_BUSY = " OR ".join(
    [
        "i.id IN (SELECT inspection FROM typing)",
        "i.id IN (SELECT inspection FROM undo_step)",
        "i.id IN (SELECT record FROM kept_record)",
        *(
            f"EXISTS (SELECT 1 FROM {table} t JOIN cell ON cell.record = t.id AND cell.tbl = '{table}'"
            " AND cell.conflict = 1 WHERE t.inspection = i.id)"
            for table in TABLES
        ),
        "EXISTS (SELECT 1 FROM cell WHERE cell.record = i.id AND cell.conflict = 1)",
    ]
)
_HERE = " OR ".join(f"EXISTS (SELECT 1 FROM {table} t WHERE t.inspection = i.id)" for table in TABLES)


def wanted(connection: Connection, workspace: Workspace, carry: Carry, today: date | None) -> set[str]:
    """Return the inspections elsewhere of which the rule wants the details here."""
    if carry.everything or today is None:
        return all_elsewhere(connection)
    sql = f"SELECT i.id FROM inspection i WHERE i.id IN (SELECT inspection FROM elsewhere) AND ({_CARRIED})"
    return {row[0] for row in connection.exec_driver_sql(sql, _asked(workspace, carry, today))}


def may_leave(
    connection: Connection, workspace: Workspace, carry: Carry, today: date
) -> list[tuple[str, str]]:
    """Return stream and id of inspections, the oldest first, whose details the rule does not want here.

    None that anybody works on; whether the centre has all of it, and since when, is for it to say.
    """
    if carry.everything:
        return []
    sql = (
        "SELECT i.stream, i.id FROM inspection i WHERE i.state = 'closed' AND"
        f" NOT coalesce({_CARRIED}, 0) AND NOT ({_BUSY}) AND ({_HERE}) ORDER BY i.started_at, i.id"
    )
    rows = connection.exec_driver_sql(sql, _asked(workspace, carry, today))
    return [(row[0], row[1]) for row in rows]


def received_before(today: date, *, own: bool) -> str:
    """Return the day (ISO) before which the centre must have received what leaves this laptop."""
    setting = "sync.details_own_days" if own else "sync.details_others_days"
    return (today - timedelta(days=whole_param(setting, today))).isoformat()


def _asked(workspace: Workspace, carry: Carry, today: date) -> dict[str, Any]:
    first, _last = fiscal_year_span(fiscal_year(today) - carry.years + 1)
    rest = whole_param("sync.details_others_days", today)
    kept = today - timedelta(days=whole_param("sync.details_fetched_days", today))
    name = workspace.person.name
    return {
        "ended": json.dumps(sorted(ending("factory_order.state"))),
        "since": first.isoformat() if carry.years else "",
        "everyone": int(not carry.mine),
        "person": workspace.person.id,
        "name": name,
        "quoted": json.dumps(name, ensure_ascii=False),
        "year": fiscal_year(today),
        "latest": whole_param("sync.details_latest", today),
        "recent": (today - timedelta(days=rest)).isoformat(),
        "rest": rest,
        "prefix": len(_FETCHED) + 1,
        "fetched": f"{_FETCHED}%",
        "kept": kept.isoformat(),
    }
