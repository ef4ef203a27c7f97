"""Rows of one inspection for each sheet: the inspection, its answers, findings and photos."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from fieldkit.errors import Text
from fieldkit.model import code_lists, reference
from fieldkit.model.code_lists import word
from fieldkit.model.inspections import CLOSINGS
from fieldkit.model.inspections.history import Earlier
from fieldkit.model.inspections.questions import places, question
from fieldkit.model.inspections.reading import nameless
from fieldkit.model.inspections.response import NOTHING, Beside
from fieldkit.model.inspections.signed import SignedInspection, open_all
from fieldkit.model.inspections.stored_path import stored_path
from fieldkit.model.policy import GRADES, SEVERITIES
from fieldkit.model.thai.dates import short
from fieldkit.model.workbook.answer_tables import number, row_name, table_rows
from fieldkit.model.workbook.sheets import MEASUREMENTS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from fieldkit.model.checklists import Checklist
    from fieldkit.model.form import Node
    from fieldkit.model.inspections import Inspection, Question
    from fieldkit.model.workbook.answer_tables import AnswerTable
    from fieldkit.model.workbook.sheets import Sheet
    from fieldkit.model.workspace import Workspace

Row = dict[str, Any]

_NUMERIC = frozenset({"int", "integer", "decimal"})
_YES = Text("ใช่", "Yes")
_PICTURES = ("photo", "after")


@dataclass
class InspectionRows:
    """The rows of one inspection; ``readable`` is False when its checklist is not on this machine.

    ``numbers`` are those of its questions by path.
    """

    inspection: Row
    factory: Mapping[str, Any]
    answers: list[Row] = field(default_factory=list)
    findings: list[Row] = field(default_factory=list)
    photos: list[Row] = field(default_factory=list)
    measurements: list[Row] = field(default_factory=list)
    tables: list[tuple[Sheet, Row]] = field(default_factory=list)
    readable: bool = True
    numbers: dict[str, str] = field(default_factory=dict)


def gather(workspace: Workspace, listed: Mapping[str, Any], language: str) -> InspectionRows:
    """Return the rows of an inspection; see :func:`gather_all`."""
    return next(gather_all(workspace, [listed], language, {}))


def gather_all(
    workspace: Workspace,
    listed: Iterable[Mapping[str, Any]],
    language: str,
    known: dict[str, Checklist],
    tables: Sequence[AnswerTable] = (),
    *,
    answers: bool = True,
) -> Iterator[InspectionRows]:
    """Yield the rows of inspections one by one; ``listed`` are lines of `Found`.

    Where the checklist's form is missing, answers come as they are stored, without words. ``known`` keeps
    the checklists that were read. ``tables`` are sheets that follow a checklist. Without ``answers`` there is
    no row for each answer, only what the other sheets tell.
    """
    today = workspace.clock().date()
    for row, opened in open_all(workspace, listed, known):
        if opened is None:
            yield _as_stored(workspace, row, language, answers=answers)
        else:
            found = _Reader(opened, row, language, today).rows(tables, answers=answers)
            if isinstance(opened, SignedInspection):
                opened.release()
            yield found


class _Reader:
    """Puts one open inspection into rows."""

    def __init__(self, opened: Inspection, listed: Mapping[str, Any], language: str, today: date) -> None:
        self._opened, self._listed, self._language, self._today = opened, listed, language, today
        for name in opened.instance.form.languages:
            if name.endswith(f"({language})") or name == language:
                opened.instance.set_language(name)
        self._owner = owner(listed, language)
        self._earlier = Earlier(opened)
        self._asked = {stored_path(place.node): place for place in places(opened)}
        self._questions: dict[str, Question] = {}

    def rows(self, tables: Sequence[AnswerTable], *, answers: bool = True) -> InspectionRows:
        opened = self._opened
        alive = {path: row for path, row in opened.findings.items() if not row.get("deleted")}
        order = {path: number for number, path in enumerate(self._asked)}
        in_order = sorted(alive, key=lambda path: (order.get(path, len(order)), path))
        files = [row for row in opened.files if not row.get("deleted")]
        found = InspectionRows(
            inspection=inspection_row(self._listed, opened.factory, self._language),
            factory=opened.factory,
            answers=[self._answer(path, path in alive) for path in self._asked if answers],
            findings=[self._finding(alive[path], path, files) for path in in_order],
            photos=[self._photo(row, alive.get(row["path"])) for row in files if row["kind"] in _PICTURES],
            tables=list(table_rows(opened, tables, self._owner, self._language)),
            numbers={place.node.path: place.number for place in self._asked.values()},
        )
        rows = iter(found.answers)
        for path, place in self._asked.items():
            row = next(rows) if answers else None
            if self._may_be_measured(place.node):
                row = row or self._answer(path, path in alive)
                found.measurements += [self._measurement(place.node, row)] if _is_measured(row) else []
        nodes = [place.node for place in self._asked.values()]
        found.inspection |= {
            "checklist": opened.checklist.title.pick(self._language),
            "questions": len(nodes),
            "answered": sum(1 for node in nodes if node.value),
            "failed": sum(1 for node in nodes if opened.verdict(node.path) == "fail"),
            "findings": len(found.findings),
            "photos": len(found.photos),
        }
        return found

    def _question(self, path: str) -> Question | None:
        """Return the question at a stored path in words, which most sheets need of few of them."""
        found, place = self._questions.get(path), self._asked.get(path)
        if found is None and place is not None:
            found = self._questions[path] = question(self._opened, place, self._language)
        return found

    def _answer(self, path: str, is_finding: bool) -> Row:
        asked, bind_type = self._question(path), self._asked[path].node.bind_type
        assert asked is not None
        corrected = self._opened.judging.corrected(asked.path)
        beside = beside_columns(self._opened.beside.get(asked.path, NOTHING), self._language)
        return (
            self._owner
            | beside
            | {
                "corrected": float(corrected.value) if corrected and corrected.value is not None else None,
                "form_id": self._listed["form_id"],
                "section": asked.section,
                "question_code": asked.code,
                "question": asked.label,
                "answer_code": asked.value,
                "answer": self._in_words(asked, bind_type),
                "number": number(asked.value) if bind_type in _NUMERIC else None,
                "unit": asked.unit,
                "qualifier": asked.qualifier,
                "note": asked.note,
                "verdict": word(code_lists.VERDICTS, asked.verdict, self._language),
                "verdict_code": asked.verdict,
                "severity": word(SEVERITIES_BY_CODE, asked.severity, self._language),
                "weight": asked.weight,
                "is_finding": _YES.pick(self._language) if is_finding else None,
                "path": asked.path,
            }
        )

    def _may_be_measured(self, node: Node) -> bool:
        if node.value == "" or node.bind_type not in _NUMERIC:
            return False
        if node.path in self._opened.qualifiers or node.path in self._opened.beside:
            return True
        policy = self._opened.policy.get(node.field.path)
        return policy is not None and policy.text("unit", self._language) != ""

    def _measurement(self, node: Node, answer: Row) -> Row:
        return {key: value for key, value in answer.items() if key in _MEASURED} | {
            "limit": self._opened.limit_text(node.path, self._language) or None,
            "row_name": row_name(self._opened, node),
        }

    def _in_words(self, asked: Question, bind_type: str) -> str:
        if bind_type == "date":
            with suppress(ValueError):
                return short(date.fromisoformat(asked.value), self._language)
        return asked.value_label

    def _finding(self, row: Mapping[str, Any], path: str, files: list[Row]) -> Row:
        asked = self._question(path)
        repeated = self._earlier.failed(path)
        return finding_row(row, self._owner, self._language, self._today) | {
            "question": asked.label if asked else None,
            "times": 1 + (repeated.times if repeated is not None else 0),
            "photos": sum(1 for file in files if file["path"] == path and file["kind"] in _PICTURES),
        }

    def _photo(self, row: Mapping[str, Any], finding: Mapping[str, Any] | None) -> Row:
        asked = self._question(row["path"])
        return photo_row(row, self._owner, self._language) | {
            "question": asked.label if asked else None,
            "finding_id": row["finding"] or (finding["id"] if finding else None),
        }


def _is_measured(answer: Row) -> bool:
    """Tell whether an answer is a number of something: with a unit or a sign, or read by an instrument."""
    beside = ("unit", "qualifier", "readings", "instrument")
    return answer["number"] is not None and any(answer[name] for name in beside)


_MEASURED = frozenset(column.key for column in MEASUREMENTS.columns)
SEVERITIES_BY_CODE: Mapping[str, Text] = {str(code): text for code, text in SEVERITIES.items()}
_GRADES: Mapping[str, Text] = {str(code): text for code, text in GRADES.items()}


def owner(listed: Mapping[str, Any], language: str) -> Row:
    """Return what every row of an inspection begins with."""
    return {
        "inspection_id": listed["id"],
        "registration_no": listed["registration_no"] or listed["registration_no_old"],
        "factory_name": listed["factory_name"],
        "date": str(listed["started_at"] or "")[:10],
        "date_iso": str(listed["started_at"] or "")[:10],
        "officer": listed["officer_name"],
        "state": word(code_lists.INSPECTION_STATES, listed["state"], language),
    }


def inspection_row(listed: Mapping[str, Any], factory: Mapping[str, Any], language: str) -> Row:
    """Return the line of an inspection without what only its checklist can tell."""
    copied = (
        "registration_no_old",
        "form_id",
        "version",
        "reason",
        "score",
        "revision_of",
        "revision_reason",
        "seal",
    )
    return owner(listed, language) | {
        **{name: listed[name] for name in copied},
        **{
            name: factory.get(name)
            for name in ("operator", "subdistrict", "district", "province", "type_main")
        },
        "class": factory.get("class_"),
        "state_code": listed["state"],
        "kind": visit_kind(listed["kind"], language),
        "kind_code": listed["kind"],
        "started_at": listed["started_at"],
        "started_at_iso": listed["started_at"],
        "closed_at": listed["closed_at"],
        "closed_at_iso": listed["closed_at"],
        "closing": word(CLOSINGS, listed["closing"], language),
        "closing_code": listed["closing"],
        "outcome": word(code_lists.OUTCOMES, listed["outcome"], language),
        "outcome_code": listed["outcome"],
        "grade": word(_GRADES, listed["grade"], language),
    }


def finding_row(row: Mapping[str, Any], owned: Row, language: str, today: date) -> Row:
    """Return the line of a finding; ``today`` tells the days it is overdue."""
    copied = ("form_id", "description", "measured", "law", "action", "due_date", "path")
    return owned | {
        **{name: row[name] for name in copied},
        "finding_id": row["id"],
        "question_code": row["question"],
        "severity": word(SEVERITIES_BY_CODE, row["severity"], language),
        "severity_code": row["severity"],
        "limit": row["limit_text"],
        "decision": word(code_lists.DECISIONS, row["decision"], language),
        "decision_code": row["decision"],
        "due_date_iso": row["due_date"],
        "overdue_days": overdue_days(row, today),
        "finding_state": word(code_lists.FINDING_STATES, row["state"], language),
        "finding_state_code": row["state"],
        "state_at": str(row["state_at"] or "")[:10],
        "state_at_iso": row["state_at"],
        "verified_in": row["verified_in"],
    }


def beside_columns(beside: Beside, language: str) -> Row:
    """Return what stands beside an answer, as columns."""
    instrument = beside.instrument
    return {
        "readings": "; ".join(beside.readings) or None,
        "instrument": instrument.name if instrument else None,
        "instrument_serial": instrument.serial if instrument else None,
        "calibrated": instrument.calibrated if instrument else None,
        "calibrated_iso": instrument.calibrated if instrument else None,
        "origin": word(code_lists.ORIGINS, beside.origin or None, language),
        "origin_code": beside.origin or None,
        "flagged": _YES.pick(language) if beside.flagged else None,
    }


def photo_row(row: Mapping[str, Any], owned: Row, language: str) -> Row:
    """Return the line of a photo, without its picture."""
    copied = ("caption", "taken_at", "latitude", "longitude", "sha256", "media_type", "size")
    return owned | {
        **{name: row[name] for name in copied},
        "file_name": row["name"],
        "question_code": last_step(row["path"]),
        "taken_at_iso": row["taken_at"],
        "finding_id": row["finding"],
        "kind": word(code_lists.FILE_KINDS, row["kind"], language),
    }


def overdue_days(row: Mapping[str, Any], today: date) -> int | None:
    """Return how many days an open finding is past its due date; None when it is not."""
    if row["state"] != "open" or not row["due_date"]:
        return None
    with suppress(ValueError):
        late = (today - date.fromisoformat(row["due_date"])).days
        return late if late > 0 else None
    return None


def visit_kind(code: str | None, language: str) -> str:
    """Return the kind of visit in the words of the office's table."""
    found = reference.visit_kinds().get(code or "")
    return found.name.pick(language) if found else code or ""


def last_step(path: str | None) -> str:
    """Return the question's name at the end of a path."""
    return (path or "").rpartition("/")[2]


def _as_stored(
    workspace: Workspace, listed: Mapping[str, Any], language: str, *, answers: bool
) -> InspectionRows:
    record, owned = listed["id"], owner(listed, language)
    living = "inspection = ? AND coalesce(deleted, 0) = 0 ORDER BY path, id"
    factories = workspace.rows("SELECT * FROM factory WHERE id = ?", listed["factory"])
    factory = factories[0] if factories else nameless(listed["factory"])
    found = InspectionRows(
        inspection=inspection_row(listed, factory, language),
        factory=factory,
        readable=False,
    )
    for row in workspace.rows(f"SELECT * FROM answer WHERE {living}", record):
        found.answers.append(
            owned
            | {name: row[name] for name in ("qualifier", "note", "path")}
            | beside_columns(Beside.of(row), language)
            | {
                "form_id": listed["form_id"],
                "question_code": last_step(row["path"]),
                "answer_code": row["value"],
                "answer": row["value"],
            }
        )
    today = workspace.clock().date()
    found.findings = [
        finding_row(row, owned, language, today)
        for row in workspace.rows(f"SELECT * FROM finding WHERE {living}", record)
    ]
    found.photos = [
        photo_row(row, owned, language)
        for row in workspace.rows(f"SELECT * FROM attachment WHERE kind IN {_PICTURES} AND {living}", record)
    ]
    answered = sum(1 for row in found.answers if row["answer_code"])
    if not answers:
        found.answers.clear()
    found.inspection |= {
        "answered": answered,
        "findings": len(found.findings),
        "photos": len(found.photos),
    }
    return found
