"""Exports that a person has chosen once and wants again: which inspections, which file, how written."""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import asdict, dataclass, fields, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from fieldkit.errors import FieldkitError, Text
from fieldkit.model import checklists
from fieldkit.model.shapes import SHAPES, ShapeOptions, export_shape
from fieldkit.model.thai.fiscal import fiscal_year, fiscal_year_span, inspection_round, inspection_round_span
from fieldkit.model.workbook import Filters, TableOptions, export_workbook

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from fieldkit.model.workbook.answer_tables import Words
    from fieldkit.model.workspace import Workspace

WORKBOOK = "workbook"
LAST = ""
"""The name of the choice that was made last."""
Period = str
"""``day``, ``month``, ``round``, ``last_round``, ``year`` (the fiscal year) of the day of the export; a round
by its name (``1/2570``); DATES as the recipe gives them; ``""`` everything.
"""
DATES = "dates"
_KEY = "export_recipes"


class NoSuchRecipe(FieldkitError):
    """No export is remembered under that name."""

    def __init__(self, name: str, known: list[str]) -> None:
        listed = ", ".join(known)
        super().__init__(
            Text(f"ไม่มีชุดส่งออกชื่อ “{name}”", f"No export is remembered as “{name}”"),
            Text(f"ที่มี: {listed}", f"There are: {listed}")
            if listed
            else Text("จำชุดส่งออกได้ที่ปุ่มส่งออกในหน้าต่าง", "Remember one at the export button of the window"),
        )


@dataclass(frozen=True, slots=True)
class Recipe:
    """One remembered export.

    ``shape`` is ``workbook`` or one of SHAPES. Empty filters narrow nothing. ``words``, ``split``, ``wide``,
    ``long`` are those of TableOptions; ``language`` (``""`` for names and codes), ``group_names`` and
    ``for_excel`` those of ShapeOptions, which splits by ``split`` too; ``photo_places`` is of both. ``since``
    and ``until`` (ISO, both included, ``""`` for no end) are those of the period DATES.
    """

    shape: str = WORKBOOK
    period: Period = ""
    district: str = ""
    checklist: str = ""
    officer: str = ""
    words: Words = "both"
    split: bool = False
    wide: bool = False
    long: bool = True
    language: str = ""
    group_names: bool = False
    for_excel: bool = False
    photo_places: bool = False
    since: str = ""
    until: str = ""

    @property
    def suffix(self) -> str:
        """How the name of its file ends."""
        return ".xlsx" if self.shape == WORKBOOK else SHAPES[self.shape].suffix

    def filters(self, today: date, inspections: tuple[str, ...] | None = None) -> Filters:
        """Return what it chooses on a day; ``inspections`` (ids) are the list on the screen, instead."""
        if inspections is not None:
            # A file that holds one checklist takes one out of a list of several.
            checklist = "" if self.shape == WORKBOOK else self.checklist
            return Filters(inspections=inspections, checklist=checklist or None)
        since, until = self.span(today)
        return Filters(
            since=since,
            until=until,
            district=self.district or None,
            checklist=self.checklist or None,
            officer=self.officer or None,
        )

    def days(self) -> tuple[date | None, date | None]:
        """Return ``since`` and ``until``, None for no end and for what is no day."""
        return _day(self.since), _day(self.until)

    def span(self, today: date) -> tuple[date | None, date | None]:
        """Return the first and last day that it takes on a day, None for no end; raises RoundError."""
        if self.period == DATES:
            return self.days()
        if "/" in self.period:
            return inspection_round_span(self.period)
        return _span(self.period, today)


@dataclass(frozen=True, slots=True)
class Exported:
    """What was written: inspections, those whose record is not here, files that are not here."""

    path: Path
    inspections: int
    left_out: int = 0
    missing_files: int = 0


@dataclass(frozen=True, slots=True)
class Offers:
    """What the inspections of this machine can be narrowed to; ``checklists`` are ids and their titles.

    ``rounds`` are the inspection rounds of the visits, the newest first.
    """

    districts: tuple[str, ...]
    checklists: dict[str, Text]
    officers: tuple[str, ...]
    rounds: tuple[str, ...]


def offers(workspace: Workspace) -> Offers:
    """Return what there are inspections of."""
    titles = {
        row["form_id"]: Text(row["title"], row["title_en"] or row["title"])
        for row in checklists.listing(workspace)
    }
    living = "inspection i WHERE coalesce(i.deleted, 0) = 0"
    forms = workspace.rows(f"SELECT DISTINCT i.form_id AS found FROM {living} ORDER BY 1")
    officers = workspace.rows(f"SELECT DISTINCT i.officer_name AS found FROM {living} ORDER BY 1")
    districts = workspace.rows(
        "SELECT DISTINCT f.district AS found FROM factory f WHERE EXISTS"
        f" (SELECT 1 FROM {living} AND i.factory = f.id) ORDER BY 1"
    )
    days = workspace.rows(
        f"SELECT DISTINCT substr(i.started_at, 1, 7) AS found FROM {living} ORDER BY 1 DESC"
    )
    months = (date.fromisoformat(f"{row['found']}-01") for row in days if row["found"])
    return Offers(
        tuple(row["found"] for row in districts if row["found"]),
        {row["found"]: titles.get(row["found"], Text(row["found"], row["found"])) for row in forms},
        tuple(row["found"] for row in officers if row["found"]),
        tuple(dict.fromkeys(inspection_round(month) for month in months)),
    )


def recipes(workspace: Workspace) -> dict[str, Recipe]:
    """Return what this machine remembers, by name; :data:`LAST` is among them once something was exported."""
    try:
        stored = json.loads(workspace.setting(_KEY) or "{}")
    except ValueError:
        stored = {}
    return {name: _recipe(cells) for name, cells in stored.items()} if isinstance(stored, dict) else {}


def recipe(workspace: Workspace, name: str) -> Recipe:
    """Return one of :func:`recipes`; raises NoSuchRecipe."""
    known = recipes(workspace)
    if name not in known:
        raise NoSuchRecipe(name, sorted(known.keys() - {LAST}))
    return known[name]


def keep(workspace: Workspace, name: str, chosen: Recipe | None) -> None:
    """Remember ``chosen`` under a name, in place of what had it; None forgets it."""
    known = recipes(workspace)
    known.pop(name, None)
    if chosen is not None:
        known[name] = chosen
    stored = {key: asdict(value) for key, value in known.items()}
    workspace.remember(_KEY, json.dumps(stored, ensure_ascii=False))


def export(
    workspace: Workspace,
    chosen: Recipe,
    target: Path,
    *,
    language: str = "th",
    inspections: tuple[str, ...] | None = None,
    progress: Callable[[int, int], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Exported:
    """Write ``target`` as ``chosen`` says, ``inspections`` (ids) only where they are given.

    ``language`` is that of the workbook. Raises what export_workbook and export_shape raise.
    """
    filters = chosen.filters(workspace.clock().date(), inspections)
    if chosen.shape == WORKBOOK:
        report = export_workbook(
            workspace,
            target,
            language=language,
            filters=filters,
            options=TableOptions(
                chosen.words, chosen.split, chosen.wide, chosen.long, photo_places=chosen.photo_places
            ),
            progress=progress,
            cancelled=cancelled,
        )
        count = report.counts["Inspections"]
        return Exported(target, count, missing_files=report.missing_photos)
    options = ShapeOptions(
        language=chosen.language or None,
        split_select_multiples=chosen.split,
        group_names=chosen.group_names or None,
        for_excel=chosen.for_excel,
        photo_places=chosen.photo_places,
    )
    written = export_shape(
        workspace,
        chosen.shape,
        target,
        filters=filters,
        options=options,
        progress=progress,
        cancelled=cancelled,
    )
    return Exported(target, written.inspections, len(written.left_out), written.missing_files)


def _span(period: Period, today: date) -> tuple[date | None, date | None]:
    """Return the first and last day of a period, None for no end."""
    match period:
        case "day":
            return today, today
        case "month":
            return today.replace(day=1), today
        case "round":
            return inspection_round_span(inspection_round(today))
        case "last_round":
            first, _last = inspection_round_span(inspection_round(today))
            return inspection_round_span(inspection_round(first - timedelta(days=1)))
        case "year":
            return fiscal_year_span(fiscal_year(today))
        case _:
            return None, None


def _day(written: str) -> date | None:
    with suppress(ValueError):
        return date.fromisoformat(written)
    return None


def _recipe(stored: Any) -> Recipe:
    """Return a recipe of what is stored; what another version of the program wrote and is unknown is left."""
    usual = Recipe()
    if not isinstance(stored, dict):
        return usual
    known = {
        one.name: stored[one.name]
        for one in fields(Recipe)
        if isinstance(stored.get(one.name), type(getattr(usual, one.name)))
    }
    found = replace(usual, **known)
    return found if found.shape == WORKBOOK or found.shape in SHAPES else replace(found, shape=WORKBOOK)
