"""``fieldkit inspection fill``: an inspection from a file of answers."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from fieldkit import bilingual
from fieldkit.errors import FieldkitError, Text
from fieldkit.invocation import Invocation, pass_invocation

if TYPE_CHECKING:
    from fieldkit.model.inspections import Inspection


class AnswersUnreadable(FieldkitError):
    """The file of answers is no JSON object of paths and texts."""

    def __init__(self, place: str) -> None:
        super().__init__(
            Text("อ่านไฟล์คำตอบไม่ได้", "The file of answers cannot be read"),
            Text('ต้องเป็น JSON แบบ {"path": "value"}', 'It must be JSON like {"path": "value"}'),
            place=place,
        )


class NoSuchQuestion(FieldkitError):
    """An answer for a question that the checklist does not have, or does not ask now."""

    def __init__(self, path: str) -> None:
        super().__init__(
            Text("ไม่มีข้อนี้ในแบบตรวจ", "The checklist has no such question"),
            Text("ใช้ path หรือชื่อข้อตามแบบตรวจ", "Use the path or the name of a question of the checklist"),
            place=path,
        )


class AnswerNotTaken(FieldkitError):
    """A value that the question cannot hold, such as a choice that it does not have."""

    def __init__(self, path: str, value: str) -> None:
        super().__init__(
            Text("ข้อนี้รับคำตอบนี้ไม่ได้", "The question cannot take this answer"),
            Text(
                "ใช้ชื่อตัวเลือกหรือค่าตามที่ XForm เก็บ เช่น 2026-11-22",
                "Use the name of a choice, or the value as the XForm stores it, such as 2026-11-22",
            ),
            place=f"{path}: {value[:200]}",
        )


@bilingual.command(
    Text(
        "กรอกการตรวจหนึ่งครั้งจากไฟล์คำตอบ\n\nFILE เป็น JSON แบบ {path หรือชื่อข้อ: ค่าตามที่ XForm เก็บ}",
        "Fill one inspection from a file of answers.\n\n"
        "FILE is JSON {path or name of a question: value as the XForm stores it}.",
    )
)
@bilingual.option(
    "--factory", metavar="NO", required=True, words=Text("เลขทะเบียนหรือรหัสโรงงาน", "Factory's number or id.")
)
@bilingual.option(
    "--checklist", metavar="ID", required=True, words=Text("form_id เช่น GEN", "form_id, such as GEN.")
)
@bilingual.option(
    "--answers",
    metavar="FILE",
    required=True,
    type=click.Path(path_type=Path),
    words=Text("ไฟล์คำตอบ", "File of answers."),
)
@bilingual.option(
    "--photo",
    "photos",
    metavar="PATH=FILE",
    multiple=True,
    words=Text("แนบภาพกับข้อ", "Attach a photo to a question."),
)
@bilingual.option("--kind", default="PLAN", words=Text("ประเภทการตรวจ", "Kind of visit."))
@bilingual.option("--complete", is_flag=True, words=Text("ปิด ลงนาม และผนึก", "Close, sign and seal it."))
@bilingual.option(
    "--representative",
    metavar="NAME",
    default="",
    words=Text("ชื่อผู้แทนโรงงานที่ลงนาม", "Name of the representative who signs."),
)
@pass_invocation
def command(
    invocation: Invocation,
    *,
    factory: str,
    checklist: str,
    answers: Path,
    photos: tuple[str, ...],
    kind: str,
    complete: bool,
    representative: str,
) -> int:
    """Print ``{"id", "state", "missing", "findings"}``; 1 when it should be closed and is not complete."""
    from fieldkit.model import inspections

    given = _read(answers)
    pictures = [_picture(photo) for photo in photos]
    workspace = invocation.workspace()
    try:
        inspection = inspections.start(workspace, factory, checklist, kind=kind)
        inspection.show_language(invocation.language)
        try:
            _answer(inspection, given)
            for name, file, data in pictures:
                inspections.attach_photo(inspection, _path(inspection, name), data, name=file)
        except FieldkitError:
            _take_back(inspection)
            raise
        refusal = _close(inspection, representative) if complete else None
        result = _result(inspection)
    finally:
        workspace.close()
    invocation.result(result, lambda: _readable(result, invocation.language))
    if refusal is not None:
        invocation.say(refusal.message(invocation.language))
    return 1 if refusal is not None else 0


def _answer(inspection: Inspection, given: dict[str, str]) -> None:
    for name, value in given.items():
        path = _path(inspection, name)
        inspection.answer(path, value)
        if value.strip() and not inspection.instance.node(path).kept_text():
            raise AnswerNotTaken(path, value)


def _take_back(inspection: Inspection) -> None:
    """Delete what was begun, restorably: the corrected file begins anew, and a second draft would stay."""
    from fieldkit.model.body import Op

    key = ("inspection", inspection.id, "void")
    values = {"deleted": 1, "delete_reason": "answers refused"}
    inspection.commit([Op(*key, values, inspection.seen.get(key, ()), inspection.stream)])


def _close(inspection: Inspection, representative: str) -> FieldkitError | None:
    """Sign by name, as on a typed record; what keeps it open is returned, the draft stays."""
    from fieldkit.model.inspections import Signature, close

    person = inspection.workspace.person
    signatures = [
        Signature("inspector", person.name or person.id, person.position, typed=True),
        Signature("representative", representative or inspection.factory["operator"] or "", typed=True),
    ]
    try:
        close(inspection, signatures)
    except FieldkitError as error:
        return error
    return None


def _read(file: Path) -> dict[str, str]:
    try:
        document = json.loads(
            file.read_text(encoding="utf-8-sig"), object_pairs_hook=_once_each, parse_constant=_no_number
        )
    except (OSError, ValueError, RecursionError) as error:
        raise AnswersUnreadable(f"{file}: {error}") from error
    if not isinstance(document, dict) or not all(
        isinstance(value, str | int | float) for value in document.values()
    ):
        raise AnswersUnreadable(str(file))
    return {str(path): str(value) for path, value in document.items()}


def _once_each(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Refuse two answers to one question: JSON would keep the last without a word."""
    found = dict(pairs)
    if len(found) != len(pairs):
        names = [name for name, _value in pairs]
        raise ValueError(f"more than once: {next(name for name in names if names.count(name) > 1)}")
    return found


def _no_number(name: str) -> None:
    raise ValueError(f"{name} is no value")


def _picture(photo: str) -> tuple[str, str, bytes]:
    path, separator, file = photo.rpartition("=")
    if not separator:
        raise click.UsageError("--photo PATH=FILE")
    try:
        return path, Path(file).name, Path(file).read_bytes()
    except OSError as error:
        raise AnswersUnreadable(f"{file}: {error.strerror}") from error


def _path(inspection: Inspection, name: str) -> str:
    if name.startswith("/"):
        return name
    found = [node.path for node in inspection.instance.walk() if node.name == name and node.leaf]
    if len(found) != 1:
        raise NoSuchQuestion(name)
    return found[0]


def _result(inspection: Inspection) -> dict[str, Any]:
    findings = [row for row in inspection.findings.values() if not row.get("deleted")]
    shown = (
        "id",
        "path",
        "question",
        "severity",
        "law",
        "action",
        "due_date",
        "measured",
        "limit_text",
        "state",
    )
    return {
        "id": inspection.id,
        "state": inspection.row["state"],
        "missing": list(inspection.result().unanswered),
        "findings": [{column: row.get(column) for column in shown} for row in findings],
        "seal": inspection.row.get("seal"),
    }


def _readable(result: dict[str, Any], language: str) -> str:
    missing, findings = len(result["missing"]), len(result["findings"])
    words = Text(f"ขาด {missing} ข้อ ข้อบกพร่อง {findings} รายการ", f"{missing} missing, {findings} findings")
    head = f"{result['id']} {result['state']}: {words.pick(language)}"
    return "\n".join((head, *result["missing"]))
