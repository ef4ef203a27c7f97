"""Which visits count as an inspection of a factory: the one definition of plan, coverage and figures."""

from __future__ import annotations

from fieldkit.model.reference import visit_kinds
from fieldkit.model.superseded import not_superseded

CLOSINGS = ("complete", "partial")
"""Ways to close an inspection in which the factory was really looked at."""


def covering_visits() -> str:
    """Return a SELECT of ``visit, factory, day`` (ISO), one row for each visit that counts.

    A visit counts when its kind does (`VisitKind.covers`), and at least one of its inspections is closed, was
    not turned away at the gate, is not deleted and not replaced by a revision. Coverage counts *distinct*
    factories.
    """
    return f"SELECT visit, factory, day FROM ({done_visits(covering=True)})"


def done_visits(*, covering: bool) -> str:
    """Return a SELECT of ``visit, factory, kind, day``: visits that were really done.

    Of the kinds that count as an inspection, or of the others (talks about funds, certificates, filing).
    """
    kinds = ", ".join(f"'{kind.code}'" for kind in visit_kinds().values() if kind.covers == covering)
    closings = ", ".join(f"'{closing}'" for closing in CLOSINGS)
    return (
        "SELECT v.id AS visit, v.factory, v.kind, substr(v.started_at, 1, 10) AS day FROM visit v"
        f" WHERE coalesce(v.deleted, 0) = 0 AND v.kind IN ({kinds}) AND EXISTS ("
        "SELECT 1 FROM inspection i WHERE i.visit = v.id AND i.state = 'closed'"
        f" AND i.closing IN ({closings}) AND coalesce(i.deleted, 0) = 0" + not_superseded("i") + ")"
    )
