"""Columns that say how a finding is put right: its issue, its order, what came of it by then."""

from __future__ import annotations

from fieldkit.errors import Text
from fieldkit.model.codes import codes
from fieldkit.model.indicators.stood import join, order_state
from fieldkit.model.indicators.subjects import Column, day_number, living
from fieldkit.model.indicators.syntax import quoted
from fieldkit.model.orders.issues import TOPICS
from fieldkit.model.orders.steps_table import RESULTS, transitions

ORDER = (
    f"LEFT JOIN factory_order o ON o.id = x.factory_order AND {living('o')}"
    f" AND coalesce(o.issued_on, '') <= :end {join('factory_order', 'o')}"
)
"""The order that demands the correction of the finding ``x``, and how it stood."""
_CORRECTED = "verified"
_STEPS = f"FROM step t WHERE t.record = o.id AND {living('t')} AND t.on_date <= :end"


def issue() -> Column:
    """Return the issue of a finding, by its checklist and section: the first code with the same words."""
    known = codes(TOPICS)
    first: dict[str, str] = {}
    for code, words in known.items():
        first.setdefault(words.name.th, code)
    cases = []
    for code in sorted(known, key=lambda code: "/" not in code):
        form, _, section = code.partition("/")
        within = f" AND x.path LIKE {quoted(f'/%/{section}/%')}" if section else ""
        cases.append(f"WHEN x.form_id = {quoted(form)}{within} THEN {quoted(first[known[code].name.th])}")
    return Column("issue", Text("ประเด็น", "Issue"), f"CASE {' '.join(cases)} ELSE '' END", codes=TOPICS)


def _result() -> str:
    """Return the SQL of what is reported of a correction; codes that are called the same become one."""
    first: dict[str, str] = {}
    same = {code: first.setdefault(words.name.th, code) for code, words in codes(RESULTS).items()}
    states = " ".join(f"WHEN {quoted(code)} THEN {quoted(one)}" for code, one in same.items())
    running = same["open"]
    return (
        f"CASE WHEN {{state}} <> 'open' THEN {quoted(_CORRECTED)}"
        f" ELSE CASE {order_state('o')} {states} ELSE {quoted(running)} END END"
    )


def _day(column: str) -> str:
    """Return the SQL of a day that a step of the order sets."""
    return f"CASE WHEN s.record IS NULL THEN nullif(o.{column}, '') ELSE s.{column} END"


def correction_columns() -> tuple[Column, ...]:
    """Return the columns; ``state``, ``due_on`` and ``overdue`` are columns of the finding."""
    looked = ", ".join(
        sorted(
            {
                quoted(row.kind)
                for row in transitions()
                if any(column == "verified_in" for column, _ in row.sets)
            }
        )
    )
    order = "order"
    return (
        issue(),
        Column("officer", Text("ผู้รับผิดชอบ", "Officer"), "coalesce(i.officer_name, '')"),
        Column("action", Text("การแก้ไข", "Corrective action"), "x.action"),
        Column("section", Text("มาตรา", "Section"), "coalesce(o.section, '')", "text", order, "order_kind"),
        Column("order_no", Text("เลขที่คำสั่ง", "Order no."), "coalesce(o.number, o.temporary_no)", join=order),
        Column("issued_on", Text("วันที่คำสั่ง", "Issued on"), "o.issued_on", "day", order),
        Column("received_on", Text("วันที่ได้รับ", "Received on"), _day("received_on"), "day", order),
        Column(
            "order_due",
            Text("กำหนดตามคำสั่ง", "Due by the order"),
            f"coalesce({_day('due_date')}, x.due_date)",
            "day",
            order,
        ),
        Column("extended_to", Text("ขยายถึง", "Extended to"), _day("extended_to"), "day", order),
        Column(
            "verified_on",
            Text("วันตรวจติดตาม", "Followed up on"),
            f"(SELECT max(t.on_date) {_STEPS} AND t.kind IN ({looked}))",
            "day",
            order,
        ),
        Column("result", Text("ผล", "Result"), _result(), "text", order, RESULTS),
        Column(
            "days_overdue",
            Text("เกินกำหนด (วัน)", "Days overdue"),
            f"CASE WHEN {{overdue}} = 1 THEN ({day_number(':today')}) - ({day_number('x.due_date')}) END",
            "number",
        ),
        Column(
            "fined",
            Text("ค่าปรับ (บาท)", "Fine (baht)"),
            f"(SELECT sum(t.amount) {_STEPS} AND t.kind = 'fined')",
            "number",
            order,
        ),
    )
