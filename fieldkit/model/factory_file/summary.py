"""How much each part of the file of a factory holds, and what its header says."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from fieldkit.model import facts
from fieldkit.model.fact_properties import fact_property
from fieldkit.model.factory_file.documents import GREEN, certificate, documents, expiry
from fieldkit.model.factory_file.photos import photo_count
from fieldkit.model.factory_file.support import loans, projects
from fieldkit.model.factory_file.timeline import timeline
from fieldkit.model.planning.risk import rating
from fieldkit.model.succession import relatives

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from sqlalchemy import Connection

    from fieldkit.model.factory_file.documents import Document
    from fieldkit.model.planning.rules import RiskClass
    from fieldkit.model.succession import Relative

RISK = "risk"


@dataclass(frozen=True, slots=True)
class Summary:
    """Counts by section; the properties that say “at risk”; documents to renew; the GI certificate.

    ``expired`` counts kinds of documents of which none is in force. ``draft`` is the id of an inspection that
    is not closed, "" without one; ``risk`` the class by the rules of the plan; ``relatives`` other licences.
    """

    counts: Mapping[str, int]
    risks: tuple[str, ...]
    expiring: int
    expired: int
    certificate: Document | None
    draft: str
    risk: RiskClass
    relatives: tuple[Relative, ...] = ()


def summary(connection: Connection, factory: str, today: date) -> Summary:
    """Return what the file of a factory holds."""
    known = facts.current(connection, factory)
    groups = [fact_property(name).group for name in known]
    papers = documents(connection, factory)
    states = [expiry(paper, today) for paper in papers]
    in_force = {paper["kind"] for paper, now in zip(papers, states, strict=True) if now != "expired"}
    events = timeline(connection, factory)
    counts = {
        "facts": sum(1 for group in groups if group not in ("filing", "mind")),
        "timeline": len(events),
        "documents": len(papers),
        "photos": photo_count(connection, factory),
        "green": sum(1 for paper in papers if paper["kind"] == GREEN),
        "filing": groups.count("filing"),
        "mind": groups.count("mind"),
        "support": len(loans(connection, factory)) + len(projects(connection, factory)),
    }
    risks = tuple(
        name
        for name, fact in known.items()
        if fact_property(name).group == RISK and fact_property(name).canonical(fact.value) == "yes"
    )
    drafts = [event.id for event in events if event.kind == "visit" and event.state == "draft"]
    return Summary(
        counts,
        tuple(sorted(risks)),
        states.count("soon"),
        # What was renewed is not missing.
        len({paper["kind"] for paper in papers} - in_force),
        certificate(papers, today),
        drafts[0] if drafts else "",
        rating(connection, factory, today).risk,
        tuple(relatives(connection, factory)),
    )
