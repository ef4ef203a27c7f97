from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import textwrap
from collections.abc import Iterator
from itertools import takewhile
from pathlib import Path

import click
import pytest

from fieldkit import __version__, bilingual
from fieldkit.cli import main, program
from fieldkit.errors import Text

ROOT = Path(__file__).parents[1]
COMMANDS = {
    "__init__": "",
    "tell": """
        @bilingual.command(Text("บอกค่า\\n\\nรายละเอียด", "Tell values.\\n\\nDetails"))
        @bilingual.option("--times", type=int, default=1, words=Text("จำนวนครั้ง", "How often."))
        @pass_invocation
        def command(invocation, *, times):
            invocation.say(Text("กำลังบอก", "Telling"))
            invocation.result({"name": "โรงสี", "times": times}, lambda: "โรงสี " * times)
    """,
    "refuse": """
        @bilingual.command(Text("ปฏิเสธ", "Refuse."))
        def command():
            raise FieldkitError(Text("เปิดไม่ได้", "Cannot open"), Text("ปิดก่อน", "Close it"), place="a.xlsx")
    """,
    "break_": """
        @bilingual.command(Text("พัง", "Break."))
        def command():
            raise ValueError("the secret of the bug")
    """,
    "interrupt": """
        @bilingual.command(Text("หยุด", "Interrupt."))
        def command():
            raise KeyboardInterrupt
    """,
    "_hidden": "raise AssertionError('no command')",
    "many/__init__": 'WORDS = Text("หลายคำสั่ง", "Many commands.")',
    "many/import_": """
        @bilingual.command(Text("นำเข้า", "Import."))
        def command():
            return 1
    """,
}
PRELUDE = """
from fieldkit import bilingual
from fieldkit.errors import FieldkitError, Text
from fieldkit.invocation import pass_invocation
"""


@pytest.fixture
def commands(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Put a folder of small commands in the place of fieldkit's own."""
    for name, source in COMMANDS.items():
        file = tmp_path / "probe_commands" / f"{name}.py"
        file.parent.mkdir(exist_ok=True, parents=True)
        file.write_text(PRELUDE + textwrap.dedent(source), encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setattr(program, "package", "probe_commands")
    yield
    for name in [name for name in sys.modules if name.startswith("probe_commands")]:
        del sys.modules[name]


@pytest.mark.usefixtures("commands")
class TestExitCodes:
    def test_done_is_0(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert main(["tell"]) == 0
        assert capsys.readouterr() == ("โรงสี \n", "กำลังบอก\n")

    def test_refused_is_1_and_says_what_where_and_the_cure(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert main(["refuse"]) == 1
        assert capsys.readouterr() == ("", "เปิดไม่ได้\na.xlsx\nปิดก่อน\n")
        assert main(["--lang", "en", "refuse"]) == 1
        assert capsys.readouterr() == ("", "Cannot open\na.xlsx\nClose it\n")

    def test_a_command_may_return_its_code(self) -> None:
        assert main(["many", "import"]) == 1

    @pytest.mark.parametrize("args", [["--bogus"], ["bogus"], ["tell", "--times", "x"], ["many", "bogus"]])
    def test_wrong_usage_is_2_in_both_languages(
        self, args: list[str], capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert main(args) == 2
        out, err = capsys.readouterr()
        assert (out, "ดูวิธีใช้: fieldkit" in err) == ("", True)
        assert main(["--lang=en", *args]) == 2
        assert "See: fieldkit" in capsys.readouterr().err

    def test_a_bug_is_3_and_leaves_its_traceback_in_the_data_folder(
        self, data_folder: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert main(["--data", str(data_folder), "--lang", "en", "break"]) == 3
        (log,) = (data_folder / "log").iterdir()
        assert str(log) in capsys.readouterr().err
        text = log.read_text(encoding="utf-8")
        assert "ValueError" in text
        assert "secret" not in text
        assert __version__ in text

    def test_a_bug_makes_no_data_folder(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        assert main(["--data", str(tmp_path / "absent"), "break"]) == 3
        assert not (tmp_path / "absent").exists()
        assert "crash-" in capsys.readouterr().err

    def test_an_interrupt_is_130_as_in_shells(self) -> None:
        assert main(["interrupt"]) == 130


@pytest.mark.usefixtures("commands")
class TestFolder:
    def test_json_is_the_only_thing_on_standard_output(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert main(["--json", "tell", "--times", "2"]) == 0
        out, err = capsys.readouterr()
        assert json.loads(out) == {"name": "โรงสี", "times": 2}
        assert err == "กำลังบอก\n"

    def test_help_names_every_command_but_no_private_module(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert main(["--lang", "en", "--help"]) == 0
        listed = capsys.readouterr().out.partition("Commands:")[2].split("\n")
        assert [line.split()[0] for line in listed if line.strip()] == [
            "break",
            "interrupt",
            "many",
            "refuse",
            "tell",
        ]

    def test_help_is_in_the_chosen_language(self, capsys: pytest.CaptureFixture[str]) -> None:
        main(["tell", "--help"])
        thai = capsys.readouterr().out
        assert all(word in thai for word in ("วิธีใช้: fieldkit tell", "บอกค่า", "จำนวนครั้ง", "ตัวเลือก:"))
        main(["--lang", "en", "tell", "--help"])
        english = capsys.readouterr().out
        assert all(
            word in english for word in ("Usage: fieldkit tell", "Tell values.", "How often.", "Options:")
        )

    def test_only_the_called_command_is_imported(self) -> None:
        main(["tell"])
        assert {name for name in sys.modules if name.startswith("probe_commands.")} == {"probe_commands.tell"}


def all_commands(group: click.Group = program, name: str = "fieldkit") -> Iterator[tuple[str, click.Command]]:
    ctx = click.Context(group)
    for part in group.list_commands(ctx):
        command = group.get_command(ctx, part)
        assert command is not None
        yield f"{name} {part}", command
        if isinstance(command, click.Group):
            yield from all_commands(command, f"{name} {part}")


def texts() -> Iterator[tuple[str, Text]]:
    for name, command in [("fieldkit", program), *all_commands()]:
        assert isinstance(command, bilingual.Command), name
        yield name, command.words
        for option in command.params:
            if isinstance(option, click.Option):
                assert isinstance(option, bilingual.Option), f"{name} {option.name}"
                yield f"{name} --{option.name}", option.words


def test_everything_is_explained_in_thai_and_english() -> None:
    for name, words in texts():
        assert any("\u0e00" <= letter <= "\u0e7f" for letter in words.th), name
        assert words.en.strip(), name
        assert not any("\u0e00" <= letter <= "\u0e7f" for letter in words.en), name


def documented() -> set[str]:
    """Return the commands of the table in docs/commands.md, without their options and arguments."""
    text = (ROOT / "docs" / "commands.md").read_text(encoding="utf-8")
    table = text.partition("## Commands")[2].partition("## ")[0]
    words = [cell.split() for cell in re.findall(r"^\| `([^`]+)`", table, re.MULTILINE)]
    return {" ".join(takewhile(lambda word: re.fullmatch(r"[a-z][a-z-]*", word), line)) for line in words}


def test_every_command_stands_in_the_documentation_and_nothing_else() -> None:
    existing = {name for name, command in all_commands() if not isinstance(command, click.Group)}
    assert documented() == {name.removeprefix("fieldkit ") for name in existing}


def run(*args: str, **env: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "fieldkit", *args],
        env={**os.environ, **env},
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )


def test_the_module_runs_and_speaks_utf8_wherever_it_is() -> None:
    done = run("--help", PYTHONIOENCODING="latin-1")
    assert (done.returncode, done.stderr) == (0, "")
    assert "คำสั่ง:" in done.stdout
    assert run("--version").stdout == f"fieldkit {__version__}\n"
    assert run("--lang", "xx").returncode == 2


def test_without_a_display_the_window_says_so(data_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("QT_QPA_PLATFORM")
    done = run("--data", str(data_folder), DISPLAY="", WAYLAND_DISPLAY="")
    assert done.returncode == 1
    assert "there is no display" in done.stderr
    assert "--screenshots" in done.stderr
