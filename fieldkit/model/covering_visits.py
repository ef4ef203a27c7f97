"""Which visits count as an inspection of a factory: the one definition of plan, coverage and figures."""

from __future__ import annotations

from fieldkit.model.reference import OTHER_PLACE, visit_kinds


def covering_visits(*, narrowed: str = "", columns: str = "") -> str:
    """Return a SELECT of ``visit, factory, day`` (ISO), one row for each visit that counts.

    A visit counts when its kind does (`VisitKind.covers`) and it was really made (`made_visits`). Coverage
    counts *distinct* factories. ``narrowed`` is a further condition on the visit ``v``, ``columns`` are
    further columns of it.
    """
    return _done(_kinds(True), narrowed, columns)


def visits_made(*, narrowed: str) -> str:
    """Return a SELECT of ``visit, factory, day, kind, aired, waste``: every visit that was really made.

    Also mere talks, about funds, certificates, filing: their kind does not count. ``aired`` and ``waste`` are
    those of `made_visits.DERIVE`; ``narrowed`` is as for :func:`covering_visits`.
    """
    return _done(_kinds(True, False), narrowed, "v.kind, v.aired, v.waste")


def covers(kind: str) -> str:
    """Return the condition that the kind of visit in the column ``kind`` counts."""
    return f"{kind} IN ({_kinds(True)})"


def of_talk(kind: str) -> str:
    """Return SQL of the kind in the column ``kind`` where it is that of a mere talk, else of ''."""
    return f"CASE WHEN {kind} IN ({_kinds(False)}) THEN {kind} ELSE '' END"


def _kinds(*covering: bool) -> str:
    return ", ".join(f"'{kind.code}'" for kind in visit_kinds().values() if kind.covers in covering)


def _done(kinds: str, narrowed: str, columns: str) -> str:
    further = f" AND {narrowed}" if narrowed else ""
    also = f", {columns}" if columns else ""
    return (
        f"SELECT v.id AS visit, v.place AS factory, substr(v.started_at, 1, 10) AS day{also} FROM visit v"
        f" WHERE coalesce(v.deleted, 0) = 0 AND v.made = 1 AND v.kind IN ({kinds}){further}"
    )


def at_factories(place: str) -> str:
    """Return the condition that ``place`` of a visit is a factory: figures count no others, the plan does."""
    return f"coalesce({place}, '') NOT IN (SELECT id FROM factory WHERE status = '{OTHER_PLACE}')"
