"""Every page in every state without a mouse and without eyes: Tab, names, roles, rows, sizes, focus."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtTest import QTest

from fieldkit.ui.runner import delegate
from tests.pictures import walk
from tests.pictures.gallery import Desk, Look, States, copy_of, first_start, settle, states_of, window_on
from tests.pictures.looks import share_of, walked

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from fieldkit.ui.main_window import MainWindow
    from fieldkit.ui.theme import Scheme

pytestmark = pytest.mark.long


def faults(window: MainWindow, look: Look) -> Iterator[str]:
    """Walk through the window as it is now."""
    unseen: list[str] = []
    stops = walk.stops(window, unseen)
    yield from unseen
    yield from walk.trap(window, stops)
    yield from walk.unreached(window, stops)
    yield from walk.out_of_order(window, stops)
    for stop in stops:
        yield from walk.nameless(stop, look.language)
    yield from walk.too_small(window)
    yield from walk.silent_rows(window)
    yield from walk.unlabelled_tones(window)


@pytest.mark.parametrize("look", walked(), ids=str)
def test_every_state_is_gone_through_without_a_mouse(look: Look, desk: Desk, tmp_path: Path) -> None:
    found: list[str] = []
    with window_on(copy_of(desk, tmp_path).folder, look) as window:
        assert QTest.qWaitForWindowActive(window)
        for name, show in states_of(States(window, desk), share_of(look, walked())).items():
            show()
            settle(window)
            found += [f"{name}: {fault}" for fault in faults(window, look)]
    with window_on(tmp_path / "new", look) as window:
        assert QTest.qWaitForWindowActive(window)
        for name, show in first_start(window).items():
            show()
            settle(window)
            found += [f"first start, {name}: {fault}" for fault in faults(window, look)]
    assert found == [], "\n".join(found)


@pytest.mark.parametrize("scheme", ["light", "dark", "outdoor"])
def test_the_focus_is_seen_on_every_kind_of_control(scheme: Scheme, desk: Desk, tmp_path: Path) -> None:
    found: list[str] = []
    seen: set[object] = set()
    with window_on(copy_of(desk, tmp_path).folder, Look("th", scheme)) as window:
        assert QTest.qWaitForWindowActive(window)
        states = States(window, desk)
        for show in (states.register, states.finding, states.closing, states.sync_conflict, states.settings):
            show()
            settle(window)
            for stop in walk.stops(window, []):
                kind = (type(stop), stop.property("kind"), bool(stop.property("checked")))
                if kind not in seen and stop.isVisibleTo(window):
                    seen.add(kind)
                    bar = window.top_bar
                    elsewhere = bar.avatar if stop is bar._language else bar._language
                    found += walk.faint_focus(window, stop, elsewhere)
    assert len(seen) > 12
    assert found == [], "\n".join(found)


def test_every_state_of_a_question_has_a_shape_of_its_own() -> None:
    shapes = [icon for icon, _token in delegate._ICONS.values()]
    assert len(shapes) == len(set(shapes))
