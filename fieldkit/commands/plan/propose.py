"""``fieldkit plan propose``: a plan for what is left of a fiscal year."""

from __future__ import annotations

from contextlib import closing
from datetime import date
from typing import TYPE_CHECKING, Any

import click

from fieldkit import bilingual
from fieldkit.commands import _plan_options
from fieldkit.commands._day import Day
from fieldkit.errors import Text
from fieldkit.invocation import Invocation, pass_invocation

if TYPE_CHECKING:
    from fieldkit.model.planning.proposal import Proposal

SUMMARY = Text(
    "ต้องตรวจเพิ่ม {owed} ครั้ง จัดได้ {planned} ครั้ง ไม่พอดี {unfit} ครั้ง ({first} – {last})",
    "{owed} visits are owed, {planned} have a day, {unfit} do not fit ({first} – {last})",
)
NOT_WRITTEN = Text("ตรวจดูเท่านั้น เพิ่มลงแผนด้วย --write", "Only looked; add them to the plan with --write.")
WRITTEN = Text("เพิ่มลงแผนแล้ว", "Added to the plan.")


@bilingual.command(
    Text(
        "เสนอแผนของปีงบประมาณที่เหลือ\n\n"
        "เสี่ยงสูงก่อน แล้วไม่ได้ตรวจนานที่สุด กระจายตามอำเภอและเจ้าหน้าที่ เว้นวันหยุด ไม่ซ้ำกับที่วางแผนหรือตรวจแล้ว",
        "Propose a plan for the rest of a fiscal year.\n\n"
        "The riskiest first, then the longest not seen, spread over districts and officers, on working days;"
        " what is planned or done stays.",
    )
)
@bilingual.option(
    "--officer",
    "officers",
    metavar="NAME",
    multiple=True,
    required=True,
    words=Text("เจ้าหน้าที่ (ระบุได้หลายคน)", "An officer (may be given more than once)."),
)
@_plan_options.year
@bilingual.option(
    "--from",
    "first",
    type=Day(),
    metavar="DATE",
    words=Text("เริ่มวันที่ (ปกติ: พรุ่งนี้)", "From (default: tomorrow)."),
)
@bilingual.option(
    "--per-week",
    type=click.IntRange(1, 25),
    metavar="N",
    words=Text("จำนวนโรงงานต่อคนต่อสัปดาห์", "Factories an officer visits, a week."),
)
@bilingual.option("--kind", default="PLAN", metavar="KIND", words=Text("ประเภทการตรวจ", "Kind of visit."))
@bilingual.option("--write", is_flag=True, words=Text("เพิ่มลงแผน", "Add them to the plan."))
@pass_invocation
def command(
    invocation: Invocation,
    *,
    officers: tuple[str, ...],
    year: int | None,
    first: date | None,
    per_week: int | None,
    kind: str,
    write: bool,
) -> None:
    """Print the proposed visits and what does not fit; with ``--write`` add them to the plan."""
    from fieldkit.model.planning import proposal
    from fieldkit.model.planning.officers import introduce
    from fieldkit.model.reference import visit_kinds

    if kind not in visit_kinds():
        raise click.BadParameter(", ".join(visit_kinds()), param_hint="--kind")
    with closing(invocation.workspace()) as workspace:
        today = workspace.clock().date()
        wanted = _plan_options.year_of(year, today)
        terms = proposal.terms_of(wanted, officers, today, first=first, per_week=per_week)
        with workspace.database.read() as connection:
            found = proposal.propose(connection, wanted, terms, today, kind=kind)
            names: dict[str, str] = dict(
                connection.exec_driver_sql("SELECT id, name FROM factory").fetchall()
            )
        if write:
            introduce(workspace, terms.officers)
            proposal.carry_out(workspace, found)
    invocation.result(
        _values(found, names, write=write), lambda: _text(found, names, invocation, write=write)
    )


def _values(found: Proposal, names: dict[str, str], *, write: bool) -> dict[str, Any]:
    return {
        "year": found.year,
        "owed": found.owed,
        "written": write,
        "visits": [
            {
                "factory": visit.factory,
                "name": names.get(visit.factory),
                "planned_on": visit.day.isoformat(),
                "officer": visit.officer,
                "district": visit.district,
                "score": visit.score,
            }
            for visit in found.schedule.visits
        ],
        "unfit": [
            {"factory": factory, "name": names.get(factory), "reason": reason}
            for factory, reason in found.schedule.unfit
        ],
    }


def _text(found: Proposal, names: dict[str, str], invocation: Invocation, *, write: bool) -> str:
    from fieldkit.model.thai.dates import short

    language = invocation.language
    lines = [
        f"{short(visit.day, language)}\t{visit.officer}\t{visit.district}\t{names.get(visit.factory) or '–'}"
        for visit in found.schedule.visits
    ]
    lines.append(
        SUMMARY.pick(language).format(
            owed=found.owed,
            planned=len(found.schedule.visits),
            unfit=len(found.schedule.unfit),
            first=short(found.terms.first, language),
            last=short(found.terms.last, language),
        )
    )
    lines.append((WRITTEN if write else NOT_WRITTEN).pick(language))
    return "\n".join(lines)
