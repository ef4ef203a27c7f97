"""What is refused about orders, each with its place and the cure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fieldkit.errors import FieldkitError, Text
from fieldkit.model.codes import codes
from fieldkit.model.orders.steps_table import KINDS, STATES, of_kind
from fieldkit.model.record_fields import FIELDS
from fieldkit.model.thai.dates import short

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date


class OrderRefused(FieldkitError):
    """Something about an order that cannot be; nothing was saved.

    ``column`` is that of the step or order that must be corrected, "" for the whole.
    """

    def __init__(self, title: Text, hint: Text, *, place: str = "", column: str = "") -> None:
        super().__init__(title, hint, place=place)
        self.column = column


def step_name(kind: str) -> Text:
    """Return what people call a kind of step."""
    found = codes(KINDS).get(kind)
    return found.name if found else Text(kind, kind)


def state_name(state: str) -> Text:
    """Return what people call a state."""
    found = codes(STATES).get(state)
    return found.name if found else Text(state, state)


def day_name(day: date) -> Text:
    """Return a day in both languages."""
    return Text(short(day), short(day, "en"))


def not_possible(
    kind: str, on: date, state: str, place: str, *, after: tuple[str, date] | None
) -> OrderRefused:
    """A step that cannot be taken in ``state``; ``after`` is the later one that would allow it, if any."""
    step, day, now = step_name(kind), day_name(on), state_name(state)
    if after is not None:
        other, other_day = step_name(after[0]), day_name(after[1])
        hint = Text(
            f"ต้องไม่ก่อนวันที่ {other_day.th} ({other.th})", f"It may not lie before {other_day.en} ({other.en})"
        )
    else:
        states = dict.fromkeys(name for row in of_kind(kind) for name in sorted(row.states))
        thai = ", ".join(state_name(name).th for name in states)
        english = ", ".join(state_name(name).en for name in states)
        hint = Text(f"ทำได้เมื่อคำสั่งอยู่ในสถานะ: {thai}", f"It is possible while the order is: {english}")
    return OrderRefused(
        Text(
            f"บันทึก “{step.th}” วันที่ {day.th} ไม่ได้ เพราะคำสั่งอยู่ในสถานะ “{now.th}”",
            f"“{step.en}” on {day.en} cannot be: the order is then “{now.en}”",
        ),
        hint,
        place=place,
        column="on_date",
    )


def missing(kind: str, column: str, place: str) -> OrderRefused:
    """A step without something that it needs."""
    step, name = step_name(kind), FIELDS["step"][column].name
    return OrderRefused(
        Text(f"“{step.th}” ยังขาด {name.th}", f"“{step.en}” lacks its {name.en.lower()}"),
        Text(f"เติม {name.th} แล้วบันทึกอีกครั้ง", f"Fill in the {name.en.lower()} and save again"),
        place=place,
        column=column,
    )


def in_future(on: date, today: date, place: str) -> OrderRefused:
    """Something that is said to have happened after today."""
    day, now = day_name(on), day_name(today)
    return OrderRefused(
        Text(f"วันที่ {day.th} ยังมาไม่ถึง", f"{day.en} has not come yet"),
        Text(f"ใช้วันที่ไม่เกินวันนี้ ({now.th})", f"Use a day up to today ({now.en})"),
        place=place,
        column="on_date",
    )


def before(column: str, found: date, least: date, of: Text, place: str) -> OrderRefused:
    """A day that lies before what it follows from."""
    name, day, other = FIELDS["step"][column].name, day_name(found), day_name(least)
    return OrderRefused(
        Text(f"{name.th} {day.th} อยู่ก่อน{of.th}", f"{name.en} {day.en} lies before {of.en}"),
        Text(f"ใช้วันที่ตั้งแต่ {other.th}", f"Use a day from {other.en} on"),
        place=place,
        column=column,
    )


def wrong_amount(place: str) -> OrderRefused:
    """An amount of money below nothing."""
    return OrderRefused(
        Text("จำนวนเงินติดลบ", "The amount is below zero"),
        Text("พิมพ์จำนวนเงินเป็นบาท เช่น 20000", "Type the amount in baht, such as 20000"),
        place=place,
        column="amount",
    )


def wrong_days(days: int, place: str) -> OrderRefused:
    """A period that is no number of days."""
    return OrderRefused(
        Text(f"ให้เวลา {days} วันไม่ได้", f"A period of {days} days cannot be"),
        Text("ใช้ 0 (ทันที) ถึง 3650 วัน", "Use 0 (at once) to 3650 days"),
        place=place,
        column="days",
    )


def no_findings(place: str = "") -> OrderRefused:
    """An order of nothing."""
    return OrderRefused(
        Text("ยังไม่ได้เลือกข้อบกพร่อง", "No finding is chosen"),
        Text(
            "เลือกข้อบกพร่องที่ยังไม่แก้ไขของโรงงานเดียวกันอย่างน้อยหนึ่งข้อ",
            "Choose at least one open finding of one factory",
        ),
        place=place,
    )


def other_factories(names: Iterable[str]) -> OrderRefused:
    """Findings of several factories in one order."""
    return OrderRefused(
        Text("ข้อบกพร่องที่เลือกเป็นของหลายโรงงาน", "The chosen findings are of several factories"),
        Text("ออกคำสั่งแยกแต่ละโรงงาน", "Make an order for each factory"),
        place=" · ".join(names),
    )


def not_open(place: str) -> OrderRefused:
    """A finding that needs no order any more."""
    return OrderRefused(
        Text("มีข้อบกพร่องที่แก้ไขแล้วอยู่ในที่เลือก", "One of the chosen findings is corrected already"),
        Text("เลือกเฉพาะข้อที่ยังไม่แก้ไข", "Choose open findings only"),
        place=place,
    )


def draft_inspection(place: str) -> OrderRefused:
    """A finding of an inspection that nobody has signed yet."""
    return OrderRefused(
        Text("การตรวจของข้อบกพร่องนี้ยังไม่ปิด", "The inspection of this finding is not closed yet"),
        Text("ลงชื่อและปิดการตรวจก่อน แล้วจึงออกคำสั่ง", "Sign and close the inspection, then make the order"),
        place=place,
    )


def ordered_already(place: str, number: str) -> OrderRefused:
    """A finding of which another order demands the correction."""
    return OrderRefused(
        Text(f"ข้อบกพร่องนี้อยู่ในคำสั่ง {number} แล้ว", f"This finding is in the order {number} already"),
        Text("เปิดคำสั่งนั้น หรือลบคำสั่งนั้นก่อน", "Open that order, or delete it first"),
        place=place,
    )


def issued_already(place: str) -> OrderRefused:
    """The wording of a letter that has left the office."""
    return OrderRefused(
        Text("คำสั่งออกไปแล้ว แก้ข้อความไม่ได้", "The order is issued; its wording stays as it is"),
        Text(
            "ลบขั้นตอน “ออกคำสั่ง” ก่อน หรือเพิกถอนแล้วออกคำสั่งใหม่",
            "Delete the step “order issued” first, or withdraw the order and make another",
        ),
        place=place,
        column="wording",
    )


def unknown_section(section: str, known: Iterable[str]) -> OrderRefused:
    """A section under which no order is made."""
    listed = ", ".join(known)
    return OrderRefused(
        Text(f"ออกคำสั่งตาม “{section}” ไม่ได้", f"No order is made under “{section}”"),
        Text(f"ใช้ค่าใดค่าหนึ่ง: {listed}", f"Use one of: {listed}"),
        place="order_kinds.csv",
        column="section",
    )


def no_such_order(place: str) -> OrderRefused:
    """An id or number that is of no order here."""
    return OrderRefused(
        Text("ไม่พบคำสั่งนี้", "There is no such order"),
        Text("ดูรายการด้วย list orders", "See: list orders"),
        place=place,
    )


def no_kind(place: str) -> OrderRefused:
    """What belongs to a step, without saying which."""
    return OrderRefused(
        Text("ยังไม่บอกว่าเป็นขั้นตอนใด", "It does not say which step this is"),
        Text("เติมขั้นตอน เช่น ขยายเวลา หรือลบวันที่และหมายเหตุ", "Name the step, or clear its day and note"),
        place=place,
        column="kind",
    )


def letter_by_hand(kind: str, place: str) -> OrderRefused:
    """A step that writes a letter, asked for in a table."""
    name = step_name(kind)
    return OrderRefused(
        Text(
            f"“{name.th}” บันทึกจากตารางไม่ได้ เพราะต้องทำหนังสือ",
            f"“{name.en}” writes a letter; no table can record it",
        ),
        Text("เปิดคำสั่งในโปรแกรมแล้วบันทึกขั้นตอนนี้", "Open the order in the program and record this step there"),
        place=place,
        column="kind",
    )


def others_open(count: int, place: str) -> OrderRefused:
    """One finding is said to be corrected, while others of its order stay open."""
    return OrderRefused(
        Text(
            f"คำสั่ง {place} ยังมีข้อบกพร่องอื่นที่ไม่แก้ไข {count} ข้อ",
            f"The order {place} has {count} other open finding(s)",
        ),
        Text(
            "ตั้งเป็น “แก้ไขแล้ว” ทุกข้อของคำสั่ง หรือบันทึกทีละข้อในการตรวจติดตาม",
            "Say “Closed” of every finding of the order, or look at them one by one at a follow-up visit",
        ),
        place=place,
        column="kind",
    )
