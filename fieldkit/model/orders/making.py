"""Makes an order of open findings of a factory, with wording and period proposed from the office's tables."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from fieldkit.model import due_dates, records
from fieldkit.model.codes import ending
from fieldkit.model.ids import new_id
from fieldkit.model.orders import errors
from fieldkit.model.orders.kinds import order_kinds, section_of
from fieldkit.model.orders.letter import demanded
from fieldkit.model.orders.reading import GRAVEST_FIRST, TABLE, Order, order_number
from fieldkit.model.orders.steps_table import START, STATES
from fieldkit.model.orders.writing import Done, refuse_days
from fieldkit.model.records import Record
from fieldkit.model.reference import whole_param, wording
from fieldkit.model.tables import GROUPS
from fieldkit.model.thai.dates import buddhist_year

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from fieldkit.model.workspace import Person, Workspace

Row = dict[str, Any]

_TITLES = re.compile(r"^(?:นางสาว|นาง|นาย|น\.ส\.|ว่าที่ร\.ต\.|ดร\.|Mrs\.|Mr\.|Ms\.|Dr\.)\s*")
_FINDINGS = (
    "SELECT n.*, i.started_at, i.state AS inspection_state, f.name AS factory_name,"
    " o.number, o.temporary_no, o.state AS order_state, o.id IS NULL OR o.deleted = 1 AS order_gone"
    " FROM finding n JOIN inspection i ON i.id = n.inspection LEFT JOIN factory f ON f.id = n.place"
    " LEFT JOIN factory_order o ON o.id = n.factory_order"
)


@dataclass(frozen=True, slots=True)
class Proposal:
    """An order that could be made: of which findings, under which section, how many days, in which words."""

    factory: str
    factory_name: str
    inspection: str
    section: str
    findings: tuple[Row, ...]
    days: int
    wording: str


def propose(workspace: Workspace, finding_ids: Sequence[str], *, section: str = "") -> Proposal:
    """Return the order that the findings ask for; ``section`` of order_kinds.csv, or by their decisions.

    The period is the shortest that the office gives for one of their severities. Raises `OrderRefused` for
    no finding, findings of several factories, corrected or ordered ones, and those of an open inspection.
    """
    rows = _findings(workspace, finding_ids)
    kinds = order_kinds()
    chosen = section or _section(rows)
    if chosen not in kinds:
        raise errors.unknown_section(chosen, list(kinds))
    today = workspace.clock().date()
    days = min(due_dates.default_days(str(row["severity"]), today) for row in rows)
    latest = max(rows, key=lambda row: str(row["started_at"]))
    return Proposal(
        factory=rows[0]["place"],
        factory_name=str(rows[0]["factory_name"] or ""),
        inspection=latest["inspection"],
        section=chosen,
        findings=tuple(rows),
        days=days,
        wording=proposed_wording(chosen, rows, days, today),
    )


def proposed_wording(section: str, findings: Sequence[Mapping[str, Any]], days: int, on: date) -> str:
    """Return the office's block for an order under ``section`` with actions and days filled in, in Thai."""
    block = wording(order_kinds()[section].wording, on).text.th
    actions = [str(row["action"] or row["description"] or row["wording"] or "").strip() for row in findings]
    known = list(dict.fromkeys(demanded(action) for action in actions if action))
    numbered = " ".join(f"({number}) {action}" for number, action in enumerate(known, 1))
    return block.format(
        action=known[0] if len(known) == 1 else numbered,
        days=days,
        appeal_days=whole_param("order.appeal_days", on),
    )


def make(
    workspace: Workspace, proposal: Proposal, *, wording: str | None = None, days: int | None = None
) -> tuple[str, Done]:
    """Save the order as a draft with a temporary number; return its id.

    The findings are looked at again, so that two screens cannot order the same one.
    Raises `OrderRefused`, `ConflictOpen`, `StorageError`; then nothing is saved.
    """
    finding_ids = [row["id"] for row in proposal.findings]
    rows = _findings(workspace, finding_ids)
    period = proposal.days if days is None else days
    refuse_days(period, proposal.factory_name)
    order_id, stream = new_id(), rows[0]["stream"]
    new = records.new_ops(
        TABLE,
        {
            "factory": proposal.factory,
            "inspection": proposal.inspection,
            "section": proposal.section,
            "temporary_no": temporary_number(workspace),
            "wording": proposal.wording if wording is None else wording.strip(),
            "days": period,
            "state": START,
        },
        stream=stream,
        id_=order_id,
    )
    edits = []
    for finding_id in finding_ids:
        record = records.load(workspace, "finding", finding_id)
        assert record is not None
        # What was decided stands in the signed inspection and stays; only the order is noted.
        edits.append((record, {"factory_order": order_id}))
    return order_id, Done(records.write(workspace, new=new, edits=edits))


def as_order(workspace: Workspace, proposal: Proposal) -> Order:
    """Return a proposal as the order that it would be; nothing is saved."""
    columns = {column for names in GROUPS[TABLE].values() for column in names}
    row = dict.fromkeys(columns) | {
        "factory": proposal.factory,
        "inspection": proposal.inspection,
        "section": proposal.section,
        "wording": proposal.wording,
        "days": proposal.days,
    }
    factory = workspace.rows("SELECT * FROM factory WHERE id = ?", proposal.factory)
    findings = tuple(Record("finding", finding["id"], finding, {}) for finding in proposal.findings)
    return Order(
        Record(TABLE, "", row, {}), (), findings, factory[0] if factory else {"id": proposal.factory}
    )


def proposal_of(order: Order) -> Proposal:
    """Return a draft as what could be proposed anew."""
    return Proposal(
        factory=order.row["factory"],
        factory_name=str(order.factory.get("name") or ""),
        inspection=order.row["inspection"],
        section=order.row["section"],
        findings=tuple(finding.row for finding in order.findings),
        days=order.row["days"] or 0,
        wording=order.row["wording"] or "",
    )


def temporary_number(workspace: Workspace) -> str:
    """Return ``TMP-<user>-<yymmdd>-<n>``, the next of the day, never one that was used; the year is B.E."""
    today = workspace.clock().date()
    begin = f"TMP-{_user(workspace.person)}-{buddhist_year(today) % 100:02d}{today:%m%d}-"
    rows = workspace.rows("SELECT temporary_no FROM factory_order WHERE temporary_no LIKE ?", f"{begin}%")
    used = [int(tail) for row in rows if (tail := row["temporary_no"].removeprefix(begin)).isdecimal()]
    return f"{begin}{max(used, default=0) + 1}"


def _user(person: Person) -> str:
    """Return how a person is known in numbers: the officer's card, the given name, or the end of the id."""
    name = _TITLES.sub("", person.name.strip()).split(" ")[0]
    known = person.card_no.strip() or name or person.id[-4:]
    return re.sub(r"[\s%_-]+", "", known)


def _section(rows: Sequence[Row]) -> str:
    """Return the strictest section among the findings' decisions: the order of the table, advice last."""
    wanted = {section_of(row["decision"]) for row in rows}
    return next(section for section in order_kinds() if section in wanted)


def _findings(workspace: Workspace, finding_ids: Sequence[str]) -> list[Row]:
    if not finding_ids:
        raise errors.no_findings()
    marks = ",".join("?" * len(finding_ids))
    rows = workspace.rows(
        f"{_FINDINGS} WHERE n.id IN ({marks}) AND coalesce(n.deleted, 0) = 0{GRAVEST_FIRST}", *finding_ids
    )
    if len(rows) != len(set(finding_ids)):
        raise errors.no_findings(", ".join(sorted(set(finding_ids) - {row["id"] for row in rows})))
    if len({row["place"] for row in rows}) > 1:
        raise errors.other_factories(dict.fromkeys(str(row["factory_name"] or "") for row in rows))
    for row in rows:
        place = str(row["description"] or row["wording"] or row["question"] or row["id"])
        if row["state"] != "open":
            raise errors.not_open(place)
        if row["inspection_state"] != "closed":
            raise errors.draft_inspection(place)
        if row["factory_order"] and not row["order_gone"] and row["order_state"] not in ending(STATES):
            raise errors.ordered_already(place, order_number(row))
    return rows
