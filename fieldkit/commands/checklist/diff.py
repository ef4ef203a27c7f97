"""``fieldkit checklist diff``: what a workbook changes, and which drafts it touches."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from fieldkit import bilingual
from fieldkit.commands.checklist import _named
from fieldkit.errors import Text
from fieldkit.invocation import Invocation, pass_invocation

if TYPE_CHECKING:
    from fieldkit.errors import Language
    from fieldkit.model.authoring.arrival import Arrival, DraftMove
    from fieldkit.model.authoring.difference import Change, Entry

AGAINST = Text("เทียบกับ {} รุ่น {}", "Against {} version {}")
ALONE = Text("ยังไม่มีรุ่นใดติดตั้ง", "No version is installed")
NOTHING = Text("เนื้อหาไม่ต่างกัน", "Nothing differs")
EMPTY = Text("(ว่าง)", "(empty)")
DRAFTS = Text("ร่างที่เกี่ยวข้อง {} รายการ", "Drafts touched: {}")
DRAFT = Text("คงไว้ {} ไม่มีที่อยู่ {} ข้อใหม่ {}", "{} answers stay, {} have no place, {} questions are new")
STAYS = Text("ร่างอยู่ที่รุ่นเดิมจนกว่าผู้ตรวจจะสั่งย้าย", "A draft stays on its version until its inspector moves it")


@bilingual.command(
    Text(
        "เทียบสมุดงานแบบตรวจกับรุ่นที่ติดตั้ง โดยไม่นำเข้า\n\nแสดงข้อที่เพิ่ม ตัด เปลี่ยน ย้าย และร่างที่เกี่ยวข้อง",
        "Compare a checklist's workbook with an installed version, without importing it.\n\n"
        "Prints what is added, removed, changed and moved, and the drafts that it touches.",
    )
)
@click.argument("file", type=click.Path(path_type=Path))
@bilingual.option(
    "--against",
    metavar="VERSION",
    default="",
    words=Text("รุ่นที่เทียบ (ปกติรุ่นล่าสุด)", "The version to compare with."),
)
@pass_invocation
def command(invocation: Invocation, *, file: Path, against: str) -> None:
    """Print ``{"form_id", "version", "against", "state", "head", "changes", "drafts"}``."""
    from fieldkit.model.authoring.arrival import arrival
    from fieldkit.model.authoring.packages import find

    with closing(invocation.workspace()) as workspace:
        candidate = _named.workbook(file)
        other = find(workspace, candidate.conversion.form_id, against) if against else None
        found = arrival(workspace, candidate, against=other)
    invocation.result(_values(found), lambda: _readable(found, invocation.language))


def _values(found: Arrival) -> dict[str, Any]:
    def change(one: Change) -> dict[str, Any]:
        return {
            "what": one.what,
            "before": {"th": one.before.th, "en": one.before.en},
            "after": {"th": one.after.th, "en": one.after.en},
        }

    return {
        "form_id": found.checklist.form_id,
        "version": found.checklist.version,
        "against": found.against.version if found.against else None,
        "state": found.state,
        "questions": found.questions,
        "counts": found.difference.counts,
        "head": [change(one) for one in found.difference.head],
        "changes": [
            {
                "kind": entry.kind,
                "name": entry.item.name,
                "path": entry.item.path,
                "number": entry.item.number,
                "label": {"th": entry.item.label.th, "en": entry.item.label.en},
                "moved": entry.moved,
                "changes": [change(one) for one in entry.changes],
            }
            for entry in found.difference.entries
        ],
        "drafts": [
            {
                "id": draft.id,
                "factory_no": draft.factory_no,
                "factory": draft.factory,
                "officer": draft.officer,
                "version": draft.version,
                "kept": draft.kept,
                "lost": [{"path": line.path, "answer": line.answer} for line in draft.lost],
                "added": draft.added,
            }
            for draft in found.drafts
        ],
    }


def _readable(found: Arrival, language: Language) -> str:
    from fieldkit.model.authoring.arrival import STATES

    against = found.against
    lines = [
        STATES[found.state].pick(language),
        AGAINST.pick(language).format(against.form_id, against.version) if against else ALONE.pick(language),
    ]
    lines += [_change(one, language) for one in found.difference.head]
    if against is not None and not found.difference:
        lines.append(NOTHING.pick(language))
    if against is not None:
        lines += [line for entry in found.difference.entries for line in _entry(entry, language)]
    if found.drafts:
        lines.append(DRAFTS.pick(language).format(len(found.drafts)))
        lines += [line for draft in found.drafts for line in _draft(draft, language)]
        lines.append(STAYS.pick(language))
    return "\n".join(lines)


def _entry(entry: Entry, language: Language) -> list[str]:
    from fieldkit.model.authoring.difference import KINDS

    item = entry.item
    named = "  ".join(part for part in (item.number, item.name, item.label.pick(language)) if part)
    lines = [f"{KINDS[entry.kind].pick(language)}\t{named}"]
    return lines + [f"\t{_change(one, language)}" for one in entry.changes]


def _change(change: Change, language: Language) -> str:
    from fieldkit.model.authoring.difference import PROPERTIES

    before, after = (_both(text, language) for text in (change.before, change.after))
    return f"{PROPERTIES[change.what].pick(language)}: {before} → {after}"


def _both(text: Text, language: Language) -> str:
    """Return a value in both languages where they differ."""
    if text.th == text.en:
        return text.th or EMPTY.pick(language)
    return f"{text.th} / {text.en}"


def _draft(draft: DraftMove, language: Language) -> list[str]:
    done = (
        draft.trouble.pick(language)
        if draft.trouble is not None
        else DRAFT.pick(language).format(draft.kept, len(draft.lost), draft.added)
    )
    lines = [f"\t{draft.factory_no} {draft.factory} · {draft.officer} · {draft.version}: {done}"]
    return lines + [f"\t\t- {line.label}: {line.answer}" for line in draft.lost]
