"""Random days of laptops and a centre with faults: every invariant of the design holds at the end.

I1 no loss, I2 no invention, I3 exactly once, I4 convergence, I5 heads as defined, I6 conflicts
complete, I7 nothing unseen replaced, I9 numbers and chains. Planted bugs show that it can fail.
"""

from __future__ import annotations

import contextlib
import json
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.errors import Flaky
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy.exc import IntegrityError

from fieldkit.model import conflicts, database, feeds, fold
from fieldkit.model.changes import ChangeLog
from fieldkit.sync import positions, recovery
from fieldkit.sync.answers import SyncError, Unreachable
from fieldkit.sync.exchange import exchange
from fieldkit.sync.link import Course
from fieldkit.sync.server import Centre, FolderBlobs, Store, check, log
from fieldkit.sync.server import store as server_store
from tests.sync.direct import DirectLink, Fault
from tests.sync.laptops import Laptop
from tests.sync.test_recovery import Backup, backup, put_back

QUESTIONS = ("q1", "q2", "q3")
STREAMS = {"q1": "ins/25", "q2": "ins/25", "q3": "ins/10"}
FAULTS: list[Fault] = ["ok", "ok", "lost_request", "lost_answer", "duplicate"]
MOST_LAPTOPS = 4

laptops = st.integers(0, MOST_LAPTOPS - 1)
questions = st.sampled_from(QUESTIONS)
faults = st.lists(st.sampled_from(FAULTS), max_size=8)


class Days(RuleBasedStateMachine):
    """Laptops that work, sync, get copied and put back; a centre that loses days."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="fieldkit-days-"))
        self.store = Store.in_folder(self.folder / "centre")
        self.centre = Centre(self.store, FolderBlobs(self.folder / "blobs"))
        self.laptops: list[Laptop] = []
        self.saved: dict[str, bytes] = {}
        self.screens: dict[tuple[int, str], tuple[str, ...]] = {}
        self.images: dict[int, Path] = {}
        self.night: Backup | None = None
        self.counter = 0

    @initialize()
    def start(self) -> None:
        for number in range(3):
            self.laptops.append(Laptop(self.folder / f"laptop{number}"))

    # --- what people do ---------------------------------------------------------------------------

    @rule(which=laptops, question=questions)
    def open_screen(self, which: int, question: str) -> None:
        """Show a question; it may be saved much later, over what was shown."""
        number, laptop = self._laptop(which)
        self.screens[number, question] = laptop.see(question)

    @rule(which=laptops, question=questions, value=st.sampled_from("abc"))
    def save(self, which: int, question: str, value: str) -> None:
        number, laptop = self._laptop(which)
        seen = self.screens.pop((number, question), None)
        if seen is None:
            seen = laptop.see(question)
        if len(seen) > 1:
            return  # an ordinary edit of an open conflict is refused
        change = laptop.answer(question, value, seen=seen, stream=STREAMS[question])
        self._keep(laptop, change, seen)

    @rule(which=laptops)
    def decide(self, which: int) -> None:
        _, laptop = self._laptop(which)
        found = conflicts.listing(laptop.workspace)
        if found:
            self.counter += 1
            written = conflicts.resolve(
                laptop.workspace, found[0].key, {"value": f"decided {self.counter}"}, "ตรวจซ้ำ"
            )
            self._keep(laptop, written.changes[0], found[0].key.heads)

    @rule(which=laptops, question=questions, with_=faults)
    def day(self, which: int, question: str, with_: list[Fault]) -> None:
        """Work through a day and sync at its end."""
        for value in "abc":
            self.save(which, question, value)
        self.sync(which, with_)

    @rule(which=laptops, other=laptops, question=questions)
    def save_over_an_old_screen(self, which: int, other: int, question: str) -> None:
        """Show a question, let a sync bring a colleague's answer to it, and save what was typed."""
        self.open_screen(which, question)
        self.save(other, question, "b")
        self.sync(other, [])
        self.sync(which, [])
        self.save(which, question, "a")

    # --- what networks, disks and administrators do ---------------------------------------------------

    @rule(which=laptops, with_=faults)
    def sync(self, which: int, with_: list[Fault]) -> None:
        _, laptop = self._laptop(which)
        before = laptop.bodies()
        with contextlib.suppress(Unreachable):
            exchange(Course(DirectLink(self.centre, laptop.workspace.device, with_)), laptop.workspace)
        assert before.items() <= laptop.bodies().items(), "nothing local is ever reset"

    @rule(which=laptops, other=laptops, question=questions, after=st.integers(0, 6))
    def sync_cut_in_the_middle(self, which: int, other: int, question: str, after: int) -> None:
        """Cut a sync that has something to push and to pull after some messages."""
        self.day(other, question, [])
        self.save(which, question, "a")
        self.sync(which, [*["ok"] * after, "lost_answer"])

    @rule(which=laptops)
    def take_image(self, which: int) -> None:
        number, laptop = self._laptop(which)
        self.counter += 1
        self.images[number] = laptop.copy(self.folder / f"image{self.counter}")

    @rule(which=laptops)
    def put_laptop_back(self, which: int) -> None:
        number, laptop = self._laptop(which)
        if number in self.images:
            laptop.put_back(self.images[number])
            self._forget_screens(number)

    @precondition(lambda self: 0 < len(self.laptops) < MOST_LAPTOPS)
    @rule(which=laptops)
    def copy_laptop(self, which: int) -> None:
        """Clone a disk: two laptops with one identity."""
        _, laptop = self._laptop(which)
        copy = laptop.copy(self.folder / f"laptop{len(self.laptops)}")
        self.laptops.append(Laptop(copy))

    @precondition(lambda self: 0 < len(self.laptops) < MOST_LAPTOPS)
    @rule(which=laptops, question=questions)
    def copy_works_beside_its_original(self, which: int, question: str) -> None:
        self.copy_laptop(which)
        for twin in (which % (len(self.laptops) - 1), len(self.laptops) - 1):
            self.day(twin, question, [])

    @rule()
    def back_up_centre(self) -> None:
        self.night = backup(self.store)

    @precondition(lambda self: self.night is not None)
    @rule()
    def put_centre_back(self) -> None:
        assert self.night is not None
        put_back(self.store, self.night)

    @rule(which=laptops, other=laptops, question=questions)
    def centre_loses_a_day(self, which: int, other: int, question: str) -> None:
        """Put the centre back after a day, and let others take the lost numbers first."""
        self.sync(other, [])
        self.back_up_centre()
        self.day(which, question, [])
        self.put_centre_back()
        self.day(other, question, [])

    # --- the end: everyone syncs until nothing moves ------------------------------------------------------

    def teardown(self) -> None:
        try:
            if self.laptops:
                self._settle()
                self._check()
        finally:
            for laptop in self.laptops:
                laptop.close()
            self.store.close()
            shutil.rmtree(self.folder, ignore_errors=True)

    def _settle(self) -> None:
        self.somewhere = dict(self._log())
        for laptop in self.laptops:
            self.somewhere |= laptop.bodies()
        for _ in range(len(self.laptops) + 3):
            courses = []
            for laptop in self.laptops:
                courses.append(Course(DirectLink(self.centre, laptop.workspace.device)))
                exchange(courses[-1], laptop.workspace)
            if not any(course.tally.pushed or course.tally.pulled for course in courses):
                return
        raise AssertionError("it never comes to rest")

    def _check(self) -> None:
        logged = self._log()
        assert self.somewhere.items() <= logged.items(), "I1 no loss"
        assert logged.items() <= self.saved.items(), "I2 no invention"
        assert check.problems(self.store, self.centre.blobs) == [], "I3, I9 numbers and chains"
        for laptop in self.laptops:
            assert laptop.bodies() == logged, "I4 convergence of bodies"
            assert laptop.workspace.waiting() == 0
            assert laptop.cells() == self.laptops[0].cells(), "I4 convergence of cells"
            assert laptop.workspace.rows("SELECT * FROM dangling") == []
        self._check_heads(logged)

    def _check_heads(self, logged: dict[str, bytes]) -> None:
        ops, named = _ops(logged)
        for laptop in self.laptops:
            stored = {}
            for cell in laptop.cells():
                found = fold.from_json(cell["heads"])
                stored[cell["record"]] = {head.op for head in found}
                values = {json.dumps(ops[head.op][1], sort_keys=True) for head in found}
                assert cell["conflict"] == (len(values) > 1), "I6 conflicts complete"
            expected: dict[str, set[str]] = {}
            for op, (record, _) in ops.items():
                expected.setdefault(record, set()).update({op} - named)
            assert stored == expected, "I5 heads as defined"
            shown = {row["id"]: row["value"] for row in laptop.workspace.rows("SELECT id, value FROM answer")}
            assert shown.keys() == expected.keys()

    # --- helpers ------------------------------------------------------------------------------------------

    def _laptop(self, which: int) -> tuple[int, Laptop]:
        number = which % len(self.laptops)
        return number, self.laptops[number]

    def _keep(self, laptop: Laptop, change: str, seen: tuple[str, ...]) -> None:
        self.saved[change] = laptop.bodies()[change]
        (op,) = json.loads(self.saved[change])["ops"]
        assert set(op["prevs"]) <= set(seen), "I7 nothing unseen is replaced"

    def _forget_screens(self, number: int) -> None:
        self.screens = {key: seen for key, seen in self.screens.items() if key[0] != number}

    def _log(self) -> dict[str, bytes]:
        with self.store.read() as connection:
            rows = connection.exec_driver_sql("SELECT change_id, body FROM log").fetchall()
        assert len({row[0] for row in rows}) == len(rows), "I3 exactly once"
        return {row[0]: bytes(row[1]) for row in rows}


def _ops(logged: dict[str, bytes]) -> tuple[dict[str, tuple[str, Any]], set[str]]:
    """Return all ops (record and values) and the ids that any of them names in its ``prevs``."""
    ops: dict[str, tuple[str, Any]] = {}
    named: set[str] = set()
    for change_id, body in logged.items():
        for index, op in enumerate(json.loads(body)["ops"]):
            ops[f"{change_id}.{index}"] = (op["record"], op["values"])
            named.update(op["prevs"])
    return ops, named


@pytest.fixture(autouse=True)
def _no_waiting_for_the_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody pulls the plug here, so neither side waits for the disk."""
    pragmas = tuple(p.replace("synchronous = FULL", "synchronous = OFF") for p in database._PRAGMAS)
    monkeypatch.setattr(database, "_PRAGMAS", pragmas)
    set_up = server_store._set_up

    def quick(driver: Any, record: object) -> None:
        set_up(driver, record)
        driver.execute("PRAGMA synchronous = OFF")

    monkeypatch.setattr(server_store, "_set_up", quick)


def run(examples: int, steps: int, **options: Any) -> None:
    run_state_machine_as_test(
        Days,
        settings=settings(
            max_examples=examples,
            stateful_step_count=steps,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            **options,
        ),
    )


def test_random_days_lose_and_double_nothing() -> None:
    run(examples=15, steps=25)


# --- planted bugs: each must be caught ---------------------------------------------------------------


def _last_writer_wins(heads: Any, arriving: fold.Head, *_rest: Any, **_more: Any) -> tuple[fold.Head, ...]:
    return (max([*heads, arriving], key=fold.order),)


def _base_from_the_store() -> Any:
    commit = ChangeLog.commit

    def wrong(self: ChangeLog, ops: Any, **options: Any) -> Any:
        from dataclasses import replace

        from fieldkit.model import changes

        with self.database.read() as connection:
            fresh = [
                replace(
                    op,
                    prevs=changes.heads(connection, op.table, op.record).get(
                        (op.table, op.record, op.group), ()
                    ),
                )
                for op in ops
            ]
        return commit(self, fresh, **{**options, "why": "x"})

    return patch.object(ChangeLog, "commit", wrong)


def _reset_on_divergence(course: Course, workspace: Any, stream: str) -> int:
    with workspace.database.door() as connection:
        connection.exec_driver_sql("DELETE FROM change WHERE stream = ?", (stream,))
        connection.exec_driver_sql("DELETE FROM cell")
        connection.exec_driver_sql("DELETE FROM feed WHERE stream = ?", (stream,))
        positions.forget(connection, stream)
    return 0


def _read_again_only(_course: Course, workspace: Any, stream: str) -> int:
    with workspace.database.door() as connection:
        positions.forget(connection, stream)
    return 0


PLANTED: dict[str, Callable[[], Any]] = {
    "last writer wins": lambda: patch.object(fold, "fold", _last_writer_wins),
    "base taken from the store": _base_from_the_store,
    "a diverged laptop is reset": lambda: patch.object(recovery, "reconcile", _reset_on_divergence),
    "a diverged laptop offers nothing": lambda: patch.object(recovery, "reconcile", _read_again_only),
    "a fork does not start a new incarnation": lambda: patch.object(
        recovery, "rotate", lambda _workspace: None
    ),
    "a new incarnation starts empty": lambda: patch.object(feeds, "append", lambda *_rest: 0),
    "the cursor is a number only": lambda: patch.object(
        log, "contains", lambda connection, name, position: position[0] <= log.head(connection, name)[0]
    ),
    "the cursor moves ahead of the page": lambda: _cursor_ahead(),
    "the centre knows no id twice": lambda: patch.object(log, "_numbers", lambda *_rest: {}),
}


def _cursor_ahead() -> Any:
    from fieldkit.sync import pull

    apply = pull._apply

    def wrong(course: Course, workspace: Any, stream: str, page: pull.Page) -> None:
        with workspace.database.write() as connection:
            positions.move(connection, stream, page.position)
        course.link.post("/v1/need", b"[]")  # any message may be lost here
        apply(course, workspace, stream, page)

    return patch.object(pull, "_apply", wrong)


CAUGHT = (AssertionError, SyncError, IntegrityError, Flaky)


@pytest.mark.parametrize("bug", PLANTED)
def test_a_planted_bug_is_caught(bug: str) -> None:
    with PLANTED[bug](), contextlib.redirect_stdout(None), pytest.raises(CAUGHT):
        run(examples=100, steps=30, phases=[Phase.generate], database=None, derandomize=True)
