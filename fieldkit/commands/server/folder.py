"""``fieldkit server folder``: fetch the bundles that laptops left in a folder, and answer them there."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING

import click

from fieldkit import bilingual
from fieldkit.commands import _centre
from fieldkit.commands.server.bundle import DONE
from fieldkit.errors import Text
from fieldkit.invocation import Invocation, pass_invocation

if TYPE_CHECKING:
    from fieldkit.sync.server.bundle_folder import Outcome

NOTHING = Text("ไม่มีชุดข้อมูลรอรับ", "No bundles are waiting.")


@bilingual.command(
    Text(
        "รับชุดข้อมูลทั้งหมดจากโฟลเดอร์กลาง และวางคำตอบไว้"
        "\n\nเครื่องของเจ้าหน้าที่ใช้คำสั่ง fieldkit bundle folder กับโฟลเดอร์เดียวกัน",
        "Fetch all bundles from a shared folder and leave answers.\n\n"
        "Laptops use the same folder with: fieldkit bundle folder",
    )
)
@click.argument("directory", type=click.Path(file_okay=False, path_type=Path))
@bilingual.option(
    "--watch",
    type=click.FloatRange(1, 86_400),
    metavar="SECONDS",
    words=Text("ดูโฟลเดอร์ซ้ำทุกกี่วินาที จนกว่าจะสั่งหยุด", "Look again every so many seconds, until stopped."),
)
@_centre.options
@pass_invocation
def command(
    invocation: Invocation,
    *,
    directory: Path,
    watch: float | None,
    store: Path | None,
    database_url: str | None,
    blobs: str | None,
) -> int:
    """Print ``{"taken", "refused"}``, with ``--watch`` at each look that found something; 1 for a refusal."""
    from fieldkit.sync.server import bundle_folder

    with _centre.opened(invocation, store=store, database_url=database_url, blobs=blobs) as centre:
        outcomes = bundle_folder.fetch(centre, directory)
        _show(invocation, outcomes)
        while watch is not None:
            time.sleep(watch)
            if outcomes := bundle_folder.fetch(centre, directory):
                _show(invocation, outcomes)
    return 1 if any(outcome.error for outcome in outcomes) else 0


def _show(invocation: Invocation, outcomes: list[Outcome]) -> None:
    from fieldkit.sync.server import bundles

    language = invocation.language
    taken = [bundles.values(outcome.received) for outcome in outcomes if outcome.received]
    refused = {outcome.name: outcome.error.message(language) for outcome in outcomes if outcome.error}
    lines = [DONE.pick(language).format(**values) for values in taken]
    lines += [f"{name}: {words}" for name, words in refused.items()]
    invocation.result({"taken": taken, "refused": refused}, "\n".join(lines) or NOTHING.pick(language))
