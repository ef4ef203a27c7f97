"""What was measured at a factory over the years, by point and parameter."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

from fieldkit.errors import FieldkitError
from fieldkit.model import checklists
from fieldkit.model.form import load_form
from fieldkit.model.inspections.history import Past
from fieldkit.model.limits import in_force, judge
from fieldkit.model.superseded import not_superseded

if TYPE_CHECKING:
    from fieldkit.errors import Language
    from fieldkit.model.form.definition import Form
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


def measured(workspace: Workspace, factory: str, language: Language) -> list[Series]:
    """Return every number with a unit or a verdict that closed inspections hold, those with a limit first.

    What this laptop lacks the checklist of is left out. Raises `StorageError`.
    """
    rows = workspace.rows(_ANSWERS, factory)
    asked = {id_: _load(workspace, id_) for id_ in {row["checklist"] for row in rows}}
    points = {
        (row["inspection"], _area(row["path"])): row["value"]
        for row in reversed(rows)
        if _area(row["path"]) and _number(row["value"]) is None
    }
    values: dict[tuple[str, str, str], dict[str, Past]] = defaultdict(dict)
    newest: dict[tuple[str, str, str], _Asked] = {}
    for row in rows:
        known, number = asked[row["checklist"]], _number(row["value"])
        plain = _KEY.sub("", row["path"] or "")
        if known is None or number is None or plain not in known.checklist.policy:
            continue
        if not _measures(known, plain):
            continue
        key = (row["form_id"], plain, points.get((row["inspection"], _area(row["path"])), ""))
        day = str(row["started_at"])[:10]
        values[key][row["inspection"]] = Past(day, number, row["qualifier"] or "")
        newest[key] = known
    found = [_series(key, tuple(values[key].values()), newest[key], language) for key in values]
    return sorted(found, key=lambda series: (series.limit is None, series.form_id, series.path, series.point))


def _measures(known: _Asked, path: str) -> bool:
    """Tell whether a question asks for a number that has a unit or is judged; choices may be digits too."""
    policy, field = known.checklist.policy[path], known.form.fields.get(path)
    return field is not None and field.bind.type in _NUMBERS and bool(policy.unit or policy.judged)


def _series(key: tuple[str, str, str], values: tuple[Past, ...], known: _Asked, language: Language) -> Series:
    form_id, path, point = key
    policy = known.checklist.policy[path]
    limit = _limit(policy.limit, values[-1].day)
    return Series(
        form_id=form_id,
        path=path,
        title=_words(known.form, path, language),
        point=point,
        unit=policy.text("unit", language),
        values=values,
        limit=limit,
        failed=frozenset(past.day for past in values if _fails(policy.limit, past)),
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
        return _Asked(load_form(found.xform), found)
    except FieldkitError:
        return None


def _words(form: Form, path: str, language: Language) -> str:
    """Return the question's label without the answers that it may quote, its name without a label."""
    field = form.fields.get(path)
    control = field.control if field is not None else None
    if control is None or control.label is None:
        return path.rpartition("/")[2]
    parts = control.label.parts
    if control.label.itext_id is not None:
        name = next((name for name in form.languages if name.endswith(f"({language})")), form.languages[0])
        texts = form.texts.get(name, {}).get(control.label.itext_id)
        parts = texts.forms.get("", ()) if texts is not None else ()
    words = "".join(part for part in parts if isinstance(part, str)).strip()
    return words or path.rpartition("/")[2]


def _area(path: str | None) -> str:
    """Return the row of a repeat that a stored path stands in, "" outside of repeats."""
    return path[: path.rindex("]") + 1] if path and "]" in path else ""


def _number(text: str) -> Decimal | None:
    try:
        value = Decimal(text)
    except InvalidOperation:
        return None
    return value if value.is_finite() else None
