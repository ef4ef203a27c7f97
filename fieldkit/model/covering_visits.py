"""Which visits count as an inspection of a factory: the one definition of plan, coverage and figures."""

from __future__ import annotations

from fieldkit.model.reference import OTHER_PLACE, visit_kinds
from fieldkit.model.superseded import not_superseded

CLOSINGS = ("complete", "partial")
"""Ways to close an inspection in which the factory was really looked at."""
AT_FACTORIES = f"coalesce(v.place, '') NOT IN (SELECT id FROM factory WHERE status = '{OTHER_PLACE}')"
"""The condition that a visit ``v`` was at a factory: the figures count no others, the plan does."""


def covering_visits(*, narrowed: str = "", columns: str = "") -> str:
    """Return a SELECT of ``visit, factory, day`` (ISO), one row for each visit that counts.

    A visit counts when its kind does (`VisitKind.covers`), and at least one of its inspections is closed, was
    not turned away at the gate, is not deleted and not replaced by a revision. Coverage counts *distinct*
    factories. ``narrowed`` is a further condition on the visit ``v``, ``columns`` are further columns of it.
    """
    return _done(covering=True, narrowed=narrowed, columns=columns)


def talks(*, narrowed: str = "") -> str:
    """Return a SELECT of ``visit, factory, day, kind``: visits really made whose kind does not count.

    They are about funds, certificates, filing. ``narrowed`` is as for :func:`covering_visits`.
    """
    return _done(covering=False, narrowed=narrowed, columns="v.kind")


def _done(*, covering: bool, narrowed: str = "", columns: str = "") -> str:
    kinds = ", ".join(f"'{kind.code}'" for kind in visit_kinds().values() if kind.covers == covering)
    closings = ", ".join(f"'{closing}'" for closing in CLOSINGS)
    further = f" AND {narrowed}" if narrowed else ""
    also = f", {columns}" if columns else ""
    return (
        f"SELECT v.id AS visit, v.place AS factory, substr(v.started_at, 1, 10) AS day{also} FROM visit v"
        f" WHERE coalesce(v.deleted, 0) = 0 AND v.kind IN ({kinds}){further} AND EXISTS ("
        "SELECT 1 FROM inspection i WHERE i.visit = v.id AND i.state = 'closed'"
        f" AND i.closing IN ({closings}) AND coalesce(i.deleted, 0) = 0" + not_superseded("i") + ")"
    )
