from __future__ import annotations

import subprocess
import sys

import pytest

from tests.display import Display

WINDOW = """
import sys
from PySide6.QtWidgets import QApplication, QLineEdit
app = QApplication(sys.argv)
line = QLineEdit()
line.setWindowTitle("probe")
line.returnPressed.connect(app.quit)
line.show()
app.exec()
print(line.text())
"""


@pytest.mark.real_program
def test_a_window_of_our_own_gets_focus_and_keys(display: Display) -> None:
    display.keyboard("us")
    program = subprocess.Popen(
        [sys.executable, "-c", WINDOW], env=display.env, stdout=subprocess.PIPE, text=True
    )
    try:
        display.run(
            "xdotool", "search", "--sync", "--onlyvisible", "--name", "^probe$", "windowactivate", "--sync"
        )
        display.run("xdotool", "type", "--delay", "20", "abc")
        display.run("xdotool", "key", "Return")
        assert program.communicate(timeout=30)[0].strip() == "abc"
    finally:
        program.kill()
        program.wait()
