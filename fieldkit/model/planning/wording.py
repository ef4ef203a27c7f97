"""The fact behind a factor of the risk rating, in words."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from fieldkit.errors import Text
from fieldkit.model.codes import code_word
from fieldkit.model.reference import factory_type
from fieldkit.model.thai import dates

if TYPE_CHECKING:
    from fieldkit.model.planning.risk import Reason

_YES = Text("มี", "yes")
_AS_OF = Text("ข้อมูล ณ {}", "as of {}")
_COMPLAINTS = Text("{} เรื่อง ล่าสุด {}", "{}, the last on {}")
_ORDERS = Text("{} คำสั่ง กำหนด {}", "{}, due {}")
_LATE = Text("เกินกำหนด {} คำสั่ง ตั้งแต่ {}", "{} overdue since {}")
_NEVER = Text("ยังไม่เคยตรวจ", "never inspected")
_LAST = Text("ตรวจล่าสุด {}", "last inspected {}")


def evidence(reason: Reason, language: str) -> str:
    """Return what is known: the type, the fact with its day and source, complaints, orders, last visit."""
    day = dates.short(date.fromisoformat(reason.day[:10]), language) if reason.day else "–"
    if reason.kind == "type":
        known = factory_type(reason.value or "")
        return f"{known.display} {known.name.pick(language)}" if known else str(reason.value)
    if reason.kind == "complaints":
        return _COMPLAINTS.pick(language).format(reason.value, day)
    if reason.kind == "orders_open":
        return _ORDERS.pick(language).format(reason.value, day)
    if reason.kind == "orders_overdue":
        return _LATE.pick(language).format(reason.value, day)
    if reason.kind == "months_unseen":
        return _LAST.pick(language).format(day) if reason.day else _NEVER.pick(language)
    value = _YES.pick(language) if str(reason.value) in ("yes", "true", "1") else str(reason.value)
    parts = [f"{code_word('fact.property', reason.property, language)} {value}"]
    if reason.day:
        parts.append(_AS_OF.pick(language).format(day))
    if reason.source:
        parts.append(reason.source)
    return " · ".join(parts)
