"""The converter's own process: whatever a workbook does to it, the program goes on."""

from __future__ import annotations

import json
import logging
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fieldkit.errors import Text
from fieldkit.model.memory_limit import limit_memory
from fieldkit.model.xlsform import (
    container,
    media,
    messages,
    policy,
    trial,
)
from fieldkit.model.xlsform.lint import lint
from fieldkit.model.xlsform.outline import outline
from fieldkit.model.xlsform.problem import in_order
from fieldkit.model.xlsform.sheet import ForbiddenXMLError, Workbook, read

if TYPE_CHECKING:
    from collections.abc import Iterator
    from multiprocessing.connection import Connection

    from fieldkit.model.xlsform.problem import Problem

MOST_MEMORY = 2 * 2**30
"""Address space of the process in bytes, where the system can limit it."""
_SAVE_ANEW = Text("เปิดใน Excel แล้วบันทึกเป็นไฟล์ใหม่", "Open it in Excel and save it as a new file")
_ITEXT = "{http://www.w3.org/2002/xforms}"


def run(connection: Connection, paths: list[str]) -> None:
    """Convert files one after the other and send what was found as JSON: without the XForm, with it, null.

    What the sheets show is sent before pyxform begins, so that it is told even when pyxform never ends.
    """
    limit_memory(MOST_MEMORY)
    logging.getLogger("pyxform").setLevel(logging.CRITICAL)
    for path in paths:
        _convert_one(connection, path)
    connection.close()


def _convert_one(connection: Connection, path: str) -> None:
    last: dict[str, Any] = {}
    try:
        for last in steps(Path(path)):
            _send(connection, last)
    except MemoryError:
        _send(
            connection, {**last, "xform": "", "problems": [*last.get("problems", ()), too_much().as_json()]}
        )
    _send(connection, None)


def _send(connection: Connection, found: dict[str, Any] | None) -> None:
    # JSON and no pickle: what comes from this process came from a stranger's file.
    connection.send_bytes(json.dumps(found).encode())


def too_much() -> Problem:
    """Return the problem of a checklist that needs more memory than the worker may have."""
    return container.refuse(
        Text("แบบตรวจใหญ่เกินกว่าจะแปลงได้", "The checklist is too large to convert"),
        Text(
            "ย้ายรายการตัวเลือกยาวไปไว้ในไฟล์ CSV และใช้ select_one_from_file",
            "Move long choice lists to a CSV file and use select_one_from_file",
        ),
    )


def _result(problems: list[Problem], **more: Any) -> dict[str, Any]:
    return {"problems": [problem.as_json() for problem in problems], **more}


def steps(path: Path) -> Iterator[dict[str, Any]]:
    """Yield all that is known of the checklist at ``path``, first without its XForm, then with it."""
    refused = container.inspect(path)
    if refused is not None:
        yield _result([refused])
        return
    try:
        workbook = read(path)
    except MemoryError:
        raise
    except Exception as error:  # noqa: BLE001 - openpyxl raises almost anything on a damaged workbook
        yield _result([_unreadable(error)])
        return
    tree = outline(workbook)
    problems = lint(workbook, tree)
    rules = policy.collect(workbook, tree)
    settings = next((row.cells for row in workbook.sheet("settings").filled()), {})
    head = {
        "form_id": settings.get("form_id", path.stem),
        "version": settings.get("version", ""),
        "title": settings.get("form_title") or settings.get("form_id", path.stem),
        "policy": rules,
        "named": [
            [column, cell, problem.as_json()] for column, cell, problem in policy.named(workbook, tree)
        ],
        "absent": {name: problem.as_json() for name, problem in media.absent(workbook, tree).items()},
    }
    yield _result(problems, **head)
    if "survey" not in workbook.sheets:
        return
    xform, found = _convert(workbook, path.stem)
    problems = in_order([*problems, *messages.new_ones(found, problems)])
    if xform:
        tried = list(trial.check(xform, workbook, tree))
        problems = in_order([*problems, *messages.new_ones(tried, problems)])
    yield _result(problems, **head, xform=xform, **_needs(xform))


def _unreadable(error: Exception) -> Problem:
    if isinstance(error, ForbiddenXMLError):
        return container.refuse(
            Text("ไฟล์มี XML ที่ไม่ปลอดภัย จึงไม่เปิด", "The file holds unsafe XML and is not opened"), _SAVE_ANEW
        )
    return container.refuse(
        Text(
            f"อ่านสมุดงานไม่ได้ ไฟล์อาจเสียหาย ({type(error).__name__})",
            f"The workbook cannot be read; it may be damaged ({type(error).__name__})",
        ),
        _SAVE_ANEW,
    )


def _convert(workbook: Workbook, stem: str) -> tuple[str, list[Problem]]:
    """Return the XForm, empty if there is none, and what pyxform says."""
    from pyxform.errors import PyXFormError
    from pyxform.xls2xform import convert

    warnings: list[str] = []
    found: list[Problem | None] = []
    xform = ""
    definition = workbook.definition()
    try:
        xform = convert({**definition, "fallback_form_name": stem}, warnings=warnings).xform
    except PyXFormError as error:
        found.append(messages.problem(str(error), "error", workbook))
    except MemoryError:
        raise
    except Exception as error:  # noqa: BLE001 - pyxform crashes on some forms in the wild
        found.append(messages.crash(error))
    found += [messages.problem(warning, "warning", workbook) for warning in warnings]
    return xform, [problem for problem in found if problem is not None]


def _needs(xform: str) -> dict[str, list[str]]:
    """Return the languages of the form, the default first, and the names of the files it needs."""
    if not xform:
        return {}
    from defusedxml.ElementTree import fromstring

    root = fromstring(xform)
    translations = list(root.iter(f"{_ITEXT}translation"))
    translations.sort(key=lambda translation: translation.get("default") is None)
    links = {element.get("src", "") for element in root.iter(f"{_ITEXT}instance")}
    links |= {
        (value.text or "").strip()
        for value in root.iter(f"{_ITEXT}value")
        if value.get("form") not in (None, "guidance")
    }
    return {
        "languages": [translation.get("lang", "") for translation in translations],
        "media": sorted(link.rpartition("/")[2] for link in links if link.startswith("jr://")),
    }
