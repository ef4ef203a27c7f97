"""The rows of an edited list of findings against what is stored: edits, steps, and what is refused."""

from __future__ import annotations

import re
from collections import defaultdict
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any

from fieldkit.errors import Text
from fieldkit.model import checklists
from fieldkit.model.code_lists import DECISIONS, FINDING_STATES, word
from fieldkit.model.finding_list.columns import (
    DUE,
    LABELS,
    SEALED,
    SEVERITY_WORDS,
    STATE,
    STEP,
    WRITTEN,
    signed,
)
from fieldkit.model.finding_list.reading import plain
from fieldkit.model.finding_list.recording import Wish, record, wish_of
from fieldkit.model.finding_list.rows import listed
from fieldkit.model.inspections.findings import graded
from fieldkit.model.orders.reading import Order, read_order
from fieldkit.model.register import cells
from fieldkit.model.register.changes import Change, Entry
from fieldkit.model.register.problems import Unreadable
from fieldkit.model.round_trip.comparison import RecordComparison
from fieldkit.model.round_trip.rows import shortened
from fieldkit.model.thai.dates import short
from fieldkit.model.workbook.cells import clean

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from fieldkit.model.finding_list.reading import FindingReading
    from fieldkit.model.policy import QuestionPolicy
    from fieldkit.model.records import Record
    from fieldkit.model.workspace import Workspace

Row = dict[str, Any]

_KEYS = re.compile(r"\[[^\]]*\]")
_STORED = {"question_code": "question", DUE: "own_due"}
_TEXTS = ("description", "action")
_LONG = 60  # letters of a text that stand in a remark
_WORDS: Mapping[str, Mapping[str, Text]] = {
    "severity": SEVERITY_WORDS,
    "decision": DECISIONS,
    STATE: FINDING_STATES,
}
_REVISED = Text(
    "การตรวจของข้อนี้ถูกลบ หรือมีฉบับแก้ไขแทนแล้ว ส่งออกรายการอีกครั้ง",
    "the inspection of this finding was deleted or revised since; export the list again",
)
_NO_ORDER = Text(
    "ข้อนี้ไม่มีคำสั่ง ทำคำสั่งหรือหนังสือคำแนะนำก่อน หรือบันทึกในการตรวจติดตาม",
    "no order demands this finding; make an order or a letter of advice first, or look at it at a follow-up"
    " visit",
)
_NOT_SIGNED = Text(
    "การตรวจยังไม่ลงนาม จึงยังไม่มีขั้นตอนของคำสั่ง ลงชื่อและปิดการตรวจก่อน",
    "its inspection is not signed, so there is no order to record on; sign and close it first",
)
_AT_THE_VISIT = Text(
    "การตรวจยังไม่ลงนาม บันทึกการแก้ไขในหน้าการตรวจ",
    "its inspection is not signed; record the correction on the page of the inspection",
)


class FindingComparison(RecordComparison):
    """Compares the rows of a file with findings; those without a row stay as they are."""

    def __init__(self, workspace: Workspace, rows: Sequence[FindingReading], *, pasted: bool = False) -> None:
        """``pasted`` rows say nothing with an empty cell under the seal; in a file it was cleared."""
        ids = list(dict.fromkeys(row.id for row in rows if row.id))
        super().__init__(workspace, "finding", ids)
        self._workspace, self._pasted = workspace, pasted
        with workspace.database.read() as connection:
            self._listed = {row["id"]: row for row in listed(connection, ids, "id")}
        self._orders: dict[str, Order] = {}
        self._wishes = defaultdict[str, list[Wish]](list)
        self._policies: dict[str, Mapping[str, QuestionPolicy]] = {}
        for row in rows:
            self._one(row)
        for order, wishes in self._wishes.items():
            self._record(self._orders[order], wishes)

    @cached_property
    def inspections(self) -> frozenset[str]:
        """The inspections whose findings are edited: none of them may be signed when that is written."""
        edited = {op.record for op in self.ops if op.table == "finding" and op.group in ("what", "cure")}
        return frozenset(self._listed[id_]["inspection"] for id_ in edited)

    def _one(self, row: FindingReading) -> None:
        known, stored = self.known.get(row.id), self._listed.get(row.id)
        if not row.id or known is None:
            self.rejected.append(row.problem("id", _no_finding(row.id)))
        elif (refused := self.taken(row, known)) is not None:
            self.rejected.append(refused)
        elif stored is None:
            self.rejected.append(row.problem("id", _REVISED))
        elif signed(stored):
            self._after_signing(row, stored)
        else:
            self._before_signing(row, stored, known)

    # --- a finding of a signed inspection

    def _after_signing(self, row: FindingReading, stored: Row) -> None:
        ordered = bool(stored["factory_order"])
        refused = [row.problem(key, told) for key, told in self._sealed(row, stored, ordered=ordered)]
        if refused:
            # Rows that slipped beside their IDs look like this: nothing of such a row is taken.
            self.rejected += refused
            return
        self.warnings += row.problems
        wish = None
        if ordered:
            order = self._order(stored["factory_order"])
            wish = wish_of(row, stored, order)
        elif any(row.values.get(key) is not None for key in STEP):
            column = next(key for key in STEP if row.values.get(key) is not None)
            self.rejected.append(row.problem(column, _NO_ORDER))
            return
        if wish is None:
            self.unchanged += 1
        else:
            self._wishes[stored["factory_order"]].append(wish)

    def _sealed(self, row: FindingReading, stored: Row, *, ordered: bool) -> Iterable[tuple[str, Text]]:
        """Yield the columns under the seal that say something else than was signed, and what to do."""
        for key in SEALED:
            before = stored[_STORED.get(key, key)]
            if self._pasted and not (row.written.get(key) or row.values.get(key)):
                continue
            if key in row.written:
                other = not _same_text(row.written[key], before)
            elif key not in row.values or (key == DUE and ordered):
                continue  # a last day that an order gives is extended by a step
            elif key in _TEXTS:
                other = not _same_text(row.values[key], before)
            else:
                other = (row.values[key] or None) != (before or None)
            if other:
                yield key, _sealed(before, key, str(stored["started_at"])[:10])
        if not ordered and row.values.get(STATE) not in (None, stored["state"]):
            yield STATE, _NO_ORDER

    def _order(self, id_: str) -> Order:
        if id_ not in self._orders:
            self._orders[id_] = read_order(self._workspace, id_)
        return self._orders[id_]

    def _record(self, order: Order, wishes: Sequence[Wish]) -> None:
        found = record(self._workspace, order, wishes)
        self.rejected += found.refused
        self.warnings += found.warnings
        self.unchanged += len(found.known)
        self.ops += found.new
        for one, values in found.edits:
            self.note(one, values)
        for wish in found.accepted:
            row, finding = wish.row, wish.finding
            changes = [Change("step", LABELS["step"], None, wish.kind)]
            places = {column: key for key, column in STEP.items() if key != "step"} | {"due_date": DUE}
            changes += [
                Change(
                    places[name],
                    LABELS[places[name]],
                    finding["due_date"] if name == "due_date" else None,
                    value,
                )
                for name, value in wish.columns.items()
            ]
            after = next((values for one, values in found.edits if one.id == finding["id"]), None)
            if after is not None:
                changes.append(Change(STATE, LABELS[STATE], finding["state"], after["state"]))
            self.changed.append(
                Entry(finding["id"], row.sheet, row.row, order.name, _name(finding), tuple(changes))
            )

    # --- a finding of an inspection that is not signed

    def _before_signing(self, row: FindingReading, stored: Row, known: Record) -> None:
        if any(row.values.get(key) is not None for key in STEP):
            column = next(key for key in STEP if row.values.get(key) is not None)
            self.rejected.append(row.problem(column, _NOT_SIGNED))
            return
        self.warnings += row.problems
        if row.values.get(STATE) not in (None, stored["state"]):
            self.warnings.append(row.problem(STATE, _AT_THE_VISIT))
        values = {key: row.values[key] for key in WRITTEN if key in row.values}
        for key in _TEXTS:
            if key in values and not self._takes(row, key, values[key], known):
                del values[key]
        for key in [*values]:
            told = _fault(key, values[key], stored)
            if told is not None and values[key] != known.row[key]:
                self.warnings.append(row.problem(key, told))
                del values[key]
        values = self._following(values, known, stored)
        changes = self.changes(row, known, values)
        if not changes:
            self.unchanged += 1
            return
        after = {change.column: change.after for change in changes}
        self.change(row, known, (stored["registration_no"] or "", _name(stored)), changes, after)

    def _takes(self, row: FindingReading, key: str, value: str | None, known: Record) -> bool:
        """Tell whether a text is another one than is stored, and no formula."""
        if _same_text(value, known.row[key]):
            return False
        try:
            cells.text(value)
        except Unreadable as error:
            self.warnings.append(row.problem(key, error.reason))
            return False
        return True

    def _following(self, values: Row, known: Record, stored: Row) -> Row:
        """Let day and decision follow another severity, as on the page of the inspection."""
        severity = values.get("severity")
        if severity is None or severity == known.row["severity"]:
            return values
        rows = self._workspace.rows("SELECT * FROM inspection WHERE id = ?", stored["inspection"])
        policy = self._policy(rows[0]["checklist"]).get(_KEYS.sub("", str(stored["path"])))
        if policy is None:
            return values
        following = graded(known.row, severity, rows[0], policy)
        own = {key: value for key, value in values.items() if value != known.row[key]}
        return values | following | own

    def _policy(self, checklist: str) -> Mapping[str, QuestionPolicy]:
        if checklist not in self._policies:
            self._policies[checklist] = checklists.load(self._workspace, checklist).policy
        return self._policies[checklist]


def _name(finding: Row) -> str:
    parts = finding["description"] or finding["wording"] or finding["question"], finding["factory_name"]
    return " · ".join(str(part) for part in parts if part)


def _same_text(written: str | None, stored: str | None) -> bool:
    """Tell whether a cell shows a stored text: spaces and line ends aside, or as far as a cell goes."""
    shown = plain(clean(stored or "").text)
    return shortened(written or "") or (written or "").split() == shown.split()


def _fault(key: str, value: str | None, stored: Row) -> Text | None:
    """Return what is wrong with the value of a finding that is still being written."""
    if key in ("severity", "decision", DUE) and value is None:
        return Text("เว้นว่างไม่ได้ จึงคงค่าเดิม", "this cannot be empty and is left as it was")
    if key == DUE and str(value) < str(stored["started_at"])[:10]:
        return Text("อยู่ก่อนวันที่ตรวจ ใช้วันที่หลังจากนั้น", "this lies before the visit; use a later day")
    return None


def _no_finding(id_: str) -> Text:
    if not id_:
        return Text(
            "ไม่มีรหัสข้อบกพร่อง ข้อบกพร่องใหม่เกิดจากการตรวจเท่านั้น ลบแถวนี้",
            "there is no finding ID; new findings come from inspections only: remove this row",
        )
    return Text(
        f"ไม่มีข้อบกพร่องรหัส {id_} ในเครื่องนี้ ซิงก์ข้อมูลก่อน หรือคืนรหัสเดิม",
        f"this laptop has no finding {id_}; sync first, or put its ID back",
    )


def _sealed(before: Any, key: str, signed_on: str) -> Text:
    """Say that a value was signed, and what it is."""
    thai, english = (_shown(key, before, language) for language in ("th", "en"))
    day = date.fromisoformat(signed_on)
    return Text(
        f"อยู่ในการตรวจวันที่ {short(day)} ที่ลงนามแล้ว จึงแก้ไม่ได้ คืนเป็น “{thai}” หรือทำฉบับแก้ไขของการตรวจ"
        " ไม่รับข้อมูลอื่นในแถวนี้",
        f"signed with the inspection of {short(day, 'en')}, so it stays: put “{english}” back, or revise the"
        " inspection; nothing else of the row is taken",
    )


def _shown(key: str, value: Any, language: str) -> str:
    if key == DUE and value:
        return short(date.fromisoformat(str(value)), language)
    written = word(_WORDS[key], value, language) if key in _WORDS else str(value or "")
    return written if len(written) <= _LONG else f"{written[:_LONG]}…"
