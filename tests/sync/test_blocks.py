"""The centre's blocks: in whatever portions changes come, numbers, names and chains are the same."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, func, select

from fieldkit.model import body as bodies
from fieldkit.model.body import Op
from fieldkit.model.ids import new_id
from fieldkit.sync import protocol
from fieldkit.sync.server import Store, blocks, check, log, schema
from fieldkit.sync.server.refusal import Refused

STREAM, DEVICE = "ins/25", "01a206dc-0000-7000-8000-000000000001"
CARRIER = log.Carrier(DEVICE, permitted=True)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = Store.in_folder(tmp_path)
    yield opened
    opened.close()


def made(count: int, *, id_: str = "", note: str = "") -> list[bytes]:
    fields = {"stream": STREAM, "author": "a", "device": "d", "lamport": 1, "wall": ""}
    ops = [Op("answer", "r", "response", {"value": "pass", "note": note})]
    return [bodies.encode({"id": id_ or new_id(), **fields}, ops) for _ in range(count)]


class Feed:
    """What a laptop has pushed, and pushes again."""

    def __init__(self, name: str = "1") -> None:
        self.name = f"{DEVICE}/{name}/{STREAM}"
        self.lines: list[bytes] = []

    def link(self, n: int, lines: list[bytes] | None = None) -> bytes:
        link = b""
        for number, line in enumerate((self.lines if lines is None else lines)[:n], 1):
            link = bodies.link(self.name, number, link, line)
        return link

    def push(
        self, connection: Connection, fresh: list[bytes], *, at: str = "2026", again: int = 0
    ) -> protocol.PushAnswer:
        """Push ``fresh`` bodies behind the last ``again`` that were pushed before."""
        first = len(self.lines) - again
        self.lines += fresh
        links = self.link(first), self.link(len(self.lines))
        header = protocol.PushHeader(STREAM, self.name, first + 1, links[0].hex(), links[1].hex())
        return log.append(connection, header, self.lines[first:], carrier=CARRIER, at=at)


def names(lines: list[bytes]) -> list[str]:
    return [bodies.decode(line).id for line in lines]


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    portions=st.lists(st.tuples(st.integers(1, 40), st.integers(0, 30)), min_size=1, max_size=25),
    most=st.sampled_from([1, 7, 64, blocks.MOST]),
    limit=st.integers(1, 60),
)
def test_whatever_the_portions_the_log_is_the_same(
    store: Store, portions: list[tuple[int, int]], most: int, limit: int
) -> None:
    feed, hashes = Feed(), [""]
    with store.engine.connect() as connection, pytest.MonkeyPatch.context() as patch:
        patch.setattr(blocks, "MOST", most)
        for number, (count, again) in enumerate(portions):
            known = min(again, len(feed.lines))
            before = len(feed.lines)
            answer = feed.push(connection, made(count), at=str(number), again=known)
            assert answer.seqs == list(range(before - known + 1, before + count + 1))
            for line in feed.lines[before:]:
                sha = hashlib.sha256(line).hexdigest()
                hashes.append(protocol.log_hash(hashes[-1], len(hashes), sha, str(number), 0))
            assert answer.after == (len(feed.lines), hashes[-1])
        assert [change.body for change in blocks.every(connection, STREAM)] == feed.lines
        assert [blocks.hash_at(connection, STREAM, n) for n in range(1, len(hashes))] == hashes[1:]
        assert check.chain_problems(connection) == []
        found = blocks.find(connection, STREAM, [*names(feed.lines), new_id()])
        assert {name: change.seq for name, change in found.items()} == {
            name: n for n, name in enumerate(names(feed.lines), 1)
        }
        position, read = (0, ""), list[bytes]()
        while position[0] < len(feed.lines):
            header, *rest = log.page(connection, STREAM, position, feed="", limit=limit)
            read += [body for _, body in protocol.pages(rest)]
            position = protocol.from_json(header, protocol.PageHeader).last
            assert position == (len(read), hashes[len(read)])
        assert read == feed.lines
        connection.rollback()


def test_small_portions_end_in_few_blocks(store: Store) -> None:
    feed = Feed()
    with store.write() as connection:
        for _ in range(300):
            feed.push(connection, made(1))
        assert connection.execute(select(func.count()).select_from(schema.log)).scalar_one() < 12
        assert log.feed_position(connection, STREAM, feed.name)[0] == 300


def test_a_large_change_has_a_block_of_its_own(store: Store) -> None:
    with store.write() as connection:
        Feed().push(connection, [*made(3), *made(1, note="x" * blocks.BYTES), *made(3)])
        assert list(connection.execute(select(schema.log.c.last)).scalars()) == [3, 4, 7]


def test_ids_that_look_alike_are_told_apart(store: Store) -> None:
    mine, alike = "01a206dc-4681-7505-a9ca-551eefb1b48d", "01a206dc-4681-7505-a9ca-000000000000"
    alike = alike[:-8] + mine[-8:]
    with store.write() as connection:
        Feed().push(connection, made(1, id_=mine))
        assert log.missing(connection, STREAM, [mine, alike]) == [alike]
        answer = Feed("2").push(connection, made(1, id_=alike))
        assert answer.seqs == [2]
        assert log.missing(connection, STREAM, [mine, alike]) == []


def test_what_another_laptop_brought_keeps_its_numbers(store: Store) -> None:
    one, other = Feed(), Feed("2")
    with store.write() as connection:
        one.push(connection, made(6))
        fresh = made(2)
        answer = other.push(connection, [one.lines[4], one.lines[5], fresh[0], one.lines[0], fresh[1]])
        assert answer.seqs == [5, 6, 7, 1, 8]
        runs = select(schema.env.c.n, schema.env.c.seq).where(schema.env.c.feed == other.name)
        assert [tuple(row) for row in connection.execute(runs.order_by(schema.env.c.n))] == [
            (3, 7),
            (4, 1),
            (5, 8),
        ]
        lines = log.page(connection, STREAM, (0, ""), feed=other.name, limit=100)
        own = [entry.own for entry, _ in protocol.pages(lines[1:])]
        assert own == [True, False, False, False, True, True, True, True]
        assert check.chain_problems(connection) == []


@pytest.mark.parametrize("at", [0, 3, 9])
def test_a_clone_is_noticed_within_what_came_at_once(store: Store, at: int) -> None:
    """Wherever its feed parts from ours: before what it sends, within it, at its last change."""
    right = Feed()
    with store.write() as connection:
        right.push(connection, made(10))
        clone = Feed()
        clone.lines = [*right.lines[:at], *made(1), *right.lines[at + 1 :]]
        for first in range(10):
            for last in range(first + 1, 11):
                links = clone.link(first).hex(), clone.link(last).hex()
                header = protocol.PushHeader(STREAM, clone.name, first + 1, *links)
                if last <= at:
                    log.append(connection, header, clone.lines[first:last], carrier=CARRIER, at="2026")
                    continue
                with pytest.raises(Refused, match="fork"):
                    log.append(connection, header, clone.lines[first:last], carrier=CARRIER, at="2026")
        assert log.head(connection, STREAM)[0] == 10


def test_the_chains_go_on_vouching_for_a_body_that_was_replaced(store: Store) -> None:
    feed = Feed()
    with store.write() as connection:
        feed.push(connection, made(5))
        was = blocks.at(connection, STREAM, [3])[3]
        blocks.replace_body(connection, STREAM, 3, b"{}")
        now = blocks.at(connection, STREAM, [3])[3]
        assert (now.body, now.name, now.sha256) == (b"{}", was.name, was.sha256)
        assert blocks.hash_at(connection, STREAM, 5) == log.head(connection, STREAM)[1]
        feed.push(connection, made(1), again=4)
        assert check.chain_problems(connection) == [
            f"{STREAM} 3: another body stands for the one that was received"
        ]


def test_numbers_of_any_size_are_asked_for(postgresql_url: str) -> None:
    """PostgreSQL adds two small numbers as small ones, and refuses a sum that is none."""
    store = Store.at(postgresql_url)
    with store.write() as connection:
        Feed().push(connection, made(3))
        for seq in (1, 2**15 - 100, 2**31 - 100, 2**62):
            assert len(list(blocks.after(connection, STREAM, seq, 2_000))) == (2 if seq == 1 else 0)
            assert blocks.hash_at(connection, STREAM, seq + 2_000) is None
            assert log.contains(connection, STREAM, (seq + 2_000, "x")) is False
            assert blocks.at(connection, STREAM, [seq + 2_000]) == {}
    store.close()
