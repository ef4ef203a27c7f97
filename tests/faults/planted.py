"""Bugs that lose or double data in other programs, planted one at a time; the state machine must turn red.

They are patched in at the seams of the product, which has no hook for them.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, replace
from types import SimpleNamespace
from typing import Any
from unittest.mock import patch

from hypothesis.errors import Flaky
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from fieldkit.model import body as bodies
from fieldkit.model import changes, elsewhere, feeds, files, fold, holding, leaving, projection
from fieldkit.model.changes import ChangeLog
from fieldkit.sync import exchange, lost_files, positions, protocol, pull, push, recovery
from fieldkit.sync.answers import SyncError
from fieldkit.sync.server import log
from fieldkit.sync.server.schema import env
from fieldkit.sync.server.store import EVERYTHING, Reach
from tests.faults.machine import Days, play, world
from tests.faults.simulated import CentreDied, SimulatedOffice

# How a planted bug shows; anything else is a fault of the machine.
CAUGHT = (AssertionError, SyncError, IntegrityError, Flaky, LookupError, ValueError)
Planting = Callable[[], AbstractContextManager[Any]]
STEPS = 100_000  # of make test, within which each bug must show
_EXAMPLES, _RULES = 20, 12


@dataclass(frozen=True)
class Outcome:
    """How long a planted bug lived, and by what it showed; ``None`` when it survived."""

    steps: int
    shown: str | None


def hunt(planting: Planting, *, number: int = 1, most: int = STEPS) -> Outcome:
    """Play with a planted bug until it shows."""
    before = Days.steps
    while Days.steps - before < most:
        try:
            with planting(), world() as machine:
                play(machine, examples=_EXAMPLES, rules=_RULES, number=number)
        except CAUGHT as error:
            return Outcome(Days.steps - before, f"{type(error).__name__}: {error}".splitlines()[0][:100])
        number += 1
    return Outcome(Days.steps - before, None)


# --- merge ----------------------------------------------------------------------------------------------


def _last_writer_wins(heads: Any, arriving: fold.Head, *_rest: Any, **_more: Any) -> tuple[fold.Head, ...]:
    return (max([*heads, arriving], key=fold.order),)


def _base_from_the_store() -> AbstractContextManager[Any]:
    commit = ChangeLog.commit

    def wrong(self: ChangeLog, ops: Any, **options: Any) -> Any:
        with self.database.read() as connection:
            fresh = [
                replace(op, prevs=changes.heads(connection, op.table, op.record).get(_cell(op), ()))
                for op in ops
            ]
        return commit(self, fresh, **{**options, "why": options.get("why") or "x"})

    return patch.object(ChangeLog, "commit", wrong)


def _cell(op: Any) -> tuple[str, str, str]:
    return (op.table, op.record, op.group)


def _superseded_comes_back() -> AbstractContextManager[Any]:
    """Forget which values were replaced before they arrived."""
    right = fold.fold

    def wrong(*arguments: Any, dangling: Any, is_known: Any) -> Any:
        return right(*arguments, dangling=set(), is_known=is_known)

    return patch.object(fold, "fold", wrong)


def _tombstone_forgotten() -> AbstractContextManager[Any]:
    right = projection.project

    def wrong(connection: Any, cells: Any) -> None:
        right(connection, {key: value for key, value in cells.items() if key[2] != "void"})

    return patch.object(changes, "project", wrong)


# --- where each side stands -----------------------------------------------------------------------------


def _sequence_only_cursor() -> AbstractContextManager[Any]:
    return patch.object(
        log, "contains", lambda connection, name, position: position[0] <= log.head(connection, name)[0]
    )


def _cursor_ahead_of_its_page() -> AbstractContextManager[Any]:
    right = pull._apply

    def wrong(course: Any, workspace: Any, stream: str, page: pull.Page) -> None:
        with workspace.database.write() as connection:
            positions.move(connection, stream, page.position)
        right(course, workspace, stream, page)

    return patch.object(pull, "_apply", wrong)


def _push_jumps_blindly() -> AbstractContextManager[Any]:
    """Let the cursor jump to the head after a push, whoever wrote in between."""
    right = push._record

    def wrong(workspace: Any, stream: str, batch: Any, answer: Any) -> None:
        right(workspace, stream, batch, answer)
        with workspace.database.write() as connection:
            positions.move(connection, stream, answer.after)

    return patch.object(push, "_record", wrong)


def _laptop_keeps_its_own_push_cursor() -> AbstractContextManager[Any]:
    """Believe the flag "sent" of the laptop, and not the centre."""

    def settle(_course: Any, workspace: Any, welcome: Any) -> None:
        exchange._remember(workspace, welcome.streams)

    return patch.object(exchange, "_settle", settle)


def _reset_on_divergence(_course: Any, workspace: Any, stream: str) -> int:
    with workspace.database.door() as connection:
        for table in ("change", "feed"):
            connection.exec_driver_sql(f"DELETE FROM {table} WHERE stream = ?", (stream,))
        connection.exec_driver_sql("DELETE FROM cell")
        positions.forget(connection, stream)
    return 0


def _read_again_only(_course: Any, workspace: Any, stream: str) -> int:
    with workspace.database.door() as connection:
        positions.forget(connection, stream)
    return 0


def _offer_own_only() -> AbstractContextManager[Any]:
    right = feeds.change_ids

    def own(connection: Any, stream: str) -> list[str]:
        device = changes.get_meta(connection, "device")
        return [
            id_
            for id_ in right(connection, stream)
            if json.loads(feeds.body(connection, id_) or b"{}")["device"] == device
        ]

    return patch.object(feeds, "change_ids", own)


def _clone_not_noticed() -> AbstractContextManager[Any]:
    """Take any laptop's word for how far its feed is: neither side compares links."""
    right = log._chain

    def wrong(connection: Any, header: Any, lines: Any) -> Any:
        have, stored = log.feed_position(connection, header.stream, header.feed)
        if header.first <= have:
            link = bytes.fromhex(header.before)
            return [
                link := bodies.link(header.feed, n, link, body) for n, body in enumerate(lines, header.first)
            ]
        return right(connection, replace_before(header, stored), lines)

    def replace_before(header: Any, stored: bytes) -> Any:
        return type(header)(header.stream, header.feed, header.first, stored.hex(), header.link)

    def settle(_course: Any, workspace: Any, welcome: Any) -> None:
        exchange._remember(workspace, welcome.streams)

    return _both(patch.object(log, "_chain", wrong), patch.object(exchange, "_settle", settle))


def _chain_not_checked() -> AbstractContextManager[Any]:
    """Write down the links that the laptop says."""

    def wrong(_connection: Any, header: Any, lines: Any) -> list[bytes]:
        return [bytes.fromhex(header.link)] * len(lines)

    return patch.object(log, "_chain", wrong)


# --- the centre --------------------------------------------------------------------------------------------


def _acknowledge_before_commit() -> AbstractContextManager[Any]:
    right = SimulatedOffice.write

    @contextmanager
    def wrong(self: SimulatedOffice, reach: Reach = EVERYTHING) -> Iterator[Any]:
        try:
            with right(self, reach) as connection:
                yield connection
        except CentreDied as error:
            if str(error) != "commit":
                raise  # the answer had not been written yet

    return patch.object(SimulatedOffice, "write", wrong)


def _known_by_number() -> AbstractContextManager[Any]:
    """Take a change for known when its feed number is, whatever its id."""
    right = log.append

    def wrong(connection: Any, header: Any, lines: Any, *, carrier: Any, at: str) -> Any:
        have, _ = log.feed_position(connection, header.stream, header.feed)
        if header.first + len(lines) - 1 > have:
            return right(connection, header, lines, carrier=carrier, at=at)
        head = log.head(connection, header.stream)
        runs = select(env).where(env.c.feed == header.feed, env.c.n >= header.first).order_by(env.c.n)
        seqs = [
            run.seq - (run.n - n)
            for run in connection.execute(runs)
            for n in range(max(run.first, header.first), run.n + 1)
        ]
        return protocol.PushAnswer(header.first + len(lines) - 1, seqs[: len(lines)], head, head, at)

    return _both(
        patch.object(log, "append", wrong),
        patch.object(exchange, "_settle", lambda _c, w, answer: exchange._remember(w, answer.streams)),
    )


def _held_are_handed_on() -> AbstractContextManager[Any]:
    return patch.object(log, "HELD", 7)  # no row is held when a page is made


# --- feeds and files ----------------------------------------------------------------------------------------


def _unknown_members_dropped() -> AbstractContextManager[Any]:
    return patch.object(changes, "_with_unknown_members", lambda _connection, op: op)


def _sent_before_confirmed() -> AbstractContextManager[Any]:
    """Call a photo sent when it is asked for, and not when the centre has it."""
    right = files.confirm

    def wrong(connection: Any, hashes: Any) -> None:
        right(connection, {**hashes, **dict.fromkeys(files.in_state(connection, files.LOCAL), "")})

    return patch.object(files, "confirm", wrong)


def _page_in_two_transactions() -> AbstractContextManager[Any]:
    """Write the numbers of a push in one transaction and the changes' rows in another."""
    right = changes._fold_in

    def wrong(connection: Any, arriving: Any, *, known: Any) -> Any:
        driver = connection.connection.driver_connection
        driver.execute("COMMIT")
        driver.execute("BEGIN IMMEDIATE")
        return right(connection, arriving, known=known)

    return patch.object(changes, "_fold_in", wrong)


@contextmanager
def _both(one: AbstractContextManager[Any], other: AbstractContextManager[Any]) -> Iterator[None]:
    with one, other:
        yield


def _left_without_a_word() -> AbstractContextManager[Any]:
    """Let details of an inspection leave without a list of what is at the centre."""
    forgetful = SimpleNamespace(hashes=elsewhere.hashes, note=lambda *_rest: None)
    return patch.object(leaving, "elsewhere", forgetful)


PLANTED: dict[str, Planting] = {
    "acknowledged before the commit": _acknowledge_before_commit,
    "last writer wins": lambda: patch.object(fold, "fold", _last_writer_wins),
    "the cursor is a number only": _sequence_only_cursor,
    "base taken from the store instead of the screen": _base_from_the_store,
    "the cursor moves outside the page's transaction": _cursor_ahead_of_its_page,
    "the cursor jumps over what others pushed": _push_jumps_blindly,
    "known by number instead of id": _known_by_number,
    "the centre knows no id twice": lambda: patch.object(log, "_numbers", lambda *_rest: {}),
    "a tombstone is forgotten": _tombstone_forgotten,
    "a value replaced before it arrived comes back": _superseded_comes_back,
    "unknown members are dropped": _unknown_members_dropped,
    "a fork starts no new incarnation": lambda: patch.object(recovery, "rotate", lambda _workspace: None),
    "a new incarnation starts empty": lambda: patch.object(feeds, "append", lambda *_rest: 0),
    "a copied laptop is not noticed": _clone_not_noticed,
    "the feed's chain is not checked": _chain_not_checked,
    "held changes are handed on": _held_are_handed_on,
    "what is released is not vouched for": lambda: patch.object(holding, "_in_order", lambda *_rest: []),
    "a diverged laptop is reset": lambda: patch.object(recovery, "reconcile", _reset_on_divergence),
    "a diverged laptop offers nothing": lambda: patch.object(recovery, "reconcile", _read_again_only),
    "a diverged laptop offers its own changes only": _offer_own_only,
    "no witness of a centre put back": lambda: patch.object(positions, "saw", lambda *_rest: None),
    "the laptop believes its own flags": _laptop_keeps_its_own_push_cursor,
    "sent before the centre has confirmed": _sent_before_confirmed,
    "change and rows in two transactions": _page_in_two_transactions,
    "what leaves is forgotten": _left_without_a_word,
    "confirmed files are never asked for again": lambda: patch.object(lost_files, "ask", lambda *_rest: None),
}
