"""What was measured at a factory over the years, by point and parameter."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from itertools import groupby
from typing import TYPE_CHECKING, Any

from fieldkit.errors import FieldkitError
from fieldkit.model import checklists
from fieldkit.model.fact_properties import number_of
from fieldkit.model.form_loading import load_form
from fieldkit.model.form_wording import written
from fieldkit.model.inspections import open_inspection
from fieldkit.model.inspections.history import Past
from fieldkit.model.inspections.judging import judged_by_others
from fieldkit.model.inspections.law import Law
from fieldkit.model.inspections.row_names import past_names, rows_around, rules_of
from fieldkit.model.inspections.stored_path import paths_by_stored
from fieldkit.model.limits import judge_by
from fieldkit.model.superseded import not_superseded

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from fieldkit.errors import Language
    from fieldkit.model.form.definition import Form
    from fieldkit.model.inspections.row_names import Rule
    from fieldkit.model.limits import Limit
    from fieldkit.model.policy import QuestionPolicy
    from fieldkit.model.workspace import Workspace

    _Judge = Callable[[QuestionPolicy, str, Past], tuple[Limit | None, bool]]

_KEY = re.compile(r"\[[^\]]*\]")
_NUMBERS = frozenset({"decimal", "int", "integer"})
_ANSWERS = (
    "SELECT i.id AS inspection, i.checklist, i.form_id, i.started_at, i.judged_by, a.path, a.value,"
    " a.qualifier"
    " FROM inspection i JOIN answer a ON a.inspection = i.id WHERE i.place = ? AND i.state = 'closed'"
    " AND a.value IS NOT NULL AND coalesce(a.deleted, 0) = 0 AND coalesce(i.deleted, 0) = 0"
    " AND i.id NOT IN (SELECT inspection FROM elsewhere)"
    + not_superseded("i")
    + " ORDER BY i.started_at, i.id, a.path"
)


@dataclass(frozen=True, slots=True)
class Series:
    """The values of one question at one point, the oldest first.

    ``point`` is what the rows of a repeat are called (such as the name of a stack), "" without one; ``limit``
    is the one in force on the last day, None where there is none. ``failed`` are the days (ISO) of values
    that broke the limit that they were judged by.
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

    @property
    def by_others(self) -> bool:
        """Whether what a value amounts to depends on other answers: fuel, oxygen, where the water goes."""
        return any(judged_by_others(question) for question in self.checklist.policy.values())


@dataclass(slots=True)
class _Line:
    """The values of one question at one point, as they are gathered; ``asked`` is the newest checklist."""

    path: str
    asked: _Asked
    point: str = ""
    values: list[Past] = field(default_factory=list)
    limit: Limit | None = None
    failed: set[str] = field(default_factory=set)


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
            _gather(lines, known, given, _judged_whole(workspace, given[0], known))
    found = [_series(line, language) for line in lines.values()]
    return sorted(found, key=lambda series: (series.limit is None, series.form_id, series.path, series.point))


def _judged_whole(workspace: Workspace, given: Mapping[str, Any], known: _Asked) -> _Judge:
    """Return the judge of one inspection: by its whole record where one answer decides about another."""
    if not known.by_others:
        law = Law(date.fromisoformat(str(given["started_at"])[:10]), given["judged_by"])
        return partial(_judged_alone, law)
    opened = open_inspection(workspace, given["inspection"])
    present = paths_by_stored(opened.instance)

    def judged(_policy: QuestionPolicy, stored: str, _past: Past) -> tuple[Limit | None, bool]:
        path = present.get(stored)
        return (opened.judging.limit(path), opened.verdict(path) == "fail") if path else (None, False)

    return judged


def _judged_alone(law: Law, policy: QuestionPolicy, _stored: str, past: Past) -> tuple[Limit | None, bool]:
    try:
        limit = law.limit(policy.limit) if policy.limit else None
    except FieldkitError:  # a limit of another office, or older than the table
        limit = None
    failed = limit is not None and judge_by(limit, past.value, past.qualifier).outcome == "fail"
    return limit, failed


def _gather(
    lines: dict[tuple[str, ...], _Line], known: _Asked, given: Sequence[dict[str, Any]], judged: _Judge
) -> None:
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
        past = Past(str(row["started_at"])[:10], number, row["qualifier"] or "")
        line.values.append(past)
        line.limit, failed = judged(known.checklist.policy[plain], path, past)
        if failed:
            line.failed.add(past.day)


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
        limit=line.limit,
        failed=frozenset(line.failed),
    )


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
