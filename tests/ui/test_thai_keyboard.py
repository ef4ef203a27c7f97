from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator

import pytest

from tests.display import Display

# X counts the keys of any keyboard from the top left: 10 is "1", 41 is "F", 38 is "A", 45 is "K", 54 is "C".
CONTROL, RETURN = "37", "36"
PROGRAM = """
import json
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget
from fieldkit.ui.app import make_application
from fieldkit.ui.keys import LatinShortcuts, pressed_digit, shortcut
seen = {"fired": [], "digits": []}
app = make_application()
LatinShortcuts(app)
class Field(QLineEdit):
    def keyPressEvent(self, event):
        digit = pressed_digit(event)
        if digit is not None:
            seen["digits"].append(digit)
        else:
            super().keyPressEvent(event)
window = QWidget()
window.setWindowTitle("thai keys")
field = Field("โรงงาน")
QVBoxLayout(window).addWidget(field)
for keys in ("Ctrl+F", "Ctrl+K", "Ctrl+1", "Ctrl+2", "Ctrl+3", "Ctrl+,"):
    shortcut(window, keys, lambda keys=keys: seen["fired"].append(keys))
field.returnPressed.connect(app.quit)
window.show()
app.exec()
print(json.dumps(seen | {"text": field.text(), "copied": app.clipboard().text()}))
"""


@pytest.fixture
def thai(display: Display) -> Iterator[Display]:
    """The screen with a keyboard that has no other layout than the Thai one."""
    display.keyboard("th")
    yield display
    display.keyboard("us")


def press(display: Display, key: str, *, control: bool = False) -> None:
    if control:
        display.run("xdotool", "keydown", CONTROL, "key", key, "keyup", CONTROL)
    else:
        display.run("xdotool", "key", key)


@pytest.mark.real_program
def test_a_thai_keyboard_gives_digits_shortcuts_and_copy(thai: Display) -> None:
    program = subprocess.Popen(
        [sys.executable, "-c", PROGRAM], env=thai.env, stdout=subprocess.PIPE, text=True
    )
    try:
        search = ("xdotool", "search", "--sync", "--onlyvisible", "--name", "^thai keys$")
        thai.run(*search, "windowactivate", "--sync")
        for key in ("41", "45", "10", "11", "12", "59", "38", "54"):
            press(thai, key, control=True)
        for key in map(str, range(10, 20)):
            press(thai, key)
        press(thai, RETURN)
        seen = json.loads(program.communicate(timeout=60)[0])
    finally:
        program.kill()
        program.wait()
    assert seen["fired"] == ["Ctrl+F", "Ctrl+K", "Ctrl+1", "Ctrl+2", "Ctrl+3", "Ctrl+,"]
    assert seen["digits"] == [1, 2, 3, 4, 5, 6, 7, 8, 9, 0]
    assert seen["copied"] == "โรงงาน"
    assert seen["text"] == "โรงงาน"
