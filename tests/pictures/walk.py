"""Goes through the window as somebody without a mouse does, and as a screen reader does."""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QComboBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QScrollArea,
    QTableView,
    QWidget,
)

from fieldkit.ui import theme
from fieldkit.ui.buttons import EdgeButton
from fieldkit.ui.card import ReadingArea
from fieldkit.ui.plan_month import PlanMonth
from fieldkit.ui.runner.drawing_pad import DrawingPad
from fieldkit.ui.runner.sections import SectionList
from fieldkit.ui.runner.signature_pad import SignaturePad
from fieldkit.ui.search_everywhere import SearchEverywhere
from fieldkit.ui.segmented import Segmented
from tests.pictures.drawing import picture_of, pixels, place_of
from tests.pictures.look import contrast, name_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


MOST_STOPS = 150
CHANGE = 3.0  # contrast between a pixel with and without the focus, WCAG 2.4.13
MOST_CHANGED = 150  # pixels that always suffice: the bar at the left of a row of 36
TARGET = 36  # pixels at 100 % text
# Painted by themselves: Qt has no role for them, their name says what they are and what is chosen.
PAINTED = (Segmented, SectionList, SignaturePad, DrawingPad, ReadingArea, PlanMonth)
_NO_ROLES = (QAccessible.Role.NoRole, QAccessible.Role.Client)
_THAI = re.compile("[\u0e00-\u0e7f]")
_LATIN_WORD = re.compile("[A-Za-z]{4,}")


_KEY = re.compile(r"\((?:(?:Ctrl|Shift|Alt)\+)*(?:F\d{1,2}|[A-Z])\)$")


def _keyed(control: QWidget) -> bool:
    """Tell whether a button is for the hand only, because a key does the same and is named."""
    by_hand = control.focusPolicy() == Qt.FocusPolicy.NoFocus
    return isinstance(control, EdgeButton) or (by_hand and bool(_KEY.search(control.accessibleName())))


def stops(window: QWidget, unseen: list[str]) -> list[QWidget]:
    """Press Tab until it comes back to where it began; return where the focus stood, in order.

    What had the focus out of sight is added to ``unseen``.
    """
    start = QApplication.focusWidget()
    if start is None or not window.isAncestorOf(start):
        return []
    found = [start]
    while len(found) < MOST_STOPS:
        QTest.keyClick(found[-1], Qt.Key.Key_Tab)
        QApplication.processEvents()
        now = QApplication.focusWidget()
        if now is None or now is start:
            return found
        if now in found:
            return [*found, now]
        found.append(now)
        unseen += out_of_sight(now)
    return found


def trap(window: QWidget, found: Sequence[QWidget]) -> Iterator[str]:
    """Say where Tab does not come back to its beginning."""
    if not found:
        yield "nothing has the focus"
    elif (len(found) != len(set(found)) or len(found) == MOST_STOPS) and found[0].isVisibleTo(window):
        yield f"Tab goes round from {name_of(found[-1])}, without {name_of(found[0])}"


def unreached(window: QWidget, found: Sequence[QWidget]) -> Iterator[str]:
    """Say which control the keyboard does not come to."""
    reached = set(found)
    groups = {button.group() for button in reached if isinstance(button, QAbstractButton)} - {None}
    for control in controls(window):
        if control in reached or not control.isEnabled() or _keyed(control):
            continue
        if isinstance(control, ReadingArea) and not control.verticalScrollBar().maximum():
            continue  # all of it is seen
        if isinstance(control, QAbstractItemView) and any(control.isAncestorOf(stop) for stop in reached):
            continue  # the live field of a list stands for it
        by_field = control.focusPolicy() == Qt.FocusPolicy.NoFocus
        if by_field and isinstance(control, QAbstractItemView) and _over(window) is not None:
            continue  # the arrows of the field above go through it
        if isinstance(control, QAbstractButton) and control.group() in groups:
            continue  # arrow keys go from one to the next
        proxy = control.focusProxy()
        if proxy is None or proxy not in reached:
            yield f"{name_of(control)} is never reached"


def _over(window: QWidget) -> QWidget | None:
    return next((one for one in window.findChildren(SearchEverywhere) if one.isVisibleTo(window)), None)


def controls(window: QWidget) -> list[QWidget]:
    """Return what a mouse can press or write into."""
    kinds = (QAbstractButton, QLineEdit, QPlainTextEdit, QComboBox, QAbstractItemView, *PAINTED)
    # While the search lies over the window, Tab stays in it; Esc gives the window back.
    shown = [
        widget for widget in (_over(window) or window).findChildren(QWidget) if widget.isVisibleTo(window)
    ]
    return [
        widget
        for widget in shown
        if isinstance(widget, kinds)
        and not isinstance(widget.parentWidget(), QComboBox | QLineEdit)
        and widget.objectName() != "found"
        and not widget.objectName().startswith("qt_")
        and type(widget).__name__ not in ("QTableCornerButton", "QHeaderView")
    ]


def out_of_order(window: QWidget, found: Sequence[QWidget]) -> Iterator[str]:
    """Say where Tab goes back up in a column or back in a line."""
    # The walk began somewhere in the middle: its order begins at the first of the window.
    first = min(range(len(found)), key=lambda place: window_order(window, found[place]), default=0)
    order = [*found[first:], *found[:first]]
    for before, after in pairwise(order):
        old, new = place_of(before, window), place_of(after, window)
        if _scrolled_between(before, after):
            continue
        above = new.bottom() <= old.top() and _share(old.left(), old.right(), new.left(), new.right())
        left = new.right() <= old.left() and _share(old.top(), old.bottom(), new.top(), new.bottom())
        if above or left:
            yield f"from {name_of(before)} {'up' if above else 'back'} to {name_of(after)}"


def window_order(window: QWidget, widget: QWidget) -> tuple[int, int]:
    """Return where ``widget`` stands among all: the sidebar at the left comes first."""
    place = place_of(widget, window)
    return place.left() // theme.current().px(212), place.top()


def _scrolled_between(before: QWidget, after: QWidget) -> bool:
    """Whether what scrolled with the focus makes the places of two stops incomparable."""
    return _area(before) is not _area(after)


def _area(widget: QWidget) -> QWidget | None:
    part: QWidget | None = widget
    while part is not None and not isinstance(part, QScrollArea):
        part = part.parentWidget()
    return part


def _share(first: int, last: int, other_first: int, other_last: int) -> bool:
    return min(last, other_last) - max(first, other_first) > min(last - first, other_last - other_first) / 2


def out_of_sight(stop: QWidget) -> Iterator[str]:
    """Say when a control that has the focus is not scrolled to where it is seen."""
    seen = stop.visibleRegion().boundingRect()
    least = theme.current().px(TARGET)
    if seen.width() < min(stop.width(), 2 * least) or seen.height() < min(stop.height(), least) - 2:
        yield f"{name_of(stop)} has the focus out of sight: {seen.getRect()} of {stop.size().toTuple()}"


def nameless(stop: QWidget, language: str) -> Iterator[str]:
    """Say when a screen reader has nothing to say of a stop, or says it in another language."""
    interface = QAccessible.queryAccessibleInterface(stop)
    name = interface.text(QAccessible.Text.Name).strip()
    if not name:
        yield f"{name_of(stop)} has no name"
    elif interface.role() in (QAccessible.Role.NoRole, QAccessible.Role.Client) and not isinstance(
        stop, PAINTED
    ):
        yield f"{name_of(stop)} has no role"
    elif language == "th" and _LATIN_WORD.search(name) and not _THAI.search(name):
        yield f"{name_of(stop)} is said in English"


def too_small(window: QWidget) -> Iterator[str]:
    """Say which control a gloved finger would miss."""
    least = min(theme.current().px(TARGET), TARGET)
    for control in controls(window):
        if min(control.width(), control.height()) < least and control.isEnabled():
            yield f"{name_of(control)} is {control.width()} × {control.height()}"


def silent_rows(window: QWidget) -> Iterator[str]:
    """Say which rows of lists have no words for a screen reader, or less than they show."""
    for view in window.findChildren(QAbstractItemView):
        model = view.model()
        if not view.isVisibleTo(window) or model is None or isinstance(view, QHeaderView):
            continue
        for row in range(min(model.rowCount(), 40)):
            spoken = [
                str(model.data(model.index(row, column), Qt.ItemDataRole.AccessibleTextRole) or "")
                or str(model.data(model.index(row, column)) or "")
                for column in range(model.columnCount() if isinstance(view, QTableView) else 1)
            ]
            if not all(words.strip() for words in spoken):
                yield f"row {row} of {name_of(view)} says {spoken}"


def unlabelled_tones(window: QWidget) -> Iterator[str]:
    """Say what has a tone and no words: it would be told by its colour alone."""
    for widget in window.findChildren(QWidget):
        tone = widget.property("tone") or getattr(widget, "_tone", "")
        if tone and isinstance(widget, QLabel) and widget.isVisibleTo(window) and not widget.text().strip():
            yield f"{name_of(widget)} is {tone} without a word"


def faint_focus(window: QWidget, stop: QWidget, elsewhere: QWidget) -> Iterator[str]:
    """Say when the picture of ``stop`` with the focus is too much like the one without."""
    stop.setFocus(Qt.FocusReason.TabFocusReason)  # which scrolls it into sight
    QApplication.processEvents()
    area = place_of(stop, window)
    elsewhere.setFocus(Qt.FocusReason.TabFocusReason)
    QApplication.processEvents()
    without = picture_of(window)
    stop.setFocus(Qt.FocusReason.TabFocusReason)
    QApplication.processEvents()
    focused = picture_of(window)
    box = (max(0, area.left()), max(0, area.top()), area.right() + 1, area.bottom() + 1)
    pairs = Counter(zip(pixels(focused.crop(box)), pixels(without.crop(box)), strict=True))
    changed = sum(count for (one, other), count in pairs.items() if contrast(one, other) >= CHANGE)
    if changed < min(area.width() + area.height(), MOST_CHANGED):
        yield f"{name_of(stop)} shows the focus by {changed} pixels"
