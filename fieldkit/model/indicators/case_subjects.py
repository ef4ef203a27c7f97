"""Subjects of the office's cases: complaints, loans, recommendations, development projects."""

from __future__ import annotations

from fieldkit.errors import Text
from fieldkit.model.cases.debts import debt_classes
from fieldkit.model.cases.results import rules
from fieldkit.model.cases.steps_table import start
from fieldkit.model.codes import codes, ending
from fieldkit.model.indicators.factory_subjects import LABEL, PLACE
from fieldkit.model.indicators.stood import join
from fieldkit.model.indicators.subjects import Column, Subject, day_number, declared, flag, living
from fieldkit.model.indicators.syntax import quoted

_BESIDE = "LEFT JOIN factory f ON f.id = x.factory"
_ISSUES = "complaint.issue"
_NEWEST_STEP = "FROM step t WHERE t.record = x.id AND coalesce(t.deleted, 0) = 0"


def _place(district: str) -> tuple[Column, ...]:
    """Return the columns of a place for a record that may have no factory."""
    _, province, type_, class_ = PLACE
    own = Column(
        "district", Text("อำเภอ", "District"), f"coalesce(f.district, {district}, '')", codes="district"
    )
    stream = Column(
        "province", province.words, "coalesce(f.province_code, substr(x.stream, 5))", codes=province.codes
    )
    return own, stream, type_, class_


def _state(table: str) -> str:
    """Return the state of ``x`` on the day that is looked at; one closed since without a step was open."""
    first = quoted(start(table))
    return (
        f"(CASE WHEN s.record IS NOT NULL THEN s.state WHEN x.closed_on > :today THEN {first}"
        f" ELSE coalesce(x.state, {first}) END)"
    )


def _complaint_columns() -> list[Column]:
    ended = ", ".join(map(quoted, sorted(ending("complaint.state"))))
    received = "substr(x.received_at, 1, 10)"
    answered = (
        "(CASE WHEN x.answered_on IS NULL OR x.answered_on <= :today THEN nullif(x.answered_on, '')"
        " ELSE s.answered_on END)"
    )
    return [
        *LABEL,
        *_place("x.district"),
        Column("case_no", Text("เลขรับเรื่อง", "Number"), "x.number"),
        Column("received_on", Text("รับเรื่องเมื่อ", "Received on"), received, "day"),
        Column(
            "in_period", Text("รับในงวด", "Received in the period"), flag("{received_on} >= :start"), "flag"
        ),
        Column("channel", Text("ช่องทาง", "Channel"), "coalesce(x.channel, '')", codes="complaint.channel"),
        Column(
            "urgency", Text("ความเร่งด่วน", "Urgency"), "coalesce(x.urgency, '')", codes="complaint.urgency"
        ),
        Column("state", Text("สถานะ", "State"), _state("complaint"), codes="complaint.state"),
        Column(
            "outcome", Text("ผลการตรวจสอบ", "Result"), "coalesce(x.outcome, '')", codes="complaint.outcome"
        ),
        Column("open", Text("ยังไม่ยุติ", "Open"), flag(f"{{state}} NOT IN ({ended})"), "flag"),
        Column("answered_on", Text("ตอบผู้ร้องเมื่อ", "Answered on"), answered, "day"),
        Column(
            "days_to_answer",
            Text("ใช้เวลาตอบ (วัน)", "Days to answer"),
            f"({day_number(answered)}) - ({day_number(received)})",
            "number",
        ),
        Column(
            "days_waiting",
            Text("รอคำตอบ (วัน)", "Days waiting"),
            f"CASE WHEN {answered} IS NULL THEN ({day_number(':today')}) - ({day_number(received)}) END",
            "number",
        ),
        Column("officer", Text("เจ้าหน้าที่", "Officer"), "coalesce(x.officer, '')"),
        Column("details", Text("รายละเอียด", "Details"), "x.details"),
        Column("closed_on", Text("ยุติเมื่อ", "Closed on"), "nullif(x.closed_on, '')", "day"),
        Column(
            "closed_in_period",
            Text("ยุติในงวด", "Closed in the period"),
            flag("{open} = 0 AND {closed_on} BETWEEN :start AND :end"),
            "flag",
        ),
        Column(
            "days_to_close",
            Text("ใช้เวลาจนยุติ (วัน)", "Days to close"),
            f"CASE WHEN {{open}} = 0 THEN ({day_number('x.closed_on')}) - ({day_number(received)}) END",
            "number",
        ),
        Column("issues", Text("ประเด็น", "Issues"), "x.issues", codes=_ISSUES),
    ]


def _complaint() -> Subject:
    return Subject(
        "complaint",
        Text("เรื่องร้องเรียน", "Complaints"),
        "complaint",
        f"complaint x {_BESIDE} {join('complaint')}",
        f"{living('x')} AND x.received_at < :after",
        declared(_complaint_columns()),
        ("case_no", "received_on", "name", "district", "channel", "state", "days_to_answer", "days_waiting"),
    )


def _complaint_issue() -> Subject:
    """Return complaints once for each of their issues: one about smell and noise counts for both."""
    listed = " UNION ALL ".join(f"SELECT {quoted(code)} AS issue" for code in codes(_ISSUES) if code)
    columns = [
        *_complaint_columns(),
        Column("issue", Text("ประเด็น", "Issue"), "k.issue", codes=_ISSUES),
    ]
    return Subject(
        "complaint_issue",
        Text("ประเด็นของเรื่องร้องเรียน", "Issues of complaints"),
        "complaint",
        f"complaint x JOIN ({listed}) k ON ' ' || coalesce(x.issues, '') || ' ' LIKE '% ' || k.issue || ' %'"
        f" {_BESIDE} {join('complaint')}",
        f"{living('x')} AND x.received_at < :after",
        declared(columns),
        ("issue", "case_no", "received_on", "name", "district", "state"),
        id="x.id || ' ' || k.issue",
    )


def debt_class(days: str, missed: str) -> str:
    """Return the SQL of a debt's class: by days past due, or by missed installments where none are known."""
    best, *others = debt_classes()
    worst_first = others[::-1]
    days_classes = " ".join(
        f"WHEN {days} > {one.over_days} THEN '{one.code}'" for one in worst_first if one.over_days is not None
    )
    missed_classes = " ".join(
        f"WHEN {missed} > {one.over_missed} THEN '{one.code}'"
        for one in worst_first
        if one.over_missed is not None
    )
    return (
        f"CASE WHEN {days} IS NOT NULL THEN CASE {days_classes} ELSE '{best.code}' END"
        f" ELSE CASE {missed_classes} ELSE '{best.code}' END END"
    )


def _loan() -> Subject:
    columns = [
        *LABEL,
        *_place("x.district"),
        Column("contract_no", Text("เลขที่สัญญา", "Contract no."), "x.contract_no"),
        Column("enterprise", Text("กิจการ", "Enterprise"), "x.enterprise"),
        Column("fund", Text("กองทุน", "Fund"), "coalesce(x.fund, '')", codes="loan.fund"),
        Column(
            "outstanding",
            Text("ยอดคงเหลือ (บาท)", "Outstanding (baht)"),
            "coalesce(x.principal, 0) + coalesce(x.interest, 0)",
            "number",
        ),
        Column("missed", Text("งวดค้าง", "Missed installments"), "x.missed", "number"),
        Column("dpd", Text("วันค้างชำระ", "Days past due"), "x.dpd", "number"),
        Column("debt_class", Text("ชั้นหนี้", "Class"), debt_class("x.dpd", "x.missed"), codes="loan.class"),
        Column("npl", Text("NPL", "NPL"), flag("substr({debt_class}, 1, 1) = 'N'"), "flag"),
        Column("at_risk", Text("ค้างชำระ", "In arrears"), flag("{debt_class} IN ('D1', 'D2', 'D3')"), "flag"),
        Column(
            "referred",
            Text("ประสาน ธพว. แล้ว", "Referred to the bank"),
            flag(
                "coalesce(x.referral, '') <> '' OR EXISTS (SELECT 1 FROM step t WHERE t.record = x.id"
                f" AND t.kind = 'referred' AND t.on_date <= :today AND {living('t')})"
            ),
            "flag",
        ),
        Column("approved", Text("วงเงิน (บาท)", "Approved (baht)"), "x.approved", "number"),
        Column("officer", Text("เจ้าหน้าที่", "Officer"), "coalesce(x.officer, '')"),
        Column("trend", Text("แนวโน้ม", "Trend"), "coalesce(x.trend, '')", codes="loan.trend"),
        Column("referral", Text("ประสาน ธพว.", "Referral to the bank"), "x.referral"),
        Column(
            "followed_on",
            Text("ติดตามล่าสุด", "Last follow-up"),
            f"(SELECT max(t.on_date) {_NEWEST_STEP})",
            "day",
        ),
        Column(
            "follow_up",
            Text("ผลการติดตามล่าสุด", "Last follow-up, note"),
            f"(SELECT substr(max(t.on_date || t.id || t.note), 47) {_NEWEST_STEP}"
            " AND coalesce(t.note, '') <> '')",
        ),
        Column(
            "next_visit_on",
            Text("ติดตามครั้งต่อไป", "Next follow-up"),
            "nullif(x.next_visit_on, '')",
            "day",
        ),
    ]
    return Subject(
        "loan",
        Text("ลูกหนี้กองทุน", "Borrowers"),
        "loan",
        f"loan x {_BESIDE} {join('loan')}",
        f"{living('x')} AND {_state('loan')} <> 'closed'"
        " AND (x.contract_date IS NULL OR x.contract_date <= :end)",
        declared(columns),
        ("contract_no", "enterprise", "fund", "district", "outstanding", "missed", "dpd", "debt_class"),
    )


def _recommendation_columns() -> list[Column]:
    done = ", ".join(map(quoted, sorted(ending("recommendation.state"))))
    return [
        *LABEL,
        Column("province", PLACE[1].words, "substr(x.stream, 5)", codes="province"),
        Column("round", Text("รอบ", "Round"), "x.round"),
        Column("issue_no", Text("ประเด็นที่", "Issue no."), "x.issue_no", "number"),
        Column("issue_title", Text("ประเด็น", "Issue"), "x.issue_title"),
        Column("owner_unit", Text("หน่วยรับผิดชอบ", "Responsible unit"), "coalesce(x.owner_unit, '')"),
        Column("due_on", Text("กำหนดแล้วเสร็จ", "Due"), "x.due_date", "day"),
        Column("state", Text("สถานะ", "State"), _state("recommendation"), codes="recommendation.state"),
        Column(
            "progress",
            Text("ความคืบหน้า (ร้อยละ)", "Progress (%)"),
            "CASE WHEN s.record IS NULL THEN x.progress ELSE CAST(s.progress AS REAL) END",
            "number",
        ),
        Column("done", Text("ดำเนินการแล้ว", "Done"), flag(f"{{state}} IN ({done})"), "flag"),
        Column("overdue", Text("เกินกำหนด", "Overdue"), flag("{done} = 0 AND x.due_date < :today"), "flag"),
        Column("text", Text("ข้อเสนอแนะ", "Recommendation"), "x.recommendation_text"),
        Column("progress_text", Text("ผลการดำเนินการ", "What was done"), "x.progress_text"),
        Column("owner", Text("ผู้รายงาน", "Reported by"), "coalesce(x.owner_person, '')"),
        Column("evidence", Text("เอกสารประกอบ", "Evidence"), "x.evidence"),
        Column("closed_on", Text("ปิดเมื่อ", "Closed on"), "nullif(x.closed_on, '')", "day"),
        Column(
            "obstacle",
            Text("ปัญหาอุปสรรค", "Obstacles"),
            f"(SELECT substr(max(t.on_date || t.id || t.note), 47) {_NEWEST_STEP} AND t.kind = 'obstacle'"
            " AND coalesce(t.note, '') <> '')",
        ),
        Column(
            "carried_from",
            Text("คงค้างจากรอบ", "Carried over from"),
            "CASE WHEN x.round NOT IN (:rounds) THEN x.round END",
        ),
    ]


def _recommendation() -> Subject:
    return Subject(
        "recommendation",
        Text("ข้อเสนอแนะ", "Recommendations"),
        "recommendation",
        f"recommendation x {_BESIDE} {join('recommendation')}",
        f"{living('x')} AND x.round IN (:rounds)",
        declared(_recommendation_columns()),
        ("round", "issue_no", "issue_title", "owner_unit", "due_on", "state", "progress"),
    )


def _followed_recommendation() -> Subject:
    """Return the recommendations of the rounds, and of earlier ones what was still open when they began."""
    before = "substr(x.round, 3, 4) || substr(x.round, 1, 1)"
    begun = "substr(:first_round, 3, 4) || substr(:first_round, 1, 1)"
    done = ", ".join(map(quoted, sorted(ending("recommendation.state"))))
    return Subject(
        "followed_recommendation",
        Text("ข้อเสนอแนะและที่คงค้าง", "Recommendations, and open ones of earlier rounds"),
        "recommendation",
        f"recommendation x {_BESIDE} {join('recommendation')}",
        f"{living('x')} AND (x.round IN (:rounds) OR ({before} < {begun}"
        f" AND (coalesce(x.state, '') NOT IN ({done}) OR x.closed_on >= :start)))",
        declared(_recommendation_columns()),
        ("round", "issue_no", "issue_title", "owner_unit", "due_on", "state", "progress"),
    )


def _project() -> Subject:
    measured = (
        "EXISTS (SELECT 1 FROM project_result r WHERE r.project = x.id AND r.baseline IS NOT NULL"
        f" AND r.result IS NOT NULL AND {living('r')})"
    )
    columns = [
        *LABEL,
        Column("province", PLACE[1].words, "substr(x.stream, 5)", codes="province"),
        Column("title", Text("โครงการ", "Project"), "x.title"),
        Column("enterprise", Text("กิจการ", "Enterprise"), "coalesce(e.name, f.name)"),
        Column(
            "district", Text("อำเภอ", "District"), "coalesce(f.district, e.district, '')", codes="district"
        ),
        Column("state", Text("สถานะ", "State"), "coalesce(x.state, 'running')", codes="project.state"),
        Column("measured", Text("วัดผลแล้ว", "Measured"), flag(measured), "flag"),
    ]
    return Subject(
        "project",
        Text("โครงการพัฒนา", "Development projects"),
        "project",
        f"project x LEFT JOIN enterprise e ON e.id = x.enterprise {_BESIDE}",
        f"{living('x')} AND x.fiscal_year = :year",
        declared(columns),
        ("title", "enterprise", "district", "state", "measured"),
    )


def _result() -> Subject:
    less = ", ".join(quoted(rule.code) for rule in rules().values() if not rule.more_is_better)
    better = "CASE WHEN x.indicator IN ({0}) THEN x.baseline - x.result ELSE x.result - x.baseline END"
    columns = [
        *LABEL,
        Column("province", PLACE[1].words, "substr(x.stream, 5)", codes="province"),
        Column("title", Text("โครงการ", "Project"), "p.title"),
        Column("enterprise", Text("กิจการ", "Enterprise"), "coalesce(e.name, f.name)"),
        Column(
            "district", Text("อำเภอ", "District"), "coalesce(f.district, e.district, '')", codes="district"
        ),
        Column(
            "indicator",
            Text("ตัวชี้วัด", "Indicator"),
            "coalesce(x.indicator, '')",
            codes="project_result.indicator",
        ),
        Column("unit", Text("หน่วย", "Unit"), "x.unit"),
        Column("baseline", Text("ก่อน", "Before"), "x.baseline", "number"),
        Column("result", Text("หลัง", "After"), "x.result", "number"),
        Column("gain", Text("ดีขึ้น", "Gain"), better.format(less), "number"),
        Column(
            "gain_percent",
            Text("ดีขึ้น (ร้อยละ)", "Gain (%)"),
            "CASE WHEN x.baseline <> 0 THEN 100.0 * ({gain}) / abs(x.baseline) END",
            "number",
        ),
        Column("measured", Text("วัดผลแล้ว", "Measured"), flag("{gain} IS NOT NULL"), "flag"),
        Column("improved", Text("ดีขึ้น", "Improved"), flag("{gain} > 0"), "flag"),
    ]
    return Subject(
        "result",
        Text("ผลการพัฒนา", "Development results"),
        "project_result",
        "project_result x JOIN project p ON p.id = x.project LEFT JOIN enterprise e ON e.id = p.enterprise"
        " LEFT JOIN factory f ON f.id = p.factory",
        f"{living('x')} AND {living('p')} AND p.fiscal_year = :year",
        declared(columns),
        ("title", "enterprise", "district", "indicator", "unit", "baseline", "result", "gain"),
    )


def case_subjects() -> tuple[Subject, ...]:
    """Return the subjects of this module."""
    return (
        _complaint(),
        _complaint_issue(),
        _loan(),
        _recommendation(),
        _followed_recommendation(),
        _project(),
        _result(),
    )
