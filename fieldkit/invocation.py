"""What the global options of one command line say, and where its result goes."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from fieldkit.errors import FieldkitError, Language, Text

if TYPE_CHECKING:
    from fieldkit.model.keys.slots import Slots
    from fieldkit.model.workspace import Workspace


PASSPHRASE = Text("รหัสผ่านของข้อมูล", "Passphrase of the data")


class FileUnreadable(FieldkitError):
    """The file that holds a secret cannot be read."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            Text("อ่านไฟล์รหัสผ่านไม่ได้", "The file with the password cannot be read"),
            Text("ใช้ไฟล์ข้อความ UTF-8 ที่มีรหัสผ่านในบรรทัดแรก", "Use a UTF-8 text file with it on the first line"),
            place=str(path),
        )


def first_line(path: Path) -> str:
    """Return the secret that stands on the first line of a file; raises FileUnreadable."""
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise FileUnreadable(path) from error
    return lines[0].strip() if lines else ""


@dataclass(frozen=True, slots=True)
class Invocation:
    """The data folder to work on, the language to speak, and the kind of result wanted.

    ``asked_language`` is ``None`` where nobody asked for one, so that the window keeps its own.
    """

    data: Path
    json: bool
    asked_language: Language | None = None
    passphrase_file: Path | None = None

    def workspace(self) -> Workspace:
        """Open the data folder, with its key where it is encrypted; raises as `Workspace` and `key`."""
        from fieldkit.model.keys import slots
        from fieldkit.model.workspace import Workspace

        workspace = Workspace(self.data, key=self.key())
        if workspace.encrypted:
            slots.mend(self.data)
        return workspace

    def key(self) -> bytes | None:
        """Return the key of the data folder, None of a plain one.

        The system's keyring is asked, then the file of ``--passphrase-file``, then the person at the
        terminal. Raises PassphraseWanted, WrongPassphrase, FileUnreadable, SlotsDamaged, OtherVersion.
        """
        from fieldkit.model.keys import slots

        return self.key_to(slots.read(self.data)) if slots.encrypted(self.data) else None

    def key_to(self, slots: Slots) -> bytes:
        """Return the key that ``slots`` hold; asks and raises as :meth:`key`."""
        from fieldkit.model.keys import ways
        from fieldkit.system_keyring import SystemKeyring

        return ways.with_keyring(slots, SystemKeyring()) or ways.with_passphrase(slots, self.passphrase())

    def passphrase(self) -> str:
        """Return the passphrase of the data; raises PassphraseWanted where there is nobody to ask."""
        from fieldkit.model.keys.errors import PassphraseWanted

        if self.passphrase_file is not None:
            return first_line(self.passphrase_file)
        if not sys.stdin.isatty():
            raise PassphraseWanted(self.data)
        return self.ask(PASSPHRASE)

    def ask(self, words: Text, *, twice: bool = False) -> str:
        """Let the person at the terminal type a secret, which is not shown."""
        return str(
            click.prompt(words.pick(self.language), hide_input=True, confirmation_prompt=twice, err=True)
        )

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
