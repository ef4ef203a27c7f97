"""The process that opens a template: whatever the file does to it, the program goes on."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fieldkit.errors import Text
from fieldkit.model.memory_limit import limit_memory
from fieldkit.model.reports.problems import Problem
from fieldkit.model.reports.templates import refusals
from fieldkit.model.reports.templates.document import DocumentTemplate
from fieldkit.model.reports.templates.package import Package
from fieldkit.model.reports.templates.workbook import WorkbookTemplate
from fieldkit.model.xlsform import container

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

MOST_MEMORY = 768 * 2**20
"""Address space of the process in bytes, where the system can limit it."""
DOCUMENT = ".docx"
_SMALLER = Text(
    "ลบภาพและแผ่นงานที่ไม่ใช้ออกจากแบบ", "Remove pictures and sheets that are not used from the template"
)
_SAVE_ANEW = Text("เปิดในโปรแกรมสำนักงานแล้วบันทึกใหม่", "Open it in the office program and save it anew")


def run(connection: Connection, path: str, task: dict[str, Any] | None) -> None:
    """Send ``{"places"}`` of a template, or ``{}`` after filling it with ``task``; or ``{"problems"}``.

    ``{"errno"}`` tells that the filled one could not be written.
    """
    limit_memory(MOST_MEMORY)
    connection.send_bytes(json.dumps(answer(Path(path), task), ensure_ascii=True).encode())
    connection.close()


def answer(path: Path, task: dict[str, Any] | None) -> dict[str, Any]:
    """Return what :func:`run` sends."""
    document = path.suffix.lower() == DOCUMENT
    refused = container.inspect(path, shrink=_SMALLER, document=document)
    if refused is not None:
        return _told([Problem(path.name, refused.message, refused.cure)])
    try:
        package = Package(path)
        problems = list(refusals.of_package(package))
        if problems:
            return _told(problems)
        template = DocumentTemplate(package) if document else WorkbookTemplate(package)
        problems = list(template.problems())
        if problems:
            return _told(problems)
        if task is None:
            return {"places": list(template.placeholders())}
        template.fill(task["values"], task["lists"])
        try:
            package.write(Path(task["target"]))
        except OSError as error:  # the disk's fault, not the template's
            return {"errno": error.errno}
    except MemoryError:
        title = Text("ไฟล์ใหญ่เกินหน่วยความจำ", "The file does not fit into memory")
        return _told([Problem(path.name, title, _SMALLER)])
    except Exception as error:  # noqa: BLE001 - a stranger's file may be damaged in any way
        kind = type(error).__name__
        title = Text(f"อ่านแบบไม่ได้ ไฟล์อาจเสียหาย ({kind})", f"It cannot be read; it may be damaged ({kind})")
        return _told([Problem(path.name, title, _SAVE_ANEW)])
    return {}


def _told(problems: list[Problem]) -> dict[str, Any]:
    return {"problems": [problem.as_json() for problem in problems]}
