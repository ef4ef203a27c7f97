"""Memos (บันทึกข้อความ) as text documents: of an inspection, and of a report with its figures.

The shipped templates are lines of text (``resources/reports/memo_*.txt``), made into a document whose
placeholders are filled like those of an office's own one.
"""

from __future__ import annotations

import tempfile
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from fieldkit import resources
from fieldkit.errors import FieldkitError, Text
from fieldkit.model import durable
from fieldkit.model.factories import address
from fieldkit.model.indicators import current
from fieldkit.model.indicators.words import team_words
from fieldkit.model.orders import letter, letter_file
from fieldkit.model.orders.letter import Paragraph
from fieldkit.model.reference import MEMO, param, wording
from fieldkit.model.reports.choice import Choice
from fieldkit.model.reports.layout import NUMERIC
from fieldkit.model.reports.results import compute_report
from fieldkit.model.reports.templates.filling import fill_template
from fieldkit.model.reports.templates.values import Code, Values
from fieldkit.model.workbook.filters import Filters
from fieldkit.model.workbook.inspection_rows import gather

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from sqlalchemy import Connection

    from fieldkit.model.reports.layout import Report
    from fieldkit.model.reports.results import SheetResult
    from fieldkit.model.workspace import Workspace

MemoKind = Literal["inspection", "report"]
INSPECTION: Mapping[str, Text] = {
    "sender": Text("ส่วนราชการ", "office and unit"),
    "number": Text("ที่ (เว้นไว้เขียน)", "the memo's number, left to be written"),
    "written_on": Text("วันที่ของบันทึก", "the day of the memo"),
    "registration_no": Text("เลขทะเบียนโรงงาน", "the registration number"),
    "activity": Text("กิจการ", "what the factory does"),
    "address": Text("ที่ตั้ง", "where it is"),
    "inspected_on": Text("วันที่ตรวจ", "the day of the inspection"),
    "team": Text("คณะตรวจ", "who inspected"),
    "checklist": Text("แบบตรวจ", "the checklist"),
    "kind": Text("ประเภทการตรวจ", "the kind of visit"),
    "outcome": Text("ผลการตรวจ", "the outcome"),
    "questions": Text("จำนวนข้อ", "how many questions"),
    "failed": Text("ข้อที่ไม่ผ่าน", "how many failed"),
    "findings": Text("จำนวนข้อบกพร่อง", "how many findings"),
    "photos": Text("จำนวนภาพ", "how many photos"),
    "background": Text("เรื่องเดิม", "why the factory was inspected"),
    "opinion": Text("ความเห็น", "the opinion that follows from the findings"),
    "measured_title": Text("หัวข้อผลตรวจวัด ว่างเมื่อไม่มี", "heads the measurements, empty without any"),
    "findings_title": Text("หัวข้อข้อบกพร่อง ว่างเมื่อไม่มี", "heads the findings, empty without any"),
    "no_law": Text("ข้อความเมื่อไม่มีข้อกฎหมาย", "what is said where no law is touched"),
    "signed_by": Text("ผู้ลงนาม", "who signs"),
    "signed_position": Text("ตำแหน่งผู้ลงนาม", "his or her position"),
}
INSPECTION_LISTS: Mapping[str, tuple[str, ...]] = {
    "section": ("n", "title", "answered", "failed"),
    "measured": ("question", "value", "unit", "verdict"),
    "finding": ("n", "severity", "description", "measured", "law", "action", "due"),
    "law": ("n", "law"),
    "action": ("n", "action", "due"),
}
REPORT: Mapping[str, Text] = {
    name: INSPECTION[name]
    for name in ("sender", "number", "written_on", "opinion", "signed_by", "signed_position")
} | {
    "title": Text("ชื่อรายงาน", "the report's title"),
    "basis": Text("ฐานของรายงาน", "what the report rests on"),
}
REPORT_LISTS: Mapping[str, tuple[str, ...]] = {
    "figure": ("title", "value"),
    "attention": ("name", "title", "value", "target"),
}
_DOTS = "." * 24


class NoSuchInspection(FieldkitError):
    """An inspection that is not there."""


def default_template(kind: MemoKind, workspace: Workspace) -> bytes:
    """Return the shipped memo as a .docx with its placeholders, for the office to change."""
    lines = letter.read_template(resources.path("reports", f"memo_{kind}.txt"))
    return letter_file.docx(
        [Paragraph(line.style, line.text, line.label) for line in lines], workspace.clock()
    )


def inspection_memo(
    workspace: Workspace,
    inspection: str,
    target: Path,
    *,
    template: Path | None = None,
    thai_digits: bool = True,
    check: Callable[[], object] = lambda: None,
) -> int:
    """Write the memo of an inspection to ``target`` (.docx) and return its number of placeholders.

    Raises `NoSuchInspection`, `Refused`, CannotWrite, StorageError; then ``target`` is as it was.
    """
    listed = list(Filters(inspections=(inspection,)).found(workspace.database))
    if not listed:
        raise NoSuchInspection(
            Text(f"ไม่มีการตรวจ “{inspection}”", f"There is no inspection “{inspection}”"),
            Text("ดูรหัสด้วย list inspections", "See the ids with: list inspections"),
        )
    more, lists = _of_inspection(workspace, listed[0])
    day = str(listed[0]["started_at"])[:10]
    choice = _choice(workspace, day, str(more["factory"]), thai_digits=thai_digits)
    with _template("inspection", workspace, template) as path:
        return fill_template(
            workspace, path, target, choice, more=more, lists=lists, columns=INSPECTION_LISTS, check=check
        )


def report_memo(
    workspace: Workspace,
    report: Report,
    choice: Choice,
    target: Path,
    *,
    template: Path | None = None,
    check: Callable[[], object] = lambda: None,
) -> int:
    """Write the memo that goes with a report to ``target`` (.docx); as :func:`inspection_memo`."""
    choice = replace(choice, language="th")  # a memo is an official document
    with workspace.database.read() as connection:
        more, lists = _of_report(workspace, connection, report, choice)
    with _template("report", workspace, template) as path:
        return fill_template(
            workspace, path, target, choice, more=more, lists=lists, columns=REPORT_LISTS, check=check
        )


def write_default_template(kind: MemoKind, workspace: Workspace, target: Path) -> None:
    """Write the shipped memo with its placeholders to ``target``; raises CannotWrite."""
    with durable.replacing(target) as path:
        path.write_bytes(default_template(kind, workspace))


@contextmanager
def _template(kind: MemoKind, workspace: Workspace, given: Path | None) -> Iterator[Path]:
    if given is not None:
        yield given
        return
    with tempfile.TemporaryDirectory(prefix="fieldkit-memo-") as folder:
        path = Path(folder) / f"memo_{kind}{letter_file.SUFFIX}"
        with durable.explaining(path):
            path.write_bytes(default_template(kind, workspace))
        yield path


def _choice(workspace: Workspace, day: str, factory: str, *, thai_digits: bool) -> Choice:
    found = date.fromisoformat(day)
    return Choice(current(found), workspace.clock().date(), factory_name=factory, thai_digits=thai_digits)


def _words(workspace: Workspace, name: str, **places: object) -> str:
    """Return a block of ``wording.csv`` in Thai: a memo is an official document."""
    return wording(f"{MEMO}{name}", workspace.clock().date()).text.th.format(**places)


def _signed(workspace: Workspace) -> dict[str, object]:
    person = workspace.person
    return {
        "number": _DOTS,
        "sender": " ".join(filter(None, (person.office, str(param("office.unit")).strip("-")))),
        "written_on": letter.in_letters(workspace.clock().date()),
        "signed_by": person.name or _DOTS,
        "signed_position": person.position,
    }


# --- an inspection


def _of_inspection(
    workspace: Workspace, listed: Mapping[str, Any]
) -> tuple[dict[str, object], dict[str, list[dict[str, object]]]]:
    found = gather(workspace, listed, "th")
    row, factory = found.inspection, found.factory
    findings = [_finding(number, one) for number, one in enumerate(found.findings, 1)]
    measured = [
        {
            "question": one["question"],
            "value": one["number"],
            "unit": one["unit"] or "",
            "verdict": one["verdict"],
        }
        for one in found.answers
        if one.get("number") is not None and one.get("unit") and one.get("verdict")
    ]
    laws = list(dict.fromkeys(str(one["law"]) for one in found.findings if one["law"]))
    more: dict[str, object] = _signed(workspace) | {
        "factory": row["factory_name"],
        "registration_no": Code(row["registration_no"] or "–"),
        "activity": factory.get("activity") or "–",
        "address": address(factory) or "–",
        "inspected_on": letter.in_letters(_day(listed["started_at"])),
        "team": _team(workspace, listed),
        "checklist": row.get("checklist") or listed["form_id"],
        "kind": row["kind"],
        "outcome": row["outcome"] or "–",
        "questions": row.get("questions", 0),
        "failed": row.get("failed", 0),
        "findings": len(findings),
        "photos": row.get("photos", 0),
        "background": _words(workspace, "background", kind=row["kind"], factory=row["factory_name"]),
        "opinion": _words(workspace, "failed" if findings else "passed", count=len(findings)),
        "measured_title": _words(workspace, "measured") if measured else "",
        "findings_title": _words(workspace, "findings") if findings else "",
        "no_law": "" if laws else _words(workspace, "no_law"),
    }
    return more, {
        "section": _sections(found.answers),
        "measured": measured,
        "finding": findings,
        "law": [{"n": number, "law": law} for number, law in enumerate(laws, 1)],
        "action": [{name: one[name] for name in ("n", "action", "due")} for one in findings if one["action"]],
    }


def _finding(number: int, row: Mapping[str, Any]) -> dict[str, object]:
    return {
        "n": number,
        "severity": row["severity"],
        "description": row["description"] or row.get("question") or "–",
        "measured": f"(วัดได้ {_measured(str(row['measured']))})" if row["measured"] else "",
        "law": row["law"] or "",
        "action": letter.demanded(str(row["action"] or "")),
        "due": letter.in_letters(_day(row["due_date"])) if row["due_date"] else _DOTS,
    }


def _measured(text: str) -> str:
    """Return what was measured; an answer that is a day as letters say it."""
    try:
        return letter.in_letters(date.fromisoformat(text))
    except ValueError:
        return text


def _sections(answers: Sequence[Mapping[str, Any]]) -> list[dict[str, object]]:
    found: dict[str, list[Mapping[str, Any]]] = {}
    for answer in answers:
        if answer.get("section") and answer.get("verdict"):
            found.setdefault(str(answer["section"]), []).append(answer)
    return [
        {
            "n": number,
            "title": title,
            "answered": sum(1 for one in rows if one["answer"]),
            "failed": sum(1 for one in rows if one["verdict_code"] == "fail"),
        }
        for number, (title, rows) in enumerate(found.items(), 1)
    ]


def _team(workspace: Workspace, listed: Mapping[str, Any]) -> str:
    rows = workspace.rows("SELECT team FROM visit WHERE id = ?", listed["visit"])
    named = team_words(str(rows[0]["team"] or "")) if rows else ""
    return named or str(listed["officer_name"] or "") or "พนักงานเจ้าหน้าที่"


def _day(text: object) -> date:
    return date.fromisoformat(str(text)[:10])


# --- a report


def _of_report(
    workspace: Workspace, connection: Connection, report: Report, choice: Choice
) -> tuple[dict[str, object], dict[str, list[dict[str, object]]]]:
    result = compute_report(connection, report, choice)
    written = Values(workspace, connection, choice)
    summed = next((sheet for sheet in result.sheets if sheet.total is not None and sheet.sheet.group), None)
    shown = [summed] if summed is not None else list(result.sheets)
    figures = [figure for sheet in shown for figure in _figures(sheet, written)]
    attention = [line for sheet in shown for line in _attention(sheet, written)]
    more = _signed(workspace) | {
        "title": report.title.pick(choice.language),
        "basis": _words(workspace, "basis"),
        "opinion": _words(workspace, "below_target" if attention else "on_target"),
    }
    return more, {"figure": figures, "attention": attention}


def _figures(sheet: SheetResult, written: Values) -> Iterator[dict[str, object]]:
    """Yield the totals of a sheet, or how many rows it has."""
    language = written.choice.language
    if sheet.total is None:
        yield {"title": f"{sheet.title}:", "value": f"{len(sheet.rows):,} {_ROWS.pick(language)}"}
        return
    for column in sheet.sheet.columns:
        value = sheet.total.values.get(column.key)
        if isinstance(value, int | float) and column.total_format in NUMERIC:
            title = column.title.pick(language)
            yield {"title": title, "value": written.number(value, column.total_format)["t"]}


def _attention(sheet: SheetResult, written: Values) -> Iterator[dict[str, object]]:
    """Yield the groups of which a share is below its target."""
    language = written.choice.language
    for column in sheet.sheet.columns:
        target = column.counted.target if column.counted is not None else None
        if target is None or column.format != "percent":
            continue
        for line in sheet.rows:
            value = line.values.get(column.key)
            if isinstance(value, int | float) and value * 100 < target:
                name = next((str(line.values[key]) for key in line.codes), "–")
                yield {
                    "name": name,
                    "title": column.title.pick(language),
                    "value": written.number(value, "percent")["t"],
                    "target": written.number(target / 100, "percent")["t"],
                }


_ROWS = Text("รายการ", "rows")
