"""Records of the registers as people read them: values by kind, badges, what a deadline means today."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QCoreApplication

from fieldkit.model.cases.debts import CLASSES
from fieldkit.model.cases.filters import soon
from fieldkit.model.cases.personal import masked
from fieldkit.model.cases.steps_table import kinds, rules, states
from fieldkit.model.codes import code_word
from fieldkit.model.record_fields import FIELDS
from fieldkit.model.thai.dates import short_moment
from fieldkit.ui.factory_model import NONE, day_words
from fieldkit.ui.order_words import code_badge

if TYPE_CHECKING:
    from fieldkit.errors import Language
    from fieldkit.model.workspace import Workspace
    from fieldkit.ui.theme import Tone

Row = Mapping[str, Any]

translate = QCoreApplication.translate
# The collector takes a plural for one only where tr() says it; the pane of findings has these words already.
_of_findings = QCoreApplication.translate


def value_words(table: str, column: str, row: Row, language: Language, *, hidden: bool = True) -> str:
    """Return the value of a column as people read it, "" for none; ``hidden`` masks what is personal.

    A link is told by ``link_words``, which has to read it.
    """
    field, value = FIELDS[table][column], row[column]
    if field.personal and hidden:
        return masked(table, column, row, language)
    if value is None or value == "":
        return ""
    if field.kind == "day":
        return day_words(str(value), language)
    if field.kind == "time":
        return short_moment(datetime.fromisoformat(str(value)), language)
    if field.kind == "money":
        return f"{value:,.2f}"
    if field.kind in ("number", "percent"):
        return f"{value:g}" if column in ("latitude", "longitude") else f"{value:,g}"
    if field.kind == "flag":
        return translate("CaseWords", "yes") if value else ""
    if field.kind in ("code", "codes"):
        return ", ".join(code_word(field.target, code, language) for code in str(value).split())
    return str(value)


def link_words(workspace: Workspace, target: str, id_: str, language: Language) -> str:
    """Return what people call the record that a link leads to, its id where it is not here."""
    from fieldkit.model.cases.reading import case_name

    if target == "inspection":
        rows = workspace.rows(
            "SELECT i.started_at, i.form_id, i.officer_name FROM inspection i WHERE i.id = ?", id_
        )
        if rows:
            parts = (day_words(rows[0]["started_at"], language), rows[0]["form_id"], rows[0]["officer_name"])
            return " · ".join(str(part) for part in parts if part)
        return id_
    rows = workspace.rows(f"SELECT * FROM {target} WHERE id = ?", id_)
    if not rows:
        return id_
    if target == "factory":
        number = rows[0]["registration_no_old"] or rows[0]["registration_no"] or ""
        return " · ".join(str(part) for part in (rows[0]["name"], number) if part)
    return case_name(target, rows[0])


def state_badge(table: str, row: Row, language: Language) -> tuple[str, Tone]:
    """Return the word and tone of the state of a record."""
    return code_badge(states(table), row["state"], language)


def step_badge(table: str, kind: object, language: Language) -> tuple[str, Tone]:
    """Return the word and tone of a kind of step."""
    return code_badge(kinds(table), kind, language)


def class_badge(row: Row, language: Language) -> tuple[str, Tone]:
    """Return the code with its word, and the tone, of the class of a debt."""
    words, tone = code_badge(CLASSES, row["debt_class"], language)
    return f"{row['debt_class']} {words}", tone


def due_words(row: Row, today: date, language: Language) -> tuple[str, str, Tone | None]:
    """Return the day of what is to be done next, what it means today, and the tone: green, amber or red."""
    if not row["due"]:
        return NONE, "", None
    day, duty = day_words(row["due"], language), row["duty"].pick(language)
    left = (date.fromisoformat(row["due"]) - today).days
    if left < 0:
        late = _of_findings("FindingPane", "%n day(s) overdue", "", -left)
        return day, f"{late} · {duty}", "fail"
    told = (
        _of_findings("FindingPane", "%n day(s) left", "", left)
        if left
        else _of_findings("FindingPane", "due today")
    )
    return day, f"{told} · {duty}", "warn" if soon(row, today) else "ok"


def step_amount_words(table: str, amount: float | None) -> str:
    """Return the amount of a step: percent of a recommendation, else baht; "" for none."""
    if amount is None:
        return ""
    return f"{amount:g}%" if table == "recommendation" else f"{amount:,.2f}"


def step_field_words(table: str, kind: str, column: str, language: Language) -> str:
    """Return what a column of a step is called: as the column of the record that it sets."""
    rule = rules(table).get(kind)
    set_columns = {source: name for name, source in rule.sets if source} if rule else {}
    if column in set_columns and column != "on_date":
        return FIELDS[table][set_columns[column]].name.pick(language)
    return FIELDS["step"][column].name.pick(language)
