"""The register's model: true row count at once, pages read when needed, few of them kept."""

from __future__ import annotations

import random
from array import array
from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from pytestqt.modeltest import ModelTester

from fieldkit.model import factories
from fieldkit.model.factories import Query
from fieldkit.model.reference import type_words
from fieldkit.model.workspace import Workspace
from fieldkit.ui import paged_table
from fieldkit.ui.factory_model import COLUMNS, FactoryTable
from fieldkit.ui.row_delegate import CELL_ROLE, Cell
from tests.ui.registers import fill, inspected

MANY = 150_000


def numbers(workspace: Workspace, query: Query | None = None) -> array[int]:
    with workspace.database.read() as connection:
        return factories.ids(connection, query or Query())


def cell(model: FactoryTable, row: int, column: str) -> Cell:
    found = model.index(row, COLUMNS.index(column)).data(CELL_ROLE)
    assert isinstance(found, Cell)
    return found


@pytest.fixture
def model(workspace: Workspace) -> FactoryTable:
    made = fill(workspace, 40)
    workspace.log.commit(
        [
            *inspected(made[0].id, "2025-02-03", "fail", findings=("2025-03-05", "2025-04-05")),
            *inspected(made[1].id, "2025-02-04", "pass"),
        ]
    )
    model = FactoryTable(workspace, "th")
    model.show_keys(numbers(workspace))
    return model


def test_model_keeps_the_rules_of_qt(model: FactoryTable, qtmodeltester: ModelTester) -> None:
    qtmodeltester.check(model)


def test_cells_say_what_the_register_holds(model: FactoryTable, workspace: Workspace) -> None:
    rows = {row["name"]: row for row in workspace.rows("SELECT * FROM factory")}
    for row in range(model.rowCount()):
        name = cell(model, row, "name")
        stored = rows[name.text]
        assert stored["registration_no_old"] in name.second
        assert type_words(stored["type_main"], "th") in name.second
        assert cell(model, row, "district") == Cell(stored["province"], stored["district"], quiet=True)
        assert cell(model, row, "hp").text == f"{stored['hp']:,.2f}"
        assert cell(model, row, "hp").right


def test_results_and_open_findings_are_badges(model: FactoryTable) -> None:
    cells = {
        row: (cell(model, row, "inspected"), cell(model, row, "outcome"), cell(model, row, "findings"))
        for row in range(model.rowCount())
    }
    inspected_rows = [found for found in cells.values() if found[1].tone]
    assert sorted(
        (day.text, result.text, result.tone, left.text) for day, result, left in inspected_rows
    ) == [
        ("3 ก.พ. 2568", "ไม่ผ่าน", "fail", "2"),
        ("4 ก.พ. 2568", "ผ่าน", "ok", "—"),
    ]
    others = [found for found in cells.values() if not found[1].tone]
    assert {(day.text, result.text, left.text) for day, result, left in others} == {("—", "—", "—")}


def test_factory_deleted_meanwhile_leaves_its_row_blank_and_the_others_in_place(
    model: FactoryTable, workspace: Workspace
) -> None:
    gone, last = model.key_at(3), model.key_at(4)
    assert gone is not None
    assert last is not None
    kept = [key for row in range(3) if (key := model.key_at(row)) is not None]
    names = [model.index(row, 0).data() for row in range(model.rowCount())]
    model.show_keys(array("q", [*kept, 10**9, last]))
    assert model.row_of(gone) == -1
    assert model.index(3, 0).data() is None
    assert [model.index(row, 0).data() for row in (0, 1, 2, 4)] == [*names[:3], names[4]]


def test_unreadable_page_is_told_and_leaves_blank_rows(
    model: FactoryTable, monkeypatch: pytest.MonkeyPatch, qtbot: object
) -> None:
    told: list[object] = []
    model.unreadable.connect(told.append)

    def broken(*_arguments: object) -> list[object]:
        raise factories.NoSuchFactory("place")

    monkeypatch.setattr(factories, "rows", broken)
    model.show_keys(array("q", [1, 2]))
    assert model.index(0, 0).data() is None
    assert [type(error) for error in told] == [factories.NoSuchFactory]


def test_header_asks_for_an_order(model: FactoryTable, qtbot: object) -> None:
    asked: list[tuple[str, bool]] = []
    model.order_wanted.connect(lambda sort, descending: asked.append((sort, descending)))
    model.sort(COLUMNS.index("hp"), Qt.SortOrder.DescendingOrder)
    model.sort(-1)
    assert asked == [("hp", True)]


def test_type_words() -> None:
    assert type_words("08801", "th").startswith("88(1) ")
    assert type_words("08801", "en").count("88(1)") == 1
    assert type_words("99999", "th") == "99999"
    assert type_words(None, "th") == ""


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    """150,000 rows written straight into the table: how they got there is tested elsewhere."""
    workspace = Workspace(tmp_path_factory.mktemp("large"))
    columns = ("id", "stream", "registration_no_old", "name", "name_sort", "province", "district", "hp")
    rows = (
        (f"f{n}", "reg/66", f"จ3-1-{n}/40", f"โรงงาน {n}", f"{n:06d}", "พิจิตร", f"อำเภอ {n % 9}", n / 4)
        for n in range(MANY)
    )
    with workspace.database.door() as connection:
        driver = connection.connection.driver_connection
        assert driver is not None
        marks = ", ".join("?" * len(columns))
        driver.executemany(f"INSERT INTO factory ({', '.join(columns)}) VALUES ({marks})", rows)
    yield workspace
    workspace.close()


def test_150_000_rows_are_there_at_once_and_read_by_the_page(
    large: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    reads: list[int] = []
    rows = factories.rows

    def counted(connection: object, wanted: array[int]) -> object:
        reads.append(len(wanted))
        return rows(connection, wanted)  # type: ignore[arg-type]

    monkeypatch.setattr(factories, "rows", counted)
    model = FactoryTable(large, "th")
    model.show_keys(numbers(large))
    assert model.rowCount() == MANY
    assert reads == []
    assert model.index(MANY - 1, 0).data().startswith(f"โรงงาน {MANY - 1} ")
    assert reads == [paged_table.PAGE_ROWS]
    source = random.Random(7)
    for row in (source.randrange(MANY) for _ in range(120)):
        assert model.index(row, 0).data().startswith(f"โรงงาน {row} ")
        assert cell(model, row, "hp").text == f"{row / 4:,.2f}"
        key = model.key_at(row)
        assert key is not None
        assert model.row_of(key) == row
    assert len(model._pages) == paged_table.KEPT_PAGES  # what is kept in memory is not seen otherwise


def test_last_page_read_is_not_read_again(large: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    model = FactoryTable(large, "th")
    model.show_keys(numbers(large))
    for page in range(paged_table.KEPT_PAGES):
        model.row(page * paged_table.PAGE_ROWS)
    model.row(0)  # the oldest page becomes the newest
    model.row(paged_table.KEPT_PAGES * paged_table.PAGE_ROWS)
    reads: list[int] = []

    def counted(_connection: object, wanted: array[int]) -> list[object]:
        reads.append(len(wanted))
        return []

    monkeypatch.setattr(factories, "rows", counted)
    assert model.row(0) is not None
    assert reads == []
    model.row(paged_table.PAGE_ROWS)
    assert reads == [paged_table.PAGE_ROWS]
