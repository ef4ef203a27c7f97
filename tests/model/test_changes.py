"""The one door: capture, merge, feeds, guards, rebuild."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fieldkit.model import body as bodies
from fieldkit.model import changes, fold
from fieldkit.model.body import Op
from fieldkit.model.changes import ChangeLog, ConflictOpen
from fieldkit.model.database import Database
from fieldkit.model.ids import derived_id, new_id
from fieldkit.model.verify.cells import cell_problems

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

RECORD = derived_id("inspection", "question")


def clock() -> datetime:
    return datetime(2024, 2, 15, 9, 0, tzinfo=UTC)


def open_log(folder: Path, name: str) -> ChangeLog:
    return ChangeLog(Database(folder / f"{name}.db"), device=new_id(), author=name, clock=clock)


@pytest.fixture
def log(tmp_path: Path) -> Iterator[ChangeLog]:
    log = open_log(tmp_path, "a")
    yield log
    log.database.close()


def respond(value: str, prevs: tuple[str, ...] = (), record: str = RECORD) -> Op:
    values = {"value": value, "note": None, "qualifier": None}
    return Op("answer", record, "response", values, prevs, "ins/66")


def head(written: changes.Written, record: str = RECORD) -> tuple[str, ...]:
    return written.heads["answer", record, "response"]


def value_of(log: ChangeLog, record: str = RECORD) -> object:
    with log.database.read() as connection:
        return connection.exec_driver_sql("SELECT value FROM answer WHERE id = ?", (record,)).scalar()


def cells_of(log: ChangeLog) -> list[tuple[object, ...]]:
    with log.database.read() as connection:
        rows = connection.exec_driver_sql(
            "SELECT record, tbl, grp, heads, conflict FROM cell ORDER BY 1, 2, 3"
        )
        return [tuple(row) for row in rows]


def bodies_of(log: ChangeLog) -> list[bytes]:
    with log.database.read() as connection:
        return [row[0] for row in connection.exec_driver_sql("SELECT body FROM change ORDER BY id")]


def test_a_commit_writes_row_cell_body_and_feed(log: ChangeLog) -> None:
    written = log.commit([respond("pass")])
    assert value_of(log) == "pass"
    document = json.loads(bodies_of(log)[0])
    assert document["ops"][0]["values"]["value"] == "pass"
    assert document["wall"] == "2024-02-15T09:00:00.000+00:00"
    with log.database.read() as connection:
        n, change_id = connection.exec_driver_sql("SELECT n, change_id FROM feed").one()
    assert (n, change_id) == (1, written.changes[0])


def test_an_edit_supersedes_what_was_on_the_screen(log: ChangeLog) -> None:
    first = log.commit([respond("pass")])
    log.commit([respond("fail", head(first))])
    assert value_of(log) == "fail"
    assert cells_of(log)[0][-1] == 0


def test_an_edit_that_did_not_see_the_other_is_a_conflict_and_both_stay(
    log: ChangeLog, tmp_path: Path
) -> None:
    other = open_log(tmp_path, "b")
    first = log.commit([respond("pass")])
    other.apply([(body, None) for body in bodies_of(log)])
    log.commit([respond("fail", head(first))])
    other.commit([respond("na", head(first))])
    applied = log.apply([(body, None) for body in bodies_of(other)])
    assert applied.new == 1
    assert applied.conflicts == {("answer", RECORD, "response")}
    kept = {entry[2]["value"] for entry in json.loads(str(cells_of(log)[0][3]))}
    assert kept == {"fail", "na"}
    other.database.close()


def test_an_open_conflict_is_closed_only_with_a_reason(log: ChangeLog, tmp_path: Path) -> None:
    other = open_log(tmp_path, "b")
    log.commit([respond("pass")])
    other.commit([respond("fail")])
    log.apply([(body, None) for body in bodies_of(other)])
    with log.database.read() as connection:
        seen = changes.heads(connection, "answer", RECORD)["answer", RECORD, "response"]
    assert len(seen) == 2
    with pytest.raises(ConflictOpen):
        log.commit([respond("fail", seen)])
    log.commit([respond("fail", seen)], why="ตรวจซ้ำแล้ว")
    assert cells_of(log)[0][-1] == 0
    assert value_of(log) == "fail"
    other.database.close()


def test_equal_values_are_no_conflict(log: ChangeLog, tmp_path: Path) -> None:
    other = open_log(tmp_path, "b")
    log.commit([respond("pass")])
    other.commit([respond("pass")])
    assert log.apply([(body, None) for body in bodies_of(other)]).conflicts == frozenset()
    other.database.close()


def test_applying_again_changes_nothing(log: ChangeLog, tmp_path: Path) -> None:
    other = open_log(tmp_path, "b")
    log.commit([respond("pass")])
    sent = [(body, 1) for body in bodies_of(log)]
    assert other.apply(sent).new == 1
    before = cells_of(other)
    assert other.apply(sent).new == 0
    assert cells_of(other) == before
    other.database.close()


def test_members_of_newer_versions_survive_an_edit(log: ChangeLog, tmp_path: Path) -> None:
    newer = bodies.encode(
        {"id": new_id(), "stream": "ins/66", "author": "x", "device": "d", "lamport": 3, "wall": "2030"},
        [Op("answer", RECORD, "response", {"value": "pass", "weather": "rain"})],
    )
    log.apply([(newer, None)])
    with log.database.read() as connection:
        seen = changes.heads(connection, "answer", RECORD)["answer", RECORD, "response"]
    log.commit([respond("fail", seen)])
    written = json.loads(bodies_of(log)[-1])["ops"][0]["values"]
    assert written["weather"] == "rain"
    assert written["value"] == "fail"


def test_members_of_newer_versions_survive_an_edit_over_an_old_screen(log: ChangeLog) -> None:
    """The value on the screen was replaced before the edit was saved."""
    shown = head(log.commit([replace(respond("pass"), values={"value": "pass", "of 2031": 7})]))
    log.commit([replace(respond("fail", shown), values={"value": "fail", "of 2031": None})])
    [change_id] = log.commit([respond("na", shown)]).changes
    with log.database.read() as connection:
        query = "SELECT body FROM change WHERE id = ?"
        body = connection.exec_driver_sql(query, (change_id,)).scalar_one()
    assert json.loads(body)["ops"][0]["values"]["of 2031"] == 7


@pytest.mark.parametrize(
    "statement",
    [
        "INSERT INTO answer (id, stream, value) VALUES ('x', 's', 'y')",
        "UPDATE answer SET value = 'forged'",
        "DELETE FROM answer",
        "DELETE FROM change",
        "UPDATE cell SET heads = '[]'",
    ],
)
def test_no_write_passes_beside_the_door(log: ChangeLog, statement: str) -> None:
    log.commit([respond("pass")])
    with pytest.raises(Exception, match="written by the change log only"), log.database.write() as connection:
        connection.exec_driver_sql(statement)
    assert value_of(log) == "pass"


def test_a_body_is_not_changed_even_inside_the_door(log: ChangeLog) -> None:
    log.commit([respond("pass")])
    with pytest.raises(Exception, match="evidence"), log.database.door() as connection:
        connection.exec_driver_sql("UPDATE change SET body = x'00'")


def test_a_failing_companion_write_undoes_the_change(log: ChangeLog) -> None:
    def fail(_connection: object, _written: object) -> None:
        raise RuntimeError("no")

    with pytest.raises(RuntimeError):
        log.commit([respond("pass")], alongside=fail)
    assert bodies_of(log) == []
    assert value_of(log) is None


def test_the_feed_is_a_chain_that_shows_an_edited_body(log: ChangeLog) -> None:
    first = log.commit([respond("pass")])
    log.commit([respond("fail", head(first))])
    with log.database.read() as connection:
        incarnation = changes.get_meta(connection, "incarnation") or "1"
        rows = connection.exec_driver_sql(
            "SELECT n, link, body FROM feed JOIN change ON change.id = change_id ORDER BY n"
        ).fetchall()
    name = changes.feed_name(log.device, incarnation, "ins/66")
    before = b""
    for n, link, body in rows:
        assert link == bodies.link(name, n, before, body)
        assert link != bodies.link(name, n, before, body + b" ")
        before = link


def test_rebuild_gives_the_same_cells_and_rows(log: ChangeLog) -> None:
    seen: tuple[str, ...] = ()
    for value in ("pass", "fail", "na"):
        seen = head(log.commit([respond(value, seen)]))
    before = cells_of(log)
    assert log.rebuild() == 3
    assert cells_of(log) == before
    assert value_of(log) == "na"


@pytest.mark.parametrize("page", [1, 2, 100])
def test_rebuild_page_by_page_gives_what_the_whole_gives(
    log: ChangeLog, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, page: int
) -> None:
    other = open_log(tmp_path, "b")
    for number in range(6):
        first = log.commit([respond("pass", (), f"r{number}")])
        other.apply([(body, None) for body in bodies_of(log)])
        log.commit([respond("fail", head(first, f"r{number}"), f"r{number}")])
        if number % 2:
            other.commit([respond("na", head(first, f"r{number}"), f"r{number}")])
    log.apply([(body, None) for body in bodies_of(other)])
    before = cells_of(log)
    assert sum(bool(row[4]) for row in before) == 3
    monkeypatch.setattr(changes, "_PAGE", page)
    log.rebuild()
    assert cells_of(log) == before
    with log.database.read() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM dangling").scalar_one() == 0
    other.database.close()


def test_an_op_that_is_named_in_another_cell_is_a_head_in_its_own(log: ChangeLog, tmp_path: Path) -> None:
    """A body may name anything; it must not depend on the order of arrival what that does."""
    other = open_log(tmp_path, "b")
    first = log.commit([respond("pass", (), "r1")])
    (named,) = head(first, "r1")
    log.commit([respond("fail", (named,), "r2")])
    in_order = bodies_of(log)
    other.apply([(body, None) for body in reversed(in_order)])
    assert cells_of(log) == cells_of(other)
    assert {row[0] for row in cells_of(other) if named in str(row[3])} == {"r1"}
    with other.database.read() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM dangling").scalar_one() == 0
        assert list(cell_problems(connection)) == []
    other.database.close()


# --- the fold against its definition: heads = ops that nobody names in prevs --------------------


@st.composite
def histories(draw: st.DrawFn) -> list[tuple[str, int, str, tuple[str, ...]]]:
    size = draw(st.integers(1, 9))
    ops: list[tuple[str, int, str, tuple[str, ...]]] = []
    for i in range(size):
        earlier = [op[0] for op in ops]
        prevs = tuple(draw(st.lists(st.sampled_from(earlier), unique=True, max_size=3))) if earlier else ()
        ops.append((f"c{i}.0", draw(st.integers(1, 5)), draw(st.sampled_from("xyz")), prevs))
    return ops


@given(histories(), st.randoms(use_true_random=False))
@settings(max_examples=300, deadline=None)
def test_the_fold_does_not_depend_on_the_order_of_arrival(history: list, random: object) -> None:
    shuffled = list(history)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    heads: tuple[fold.Head, ...] = ()
    dangling: set[str] = set()
    known: set[str] = set()
    for op, lamport, value, prevs in shuffled:
        heads = fold.fold(
            heads, fold.Head(op, lamport, {"v": value}), prevs, dangling=dangling, is_known=known.__contains__
        )
        known.add(op)
    named = {prev for _, _, _, prevs in history for prev in prevs}
    assert {head.op for head in heads} == {op for op, *_ in history} - named
    assert dangling == set()


@given(histories(), st.randoms(use_true_random=False), st.integers(1, 4))
@settings(max_examples=25, deadline=None)
def test_pages_in_any_order_give_the_same_store(
    tmp_path_factory: pytest.TempPathFactory, history: list, random: object, size: int
) -> None:
    arriving = []
    for op, lamport, value, prevs in history:
        fields = {
            "id": op[:-2],
            "stream": "ins/66",
            "author": "x",
            "device": "d",
            "lamport": lamport,
            "wall": "",
        }
        arriving.append((bodies.encode(fields, [respond(value, prevs)]), None))
    shuffled = list(arriving)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    folder = tmp_path_factory.mktemp("pages")
    whole, paged = open_log(folder, "whole"), open_log(folder, "paged")
    whole.apply(arriving)
    for start in range(0, len(shuffled), size):
        paged.apply(shuffled[start : start + size])
    assert cells_of(whole) == cells_of(paged)
    assert value_of(whole) == value_of(paged)
    whole.database.close()
    paged.database.close()


def test_what_is_composed_reads_back_as_it_is() -> None:
    fields = {
        **{"id": new_id(), "stream": "ins/66", "tx": "t", "author": "a", "device": "d"},
        **{"lamport": 3, "wall": "2024", "schema": 1, "why": "ตรวจซ้ำ"},
    }
    composed = bodies.compose(fields, (respond("pass", ("x.0",)),))
    assert bodies.decode(composed.body) == composed


@pytest.mark.parametrize(
    "value",
    ["ก\ud800", float("nan"), float("inf"), "x" * (bodies.MAX_BODY + 1), ["half", "\udfff"], b"bytes"],
    ids=["half a pair", "NaN", "infinite", "endless", "half inside", "no JSON"],
)
def test_what_nobody_could_read_again_is_refused(log: ChangeLog, value: object) -> None:
    first = log.commit([respond("pass")])
    values = {"value": value, "note": None, "qualifier": None}
    ops = [respond("fine", (), "another"), Op("answer", RECORD, "response", values, head(first), "ins/66")]
    with pytest.raises(bodies.NotStorable) as caught:
        log.commit(ops)
    assert caught.value.place == f"answer {RECORD} response"
    assert (len(bodies_of(log)), value_of(log), value_of(log, "another")) == (1, "pass", None)
    log.commit([respond("fail", head(first))])
    assert value_of(log) == "fail"


def test_every_text_that_is_text_is_kept_as_it_is(log: ChangeLog, tmp_path: Path) -> None:
    texts = ["a\x00b", "\x1b[0m", "กำ", "กํา", "\ufeff\ufffe", "😀" * 1000, "\r\n\u2028", " ", "\\ud800"]
    for number, text in enumerate(texts):
        log.commit([respond(text, (), f"r{number}")])
    other = open_log(tmp_path, "b")
    other.apply([(body, None) for body in bodies_of(log)])
    for each in (log, other):
        assert [value_of(each, f"r{number}") for number in range(len(texts))] == texts
    other.database.close()


def test_a_body_nested_too_deep_is_malformed() -> None:
    deep = b'{"id":"x","stream":"s","ops":' + b"[" * 100_000
    with pytest.raises(bodies.MalformedChange):
        bodies.decode(deep)


def test_a_split_commit_is_one_transaction_of_several_changes(log: ChangeLog) -> None:
    ops = [respond(str(number), record=f"r{number}") for number in range(5)]

    def fail(_connection: object, written: changes.Written) -> None:
        assert len(written.changes) == 3
        raise RuntimeError("no")

    with pytest.raises(RuntimeError):
        log.commit(ops, split=2, alongside=fail)
    assert bodies_of(log) == []
    written = log.commit(ops, split=2)
    assert len(written.changes) == len(bodies_of(log)) == 3
    assert value_of(log, "r4") == "4"
    with log.database.read() as connection:
        assert [row[0] for row in connection.exec_driver_sql("SELECT n FROM feed ORDER BY n")] == [1, 2, 3]


@pytest.mark.parametrize("value", [None, "วัด \u2028 \x01 \"'\\", 1.5, 1e300, 2**53, 2**80, True, {"a": [1]}])
def test_heads_come_back_from_their_stored_form(value: object) -> None:
    heads = (fold.Head("a.0", 1, {"v": value}), fold.Head("b.0", 2, {}))
    assert fold.from_json(fold.to_json(heads)) == heads
