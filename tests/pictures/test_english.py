"""In English no page says anything in Thai but what people or the register wrote."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QLabel, QLineEdit, QWidget

from fieldkit.model.demonstration import province, visits
from fieldkit.ui.pages import pages
from tests.pictures.drawing import texts_of
from tests.pictures.gallery import NOW, Desk, Look, States, copy_of, settle, states_of, window_on

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from fieldkit.model.workspace import Workspace
    from fieldkit.ui.main_window import MainWindow

pytestmark = pytest.mark.long

ENGLISH = Look("en", "light")
# Shown as they are, whoever reads: a letter to a factory, a checklist as its author wrote it, and its trial.
_DOCUMENTS = {"order_letter", "order_draft", "checklist_differences", "checklist_trial"}
# Of a file that is refused, of a district, and of the language itself.
_NAMES = ("ทะเบียนโรงงาน 2569.xls", "เมืองพิจิตร", "ไทย")
# Letters, vowels and tone marks, not digits; what is shorter are initials of people.
_WORDS = re.compile("[\u0e01-\u0e3a\u0e40-\u0e4e]{3,}")
_TEXT_COLUMNS = (
    "SELECT m.name AS found, c.name AS named FROM sqlite_master m JOIN pragma_table_info(m.name) c"
    " WHERE m.type = 'table' AND c.type IN ('TEXT', 'VARCHAR') AND m.name NOT LIKE '%search%'"
    " AND m.name NOT IN ('checklist', 'change')"
)


def written(workspace: Workspace) -> str:
    """Return everything that people or the register wrote: the texts of all tables."""
    columns = workspace.rows(_TEXT_COLUMNS)
    told: list[str] = []
    for column in columns:
        name = f'"{column["named"]}"'
        rows = workspace.rows(
            f'SELECT DISTINCT {name} AS said FROM "{column["found"]}" WHERE {name} IS NOT NULL'
        )
        told += [str(row["said"]) for row in rows]
    return "\n".join(told)


def said(window: QWidget) -> Iterator[str]:
    """Yield what is painted, what a screen reader says, and what a hint says."""
    yield from (text.words for text in texts_of(window))
    for widget in window.findChildren(QWidget):
        if widget.isVisibleTo(window):
            interface = QAccessible.queryAccessibleInterface(widget)
            if interface is not None and not isinstance(widget, QLabel):
                yield interface.text(QAccessible.Text.Name)
            yield widget.toolTip()


def untranslated(window: QWidget, data: str) -> set[str]:
    """Return the runs of Thai letters that nobody wrote into the data."""
    found = {run for text in said(window) for run in _WORDS.findall(text)}
    return {run for run in found if run not in data}


class Faults:
    """Finds what is Thai of the window's own; what was written is read again only where needed."""

    def __init__(self, window: MainWindow) -> None:
        self.window = window
        self.data = ""

    def __call__(self, name: str) -> list[str]:
        typed = [field.text() for field in self.window.findChildren(QLineEdit)]
        for again in (False, True):
            if again:
                assert self.window.workspace is not None
                self.data = written(self.window.workspace)
            found = untranslated(self.window, "\n".join([self.data, *_NAMES, *typed]))
            if not found:
                break
        return [f"{name}: {run}" for run in sorted(found)]


def test_no_state_of_the_window_says_thai_of_its_own(desk: Desk, tmp_path: Path) -> None:
    found: list[str] = []
    with window_on(copy_of(desk, tmp_path).folder, ENGLISH) as window:
        faults = Faults(window)
        for name, show in states_of(States(window, desk)).items():
            if name in _DOCUMENTS:
                continue
            show()
            settle(window)
            found += faults(name)
    assert found == [], "\n".join(found)


def test_no_page_says_thai_of_its_own_on_the_demonstration(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = visits.timeline
    monkeypatch.setattr(province, "timeline", lambda *arguments: whole(*arguments)[-4:])
    province.fill(tmp_path / "demo", now=NOW)
    found: list[str] = []
    with window_on(tmp_path / "demo", ENGLISH) as window:
        faults = Faults(window)
        for entry in pages():
            window.open_page(entry.key, "")
            settle(window)
            found += faults(entry.key)
    assert found == [], "\n".join(found)


def test_a_string_that_is_not_translated_would_be_seen(qtbot: object) -> None:
    label = QLabel("Register ทะเบียน ของ โรงสีตัวอย่าง")
    label.show()
    assert untranslated(label, "โรงสีตัวอย่างเจริญพาณิชย์ ของ") == {"ทะเบียน"}
    label.close()
