"""The command line: global options, exit codes, and errors told in the chosen language."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Sequence
from enum import IntEnum
from itertools import pairwise
from pathlib import Path
from typing import Any

import click

from fieldkit import __version__, bilingual, crash
from fieldkit.errors import FieldkitError, Language, Text
from fieldkit.invocation import Invocation, default_data_folder


class Exit(IntEnum):
    """What the exit code of fieldkit means to the program that called it."""

    DONE = 0
    REFUSED = 1
    USAGE = 2
    BUG = 3
    INTERRUPTED = 130  # as shells report SIGINT


PROGRAM = Text(
    "fieldkit งานตรวจโรงงานทั้งวันโดยไม่ต้องมีอินเทอร์เน็ต\n\nไม่ระบุคำสั่ง = เปิดหน้าต่างโปรแกรม",
    "fieldkit: a factory inspector's whole day without internet.\n\nWithout a command, the window opens.",
)
WRONG_USAGE = {
    click.NoSuchOption: Text("ไม่มีตัวเลือกนี้", "There is no such option"),
    click.MissingParameter: Text("ขาดค่าที่ต้องระบุ", "Something is missing"),
    click.BadParameter: Text("ค่าที่ระบุใช้ไม่ได้", "A value cannot be used"),
    click.UsageError: Text("เรียกใช้ไม่ถูกต้อง", "Wrong usage"),
}
SEE_HELP = Text("ดูวิธีใช้: {command} --help", "See: {command} --help")
BUG = Text(
    "โปรแกรมทำงานผิดพลาด ข้อมูลที่บันทึกแล้วไม่เสียหาย\nรายละเอียดอยู่ใน {log} โปรดส่งให้ผู้ดูแลระบบ",
    "The program made a mistake; what was saved is unharmed.\nDetails: {log}; send it to the help desk.",
)


def _choose_language(ctx: click.Context, _param: click.Parameter, value: str | None) -> str | None:
    ctx.meta[bilingual.LANGUAGE] = value or "th"
    return value


def _tell_version(ctx: click.Context, _param: click.Parameter, value: bool) -> None:
    if value:
        click.echo(f"fieldkit {__version__}")
        ctx.exit()


@click.group(
    "fieldkit",
    cls=bilingual.Folder,
    package="fieldkit.commands",
    words=PROGRAM,
    invoke_without_command=True,
)
@bilingual.option(
    "--data",
    metavar="DIR",
    type=click.Path(file_okay=False, path_type=Path),
    default=default_data_folder,
    envvar="FIELDKIT_DATA",
    words=Text("โฟลเดอร์ข้อมูล (ปกติอยู่ในโฟลเดอร์ของผู้ใช้)", "Data folder (default: in the person's own folder)."),
)
@bilingual.option(
    "--lang",
    type=click.Choice(["th", "en"]),
    envvar="FIELDKIT_LANG",
    is_eager=True,  # so that --help after it is in that language
    callback=_choose_language,
    words=Text("ภาษาของข้อความและหน้าต่าง", "Language of messages and of the window."),
)
@bilingual.option(
    "--passphrase-file",
    metavar="FILE",
    type=click.Path(dir_okay=False, path_type=Path),
    envvar="FIELDKIT_PASSPHRASE_FILE",
    words=Text(
        "ไฟล์ที่บรรทัดแรกเป็นรหัสผ่านของข้อมูลที่เข้ารหัส", "A file whose first line is the passphrase of encrypted data."
    ),
)
@bilingual.option(
    "--json",
    "as_json",
    is_flag=True,
    words=Text(
        "ผลลัพธ์เป็น JSON ทาง standard output ข้อความทาง standard error",
        "Result as JSON on standard output, messages on standard error.",
    ),
)
@bilingual.option(
    "--version",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_tell_version,
    words=Text("แสดงรุ่นของโปรแกรม", "Show the version and exit."),
)
@click.pass_context
def program(
    ctx: click.Context, *, data: Path, lang: Language | None, passphrase_file: Path | None, as_json: bool
) -> Any:
    """Read the global options; without a command, open the window."""
    ctx.obj = Invocation(data=data, json=as_json, asked_language=lang, passphrase_file=passphrase_file)
    if ctx.invoked_subcommand is not None:
        return None
    gui = program.get_command(ctx, "gui")
    assert gui is not None
    with gui.make_context("gui", [], parent=ctx) as gui_ctx:
        return gui.invoke(gui_ctx)


def main(args: Sequence[str] | None = None) -> int:
    """Run one command line and return its exit code (:class:`Exit`)."""
    _speak_utf8()
    arguments = list(sys.argv[1:] if args is None else args)
    language = _language(arguments)
    ctx: click.Context | None = None
    try:
        ctx = program.make_context("fieldkit", arguments)
        with ctx:
            outcome = program.invoke(ctx)
        return outcome if isinstance(outcome, int) else Exit.DONE
    except click.exceptions.Exit as leaving:
        return leaving.exit_code
    except click.UsageError as error:
        return _wrong_usage(error, language)
    except FieldkitError as error:
        return _refused(error.message(language))
    except click.ClickException as error:
        return _refused(error.format_message())
    except (KeyboardInterrupt, click.Abort):
        return Exit.INTERRUPTED
    except BrokenPipeError:
        # the reader, such as `head`, has what it wanted; nothing may be written at exit either
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return Exit.DONE
    except Exception:  # noqa: BLE001 - whatever arrives here is a bug, and is kept for the help desk
        return _bug(ctx.obj if ctx else None, language)


def _language(arguments: Sequence[str]) -> str:
    """Return the language asked for, also of a command line that Click could not read to its end."""
    chosen = os.environ.get("FIELDKIT_LANG", "th")
    for name, value in pairwise([*arguments, ""]):
        if name == "--lang":
            chosen = value
        elif name.startswith("--lang="):
            chosen = name.removeprefix("--lang=")
    return chosen


def _speak_utf8() -> None:
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # A file's name may hold bytes that are no text; the escape is JSON's own too.
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def _refused(message: str) -> Exit:
    click.echo(message, err=True)
    return Exit.REFUSED


def _wrong_usage(error: click.UsageError, language: str) -> Exit:
    kind = next(words for kind, words in WRONG_USAGE.items() if isinstance(error, kind))
    command = error.ctx.command_path if error.ctx else "fieldkit"
    click.echo(f"{kind.pick(language)}: {error.format_message()}", err=True)
    click.echo(SEE_HELP.pick(language).format(command=command), err=True)
    return Exit.USAGE


def _bug(invocation: Invocation | None, language: str) -> Exit:
    log = crash.write_report(invocation.data if invocation else None)
    click.echo(BUG.pick(language).format(log=log), err=True)
    return Exit.BUG
