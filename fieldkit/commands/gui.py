"""``fieldkit gui``: the window, or pictures of its pages."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import click

from fieldkit import bilingual
from fieldkit.errors import FieldkitError, Text
from fieldkit.invocation import Invocation, pass_invocation

NO_DISPLAY = Text("ไม่พบจอภาพ จึงเปิดหน้าต่างไม่ได้", "There is no display to open the window on.")
HOW_TO_SEE = Text(
    "เปิดโปรแกรมจากเดสก์ท็อปของเครื่องนี้ หรือเข้าเครื่องด้วย ssh -X\n"
    "หากต้องการเพียงภาพของทุกหน้า: fieldkit gui --screenshots OUT",
    "Start it from the desktop of this computer, or log in with ssh -X.\n"
    "For pictures of every page only: fieldkit gui --screenshots OUT",
)


def display_missing() -> bool:
    """Whether Qt would find neither X nor Wayland here, and die rather than raise."""
    if sys.platform in ("win32", "darwin") or os.environ.get("QT_QPA_PLATFORM"):
        return False
    return not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


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
@pass_invocation
def command(invocation: Invocation, *, screenshots: Path | None, theme: str | None) -> int:
    """Start Qt; without a display only pictures can be had."""
    if display_missing():
        if screenshots is None:
            raise FieldkitError(NO_DISPLAY, HOW_TO_SEE)
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from fieldkit.ui import app

    return app.main(invocation.data, language=invocation.language, screenshots=screenshots, theme=theme)
