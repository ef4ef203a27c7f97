"""Small XLSForms made by the tests, one mistake in each."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Iterator, Mapping, Sequence
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from openpyxl import Workbook

from fieldkit.model.xlsform import worker
from fieldkit.model.xlsform.problem import Problem
from fieldkit.model.xlsform.worker import steps

SURVEY = [
    "type",
    "name",
    "label",
    "relevant",
    "constraint",
    "calculation",
    "fieldkit::fail",
    "fieldkit::severity",
]
CHOICES = ["list_name", "name", "label"]
SETTINGS = ["form_id", "version", "form_title"]
YES_NO = [["yn", "yes", "ใช่"], ["yn", "no", "ไม่ใช่"]]


def write(path: Path, sheets: Mapping[str, Sequence[Sequence[Any]]]) -> Path:
    """Write ``sheets`` (rows with the header first) as a workbook and return ``path``."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(list(row))
    book.save(path)
    return path


def checklist(
    path: Path,
    survey: Sequence[Sequence[Any]],
    *,
    columns: Sequence[str] = SURVEY,
    choices: Sequence[Sequence[Any]] | None = None,
    settings: Mapping[str, Any] | None = None,
) -> Path:
    """Write a checklist with the usual sheets; the choices are yes and no if a question asks for them."""
    if choices is None:
        choices = YES_NO if any(" yn" in str(row[0]) for row in survey) else []
    values = {"form_id": "T", "version": "1", "form_title": "t", **(settings or {})}
    return write(
        path,
        {
            "survey": [columns, *survey],
            "choices": [CHOICES, *choices],
            "settings": [list(values), list(values.values())],
        },
    )


def last(path: Path) -> dict[str, Any]:
    """Return what the converter finds in the end, in this process."""
    return list(steps(path))[-1]


def problems(path: Path) -> list[Problem]:
    """Return the problems that the converter finds, in this process."""
    return [Problem.from_json(problem) for problem in last(path)["problems"]]


def never_ends(connection: Connection, paths: list[str]) -> None:
    """Stand in for the worker: tells what the sheets show, then hangs as pyxform may."""
    connection.send_bytes(json.dumps(next(iter(steps(Path(paths[0]))))).encode())
    while True:
        time.sleep(60)


def dies(connection: Connection, paths: list[str]) -> None:
    """Stand in for the worker: ends as the system ends a process that takes all memory."""
    connection.send_bytes(json.dumps(next(iter(steps(Path(paths[0]))))).encode())
    os._exit(9)


def dies_of_one(connection: Connection, paths: list[str]) -> None:
    """Stand in for the worker: ends as soon as it comes to a workbook called ``deadly.xlsx``."""
    for at, path in enumerate(paths):
        if Path(path).name == "deadly.xlsx":
            dies(connection, paths[at:])
        worker._convert_one(connection, path)


def takes_all_memory(connection: Connection, paths: list[str]) -> None:
    """Run the worker with a conversion that asks for more memory than it may have."""

    def greedy(path: Path) -> Iterator[dict[str, Any]]:
        yield from list(steps(path))[:1]
        hoard = bytearray(2 * worker.MOST_MEMORY)
        yield {"problems": [], "xform": str(len(hoard))}

    worker.steps = greedy
    worker.run(connection, paths)
