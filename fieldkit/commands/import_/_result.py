"""How imports print what they found: numbers, rejected rows, changed cells, and how to take them back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from fieldkit.errors import Text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fieldkit.invocation import Invocation
    from fieldkit.model.register.importing import ImportResult
    from fieldkit.model.register.preview import Entry
    from fieldkit.model.register.problems import Remark

MOST_LINES = 50  # of each kind; --json has all of them
SUMMARY = Text(
    "ใหม่ {new} เปลี่ยน {changed} เหมือนเดิม {unchanged} ปฏิเสธ {rejected}",
    "{new} new, {changed} changed, {unchanged} unchanged, {rejected} rejected",
)
NOT_WRITTEN = Text("ตรวจดูเท่านั้น ยังไม่ได้บันทึก", "Only looked; nothing was written.")
NOTHING_NEW = Text("ไม่มีอะไรเปลี่ยน จึงไม่ได้บันทึก", "Nothing has changed, so nothing was written.")
UNDO = Text("ยกเลิกได้ด้วย: fieldkit undo import {id}", "Take it back with: fieldkit undo import {id}")
REJECTED = Text("แถวที่ปฏิเสธ", "Rejected rows")
WARNINGS = Text("ข้อสังเกต", "Warnings")
CHANGED = Text("ข้อมูลที่เปลี่ยน", "Changed rows")
MORE = Text("… และอีก {n} รายการ (--json แสดงทั้งหมด)", "… and {n} more (--json shows all)")


def show(invocation: Invocation, result: ImportResult, *, dry_run: bool, summary: Text = SUMMARY) -> None:
    """Print the numbers in the words of ``summary`` and every rejected row, warning and changed cell."""
    language = invocation.language
    values = _values(result, language)
    invocation.result(values, lambda: _text(result, language, dry_run=dry_run, summary=summary))


def _values(result: ImportResult, language: str) -> dict[str, Any]:
    found = result.preview
    return {
        "import_id": result.import_id,
        **{name: number for name, number in result.counts.items() if name != "rejected"},
        "rejected": [_remark(remark, language) for remark in found.rejected],
        "rejected_count": len(found.rejected),
        "warnings": [_remark(remark, language) for remark in found.warnings],
        "changes": [_entry(entry) for entry in found.changed],
    }


def _remark(remark: Remark, language: str) -> dict[str, Any]:
    reason = remark.reason.pick(language)
    return {"sheet": remark.sheet, "row": remark.row, "column": remark.column, "reason": reason}


def _entry(entry: Entry) -> dict[str, Any]:
    return {
        "id": entry.id,
        "row": entry.row,
        "number": entry.number,
        "name": entry.name,
        "changes": [
            {"column": change.column, "before": change.before, "after": change.after}
            for change in entry.changes
        ],
    }


def _text(result: ImportResult, language: str, *, dry_run: bool, summary: Text) -> str:
    found = result.preview
    lines = [summary.pick(language).format(**result.counts)]
    lines += _list(REJECTED, [remark.line(language) for remark in found.rejected], language)
    lines += _list(CHANGED, [_change_line(entry, language) for entry in found.changed], language)
    lines += _list(WARNINGS, [remark.line(language) for remark in found.warnings], language)
    if dry_run:
        lines.append(NOT_WRITTEN.pick(language))
    elif result.import_id is None:
        lines.append(NOTHING_NEW.pick(language))
    else:
        lines.append(UNDO.pick(language).format(id=result.import_id))
    return "\n".join(lines)


def _change_line(entry: Entry, language: str) -> str:
    changes = "; ".join(
        f"{change.label.pick(language)}: {_shown(change.before)} → {_shown(change.after)}"
        for change in entry.changes
    )
    return f"{entry.number} {entry.name}: {changes}"


def _shown(value: object) -> str:
    return "–" if value is None else str(value)


def _list(title: Text, lines: Sequence[str], language: str) -> list[str]:
    if not lines:
        return []
    more = len(lines) - MOST_LINES
    rest = [f"  {MORE.pick(language).format(n=more)}"] if more > 0 else []
    return [f"{title.pick(language)}:", *(f"  {line}" for line in lines[:MOST_LINES]), *rest]
