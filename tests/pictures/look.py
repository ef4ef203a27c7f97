"""What is wrong with a drawing, in sentences: cut words, overlaps, poor contrast, foreign colours."""

from __future__ import annotations

import math
from dataclasses import fields
from functools import cache
from itertools import combinations
from typing import TYPE_CHECKING

from PIL import Image, ImageChops
from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractScrollArea,
    QComboBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QProgressBar,
    QScrollBar,
    QTableView,
    QWidget,
)

from fieldkit.ui import theme
from fieldkit.ui.buttons import EdgeButton
from fieldkit.ui.runner.drawing import DrawingSheet
from fieldkit.ui.runner.finder import Finder
from fieldkit.ui.runner.view import FormView
from fieldkit.ui.search_everywhere import SearchEverywhere
from tests.pictures.drawing import colours_of, pixels, place_of
from tests.pictures.kinds import PHOTOS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.pictures.drawing import Colour, Drawing, Text

ELLIPSIS = "…"
OVERHANG = 0.1  # of the size of a font: how far a Thai vowel reaches to the left of where it is written
SLACK = 1.0  # pixels by which a stroke may reach over an edge: rounding and antialiasing
LARGE = 24  # pixels from which WCAG calls a text large; 19 when it is bold
LEAST, LEAST_LARGE = 4.5, 3.0
LEAST_EVEN = 12  # places: a small circle has a few even ones in its edge
PHOTO_SLACK = 12  # what JPEG changes in a colour


def faults(drawing: Drawing) -> list[str]:
    """Return everything that is wrong with ``drawing``."""
    found: list[str] = []
    for look in LOOKS:
        found += [f"{look.__name__}: {fault}" for fault in look(drawing)]
    return found


# --- words


def cut_off(drawing: Drawing) -> Iterator[str]:
    """Words of which a part is not painted, other than by a list that scrolls there."""
    for text in drawing.seen:
        if text.ink.adjusted(SLACK, SLACK, -SLACK, -SLACK).isEmpty() or _typed(text.widget):
            continue
        # Qt's own painting of headers and combo boxes ends where the words begin, and ไ โ ใ begin before.
        qt = isinstance(text.widget, QComboBox) or isinstance(text.widget.parentWidget(), QHeaderView)
        overhang = text.font.pixelSize() * OVERHANG if qt else 0.0
        room = text.room.adjusted(-overhang, 0, 0, 0)
        inner = text.ink.adjusted(SLACK, SLACK, -SLACK, -SLACK)
        if not room.contains(inner) and not _scrolled(drawing, text):
            yield f"{text}: {_numbers(text.ink)} is more than {_numbers(text.room)}"


def _typed(widget: QWidget) -> bool:
    """A field shows the part of its text where the cursor is."""
    holder = widget.parentWidget()
    return (isinstance(widget, QLineEdit) and bool(widget.text())) or isinstance(holder, QPlainTextEdit)


def _scrolled(drawing: Drawing, text: Text) -> bool:
    """Whether what is missing of a text lies beyond the edge of something that scrolls that way."""
    lost = text.ink
    for area in _areas(text.widget):
        port = QRectF(place_of(area.viewport(), drawing.window))
        if _moves(area.verticalScrollBar()) and (
            lost.top() < port.top() + SLACK or lost.bottom() > port.bottom() - SLACK
        ):
            return True
        table = area.parentWidget() if isinstance(area, QHeaderView) else None
        # A header goes with its table.
        across = table if isinstance(table, QTableView) else area
        if _moves(across.horizontalScrollBar()) and (
            lost.left() < port.left() + SLACK or lost.right() > port.right() - SLACK
        ):
            return True
    return False


def _areas(widget: QWidget) -> Iterator[QAbstractScrollArea]:
    """Return the scroll areas around ``widget``, the nearest first."""
    part: QWidget | None = widget
    while part is not None:
        holder = part.parentWidget()
        if isinstance(holder, QAbstractScrollArea) and holder.viewport() is part:
            yield holder
        part = holder


def _moves(bar: QScrollBar) -> bool:
    return bar.maximum() > bar.minimum()


def _says_all(holder: QWidget | None) -> bool:
    if isinstance(holder, QTableView):
        return True
    if not isinstance(holder, QAbstractItemView):
        return False
    # The first row may be a heading.
    rows = (holder.model().index(row, 0) for row in range(holder.model().rowCount()))
    return any(row.data(Qt.ItemDataRole.ToolTipRole) for row in rows)


def shortened(drawing: Drawing) -> Iterator[str]:
    """Words that end in dots, where they may not: only a list whose rows say all when asked may do that."""
    for text in drawing.seen:
        if not text.words.endswith(ELLIPSIS) or _says_all(text.widget.parentWidget()):
            continue
        if _in_a_field(text):
            continue
        meant = text.widget.text() if isinstance(text.widget, QAbstractButton | QLabel) else ""
        if not meant.endswith(ELLIPSIS) and not text.widget.toolTip():
            yield str(text)


def _in_a_field(text: Text) -> bool:
    """Whether it is an answer that is longer than its field, which the live field shows whole."""
    view = text.widget.parentWidget()
    if not isinstance(view, FormView):
        return False
    return any(row.text.startswith(text.words.rstrip(ELLIPSIS)) for row in view.form.every_row() if row.text)


def overlapping_texts(drawing: Drawing) -> Iterator[str]:
    """Texts that are painted over each other."""
    rows = sorted(drawing.seen, key=lambda text: text.core.top())
    for place, first in enumerate(rows):
        for second in rows[place + 1 :]:
            if second.core.top() >= first.core.bottom():
                break
            shared = first.core.intersected(first.room) & second.core.intersected(second.room)
            if shared.width() > 2 and shared.height() > 2:
                yield f"{first} and {second}"


def poor_contrast(drawing: Drawing) -> Iterator[str]:
    """Texts that are hard to read on what the picture shows around them."""
    for text in drawing.seen:
        shown = text.ink.intersected(text.room)
        if shown.width() < 3 or shown.height() < 3 or not any(map(str.isalnum, text.words)):
            continue  # a dash is thinner than a pixel
        pixels = drawing.pixels(shown.adjusted(-1, -1, 1, 1))
        if not pixels:
            continue
        pen = _rgb(text.colour)
        # A figure in a narrow shape may have more ink than ground around it.
        ground = next((colour for colour, _count in pixels.most_common(2) if colour != pen), pen)
        ink = pen if pen in pixels else min(pixels, key=lambda colour: _distance(colour, pen))
        least = LEAST_LARGE if _large(text) else LEAST
        if contrast(pen, ground) < least:
            yield f"{text}: {contrast(pen, ground):.1f} of {text.colour.name()} on {_hex(ground)}"
        elif contrast(ink, ground) < LEAST_LARGE:
            yield f"{text}: {text.colour.name()} becomes {_hex(ink)} on {_hex(ground)} in the picture"


def _large(text: Text) -> bool:
    size = text.font.pixelSize()
    return size >= LARGE or (size >= 19 and text.font.bold())


@cache
def contrast(first: Colour, second: Colour) -> float:
    """Return the contrast of WCAG 2.2, 1 to 21."""
    light, dark = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: Colour) -> float:
    parts = [part / 255 for part in colour]
    linear = [part / 12.92 if part <= 0.04045 else math.pow((part + 0.055) / 1.055, 2.4) for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _distance(first: Colour, second: Colour) -> int:
    return sum(abs(one - other) for one, other in zip(first, second, strict=True))


def _rgb(colour: QColor) -> Colour:
    return colour.red(), colour.green(), colour.blue()


def _hex(colour: Colour) -> str:
    return "#{:02x}{:02x}{:02x}".format(*colour)


def _numbers(area: QRectF) -> str:
    return f"({area.left():.0f} {area.top():.0f} {area.right():.0f} {area.bottom():.0f})"


# --- widgets


def outside(drawing: Drawing) -> Iterator[str]:
    """Widgets that stand out of their parent, so that a part of them cannot be seen."""
    for widget in _shown(drawing.window):
        parent = widget.parentWidget()
        if parent is None or widget.isWindow() or _free(widget):
            continue
        frame = QRect(0, 0, parent.width(), parent.height())
        holder = parent.parentWidget()
        if isinstance(holder, QAbstractScrollArea) and holder.viewport() is parent:
            # What scrolls may be longer than its window, in the direction of the scroll bar.
            if _moves(holder.verticalScrollBar()):
                frame.setTop(min(0, widget.y()))
                frame.setBottom(max(frame.bottom(), widget.geometry().bottom()))
            if _moves(holder.horizontalScrollBar()):
                frame.setLeft(min(0, widget.x()))
                frame.setRight(max(frame.right(), widget.geometry().right()))
        if not frame.contains(widget.geometry()):
            place, room = widget.geometry().getRect(), parent.size().toTuple()
            yield f"{name_of(widget)} {place} in {name_of(parent)} {room}"


def overlapping_widgets(drawing: Drawing) -> Iterator[str]:
    """Widgets beside each other that share a place."""
    for parent in [drawing.window, *_shown(drawing.window)]:
        children = [child for child in parent.children() if isinstance(child, QWidget)]
        beside = [
            child for child in children if child.isVisible() and not child.isWindow() and not _free(child)
        ]
        for first, second in combinations(beside, 2):
            shared = first.geometry() & second.geometry()
            if shared.width() > 0 and shared.height() > 0:
                yield f"{name_of(first)} and {name_of(second)} share {shared.getRect()}"


def _shown(window: QWidget) -> list[QWidget]:
    return [widget for widget in window.findChildren(QWidget) if widget.isVisibleTo(window)]


def _free(widget: QWidget) -> bool:
    """Parts that lie over others on purpose, or that Qt places in their margins."""
    over = (Finder, SearchEverywhere, DrawingSheet, EdgeButton, QScrollBar)
    busy = isinstance(widget, QProgressBar) and bool(widget.property("busy"))
    return (
        busy or isinstance(widget, over) or isinstance(widget.parentWidget(), QAbstractScrollArea | QComboBox)
    )


def name_of(widget: QWidget) -> str:
    """Return how a person would find ``widget``: its class and what it says."""
    words = widget.accessibleName() or (widget.text() if hasattr(widget, "text") else "")
    return f"{type(widget).__name__} {words or widget.objectName()!r}"


# --- colours


def foreign_colours(drawing: Drawing) -> Iterator[str]:
    """Colours of even areas that are no token of the theme, photos apart."""
    tokens = theme.current().tokens
    known = {QColor(getattr(tokens, field.name)).name() for field in fields(tokens) if _is_colour(field.name)}
    even, nothing = _even(drawing.picture)
    for colour, count in colours_of(even):
        if (
            count >= LEAST_EVEN
            and colour != nothing
            and _hex(colour) not in known
            and not _of_a_photo(colour)
        ):
            yield f"{_hex(colour)} at {count} places, {_found_at(even, colour)}"


def _even(picture: Image.Image) -> tuple[Image.Image, Colour]:
    """Return ``picture`` with nothing but what begins nine pixels of one colour: grounds and lines.

    The rest has the colour that is returned too. The edges of letters and of round corners are mixed
    from two colours and mean nothing.
    """
    uneven = Image.new("L", picture.size)
    for right, down in ((2, 0), (0, 2), (1, 1), (2, 2)):
        bands = ImageChops.difference(picture, ImageChops.offset(picture, -right, -down)).split()
        other = ImageChops.lighter(bands[0], ImageChops.lighter(bands[1], bands[2]))
        uneven = ImageChops.lighter(uneven, other)
    nothing = (1, 2, 3)
    mask = uneven.point([0] + [255] * 255)
    return Image.composite(Image.new("RGB", picture.size, nothing), picture, mask), nothing


def _is_colour(name: str) -> bool:
    return name not in ("name", "dark", "edge", "ring")


def _of_a_photo(colour: Colour) -> bool:
    return any(_distance(colour, _rgb(QColor(name))) < PHOTO_SLACK for name in PHOTOS)


def _found_at(even: Image.Image, colour: Colour) -> str:
    place = pixels(even).index(colour)
    return f"first at {(place % even.width, place // even.width)}"


def blank(drawing: Drawing) -> Iterator[str]:
    """A page without words, or one whose ground is not that of the theme."""
    if len(drawing.seen) < 5:
        yield f"only {len(drawing.seen)} texts"
    few = drawing.picture.resize(
        (drawing.picture.width // 8, drawing.picture.height // 8), Image.Resampling.NEAREST
    )
    ground, _count = max(colours_of(few), key=lambda found: found[1])
    if (_luminance(ground) < 0.2) != theme.current().tokens.dark:
        yield f"the ground is {_hex(ground)}"


LOOKS = (
    *(cut_off, shortened, overlapping_texts, poor_contrast),
    *(outside, overlapping_widgets, foreign_colours, blank),
)
