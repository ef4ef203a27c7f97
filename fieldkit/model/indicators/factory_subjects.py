"""Subjects whose rows are factories, or what each factory has filed or scored."""

from __future__ import annotations

from fieldkit.errors import Text
from fieldkit.model.codes import codes
from fieldkit.model.covering_visits import covers
from fieldkit.model.fact_properties import known_properties
from fieldkit.model.indicators.subjects import (
    Column,
    Subject,
    as_number,
    day_number,
    declared,
    flag,
    living,
    newest,
)
from fieldkit.model.indicators.syntax import quoted
from fieldkit.model.reference import factory_statuses
from fieldkit.model.risk_types import RISKS, has_risk, risks_by_type
from fieldkit.model.superseded import not_superseded
from fieldkit.model.tables import STATED
from fieldkit.model.thai.fiscal import START_MONTH

SEASON = ("11", "12", "01", "02", "03", "04")
"""Months of the season of PM2.5, November to April."""

PLACE = (
    Column("district", Text("อำเภอ", "District"), "coalesce(f.district, '')", codes="district"),
    Column("province", Text("จังหวัด", "Province"), "coalesce(f.province_code, '')", codes="province"),
    Column("type", Text("ประเภทโรงงาน", "Type"), "substr(coalesce(f.type_main, ''), 1, 3)", codes="type"),
    Column("class", Text("จำพวก", "Class"), "coalesce(f.class_, '')"),
)
"""Where and what the factory ``f`` is: breakdowns of every subject that has one."""

LABEL = (
    Column("factory", Text("รหัสโรงงาน", "Factory's id"), "f.id"),
    Column(
        "number",
        Text("เลขทะเบียน", "Registration no."),
        "coalesce(f.registration_no_old, f.registration_no)",
    ),
    Column("name", Text("ชื่อโรงงาน", "Factory"), "f.name"),
)

_SINCE = (
    "LEFT JOIN ("
    + newest(f"fact x WHERE property = 'status_since' AND {living('x')}", {"since": "1 = 1"})
    + ") s ON s.factory = f.id"
)


def _statuses(*targets: str) -> str:
    found = [code for code, status in factory_statuses().items() if status.inspection_target in targets]
    return ", ".join(quoted(code) for code in found)


def in_force() -> str:
    """Return the condition that a factory counts in the month of ``:at``.

    It counts from the month in which it opened to that in which it was struck off; one that is stopped counts
    for a year. A register without statuses is taken as it is. ``s.since`` is the day of the present status.
    """
    return (
        f"{living('f')} AND (f.start_date IS NULL OR substr(f.start_date, 1, 7) <= :at_month)"
        f" AND (f.status IS NULL OR f.status IN ({_statuses('yes')})"
        f" OR (f.status IN ({_statuses('within_year')}) AND (s.since IS NULL OR s.since > :year_ago))"
        f" OR (f.status IN ({_statuses('no')}) AND substr(s.since, 1, 7) >= :at_month))"
    )


STANDING = "standing_factory"
"""The factories that count, as :func:`standing` has them."""


def standing(columns: str) -> str:
    """Return a SELECT of ``columns`` of the factories ``f`` that count."""
    return f"SELECT {columns} FROM factory f {_SINCE} WHERE {in_force()}"


_VISITED = "count(*) AS visits, min(c.day) AS first_day, max(c.day) AS last_day"
_VISITS = f"LEFT JOIN (SELECT c.factory, {_VISITED} FROM covering c GROUP BY c.factory) v ON v.factory = f.id"
_DUSTY = (
    f"substr(c.day, 6, 2) IN ({', '.join(quoted(month) for month in SEASON)})"
    " AND (c.kind = 'PM25' OR c.aired = 1)"
)
# The visits once more, with what was looked at: one pass for all, where anything of it is asked for.
_CHECKS = (
    f"LEFT JOIN (SELECT c.factory, {_VISITED}, sum({flag(_DUSTY)}) AS dusty,"
    " substr(max(c.day || c.waste), 47) AS waste"
    f" FROM visits_made c WHERE {covers('c.kind')} AND c.day >= :start GROUP BY c.factory) v"
    " ON v.factory = f.id"
)
_FACTS = {
    **{risk: f"property = 'risk_{risk}'" for risk in RISKS},
    "digital": "property = 'i_industry_status' AND coalesce(as_of, '') <= :end",
}
# Word by word the condition of the index `fact_stated`.
_STATED = f"property || '' IN ({', '.join(map(quoted, STATED))})"
_KNOWN = (
    "LEFT JOIN (" + newest(f"fact x WHERE {_STATED} AND {living('x')}", _FACTS) + ") r ON r.factory = f.id"
)


_NEVER = "-" * 10


def _certificate(name: str, condition: str) -> str:
    stamped = (
        "substr(coalesce(issued_on, '0000-00-00'), 1, 10) || CAST(coalesce(level, 0) AS TEXT)"
        f" || substr(coalesce(expires_on, '') || '{_NEVER}', 1, 10) || coalesce(number, '')"
    )
    return f"max(CASE WHEN {condition} THEN {stamped} END) AS {name}"


_GREEN = (
    "LEFT JOIN (SELECT factory, "
    + _certificate(
        "now",
        "(issued_on IS NULL OR issued_on <= :at) AND (expires_on IS NULL OR expires_on = ''"
        " OR expires_on >= :at)",
    )
    + ", "
    + _certificate(
        "before",
        "(issued_on IS NULL OR issued_on < :start) AND (expires_on IS NULL OR expires_on = ''"
        " OR expires_on >= :start)",
    )
    + ", max(CASE WHEN expires_on < :at THEN expires_on END) AS expired"
    f" FROM document x WHERE kind = 'gi' AND {living('x')} GROUP BY factory) g ON g.factory = f.id"
)
_FOUND = (
    "LEFT JOIN (SELECT n.place AS factory, count(*) AS found FROM finding n"
    " JOIN inspection i ON i.id = n.inspection"
    f" WHERE {living('n')} AND {living('i')} AND i.state = 'closed' AND i.started_at >= :start"
    f" AND i.started_at < :after{not_superseded('i')} GROUP BY n.place) b ON b.factory = f.id"
)
_SECTIONS = ("37", "39")
_ORDERED = (
    "LEFT JOIN (SELECT factory, "
    + ", ".join(f"sum({flag(f'section = {quoted(section)}')}) AS s{section}" for section in _SECTIONS)
    + f" FROM factory_order y WHERE {living('y')} AND issued_on BETWEEN :start AND :end"
    " AND coalesce(state, '') <> 'withdrawn' GROUP BY factory) o ON o.factory = f.id"
)
_JOINS = {
    "since": _SINCE,
    "visits": _VISITS,
    "checks": _CHECKS,
    "known": _KNOWN,
    "risks": f"{_KNOWN} {risks_by_type('ti', 'tw', 'f.type_main')}",
    "green": _GREEN,
    "found": _FOUND,
    "ordered": _ORDERED,
}


def _quarter(day: str) -> str:
    """Return the SQL of the fiscal quarter, 1 to 4, of a day."""
    month = f"CAST(substr({day}, 6, 2) AS INTEGER)"
    return f"CASE WHEN {day} IS NOT NULL THEN (({month} + {12 - START_MONTH}) % 12) / 3 + 1 END"


def _level(stamped: str) -> str:
    return f"CAST(coalesce(substr({stamped}, 11, 1), '0') AS INTEGER)"


def _risk_columns() -> list[Column]:
    return [
        Column(
            f"risk_{risk}",
            Text(f"เสี่ยง{words.th}", f"Risk: {words.en}"),
            f"CASE coalesce(r.{risk}, '') WHEN 'yes' THEN 1 WHEN 'no' THEN 0"
            f" ELSE {has_risk(risk, 'ti', 'tw')} END",
            "flag",
            "risks",
        )
        for risk, words in RISKS.items()
    ]


def _green_columns() -> list[Column]:
    """Return the certificate of Green Industry that is in force, and what was before."""
    return [
        Column("gi_level", Text("ระดับ GI", "GI level"), _level("g.now"), "number", "green"),
        Column("gi_before", Text("ระดับ GI ต้นงวด", "GI level before"), _level("g.before"), "number", "green"),
        Column(
            "gi_expires_on",
            Text("GI หมดอายุ", "GI expires on"),
            f"nullif(substr(g.now, 12, 10), '{_NEVER}')",
            "day",
            "green",
        ),
        Column("gi_number", Text("เลขใบรับรอง GI", "GI certificate"), "substr(g.now, 22)", join="green"),
        Column(
            "gi_issued_on",
            Text("วันที่ได้รับ GI", "GI issued on"),
            "nullif(substr(g.now, 1, 10), '0000-00-00')",
            "day",
            "green",
        ),
        Column(
            "gi_expires_soon",
            Text("GI ใกล้หมดอายุ", "GI expires soon"),
            flag("{gi_expires_on} BETWEEN :today AND :renewal"),
            "flag",
            "green",
        ),
        Column("gi_expired_on", Text("GI หมดอายุแล้วเมื่อ", "GI expired on"), "g.expired", "day", "green"),
    ]


def _work_columns() -> list[Column]:
    """Return what was done at a factory in the period, and what it holds."""
    return [
        Column("visits", Text("ตรวจ (ครั้ง)", "Visits"), "coalesce(v.visits, 0)", "number", "visits"),
        Column("covered", Text("ตรวจแล้ว", "Inspected"), flag("v.visits > 0"), "flag", "visits"),
        Column("first_visit", Text("ตรวจครั้งแรก", "First visit"), "v.first_day", "day", "visits"),
        Column("last_visit", Text("ตรวจล่าสุด", "Last visit"), "v.last_day", "day", "visits"),
        Column(
            "first_quarter",
            Text("ไตรมาสที่ตรวจครั้งแรก", "Quarter of the first visit"),
            _quarter("v.first_day"),
            "number",
            "visits",
        ),
        Column(
            "repeat_visits",
            Text("ตรวจซ้ำ (ครั้ง)", "Repeated visits"),
            "CASE WHEN v.visits > 1 THEN v.visits - 1 ELSE 0 END",
            "number",
            "visits",
        ),
        Column("findings", Text("ข้อบกพร่องในงวด", "Findings"), "coalesce(b.found, 0)", "number", "found"),
        *(
            Column(
                f"orders_{section}",
                Text(f"คำสั่ง ม.{section} ในงวด", f"Section {section} orders"),
                f"coalesce(o.s{section}, 0)",
                "number",
                "ordered",
            )
            for section in _SECTIONS
        ),
        Column(
            "dust_visits",
            Text("ตรวจฝุ่นในฤดู (ครั้ง)", "Dust visits in season"),
            "coalesce(v.dusty, 0)",
            "number",
            "checks",
        ),
        *_green_columns(),
        Column(
            "i_industry", Text("i-Industry", "i-Industry"), "r.digital", "text", "known", "i_industry.status"
        ),
        Column(
            "waste_outcome",
            Text("ผลตรวจกาก", "Waste inspection"),
            "v.waste",
            "text",
            "checks",
            "inspection.outcome",
        ),
    ]


def _factory() -> Subject:
    columns = [
        *LABEL,
        *PLACE,
        Column("status", Text("สถานะ", "Status"), "coalesce(f.status, '')", codes="status"),
        Column("hp", Text("แรงม้า", "Horsepower"), "f.hp", "number"),
        Column("workers", Text("คนงาน", "Workers"), "f.workers", "number"),
        *_risk_columns(),
        Column(
            "environmental",
            Text("กลุ่มเสี่ยงสิ่งแวดล้อม", "Environmental risk"),
            flag(" OR ".join(f"{{risk_{risk}}} = 1" for risk in RISKS)),
            "flag",
        ),
        *_work_columns(),
    ]
    return Subject(
        "factory",
        Text("โรงงาน", "Factories"),
        "factory",
        "factory f",
        in_force(),
        declared(columns),
        ("number", "name", "district", "type", "visits", "last_visit"),
        id="f.id",
        joins=_JOINS,
        needs=("since",),
        wider={"visits": "checks", "known": "risks"},
    )


def _departed() -> Subject:
    """Factories that were struck off in the period and have left the denominators."""
    columns = [*LABEL, *PLACE, Column("status", Text("สถานะ", "Status"), "f.status", codes="status")]
    columns.append(Column("since", Text("ตั้งแต่", "Since"), "s.since", "day"))
    columns.append(Column("reason", Text("เหตุผล", "Reason"), "f.status_reason"))
    return Subject(
        "departed",
        Text("โรงงานที่ออกจากเป้าหมาย", "Factories that left"),
        "factory",
        "factory f",
        f"{living('f')} AND f.status IN ({_statuses('no')})"
        " AND s.since >= :start AND substr(s.since, 1, 7) < :at_month",
        declared(columns),
        ("number", "name", "district", "status", "since", "reason"),
        id="f.id",
        joins={"since": _SINCE},
        needs=("since",),
    )


def _facts(
    name: str,
    words: Text,
    properties: list[str],
    until: str,
    columns: list[Column],
    hidden: int = 0,
    narrowed: str = "",
) -> Subject:
    """Return the subject of the newest fact of each factory and property, ``hidden`` columns unlisted."""
    rows = (
        "SELECT factory, property,"
        " max(substr(coalesce(as_of, '0000-00-00'), 1, 10) || id || coalesce(value, '')) AS stamped"
        f" FROM fact y WHERE property IN ({', '.join(map(quoted, properties)) or quoted('')})"
        f" AND coalesce(as_of, '') <= {until} AND {living('y')} GROUP BY property, factory"
    )
    return Subject(
        name,
        words,
        "fact",
        f"({rows}) x JOIN {STANDING} f ON f.id = x.factory",
        "1 = 1",
        declared([*LABEL, *PLACE, *columns]),
        ("number", "name", "district", *(column.name for column in columns[: len(columns) - hidden])),
        id="substr(x.stamped, 11, 36)",
        narrowed=narrowed,
    )


def _filing() -> Subject:
    forms = [form for form in codes("single_form.form") if form]
    start = len("single_form.") + 1
    subject = _facts(
        "filing",
        Text("การส่ง I-Single Form", "I-Single Form filings"),
        [f"single_form.{form}.:year" for form in forms],
        "'9999'",
        [
            Column(
                "form",
                Text("แบบรายงาน", "Form"),
                f"substr(x.property, {start}, length(x.property) - {start + 4})",
                codes="single_form.form",
            ),
            Column("filed", Text("การส่ง", "Filed"), "substr(x.stamped, 47)", codes="single_form.status"),
        ],
    )
    return subject


_VALUE = "substr(x.stamped, 47)"
_AS_OF = "substr(x.stamped, 1, 10)"


def _known() -> Subject:
    """What checklists and people say of factories, by property: a new topic needs a row, no column."""
    return _facts(
        "fact",
        Text("ข้อเท็จจริงของโรงงาน", "Facts of factories"),
        [about.name for about in known_properties() if "*" not in about.name],
        ":end",
        [
            Column("property", Text("ข้อเท็จจริง", "Fact"), "x.property", codes="fact"),
            Column("value", Text("ค่า", "Value"), _VALUE, codes="said"),
            Column("known_on", Text("ณ วันที่", "As of"), _AS_OF, "day"),
            Column("amount", Text("จำนวน", "Amount"), as_number(_VALUE), "number"),
            Column("in_period", Text("ในงวด", "In the period"), flag(f"{_AS_OF} >= :start"), "flag"),
            Column(
                "passed",
                Text("เลยวันแล้ว", "Day has passed"),
                flag(f"({day_number(_VALUE)}) IS NOT NULL AND {_VALUE} < :at"),
                "flag",
            ),
        ],
        hidden=3,
        narrowed="property",
    )


def _mind() -> Subject:
    return _facts(
        "mind",
        Text("คะแนน MIND", "MIND scores"),
        [f"mind.{dimension}" for dimension in codes("mind.dimension") if dimension],
        ":end",
        [
            Column("dimension", Text("มิติ", "Dimension"), "substr(x.property, 6)", codes="mind.dimension"),
            Column(
                "score",
                Text("คะแนน", "Score"),
                as_number("substr(x.stamped, 47)"),
                "number",
            ),
            Column("scored_on", Text("ประเมินเมื่อ", "Scored on"), "substr(x.stamped, 1, 10)", "day"),
        ],
    )


def factory_subjects() -> tuple[Subject, ...]:
    """Return the subjects of this module."""
    return (_factory(), _departed(), _filing(), _mind(), _known())
