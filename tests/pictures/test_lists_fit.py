"""With text at 150 % no list scrolls sideways in 1366 x 768 before a person has chosen columns."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from fieldkit.ui.list_table import ListTable
from tests.pictures import office_states
from tests.pictures.gallery import Desk, Look, States, copy_of, settle, states_of, window_on

if TYPE_CHECKING:
    from pathlib import Path

    from fieldkit.errors import Language

pytestmark = pytest.mark.no_xvfb

LISTS = (
    *("register", "register_places", "plan", "plan_bin", "plan_day", "inspections", "findings", "orders"),
    *("follow_recommendations", "follow_complaints", "follow_loans", "follow_enterprises", "reference"),
)


@pytest.mark.parametrize("language", ["th", "en"])
def test_no_list_scrolls_sideways(language: Language, desk: Desk, tmp_path: Path) -> None:
    found = []
    folder = copy_of(desk, tmp_path).folder
    office_states.furnish(folder)
    with window_on(folder, Look(language, "light", 150)) as window:
        states = States(window, desk)
        shown = states_of(states) | office_states.office_states_of(states)
        for name in LISTS:
            shown[name]()
            settle(window)
            tables = [table for table in window.findChildren(ListTable) if table.isVisible()]
            assert tables, name
            found += [
                f"{name}: {table.accessibleName()} +{table.horizontalScrollBar().maximum()}"
                for table in tables
                if table.horizontalScrollBar().maximum()
            ]
    assert found == []
