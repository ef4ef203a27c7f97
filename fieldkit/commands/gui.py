"""``fieldkit gui``: the window, or pictures of its pages."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from fieldkit import bilingual
from fieldkit.errors import Text
from fieldkit.invocation import Invocation, pass_invocation

if TYPE_CHECKING:
    from fieldkit.ui.theme import Scheme


@bilingual.command(
    Text(
        "เปิดหน้าต่างโปรแกรม (คำสั่งปกติ)\n\nระบุ --screenshots เพื่อวาดทุกหน้าเป็น PNG แทน",
        "Open the window (the default).\n\nWith --screenshots, draw every page to PNG instead.",
    )
)
@bilingual.option(
    "--screenshots",
    metavar="OUT",
    type=click.Path(file_okay=False, path_type=Path),
    words=Text("วาดทุกหน้าลงโฟลเดอร์นี้แล้วจบ", "Draw every page into this folder and exit."),
)
@bilingual.option(
    "--theme",
    type=click.Choice(["light", "dark", "outdoor"]),
    words=Text("ชุดสี (ปกติตามที่ตั้งไว้)", "Colours (default: as set in the program)."),
)
@bilingual.option(
    "--scale",
    metavar="FACTOR",
    type=click.FloatRange(0.8, 2.0),
    default=1.0,
    words=Text("ขนาดของภาพ เช่น 1.5", "Size of the pictures, such as 1.5."),
)
@pass_invocation
def command(invocation: Invocation, *, screenshots: Path | None, theme: Scheme | None, scale: float) -> int:
    """Start Qt, which is not loaded before."""
    from fieldkit.ui import app

    return app.main(
        invocation.data, invocation.asked_language, screenshots=screenshots, theme=theme, scale=scale
    )
