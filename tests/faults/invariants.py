"""What must hold whatever happened: I1 to I15 of the design, checked on the laptops and the centre."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from fieldkit.model import files, fold
from fieldkit.model.tables import GROUPS
from fieldkit.sync.server import check
from fieldkit.sync.server.blocks import Entry
from fieldkit.sync.server.store import EVERYWHERE
from tests.faults.simulated import Cell, SimulatedCentre, SimulatedLaptop

Log = Mapping[str, tuple[str, int, int, bytes]]  # stream, number, status, body


@dataclass
class Witnesses:
    """What the machine remembers beside laptops and centre, to compare them with."""

    saved: dict[str, bytes] = field(default_factory=dict)
    unreadable: set[str] = field(default_factory=set)  # of broken programs
    photos: dict[str, bytes] = field(default_factory=dict)
    logs: Log = field(default_factory=dict)  # of this epoch, when it was looked at last
    restored: bool = False


def at_an_exchange(centre: SimulatedCentre, laptop: SimulatedLaptop, *, restored: bool) -> None:
    """I9: a cursor that the log contains has nothing unapplied before it; I13: sent is there."""
    held: dict[str, set[str]] = defaultdict(set)
    with laptop.database.read() as connection:
        known_here = "SELECT id, stream FROM change UNION ALL SELECT change_id, stream FROM elsewhere"
        for id_, stream in connection.exec_driver_sql(known_here).fetchall():
            held[stream].add(id_)
        sent = files.in_state(connection, files.SENT)
        cursors = connection.exec_driver_sql("SELECT stream, seq, hash FROM cursor").fetchall()
    for stream, seq, hash_ in cursors:
        passed = centre.changes(stream, upto=seq)
        if running_hash(passed) == hash_:
            before = {change.name for change in passed if not change.status}
            assert before <= held[stream], "I9 the cursor is past what was applied"
    if sent and not restored:
        assert set(sent) <= centre.files(), "I13 a photo is called sent and is not at the centre"


def at_an_acknowledgement(centre: SimulatedCentre, stream: str, answer: bytes) -> None:
    """I1: what was acknowledged is in the log under the number that was told."""
    after = json.loads(answer)["after"]
    there = centre.changes(stream, upto=after[0])
    assert (len(there), running_hash(there)) == tuple(after), "I1 acknowledged and not there"


def running_hash(changes: Iterable[Entry]) -> str:
    """Return the running hash behind the first changes of a stream."""
    hash_ = ""
    for change in changes:
        hash_ = change.hash_after(hash_)
    return hash_


def at_a_screen(seen: list[list[Any]], values: Mapping[str, Any], body: bytes) -> None:
    """I7: an edit replaces what its author saw and nothing else; unknown members survive it."""
    [op] = json.loads(body)["ops"]
    assert set(op["prevs"]) == {head[0] for head in seen}, "I7 something unseen is replaced"
    shown = max(seen, key=lambda head: (head[1], head[0]))[2] if seen else {}
    columns = GROUPS.get(op["table"], {}).get(op["group"])
    if columns is not None:
        kept = {name: value for name, value in shown.items() if name not in columns}
        assert {**kept, **values}.items() <= op["values"].items(), "unknown members are dropped"


def at_a_crash(laptop: SimulatedLaptop, cell: Cell, before: tuple[Any, ...]) -> None:
    """I8: the save that was interrupted is there with its change record, or not at all."""
    now = saved_parts(laptop, cell)
    changed = [one != other for one, other in zip(now, before, strict=True)]
    assert all(changed) or not any(changed), f"I8 half of a save is there: {changed}"


def saved_parts(laptop: SimulatedLaptop, cell: Cell) -> tuple[Any, ...]:
    """Return what a save changes: change, feed, cell and typed row."""
    table, record, group = cell
    with laptop.database.read() as connection:

        def one(sql: str, *parameters: str) -> Any:
            row = connection.exec_driver_sql(sql, parameters).fetchone()
            return tuple(row) if row else None

        parts = [
            one("SELECT count(*), max(id) FROM change"),
            one("SELECT (SELECT count(*) FROM feed) + (SELECT count(DISTINCT change_id) FROM kept_change)"),
            one("SELECT heads FROM cell WHERE record = ? AND tbl = ? AND grp = ?", record, table, group),
        ]
        if table in GROUPS:
            columns = ", ".join(GROUPS[table][group])
            parts.append(one(f"SELECT {columns} FROM {table} WHERE id = ?", record))
    return tuple(parts)


def of_the_log(witnesses: Witnesses, log: Log) -> None:
    """I2 no invention; I9 while nobody puts the centre back, its log only grows."""
    for name, (_stream, _seq, status, body) in log.items():
        assert witnesses.saved.get(name) == body, (
            f"I2 the log holds what nobody saved: {name} {body[-150:]!r} {witnesses.saved.get(name)!r}"
        )
        assert status or name not in witnesses.unreadable, "what replicas cannot apply is handed on"
    for name, row in witnesses.logs.items():
        assert log.get(name) == row, "I9 the log was rewritten"


def of_files(centre: SimulatedCentre, laptops: list[SimulatedLaptop], photos: Mapping[str, bytes]) -> None:
    """I13: what is shown is what was hashed, and what anybody holds the centre holds."""
    at_centre = centre.files()
    for laptop in laptops:
        here = set(laptop.attachments.names())
        assert here <= at_centre, "I1 a photo is on a laptop and not at the centre"
        for name in here:
            assert laptop.attachments.read(name) == photos[name]
        with laptop.database.read() as connection:
            assert files.in_state(connection, files.LOCAL) == []
            wanted = set(files.in_state(connection, files.WANTED))
            assert files.referenced(connection) <= here | wanted
        assert not wanted & at_centre, "a photo at the centre is not fetched"


def of_the_end(
    centre: SimulatedCentre,
    laptops: list[SimulatedLaptop],
    somewhere: Mapping[str, bytes],
    witnesses: Witnesses,
) -> None:
    """All that must hold when everyone has exchanged everything."""
    log = centre.log()
    missing = somewhere.keys() - log.keys()
    assert not missing, f"I1 lost: {missing}"
    of_the_log(witnesses, log)
    with centre.store.read() as connection:
        assert check.chain_problems(connection) == [], "I3, I9 numbers and chains"
    accepted = {name: body for name, (_, _, status, body) in log.items() if not status}
    if not witnesses.restored:
        _causal(log, accepted)
    cells: dict[tuple[str, ...], Any] = {}
    for laptop in laptops:
        bodies = laptop.bodies()
        device = centre.authenticate(laptop.token)
        readable = {name for name in accepted if device.may_read(log[name][0])}
        assert readable <= bodies.keys(), "I4 not everything arrived"
        assert all(log[name][2] == 1 for name in bodies.keys() - accepted.keys()), "I4"
        _whole(laptop, {k: v for k, v in bodies.items() if k not in witnesses.unreadable})
        if EVERYWHERE in device.provinces and bodies.keys() == accepted.keys():
            found = (tuple(_cells(laptop)), tuple(_typed(laptop)))
            assert cells.setdefault((), found) == found, "I4 convergence"
    of_files(centre, laptops, witnesses.photos)


def _causal(log: Log, accepted: Mapping[str, bytes]) -> None:
    """I10: while nothing was put back, a value comes after those that it replaces."""
    for name, body in accepted.items():
        for op in json.loads(body)["ops"]:
            for prev in op["prevs"]:
                before = log.get(prev.rpartition(".")[0])
                assert before is not None
                assert before[1] < log[name][1], "I10 an effect before its cause"


def _whole(laptop: SimulatedLaptop, bodies: Mapping[str, bytes]) -> None:
    """I5, I6 and the tables: cells are what the bodies say, rows are what the cells show."""
    values: dict[str, Any] = {}
    cell_of: dict[str, tuple[str, str, str]] = {}
    named: set[str] = set()
    for change, body in bodies.items():
        for index, op in enumerate(json.loads(body)["ops"]):
            values[f"{change}.{index}"] = op["values"]
            cell_of[f"{change}.{index}"] = (op["record"], op["table"], op["group"])
            named.update(op["prevs"])
    expected: dict[tuple[str, str, str], set[str]] = defaultdict(set)
    for op_id, cell in cell_of.items():
        expected[cell].update({op_id} - named)
    stored = {}
    for record, table, group, text, conflict in _cells(laptop):
        heads = fold.from_json(text)
        stored[record, table, group] = {head.op for head in heads}
        different = {json.dumps(values[head.op], sort_keys=True) for head in heads}
        assert bool(conflict) == (len(different) > 1), "I6 conflicts complete"
        assert [head.values for head in heads] == [values[head.op] for head in heads]
        if table in GROUPS:
            shown = max(heads, key=fold.order).values
            columns = GROUPS[table][group]
            with laptop.database.read() as connection:
                sql = f"SELECT {', '.join(columns)} FROM {table} WHERE id = ?"
                row = connection.exec_driver_sql(sql, (record,)).fetchone()
            assert row is not None, "I4 a record is not in its table"
            assert tuple(row) == tuple(shown.get(column) for column in columns), "I4 a row is not its cell"
    assert stored == {cell: ops for cell, ops in expected.items() if ops}, "I5 heads as defined"
    with laptop.database.read() as connection:
        dangling = {row[0] for row in connection.exec_driver_sql("SELECT op FROM dangling").fetchall()}
    assert dangling == named - values.keys(), "what was replaced and is not here"


def _cells(laptop: SimulatedLaptop) -> list[tuple[Any, ...]]:
    sql = "SELECT record, tbl, grp, heads, conflict FROM cell ORDER BY record, tbl, grp"
    with laptop.database.read() as connection:
        return [tuple(row) for row in connection.exec_driver_sql(sql).fetchall()]


def _typed(laptop: SimulatedLaptop) -> list[tuple[Any, ...]]:
    found = []
    with laptop.database.read() as connection:
        for table in ("answer", "attachment", "factory"):
            columns = ", ".join(column for group in GROUPS[table].values() for column in group)
            sql = f"SELECT id, stream, {columns} FROM {table} ORDER BY id"
            found += [(table, *row) for row in connection.exec_driver_sql(sql).fetchall()]
    return found


def counts(laptop: SimulatedLaptop) -> tuple[Any, ...]:
    """Return how much a laptop holds or knows to be at the centre: what no exchange may make less."""
    with laptop.database.read() as connection:
        row = connection.exec_driver_sql(
            "SELECT (SELECT count(*) FROM change) + (SELECT count(*) FROM elsewhere)"
        ).fetchone()
    return tuple(row or (0,))
