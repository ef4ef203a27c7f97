"""Which inspections an export takes: the options that all exports of inspections share."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from fieldkit import bilingual
from fieldkit.commands._day import Day
from fieldkit.errors import Text

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from fieldkit.model.workbook import Filters
    from fieldkit.model.workspace import Workspace


def output(words: Text) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Give a command ``--output``, the file that it writes."""
    return bilingual.option(
        "-o",
        "--output",
        metavar="OUT",
        required=True,
        type=click.Path(path_type=Path),
        words=words,
    )


def reason_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command ``--reason``, for files that may hold personal answers."""
    return bilingual.option(
        "--reason",
        default="",
        metavar="TEXT",
        words=Text("ใช้ข้อมูลส่วนบุคคลเพื่ออะไร (บันทึกไว้)", "What personal answers are for (kept)."),
    )(command)


def filter_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the options that :func:`filters` reads."""
    options = (
        bilingual.option(
            "--inspection",
            "inspections",
            metavar="ID",
            multiple=True,
            words=Text("เฉพาะการตรวจนี้", "Only this inspection."),
        ),
        bilingual.option(
            "--since", type=Day(), metavar="DATE", words=Text("ตรวจตั้งแต่วันที่", "Visited on or after.")
        ),
        bilingual.option(
            "--until", type=Day(), metavar="DATE", words=Text("ตรวจถึงวันที่", "Visited on or before.")
        ),
        bilingual.option(
            "--factory", metavar="NO", words=Text("เลขทะเบียนหรือรหัสโรงงาน", "Factory's number or id.")
        ),
        bilingual.option(
            "--round",
            "round_",
            metavar="ROUND",
            words=Text("รอบตรวจราชการ เช่น 1/2570", "Inspection round, such as 1/2570."),
        ),
        bilingual.option("--district", metavar="NAME", words=Text("อำเภอ", "District.")),
        bilingual.option(
            "--checklist", metavar="ID", words=Text("แบบตรวจ เช่น GEN", "Checklist, such as GEN.")
        ),
        bilingual.option("--officer", metavar="NAME", words=Text("ชื่อหรือรหัสผู้ตรวจ", "Inspector's name or id.")),
    )
    for option in reversed(options):
        command = option(command)
    return command


def filters(workspace: Workspace, given: Mapping[str, Any], **more: Any) -> Filters:
    """Return what the options say; raises NoSuchInspection, NoSuchFactory, RoundError."""
    from fieldkit.model.inspections import find_factory
    from fieldkit.model.inspections.errors import NoSuchInspection
    from fieldkit.model.thai.fiscal import inspection_round_span
    from fieldkit.model.workbook import Filters

    for record in given["inspections"]:
        if not workspace.rows("SELECT id FROM inspection WHERE id = ?", record):
            raise NoSuchInspection(record)
    factory = given["factory"]
    since, until = given["since"], given["until"]
    if given["round_"] is not None:
        first, last = inspection_round_span(given["round_"])
        since, until = max(since or first, first), min(until or last, last)
    return Filters(
        inspections=given["inspections"] or None,
        since=since,
        until=until,
        factory=None if factory is None else find_factory(workspace, factory)["id"],
        officer=given["officer"],
        district=given["district"],
        checklist=given["checklist"],
        **more,
    )
