"""What a hand does on the plan page, and what it reads there."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QItemSelectionModel, QMimeData, QPointF, Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from fieldkit.ui.plan_model import COLUMNS
from fieldkit.ui.plan_page import PlanPage


def column(page: PlanPage, name: str) -> list[str]:
    model, place = page.table_model, COLUMNS.index(name)
    return [str(model.index(row, place).data()) for row in range(model.rowCount())]


def choose(page: PlanPage, *rows: int) -> None:
    selection = page.table.selectionModel()
    selection.clear()
    for row in rows:
        index = page.table_model.index(row, 0)
        selection.setCurrentIndex(index, QItemSelectionModel.SelectionFlag.NoUpdate)
        selection.select(
            index, QItemSelectionModel.SelectionFlag.Select | QItemSelectionModel.SelectionFlag.Rows
        )


def stored(page: PlanPage) -> list[tuple[Any, ...]]:
    rows = page.context.workspace.rows(
        "SELECT factory, planned_on, officer, kind, state, reason, coalesce(deleted, 0) AS bin"
        " FROM assignment ORDER BY row"
    )
    return [tuple(row.values()) for row in rows]


def chip(page: PlanPage, state: str) -> None:
    page.filters.states.choose(state)
    page.filters.changed.emit()


def drop(qtbot: QtBot, widget: QWidget, at: QPointF, data: QMimeData) -> None:
    """Drop what is dragged on a place of ``widget``, as the windowing system does."""
    keys, buttons = Qt.KeyboardModifier.NoModifier, Qt.MouseButton.LeftButton
    enter = QDragEnterEvent(at.toPoint(), Qt.DropAction.MoveAction, data, buttons, keys)
    QGuiApplication.sendEvent(widget, enter)
    event = QDropEvent(at, Qt.DropAction.MoveAction, data, buttons, keys)
    QGuiApplication.sendEvent(widget, event)
    assert event.isAccepted()
