"""What the commands of the four registers share: the columns of a list, a record as values, options."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from fieldkit import bilingual
from fieldkit.commands.list import _output
from fieldkit.errors import FieldkitError, Text

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from fieldkit.invocation import Invocation
    from fieldkit.model.workspace import Workspace

FILTERS = ("open", "mine", "soon", "overdue", "closed", "bin", "all")
REASON = Text(
    "เหตุผลที่ใช้ข้อมูลส่วนบุคคล (บันทึกไว้)", "Why personal data are needed (kept); without it they are masked."
)
_INNER = frozenset(
    {"row", "stream", "deleted", "delete_reason", "steps", "duties", "size_note", "factory_district"}
)
_STEP_INNER = frozenset({"row", "stream", "deleted", "delete_reason", "record", "record_table"})
_COLUMNS: Mapping[str, tuple[str, ...]] = {
    "recommendation": ("round", "issue_no", "issue_title", "state", "progress", "due", "overdue", "id"),
    "complaint": ("number", "received_at", "issues", "factory_name", "state", "due", "overdue", "id"),
    "loan": ("contract_no", "enterprise", "debt_class", "outstanding", "state", "due", "overdue", "id"),
    "enterprise": ("name", "code", "kind", "state", "due", "overdue", "id"),
}


class UnknownColumn(FieldkitError):
    """A name before ``=`` that is no column of the register, or a value that is no number."""

    def __init__(self, word: str, columns: Sequence[str]) -> None:
        known = ", ".join(columns)
        super().__init__(
            Text(f"ใช้ “{word}” ไม่ได้", f"“{word}” cannot be used"),
            Text(f"เขียนเช่น COLUMN=VALUE คอลัมน์: {known}", f"Write COLUMN=VALUE; the columns are: {known}"),
            place=word,
        )


def list_command(table: str, words: Text) -> click.Command:
    """Return the command that lists a register."""

    def show(invocation: Invocation, *, search: str, limit: int, chosen: str, personal: str | None) -> None:
        """Print lines with what is due; personal columns are masked unless a reason is given."""
        from contextlib import closing

        from fieldkit.model.cases.filters import fits, searched
        from fieldkit.model.cases.personal import note_access
        from fieldkit.model.cases.reading import listing
        from fieldkit.model.cases.registers import register_of

        with closing(invocation.workspace()) as workspace:
            today, person = workspace.clock().date(), workspace.person.name
            rows = searched(register_of(table), listing(workspace, table), search)
            kept = [row for row in rows if fits(row, chosen, today=today, person=person)]
            shown = kept[:limit]
            if personal is not None:
                note_access(workspace, "exported", table, [row["id"] for row in shown], personal)
        lines = [as_values(table, row, invocation.language, hidden=personal is None) for row in shown]
        _output.show(invocation, f"{table}s", lines, total=len(kept), columns=_COLUMNS[table])

    return _decorated(show, words)


def _decorated(show: Callable[..., None], words: Text) -> click.Command:
    from fieldkit.invocation import pass_invocation

    command = pass_invocation(show)
    command = bilingual.option("--personal", metavar="REASON", words=REASON)(command)
    command = bilingual.option(
        "--filter",
        "chosen",
        type=click.Choice(FILTERS),
        default="all",
        words=Text("เฉพาะ: open, mine, soon, overdue, closed, bin, all", "Only those (default all)."),
    )(command)
    return bilingual.command(words)(_output.search(_output.limit(command)))


def as_values(table: str, row: Mapping[str, Any], language: str, *, hidden: bool) -> dict[str, Any]:
    """Return a row of ``listing`` as JSON; ``hidden`` masks what is personal."""
    from fieldkit.model.cases.personal import masked
    from fieldkit.model.cases.registers import register_of

    personal = register_of(table).personal
    found = {name: value for name, value in row.items() if name not in _INNER}
    for name in personal:
        if hidden:
            found[name] = masked(table, name, row, language) or None
    found["duty"] = row["duty"].pick(language) if row["duty"] else None
    return found


def whole(workspace: Workspace, table: str, id_: str, language: str, *, hidden: bool) -> dict[str, Any]:
    """Return a record with ``duties``, ``steps``, ``files``, ``history`` and ``projects`` (enterprises)."""
    from fieldkit.model.cases.reading import attachments, listing, projects
    from fieldkit.model.cases.registers import register_of
    from fieldkit.model.history import history

    row = next(row for row in listing(workspace, table) if row["id"] == id_)
    secret = register_of(table).personal if hidden else frozenset()
    found = as_values(table, row, language, hidden=hidden) | {
        "duties": [
            {"duty": duty.code, "name": duty.name.pick(language), "due": duty.due.isoformat()}
            for duty in row["duties"]
        ],
        "steps": [
            {name: value for name, value in step.items() if name not in _STEP_INNER} for step in row["steps"]
        ],
        "files": [
            {name: file[name] for name in ("id", "name", "media_type", "size", "sha256")}
            for file in attachments(workspace, id_)
        ],
        "history": [
            {
                "at": revision.at,
                "author": revision.author_name or revision.author,
                "changes": {
                    change.column: None if change.column in secret else [change.before, change.after]
                    for change in revision.changes
                },
            }
            for revision in history(workspace, table, id_)
        ],
    }
    if table == "enterprise":
        found["size_note"] = row["size_note"].pick(language) if row["size_note"] else None
        found["projects"] = [_project(project) for project in projects(workspace, id_)]
    return found


def _project(project: Mapping[str, Any]) -> dict[str, Any]:
    """Return a project with its results, each with its gain, and the economic value of a year."""
    from fieldkit.model.cases.results import economic_value, gain

    results = []
    for result in project["results"]:
        gained = gain(result)
        results.append(
            {name: value for name, value in result.items() if name not in _INNER}
            | {
                "gain": gained.amount if gained else None,
                "gain_percent": gained.percent if gained else None,
            }
        )
    kept = {name: value for name, value in project.items() if name not in {*_INNER, "results"}}
    return kept | {"results": results, "economic_value": economic_value(project["results"])}


def show_command(table: str, words: Text) -> click.Command:
    """Return the command that shows one record of a register."""

    def show(invocation: Invocation, *, name: str, personal: str | None) -> None:
        """Print the record, what is to be done, its steps, files and history."""
        from contextlib import closing

        from fieldkit.model.cases.personal import note_access
        from fieldkit.model.cases.reading import find_case

        with closing(invocation.workspace()) as workspace:
            id_ = find_case(workspace, table, name)
            if personal is not None:
                note_access(workspace, "exported", table, [id_], personal)
            found = whole(workspace, table, id_, invocation.language, hidden=personal is None)
        invocation.result(found, lambda: _text(table, found, invocation.language))

    from fieldkit.invocation import pass_invocation

    command = bilingual.option("--personal", metavar="REASON", words=REASON)(pass_invocation(show))
    return bilingual.command(words)(click.argument("name", metavar="ID")(command))


def _text(table: str, found: Mapping[str, Any], language: str) -> str:
    from fieldkit.model.cases.reading import case_name
    from fieldkit.model.cases.steps_table import kinds
    from fieldkit.model.codes import code_word
    from fieldkit.model.record_fields import FIELDS

    lines = [case_name(table, found)]
    for name, field in FIELDS[table].items():
        if found[name] is not None and found[name] != "":
            lines.append(f"  {field.name.pick(language)}: {found[name]}")
    lines += [f"  {duty['due']}\t{duty['name']}" for duty in found["duties"]]
    for step in found["steps"]:
        words = code_word(kinds(table), step["kind"], language)
        lines.append("\t".join(str(part) for part in (step["on_date"], words, step["note"] or "")))
    return "\n".join(lines)


def values_of(table: str, words: tuple[str, ...]) -> dict[str, Any]:
    """Return ``COLUMN=VALUE`` words as values by the kind of each column; raises `UnknownColumn`."""
    from sqlalchemy import Float, Integer

    from fieldkit.model.cases.registers import register_of
    from fieldkit.model.tables import metadata

    found: dict[str, Any] = {}
    for word in words:
        column, equals, value = word.partition("=")
        if not equals or column not in register_of(table).columns:
            raise UnknownColumn(word, register_of(table).columns)
        kind = metadata.tables[table].c[column].type
        try:
            if value and isinstance(kind, Integer):
                found[column] = int(value)
            elif value and isinstance(kind, Float):
                found[column] = float(value)
            else:
                found[column] = value or None
        except ValueError as error:
            raise UnknownColumn(word, register_of(table).columns) from error
    return found
