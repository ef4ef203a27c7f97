"""Which editor belongs to a column of a record, by its kind in ``record_fields``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fieldkit.model.record_fields import FIELDS
from fieldkit.ui.link_editor import LinkEditor
from fieldkit.ui.record_editors import CodeEditor, CodesEditor, DayEditor, FlagEditor, LineEditor, LongEditor

if TYPE_CHECKING:
    from collections.abc import Mapping

    from fieldkit.model.record_fields import FieldKind
    from fieldkit.ui.page import PageContext
    from fieldkit.ui.record_editors import FieldEditor

_EDITORS: Mapping[FieldKind, type[FieldEditor]] = {
    "long": LongEditor,
    "day": DayEditor,
    "flag": FlagEditor,
    "code": CodeEditor,
    "codes": CodesEditor,
    "link": LinkEditor,
}


def make_editor(table: str, column: str, context: PageContext) -> FieldEditor:
    """Return a new editor of a column; kinds without one of their own are a line."""
    return _EDITORS.get(FIELDS[table][column].kind, LineEditor)(table, column, context)
