"""What an inspector may have answered: mostly in order, now and then not."""

from __future__ import annotations

import random
from datetime import timedelta
from functools import cache
from typing import TYPE_CHECKING

from fieldkit import resources
from fieldkit.model.csv_table import read

if TYPE_CHECKING:
    from collections.abc import Callable

    from fieldkit.model.form import Node
    from fieldkit.model.inspections import Inspection

_ROUNDS = 6  # answers make further questions relevant
_CONCLUSION = "gen41"

# Measured values by question, in order and not.
_MEASURED = {"gen17": (("3.6", "4.2", "5.0", "8.5"), ("2.4", "2.8")), "gen35": (("0",), ("2", "3"))}
_WORDS = {
    "gen02_name": ("นางสาวมานี รักงาน", "นายปิติ พากเพียร", "นายวีระ ตั้งใจ", "นางชูใจ เลิศล้ำ"),
    "gen02_post": ("ผู้จัดการโรงงาน", "หัวหน้าฝ่ายผลิต", "เจ้าหน้าที่ความปลอดภัย"),
    "gen02_phone": ("081-000-0000", "056-600-000"),
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

    Returns how many were answered. The conclusion is answered last and follows from the findings.
    """
    done = 0
    for _ in range(_ROUNDS):
        waiting = [node for node in _open(inspection) if node.name != _CONCLUSION]
        if not waiting:
            break
        for node in waiting:
            if done >= upto:
                return done
            value = _value(inspection, node, source, failing=failing)
            if value and inspection.instance.node(node.path).relevant:
                inspection.answer(node.path, value)
                done += 1
                if inspection.finding(node.path):
                    inspection.note(node.path, source.choice(NOTES))
                    inspection.edit_finding(node.path, description=_found().get(node.name, ""))
    _conclude(inspection)
    return done


@cache
def _found() -> dict[str, str]:
    """Return what an inspector may have seen where a question fails, by its name."""
    rows = read(resources.path("demonstration", "findings.csv"), ("question", "description"))
    return {row.text("question"): row.text("description") for row in rows}


def _open(inspection: Inspection) -> list[Node]:
    return [
        node
        for node in inspection.instance.walk()
        if node.relevant
        and not node.readonly
        and not node.value
        and node.type in ("input", "select")
        and (node.required or node.name in _WORDS)
    ]


def _value(inspection: Inspection, node: Node, source: random.Random, *, failing: float) -> str:
    fails = source.random() < failing
    if node.name in _MEASURED:
        return source.choice(_MEASURED[node.name][int(fails)])
    if node.name in _WORDS:
        return source.choice(_WORDS[node.name])
    if node.choices:
        return _choice(inspection, node, source, fails=fails)
    return _BY_TYPE.get(node.bind_type, _some_text)(inspection, source, fails)


def _choice(inspection: Inspection, node: Node, source: random.Random, *, fails: bool) -> str:
    policy = inspection.policy.get(node.path)
    failing = set(policy.fail.split()) if policy else set()
    names = [choice.name for choice in node.choices]
    good = [name for name in names if name not in failing]
    bad = [name for name in names if name in failing]
    if node.name == "gen01":
        return "operating"
    if fails and bad:
        return bad[0]
    # the first answer is the usual one; the others make the province less even
    return good[0] if source.random() < 0.8 or len(good) == 1 else source.choice(good)


def _decimal(inspection: Inspection, source: random.Random, _fails: bool) -> str:
    horsepower = float(inspection.factory.get("hp") or 75)
    return f"{horsepower * source.choice((1.0, 1.0, 1.02)):.1f}"


def _whole(inspection: Inspection, source: random.Random, _fails: bool) -> str:
    return str(max(int(inspection.factory.get("workers") or 6) // 2 + source.randint(-1, 1), 0))


def _date(inspection: Inspection, source: random.Random, fails: bool) -> str:
    step = timedelta(days=-source.randint(20, 200) if fails else source.randint(60, 330))
    return (inspection.date + step).isoformat()


def _some_text(_inspection: Inspection, _source: random.Random, _fails: bool) -> str:
    return "ตรวจแล้ว"


_BY_TYPE: dict[str, Callable[[Inspection, random.Random, bool], str]] = {
    "decimal": _decimal,
    "int": _whole,
    "integer": _whole,
    "date": _date,
}


def _conclude(inspection: Inspection) -> None:
    """Answer the conclusion by what was found: an order for serious findings, advice for small ones."""
    node = next((node for node in inspection.instance.walk() if node.name == _CONCLUSION), None)
    if node is None or not node.relevant or node.value:
        return
    severities = {
        found["severity"]
        for question in inspection.instance.walk()
        if (found := inspection.finding(question.path)) is not None
    }
    serious = severities & {"C", "M"}
    inspection.answer(node.path, "order37" if serious else "advice" if severities else "normal")
