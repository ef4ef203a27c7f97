"""Which visits count as an inspection of a factory: the one definition of plan, coverage and figures."""

from __future__ import annotations

from fieldkit.model.reference import OTHER_PLACE, visit_kinds
from fieldkit.model.superseded import not_superseded

CLOSINGS = ("complete", "partial")
"""Ways to close an inspection in which the factory was really looked at."""


def covering_visits(*, narrowed: str = "", columns: str = "") -> str:
    """Return a SELECT of ``visit, factory, day`` (ISO), one row for each visit that counts.

    A visit counts when its kind does (`VisitKind.covers`), and at least one of its inspections is closed, was
    not turned away at the gate, is not deleted and not replaced by a revision. Coverage counts *distinct*
    factories. ``narrowed`` is a further condition on the visit ``v``, ``columns`` are further columns of it.
    """
    return _done(_kinds(True), narrowed, columns)


def visits_made(*, narrowed: str) -> str:
    """Return a SELECT of ``visit, factory, day, kind``: every visit that was really made, also mere talks.

    Talks are about funds, certificates, filing: their kind does not count. ``narrowed`` is as for
    :func:`covering_visits`.
    """
    return _done(_kinds(True, False), narrowed, "v.kind")


def visits_checked(*, narrowed: str) -> str:
    """Return what :func:`visits_made` does, with what was looked at, in one pass over the inspections.

    ``aired`` is 1 where the checklist AIR was closed; ``waste`` is id (36 letters) and outcome of the newest
    inspection with WST, null where there is none.
    """
    looked = f"i.closing IN ({_CLOSED}){not_superseded('i')}"
    waste = f"CASE WHEN i.form_id = 'WST' AND {looked} THEN i.id || coalesce(i.outcome, '') END"
    # Grouped as the index of visits by day has them: nothing is sorted.
    return (
        "SELECT v.id AS visit, v.place AS factory, substr(v.started_at, 1, 10) AS day, v.kind,"
        f" max(CASE WHEN i.form_id = 'AIR' THEN 1 ELSE 0 END) AS aired, max({waste}) AS waste"
        " FROM visit v JOIN inspection i ON i.visit = v.id AND i.state = 'closed'"
        " AND coalesce(i.deleted, 0) = 0"
        f" WHERE coalesce(v.deleted, 0) = 0 AND v.kind IN ({_kinds(True, False)}) AND {narrowed}"
        " GROUP BY v.started_at, v.kind, v.place, v.id"
        f" HAVING max(CASE WHEN {looked} THEN 1 ELSE 0 END) = 1"
    )


def covers(kind: str) -> str:
    """Return the condition that the kind of visit in the column ``kind`` counts."""
    return f"{kind} IN ({_kinds(True)})"


def of_talk(kind: str) -> str:
    """Return SQL of the kind in the column ``kind`` where it is that of a mere talk, else of ''."""
    return f"CASE WHEN {kind} IN ({_kinds(False)}) THEN {kind} ELSE '' END"


_CLOSED = ", ".join(f"'{closing}'" for closing in CLOSINGS)


def _kinds(*covering: bool) -> str:
    return ", ".join(f"'{kind.code}'" for kind in visit_kinds().values() if kind.covers in covering)


def _done(kinds: str, narrowed: str, columns: str) -> str:
    further = f" AND {narrowed}" if narrowed else ""
    also = f", {columns}" if columns else ""
    return (
        f"SELECT v.id AS visit, v.place AS factory, substr(v.started_at, 1, 10) AS day{also} FROM visit v"
        f" WHERE coalesce(v.deleted, 0) = 0 AND v.kind IN ({kinds}){further} AND EXISTS ("
        "SELECT 1 FROM inspection i WHERE i.visit = v.id AND i.state = 'closed'"
        f" AND i.closing IN ({_CLOSED}) AND coalesce(i.deleted, 0) = 0" + not_superseded("i") + ")"
    )


def at_factories(place: str) -> str:
    """Return the condition that ``place`` of a visit is a factory: figures count no others, the plan does."""
    return f"coalesce({place}, '') NOT IN (SELECT id FROM factory WHERE status = '{OTHER_PLACE}')"
