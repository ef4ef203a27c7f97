"""Answers a question for a place, a line or an area on the sketch map of the factory's province."""

from __future__ import annotations

import math
from contextlib import suppress
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QAccessible, QAccessibleEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from fieldkit.errors import FieldkitError
from fieldkit.model import place_text
from fieldkit.model.place_text import Place
from fieldkit.model.plane import Plane
from fieldkit.model.sketch import sketch_of
from fieldkit.ui.buttons import Button
from fieldkit.ui.card import Card
from fieldkit.ui.factory_model import name_words
from fieldkit.ui.jobs import run
from fieldkit.ui.key_bar import KeyBar
from fieldkit.ui.labels import IconLabel, label, restyle
from fieldkit.ui.map_ground import Fill
from fieldkit.ui.map_points import MapPoint
from fieldkit.ui.runner.entry import Asked, problem_with
from fieldkit.ui.runner.place_map import PlaceMap
from fieldkit.ui.runner.row_words import extent
from fieldkit.ui.wrap_label import WrapLabel

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from fieldkit.errors import Text
    from fieldkit.model.form import Node
    from fieldkit.model.sketch import Frame, Sketch
    from fieldkit.ui.runner.answers import Answers
    from fieldkit.ui.runner.place_map import Degrees, Drawn
    from fieldkit.ui.runner.rows import FormRow

_DRAWN: dict[str, Drawn] = {"geotrace": "trace", "geoshape": "shape"}
_LEAST = 0.3  # kilometres around what was answered before
_ROUGH = 5.0  # metres a pixel from which one should look closer
_FAR = 5.0  # kilometres within which the factory belongs to what is looked at


class PlaceSheet(QWidget):
    """Stands in place of the questions; what is drawn is kept like what is typed, point by point.

    Attributes:
        left: signal when it is done with, whether something was kept or not.
    """

    left = Signal()

    def __init__(self, answers: Answers, row: FormRow) -> None:
        super().__init__()
        self._answers = answers
        self._inspection = answers.inspection
        self._path = row.path
        node = self._inspection.instance.node(row.path)
        self._typed = self._inspection.typing.get(row.path)
        self.map = PlaceMap(answers.language, _DRAWN.get(node.bind_type, "point"))
        self._first = self._points_before()
        self.map.show_points(self._first)
        self._assemble(row)
        self._show_known()
        self._stand()
        self.map.changed.connect(self._keep_typing)
        self.map.crossed.connect(self._show_place)
        self.map.looked.connect(self._show_place)
        self.map.finished.connect(self.keep)
        self.map.left.connect(self.leave)
        self.setFocusProxy(self.map)
        self._show_place()
        code = str(self._inspection.factory.get("province_code") or "")
        run(self, lambda _job: sketch_of(code), self._take_sketch)

    def enter(self) -> None:
        """Begin at the map."""
        self.map.setFocus()

    def _assemble(self, row: FormRow) -> None:
        card = Card(margin=0)
        head = QHBoxLayout()
        head.setContentsMargins(16, 8, 16, 2)
        head.setSpacing(8)
        head.addWidget(IconLabel("map-pin", "accent", size=18))
        head.addWidget(WrapLabel(f"{row.number}  {row.label}", "strong"), 1)
        self.extent = label("", "quiet")
        head.addWidget(self.extent)
        foot = QHBoxLayout()
        foot.setContentsMargins(16, 2, 16, 6)
        foot.setSpacing(8)
        self._alarm = IconLabel("triangle-alert", "warn", size=18)
        self.words = WrapLabel("", "quiet")
        foot.addWidget(self._alarm)
        foot.addWidget(self.words, 1)
        card.body.setSpacing(0)
        card.body.addLayout(head)
        card.add(self.map, 1)
        card.body.addLayout(foot)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        room = QVBoxLayout()
        room.setContentsMargins(20, 0, 20, 14)
        room.addWidget(card)
        outer.addLayout(room, 1)
        outer.addWidget(self._bar())

    def _bar(self) -> KeyBar:
        keys = [
            ("↑ ↓ ← →", self.tr("aim")),
            ("Enter", self.tr("put a point")),
            ("Ctrl+Enter", self.tr("keep")),
            ("Backspace", self.tr("take it back")),
            ("+ −", self.tr("zoom")),
            ("Home", self.tr("factory")),
            ("Space", self.tr("move a point")),
        ]
        bar = KeyBar(keys)
        self.leave_button = Button(self.tr("Leave unchanged"), "chevron-left")
        self.leave_button.clicked.connect(self.leave)
        self.keep_button = Button(self.tr("Keep"), "check", kind="primary")
        self.keep_button.clicked.connect(self.keep)
        bar.add_button(self.leave_button)
        bar.add_button(self.keep_button)
        return bar

    # --- what is known before

    def _points_before(self) -> tuple[Degrees, ...]:
        """Return what stands in the field, or where that cannot be read, what is stored."""
        found: tuple[Place, ...] = place_text.read_stored(self._node().value) if self._node().value else ()
        if self._typed is not None:
            with suppress(FieldkitError):
                found = place_text.parse_points(self._typed)
        if self.map.drawn == "shape" and len(found) > 1 and found[0] == found[-1]:
            found = found[:-1]
        return tuple((float(place.latitude), float(place.longitude)) for place in found)

    def _known(self) -> Iterator[MapPoint]:
        """Yield the factory and where photos were taken."""
        factory = self._inspection.factory
        if (place := _degrees(factory)) is not None:
            yield MapPoint(*place, name_words(factory["name"]), "ok", "diamond")
        for file in self._inspection.files:
            if not file.get("deleted") and (place := _degrees(file)) is not None:
                yield MapPoint(*place, str(file["name"]), "info", "square")

    def _show_known(self) -> None:
        known = list(self._known())
        self.map.set_points(known)
        if known and known[0].sign == "diamond":
            self.map.home = known[0].latitude, known[0].longitude

    def _stand(self) -> None:
        """Put the crosshair where one would begin, and show what lies around it."""
        place = self._first[-1] if self._first else self.map.home
        sketch = self.map.sketch
        if place is None and sketch is not None:
            west, south, east, north = self._district_frame(sketch)
            place = self.map.plane.degrees((west + east) / 2, (south + north) / 2)
        if place is None:
            return
        if sketch is None:
            self.map.change_plane(Plane(*place))
        if self._first:
            self.map.start_at(self._answered_frame())
        elif sketch is not None:
            self.map.start_at(self._district_frame(sketch))
        self.map.stand_at(place)

    def _take_sketch(self, sketch: Sketch | None) -> None:
        """Show the outlines when they are there; what the person has begun stays as it is."""
        code = str(self._inspection.factory.get("district_code") or "")
        self.map.set_districts(sketch, {code: Fill("accent_soft", strong=True)})
        if self.map.untouched and self.map.points == self._first:
            self._stand()
        self._show_place()

    def _district_frame(self, sketch: Sketch) -> Frame:
        """Return the part with the factory's district, or the whole province."""
        district = sketch.district(str(self._inspection.factory.get("district_code") or ""))
        if district is None:
            return sketch.frame
        return _around([corner for part in district.parts for corner in part.ring], 0.0)

    def _answered_frame(self) -> Frame:
        """Return the part with the former answer, and the factory where that is near."""
        points = [self.map.plane.point(*point) for point in self._first]
        if self.map.home is not None:
            home = self.map.plane.point(*self.map.home)
            points += [home] if math.dist(home, points[-1]) < _FAR else []
        return _around(points, _LEAST)

    # --- while one draws

    def _node(self) -> Node:
        return self._inspection.instance.node(self._path)

    def _text(self) -> str:
        """Return the points as one would type them."""
        return "\n".join(place.text for place in _places(self.map.points))

    def _problem(self) -> Text | None:
        if not self.map.points:
            return None
        now = self._inspection.workspace.clock()
        return problem_with(self._node(), self._text(), Asked(now, self._answers.language))

    def _keep_typing(self) -> None:
        """Keep what is drawn on the disk at every point, as what is typed is at every key."""
        if self.map.points == self._first:
            self._take_typing_back()
        else:
            self._answers.type_text(self._path, self._text())
        self._show_place()

    def _take_typing_back(self) -> None:
        if self._typed is not None:
            self._answers.type_text(self._path, self._typed)
        elif self._path in self._inspection.typing:
            self._answers.forget(self._path)

    def keep(self) -> None:
        """Make the points the answer, unless they cannot be one; then say why and stay."""
        if self.map.points == self._first:
            self.leave()
            return
        if self._problem() is not None:
            self._show_place()
            return
        # An answer of its own, which undo takes back as a whole.
        self._answers.leave()
        self._answers.type_text(self._path, self._text())
        self._answers.settle(self._path, self._text())
        self._answers.leave()
        self.left.emit()

    def leave(self) -> None:
        """Go back without a change."""
        self._take_typing_back()
        self.left.emit()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._show_place()

    def _show_place(self) -> None:
        """Say where the crosshair stands, and what is wrong or to be looked at."""
        points = self.map.points
        closed = self.map.drawn == "shape"
        stored = place_text.stored_line(_places((*points, *points[:1]) if closed else points))
        drawn = self.map.drawn != "point" and bool(points)
        self.extent.setText(extent(stored, self._answers.language, closed=closed) if drawn else "")
        problem = self._problem()
        # Before there are enough points, nothing is wrong yet.
        least = {"point": 1, "trace": 2, "shape": 3}[self.map.drawn]
        wrong = problem is not None and len(points) >= least
        self.map.mark_wrong(wrong)
        outside = not all(self._inside(point) for point in points)
        if problem is not None and points:
            alarm = problem.pick(self._answers.language)
        else:
            alarm = self._outside_words() if outside else ""
        self._alarm.show_icon("triangle-alert", "fail" if wrong else "warn")
        self._alarm.setVisible(bool(alarm) and (wrong or outside))
        restyle(self.words, tone="fail" if wrong else "warn" if alarm and outside else "")
        self._say(" · ".join(part for part in (alarm, *self._where()) if part))

    def _say(self, words: str) -> None:
        if words != self.words.words():
            self.words.set_words(words)
            self.words.setToolTip(words)
            if QAccessible.isActive():
                QAccessible.updateAccessibility(QAccessibleEvent(self.words, QAccessible.Event.Alert))

    def _inside(self, place: Degrees) -> bool:
        return self.map.sketch is None or self.map.sketch.covers(*place)

    def _outside_words(self) -> str:
        assert self.map.sketch is not None
        name = self.map.sketch.name.pick(self._answers.language)
        return self.tr("Outside of the approximate outline of {0}: check it").format(name)

    def _where(self) -> Iterator[str]:
        """Yield the coordinates of the crosshair, the sub-district, how far it is from the factory."""
        here, sketch, language = self.map.crosshair, self.map.sketch, self._answers.language
        yield f"{here[0]:.6f}, {here[1]:.6f}"
        found = sketch.at(*here) if sketch is not None else None
        if found is not None:
            district, part = (one.name.pick(language) for one in found)
            yield self.tr("about sub-district {0}, district {1}").format(part, district)
        if self.map.home is not None:
            far = math.dist(self.map.plane.point(*here), self.map.plane.point(*self.map.home))
            if far < 1:
                yield self.tr("{0} m from the factory").format(f"{far * 1000:,.0f}")
            else:
                yield self.tr("{0} km from the factory").format(f"{far:,.1f}")
        step = 1000 / self.map.sight.scale
        if step > _ROUGH:
            yield self.tr("a pixel is {0} m: zoom in with +").format(f"{step:,.0f}")


def _degrees(row: Mapping[str, Any]) -> Degrees | None:
    """Return where a factory or a photo is, None if nobody knows."""
    latitude, longitude = row.get("latitude"), row.get("longitude")
    return None if latitude is None or longitude is None else (float(latitude), float(longitude))


def _places(points: tuple[Degrees, ...]) -> tuple[Place, ...]:
    return tuple(Place(Decimal(f"{lat:.6f}"), Decimal(f"{lon:.6f}")) for lat, lon in points)


def _around(points: Sequence[tuple[float, float]], least: float) -> Frame:
    """Return the part of the plane with all points, at least ``least`` kilometres on each side of it."""
    east, north = zip(*points, strict=True)
    middle = (min(east) + max(east)) / 2, (min(north) + max(north)) / 2
    wide, high = max(max(east) - middle[0], least), max(max(north) - middle[1], least)
    return middle[0] - wide, middle[1] - high, middle[0] + wide, middle[1] + high
