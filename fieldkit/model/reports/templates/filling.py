"""Fills a template of the office; it is opened by a process of its own that may be killed."""

from __future__ import annotations

import json
import multiprocessing
import os
import time
from typing import TYPE_CHECKING, Any

from fieldkit.errors import Text
from fieldkit.model import durable
from fieldkit.model.reports.catalogue import reports
from fieldkit.model.reports.problems import Problem, Refused
from fieldkit.model.reports.templates import worker
from fieldkit.model.reports.templates.runs import EACH
from fieldkit.model.reports.templates.values import Unknown, Values
from fieldkit.model.workbook.encryption import PasswordMissing, check_password, encrypted

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from multiprocessing.connection import Connection
    from pathlib import Path

    from fieldkit.model.reports.choice import Choice
    from fieldkit.model.workspace import Workspace

TIMEOUT = 120.0
"""Seconds after which opening a template is given up."""
_GLANCE = 0.2
_SMALLER = Text("ลบแผ่นงานและภาพที่ไม่ใช้ออกจากแบบ", "Remove sheets and pictures that are not used from it")


def fill_template(
    workspace: Workspace,
    template: Path,
    target: Path,
    choice: Choice,
    *,
    more: Mapping[str, object] | None = None,
    lists: Mapping[str, Sequence[Mapping[str, object]]] | None = None,
    columns: Mapping[str, Sequence[str]] | None = None,
    password: str = "",
    check: Callable[[], object] = lambda: None,
) -> int:
    """Write ``target`` from a template (.xlsx or .docx) and return how many placeholders it has.

    ``more`` are names besides those of reports, ``lists`` rows that are repeated, with their ``columns``.
    Rows of a report that is only written with a password need a ``password`` here too. ``check()`` is called
    now and then and may raise to stop.

    Raises `Refused` with every problem: an unknown placeholder names its cell; `PasswordMissing`,
    `PasswordTooShort`, CannotWrite, StorageError; then ``target`` is as it was.
    """
    found: list[tuple[str, str]] = [
        (str(place), str(name)) for place, name in _asked(template, None, check)["places"]
    ]
    with workspace.database.read() as connection:
        values = Values(workspace, connection, choice, more or {}, lists or {}, columns or {}, check)
        task = _task(template.name, found, values)
    if password:
        check_password(password)
    elif any(_locked(listed) for listed in task["lists"]):
        raise PasswordMissing
    with durable.replacing(target) as path:
        _asked(template, {**task, "target": str(path)}, check)
        if password:
            path.write_bytes(encrypted(path.read_bytes(), password))
    return len(found)


def _task(template: str, found: Sequence[tuple[str, str]], values: Values) -> dict[str, Any]:
    problems: list[Problem] = []
    known: dict[str, Any] = {}
    lists: dict[str, Any] = {}
    for place, name in found:
        try:
            if EACH in name:
                values.known(name)
                listed = name.partition(EACH)[0]
                if listed not in lists:
                    lists[listed] = values.rows(listed)
            elif name not in known:
                known[name] = values.value(name)
        except Unknown as unknown:
            problems.append(_unknown(place, unknown))
    if problems:
        raise Refused(template, problems)
    return {"values": known, "lists": lists}


def _locked(listed: str) -> bool:
    found = reports().get(listed.partition(".")[0].upper())
    return found is not None and found.locked


def _unknown(place: str, unknown: Unknown) -> Problem:
    near = ", ".join(f"{{{{{name}}}}}" for name in unknown.near)
    return Problem(
        place,
        Text(f"ไม่รู้จักช่องแทนค่า {{{{{unknown.name}}}}}", f"The placeholder {{{{{unknown.name}}}}} is unknown"),
        Text(
            f"แก้ชื่อ ใกล้เคียง: {near}" if near else "แก้ชื่อ ดูรายชื่อใน docs/reports.md",
            f"Correct its name; near are {near}" if near else "Correct its name; docs/reports.md lists them",
        ),
    )


def _asked(template: Path, task: dict[str, Any] | None, check: Callable[[], object]) -> dict[str, Any]:
    """Let the worker look at the template or fill it; raises `Refused`."""
    # A fork would inherit the windows, threads and database connections of the program.
    context = multiprocessing.get_context("spawn")
    receiver, sender = context.Pipe(duplex=False)
    process = context.Process(target=worker.run, args=(sender, str(template), task), daemon=True)
    with receiver:
        process.start()
        sender.close()
        try:
            sent = _receive(receiver, template, check)
        finally:
            process.kill()
            process.join()
            process.close()
    return taken(template, sent)


def taken(template: Path, sent: dict[str, Any]) -> dict[str, Any]:
    """Return what the worker sent; raises `Refused` for the template, OSError where it was not written."""
    if "errno" in sent:
        raise OSError(sent["errno"], os.strerror(sent["errno"] or 0))
    if "problems" in sent:
        problems = [
            Problem(one["place"], Text(**one["title"]), Text(**one["cure"])) for one in sent["problems"]
        ]
        raise Refused(template.name, problems)
    return sent


def _receive(receiver: Connection, template: Path, check: Callable[[], object]) -> dict[str, Any]:
    deadline = time.monotonic() + TIMEOUT
    while not receiver.poll(_GLANCE):
        check()
        if time.monotonic() > deadline:
            title = Text("เปิดแบบนานเกินไป จึงหยุด", "Opening the template took too long and was stopped")
            raise Refused(template.name, [Problem(template.name, title, _SMALLER)])
    try:
        sent: dict[str, Any] = json.loads(receiver.recv_bytes())
    except (EOFError, OSError):
        title = Text("เปิดแบบไม่สำเร็จ หน่วยความจำอาจไม่พอ", "Opening it failed; memory may have run out")
        raise Refused(template.name, [Problem(template.name, title, _SMALLER)]) from None
    return sent
