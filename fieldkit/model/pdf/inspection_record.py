"""The record of an inspection as a document: summary, findings first, answers, photos, signatures, seal."""

from __future__ import annotations

from datetime import datetime
from itertools import groupby
from typing import TYPE_CHECKING, Any

from fieldkit.errors import FieldkitError
from fieldkit.model.code_lists import word
from fieldkit.model.inspections import open_inspection
from fieldkit.model.inspections.closing import ROLES
from fieldkit.model.inspections.errors import NoSuchInspection
from fieldkit.model.inspections.layers import drawn_over
from fieldkit.model.pdf.factory_facts import factory_facts
from fieldkit.model.pdf.photo_files import photo_file
from fieldkit.model.pdf.qr_code import qr_code
from fieldkit.model.pdf.typesetting import PdfCancelled, typeset
from fieldkit.model.personal_answers import note_export
from fieldkit.model.thai import dates
from fieldkit.model.workbook.filters import Filters
from fieldkit.model.workbook.inspection_rows import gather

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from fieldkit.errors import Language
    from fieldkit.model.inspections import Inspection
    from fieldkit.model.workbook.inspection_rows import InspectionRows
    from fieldkit.model.workspace import Workspace

TEMPLATE = "inspection"
_QR = "seal.svg"


def inspection_record(
    workspace: Workspace,
    inspection: str,
    language: Language,
    *,
    reason: str = "",
    cancelled: Callable[[], bool] = lambda: False,
    progress: Callable[[int, int], object] = lambda _done, _all: None,
) -> bytes:
    """Return the PDF of an inspection, draft or closed; ``progress`` counts photos.

    Without its checklist here the answers are printed as they are stored; a photo that is missing or damaged
    is a box that says so. ``reason`` is what personal answers are for. Raises NoSuchInspection,
    PdfRefused, PdfCancelled.
    """
    found = list(Filters(inspections=(inspection,)).found(workspace.database))
    if not found:
        raise NoSuchInspection(inspection)
    made = _Record(workspace, found[0], language, cancelled, progress).pdf()
    note_export(workspace, [inspection], reason)
    return made


class _Record:
    def __init__(
        self,
        workspace: Workspace,
        listed: Mapping[str, Any],
        language: Language,
        cancelled: Callable[[], bool],
        progress: Callable[[int, int], object],
    ) -> None:
        self._workspace, self._listed, self._language = workspace, listed, language
        self._cancelled, self._progress = cancelled, progress
        self._files: dict[str, bytes] = {}
        self._rows: InspectionRows = gather(workspace, listed, language)

    def pdf(self) -> bytes:
        values = self.values()
        if values["seal"]:
            self._files[_QR] = qr_code(f"fieldkit:inspection:{self._listed['id']}:{values['seal']}")
        return typeset(TEMPLATE, values, self._files, cancelled=self._cancelled)

    def values(self) -> dict[str, Any]:
        """Return what the template is given."""
        row, person = self._rows.inspection, self._workspace.person
        photos = self._photos()
        return {
            "language": self._language,
            "title": row.get("checklist") or row["form_id"],
            "form_id": row["form_id"],
            "version": row["version"],
            "id": self._listed["id"],
            "office": person.office,
            "printed": dates.short_moment(self._workspace.clock(), self._language),
            "closed": self._listed["state"] == "closed",
            "seal": self._listed["seal"] or "",
            "qr": _QR,
            "factory": factory_facts(self._rows.factory, self._language),
            "visit": self._visit(),
            "summary": self._summary(),
            "revision": row["revision_reason"] or "",
            "revision_of": row["revision_of"] or "",
            "findings": [self._finding(finding, photos) for finding in self._rows.findings],
            "sections": self._sections(photos),
            "photos": [photo for shown in photos.values() for photo in shown],
            "signatures": self._signatures(),
        }

    def _visit(self) -> dict[str, Any]:
        row = self._rows.inspection
        return {
            "day": self._moment(self._listed["started_at"]),
            "closed": self._moment(self._listed["closed_at"]),
            "kind": row["kind"],
            "officer": row["officer"] or "",
            "closing": row["closing"],
            "reason": row["reason"] or "",
        }

    def _moment(self, stored: str | None) -> str:
        return dates.short_moment(datetime.fromisoformat(stored), self._language) if stored else ""

    def _summary(self) -> dict[str, Any]:
        row = self._rows.inspection
        counts = {"pass": 0, "fail": 0, "warning": 0, "na": 0}
        for answer in self._rows.answers:
            if answer.get("verdict_code") in counts:
                counts[answer["verdict_code"]] += 1
        return {
            "outcome": row["outcome"],
            "outcome_code": row["outcome_code"] or "",
            "score": "" if row["score"] is None else f"{row['score']:,.2f}",
            "grade": row["grade"],
            "questions": row.get("questions") or len(self._rows.answers),
            "answered": row["answered"],
            "counts": counts,
        }

    def _finding(self, row: Mapping[str, Any], photos: Mapping[str, list[dict[str, Any]]]) -> dict[str, Any]:
        return {
            "question": row.get("question") or "",
            "code": row["question_code"] or "",
            "description": row["description"] or "",
            "measured": row["measured"] or "",
            "limit": row["limit"] or "",
            "severity": row["severity"],
            "severity_code": row["severity_code"] or "",
            "law": row["law"] or "",
            "action": row["action"] or "",
            "decision": row["decision"],
            "due": self._day(row["due_date"]),
            "state": row["finding_state"],
            "times": row.get("times") or 1,
            "photos": [photo["number"] for photo in photos.get(row["path"], ())],
        }

    def _day(self, stored: str | None) -> str:
        return dates.short(datetime.fromisoformat(stored).date(), self._language) if stored else ""

    def _sections(self, photos: Mapping[str, list[dict[str, Any]]]) -> list[dict[str, Any]]:
        return [
            {
                "title": title or "",
                "answers": [
                    {
                        "number": self._rows.numbers.get(row["path"], ""),
                        "question": row.get("question") or row["question_code"],
                        "answer": f"{row['qualifier'] or ''}{row['answer'] or ''}",
                        "unit": row.get("unit") or "",
                        "verdict": row.get("verdict") or "",
                        "verdict_code": row.get("verdict_code") or "",
                        "note": row["note"] or "",
                        "readings": row["readings"] or "",
                        "instrument": " ".join(
                            part for part in (row["instrument"], row["instrument_serial"]) if part
                        ),
                        "photos": [photo["number"] for photo in photos.get(row["path"], ())],
                    }
                    for row in rows
                ],
            }
            for title, rows in groupby(self._rows.answers, key=lambda row: row.get("section"))
        ]

    def _photos(self) -> dict[str, list[dict[str, Any]]]:
        """Return the photos by stored path, numbered through, and keep their files."""
        opened = self._opened()
        rows = self._workspace.rows(
            "SELECT id, path, sha256, name, caption, kind, taken_at FROM attachment WHERE inspection = ?"
            " AND kind IN ('photo', 'after') AND coalesce(deleted, 0) = 0 ORDER BY path, id",
            self._listed["id"],
        )
        places = {row["path"]: place for place, row in enumerate(self._rows.answers)}
        rows.sort(key=lambda row: places.get(row["path"], len(places)))
        said = {row["path"]: row for row in self._rows.answers}
        found: dict[str, list[dict[str, Any]]] = {}
        for number, row in enumerate(rows, 1):
            if self._cancelled():
                raise PdfCancelled
            self._progress(number, len(rows))
            strokes = drawn_over(opened, row["id"]) if opened is not None else []
            data = photo_file(self._workspace.attachments, row["sha256"], strokes)
            file = f"photo{number}.jpg" if data is not None else ""
            if data is not None:
                self._files[file] = data
            found.setdefault(row["path"], []).append(
                {
                    "number": number,
                    "file": file,
                    "name": row["name"] or "",
                    "caption": row["caption"] or "",
                    "after": row["kind"] == "after",
                    "taken": self._moment(row["taken_at"]),
                    "question": (said.get(row["path"]) or {}).get("question") or "",
                    "place": self._rows.numbers.get((said.get(row["path"]) or {}).get("path", ""), ""),
                    "sha256": row["sha256"][:16],
                }
            )
        return found

    def _opened(self) -> Inspection | None:
        try:
            return open_inspection(self._workspace, self._listed["id"])
        except FieldkitError:  # its checklist is not here
            return None

    def _signatures(self) -> list[dict[str, Any]]:
        rows = self._workspace.rows(
            "SELECT role, name, position, image, signed_at, refused, reason FROM signature"
            " WHERE inspection = ? AND coalesce(deleted, 0) = 0 ORDER BY id",
            self._listed["id"],
        )
        found = []
        for number, row in enumerate(rows, 1):
            data = photo_file(self._workspace.attachments, row["image"]) if row["image"] else None
            file = f"signature{number}.jpg" if data is not None else ""
            if data is not None:
                self._files[file] = data
            found.append(
                {
                    "role": word(ROLES, row["role"], self._language),
                    "name": row["name"] or "",
                    "position": row["position"] or "",
                    "file": file,
                    "signed": self._moment(row["signed_at"]),
                    "refused": bool(row["refused"]),
                    "reason": row["reason"] or "",
                }
            )
        return found
