"""The converted form loaded once by the engine, so that nothing it cannot read is met while filling."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from fieldkit.errors import FieldkitError
from fieldkit.model.form.instance import FormInstance
from fieldkit.model.form_loading import load_form

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fieldkit.model.form.problems import Problem as Found
    from fieldkit.model.xlsform.outline import Outline
    from fieldkit.model.xlsform.problem import Problem
    from fieldkit.model.xlsform.sheet import Workbook

_PLACE = re.compile(r"(?P<path>/[^\s(:]+)(?: \((?P<facet>[^)]*)\))?")
_COLUMN = {
    "calculate": "calculation",
    "readonly": "read_only",
    "jr:count": "repeat_count",
    "value": "calculation",
    "choices": "choice_filter",
    "setvalue": "trigger",
}


def check(xform: str, workbook: Workbook, tree: Outline) -> Iterator[Problem]:
    """Yield what the engine says of the form: errors, at the row and column they come from."""
    survey = workbook.sheet("survey")
    rows = {item.path: item.row.number for item in tree.items}
    for found in _problems(xform):
        place = _PLACE.match(found.path)
        if place is None:
            # A list's file, which is given when the checklist is installed.
            continue
        names = tuple(name.partition("[")[0] for name in place["path"].split("/")[2:])
        facet = place["facet"] or "?"
        row = rows.get(names, 0)
        yield survey.problem("error", row, _COLUMN.get(facet, facet), found.title, found.hint)


def _problems(xform: str) -> list[Found]:
    try:
        form = load_form(xform)
        return [*form.problems, *FormInstance(form).problems.values()]
    except FieldkitError as error:
        from fieldkit.model.form.problems import Problem

        return [Problem.of("/data", error)]
