"""Registers as a workbook for the office: records, follow-up, summaries; personal data only with a reason."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from fieldkit import __version__
from fieldkit.errors import Text
from fieldkit.model.cases.debts import CLASSES, non_performing
from fieldkit.model.cases.personal import ReasonMissing, note_access
from fieldkit.model.cases.reading import case_name, listing, projects
from fieldkit.model.cases.registers import register_of
from fieldkit.model.cases.results import gain
from fieldkit.model.cases.sheets import FUNDS, STEPS, register_sheet
from fieldkit.model.cases.steps_table import kinds
from fieldkit.model.codes import code_word, codes
from fieldkit.model.identifiers import format_id13
from fieldkit.model.record_fields import FIELDS
from fieldkit.model.round_trip import output
from fieldkit.model.thai.dates import short_moment
from fieldkit.model.workbook.encryption import PasswordMissing, check_password

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from fieldkit.model.workbook.sheets import Sheet
    from fieldkit.model.workspace import Workspace

Row = dict[str, Any]

LOCKED = "loan"
"""The register whose personal data only leave under a password."""

_EXPORTED = Text("ส่งออกเมื่อ", "Exported")
_PERSON = Text("ส่งออกโดย", "Exported by")
_PROGRAM = Text("โปรแกรม", "Program")
_PERSONAL = Text("ข้อมูลส่วนบุคคล", "Personal data")
_WITHOUT = Text("ไม่มีข้อมูลส่วนบุคคล", "left out")
_CARRIED = Text("คงค้างจากรอบ {}", "carried over from round {}")
_NOT_GIVEN = Text("n/a", "n/a")
_YES = Text("ใช่", "yes")
_TOTAL = Text("รวม", "Total")


@dataclass(frozen=True, slots=True)
class CaseExport:
    """What an export wrote: rows by sheet, and whether personal data are in it."""

    path: Path
    counts: Mapping[str, int]
    personal: bool


def export_cases(
    workspace: Workspace,
    target: Path,
    table: str,
    *,
    ids: Collection[str] | None = None,
    language: str = "th",
    personal: bool = False,
    reason: str = "",
    password: str = "",
) -> CaseExport:
    """Write a register (or the records ``ids`` of it), without the bin, to ``target`` (.xlsx).

    ``personal`` data need a ``reason``, which is kept on this machine and stands in the file; those of
    borrowers need a ``password``, too. With one the file opens only with it.

    Raises `ReasonMissing`, `PasswordMissing`, `PasswordTooShort`, CannotWrite, WorkbookDamaged, StorageError;
    then ``target`` is as it was.
    """
    if personal and not reason.strip():
        raise ReasonMissing
    if personal and table == LOCKED and not password:
        raise PasswordMissing
    if password:
        check_password(password)
    rows = [
        row for row in listing(workspace, table) if not row["deleted"] and (ids is None or row["id"] in ids)
    ]
    parts = list(_parts(workspace, table, rows, personal=personal, language=language))
    if personal:
        note_access(workspace, "exported", table, [row["id"] for row in rows], reason)
    counts = output.write(
        workspace,
        target,
        parts,
        _about(workspace, language, reason if personal else ""),
        language=language,
        password=password,
    )
    return CaseExport(target, counts, personal)


def _parts(
    workspace: Workspace, table: str, rows: Sequence[Row], *, personal: bool, language: str
) -> Iterator[tuple[Sheet, list[Row]]]:
    """Yield each sheet with its rows."""
    hidden = register_of(table).personal if personal else frozenset()
    if table == "recommendation":
        # One sheet for each round, the newest first, as the province asks for.
        rounds = sorted(
            {str(row["round"]) for row in rows}, key=lambda name: name.split("/")[::-1], reverse=True
        )
        for number, round_ in enumerate(rounds, 1):
            title = Text(f"รอบ {round_.replace('/', '-')}", f"Round {round_.replace('/', '-')}")
            sheet = register_sheet(table, name=f"Round{number}", title=title)
            carried = _CARRIED.pick(language).format(round_) if round_ != rounds[0] else ""
            lines = [_line(table, row, language) for row in rows if row["round"] == round_]
            for line in lines if carried else []:
                line["state"] = f"{line['state']} · {carried}" if line["due"] else line["state"]
            yield sheet, lines
        if not rounds:
            yield register_sheet(table), []
    else:
        sheet = register_sheet(table, personal=hidden)
        keys = {column.key for column in sheet.columns}
        lines = [_line(table, row, language) for row in rows]
        if table == "complaint":
            numbers = {row["id"]: row["number"] for row in rows}
            for line in lines:
                line["repeat_of"] = numbers.get(line["repeat_of"], line["repeat_of"])
        yield sheet, [{key: value for key, value in line.items() if key in keys} for line in lines]
    if table == "loan":
        yield FUNDS, list(fund_rows(rows, language))
    if table == "enterprise":
        yield from _below(workspace, rows, language)
    yield STEPS, list(_step_rows(table, rows, language))


def fund_rows(rows: Iterable[Mapping[str, Any]], language: str) -> Iterator[Row]:
    """Yield contracts, outstanding and non-performing sums of each fund, and of all; closed ones left out."""
    active = [row for row in rows if row["open"]]
    funds = [code for code in codes("loan.fund") if any(row["fund"] == code for row in active)]
    for fund in [*funds, None]:
        found = [row for row in active if fund is None or row["fund"] == fund]
        bad = [row for row in found if non_performing(row["debt_class"])]
        owed, lost = (sum(row["outstanding"] or 0 for row in group) for group in (found, bad))
        yield {
            "fund": code_word("loan.fund", fund, language) if fund else _TOTAL.pick(language),
            "contracts": len(found),
            "approved": sum(row["approved"] or 0 for row in found),
            "outstanding": owed,
            "npl": len(bad),
            "npl_amount": lost,
            "npl_share": lost / owed if owed else None,
        }


def _below(workspace: Workspace, rows: Sequence[Row], language: str) -> Iterator[tuple[Sheet, list[Row]]]:
    """Yield the sheets of projects and of their results."""
    names = {row["id"]: row["name"] for row in rows}
    found = [project for row in rows for project in projects(workspace, row["id"])]
    lines, results = [], []
    for project in found:
        lines.append(_line("project", project, language) | {"enterprise": names[project["enterprise"]]})
        for result in project["results"]:
            line = _line("project_result", result, language) | {"project": project["title"]}
            gained = gain(result)
            if gained is not None:
                line["gain"] = gained.amount
                percent = gained.percent
                line["gain_percent"] = _NOT_GIVEN.pick(language) if percent is None else f"{percent:.2f}"
            results.append(line)
    yield register_sheet("project"), lines
    yield register_sheet("project_result"), results


def _line(table: str, row: Mapping[str, Any], language: str) -> Row:
    """Return the cells of a record, personal ones too; the sheet takes what it has columns for."""
    line: Row = {"id": row["id"]}
    for column in register_of(table).columns:
        field, value = FIELDS[table][column], row[column]
        if field.kind == "link" and field.target == "factory":
            line["factory_name"] = row.get("factory_name")
            line["registration_no"] = row.get("registration_no") or row.get("registration_no_old")
            continue
        line[column] = value
        if field.kind in ("day", "time"):
            line[f"{column}_iso"] = value
        elif field.kind in ("code", "codes"):
            words = (code_word(field.target, code, language) for code in str(value or "").split())
            line |= {column: ", ".join(words), f"{column}_code": value}
        elif field.kind == "flag":
            line[column] = _YES.pick(language) if value else None
        elif column == "id13" and value:
            line[column] = format_id13(str(value))
    return line | _following(table, row, language)


def _following(table: str, row: Mapping[str, Any], language: str) -> Row:
    if table in ("project", "project_result"):
        return {}
    line: Row = {
        "due": row["due"],
        "due_iso": row["due"],
        "duty": row["duty"].pick(language) if row["duty"] else None,
        "overdue": row["overdue"] or None,
    }
    if row["steps"]:
        last = row["steps"][-1]
        line["last_step"] = f"{last['on_date']} {code_word(kinds(table), last['kind'], language)}"
    if table == "complaint":
        line["repeats"] = row["repeats"]
    elif table == "loan":
        line |= {"debt_class": row["debt_class"], "outstanding": row["outstanding"]}
        line["debt_class_words"] = code_word(CLASSES, row["debt_class"], language)
    elif table == "enterprise":
        line["size"] = code_word("enterprise.size", row["size"], language)
        line["size_note"] = row["size_note"].pick(language) if row["size_note"] else None
        line["projects"] = row["projects"]
    return line


def _step_rows(table: str, rows: Iterable[Mapping[str, Any]], language: str) -> Iterator[Row]:
    for row in rows:
        for step in row["steps"]:
            yield {
                "record": case_name(table, row),
                "record_id": row["id"],
                "kind": code_word(kinds(table), step["kind"], language),
                "kind_code": step["kind"],
                "on_date": step["on_date"],
                "on_date_iso": step["on_date"],
                "due_date": step["due_date"],
                "due_date_iso": step["due_date"],
                **{name: step[name] for name in ("number", "amount", "officer", "note")},
            }


def _about(workspace: Workspace, language: str, reason: str) -> Iterator[tuple[Text, str]]:
    now, person = workspace.clock(), workspace.person
    yield _EXPORTED, f"{short_moment(now, language)} ({now.isoformat(timespec='seconds')})"
    yield _PERSON, " · ".join(part for part in (person.name, person.position, person.office) if part)
    yield _PROGRAM, f"fieldkit {__version__}"
    yield _PERSONAL, reason or _WITHOUT.pick(language)
