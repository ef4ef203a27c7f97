"""What the global options of one command line say, and where its result goes."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from fieldkit.errors import Language, Text


@dataclass(frozen=True, slots=True)
class Invocation:
    """The data folder to work on, the language to speak, and the kind of result wanted.

    ``asked_language`` is ``None`` where nobody asked for one, so that the window keeps its own.
    """

    data: Path
    json: bool
    asked_language: Language | None = None

    @property
    def language(self) -> Language:
        """The language of messages: Thai unless another one was asked for."""
        return self.asked_language or "th"

    def result(self, values: Mapping[str, Any], readable: Callable[[], str] | str) -> None:
        """Print what a command found out, on standard output.

        ``values`` goes out with ``--json`` (design: shapes in docs/commands.md);
        otherwise ``readable``, a text or a function that is only called when it is needed.
        """
        if self.json:
            click.echo(json.dumps(values, ensure_ascii=False, indent=2, default=str))
        else:
            click.echo(readable if isinstance(readable, str) else readable())

    def say(self, text: Text | str) -> None:
        """Print a message for the person, on standard error, so that results can be piped."""
        click.echo(text.pick(self.language) if isinstance(text, Text) else text, err=True)


pass_invocation = click.make_pass_decorator(Invocation)


def default_data_folder() -> Path:
    """Return the platform's folder for a person's program data (XDG, Windows, macOS)."""
    if sys.platform == "win32":
        root = Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local")
    elif sys.platform == "darwin":
        root = Path.home() / "Library" / "Application Support"
    else:
        root = Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share")
    return root / "fieldkit"
