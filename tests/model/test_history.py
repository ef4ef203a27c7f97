"""Who changed what: what each author had seen, what stood beside it, and how it was decided."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from fieldkit.model import changes, conflicts, holding
from fieldkit.model.body import Op
from fieldkit.model.history import history
from fieldkit.model.workspace import Workspace

CELL = ("factory", "f", "contact")


@pytest.fixture
def pair(tmp_path: Path) -> Iterator[tuple[Workspace, Workspace]]:
    """Two laptops, each of a named person."""
    both = Workspace(tmp_path / "a"), Workspace(tmp_path / "b")
    for workspace, name in zip(both, ("กานดา", "มานะ"), strict=True):
        workspace.name_person(name=name)
    yield both
    for workspace in both:
        workspace.close()


def write(workspace: Workspace, phone: str, email: str | None = None) -> None:
    with workspace.database.read() as connection:
        seen = changes.heads(connection, "factory", "f").get(CELL, ())
    values = {"phone": phone, "email": email, "contact": None}
    workspace.log.commit([Op(*CELL, values, seen, "reg/25")])


def carry(one: Workspace, other: Workspace) -> None:
    """Bring all changes of ``one`` to ``other``."""
    other.log.apply([(row["body"], None) for row in one.rows("SELECT body FROM change ORDER BY id")])


def told(workspace: Workspace, *columns: str) -> list[tuple[str, list[tuple[str, object, object]]]]:
    return [
        (one.author_name, [(each.column, each.before, each.after) for each in one.changes])
        for one in history(workspace, "factory", "f", columns or None)
    ]


def test_each_value_stands_with_the_one_before(pair: tuple[Workspace, Workspace]) -> None:
    mine, theirs = pair
    write(mine, "1", "a@b")
    carry(mine, theirs)
    write(theirs, "2", "a@b")
    carry(theirs, mine)
    assert told(mine, "phone") == [("มานะ", [("phone", "1", "2")]), ("กานดา", [("phone", None, "1")])]
    assert told(mine, "email") == [("กานดา", [("email", None, "a@b")])]
    assert history(mine, "factory", "f", ["phone"])[0].device == theirs.device
    assert [one.created for one in history(mine, "factory", "f")] == [False, True]
    assert told(mine) == told(mine, "phone", "email", "contact")


def test_values_written_beside_each_other_and_the_decision(pair: tuple[Workspace, Workspace]) -> None:
    mine, theirs = pair
    write(mine, "1")
    carry(mine, theirs)
    write(mine, "2")
    write(theirs, "3")
    carry(theirs, mine)
    first, second, made = history(mine, "factory", "f", ["phone"])
    assert {first.changes[0].before, second.changes[0].before} == {"1"}
    assert {(first.author_name, first.beside), (second.author_name, second.beside)} == {
        ("กานดา", ("มานะ",)),
        ("มานะ", ("กานดา",)),
    }
    assert (made.beside, made.decided) == ((), 0)
    [conflict] = conflicts.listing(mine)
    shown = conflict.sides[0].values
    conflicts.resolve(mine, conflict.key, shown, "โทรถามแล้ว")
    decision, *_rest = history(mine, "factory", "f", ["phone"])
    # It keeps the value that was shown, and is there all the same.
    assert (decision.decided, decision.why, decision.changes) == (2, "โทรถามแล้ว", ())
    assert decision.beside == ()
    carry(mine, theirs)
    assert [one.decided for one in history(theirs, "factory", "f", ["phone"])] == [2, 0, 0, 0]


def test_what_is_replaced_and_not_here_is_left_out(pair: tuple[Workspace, Workspace]) -> None:
    mine, theirs = pair
    write(mine, "1")
    write(mine, "2")
    last = mine.rows("SELECT body FROM change ORDER BY id DESC LIMIT 1")[0]["body"]
    theirs.log.apply([(last, None)])
    assert told(theirs, "phone") == [("", [("phone", None, "2")])]


def test_whether_it_is_at_the_office(pair: tuple[Workspace, Workspace]) -> None:
    mine, _ = pair
    write(mine, "1")
    body = mine.rows("SELECT body FROM change ORDER BY id DESC LIMIT 1")[0]["body"]
    mine.log.apply([(body, 7)])
    holding.hold(mine, [("factory", "f")])
    write(mine, "2")
    now, before = history(mine, "factory", "f")
    assert (now.at_office, now.kept) == (False, True)
    assert (before.at_office, before.kept) == (True, False)
