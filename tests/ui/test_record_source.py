"""Rows in memory that are shown no more: freed beside the window, unless somebody still reads them."""

from __future__ import annotations

import threading
from typing import Any

from PySide6.QtCore import QThreadPool
from pytestqt.qtbot import QtBot

from fieldkit.ui.record_source import QUICK, MemorySource, RecordTable

MANY = QUICK + 1


class Watched(dict[str, Any]):
    """A row that tells in which thread it goes."""

    gone: list[int] = []

    def __del__(self) -> None:
        self.gone.append(threading.get_ident())


def source(count: int) -> MemorySource:
    Watched.gone.clear()
    return MemorySource([Watched(id=f"r{n}") for n in range(count)], lambda *_: True, str, [], ["all"])


def shown(table: RecordTable, rows: MemorySource) -> None:
    table.show_found(rows, [f"r{n}" for n in range(len(rows.rows()))])


def test_many_rows_are_freed_beside_the_window(qtbot: QtBot) -> None:
    table = RecordTable([])
    shown(table, source(MANY))
    assert table.row(7) == {"id": "r7"}
    shown(table, MemorySource([], lambda *_: True, str, [], ["all"]))
    qtbot.waitUntil(lambda: len(Watched.gone) == MANY)
    assert threading.get_ident() not in Watched.gone


def test_rows_that_somebody_still_reads_stay(qtbot: QtBot) -> None:
    table = RecordTable([])
    copied = source(MANY)
    shown(table, copied)
    shown(table, source(1))
    assert QThreadPool.globalInstance().waitForDone()
    assert len(copied.read([f"r{n}" for n in range(MANY)])) == MANY
    assert not Watched.gone


def test_the_same_source_shown_again_keeps_its_rows(qtbot: QtBot) -> None:
    table = RecordTable([])
    rows = source(MANY)
    for _ in range(2):
        shown(table, rows)
    del rows
    assert QThreadPool.globalInstance().waitForDone()
    assert table.row(MANY - 1) == {"id": f"r{MANY - 1}"}
    assert not Watched.gone
