"""Options that the commands of the plan share."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import click

from fieldkit import bilingual
from fieldkit.errors import Text

if TYPE_CHECKING:
    from datetime import date

    from fieldkit.model.planning.plan import PlanRow

_EARLIEST, _LATEST = 2400, 2650
YEAR = Text("ปีงบประมาณ พ.ศ. (ปกติ: ปีปัจจุบัน)", "Fiscal year, B.E. (default: the present one).")


def year(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command ``--year``, a fiscal year of the Buddhist era."""
    kind = click.IntRange(_EARLIEST, _LATEST)
    return bilingual.option("--year", type=kind, metavar="YEAR", words=YEAR)(command)


def year_of(asked: int | None, today: date) -> int:
    """Return the fiscal year that was asked for, else that of today."""
    from fieldkit.model.thai.fiscal import fiscal_year

    return fiscal_year(today) if asked is None else asked


def values(row: PlanRow) -> dict[str, Any]:
    """Return a line of the plan as JSON shows it; days are ISO, None where there is none."""
    line = row.line
    return {
        "id": row.id or None,
        "factory": row.factory_id,
        "registration_no": row.registration_no,
        "name": row.name,
        "subdistrict": row.subdistrict or None,
        "district": line.district or None,
        "state": line.state,
        "planned_on": line.day or None,
        "officer": line.officer or None,
        "kind": line.kind or None,
        "round": row.round or None,
        "reason": row.reason or None,
        "note": row.note or None,
        "done_on": row.done_on or None,
        "last_visit": line.last_visit or None,
        "score": line.score,
        "risk": row.risk,
        "in_register": row.in_register,
    }
