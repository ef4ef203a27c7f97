"""``fieldkit key …``: the whole life of a passphrase without the window."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import click
import keyring
import pytest

from fieldkit.cli import Exit, main
from fieldkit.model.keys import slots, ways
from fieldkit.model.workspace import Workspace
from tests.model.keys.cheap import make_guesses_cheap
from tests.sync.test_enrolment import MemoryKeyring

WORDS, OTHER, OFFICE = "four unrelated words ช้าง", "another one for tomorrow", "the office keeps it"


@pytest.fixture(autouse=True)
def _cheap_guesses(monkeypatch: pytest.MonkeyPatch) -> None:
    make_guesses_cheap(monkeypatch)


class Fieldkit:
    """Runs commands on a folder with files of secrets beside it."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.folder, self._capsys, self.error = folder, capsys, ""
        self.place = folder.parent

    def file(self, name: str, secret: str) -> str:
        path = self.place / name
        path.write_text(f"{secret}\n", encoding="utf-8")
        return str(path)

    def __call__(self, *args: str, words: str = "", code: int = Exit.DONE, data: Path | None = None) -> Any:
        given = ["--data", str(data or self.folder), "--lang", "en", "--json"]
        given += ["--passphrase-file", self.file("words", words)] if words else []
        done = main([*given, *args])
        captured = self._capsys.readouterr()
        self.error = captured.err
        assert done == code, captured
        return json.loads(captured.out) if captured.out else None


@pytest.fixture
def fieldkit(office_folder: Path, capsys: pytest.CaptureFixture[str]) -> Fieldkit:
    return Fieldkit(office_folder, capsys)


def test_encrypted_worked_on_recovered_and_restored(fieldkit: Fieldkit) -> None:
    before = fieldkit("list", "factories")
    assert fieldkit("key", "status")["encrypted"] is False
    secret, place = fieldkit.file("office-words", OFFICE), fieldkit.place
    made = fieldkit(
        "key", "office", str(place / "safe"), "--name", "สอจ.", "--office-passphrase-file", secret
    )
    done = fieldkit("key", "encrypt", "--code", "--office", made["public"], words=WORDS)
    status = fieldkit("key", "status")
    assert [way["kind"] for way in status["ways"]] == ["passphrase", "office", "code"]
    assert (status["encrypted"], status["damaged"], status["in_clear"]) == (True, [], [])
    assert fieldkit("list", "factories", words=WORDS) == before
    # without a terminal to ask at, and with a wrong word: refused, in words
    fieldkit("list", "factories", code=Exit.REFUSED)
    assert "--passphrase-file" in fieldkit.error
    fieldkit("list", "factories", words=OTHER, code=Exit.REFUSED)
    assert "passphrase is wrong" in fieldkit.error
    code = fieldkit.file("code", done["code"].lower())
    by_office = ("--office-key", made["private"], "--office-passphrase-file", secret)
    for way in (("--code-file", code), by_office):
        drilled = fieldkit("key", "drill", *way)
        assert (drilled["ok"], drilled["unreadable"]) == (True, [])
    fieldkit("key", "passphrase", "--code-file", code, "--new-file", fieldkit.file("new", OTHER))
    fieldkit("list", "factories", words=WORDS, code=Exit.REFUSED)
    copy = fieldkit("backup", str(place / "copy"), words=OTHER)["path"]
    assert fieldkit("key", "drill", "--backup", copy, *by_office)["ok"]
    again = place / "again"
    assert fieldkit("restore", copy, *by_office, data=again)["ok"]
    assert fieldkit("list", "factories", words=OTHER, data=again) == before
    fieldkit("restore", copy, data=place / "third", code=Exit.REFUSED)
    assert not (place / "third").exists()


def test_the_last_group_of_a_code_is_new_with_each(fieldkit: Fieldkit) -> None:
    first = fieldkit("key", "encrypt", "--code", words=WORDS)["code"]
    second = fieldkit("key", "add", "code", words=WORDS)["code"]
    assert first != second
    fieldkit("key", "drill", "--code-file", fieldkit.file("code", first), code=Exit.REFUSED)
    assert "withdrawn" in fieldkit.error
    fieldkit("key", "drill", "--code-file", fieldkit.file("code", second[:-1]), code=Exit.REFUSED)
    assert "check letter" in fieldkit.error
    assert fieldkit("key", "remove", "code", words=WORDS) == {"removed": "code"}
    fieldkit("key", "drill", "--code-file", fieldkit.file("code", second), code=Exit.REFUSED)
    fieldkit("key", "remove", "passphrase", words=WORDS, code=Exit.REFUSED)


def test_a_damaged_file_is_named_and_is_1(fieldkit: Fieldkit) -> None:
    code = fieldkit.file("code", fieldkit("key", "encrypt", "--code", words=WORDS)["code"])
    key = ways.with_passphrase(slots.read(fieldkit.folder), WORDS)
    workspace = Workspace(fieldkit.folder, key=key)
    name = workspace.attachments.add(b"a photo")
    path = workspace.attachments.path(name)
    workspace.close()
    path.write_bytes(path.read_bytes()[:-1])
    drilled = fieldkit("key", "drill", "--code-file", code, code=Exit.REFUSED)
    assert (drilled["ok"], drilled["unreadable"]) == (False, [name])


def test_where_there_is_a_keyring_it_opens(fieldkit: Fieldkit) -> None:
    before = keyring.get_keyring()
    ring = MemoryKeyring()
    keyring.set_keyring(ring)
    try:
        fieldkit("key", "encrypt", "--keyring", words=WORDS)
        assert fieldkit("list", "factories")["total"] == 1
        # a copy of the folder on another machine asks for the passphrase
        copied = shutil.copytree(fieldkit.folder, fieldkit.place / "copied")
        held, ring.held = ring.held, {}
        fieldkit("list", "factories", data=copied, code=Exit.REFUSED)
        ring.held = held
        # whoever shuts the keyring out must have the passphrase
        fieldkit("key", "remove", "keyring", code=Exit.REFUSED)
        fieldkit("key", "remove", "keyring", words=WORDS)
        assert ring.held == {}
        fieldkit("list", "factories", code=Exit.REFUSED)
    finally:
        keyring.set_keyring(before)


def test_without_a_keyring_it_is_said_and_nothing_is_kept(fieldkit: Fieldkit) -> None:
    fieldkit("key", "encrypt", "--keyring", words=WORDS, code=Exit.REFUSED)
    assert "no keyring" in fieldkit.error
    assert not slots.encrypted(fieldkit.folder)


@pytest.mark.parametrize("weak", ["short", "123456789012", "aaaaaaaaaaaa"])
def test_weak_passphrases_encrypt_nothing(fieldkit: Fieldkit, weak: str) -> None:
    fieldkit("key", "encrypt", words=weak, code=Exit.REFUSED)
    assert "too easy" in fieldkit.error
    assert not slots.encrypted(fieldkit.folder)


def test_at_a_terminal_the_passphrase_is_asked_for(
    fieldkit: Fieldkit, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[tuple[str, bool]] = []

    def prompt(words: str, *, confirmation_prompt: bool, **_options: object) -> str:
        asked.append((words, confirmation_prompt))
        return WORDS

    monkeypatch.setattr(click, "prompt", prompt)
    monkeypatch.setattr("sys.stdin.isatty", lambda: True)
    fieldkit("key", "encrypt")
    fieldkit("list", "factories")
    assert asked == [("New passphrase", True), ("Passphrase of the data", False)]


def test_an_empty_folder_may_begin_encrypted(fieldkit: Fieldkit) -> None:
    new = fieldkit.place / "new"
    fieldkit("key", "encrypt", words=WORDS, data=new)
    assert fieldkit("list", "factories", words=WORDS, data=new)["total"] == 0
    assert (new / "fieldkit.db").read_bytes()[:15] != b"SQLite format 3"


def test_no_command_opens_a_folder_past_its_key() -> None:
    commands = Path(__file__).parents[2] / "fieldkit" / "commands"
    past = [file.name for file in commands.rglob("*.py") if "Workspace(invocation" in file.read_text("utf-8")]
    assert past == []
