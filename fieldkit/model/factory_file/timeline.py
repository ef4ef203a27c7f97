"""What happened at a factory, by day: visits, findings, orders, complaints, documents."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, get_args

from fieldkit.errors import Text
from fieldkit.model import elsewhere
from fieldkit.model.code_lists import FINDING_STATES, OUTCOMES, word
from fieldkit.model.codes import code_word, codes
from fieldkit.model.fact_properties import capital
from fieldkit.model.reference import visit_kinds
from fieldkit.model.superseded import not_superseded

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from sqlalchemy import Connection

    from fieldkit.errors import Language

EventKind = Literal["visit", "finding", "order", "complaint", "document"]
EVENT_KINDS: tuple[EventKind, ...] = get_args(EventKind)
DRAFT = Text("กำลังตรวจ", "in progress")
ORDER = Text("คำสั่ง", "Order")
SECTION = Text("คำสั่งมาตรา {0}", "Order, section {0}")
COMPLAINT = Text("เรื่องร้องเรียน", "Complaint")
FINDINGS = Text("ข้อบกพร่อง {0}", "{0} finding(s)")
_TONES = {"pass": "ok", "fail": "fail", "incomplete": "warn", "draft": "accent"}
_FINDING_TONES = {"open": "warn", "corrected_on_site": "ok", "closed": "ok"}


@dataclass(frozen=True, slots=True)
class Event:
    """One entry of the timeline.

    ``day`` is ISO, "" where nobody wrote it down. ``what`` is the kind of visit, the words of a finding, the
    section of an order, the issues of a complaint, the kind of a document; ``state`` a code of its table.
    ``inspection`` and ``path`` say where it is opened; ``elsewhere``, that answers and files of a visit are
    at the office only.
    """

    kind: EventKind
    day: str
    id: str
    what: str
    detail: str
    state: str
    inspection: str = ""
    path: str = ""
    count: int = 0
    elsewhere: bool = False


_VISITS = (
    "SELECT 'visit', substr(i.started_at, 1, 10), i.id, coalesce(v.kind, ''), coalesce(i.form_id, '')"
    # The number under which it was sealed, where that licence was merged into this one.
    " || CASE WHEN i.factory = i.place THEN '' ELSE coalesce(' · ' || (SELECT coalesce(o.registration_no_old,"
    " o.registration_no) FROM factory o WHERE o.id = i.factory), '') END,"
    " CASE i.state WHEN 'closed' THEN coalesce(i.outcome, 'incomplete') ELSE 'draft' END, i.id, '',"
    " (SELECT count(*) FROM finding g WHERE g.inspection = i.id AND coalesce(g.deleted, 0) = 0)"
    " FROM inspection i LEFT JOIN visit v ON v.id = i.visit WHERE i.place = ?"
    " AND coalesce(i.deleted, 0) = 0" + not_superseded("i")
)
_FINDINGS = (
    "SELECT 'finding', substr(i.started_at, 1, 10), n.id,"
    " coalesce(nullif(n.description, ''), n.wording, n.question, ''), coalesce(n.severity, ''),"
    " coalesce(n.state, 'open'), n.inspection, coalesce(n.path, ''), 0"
    " FROM finding n JOIN inspection i ON i.id = n.inspection WHERE n.place = ?"
    " AND i.state = 'closed' AND coalesce(n.deleted, 0) = 0 AND coalesce(i.deleted, 0) = 0"
    + not_superseded("i")
)
_ORDERS = (
    "SELECT 'order', coalesce(o.issued_on, substr(i.started_at, 1, 10), ''), o.id, coalesce(o.section, ''),"
    " coalesce(nullif(o.number, ''), o.temporary_no, ''), coalesce(o.state, ''), coalesce(o.inspection, ''),"
    " '', 0 FROM factory_order o LEFT JOIN inspection i ON i.id = o.inspection WHERE o.factory = ?"
    " AND coalesce(o.deleted, 0) = 0"
)
_COMPLAINTS = (
    "SELECT 'complaint', coalesce(substr(received_at, 1, 10), ''), id, coalesce(issues, ''),"
    " coalesce(number, ''), coalesce(state, ''), '', '', 0 FROM complaint WHERE factory = ?"
    " AND coalesce(deleted, 0) = 0"
)
_DOCUMENTS = (
    "SELECT 'document', coalesce(issued_on, ''), id, coalesce(kind, ''), coalesce(number, ''), '', '', '',"
    " coalesce(level, 0) FROM document WHERE factory = ? AND coalesce(deleted, 0) = 0"
)


def timeline(connection: Connection, factory: str) -> list[Event]:
    """Return everything that happened at a factory, the newest first, what has no day last."""
    sql = " UNION ALL ".join((_VISITS, _FINDINGS, _ORDERS, _COMPLAINTS, _DOCUMENTS))
    rows = list(connection.exec_driver_sql(sql, (factory,) * 5))
    place = {kind: number for number, kind in enumerate(EVENT_KINDS)}
    # Of one day the visit stands above what was found, the later made above the earlier.
    rows.sort(key=lambda row: str(row[2]), reverse=True)
    rows.sort(key=lambda row: place[row[0]])
    rows.sort(key=lambda row: str(row[1]), reverse=True)
    away = set(elsewhere.of_factory(connection, factory))
    return [_event(row, away) for row in rows]


def _event(row: Sequence[Any], away: Collection[str]) -> Event:
    there = row[0] == "visit" and row[2] in away
    return Event(row[0], row[1], row[2], row[3], row[4], row[5], row[6], row[7], row[8], there)


def title(event: Event, language: Language) -> str:
    """Return what an event is, in words."""
    if event.kind == "visit":
        known = visit_kinds().get(event.what)
        return capital(known.name.pick(language)) if known else event.what or event.detail
    if event.kind == "order":
        return SECTION.pick(language).format(event.what) if event.what else ORDER.pick(language)
    if event.kind == "complaint":
        issues = [code_word("complaint.issue", issue, language) for issue in event.what.split()]
        return f"{COMPLAINT.pick(language)} {', '.join(issues)}".strip()
    if event.kind == "document":
        return document_words(event.what, event.count, language)
    return event.what


def document_words(kind: str, level: int, language: Language) -> str:
    """Return a kind of document in words, a Green Industry certificate with its level."""
    words = capital(code_word("document.kind", kind, language))
    if kind == "gi" and level:
        words = f"{words} · {code_word('gi.level', level, language)}"
    return words


def state(event: Event, language: Language) -> tuple[str, str]:
    """Return the state of an event in words and its tone; empty where it has none."""
    if event.kind == "visit":
        tone = _TONES.get(event.state, "")
        if event.state == "draft":
            return DRAFT.pick(language), tone
        if event.count:
            return FINDINGS.pick(language).format(event.count), "warn" if event.state != "fail" else tone
        return word(OUTCOMES, event.state, language), tone
    if event.kind == "finding":
        return word(FINDING_STATES, event.state, language), _FINDING_TONES.get(event.state, "")
    if event.kind in ("order", "complaint") and event.state:
        name = "factory_order.state" if event.kind == "order" else "complaint.state"
        known = codes(name).get(event.state)
        return code_word(name, event.state, language), known.tone if known else ""
    return "", ""
