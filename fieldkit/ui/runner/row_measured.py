"""The words of a measurement's row: limit, corrected value, readings, the note that a warning asks for."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING

from fieldkit.errors import Text
from fieldkit.model.inspections.checks import wants_note
from fieldkit.model.inspections.response import NOTHING
from fieldkit.model.thai.digits import format_number

if TYPE_CHECKING:
    from fieldkit.errors import Language
    from fieldkit.model.corrections import Corrected
    from fieldkit.model.form import Node
    from fieldkit.model.inspections import Inspection

_EXPLAIN = Text("เฝ้าระวัง: เขียนหมายเหตุ (F3)", "Warning: write a note (F3)")
_RULES = {
    "worst": Text("ใช้ค่าที่แย่ที่สุด", "the worst counts"),
    "mean": Text("ใช้ค่าเฉลี่ย", "their mean counts"),
    "max": Text("ใช้ค่าสูงสุด", "the highest counts"),
    "min": Text("ใช้ค่าต่ำสุด", "the lowest counts"),
}
_PLACES = Decimal("0.01")


def limit_line(inspection: Inspection, node: Node, language: Language) -> str:
    """Return the limit of a question with what its value amounts to, ``""`` when there is nothing to say."""
    parts = [inspection.limit_text(node.path, language)]
    found = inspection.judging.corrected(node.path) if node.value else None
    if found is not None:
        parts.append(corrected_words(found, language))
    beside = inspection.beside.get(node.path, NOTHING)
    if beside.readings:
        question = inspection.policy.get(node.path)
        rule = _RULES.get(question.reading if question else "worst", _RULES["worst"]).pick(language)
        parts.append(f"{'; '.join(beside.readings)} ({rule})")
    return " · ".join(part for part in parts if part)


def corrected_words(found: Corrected, language: Language) -> str:
    """Return what a value was corrected to, or that it cannot be yet."""
    name = found.rule.name.pick(language)
    if found.value is None:
        return Text(f"{name}: ยังคำนวณไม่ได้", f"{name}: not yet possible").pick(language)
    shown = format_number(found.value.quantize(_PLACES, ROUND_HALF_UP).normalize() + 0)
    return f"{name} = {shown}"


def explain(inspection: Inspection, node: Node, language: Language) -> str:
    """Return what a warning without a note asks for, together with the limit; ``""`` otherwise."""
    if not wants_note(inspection, node.path):
        return ""
    return " · ".join(
        part for part in (_EXPLAIN.pick(language), limit_line(inspection, node, language)) if part
    )


def edited(inspection: Inspection, node: Node) -> str:
    """Return the readings as they are typed, ``""`` where there is only one."""
    return "; ".join(inspection.beside.get(node.path, NOTHING).readings)
