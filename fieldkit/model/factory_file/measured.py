"""What was measured at a factory over the years, by point and parameter."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby
from typing import TYPE_CHECKING, Any

from fieldkit.errors import FieldkitError
from fieldkit.model import checklists
from fieldkit.model.fact_properties import number_of
from fieldkit.model.form import load_form
from fieldkit.model.form.wording import written
from fieldkit.model.inspections.history import Past
from fieldkit.model.inspections.row_names import past_names, rows_around, rules_of
from fieldkit.model.limits import in_force, judge
from fieldkit.model.superseded import not_superseded

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from fieldkit.errors import Language
    from fieldkit.model.form.definition import Form
    from fieldkit.model.inspections.row_names import Rule
    from fieldkit.model.limits import Limit
    from fieldkit.model.workspace import Workspace

_KEY = re.compile(r"\[[^\]]*\]")
_NUMBERS = frozenset({"decimal", "int", "integer"})
_ANSWERS = (
    "SELECT i.id AS inspection, i.checklist, i.form_id, i.started_at, a.path, a.value, a.qualifier"
    " FROM inspection i JOIN answer a ON a.inspection = i.id WHERE i.factory = ? AND i.state = 'closed'"
    " AND a.value IS NOT NULL AND coalesce(a.deleted, 0) = 0 AND coalesce(i.deleted, 0) = 0"
    + not_superseded("i")
    + " ORDER BY i.started_at, i.id, a.path"
)


@dataclass(frozen=True, slots=True)
class Series:
    """The values of one question at one point, the oldest first.

    ``point`` is what the rows of a repeat are called (such as the name of a stack), "" without one; ``limit``
    is the one in force on the last day, None where there is none. ``failed`` are the days (ISO) of values
    that broke the limit in force on them.
    """

    form_id: str
    path: str
    title: str
    point: str
    unit: str
    values: tuple[Past, ...]
    limit: Limit | None
    failed: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Asked:
    form: Form
    checklist: checklists.Checklist
    rules: Mapping[str, Rule]


@dataclass(slots=True)
class _Line:
    """The values of one question at one point, as they are gathered; ``asked`` is the newest checklist."""

    path: str
    asked: _Asked
    point: str = ""
    values: list[Past] = field(default_factory=list)


def measured(workspace: Workspace, factory: str, language: Language) -> list[Series]:
    """Return every number with a unit or a verdict that closed inspections hold, those with a limit first.

    Rows of repeats are found again by their names; one without a name stands alone. What this laptop lacks
    the checklist of is left out. Raises `StorageError`.
    """
    rows = workspace.rows(_ANSWERS, factory)
    asked = {id_: _load(workspace, id_) for id_ in {row["checklist"] for row in rows}}
    lines: dict[tuple[str, ...], _Line] = {}
    for _inspection, answers in groupby(rows, key=lambda row: row["inspection"]):
        given = list(answers)
        known = asked[given[0]["checklist"]]
        if known is not None:
            _gather(lines, known, given)
    found = [_series(line, language) for line in lines.values()]
    return sorted(found, key=lambda series: (series.limit is None, series.form_id, series.path, series.point))


def _gather(lines: dict[tuple[str, ...], _Line], known: _Asked, given: Sequence[dict[str, Any]]) -> None:
    """Put the numbers of one inspection to those of earlier ones."""
    values = {row["path"]: row["value"] for row in given if row["path"]}
    names = past_names(known.rules, values)
    for row in given:
        path, number = row["path"] or "", number_of(row["value"])
        plain = _KEY.sub("", path)
        if number is None or plain not in known.checklist.policy or not _measures(known, plain):
            continue
        key = (row["form_id"], *(names.named(path) or (row["inspection"], path)))
        line = lines.setdefault(key, _Line(plain, known))
        line.asked = known
        line.point = " · ".join(names.words.get(area, "") for area in rows_around(path)).strip(" ·")
        line.values.append(Past(str(row["started_at"])[:10], number, row["qualifier"] or ""))


def _measures(known: _Asked, path: str) -> bool:
    """Tell whether a question asks for a number that has a unit or is judged; choices may be digits too."""
    policy, field = known.checklist.policy[path], known.form.fields.get(path)
    return field is not None and field.bind.type in _NUMBERS and bool(policy.unit or policy.judged)


def _series(line: _Line, language: Language) -> Series:
    policy = line.asked.checklist.policy[line.path]
    return Series(
        form_id=line.asked.checklist.form_id,
        path=line.path,
        title=_words(line.asked.form, line.path, language),
        point=line.point,
        unit=policy.text("unit", language),
        values=tuple(line.values),
        limit=_limit(policy.limit, line.values[-1].day),
        failed=frozenset(past.day for past in line.values if _fails(policy.limit, past)),
    )


def _limit(name: str, day: str) -> Limit | None:
    try:
        return in_force(name, date.fromisoformat(day)) if name else None
    except FieldkitError:  # a limit of another office, or older than the table
        return None


def _fails(name: str, past: Past) -> bool:
    if _limit(name, past.day) is None:
        return False
    return judge(name, past.value, past.qualifier, on=date.fromisoformat(past.day)).outcome == "fail"


def _load(workspace: Workspace, checklist: str) -> _Asked | None:
    try:
        found = checklists.load(workspace, checklist)
        form = load_form(found.xform)
        return _Asked(form, found, rules_of(form, found.policy))
    except FieldkitError:
        return None


def _words(form: Form, path: str, language: Language) -> str:
    """Return the question's label without the answers that it may quote, its name without a label."""
    field = form.fields.get(path)
    control = field.control if field is not None else None
    if control is None or control.label is None:
        return path.rpartition("/")[2]
    words = written(form, control.label, language)
    return words or path.rpartition("/")[2]
