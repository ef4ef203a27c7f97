"""The four registers as declared: what belongs to each, what it needs, and how its fields are grouped."""

from __future__ import annotations

from dataclasses import dataclass

from fieldkit.errors import Text
from fieldkit.model.record_fields import FIELDS


@dataclass(frozen=True, slots=True)
class Section:
    """Fields that are seen and edited together."""

    title: Text
    columns: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Register:
    """A register.

    Attributes:
        officer: the column of who follows it up.
        named: what people call a record by, in order.
        required: columns without which a record is not saved.
        narrowed: the column of the list by which its second filter narrows, "" for none.
        searched: columns that a search looks at, beside words of codes and the factory.
    """

    table: str
    name: Text
    one: Text
    officer: str
    named: tuple[str, ...]
    required: tuple[str, ...]
    narrowed: str
    searched: tuple[str, ...]
    sections: tuple[Section, ...]

    @property
    def columns(self) -> tuple[str, ...]:
        """All columns of a record, as they stand in its sections."""
        return tuple(column for section in self.sections for column in section.columns)

    @property
    def personal(self) -> frozenset[str]:
        """Columns that are only seen and exported where they are needed (PDPA)."""
        return frozenset(name for name, field in FIELDS[self.table].items() if field.personal)


def _section(th: str, en: str, columns: str) -> Section:
    return Section(Text(th, en), tuple(columns.split()))


RECOMMENDATIONS = Register(
    "recommendation",
    Text("ข้อเสนอแนะ", "Recommendations"),
    Text("ข้อเสนอแนะ", "recommendation"),
    officer="owner_person",
    named=("issue_title", "recommendation_text"),
    required=("round", "issue_title"),
    narrowed="round",
    searched=(
        *("round", "inspector_name", "issue_title", "recommendation_text", "owner_unit"),
        *("owner_person", "progress_text", "indicator", "evidence"),
    ),
    sections=(
        _section("รอบตรวจราชการ", "Inspection round", "round issue_no visit_date inspector_name"),
        _section("ประเด็นและข้อเสนอแนะ", "Issue", "issue_title recommendation_text"),
        _section("ผู้รับผิดชอบ", "Responsible", "owner_unit owner_person due_date factory"),
        _section("ตัวชี้วัด", "Measure", "indicator target actual evidence"),
        _section("ความคืบหน้า", "Progress", "state progress progress_text closed_on"),
    ),
)
COMPLAINTS = Register(
    "complaint",
    Text("เรื่องร้องเรียน", "Complaints"),
    Text("เรื่องร้องเรียน", "complaint"),
    officer="officer",
    named=("number", "details"),
    required=("received_at", "channel", "issues"),
    narrowed="urgency",
    searched=("number", "place", "district", "details", "officer", "frequency"),
    sections=(
        _section("การรับเรื่อง", "Received", "number received_at channel urgency"),
        _section("ผู้ร้อง", "Complainant", "complainant phone address anonymous keep_secret"),
        _section("สถานที่", "Place", "factory place district latitude longitude"),
        _section("เรื่องที่ร้อง", "What it is about", "issues details occurred_at frequency repeat_of"),
        _section("ผู้รับผิดชอบ", "Responsible", "officer assigned_on"),
        _section("ผลการดำเนินการ", "Result", "state outcome actions answered_on closed_on"),
    ),
)
LOANS = Register(
    "loan",
    Text("ลูกหนี้กองทุน", "Borrowers"),
    Text("ลูกหนี้", "borrower"),
    officer="officer",
    named=("contract_no", "enterprise"),
    required=("fund", "contract_no"),
    narrowed="debt_class",
    searched=("contract_no", "name", "id13", "enterprise", "district", "officer", "collateral", "referral"),
    sections=(
        _section("สัญญา", "Contract", "fund contract_no contract_date"),
        _section("ผู้กู้", "Borrower", "name id13 enterprise factory district phone"),
        _section(
            "เงื่อนไข", "Terms", "approved drawn rate term_months grace_months installment due_day collateral"
        ),
        _section(
            "ยอดหนี้",
            "Balance",
            "principal interest balance_as_of balance_source last_paid_on last_paid missed dpd",
        ),
        _section(
            "การติดตาม", "Follow-up", "state officer restructured trend referral next_visit_on closed_on"
        ),
    ),
)
ENTERPRISES = Register(
    "enterprise",
    Text("วิสาหกิจ", "Enterprises"),
    Text("วิสาหกิจ", "enterprise"),
    officer="officer",
    named=("name", "code"),
    required=("kind", "name"),
    narrowed="kind",
    searched=("code", "name", "chairperson", "product", "certificates", "subdistrict", "district", "officer"),
    sections=(
        _section("กิจการ", "Enterprise", "kind name code sector"),
        _section("ผู้ประสานและสมาชิก", "People", "chairperson phone members employees"),
        _section("ผลิตภัณฑ์และรายได้", "Products and income", "product otop_stars certificates income"),
        _section("ที่ตั้ง", "Location", "address subdistrict district province latitude longitude factory"),
        _section("การติดตาม", "Follow-up", "state officer"),
    ),
)
PROJECTS = Register(
    "project",
    Text("โครงการพัฒนา", "Development projects"),
    Text("โครงการพัฒนา", "development project"),
    officer="officer",
    named=("title",),
    required=("fiscal_year", "title"),
    narrowed="fiscal_year",
    searched=("title", "officer", "consultant"),
    sections=(
        _section("โครงการ", "Project", "title fiscal_year enterprise factory state"),
        _section("การให้คำปรึกษา", "Advice", "officer consultant man_days started_on ended_on"),
    ),
)
RESULTS = Register(
    "project_result",
    Text("ผลการพัฒนา", "Development results"),
    Text("ผลการพัฒนา", "development result"),
    officer="",
    named=("indicator",),
    required=("project", "indicator"),
    narrowed="indicator",
    searched=("evidence", "note"),
    sections=(
        _section("ตัวชี้วัด", "Indicator", "project indicator unit evidence note"),
        _section("ก่อนและหลัง", "Before and after", "baseline baseline_on result result_on"),
    ),
)
REGISTERS = {register.table: register for register in (RECOMMENDATIONS, COMPLAINTS, LOANS, ENTERPRISES)}
_BELOW = {register.table: register for register in (PROJECTS, RESULTS)}
"""Registers without steps of their own: they belong to an enterprise."""


def register_of(table: str) -> Register:
    """Return the register of a table, also of projects and their results; raises KeyError."""
    return REGISTERS.get(table) or _BELOW[table]
