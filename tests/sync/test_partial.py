"""Laptops that leave details of inspections at the office hold what their rule says, and lose nothing."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from datetime import date, timedelta
from pathlib import Path
from random import Random
from types import SimpleNamespace
from typing import Any
from unittest.mock import patch

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.exc import IntegrityError

from fieldkit.model import carrying, changes, details, elsewhere, fold, leaving
from fieldkit.model.attachments import register_files
from fieldkit.model.body import Op, change_id_of
from fieldkit.model.carrying import EVERYTHING, Carry
from fieldkit.model.ids import derived_id, new_id
from fieldkit.model.tables import GROUPS
from fieldkit.model.thai.fiscal import fiscal_year
from fieldkit.model.verify import verify
from fieldkit.model.workspace import Person
from fieldkit.sync import details as client_details
from fieldkit.sync import pull
from fieldkit.sync.answers import SyncError
from fieldkit.sync.exchange import exchange
from fieldkit.sync.link import Course
from fieldkit.sync.server import details as server_details
from tests.faults.simulated import Crash, Died, SimulatedCentre, SimulatedLaptop, SimulatedOffice
from tests.sync.direct import DirectLink, Fault

STREAM = "ins/25"
FACTORIES = ("f0", "f1", "f2")
QUESTIONS = ("/q/a", "/q/b")
CARRIES = (Carry(1), Carry(2), Carry(2, mine=True), Carry(0, mine=True), EVERYTHING)
_TYPED = ("answer", "repeat_instance", "attachment", "signature", "finding", "inspection", "visit")


class Asked(DirectLink):
    """A link that remembers what was asked."""

    def __init__(self, *arguments: Any) -> None:
        super().__init__(*arguments)
        self.paths: list[str] = []

    def post(self, path: str, data: bytes, **options: str) -> bytes:
        self.paths.append(path)
        return super().post(path, data, **options)

    def get(self, path: str, query: Mapping[str, str]) -> bytes:
        self.paths.append(path)
        return super().get(path, query)


class Office:
    """A centre and four laptops: one that always carries everything, and three that change their minds."""

    def __init__(self, folder: Path, store: SimulatedOffice) -> None:
        store.put_back(store.empty)
        self.centre = SimulatedCentre(store, folder / "centre")
        self.laptops = [SimulatedLaptop(folder / str(number), on_files=False) for number in range(4)]
        for number, laptop in enumerate(self.laptops):
            laptop.person = Person(laptop.person.id, f"คนที่ {number}")
            self.centre.grant(laptop, ["25"])
        self.full = self.laptops[0]
        self.made: list[str] = []

    @property
    def today(self) -> date:
        return self.centre.now.date()

    # --- what people do

    def commit(self, laptop: SimulatedLaptop, ops: list[Op], files: dict[str, int], *, old: bool) -> None:
        def register(connection: Any, _written: Any) -> None:
            register_files(connection, files)

        with as_older_programs_wrote() if old else nothing():
            laptop.log.commit(ops, alongside=register)

    def inspect(self, who: int, which: int, how: int) -> None:
        """Begin an inspection and answer; ``how``: closed, photo, finding, by an older program."""
        laptop, factory, years = self.laptops[who], which % 3, which % 5
        record, visit = new_id(), new_id()
        at = (self.today - timedelta(days=365 * years + 3)).isoformat() + "T09:00:00+07:00"
        core = dict.fromkeys(GROUPS["inspection"]["core"]) | {
            "visit": visit,
            "factory": FACTORIES[factory],
            "form_id": "GEN",
            "officer": laptop.person.id,
            "officer_name": laptop.person.name,
            "started_at": at,
        }
        team = json.dumps([{"name": self.laptops[(who + how) % 4].person.name}], ensure_ascii=False)
        ops = [
            Op("visit", visit, "core", {"factory": FACTORIES[factory], "kind": "PLAN", "started_at": at}),
            Op("visit", visit, "team", {"team": team, "guide": None}),
            Op("inspection", record, "core", core),
            Op("inspection", record, "status", status("closed" if how & 1 else "draft")),
        ]
        for question in QUESTIONS:
            answer = derived_id("answer", record, question)
            ops += [
                Op("answer", answer, "core", {"inspection": record, "path": question}),
                Op("answer", answer, "response", said(how)),
            ]
        files: dict[str, int] = {}
        if how & 2:
            data = f"photo of {record}".encode()
            files[laptop.attachments.add(data)] = len(data)
            values = dict.fromkeys(GROUPS["attachment"]["core"]) | {
                "inspection": record,
                "sha256": next(iter(files)),
                "kind": "photo",
            }
            ops.append(Op("attachment", new_id(), "core", values))
        if how & 4:
            found = {"inspection": record, "factory": FACTORIES[factory], "path": QUESTIONS[0]}
            ops.append(
                Op("finding", finding(record), "core", dict.fromkeys(GROUPS["finding"]["core"]) | found)
            )
            ops.append(Op("finding", finding(record), "state", state("open" if how & 8 else "closed")))
        self.commit(laptop, [in_stream(op) for op in ops], files, old=bool(how & 16))
        self.made.append(record)

    def answer(self, who: int, which: int, how: int) -> None:
        """Change an answer over what this laptop shows, with a finding beside it now and then."""
        laptop, record = self.laptops[who], self._inspection(which)
        if record is None or self.away(laptop, record):
            return
        answer = derived_id("answer", record, QUESTIONS[how % 2])
        with laptop.database.read() as connection:
            seen = changes.heads(connection, "answer", answer).get(("answer", answer, "response"), ())
            open_ = changes.heads(connection, "finding", finding(record))
        if not seen or len(seen) > 1:
            return
        ops = [Op("answer", answer, "response", said(how), seen)]
        key = ("finding", finding(record), "state")
        if how & 2 and len(open_.get(key, ())) == 1:
            ops.append(Op(*key, state("closed"), open_[key]))
        self.commit(laptop, [in_stream(op) for op in ops], {}, old=bool(how & 4))

    def close(self, who: int, which: int, how: int) -> None:
        """Close an inspection or its finding, which everybody has, also where its answers are elsewhere."""
        laptop, record = self.laptops[who], self._inspection(which)
        if record is None:
            return
        table, group, values = (
            ("inspection", "status", status("closed")) if how & 1 else ("finding", "state", state("closed"))
        )
        of = record if how & 1 else finding(record)
        with laptop.database.read() as connection:
            seen = changes.heads(connection, table, of).get((table, of, group), ())
        if len(seen) == 1:
            self.commit(laptop, [in_stream(Op(table, of, group, values, seen))], {}, old=False)

    def assign(self, who: int, which: int, how: int) -> None:
        """Plan a visit of a factory, or drop it."""
        factory = which % 3
        laptop, record = self.laptops[who], derived_id("assignment", str(who), str(factory))
        core = {"factory": FACTORIES[factory], "fiscal_year": fiscal_year(self.today)}
        what = dict.fromkeys(GROUPS["assignment"]["what"]) | {"officer": laptop.person.name}
        with laptop.database.read() as connection:
            seen = changes.heads(connection, "assignment", record)
        groups: dict[str, dict[str, Any]] = {
            "core": core,
            "what": what,
            "state": {"state": "dropped" if how & 1 else None},
        }
        ops = []
        for group, values in groups.items():
            key = ("assignment", record, group)
            if len(seen.get(key, ())) < 2:
                ops.append(in_stream(Op(*key, values, seen.get(key, ()))))
        self.commit(laptop, ops, {}, old=False)

    def choose(self, who: int, which: int, _how: int) -> None:
        if who:
            carrying.choose(self.laptops[who], CARRIES[which % len(CARRIES)])

    def want(self, who: int, which: int, _how: int) -> None:
        """Fetch one inspection by hand."""
        record = self._inspection(which)
        if record is not None:
            carrying.fetched(self.laptops[who], [record], self.today)

    def days_pass(self, who: int, _which: int, how: int) -> None:
        self.centre.now += timedelta(days=(1, 40, 200, 400)[(who + how) % 4])

    def sync(self, who: int, which: int, how: int) -> None:
        """Exchange with accidents: messages that are lost or doubled, a program that ends in between."""
        laptop = self.laptops[who]
        kinds: tuple[Fault, ...] = ("ok", "ok", "ok", "lost_request", "lost_answer", "duplicate")
        faults = [kinds[(how * 7 + which * 3 + turn * turn) % len(kinds)] for turn in range(how % 12)]
        if how % 5 == 4:
            laptop.database.trap = Crash(which * 4 + how % 4)
        try:
            self.exchange(laptop, faults)
        except (SyncError, Died):
            pass
        finally:
            person = laptop.person
            laptop.restart()
            laptop.person = person

    def exchange(self, laptop: SimulatedLaptop, faults: Sequence[Fault] = ()) -> list[str]:
        link = Asked(self.centre, laptop.device, list(faults))
        exchange(Course(link), laptop)
        return link.paths

    # --- what is looked at

    def _inspection(self, which: int) -> str | None:
        return self.made[which % len(self.made)] if self.made else None

    @staticmethod
    def away(laptop: SimulatedLaptop, inspection: str) -> bool:
        with laptop.database.read() as connection:
            return elsewhere.is_elsewhere(connection, inspection)

    def settle(self) -> None:
        """Let everybody exchange until nothing moves."""
        for _turn in range(3):
            for laptop in self.laptops:
                self.exchange(laptop)


def said(how: int) -> dict[str, Any]:
    return dict.fromkeys(GROUPS["answer"]["response"]) | {"value": f"{how % 7}"}


def status(name: str) -> dict[str, Any]:
    return {"state": name, "closed_at": None, "closing": None, "reason": None}


def state(name: str) -> dict[str, Any]:
    return {"state": name, "state_at": None, "verified_in": None}


def finding(inspection: str) -> str:
    return derived_id("finding", inspection, QUESTIONS[0])


def in_stream(op: Op) -> Op:
    return Op(op.table, op.record, op.group, op.values, op.prevs, STREAM)


@contextmanager
def nothing() -> Iterator[None]:
    yield


@contextmanager
def as_older_programs_wrote() -> Iterator[None]:
    """Write details and frame into one change that does not say of what it is."""
    with patch.object(details, "apart", lambda _connection, ops: [("", list(ops))]):
        yield


def bodies_are_folded(office: Office, laptop: SimulatedLaptop) -> None:
    """What is here is the fold of the bodies here; heads are those of the whole whose ops are here."""
    assert [one for one in verify(laptop) if one.level == "error" and not one.kind.endswith("sealed")] == []
    here = laptop.bodies().keys()
    whole, here_are = ({row[:3]: row[3] for row in cells(one)} for one in (office.full, laptop))
    for key, heads in whole.items():
        wanted = {op for op in heads if change_id_of(op) in here}
        found = here_are.get(key, frozenset())
        assert found == wanted, key


def cells(laptop: SimulatedLaptop) -> list[tuple[str, str, str, frozenset[str]]]:
    with laptop.database.read() as connection:
        rows = connection.exec_driver_sql("SELECT record, tbl, grp, heads FROM cell").fetchall()
    return [(row[0], row[1], row[2], frozenset(head.op for head in fold.from_json(row[3]))) for row in rows]


def everything(laptop: SimulatedLaptop) -> dict[str, Any]:
    """Return all that a laptop derives from what it holds, and the files that it refers to."""
    found: dict[str, Any] = {"bodies": laptop.bodies(), "cells": sorted(map(str, cells(laptop)))}
    with laptop.database.read() as connection:
        for table in _TYPED:
            columns = ", ".join(("id", *(one for group in GROUPS[table].values() for one in group)))
            rows = connection.exec_driver_sql(f"SELECT {columns} FROM {table} ORDER BY id").fetchall()
            found[table] = [tuple(row) for row in rows]
        found["dangling"] = {row[0] for row in connection.exec_driver_sql("SELECT op FROM dangling")}
        found["cursor"] = connection.exec_driver_sql("SELECT * FROM cursor ORDER BY stream").fetchall()
        numbers = connection.exec_driver_sql("SELECT id, seq FROM change ORDER BY id").fetchall()
        found["numbers"] = [tuple(row) for row in numbers]
    return {**found, "files": sorted(laptop.attachments.names())}


def carried(office: Office, laptop: SimulatedLaptop, carry: Carry) -> set[str]:
    """Say the rule once more, in other words, of the laptop that has everything."""
    rows = office.full.rows("SELECT i.*, v.team FROM inspection i LEFT JOIN visit v ON v.id = i.visit")
    found = set()
    year, name = fiscal_year(office.today), laptop.person.name
    planned = {
        row["factory"]
        for row in office.full.rows("SELECT * FROM assignment")
        if row["officer"] == name and row["fiscal_year"] >= year and row["state"] != "dropped"
    }
    open_ = {row["inspection"] for row in office.full.rows("SELECT * FROM finding WHERE state = 'open'")}
    closed = [row for row in rows if row["state"] == "closed"]
    for factory in planned:
        last = sorted(
            (row for row in closed if row["factory"] == factory),
            key=lambda row: (row["started_at"], row["id"]),
        )
        found |= {row["id"] for row in last[-3:]}
    for row in rows:
        of_year = fiscal_year(date.fromisoformat(row["started_at"][:10]))
        young = not carry.years or of_year > year - carry.years
        mine = row["officer"] == laptop.person.id or f'"{name}"' in row["team"]
        if (young and (mine or not carry.mine)) or row["state"] != "closed" or row["id"] in open_:
            found.add(row["id"])
    return found


ACTS: tuple[Callable[[Office, int, int, int], None], ...] = (
    *[Office.inspect] * 4,
    *[Office.sync] * 8,
    *[Office.answer] * 3,
    *[Office.choose] * 2,
    Office.close,
    Office.assign,
    Office.want,
    Office.days_pass,
)
DAYS = st.lists(
    st.tuples(st.sampled_from(range(len(ACTS))), st.integers(0, 3), st.integers(0, 7), st.integers(0, 31)),
    min_size=8,
    max_size=40,
)
STORE = SimulatedOffice()


def play(folder: Path, days: Sequence[tuple[int, int, int, int]]) -> None:
    office = Office(folder, STORE)
    try:
        for kind, who, which, how in days:
            act = ACTS[kind]
            act(office, who, which, how)
        office.settle()
        office.centre.now += timedelta(days=401)  # nothing is too young to leave, nothing wanted by hand
        office.settle()
        look(office)
        for laptop in office.laptops:
            carrying.choose(laptop, EVERYTHING)
        office.settle()
        wanted = everything(office.full)
        for laptop in office.laptops:
            assert everything(laptop) == wanted, "who carries everything again has what was always there"
            assert verify(laptop) == verify(office.full)
    finally:
        for laptop in office.laptops:
            laptop.close()


def look(office: Office) -> None:
    """Each laptop holds what its rule says: all details of what it carries, and none of the rest."""
    at_office = {row[0] for row in STORE.rows("SELECT inspection FROM detail")}
    disputed = {
        row["inspection"]
        for row in office.full.rows(
            "SELECT a.inspection FROM answer a JOIN cell ON cell.record = a.id WHERE conflict = 1"
            " UNION SELECT record FROM cell WHERE conflict = 1"
        )
    }
    for laptop in office.laptops:
        bodies_are_folded(office, laptop)
        with laptop.database.read() as connection:
            carry = carrying.chosen(connection, office.today)
            away = elsewhere.all_elsewhere(connection)
        wanted = set(office.made) if carry.everything else carried(office, laptop, carry)
        assert not away & wanted, "what the rule wants is here"
        if not carry.everything:
            assert set(office.made) & at_office - wanted - disputed <= away, "what it does not has left"
        assert office.exchange(laptop) == ["/v1/hello"], "a quiet exchange is one request"


@settings(
    max_examples=25, deadline=None, suppress_health_check=list(HealthCheck), print_blob=True, database=None
)
@given(days=DAYS)
def test_any_days_end_as_the_rule_says_and_widen_to_everything(tmp_path_factory: Any, days: Any) -> None:
    play(tmp_path_factory.mktemp("partial"), days)


def _frame_replaced_by_details() -> AbstractContextManager[Any]:
    """Forget that what replaces frame is frame: some would show what others have replaced."""

    def wrong(change: details.Placed, known: Any) -> str | None:
        unknown = dict.fromkeys(change.replaces() - set(known), change.of)
        return details.inspection_of(change, {**unknown, **known})

    return patch.object(server_details, "inspection_of", wrong)


def _replaced_comes_back() -> AbstractContextManager[Any]:
    return patch.object(leaving, "_await", lambda *_arguments: None)


def _entries_beside_the_cursor() -> AbstractContextManager[Any]:
    """Write down what a page left out after the transaction that moves the cursor."""
    right = pull.apply_page

    def wrong(workspace: Any, stream: str, page: pull.Page) -> Any:
        left_out, page.elsewhere = page.elsewhere, []
        applied = right(workspace, stream, page)
        if left_out and len(left_out) % 2:
            raise Died  # the program ends here
        with workspace.database.write() as connection:
            elsewhere.note(connection, stream, left_out)
        return applied

    return patch.object(pull, "apply_page", wrong)


def _taken_off_the_list_first() -> AbstractContextManager[Any]:
    right = client_details._apply

    def wrong(course: Any, workspace: Any, stream: str, rows: Any, left_out: Any) -> None:
        with workspace.database.write() as connection:
            elsewhere.arrived(connection, left_out)
        right(course, workspace, stream, rows, left_out)

    return patch.object(client_details, "_apply", wrong)


def _leaves_without_a_word() -> AbstractContextManager[Any]:
    forgetful = SimpleNamespace(hashes=elsewhere.hashes, note=lambda *_arguments: None)
    return patch.object(leaving, "elsewhere", forgetful)


def _findings_are_forgotten() -> AbstractContextManager[Any]:
    return patch.object(carrying, "_CARRIED", carrying._CARRIED.replace("= 'open')", "= 'nothing')"))


PLANTED = {  # and a seed with which it shows soon
    "frame replaced by details": (_frame_replaced_by_details, 2),
    "replaced comes back": (_replaced_comes_back, 5),
    "entries beside the cursor": (_entries_beside_the_cursor, 3),
    "taken off the list first": (_taken_off_the_list_first, 4711),
    "leaves without a word": (_leaves_without_a_word, 4711),
    "findings are forgotten": (_findings_are_forgotten, 4711),
}


@pytest.mark.parametrize("bug", PLANTED)
def test_a_planted_bug_is_caught(bug: str, tmp_path: Path) -> None:
    planting, seed = PLANTED[bug]
    random = Random(seed)
    for number in range(100):
        days = [
            (random.randrange(len(ACTS)), random.randrange(4), random.randrange(8), random.randrange(32))
            for _ in range(40)
        ]
        try:
            with planting():
                play(tmp_path / str(number), days)
        except (AssertionError, IntegrityError, LookupError):
            return
        except Died:
            continue
    raise AssertionError("it survived")
