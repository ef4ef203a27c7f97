"""The reactive graph by itself."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from fieldkit.model.form.cells import Cell, Graph


class Sheet:
    """Cells by name over plain inputs, counting how often each is computed."""

    def __init__(self) -> None:
        self.circles: list[str] = []
        self.graph = Graph(lambda cell: self.circles.append(cell.facet))
        self.inputs: dict[str, Any] = {}
        self.cells: dict[str, Cell] = {}
        self.runs: dict[str, int] = {}

    def input(self, name: str, value: Any) -> None:
        self.inputs[name] = value
        self.formula(name, lambda: self.inputs[name])

    def formula(self, name: str, compute: Callable[[], Any]) -> None:
        def counted() -> Any:
            self.runs[name] = self.runs.get(name, 0) + 1
            return compute()

        self.cells[name] = Cell(self.graph, counted, facet=name)

    def get(self, name: str) -> Any:
        return self.cells[name].get()

    def set(self, name: str, value: Any) -> set[str]:
        """Change an input and settle; return the names of the cells with another value."""
        self.graph.settling += 1
        self.graph.changed.clear()
        self.runs.clear()
        self.inputs[name] = value
        self.cells[name].touch()
        self.graph.settle()
        return {cell.facet for cell in self.graph.changed}


@pytest.fixture
def sheet():
    return Sheet()


def test_wave_stops_where_a_value_stays(sheet):
    sheet.input("a", 1)
    sheet.formula("even", lambda: sheet.get("a") % 2 == 0)
    sheet.formula("text", lambda: f"even: {sheet.get('even')}")
    assert sheet.get("text") == "even: False"
    assert sheet.set("a", 3) == {"a"}
    assert sheet.runs == {"a": 1, "even": 1}
    assert sheet.set("a", 4) == {"a", "even", "text"}


def test_only_what_was_read_last_counts(sheet):
    sheet.input("which", "a")
    sheet.input("a", 1)
    sheet.input("b", 2)
    sheet.formula("chosen", lambda: sheet.get(sheet.get("which")))
    assert sheet.get("chosen") == 1
    assert sheet.set("b", 20) == set()
    assert sheet.set("which", "b") >= {"which", "chosen"}
    assert sheet.set("a", 10) == {"a"}
    assert sheet.set("b", 30) == {"b", "chosen"}
    assert sheet.get("chosen") == 30


def test_two_ways_to_one_cell_compute_it_once(sheet):
    sheet.input("a", 1)
    sheet.formula("left", lambda: sheet.get("a") + 1)
    sheet.formula("right", lambda: sheet.get("a") * 2)
    sheet.formula("both", lambda: (sheet.get("left"), sheet.get("right")))
    sheet.get("both")
    sheet.set("a", 5)
    assert sheet.get("both") == (6, 10)
    assert sheet.runs["both"] == 1


@pytest.mark.parametrize("size", [10, 5000])
def test_chain_of_any_length(sheet, size):
    sheet.input("c0", 1)
    for i in range(1, size):
        sheet.formula(f"c{i}", lambda i=i: sheet.get(f"c{i - 1}") + 1)
    assert sheet.get(f"c{size - 1}") == size
    sheet.set("c0", 2)
    assert sheet.get(f"c{size - 1}") == size + 1
    assert all(count == 1 for count in sheet.runs.values())
    assert sheet.circles == []


def test_circle_without_rest_is_told_and_ends(sheet):
    sheet.input("a", 1)
    sheet.formula("x", lambda: (sheet.get("y") or 0) + sheet.get("a"))
    sheet.formula("y", lambda: (sheet.get("x") or 0) + 1)
    sheet.get("x")
    sheet.set("a", 2)
    assert set(sheet.circles) <= {"x", "y"}
    assert sheet.circles


def test_failure_leaves_the_cell_to_be_computed_again(sheet):
    sheet.input("a", 0)
    sheet.formula("inverse", lambda: 1 / sheet.get("a"))
    with pytest.raises(ZeroDivisionError):
        sheet.get("inverse")
    sheet.inputs["a"] = 2
    sheet.cells["a"].touch()
    assert sheet.get("inverse") == 0.5


def test_detached_cell_hears_nothing(sheet):
    sheet.input("a", 1)
    sheet.formula("b", lambda: sheet.get("a"))
    sheet.get("b")
    sheet.cells["b"].detach()
    assert sheet.set("a", 2) == {"a"}
    assert sheet.get("b") == 1
