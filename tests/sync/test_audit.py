"""What was done at the centre can only be added to; whoever changes it behind the database is found out."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from fieldkit.cli import Exit, main
from fieldkit.sync.bundle.keys import KeyPair
from fieldkit.sync.server import audit, check
from fieldkit.sync.server.schema import audit as entries
from tests.sync.laptops import Laptop, RunningCentre, unguarded

Make = Callable[[str], Laptop]


def noted(centre: RunningCentre, count: int = 4) -> audit.Head:
    """Write some entries, and return the head after the third."""
    kept = audit.Head(0, "")
    for number in range(count):
        with centre.centre.store.write() as connection:
            centre.centre.note(connection, "code", f"K{number}", provinces=["25"])
        if number == 2:
            with centre.centre.store.read() as connection:
                kept = audit.head(connection)
    return kept


def problems(centre: RunningCentre, kept: audit.Head | None = None) -> list[str]:
    with centre.centre.store.read() as connection:
        return audit.problems(connection, centre.centre.store.keys.public, kept)


def test_entries_are_chained_signed_and_whole(centre: RunningCentre, laptop: Make) -> None:
    kept = noted(centre)
    laptop("a").enrol(centre, "25")
    assert problems(centre) == problems(centre, kept) == []
    with centre.centre.store.read() as connection:
        newest, *older = audit.listing(connection, 10)
    assert (newest["act"], newest["who"], newest["details"]["provinces"]) == (
        "enrolled",
        newest["what"],
        ["25"],
    )
    assert [one["seq"] for one in older] == [4, 3, 2, 1]
    assert check.problems(centre.centre.store, centre.centre.blobs) == []


@pytest.mark.parametrize("statement", ["UPDATE audit SET who = 'x'", "DELETE FROM audit", "TRUNCATE audit"])
def test_the_database_refuses_to_change_or_drop_an_entry(centre: RunningCentre, statement: str) -> None:
    noted(centre)
    if statement.startswith("TRUNCATE") and not centre.centre.store.postgresql:
        pytest.skip("SQLite has no TRUNCATE")
    with pytest.raises(DBAPIError, match="only added to"), centre.centre.store.write() as connection:
        connection.execute(text(statement))
    assert problems(centre) == []


HARM: dict[str, tuple[str, str]] = {
    "changed": ("UPDATE audit SET details = '{}' WHERE seq = 2", "audit 2: the chain"),
    "taken out": ("DELETE FROM audit WHERE seq = 2", "number 2 is missing"),
    "cut back": ("DELETE FROM audit WHERE seq > 2", "is not in it any more"),
    "signed by another": ("UPDATE audit SET signature = 'AAAA' WHERE seq = 4", "audit 4: the signature"),
    "emptied": ("DELETE FROM audit", "is not in it any more"),
}


@pytest.mark.parametrize("harm", HARM)
def test_what_somebody_changes_behind_the_guards_is_found(centre: RunningCentre, harm: str) -> None:
    kept = noted(centre)
    statement, told = HARM[harm]
    with centre.centre.store.write() as connection:
        unguarded(connection)
        connection.execute(text(statement))
    assert any(told in problem for problem in problems(centre, kept)), problems(centre, kept)


def test_a_log_rewritten_whole_with_the_centres_own_key_does_not_hold_the_kept_head(
    centre: RunningCentre,
) -> None:
    kept, store = noted(centre), centre.centre.store
    with store.write() as connection:
        unguarded(connection)
        connection.execute(entries.delete())
        for number in range(5):
            audit.note(connection, store.keys, "code", f"X{number}", who="x", now=centre.clock())
    assert problems(centre) == []
    assert problems(centre, kept) == [f"audit: {kept} is not in it any more"]
    with store.write() as connection:  # and with another key it does not even look whole
        connection.execute(entries.delete())
        audit.note(connection, KeyPair.new(), "code", "X", who="x", now=centre.clock())
    assert problems(centre) == ["audit 1: the signature is not the centre's"]


def test_commands_are_noted_and_shown(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    where = ["--store", str(tmp_path / "centre")]

    def run(*words: str, code: int = Exit.DONE) -> Any:
        assert main(["--json", "--lang", "en", *words, *where]) == code
        return json.loads(capsys.readouterr().out)

    run("server", "code", "--province", "25")
    head = run("server", "audit")["head"]
    phone = run("server", "phone", "add", "สุดา", "--province", "25", "--url", "http://127.0.0.1:1")
    run("server", "phone", "revoke", phone["id"])
    run("server", "backup", str(tmp_path / "safe"))
    told = run("server", "audit", "--since", head)
    assert [one["act"] for one in told["entries"]] == ["copied", "phone revoked", "phone added", "code"]
    assert all("@" in one["who"] for one in told["entries"])
    assert "สุดา" not in json.dumps(told, ensure_ascii=False)
    assert run("server", "audit", "--since", f"1:{'0' * 64}", code=1)["ok"] is False
    assert main(["server", "audit", "--since", "x", *where]) == Exit.USAGE
