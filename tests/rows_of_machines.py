"""A checklist of machines in rows, measuring points inside them, counted stacks, and rows without a name."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from fieldkit.model.inspections import Inspection
    from fieldkit.model.workspace import Workspace

AREA = "/data/machine"
_SURVEY: list[dict[str, str]] = [
    {"type": "begin_repeat", "name": "machine", "label": "เครื่องจักร"},
    {"type": "note", "name": "hint", "label": "ดูป้ายของเครื่อง"},
    {"type": "text", "name": "name", "label": "ชื่อเครื่อง"},
    {
        **{"type": "select_one yna", "name": "guard", "label": "มีการ์ด"},
        **{"fieldkit::fail": "no", "fieldkit::severity": "M"},
    },
    {"type": "decimal", "name": "noise", "label": "เสียง"},
    {"type": "begin_repeat", "name": "point", "label": "จุดวัด"},
    {"type": "select_one side", "name": "side", "label": "ด้าน"},
    {"type": "decimal", "name": "dust", "label": "ฝุ่น"},
    {"type": "end_repeat"},
    {"type": "end_repeat"},
    {"type": "integer", "name": "stacks", "label": "จำนวนปล่อง"},
    {"type": "begin_repeat", "name": "stack", "label": "ปล่อง", "repeat_count": "${stacks}"},
    {"type": "decimal", "name": "o2", "label": "ออกซิเจน"},
    {"type": "end_repeat"},
    {"type": "begin_repeat", "name": "sample", "label": "ตัวอย่าง"},
    {"type": "decimal", "name": "ph", "label": "pH"},
    {"type": "text", "name": "remark", "label": "ข้อสังเกต"},
    {"type": "end_repeat"},
    {"type": "begin_repeat", "name": "tank", "label": "ถัง"},
    {"type": "text", "name": "content", "label": "บรรจุ"},
    {"type": "text", "name": "house", "label": "อาคาร", "fieldkit::identifies": "yes"},
    {"type": "integer", "name": "number", "label": "เลขที่", "fieldkit::identifies": "yes"},
    {"type": "decimal", "name": "level", "label": "ระดับ"},
    {"type": "end_repeat"},
]
_CHOICES = [
    *({"list_name": "yna", "name": name, "label": name} for name in ("yes", "no", "na")),
    *({"list_name": "side", "name": name, "label": name} for name in ("north", "south")),
]


def start_machines(workspace: Workspace, folder: Path) -> Inspection:
    """Install the checklist and start it at the mill."""
    from tests.tiny_checklists import start

    return start(workspace, folder, _SURVEY, _CHOICES)


def fill(inspection: Inspection, rows: Sequence[Mapping[str, str]], area: str = AREA) -> None:
    """Give a repeat these rows; the one that the form begins with is the first."""
    from fieldkit.model.inspections import repeats

    for number, row in enumerate(rows, start=1):
        while len(inspection.instance.node(area).children) < number:
            repeats.add_row(inspection, area)
        for name, value in row.items():
            inspection.answer(f"{area}[{number}]/{name}", value)
