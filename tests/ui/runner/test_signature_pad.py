from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from fieldkit.model.images import inspect_image
from fieldkit.ui.runner.signature_pad import SignaturePad


def draw(pad: QWidget, points: int) -> None:
    QTest.mousePress(pad, Qt.MouseButton.LeftButton, pos=QPoint(10, 40))
    for at in range(1, points):
        QTest.mouseMove(pad, QPoint(10 + 12 * at, 30 + 20 * (at % 2)))
    QTest.mouseRelease(pad, Qt.MouseButton.LeftButton, pos=QPoint(10 + 12 * points, 40))


def test_a_drawn_signature_is_a_picture_that_the_record_takes(qtbot) -> None:
    pad = SignaturePad("ผู้ตรวจ")
    qtbot.addWidget(pad)
    pad.resize(300, 96)
    pad.show()
    draw(pad, 20)
    data = pad.png()
    assert data is not None
    found = inspect_image(data)
    assert (found.format, found.width, found.height) == ("PNG", 900, 3 * pad.height())


def test_a_stray_touch_is_no_signature(qtbot) -> None:
    pad = SignaturePad("ผู้ตรวจ")
    qtbot.addWidget(pad)
    pad.show()
    draw(pad, 2)
    assert pad.png() is None
