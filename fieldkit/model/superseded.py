"""The SQL condition that leaves out inspections which a signed revision replaces."""

from __future__ import annotations


def not_superseded(inspection: str) -> str:
    """Return ``AND …`` for the inspection that a query calls ``inspection`` (an alias of its own)."""
    return (
        f" AND NOT EXISTS (SELECT 1 FROM inspection later WHERE later.revision_of = {inspection}.id"
        " AND later.state = 'closed' AND coalesce(later.deleted, 0) = 0)"
    )
