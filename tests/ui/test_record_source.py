"""Rows in memory that are shown no more: freed some at a time, unless somebody still reads them."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

from pytestqt.qtbot import QtBot

from fieldkit.ui.record_source import QUICK, MemorySource, RecordTable

MANY = QUICK + 1


class Watched(dict[str, Any]):
    """A row that tells that it goes."""

    gone: list[str] = []

    def __del__(self) -> None:
        self.gone.append(self["id"])


def source(count: int) -> MemorySource:
    Watched.gone.clear()
    return MemorySource([Watched(id=f"r{n}") for n in range(count)], lambda *_: True, str, [], ["all"])


def shown(table: RecordTable, rows: MemorySource) -> None:
    table.show_found(rows, [f"r{n}" for n in range(len(rows.rows()))])


def test_many_rows_are_freed_some_at_a_time(qtbot: QtBot) -> None:
    table = RecordTable([])
    shown(table, source(MANY))
    assert table.row(7) == {"id": "r7"}
    shown(table, MemorySource([], lambda *_: True, str, [], ["all"]))
    turns = [0]
    while len(Watched.gone) < MANY:
        qtbot.wait(1)
        turns.append(len(Watched.gone))
    assert max(after - before for before, after in pairwise(turns)) <= MANY // 5


def test_rows_that_somebody_still_reads_stay(qtbot: QtBot) -> None:
    table = RecordTable([])
    copied = source(MANY)
    shown(table, copied)
    shown(table, MemorySource([], lambda *_: True, str, [], ["all"]))
    qtbot.wait(500)  # all of them have been let go by now
    assert len(copied.read([f"r{n}" for n in range(MANY)])) == MANY
    assert not Watched.gone


def test_the_same_source_shown_again_keeps_its_rows(qtbot: QtBot) -> None:
    table = RecordTable([])
    rows = source(MANY)
    for _ in range(2):
        shown(table, rows)
    del rows
    qtbot.wait(100)
    assert table.row(MANY - 1) == {"id": f"r{MANY - 1}"}
    assert not Watched.gone
