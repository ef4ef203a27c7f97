"""After an erasure chains and seals prove what is left, and nothing gives away what went."""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.exc import DatabaseError

from fieldkit.model.body import Op
from fieldkit.model.erasure.orders import Order
from fieldkit.model.erasure.redacting import digest, redact
from fieldkit.model.erasure.what import MARK
from fieldkit.model.inspections import closing
from fieldkit.model.tables import GROUPS
from fieldkit.model.verify.seals import seal_problems
from fieldkit.model.workspace import Workspace
from fieldkit.sync.bundle.keys import KeyPair
from fieldkit.sync.server import log
from tests.model.inspections.test_seal_fields import NOT_SIGNED, other, write
from tests.sync.forgetting import (
    NAME,
    by_request,
    by_rule,
    kinds,
    problems,
    sign,
)
from tests.sync.laptops import Laptop, RunningCentre


def forged(sign_with: KeyPair, workspace: Workspace) -> Op:
    """Return an order that does not come from the centre, about a change on this laptop."""
    row = next(
        row
        for row in workspace.rows("SELECT id, body FROM change WHERE stream = 'ins/66' ORDER BY id")
        if NAME.encode() in row["body"]
    )
    cells: list[Any] = [[0, {"value": 1}]]
    before, after = digest(row["body"]), digest(redact(row["body"], cells))
    order = Order("change", row["id"], before, after, json.dumps(cells), "request", "", "x", "2026")
    return order.signed(sign_with.sign).op("ins/66")


def test_nobody_but_the_centre_orders(
    sqlite_centre: RunningCentre, signer: Laptop, signed: str, laptop: Callable[[str], Laptop]
) -> None:
    reader = laptop("reader").enrol(sqlite_centre, "66")
    reader.sync()
    signer.workspace.log.commit([forged(KeyPair.new(), signer.workspace)])
    assert signer.sync().held == 1
    reader.sync()
    # Also a centre that hands it on, because its program does not know orders, erases nothing.
    bodies = [
        row["body"] for row in signer.workspace.rows("SELECT body FROM change ORDER BY id DESC LIMIT 1")
    ]
    reader.workspace.log.apply([(bodies[0], None)])
    for one in (signer, reader):
        assert MARK not in str(one.workspace.rows("SELECT value FROM answer"))
        assert kinds(one) == set()
    assert problems(sqlite_centre) == []


def test_each_value_that_was_not_erased_is_still_sealed(
    sqlite_centre: RunningCentre, signer: Laptop, signed: str
) -> None:
    by_rule(sqlite_centre)
    signer.sync()
    [row] = signer.workspace.rows("SELECT checklist FROM inspection WHERE id = ?", signed)
    whose = {"inspection": ("id", signed), "checklist": ("id", row["checklist"])}
    for table, not_signed in NOT_SIGNED.items():
        column, value = whose.get(table, ("inspection", signed))
        rows = signer.workspace.rows(f"SELECT * FROM {table} WHERE {column} = ? ORDER BY id", value)
        for one in rows[:1]:
            assert unnoticed(signer, table, one) == not_signed
    assert kinds(signer) == {"erased"}


def unnoticed(laptop: Laptop, table: str, row: dict[str, Any]) -> set[str]:
    """Return the columns of a row whose change leaves the seal of the rest as it is."""
    found = set()
    for group, columns in GROUPS[table].items():
        key, before = (table, row["id"], group), {name: row[name] for name in columns}
        for name in columns:
            write(laptop.workspace, key, before | {name: other(table, name)}, row["stream"])
            with laptop.workspace.database.read() as connection:
                if not {problem.kind for problem in seal_problems(connection)} & {"seal", "unsealed"}:
                    found.add(name)
            write(laptop.workspace, key, before, row["stream"])
    return found


def test_a_seal_without_salt_goes_and_the_centre_vouches_for_the_rest(
    sqlite_centre: RunningCentre, signer: Laptop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Such as were made before there was salt: from the seal alone a number could be found by trying all."""
    with monkeypatch.context() as before:
        before.setattr(closing, "_rest", lambda *_: None)
        before.setattr(secrets, "token_hex", lambda _bytes: None)
        record = sign(signer.workspace, tmp_path)
    assert kinds(signer) == set()
    signer.sync()
    by_rule(sqlite_centre)
    signer.sync()
    [row] = signer.workspace.rows("SELECT seal, rest, stream FROM inspection WHERE id = ?", record)
    assert (row["seal"], row["rest"]) == (MARK, None)
    assert kinds(signer) == {"erased"}
    [answer] = signer.workspace.rows(
        "SELECT * FROM answer WHERE inspection = ? AND path = '/data/what'", record
    )
    values = {name: answer[name] for name in GROUPS["answer"]["response"]} | {"value": "อื่น"}
    write(signer.workspace, ("answer", answer["id"], "response"), values, row["stream"])
    assert kinds(signer) == {"seal"}


def test_nothing_is_vouched_for_that_was_altered_before(
    sqlite_centre: RunningCentre, signer: Laptop, signed: str
) -> None:
    [answer] = signer.workspace.rows(
        "SELECT * FROM answer WHERE inspection = ? AND path = '/data/what'", signed
    )
    values = {name: answer[name] for name in GROUPS["answer"]["response"]} | {"value": "อื่น"}
    write(signer.workspace, ("answer", answer["id"], "response"), values, answer["stream"])
    signer.sync()
    [erased] = by_rule(sqlite_centre)
    assert erased.found.not_whole == [signed]
    signer.sync()
    assert kinds(signer) == {"seal"}


def test_what_is_left_gives_nothing_to_who_tries_all(
    sqlite_centre: RunningCentre, signer: Laptop, signed: str
) -> None:
    before = {row["id"]: row["body"] for row in signer.workspace.rows("SELECT id, body FROM change")}
    by_rule(sqlite_centre)
    signer.sync()
    after = signer.bodies()
    gone = {one: (before[one], after[one]) for one in before if before[one] != after[one]}
    assert gone
    known = stored(sqlite_centre)
    for was, now in gone.values():
        old, new = json.loads(was), json.loads(now)
        assert (len(old["salt"]), new["salt"]) == (12, "")
        guessed = redact(was, [])  # the salt alone is missing: every value was guessed right
        assert json.loads(guessed)["ops"] == old["ops"]
        assert digest(was) in known
        assert digest(guessed) not in known
    kept = str(
        [
            *signer.workspace.rows("SELECT * FROM inspection"),
            *signer.workspace.rows("SELECT * FROM signature"),
        ]
    )
    assert all(hash_ not in kept for hash_ in hashes_of(before, signed))


def stored(centre: RunningCentre) -> set[str]:
    """Return the hashes for which the chains of the centre vouch."""
    with centre.centre.store.read() as connection:
        return {one.sha256 for name in log.names(connection) for one in log.every(connection, name)}


def hashes_of(bodies: dict[str, bytes], _record: str) -> set[str]:
    """Return the hashes over the content of what was signed, but for the seal, which had salt."""
    ops = [op for body in bodies.values() for op in json.loads(body)["ops"]]
    over = {op["values"]["over"] for op in ops if op["table"] == "signature"}
    return over | {op["values"]["submission"] for op in ops if op["values"].get("submission")}


def test_a_body_that_goes_without_an_order_is_found(
    sqlite_centre: RunningCentre, signer: Laptop, signed: str
) -> None:
    with sqlite_centre.centre.store.write() as connection:
        log.take_away(connection, "ins/66", 1)
    assert problems(sqlite_centre) == ["ins/66 1: the body was taken away without an order"]


def test_an_erased_body_is_guarded_like_others(
    sqlite_centre: RunningCentre, signer: Laptop, signed: str
) -> None:
    by_rule(sqlite_centre)
    signer.sync()
    [row] = [
        row
        for row in signer.workspace.rows("SELECT id, body FROM change WHERE stream = 'ins/66'")
        if b'"path":"/data/who"' in row["body"] and MARK.encode() in row["body"]
    ][:1]
    with (
        pytest.raises(DatabaseError, match="evidence"),
        signer.workspace.database.door() as connection,
    ):
        connection.exec_driver_sql("UPDATE change SET body = ? WHERE id = ?", (row["body"] + b" ", row["id"]))
    with signer.workspace.database.door() as connection:
        connection.exec_driver_sql("DROP TRIGGER guard_change_body")
        connection.exec_driver_sql("UPDATE change SET body = ? WHERE id = ?", (row["body"] + b" ", row["id"]))
    assert {"body", "chain"} <= kinds(signer)


def test_one_answer_alone_takes_with_it_what_would_give_it_away(
    sqlite_centre: RunningCentre, signer: Laptop, signed: str
) -> None:
    before = {row["id"]: row["body"] for row in signer.workspace.rows("SELECT id, body FROM change")}
    [answer] = signer.workspace.rows("SELECT id FROM answer WHERE path = '/data/what'")
    erased = by_request(sqlite_centre, "answer", answer["id"])
    assert erased.found.inspections == 1
    signer.sync()
    assert kinds(signer) == {"erased"}
    [now] = signer.workspace.rows("SELECT seal, salt FROM inspection")
    assert (len(now["seal"]), now["salt"]) == (64, None)
    said = b"".join(signer.bodies().values()).decode()
    assert not any(hash_ in said for hash_ in hashes_of(before, signed))
    assert NAME in said  # who signed, and the other answer, stay
