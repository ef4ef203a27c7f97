"""The window in tests: own fonts, Thai by default, no real dialogs, keys as a Thai hand presses them."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, Qt, QThreadPool
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget

from fieldkit.model.workspace import Workspace
from fieldkit.ui import dialogs, theme, translation
from fieldkit.ui.app import make_application
from fieldkit.ui.main_window import MainWindow
from fieldkit.ui.page import PageContext
from fieldkit.ui.settings import Settings
from tests.conftest import Clock
from tests.sync.laptops import RunningCentre, running_centre

TypeText = Callable[[QWidget, str], None]


@pytest.fixture(scope="session")
def qapp() -> QApplication:
    """The program's own application, so that tests see its style and fonts."""
    return make_application()


@pytest.fixture(autouse=True)
def _window_look(qapp: QApplication) -> Iterator[None]:
    """Begin each test in Thai, light, at 100 %, and end it without a job left running."""
    translation.use(qapp, "th")
    if theme.current() != theme.Theme(theme.LIGHT, 1.0) or not qapp.styleSheet():
        theme.apply(qapp, "light")
    yield
    assert QThreadPool.globalInstance().waitForDone(20_000), "a job did not end"
    qapp.processEvents()


@pytest.fixture(autouse=True)
def _no_dialogs(monkeypatch: pytest.MonkeyPatch) -> None:
    """A test that opens a dialog replaces these by its own answer; nobody could press the real one."""

    def unexpected(*_args: object, **_options: object) -> None:
        pytest.fail("a dialog was opened that the test did not expect")

    monkeypatch.setattr(dialogs, "ask", unexpected)
    monkeypatch.setattr(dialogs, "choose_path", unexpected)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Settings of the window in a file of their own."""
    return Settings(tmp_path / "window.ini")


@pytest.fixture
def workspace(data_folder: Path, clock: Clock) -> Iterator[Workspace]:
    """An open, empty data folder."""
    opened = Workspace(data_folder, clock=clock)
    yield opened
    opened.close()


@pytest.fixture
def context(workspace: Workspace, settings: Settings) -> PageContext:
    """What a page gets from the window."""
    return PageContext(workspace, settings)


@pytest.fixture
def centre(tmp_path: Path) -> Iterator[RunningCentre]:
    """A centre on loopback."""
    with running_centre(tmp_path / "centre") as running:
        yield running


@contextmanager
def only_new_garbage() -> Iterator[None]:
    """Collect at the end what was made inside; looking through all that earlier tests left takes seconds."""
    gc.disable()  # so that nothing of it grows old
    try:
        yield
        gc.collect(1)
    finally:
        gc.enable()


@pytest.fixture
def window(
    qtbot: object, data_folder: Path, clock: Clock, settings: Settings, qapp: QApplication
) -> Iterator[MainWindow]:
    """The started window on an empty data folder, shown; it closes the folder itself."""
    settings.scheme = "light"
    with only_new_garbage():
        made = MainWindow(settings, lambda: Workspace(data_folder, clock=clock))
        made.show()
        made.start()
        yield made
        made.close()
        made.deleteLater()
        qapp.processEvents()


@pytest.fixture
def type_text(qapp: QApplication) -> TypeText:
    """Type into a widget, also Thai letters, on which ``qtbot.keyClicks`` ends the process."""

    def type_into(widget: QWidget, text: str) -> None:
        for sign in text:
            for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
                key = ord(sign.upper()) if len(sign.upper()) == 1 else 0
                event = QKeyEvent(kind, key, Qt.KeyboardModifier.NoModifier, sign)
                qapp.postEvent(widget, event)
        qapp.processEvents()

    return type_into
