"""What an inspector may have answered: mostly in order, now and then not."""

from __future__ import annotations

import random
from datetime import date
from functools import cache
from typing import TYPE_CHECKING

from fieldkit import resources
from fieldkit.model.csv_table import read
from fieldkit.model.demonstration.values import wording, written
from fieldkit.model.inspections import repeats
from fieldkit.model.thai.dates import numeric

if TYPE_CHECKING:
    from fieldkit.model.form import Node
    from fieldkit.model.inspections import Inspection

_ROUNDS = 8  # answers make further questions relevant
# Questions that conclude: the answer after serious findings, after small ones, after none.
_CONCLUSIONS = {
    "gen41": ("order37", "advice", "normal"),
    "cmp16": ("founded", "founded", "unfounded"),
    "cmp17": ("order37", "advice", "none"),
}
NOTES = (
    "แจ้งผู้นำตรวจแล้ว รับจะแก้ไขภายในกำหนด",
    "พบบริเวณด้านหลังอาคารผลิต",
    "เคยแนะนำไว้ในการตรวจครั้งก่อน",
    "ผู้นำตรวจชี้แจงว่าอยู่ระหว่างจัดซื้อ",
)


def answer_everything(
    inspection: Inspection, source: random.Random, *, failing: float, upto: int = 10_000
) -> int:
    """Answer the open questions, each not in order with probability ``failing``; at most ``upto``.

    Returns how many were answered. Conclusions are answered last and follow from the findings.
    """
    _make_rows(inspection, source)
    done = _answer(inspection, source, failing=failing, upto=upto)
    if done < upto and _conclude(inspection):
        done += _answer(inspection, source, failing=0.0, upto=upto - done)
    _describe(inspection, source)
    return done


def _make_rows(inspection: Inspection, source: random.Random) -> None:
    """Add the rows of repeats that a person adds, as many as the table says."""
    for area in [node for node in inspection.instance.walk() if node.is_range]:
        said = wording(inspection, area.name)
        for _ in range(int(source.choice(said.usual)) - len(area.children) if said else 0):
            repeats.add_row(inspection, area.path)


def _answer(inspection: Inspection, source: random.Random, *, failing: float, upto: int) -> int:
    done = 0
    refused: set[str] = set()
    for _ in range(_ROUNDS):
        waiting = [node for node in _open(inspection) if node.path not in refused]
        if not waiting:
            break
        for node in waiting:
            if done >= upto:
                return done
            if not inspection.instance.node(node.path).relevant:
                continue
            value = _value(inspection, node, source, fails=source.random() < failing)
            if not value:
                refused.add(node.path)
                continue
            inspection.answer(node.path, value)
            done += 1
    return done


def _describe(inspection: Inspection, source: random.Random) -> None:
    """Write down what was seen at each finding."""
    for path in [node.path for node in inspection.instance.walk() if inspection.finding(node.path)]:
        inspection.note(path, source.choice(NOTES))
        inspection.edit_finding(path, description=_description(inspection, path))


@cache
def _found() -> dict[str, str]:
    """Return what an inspector may have seen where a question fails, by its name."""
    rows = read(resources.path("demonstration", "findings.csv"), ("question", "description"))
    return {row.text("question"): row.text("description") for row in rows}


def _description(inspection: Inspection, path: str) -> str:
    """Return what the inspector writes down: what was seen, or else what was measured or chosen."""
    node, finding = inspection.instance.node(path), inspection.finding(path)
    if node.name in _found():
        return _found()[node.name]
    if node.bind_type == "date":
        return f"{node.label}: เอกสารที่แสดงลงวันที่ {numeric(date.fromisoformat(node.value))}"
    if finding and finding["measured"]:
        return f"วัดได้ {finding['measured']} ไม่เป็นไปตามเกณฑ์"
    chosen = next((choice.label for choice in node.choices or () if choice.name == node.value), node.value)
    return f"{node.label}: {chosen}"


def _open(inspection: Inspection) -> list[Node]:
    return [
        node
        for node in inspection.instance.walk()
        if node.relevant
        and not node.readonly
        and not node.value
        and node.type in ("input", "select")
        and node.name not in _CONCLUSIONS
        and (node.required or wording(inspection, node.name) is not None)
    ]


def _value(inspection: Inspection, node: Node, source: random.Random, *, fails: bool) -> str:
    said = wording(inspection, node.name)
    policy = inspection.policy.get(node.path)
    failing = set(policy.fail.split()) if policy else set()
    names = [choice.name for choice in node.choices] if node.choices else []
    bad = [name for name in names if name in failing]
    if said is not None and not (fails and bad and not said.failing):
        return written(inspection, node, said, source, fails=fails)
    good = [name for name in names if name not in failing]
    if fails and bad:
        return bad[0]
    if not good:
        return "" if names else "ตรวจแล้ว"
    # the first answer is the usual one; the others make the province less even
    return good[0] if source.random() < 0.8 or len(good) == 1 else source.choice(good)


def _conclude(inspection: Inspection) -> bool:
    """Answer the conclusions by what was found: an order for serious findings, advice for small ones."""
    severities = {
        found["severity"]
        for question in inspection.instance.walk()
        if (found := inspection.finding(question.path)) is not None
    }
    serious = severities & {"C", "M"}
    place = 0 if serious else 1 if severities else 2
    concluding = [node for node in inspection.instance.walk() if node.name in _CONCLUSIONS]
    asked = [node for node in concluding if node.relevant and not node.value]
    for node in asked:
        inspection.answer(node.path, _CONCLUSIONS[node.name][place])
    return bool(asked)
