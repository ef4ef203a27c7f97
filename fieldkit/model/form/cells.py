"""A fine-grained reactive graph: cells that know what they read, and are computed again only if it changed.

The order of work is push-pull: a write marks readers (direct ones dirty, others check); a read first asks
the sources of a checked cell, and computes it only if one of them has another value. A cell depends on what
it read last time, so references between repeat instances need no rules of their own.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

CLEAN, CHECK, DIRTY, RUNNING = 0, 1, 2, 3
DEEPEST = 120
"""Cells that may be computed inside one another before the graph starts from the inner end instead."""
MOST_RUNS = 60
"""Times a cell may be computed in one settling before it is taken for a cycle."""


class _DeeperError(Exception):
    """The chain of unread cells is too long for the stack; ``cell`` is where to begin."""

    def __init__(self, cell: Cell) -> None:
        super().__init__()
        self.cell = cell


class Graph:
    """The cells of one record: who reads at the moment, what is to be settled, what has changed."""

    def __init__(self, on_cycle: Callable[[Cell], None]) -> None:
        self.reader: Cell | None = None
        self.depth = 0
        self.queue: list[Cell] = []
        self.changed: dict[Cell, None] = {}
        self.effects: list[Callable[[], None]] = []
        self.settling = 0
        self.on_cycle = on_cycle

    def pull(self, cell: Cell) -> None:
        """Bring ``cell`` up to date, however long the chain behind it is."""
        before, self.reader = self.reader, None
        depth, self.depth = self.depth, 0
        waiting = [cell]
        try:
            while waiting:
                try:
                    waiting[-1].refresh()
                    waiting.pop()
                except _DeeperError as deeper:
                    if deeper.cell in waiting:
                        deeper.cell.state = CLEAN
                        self.on_cycle(deeper.cell)
                    else:
                        waiting.append(deeper.cell)
        finally:
            self.reader, self.depth = before, depth

    def settle(self) -> None:
        """Bring every marked cell up to date; `changed` then names those with another value."""
        queue = self.queue
        index = 0
        while index < len(queue):
            cell = queue[index]
            index += 1
            if cell.state == CHECK:
                # The queue goes outwards, so what a cell reads has mostly been settled before it.
                for source in cell.sources:
                    if source.state != CLEAN:
                        break
                else:
                    cell.state = CLEAN
                    continue
            if cell.state != CLEAN:
                try:
                    cell.refresh()
                except _DeeperError:
                    self.pull(cell)
        queue.clear()


@dataclass(eq=False, repr=False, slots=True)
class Cell:
    """A value and the function that computes it; ``owner`` and ``facet`` say whose and what it is."""

    graph: Graph
    compute: Callable[[], Any]
    owner: Any = None
    facet: str = ""
    value: Any = None
    state: int = DIRTY
    sources: Sequence[Cell] = ()
    observers: dict[Cell, None] = field(default_factory=dict)
    effect: Callable[[], None] | None = None
    """What is to be done when the value is another than before."""
    reading: list[Cell] = field(init=False)
    """What was read so far while the cell is computed, as often as it was."""
    ran: bool = False
    runs: int = 0
    settling: int = -1
    visiting: bool = False

    def get(self) -> Any:
        """Return the value, and note that the cell being computed depends on it."""
        reader = self.graph.reader
        if reader is not None:
            reader.reading.append(self)
        if self.state == CLEAN or self.state == RUNNING:
            return self.value
        if reader is None:
            self.graph.pull(self)
        else:
            self.refresh()
        return self.value

    def refresh(self) -> None:
        """Bring the cell up to date."""
        if self.state == CHECK:
            if self.visiting:
                return
            self._ask_sources()
        if self.state == DIRTY:
            self._run()

    def _ask_sources(self) -> None:
        graph = self.graph
        if graph.depth >= DEEPEST:
            raise _DeeperError(self)
        graph.depth += 1
        # Two checked cells may wait for each other; the mark ends the walk there.
        self.visiting = True
        try:
            for source in self.sources:
                if source.state in (CHECK, DIRTY):
                    source.refresh()
                    if self.state == DIRTY:
                        return
            self.state = CLEAN
        finally:
            self.visiting = False
            graph.depth -= 1

    def _run(self) -> None:
        graph = self.graph
        if graph.depth >= DEEPEST:
            raise _DeeperError(self)
        if self.settling != graph.settling:
            self.settling = graph.settling
            self.runs = 0
        self.runs += 1
        if self.runs > MOST_RUNS:
            self.state = CLEAN
            if self.runs == MOST_RUNS + 1:
                graph.on_cycle(self)
            return
        before = graph.reader
        graph.reader = self
        graph.depth += 1
        self.state = RUNNING
        self.reading = []
        try:
            value = self.compute()
            self.state = CLEAN
        finally:
            if self.state == RUNNING:
                self.state = DIRTY
            graph.reader = before
            graph.depth -= 1
            if self.reading != self.sources:
                self._relink()
        ran_before, self.ran = self.ran, True
        if value != self.value:
            if self.effect is not None and ran_before:
                graph.effects.append(self.effect)
            self.value = value
            graph.changed[self] = None
            for observer in self.observers:
                observer.touch()

    def _relink(self) -> None:
        for source in set(self.sources).difference(self.reading):
            source.observers.pop(self, None)
        for source in self.reading:
            source.observers[self] = None
        self.sources = self.reading

    def touch(self) -> None:
        """Say that what the cell is computed from has changed; all readers further off are to be checked."""
        if self.state == CLEAN:
            queue = self.graph.queue
            index = len(queue)
            self.state = DIRTY
            queue.append(self)
            while index < len(queue):
                for observer in queue[index].observers:
                    if observer.state == CLEAN:
                        observer.state = CHECK
                        queue.append(observer)
                index += 1
        elif self.state == CHECK:
            self.state = DIRTY

    def detach(self) -> None:
        """Take the cell out of the graph."""
        for source in self.sources:
            source.observers.pop(self, None)
        self.sources = ()
        self.state = CLEAN
        self.compute = lambda: self.value
