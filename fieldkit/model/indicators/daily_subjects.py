"""The officer's day: every visit that was begun, whatever it was about, with what came of it."""

from __future__ import annotations

from fieldkit.errors import Text
from fieldkit.model.indicators.factory_subjects import LABEL, PLACE
from fieldkit.model.indicators.subjects import Column, Subject, declared, living
from fieldkit.model.superseded import not_superseded

_HERE = f"FROM inspection i WHERE i.visit = x.id AND {living('i')}{not_superseded('i')}"
_OF = f"JOIN inspection i ON i.id = y.inspection WHERE i.visit = x.id AND {living('y')}{not_superseded('i')}"


def _clock(moment: str) -> str:
    """Return the minutes since midnight of an ISO moment at its own place."""
    return f"CAST(substr({moment}, 12, 2) AS INTEGER) * 60 + CAST(substr({moment}, 15, 2) AS INTEGER)"


def _count(name: str, words: Text, sql: str) -> Column:
    return Column(name, words, f"(SELECT count(*) FROM {sql})", "number")


def _stop() -> Subject:
    columns = [
        *LABEL,
        *PLACE,
        Column("day", Text("วันที่", "Date"), "substr(x.started_at, 1, 10)", "day"),
        Column("month", Text("เดือน", "Month"), "substr(x.started_at, 1, 7)", codes="month"),
        Column("arrived", Text("เวลาถึง", "Arrived"), "substr(x.started_at, 12, 5)"),
        Column("finished", Text("เวลาเสร็จ", "Finished"), f"(SELECT max(substr(i.closed_at, 12, 5)) {_HERE})"),
        Column("kind", Text("ประเภทภารกิจ", "Kind"), "coalesce(x.kind, '')", codes="visit_kind"),
        Column("officer", Text("เจ้าหน้าที่", "Officer"), f"(SELECT min(i.officer_name) {_HERE})"),
        Column(
            "outcome",
            Text("ผลโดยสรุป", "Result"),
            f"CASE WHEN EXISTS (SELECT 1 {_HERE} AND i.outcome = 'fail') THEN 'fail'"
            f" WHEN EXISTS (SELECT 1 {_HERE} AND (i.state <> 'closed' OR i.outcome = 'incomplete'))"
            " THEN 'incomplete' ELSE 'pass' END",
            codes="inspection.outcome",
        ),
        Column(
            "minutes",
            Text("เวลา (นาที)", "Minutes"),
            f"(SELECT max({_clock('i.closed_at')}) {_HERE} AND substr(i.closed_at, 1, 10) = {{day}})"
            f" - ({_clock('x.started_at')})",
            "number",
        ),
        _count("findings", Text("ข้อบกพร่อง (จำนวน)", "Findings"), f"finding y {_OF}"),
        _count("orders", Text("คำสั่ง", "Orders"), f"factory_order y {_OF}"),
        _count(
            "photos", Text("ภาพ (จำนวน)", "Photos"), f"attachment y {_OF} AND y.kind IN ('photo', 'after')"
        ),
        Column("team", Text("ผู้ร่วมตรวจ", "Team"), "x.team", codes="team"),
        Column("guide", Text("ผู้นำตรวจ", "Led by"), "x.guide"),
    ]
    return Subject(
        "stop",
        Text("บันทึกประจำวัน", "Daily log"),
        "visit",
        "visit x LEFT JOIN factory f ON f.id = x.place",
        f"{living('x')} AND x.started_at >= :start AND x.started_at < :after AND EXISTS (SELECT 1 {_HERE})",
        declared(columns),
        ("day", "arrived", "finished", "number", "name", "district", "kind", "outcome"),
    )


def daily_subjects() -> tuple[Subject, ...]:
    """Return the subjects of this module."""
    return (_stop(),)
