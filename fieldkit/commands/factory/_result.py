"""How a merger or split is printed: what goes over, what keeps its number, and how it is taken back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fieldkit.commands.import_._result import NOT_WRITTEN, UNDO
from fieldkit.errors import Text
from fieldkit.model.record_fields import TABLE_NAMES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from fieldkit.invocation import Invocation
    from fieldkit.model.succession import Succession
    from fieldkit.model.workspace import Workspace

_MOVES = Text("ย้ายไป", "Goes over")
_STAYS = Text("คงเลขเดิม แสดงในแฟ้มโดยลิงก์", "Keeps its number, shown by link")
_PLACED = {
    "visit": Text("การเข้าตรวจ", "visits"),
    "inspection": Text("การตรวจ", "inspections"),
    "finding": Text("ข้อบกพร่อง", "findings"),
}


def finish(invocation: Invocation, workspace: Workspace, found: Succession, *, dry_run: bool) -> None:
    """Write ``found`` unless it is only looked at; print what moves, what stays, and the id to undo it."""
    from fieldkit.model.succession import carry_out

    import_id = None if dry_run else carry_out(workspace, found)
    language = invocation.language
    values = {
        "import_id": import_id,
        "factory": found.factory,
        "moves": dict(found.moves),
        "stays": dict(found.stays),
        "fills": dict(found.fills),
        "warnings": [text.pick(language) for text in found.warnings],
    }
    invocation.result(values, lambda: _text(found, import_id, language))


def _text(found: Succession, import_id: str | None, language: str) -> str:
    lines = [found.name, *(f"! {text.pick(language)}" for text in found.warnings)]
    for title, counts in ((_MOVES, found.moves), (_STAYS, found.stays)):
        if counts:
            lines.append(f"{title.pick(language)}: {_counted(counts, language)}")
    lines.append(
        UNDO.pick(language).format(id=import_id) if import_id is not None else NOT_WRITTEN.pick(language)
    )
    return "\n".join(lines)


def _counted(counts: Mapping[str, int], language: str) -> str:
    names = {**TABLE_NAMES, **_PLACED}
    return ", ".join(f"{names[table].pick(language)} {count:,}" for table, count in counts.items())
