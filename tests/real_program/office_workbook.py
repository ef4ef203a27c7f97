"""What the office's workbook must say of one inspection, put together from the rows of the database."""

from __future__ import annotations

from contextlib import suppress
from datetime import date, datetime
from pathlib import Path
from typing import Any

from openpyxl import load_workbook

from fieldkit.model import inspections
from fieldkit.model.policy import GRADES, SEVERITIES
from fieldkit.model.thai.dates import short
from fieldkit.model.workspace import Workspace
from tests.model.workbook.reading import table

Row = dict[str, Any]

# Words are those that the office reads; they are written here again so that a wrong word is seen.
_VERDICTS = {"pass": "ผ่าน", "fail": "ไม่ผ่าน", "warning": "เฝ้าระวัง", "na": "ไม่เกี่ยวข้อง"}
_DECISIONS = {"order37": "สั่งตามมาตรา 37", "advice": "คำแนะนำ"}


def compare(file: Path, workspace: Workspace) -> None:
    """Compare every cell of the sheets of inspections, answers, findings and photos with the database."""
    book = load_workbook(file)
    for name, wanted in _Expected(workspace).sheets().items():
        found = table(book, name)
        assert len(found) == len(wanted), f"{name}: {len(found)} rows for {len(wanted)}"
        for at, (row, right) in enumerate(zip(found, wanted, strict=True), 1):
            assert set(row) == set(right), f"{name}: columns {set(row) ^ set(right)}"
            wrong = {key: (row[key], right[key]) for key in row if row[key] != (right[key] or None)}
            wrong = {key: pair for key, pair in wrong.items() if pair != (0, 0)}
            assert not wrong, f"{name}, row {at}: in the workbook, in the database: {wrong}"


class _Expected:
    """The rows of the only inspection of a workspace."""

    def __init__(self, workspace: Workspace) -> None:
        self._rows = workspace.rows
        (self._inspection,) = self._rows("SELECT * FROM inspection")
        self._opened = inspections.open_inspection(workspace, self._inspection["id"])
        self._opened.show_language("th")
        (self._factory,) = self._rows("SELECT * FROM factory WHERE id = ?", self._inspection["factory"])
        (self._visit,) = self._rows("SELECT * FROM visit WHERE id = ?", self._inspection["visit"])
        self._asked = list(inspections.questions(self._opened, "th"))
        self._labels = {asked.code: asked.label for asked in self._asked}
        living = " WHERE coalesce(deleted, 0) = 0"
        self._answers = {row["path"]: row for row in self._rows(f"SELECT * FROM answer{living}")}
        self._findings = {row["path"]: row for row in self._rows(f"SELECT * FROM finding{living}")}
        self._photos = self._rows(f"SELECT * FROM attachment{living} AND kind = 'photo' ORDER BY row")

    def sheets(self) -> dict[str, list[Row]]:
        """Return the rows by name of table."""
        order = [asked.path for asked in self._asked]
        return {
            "Inspections": [self._inspection_row()],
            "Answers": [self._answer_row(asked) for asked in self._asked],
            "Findings": [self._finding_row(self._findings[path]) for path in order if path in self._findings],
            "Photos": [self._photo_row(row) for row in self._photos],
        }

    def _owner(self) -> Row:
        day = self._inspection["started_at"][:10]
        return {
            "inspection_id": self._inspection["id"],
            "registration_no": self._factory["registration_no"] or self._factory["registration_no_old"],
            "factory_name": self._factory["name"],
            "date": datetime.fromisoformat(day),
            "date_iso": day,
            "officer": self._inspection["officer_name"],
            "state": "ปิดแล้ว",
        }

    def _inspection_row(self) -> Row:
        row, factory = self._inspection, self._factory
        columns = ("registration_no_old", "operator", "subdistrict", "district", "province", "type_main")
        kept = ("form_id", "version", "reason", "score", "revision_of", "revision_reason", "seal")
        return {
            **self._owner(),
            **{name: factory[name] for name in columns},
            **{name: row[name] for name in kept},
            "class": factory["class_"],
            "state_code": "closed",
            "checklist": "แบบตรวจกำกับโรงงานทั่วไป",
            "kind": "ตรวจตามแผนประจำปี",
            "kind_code": self._visit["kind"],
            "started_at": _wall(row["started_at"]),
            "started_at_iso": row["started_at"],
            "closed_at": _wall(row["closed_at"]),
            "closed_at_iso": row["closed_at"],
            "closing": "ตรวจครบถ้วน",
            "closing_code": "complete",
            "outcome": "ไม่ผ่าน",
            "outcome_code": row["outcome"],
            "grade": GRADES[row["grade"]].th,
            "questions": len(self._asked),
            "answered": sum(1 for asked in self._asked if self._stored(asked.path)["value"]),
            "failed": len(self._findings),
            "findings": len(self._findings),
            "photos": len(self._photos),
        }

    def _stored(self, path: str) -> Row:
        return self._answers.get(path, dict.fromkeys(("value", "note", "qualifier", "origin")))

    def _answer_row(self, asked: inspections.Question) -> Row:
        stored = self._stored(asked.path)
        node = self._opened.instance.node(asked.path)
        value = stored["value"]
        words: str | None = value
        if node.choices:
            words = next((choice.label for choice in node.choices if choice.name == value), None)
        elif node.bind_type == "date" and value:
            words = short(date.fromisoformat(value), "th")
        number = None
        if node.bind_type in ("int", "integer", "decimal"):
            with suppress(TypeError):
                number = float(value)
        question = self._opened.policy.get(asked.path)
        return self._owner() | {
            "form_id": "GEN",
            "section": asked.section,
            "question_code": asked.path.rpartition("/")[2],
            "question": node.label,
            "answer_code": value,
            "answer": words,
            "number": number,
            "unit": question.text("unit", "th") if question else None,
            "qualifier": stored["qualifier"],
            "note": stored["note"],
            # Nothing was measured with an instrument on this day, and nobody took over an answer.
            **dict.fromkeys(
                ("readings", "corrected", "instrument", "instrument_serial", "origin", "flagged")
            ),
            **dict.fromkeys(("calibrated", "calibrated_iso")),
            "origin_code": stored["origin"],
            "verdict": _VERDICTS.get(asked.verdict or ""),
            "verdict_code": asked.verdict,
            "severity": SEVERITIES[question.severity].th if question and question.severity else None,
            "weight": asked.weight,
            "is_finding": "ใช่" if asked.path in self._findings else None,
            "path": asked.path,
        }

    def _finding_row(self, row: Row) -> Row:
        kept = ("form_id", "description", "measured", "law", "action", "path")
        return self._owner() | {
            **{name: row[name] for name in kept},
            "finding_id": row["id"],
            "times": 1,
            "verified_in": row["verified_in"],
            "question_code": row["question"],
            "question": self._labels[row["question"]],
            "severity": SEVERITIES[row["severity"]].th,
            "severity_code": row["severity"],
            "limit": row["limit_text"],
            "decision": _DECISIONS[row["decision"]],
            "decision_code": row["decision"],
            "due_date": datetime.fromisoformat(row["due_date"]),
            "due_date_iso": row["due_date"],
            "overdue_days": None,
            "finding_state": "ยังไม่แก้ไข",
            "finding_state_code": row["state"],
            "state_at": None,
            "state_at_iso": row["state_at"],
            "photos": sum(1 for photo in self._photos if photo["path"] == row["path"]),
        }

    def _photo_row(self, row: Row) -> Row:
        code = row["path"].rpartition("/")[2]
        # Where it was taken stays in the office unless it is wanted: tests/model/test_photo_places.py.
        kept = ("caption", "taken_at", "sha256", "media_type", "size")
        finding = self._findings.get(row["path"])
        return self._owner() | {
            **{name: row[name] for name in kept},
            "picture": None,  # it hangs over the cell
            "file_name": row["name"],
            "question_code": code,
            "question": self._labels[code],
            "finding_id": finding["id"] if finding else None,
            "taken_at_iso": row["taken_at"],
            "kind": "ภาพถ่าย",
            "file_state": "อยู่ในเครื่องนี้",
        }


def _wall(moment: str) -> datetime:
    return datetime.fromisoformat(moment).replace(tzinfo=None)
