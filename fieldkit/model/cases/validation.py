"""What is wrong or doubtful about the values of a record, each with its column and cure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from fieldkit.errors import Text
from fieldkit.model.cases.enterprises import LEAST_MEMBERS, code_looks_right
from fieldkit.model.cases.errors import Problem, in_future, missing, out_of_range, too_early
from fieldkit.model.cases.life import day
from fieldkit.model.cases.registers import register_of
from fieldkit.model.codes import codes
from fieldkit.model.identifiers import id13_digits, id13_ok
from fieldkit.model.record_fields import FIELDS
from fieldkit.model.thai.fiscal import RoundError, inspection_round_span

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

Row = Mapping[str, Any]

# The later column may not lie before the earlier one.
_ORDER: Mapping[str, tuple[tuple[str, str], ...]] = {
    "recommendation": (("visit_date", "due_date"), ("visit_date", "closed_on")),
    "complaint": (
        ("occurred_at", "received_at"),
        ("received_at", "assigned_on"),
        ("received_at", "answered_on"),
        ("received_at", "closed_on"),
    ),
    "loan": (
        ("contract_date", "balance_as_of"),
        ("contract_date", "last_paid_on"),
        ("contract_date", "closed_on"),
    ),
    "enterprise": (),
    "project": (("started_on", "ended_on"),),
    "project_result": (("baseline_on", "result_on"),),
    "step": (("on_date", "due_date"),),
}
# Days of what has happened.
_PAST: Mapping[str, tuple[str, ...]] = {
    "recommendation": ("visit_date", "closed_on"),
    "complaint": ("received_at", "occurred_at", "assigned_on", "answered_on", "closed_on"),
    "loan": ("contract_date", "balance_as_of", "last_paid_on", "closed_on"),
    "enterprise": (),
    "project": (),
    "project_result": ("baseline_on", "result_on"),
    "step": ("on_date",),
}
_RANGES: Mapping[str, tuple[float, float | None]] = {
    "progress": (0, 100),
    "rate": (0, 100),
    "due_day": (1, 31),
    "otop_stars": (1, 5),
    "latitude": (-90, 90),
    "longitude": (-180, 180),
    "fiscal_year": (2400, 2650),
    "issue_no": (1, None),
    # A gain may be negative, what was measured may be anything.
    "baseline": (float("-inf"), None),
    "result": (float("-inf"), None),
}
_COUNTED = ("number", "money", "percent")


def check(table: str, row: Row, *, today: date, required: tuple[str, ...] | None = None) -> list[Problem]:
    """Return what is wrong (first) and what is doubtful about a whole row of a register or a project."""
    wanted = register_of(table).required if required is None else required
    found = [missing(table, column) for column in wanted if _empty(row[column])]
    found += _codes(table, row)
    found += _numbers(table, row)
    found += _days(table, row, today)
    found += _OWN.get(table, _nothing)(row)
    return sorted(found, key=lambda problem: problem.warning)


def _empty(value: object) -> bool:
    return value is None or not str(value).strip()


def _codes(table: str, row: Row) -> Iterator[Problem]:
    for column, field in FIELDS[table].items():
        if field.kind not in ("code", "codes"):
            continue
        known = codes(field.target)
        unknown = next((code for code in str(row.get(column) or "").split() if code not in known), None)
        if unknown is not None:
            thai, english = (
                ", ".join(code.name.pick(language) for code in known.values()) for language in ("th", "en")
            )
            yield Problem(
                column,
                Text(f"ไม่มี{field.name.th} “{unknown}”", f"There is no “{field.name.en}” {unknown}"),
                Text(f"เลือก: {thai}", f"Choose one of: {english}"),
            )


def _numbers(table: str, row: Row) -> Iterator[Problem]:
    for column, field in FIELDS[table].items():
        value = row.get(column)
        if field.kind not in _COUNTED or value is None:
            continue
        least, most = _RANGES.get(column, (0, None))
        if value < least or (most is not None and value > most):
            yield out_of_range(table, column, value, least, most)


def _days(table: str, row: Row, today: date) -> Iterator[Problem]:
    for column in _PAST[table]:
        on = day(row[column])
        if on is not None and on > today:
            yield in_future(table, column, on, today)
    for first, second in _ORDER[table]:
        earlier, later = day(row[first]), day(row[second])
        if earlier is not None and later is not None and later < earlier:
            yield too_early(table, second, later, first, earlier)


def _recommendation(row: Row) -> Iterator[Problem]:
    if _empty(row["round"]):
        return
    try:
        inspection_round_span(str(row["round"]))
    except RoundError as error:
        yield Problem("round", error.title, error.hint)


def _complaint(row: Row) -> Iterator[Problem]:
    if _empty(row["factory"]) and _empty(row["place"]):
        yield Problem(
            "factory",
            Text("ยังไม่ทราบโรงงานหรือสถานที่", "Neither factory nor place is known"),
            Text("ระบุเมื่อทราบ เพื่อให้เห็นเรื่องร้องซ้ำ", "Fill one in when it is known, so that repeats are seen"),
            warning=True,
        )


def _loan(row: Row) -> Iterator[Problem]:
    digits = id13_digits(str(row["id13"] or ""))
    if digits and not id13_ok(digits):
        yield Problem(
            "id13",
            Text("เลขประจำตัว 13 หลักไม่ถูกต้อง", "The 13-digit number is wrong"),
            Text(
                "ตรวจเลขกับเอกสารอีกครั้ง หลักสุดท้ายเป็นเลขตรวจสอบ",
                "Check it against the document; its last digit is a check digit",
            ),
        )
    drawn, approved = row["drawn"], row["approved"]
    if drawn is not None and approved is not None and drawn > approved:
        yield Problem(
            "drawn",
            Text("เบิกเกินวงเงินอนุมัติ", "More was drawn than approved"),
            Text("ตรวจยอดกับสัญญา", "Check the sums against the contract"),
            warning=True,
        )
    if row["dpd"] is None and row["missed"] is None and row["state"] != "closed":
        yield Problem(
            "dpd",
            Text(
                "ไม่ทราบวันค้างชำระและงวดค้าง จึงนับเป็นปกติ",
                "Days past due and missed installments are not known; it counts as in order",
            ),
            Text("เติมจากหนังสือหรือไฟล์ของธนาคาร", "Fill one in from the bank's letter or file"),
            warning=True,
        )


def _enterprise(row: Row) -> Iterator[Problem]:
    code = str(row["code"] or "").strip()
    community = row["kind"] == "community"
    if community and code and not code_looks_right(code):
        yield Problem(
            "code",
            Text(f"รหัส “{code}” ต่างจากรูปแบบที่พบทั่วไป", f"The code “{code}” has an unusual shape"),
            Text("มักเขียนเช่น 6-66-01-03/1-0012", "Usually it is like 6-66-01-03/1-0012"),
            warning=True,
        )
    members = row["members"]
    if community and members is not None and members < LEAST_MEMBERS:
        yield Problem(
            "members",
            Text(
                f"วิสาหกิจชุมชนมีสมาชิกอย่างน้อย {LEAST_MEMBERS} คน",
                f"A community enterprise has at least {LEAST_MEMBERS} members",
            ),
            Text("ตรวจกับแบบ สวช.01", "Check it against the form Sor Wor Chor 01"),
            warning=True,
        )


def _nothing(_row: Row) -> Iterator[Problem]:
    return iter(())


_OWN: Mapping[str, Callable[[Row], Iterator[Problem]]] = {
    "recommendation": _recommendation,
    "complaint": _complaint,
    "loan": _loan,
    "enterprise": _enterprise,
}
