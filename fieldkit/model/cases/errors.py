"""What is refused about a record of a register, with its place and the cure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from fieldkit.errors import FieldkitError, Text
from fieldkit.model.cases.steps_table import kinds, states
from fieldkit.model.codes import codes
from fieldkit.model.record_fields import FIELDS
from fieldkit.model.thai.dates import short

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong or doubtful about a column: what, and what to do. A warning does not stop saving."""

    column: str
    title: Text
    cure: Text
    warning: bool = False


class CaseRefused(FieldkitError):
    """A record or step that cannot be saved as it is; nothing was saved.

    ``problems`` are all of them, by the column that must be corrected.
    """

    def __init__(self, problems: Sequence[Problem], *, place: str = "") -> None:
        first = problems[0]
        super().__init__(first.title, first.cure, place=place)
        self.problems = tuple(problems)


def field_name(table: str, column: str) -> Text:
    """Return what people call a column."""
    return FIELDS[table][column].name


def step_name(table: str, kind: str) -> Text:
    """Return what people call a kind of step."""
    found = codes(kinds(table)).get(kind)
    return found.name if found else Text(kind, kind)


def state_name(table: str, state: str) -> Text:
    """Return what people call a state."""
    found = codes(states(table)).get(state)
    return found.name if found else Text(state, state)


def missing(table: str, column: str) -> Problem:
    """A column that must have a value."""
    name = field_name(table, column)
    return Problem(
        column,
        Text(f"ยังไม่ได้ระบุ{name.th}", f"{name.en} is missing"),
        Text(f"เติม{name.th}แล้วบันทึกอีกครั้ง", f"Fill in “{name.en}” and save again"),
    )


def too_early(table: str, column: str, day: date, other: str, other_day: date) -> Problem:
    """A day that lies before the one that it must follow."""
    name, earlier = field_name(table, column), field_name(table, other)
    return Problem(
        column,
        Text(
            f"{name.th} {short(day)} อยู่ก่อน{earlier.th} {short(other_day)}",
            f"{name.en} {short(day, 'en')} lies before “{earlier.en}” {short(other_day, 'en')}",
        ),
        Text(
            f"ใช้วันที่ตั้งแต่ {short(other_day)} หรือแก้{earlier.th}",
            f"Use a day from {short(other_day, 'en')} on, or correct “{earlier.en}”",
        ),
    )


def in_future(table: str, column: str, day: date, today: date) -> Problem:
    """A day that has not come, of something that is said to have happened."""
    name = field_name(table, column)
    return Problem(
        column,
        Text(f"{name.th} {short(day)} ยังมาไม่ถึง", f"{name.en} {short(day, 'en')} has not come yet"),
        Text(f"ใช้วันที่ไม่เกินวันนี้ ({short(today)})", f"Use a day up to today ({short(today, 'en')})"),
    )


def out_of_range(table: str, column: str, value: float, least: float, most: float | None) -> Problem:
    """A number that cannot be."""
    name = field_name(table, column)
    if most is None:
        cure = Text(f"ใช้ตัวเลขตั้งแต่ {least:,g}", f"Use a number from {least:,g} on")
    else:
        cure = Text(f"ใช้ตัวเลข {least:,g} ถึง {most:,g}", f"Use a number from {least:,g} to {most:,g}")
    return Problem(
        column,
        Text(f"{name.th} {value:,g} เป็นไปไม่ได้", f"{name.en} cannot be {value:,g}"),
        cure,
    )


def not_possible(table: str, kind: str, state: str) -> Problem:
    """A step that cannot be taken in a state."""
    step, now = step_name(table, kind), state_name(table, state)
    return Problem(
        "kind",
        Text(
            f"บันทึก “{step.th}” ไม่ได้ เพราะเรื่องอยู่ในสถานะ “{now.th}”",
            f"“{step.en}” cannot be recorded: the record is “{now.en}”",
        ),
        Text("เปิดเรื่องใหม่ก่อน หรือเลือกเหตุการณ์อื่น", "Reopen it first, or choose another event"),
    )
