"""``fieldkit plan risk``: the risk of one factory, and why."""

from __future__ import annotations

from contextlib import closing

import click

from fieldkit import bilingual
from fieldkit.errors import Text
from fieldkit.invocation import Invocation, pass_invocation

HEAD = Text("{name}: {score} คะแนน ความเสี่ยง{risk}", "{name}: {score} points, {risk} risk")
UNKNOWN = Text("ยังไม่มีข้อมูล: {names}", "Not known: {names}")


@bilingual.command(Text("คะแนนความเสี่ยงของโรงงานและเหตุผล", "The risk of a factory, and why."))
@click.argument("factory", metavar="NO")
@pass_invocation
def command(invocation: Invocation, *, factory: str) -> None:
    """Print the score, its class, and each factor with its points and the fact behind it."""
    from fieldkit.model.fact_properties import fact_property
    from fieldkit.model.inspections import find_factory
    from fieldkit.model.planning.risk import rating
    from fieldkit.model.planning.rules import CLASS_NAMES
    from fieldkit.model.planning.wording import evidence

    language = invocation.language
    with closing(invocation.workspace()) as workspace:
        row = find_factory(workspace, factory)
        with workspace.database.read() as connection:
            found = rating(connection, row["id"], workspace.clock().date())
    reasons = [
        {
            "rule": reason.rule,
            "name": reason.name.pick(language),
            "points": reason.points,
            "evidence": evidence(reason, language),
            "day": reason.day,
        }
        for reason in found.reasons
    ]
    values = {
        "factory": row["id"],
        "score": found.score,
        "risk": found.risk,
        "reasons": reasons,
        "unknown": list(found.unknown),
    }
    lines = [
        HEAD.pick(language).format(
            name=row["name"] or factory, score=found.score, risk=CLASS_NAMES[found.risk].pick(language)
        )
    ]
    lines += [f"  +{reason['points']}  {reason['name']}: {reason['evidence']}" for reason in reasons]
    if found.unknown:
        names = ", ".join(fact_property(name).title.pick(language) for name in found.unknown)
        lines.append(UNKNOWN.pick(language).format(names=names))
    invocation.result(values, "\n".join(lines))
