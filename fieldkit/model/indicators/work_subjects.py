"""Subjects of the inspectors' work: visits, planned visits, findings, orders."""

from __future__ import annotations

from fieldkit.errors import Text
from fieldkit.model.codes import ending
from fieldkit.model.indicators.correction_columns import ORDER, correction_columns
from fieldkit.model.indicators.factory_subjects import LABEL, PLACE
from fieldkit.model.indicators.stood import join, order_state
from fieldkit.model.indicators.subjects import Column, Subject, day_number, declared, flag, living
from fieldkit.model.indicators.syntax import quoted
from fieldkit.model.planned_visits import planned_visits
from fieldkit.model.superseded import not_superseded

_BESIDE = "LEFT JOIN factory f ON f.id = x.factory"
# Of what is sealed: the factory whose it is now.
_PLACED = "LEFT JOIN factory f ON f.id = x.place"
CORRECTED = ("verified", "closed")
"""States of an order whose work is done."""
_PLANNED = "id, factory, fiscal_year, kind, planned_on, officer, state, deleted"

# Of a finding, asked of every row several times: each says no more of its state than it must.
_OPEN = (
    "CASE coalesce(x.state, 'open') WHEN 'open' THEN 1"
    f" WHEN 'closed' THEN {flag('substr(x.state_at, 1, 10) > :today')} ELSE 0 END"
)
_DONE_ON = (
    "CASE x.state WHEN 'closed' THEN substr(x.state_at, 1, 10)"
    " WHEN 'corrected_on_site' THEN substr(i.started_at, 1, 10) END"
)


def _visit() -> Subject:
    columns = [
        *LABEL,
        *PLACE,
        Column("day", Text("วันที่ตรวจ", "Date"), "x.day", "day"),
        Column("month", Text("เดือน", "Month"), "substr(x.day, 1, 7)", codes="month"),
        Column("kind", Text("ประเภทการตรวจ", "Kind of visit"), "x.kind", codes="visit_kind"),
    ]
    return Subject(
        "visit",
        Text("การตรวจ", "Visits"),
        "visit",
        f"covering x {_BESIDE}",
        "1 = 1",
        declared(columns),
        ("day", "number", "name", "district", "kind"),
        id="x.visit",
    )


def _assignment() -> Subject:
    columns = [
        *LABEL,
        *PLACE,
        Column("planned_on", Text("วันที่วางแผน", "Planned for"), "x.planned_on", "day"),
        Column("month", Text("เดือน", "Month"), "coalesce(substr(x.planned_on, 1, 7), '')", codes="month"),
        Column("kind", Text("ประเภทการตรวจ", "Kind of visit"), "x.kind", codes="visit_kind"),
        Column("officer", Text("เจ้าหน้าที่", "Officer"), "coalesce(x.officer, '')"),
        Column("done_on", Text("ตรวจแล้วเมื่อ", "Done on"), "x.done_on", "day", "visits"),
        Column("done", Text("ตรวจแล้ว", "Inspected"), "x.done", "flag", "made"),
        Column(
            "late",
            Text("เลยวันที่วางแผน", "Past its day"),
            flag("{done} = 0 AND x.planned_on < :today"),
            "flag",
        ),
    ]
    return Subject(
        "assignment",
        Text("แผนการตรวจ", "Planned visits"),
        "assignment",
        f"assignment x {_BESIDE}",
        f"{living('x')} AND x.fiscal_year = :year AND coalesce(x.state, '') <> 'dropped'"
        " AND (x.planned_on IS NULL OR x.planned_on BETWEEN :start AND :end)",
        declared(columns),
        ("planned_on", "number", "name", "district", "kind", "officer", "done"),
        instead={
            "visits": f"({planned_visits(_PLANNED, made='visits_made')}) x {_BESIDE}",
            "made": f"({planned_visits(_PLANNED, made='visits_made', days=False)}) x {_BESIDE}",
        },
    )


def _finding() -> Subject:
    columns = [
        *LABEL,
        *PLACE,
        Column("found_on", Text("วันที่ตรวจพบ", "Found on"), "substr(i.started_at, 1, 10)", "day"),
        Column("in_period", Text("พบในงวด", "Found in the period"), flag("i.started_at >= :start"), "flag"),
        Column("month", Text("เดือน", "Month"), "substr(i.started_at, 1, 7)", codes="month"),
        Column("severity", Text("ระดับ", "Severity"), "coalesce(x.severity, '')", codes="finding.severity"),
        Column(
            "state",
            Text("สถานะ", "State"),
            "CASE WHEN x.state = 'closed' AND substr(x.state_at, 1, 10) > :today THEN 'open'"
            " ELSE coalesce(x.state, 'open') END",
            codes="finding.state",
        ),
        Column("form_id", Text("แบบตรวจ", "Checklist"), "coalesce(x.form_id, '')"),
        Column("wording", Text("ข้อ", "Question"), "x.wording"),
        Column("description", Text("ข้อบกพร่อง", "Finding"), "x.description"),
        Column("due_on", Text("กำหนดแก้ไข", "Due"), "x.due_date", "day"),
        Column("open", Text("ยังไม่ปิด", "Open"), _OPEN, "flag"),
        Column(
            "done_on", Text("แก้ไขเมื่อ", "Corrected on"), f"CASE WHEN {{open}} = 0 THEN {_DONE_ON} END", "day"
        ),
        Column(
            "in_time",
            Text("แก้ไขทันกำหนด", "In time"),
            flag(f"{{open}} = 0 AND (x.due_date IS NULL OR {_DONE_ON} <= x.due_date)"),
            "flag",
        ),
        Column("overdue", Text("เกินกำหนด", "Overdue"), flag("x.due_date < :today AND {open} = 1"), "flag"),
        Column(
            "due_soon",
            Text("ใกล้ครบกำหนด", "Due soon"),
            flag("{open} = 1 AND x.due_date BETWEEN :today AND :soon"),
            "flag",
        ),
        *correction_columns(),
    ]
    return Subject(
        "finding",
        Text("ข้อบกพร่อง", "Findings"),
        "finding",
        # Joined by an expression, SQLite goes from findings to inspections, not through all of those.
        f"finding x JOIN inspection i ON i.id = x.inspection || '' {_PLACED}",
        f"{living('x')} AND {living('i')} AND i.state = 'closed' AND i.started_at < :after"
        + not_superseded("i"),
        declared(columns),
        ("found_on", "number", "name", "district", "severity", "description", "due_on", "state"),
        joins={"order": ORDER},
    )


def _order() -> Subject:
    corrected = ", ".join(map(quoted, CORRECTED))
    ended = ", ".join(map(quoted, sorted({*ending("factory_order.state"), *CORRECTED})))
    columns = [
        *LABEL,
        *PLACE,
        Column("order_no", Text("เลขที่คำสั่ง", "Order no."), "coalesce(x.number, x.temporary_no)"),
        Column("section", Text("มาตรา", "Section"), "coalesce(x.section, '')", codes="order_kind"),
        Column("issued_on", Text("ออกเมื่อ", "Issued on"), "x.issued_on", "day"),
        Column("in_period", Text("ออกในงวด", "Issued in the period"), flag("x.issued_on >= :start"), "flag"),
        Column(
            "due_on",
            Text("กำหนดแล้วเสร็จ", "Due"),
            "CASE WHEN s.record IS NULL THEN coalesce(nullif(x.extended_to, ''), x.due_date) ELSE s.due END",
            "day",
        ),
        Column(
            "state",
            Text("สถานะ", "State"),
            order_state("x"),
            codes="factory_order.state",
        ),
        Column("open", Text("ยังไม่แล้วเสร็จ", "Open"), flag(f"{{state}} NOT IN ({ended})"), "flag"),
        Column(
            "done_on",
            Text("แล้วเสร็จเมื่อ", "Done on"),
            f"CASE WHEN {{state}} IN ({corrected}) THEN substr(CASE WHEN s.record IS NULL THEN x.state_at"
            " ELSE s.since END, 1, 10) END",
            "day",
        ),
        Column("in_time", Text("ทันกำหนด", "In time"), flag("{done_on} <= {due_on}"), "flag"),
        Column("late", Text("แล้วเสร็จช้า", "Late"), flag("{done_on} > {due_on}"), "flag"),
        Column("overdue", Text("เกินกำหนด", "Overdue"), flag("{open} = 1 AND {due_on} < :today"), "flag"),
        Column(
            "due_soon",
            Text("ใกล้ครบกำหนด", "Due soon"),
            flag("{open} = 1 AND {due_on} BETWEEN :today AND :soon"),
            "flag",
        ),
        Column(
            "days_overdue",
            Text("เกินกำหนด (วัน)", "Days overdue"),
            f"CASE WHEN {{overdue}} = 1 THEN ({day_number(':today')}) - ({day_number('({due_on})')}) END",
            "number",
        ),
    ]
    return Subject(
        "order",
        Text("คำสั่ง", "Orders"),
        "factory_order",
        f"factory_order x {_BESIDE} {join('factory_order')}",
        f"{living('x')} AND x.issued_on <= :end",
        declared(columns),
        ("order_no", "section", "number", "name", "district", "issued_on", "due_on", "state", "days_overdue"),
    )


def _draft() -> Subject:
    columns = [
        *LABEL,
        *PLACE,
        Column("started_on", Text("เริ่มตรวจ", "Started"), "substr(x.started_at, 1, 10)", "day"),
        Column("form_id", Text("แบบตรวจ", "Checklist"), "coalesce(x.form_id, '')"),
        Column("officer", Text("ผู้ตรวจ", "Inspector"), "coalesce(x.officer_name, '')"),
    ]
    return Subject(
        "draft",
        Text("การตรวจที่ยังไม่ปิด", "Inspections not closed"),
        "inspection",
        f"inspection x {_PLACED}",
        f"{living('x')} AND x.state = 'draft'",
        declared(columns),
        ("started_on", "number", "name", "district", "form_id", "officer"),
    )


def work_subjects() -> tuple[Subject, ...]:
    """Return the subjects of this module."""
    return (_visit(), _draft(), _assignment(), _finding(), _order())
