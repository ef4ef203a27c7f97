"""What is read and shown of each kind of record that a search finds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Literal

from fieldkit.model.code_lists import FINDING_STATES, word
from fieldkit.model.codes import code_word
from fieldkit.model.thai import dates

if TYPE_CHECKING:
    from collections.abc import Mapping

    from fieldkit.errors import Text

Kind = Literal[
    "factory",
    "finding",
    "inspection",
    "answer",
    "factory_order",
    "complaint",
    "document",
    "recommendation",
    "enterprise",
    "loan",
    "law",
]
Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Part:
    """A column in words: ``codes`` names the list of its codes, ``day`` says that it is a day or a moment.

    ``states`` are the words of codes that the program itself knows.
    """

    column: str
    codes: str = ""
    day: bool = False
    states: Mapping[str, Text] | None = None

    def words(self, row: Row, language: str) -> str:
        """Return what a person reads, ``""`` for nothing."""
        value = row[self.column]
        if value is None or value == "":
            return ""
        if self.day:
            return _day(str(value), language)
        if self.states:
            return word(self.states, value, language)
        return code_word(self.codes, value, language) if self.codes else str(value)


def _day(stored: str, language: str) -> str:
    try:
        return dates.short(date.fromisoformat(stored[:10]), language)
    except ValueError:
        return stored


@dataclass(frozen=True, slots=True)
class Display:
    """How a record is shown: the first of ``titles`` that it has, the text that fits, and what follows it.

    ``select`` gives ``row``, ``id`` and every column named here, of the table ``t``.
    """

    select: str
    titles: tuple[Part, ...]
    texts: tuple[Part, ...] = ()
    tail: tuple[Part, ...] = ()


_T = Part
_FACTORY, _FACTORY_JOIN = _T("factory_name"), "LEFT JOIN factory f ON f.id = t.factory"
_CHECKLIST_JOIN = "LEFT JOIN checklist c ON c.id = i.checklist"

DISPLAYS: Mapping[str, Display] = {
    "factory": Display(
        "SELECT t.row, t.id, t.name, t.operator, t.registration_no, t.name_sort,"
        " coalesce(t.registration_no_old, t.registration_no) AS number,"
        "  t.registration_no_old, t.activity, t.subdistrict, t.district, t.province"
        " FROM factory t",
        (_T("name"), _T("operator"), _T("number")),
        (_T("registration_no"), _T("operator"), _T("activity")),
        (_T("number"), _T("subdistrict"), _T("district"), _T("province")),
    ),
    "finding": Display(
        "SELECT t.row, t.id, t.description, t.wording, t.law, t.action, t.limit_text, t.due_date,"
        f" t.state, f.name AS factory_name FROM finding t {_FACTORY_JOIN}",
        (_T("description"), _T("wording")),
        (_T("wording"), _T("action"), _T("law"), _T("limit_text")),
        (_T("state", states=FINDING_STATES), _FACTORY, _T("due_date", day=True)),
    ),
    "inspection": Display(
        "SELECT t.row, t.id, t.officer_name, t.started_at, f.name AS factory_name, f.operator,"
        " coalesce(f.registration_no_old, f.registration_no) AS number, c.title FROM inspection t"
        f" {_FACTORY_JOIN} LEFT JOIN checklist c ON c.id = t.checklist",
        (_FACTORY, _T("operator"), _T("number"), _T("title")),
        (_T("number"), _T("operator")),
        (_T("title"), _T("started_at", day=True), _T("officer_name")),
    ),
    "answer": Display(
        "SELECT t.row, t.id, t.inspection, t.path, t.value, t.note, i.started_at, f.name AS factory_name,"
        " c.title, c.searched FROM answer t JOIN inspection i ON i.id = t.inspection"
        f" LEFT JOIN factory f ON f.id = i.factory {_CHECKLIST_JOIN}",
        (_T("note"), _T("value")),
        (_T("value"),),
        (_FACTORY, _T("title"), _T("started_at", day=True)),
    ),
    "factory_order": Display(
        "SELECT t.row, t.id, t.number, t.temporary_no, t.wording, t.section, t.extension_reason, t.due_date,"
        f" t.state, f.name AS factory_name FROM factory_order t {_FACTORY_JOIN}",
        (_T("number"), _T("temporary_no"), _T("wording")),
        (_T("temporary_no"), _T("wording"), _T("section"), _T("extension_reason")),
        (_T("state", codes="factory_order.state"), _FACTORY, _T("due_date", day=True)),
    ),
    "complaint": Display(
        "SELECT t.row, t.id, t.number, t.details, t.place, t.district, t.frequency, t.received_at,"
        f" t.state, f.name AS factory_name FROM complaint t {_FACTORY_JOIN}",
        (_T("number"), _T("details")),
        (_T("details"), _T("place"), _T("frequency")),
        (_T("state", codes="complaint.state"), _FACTORY, _T("district"), _T("received_at", day=True)),
    ),
    "document": Display(
        "SELECT t.row, t.id, t.factory, t.kind, t.number, t.issuer, t.note, t.expires_on,"
        f" f.name AS factory_name FROM document t {_FACTORY_JOIN}",
        (_T("kind", codes="document.kind"),),
        (_T("issuer"), _T("note")),
        (_T("number"), _FACTORY, _T("expires_on", day=True)),
    ),
    "recommendation": Display(
        "SELECT t.row, t.id, t.issue_title, t.recommendation_text, t.progress_text, t.owner_unit, t.round,"
        " t.indicator, t.due_date, t.state FROM recommendation t",
        (_T("issue_title"), _T("recommendation_text")),
        (_T("recommendation_text"), _T("progress_text"), _T("indicator")),
        (_T("state", codes="recommendation.state"), _T("round"), _T("owner_unit"), _T("due_date", day=True)),
    ),
    "enterprise": Display(
        "SELECT t.row, t.id, t.name, t.code, t.product, t.certificates, t.address, t.subdistrict, t.district"
        " FROM enterprise t",
        (_T("name"), _T("code")),
        (_T("product"), _T("certificates"), _T("address")),
        (_T("code"), _T("subdistrict"), _T("district")),
    ),
    "loan": Display(
        "SELECT t.row, t.id, t.contract_no, t.enterprise, t.district, t.fund FROM loan t",
        (_T("contract_no"), _T("enterprise")),
        (),
        (_T("enterprise"), _T("fund", codes="loan.fund"), _T("district")),
    ),
}
