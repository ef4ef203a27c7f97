"""``fieldkit checklist replay``: a form answered from a script, and every node's state after each step."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from fieldkit import bilingual
from fieldkit.errors import FieldkitError, Text


def moment(value: str) -> datetime:
    """Return a point in time as ISO 8601 writes it; without an offset it is this computer's time."""
    found = datetime.fromisoformat(value)
    return found if found.tzinfo else found.astimezone()


@bilingual.command(
    Text(
        "ตอบแบบตรวจตามสคริปต์ แล้วพิมพ์สถานะของทุกข้อหลังแต่ละขั้น\n\n"
        "FORM เป็น .xlsx หรือ XForm .xml ส่วน SCRIPT เป็นรายการคำสั่งในแฟ้ม JSON",
        "Answer a form from a script and print the state of every node after each step.\n\n"
        "FORM is an .xlsx or an XForm .xml, SCRIPT a JSON list of operations.",
    )
)
@click.argument("form", required=False, type=click.Path(path_type=Path))
@click.argument("script", required=False, type=click.Path(path_type=Path))
@bilingual.option(
    "--media",
    metavar="DIR",
    type=click.Path(file_okay=False, path_type=Path),
    words=Text(
        "โฟลเดอร์ของแฟ้มประกอบ (ปกติคือโฟลเดอร์ของ FORM)", "Folder of the form's files (default: its own)."
    ),
)
@bilingual.option(
    "--now",
    metavar="ISO",
    type=moment,
    words=Text("เวลาที่ใช้แทนเวลาปัจจุบัน", "The time that the form takes for the present."),
)
@bilingual.option(
    "--jobs",
    metavar="JOBS.jsonl",
    type=click.Path(path_type=Path),
    words=Text(
        "งานหลายงาน บรรทัดละงาน แทน FORM และ SCRIPT", "Many jobs, one a line, instead of FORM and SCRIPT."
    ),
)
@bilingual.option(
    "--seconds",
    metavar="N",
    type=click.FloatRange(min=0, min_open=True),
    default=30.0,
    words=Text("เวลาสูงสุดของแต่ละงาน (วินาที)", "How long one job may take."),
)
def command(
    *,
    form: Path | None,
    script: Path | None,
    media: Path | None,
    now: datetime | None,
    jobs: Path | None,
    seconds: float,
) -> int:
    """Print one JSON result a line; the shapes are in docs/commands.md."""
    from fieldkit.model.replay import replay_jobs, replay_one

    if jobs is not None and form is None:
        with _reading(jobs).open(encoding="utf-8") as lines:
            for result in replay_jobs(lines, seconds, folder=jobs.parent, now=now):
                _print(result)
        return 0
    if jobs is not None or form is None or script is None:
        raise click.UsageError("FORM SCRIPT | --jobs JOBS.jsonl")
    result = replay_one(form, _operations(script), media, now)
    _print(result)
    return 0 if result["status"] == "ok" else 1


def _print(result: Mapping[str, Any]) -> None:
    click.echo(json.dumps(result, ensure_ascii=False))


def _reading(file: Path) -> Path:
    """Return ``file`` if it can be read; raises `FieldkitError` that names it."""
    try:
        file.open("rb").close()
    except OSError as error:
        raise FieldkitError(
            Text("เปิดแฟ้มไม่ได้", "The file cannot be opened"),
            Text("ตรวจชื่อและสิทธิ์ของแฟ้ม", "Check its name and rights"),
            place=f"{file}: {error.strerror}",
        ) from None
    return file


def _operations(script: Path) -> Iterator[Mapping[str, Any]]:
    try:
        operations = json.loads(_reading(script).read_bytes())
    except (ValueError, RecursionError) as error:
        raise _no_script(script, str(error)) from None
    if not (isinstance(operations, list) and all(isinstance(operation, dict) for operation in operations)):
        raise _no_script(script, '[{"op": "set", "path": …, "value": …}, …]')
    return iter(operations)


def _no_script(script: Path, what: str) -> FieldkitError:
    return FieldkitError(
        Text("แฟ้มนี้ไม่ใช่สคริปต์", "This file is not a script"),
        Text(
            "สคริปต์คือรายการ JSON ของคำสั่ง ดู docs/commands.md",
            "A script is a JSON list of operations, see docs/commands.md",
        ),
        place=f"{script}: {what}",
    )
