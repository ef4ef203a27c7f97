"""Click commands that speak Thai and English."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable
from typing import Any

import click

from fieldkit.errors import Text

LANGUAGE = "fieldkit.language"
"""Key of the chosen language in the meta data of Click's contexts."""

HEADINGS = {
    "Usage:": Text("วิธีใช้:", "Usage:"),
    "Options": Text("ตัวเลือก", "Options"),
    "Commands": Text("คำสั่ง", "Commands"),
    "Positional arguments": Text("ค่าที่ต้องระบุ", "Positional arguments"),
}
HELP = Text("แสดงข้อความนี้", "Show this message and exit.")


def language(ctx: click.Context | None = None) -> str:
    """Return the language of the running command line; Thai until ``--lang`` was read."""
    ctx = ctx or click.get_current_context(silent=True)
    return str(ctx.meta.get(LANGUAGE, "th")) if ctx else "th"


class Formatter(click.HelpFormatter):
    """Writes the headings of help pages in the language of the command line."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        """Write the line that says how a command is called."""
        super().write_usage(prog, args, prefix or HEADINGS["Usage:"].pick(language()) + " ")

    def write_heading(self, heading: str) -> None:
        """Write one heading; Click passes the English one."""
        super().write_heading(HEADINGS[heading].pick(language()) if heading in HEADINGS else heading)


class Context(click.Context):
    """A Click context whose help pages are written by :class:`Formatter`."""

    formatter_class = Formatter


class Option(click.Option):
    """An option whose help is a :class:`~fieldkit.errors.Text`."""

    def __init__(self, *args: Any, words: Text, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.words = words

    def get_help_record(self, ctx: click.Context) -> tuple[str, str] | None:
        """Return the two columns of the help page."""
        self.help = self.words.pick(language(ctx))
        return super().get_help_record(ctx)


class Command(click.Command):
    """A command whose help is a :class:`~fieldkit.errors.Text`."""

    context_class = Context

    def __init__(self, *args: Any, words: Text, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.words = words

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """Return ``--help`` with its own words in the language of the command line."""
        shown = super().get_help_option(ctx)
        if shown:
            shown.help = HELP.pick(language(ctx))
        return shown

    def get_short_help_str(self, limit: int = 45) -> str:
        """Return the first sentence, as lists of commands show it."""
        return self.words.pick(language()).partition("\n")[0]

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write what the command does."""
        formatter.write_paragraph()
        with formatter.indentation():
            formatter.write_text(self.words.pick(language(ctx)))


class Folder(Command, click.Group):
    """A group whose commands are the modules of a package, each imported when it is called.

    The command ``a-b`` is the object ``command`` of the module ``a_b`` (``import_`` for a
    word that Python reserves); a package in the package is a group of its own, and its
    ``WORDS`` say what it is for. Modules that begin with an underscore are no commands.
    """

    def __init__(self, *args: Any, package: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.package = package

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of all commands, sorted."""
        return sorted(self._modules())

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import the module of one command and return it; ``None`` if there is none."""
        found = self._modules().get(cmd_name)
        if found is None:
            return None
        module = importlib.import_module(f"{self.package}.{found.name}")
        if found.ispkg:
            return Folder(name=cmd_name, package=module.__name__, words=module.WORDS)
        command = module.command
        assert isinstance(command, click.Command)
        command.name = cmd_name
        return command

    def _modules(self) -> dict[str, pkgutil.ModuleInfo]:
        package = importlib.import_module(self.package)
        return {
            found.name.rstrip("_").replace("_", "-"): found
            for found in pkgutil.iter_modules(package.__path__)
            if not found.name.startswith("_")
        }


def command(words: Text, **attrs: Any) -> Callable[[Callable[..., Any]], Command]:
    """Make a function a command that ``words`` explain; the first line stands in lists."""
    return click.command(cls=Command, words=words, **attrs)


def option(*names: str, words: Text, **attrs: Any) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Give a command an option that ``words`` explain."""
    return click.option(*names, cls=Option, words=words, **attrs)
