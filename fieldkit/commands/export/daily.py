"""``fieldkit export daily``: what is written into a folder every day, and writing it now."""

from __future__ import annotations

from contextlib import closing
from datetime import time
from pathlib import Path

import click

from fieldkit import bilingual
from fieldkit.errors import Text
from fieldkit.invocation import Invocation, pass_invocation

NOTHING = Text("ไม่มีการส่งออกประจำวัน", "Nothing is exported daily")
PLANNED = Text("ส่งออก “{recipe}” ทุกวัน {at} ไปที่ {folder}", "“{recipe}” is exported daily at {at} to {folder}")
DONE = Text("ส่งออก {count} การตรวจแล้ว: {path}", "{count} inspections exported: {path}")


def _hour(_context: click.Context, _parameter: click.Parameter, value: str) -> str:
    try:
        return f"{time.fromisoformat(value):%H:%M}"
    except ValueError:
        raise click.BadParameter(f"{value}: 16:30") from None


@bilingual.command(
    Text(
        "การส่งออกประจำวันลงโฟลเดอร์\n\nโปรแกรมที่เปิดอยู่จะเขียนเองเมื่อถึงเวลา --run เขียนทันที (ใช้กับตัวตั้งเวลาของระบบ)",
        "What is exported into a folder every day.\n\n"
        "An open window writes it at its hour; --run writes it now, for the scheduler of the system.",
    )
)
@bilingual.option("--recipe", metavar="NAME", words=Text("ชื่อชุดส่งออกที่จำไว้", "A remembered export."))
@bilingual.option(
    "--folder",
    metavar="DIR",
    type=click.Path(path_type=Path, exists=True, file_okay=False, resolve_path=True),
    words=Text("โฟลเดอร์ที่จะเขียน", "The folder to write into."),
)
@bilingual.option(
    "--at",
    metavar="HH:MM",
    default="16:30",
    callback=_hour,
    words=Text("เวลา (ปกติ 16:30)", "The hour (default 16:30)."),
)
@bilingual.option("--off", is_flag=True, words=Text("เลิกส่งออกประจำวัน", "Export nothing daily any more."))
@bilingual.option("--run", "now", is_flag=True, words=Text("เขียนทันที", "Write it now."))
@pass_invocation
def command(
    invocation: Invocation, /, *, recipe: str | None, folder: Path | None, at: str, off: bool, now: bool
) -> None:
    """Print ``{"schedule": {"recipe", "folder", "at"} | null, "path"?, "inspections"?}``."""
    from dataclasses import asdict

    from fieldkit.model import export_recipes, export_schedule

    if (recipe is None) != (folder is None):
        raise click.UsageError("--recipe NAME --folder DIR")
    language = invocation.language
    with closing(invocation.workspace()) as workspace:
        if recipe is not None:
            export_recipes.recipe(workspace, recipe)
            export_schedule.plan(workspace, export_schedule.Schedule(recipe, str(folder), at))
        elif off:
            export_schedule.plan(workspace, None)
        found = export_schedule.schedule(workspace)
        shown = None if found is None else asdict(found)
        lines = [NOTHING.pick(language) if shown is None else PLANNED.pick(language).format(**shown)]
        values: dict[str, object] = {"schedule": shown}
        if now and found is not None:
            written = export_schedule.run(workspace, found, language=language)
            values |= {"path": str(written.path), "inspections": written.inspections}
            lines.append(DONE.pick(language).format(count=written.inspections, path=written.path))
    invocation.result(values, "\n".join(lines))
