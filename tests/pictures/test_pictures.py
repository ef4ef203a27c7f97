"""Every page in every state is drawn, and what is seen in the picture is judged."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.pictures.drawing import draw
from tests.pictures.gallery import Desk, Look, States, copy_of, first_start, settle, states_of, window_on
from tests.pictures.look import faults
from tests.pictures.looks import DRAWN, EVERY_LOOK, EVERYTHING, drawn, share_of
from tests.pictures.office_states import furnish, office_states_of

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = [pytest.mark.long, pytest.mark.no_xvfb]


@pytest.mark.parametrize("look", drawn(), ids=str)
def test_nothing_is_wrong_with_any_picture(look: Look, desk: Desk, tmp_path: Path) -> None:
    found: list[str] = []
    with window_on(copy_of(desk, tmp_path).folder, look) as window:
        for name, show in states_of(States(window, desk), share_of(look, drawn())).items():
            show()
            settle(window)
            found += [f"{name}: {fault}" for fault in faults(draw(window, look.ratio))]
    with window_on(tmp_path / "new", look) as window:
        for name, show in first_start(window).items():
            show()
            settle(window)
            found += [f"first start, {name}: {fault}" for fault in faults(draw(window, look.ratio))]
    assert found == [], "\n".join(found)


# One look in each run of the tests: all three take a minute; PICTURES=all draws them in every one.
@pytest.mark.parametrize("look", EVERY_LOOK if EVERYTHING else DRAWN[1:2], ids=str)
def test_nothing_is_wrong_with_a_file_the_overview_and_follow_up(
    look: Look, desk: Desk, tmp_path: Path
) -> None:
    copied = copy_of(desk, tmp_path)
    furnish(copied.folder)
    found: list[str] = []
    with window_on(copied.folder, look) as window:
        for name, show in office_states_of(States(window, desk)).items():
            show()
            settle(window)
            found += [f"{name}: {fault}" for fault in faults(draw(window, look.ratio))]
    assert found == [], "\n".join(found)
