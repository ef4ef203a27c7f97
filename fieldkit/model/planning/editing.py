"""Changes of the plan: each in one commit, each returned so that it can be taken back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from fieldkit.errors import FieldkitError, Text
from fieldkit.model import records
from fieldkit.model.holidays import calendar
from fieldkit.model.thai import dates
from fieldkit.model.thai.fiscal import fiscal_year, inspection_round

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from fieldkit.model.records import Edit
    from fieldkit.model.workspace import Workspace


class OutsideOfYear(FieldkitError):
    """A day that does not lie in the fiscal year of the plan."""

    def __init__(self, day: date, year: int) -> None:
        super().__init__(
            Text(
                f"{dates.short(day)} ไม่อยู่ในปีงบประมาณ {year}",
                f"{dates.short(day, 'en')} is not in the fiscal year {year}",
            ),
            Text(
                "เลือกวันในปีงบประมาณนี้ หรือเปิดแผนของปีนั้น",
                "Choose a day of this year, or open the plan of that one",
            ),
        )


class ReasonMissing(FieldkitError):
    """Postponing and dropping need a reason: the plan is asked about it later."""

    def __init__(self) -> None:
        super().__init__(
            Text("ยังไม่มีเหตุผล", "There is no reason yet"),
            Text("พิมพ์เหตุผลสั้น ๆ ในช่องเหตุผล", "Type a short reason into its field"),
        )


def assign(
    workspace: Workspace,
    factories: Iterable[str],
    year: int,
    *,
    kind: str = "PLAN",
    day: date | None = None,
    officer: str = "",
) -> Edit:
    """Put factories (ids) into the plan of ``year``; raises `OutsideOfYear`, `StorageError`."""
    values = {"fiscal_year": year, "kind": kind, "officer": officer or None, **dated(day, year)}
    return records.add_many(workspace, "assignment", [{"factory": one, **values} for one in factories])


def change(workspace: Workspace, ids: Iterable[str], values: Mapping[str, Any]) -> Edit | None:
    """Give planned visits (ids) the same officer, kind or note; None when nothing is other."""
    return records.edit(workspace, records.load_many(workspace, "assignment", ids), values)


def move(
    workspace: Workspace, ids: Iterable[str], day: date | None, *, officer: str | None = None
) -> Edit | None:
    """Plan visits for another day (None: no day), and another officer where one is given.

    Raises `OutsideOfYear`; then none is moved.
    """
    found = records.load_many(workspace, "assignment", ids)
    more = {} if officer is None else {"officer": officer or None}
    return records.edit_each(workspace, [(one, dated(day, one.row["fiscal_year"]) | more) for one in found])


def postpone(workspace: Workspace, ids: Iterable[str], day: date | None, reason: str) -> Edit | None:
    """Put visits off to ``day`` (None: not known yet); raises `ReasonMissing`, `OutsideOfYear`."""
    if not reason.strip():
        raise ReasonMissing
    state = {"state": "postponed", "reason": reason.strip()}
    found = records.load_many(workspace, "assignment", ids)
    return records.edit_each(workspace, [(one, dated(day, one.row["fiscal_year"]) | state) for one in found])


def drop(workspace: Workspace, ids: Iterable[str], reason: str) -> Edit | None:
    """Take visits off the plan, but keep them for the year's report; raises `ReasonMissing`."""
    if not reason.strip():
        raise ReasonMissing
    return change(workspace, ids, {"state": "dropped", "reason": reason.strip()})


def take_up(workspace: Workspace, ids: Iterable[str]) -> Edit | None:
    """Plan visits again that were postponed or taken off."""
    return change(workspace, ids, {"state": None, "reason": None})


def remove(workspace: Workspace, ids: Iterable[str]) -> Edit | None:
    """Put planned visits into the bin: they were entered by mistake."""
    return records.delete(workspace, records.load_many(workspace, "assignment", ids))


def restore(workspace: Workspace, ids: Iterable[str]) -> Edit | None:
    """Take planned visits out of the bin."""
    return records.restore(workspace, records.load_many(workspace, "assignment", ids))


def dated(day: date | None, year: int) -> dict[str, str | None]:
    """Return the columns of a planned day; raises `OutsideOfYear`."""
    if day is None:
        return {"planned_on": None, "round": None}
    if fiscal_year(day) != year:
        raise OutsideOfYear(day, year)
    return {"planned_on": day.isoformat(), "round": inspection_round(day)}


def closed_days(days: Sequence[date]) -> list[tuple[date, Text]]:
    """Return those of ``days`` on which offices are closed, and why: planned all the same, but told."""
    weekend = Text("วันหยุดสุดสัปดาห์", "weekend")
    return [(day, calendar().name(day) or weekend) for day in days if not calendar().is_working_day(day)]
