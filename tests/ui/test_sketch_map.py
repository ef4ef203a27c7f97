"""The sketch map: what it shows, how one looks about, what it paints however much there is."""

from __future__ import annotations

import random
from itertools import pairwise

import pytest
from PySide6.QtCore import QPoint, QPointF, QRectF, QSize, QSizeF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPixmap, QWheelEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from fieldkit.model.sketch import Sketch, sketch_of
from fieldkit.ui import map_labels, theme, translation
from fieldkit.ui.map_ground import Fill
from fieldkit.ui.map_labels import Name
from fieldkit.ui.map_points import MapPoint, Points
from fieldkit.ui.map_sight import NEAREST, Sight, fitted
from fieldkit.ui.sketch_map import SketchMap
from fieldkit.ui.theme import Scheme


def sketch(code: str = "25") -> Sketch:
    found = sketch_of(code)
    assert found is not None
    return found


@pytest.fixture
def shown(qtbot: QtBot) -> SketchMap:
    made = SketchMap("th")
    qtbot.addWidget(made)
    made.resize(700, 480)
    made.set_districts(sketch())
    with qtbot.waitActive(made):
        made.show()
    made.setFocus()
    return made


def colours(widget: SketchMap) -> set[str]:
    image = widget.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    return {
        QColor(image.pixel(x, y)).name() for x in range(0, image.width(), 3) for y in range(image.height())
    }


def test_all_of_the_province_is_seen_first_and_again_with_0(qtbot: QtBot, shown: SketchMap) -> None:
    west, south, east, north = sketch().frame
    whole = shown.sight
    room = QRectF(shown.rect())
    assert room.contains(whole.screen(west, south))
    assert room.contains(whole.screen(east, north))
    for key in "+", "+", "-", "+":
        qtbot.keyClick(shown, key)
    assert shown.sight.scale == pytest.approx(whole.scale * 4)
    qtbot.keyClick(shown, Qt.Key.Key_Right)
    assert shown.sight.east > whole.east
    qtbot.keyClick(shown, "0")
    assert shown.sight == whole
    shown.resize(500, 300)
    assert QRectF(shown.rect()).contains(shown.sight.screen(east, north))


def test_the_keys_of_a_thai_layout_zoom_too(
    qtbot: QtBot, shown: SketchMap, type_text: object, qapp: QApplication
) -> None:
    whole = shown.sight.scale
    assert callable(type_text)
    type_text(shown, "ช")
    assert shown.sight.scale > whole
    type_text(shown, "ข")
    assert shown.sight.scale == pytest.approx(whole)


def test_the_wheel_keeps_what_is_under_the_pointer(shown: SketchMap) -> None:
    place = QPointF(200, 120)
    before = shown.sight.plane(place)
    wheel = QWheelEvent(
        place,
        shown.mapToGlobal(place),
        QPoint(0, 0),
        QPoint(0, 120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    scale = shown.sight.scale
    QApplication.sendEvent(shown, wheel)
    assert shown.sight.scale > scale
    assert shown.sight.plane(place) == pytest.approx(before)


def test_a_size_has_its_limits() -> None:
    sight = fitted((0, 0, 50, 50), QSizeF(500, 500), 0)
    for _ in range(50):
        sight = sight.zoomed(2, QPointF(10, 10))
    assert sight.scale == NEAREST
    assert sight.bar(120) * sight.scale <= 120


@pytest.mark.parametrize("scale", [0.3, 7.0, 99.0, 4000.0])
def test_the_scale_bar_is_a_round_length(scale: float) -> None:
    length = Sight(0, 0, scale, QSizeF(500, 500)).bar(120)
    assert f"{length:e}"[0] in "125"
    assert 40 < length * scale <= 120


@pytest.mark.parametrize("scheme", ["light", "dark", "outdoor"])
def test_a_value_has_a_pattern_or_words_beside_its_colour(
    shown: SketchMap, scheme: Scheme, qapp: QApplication
) -> None:
    theme.apply(qapp, scheme)
    plain = colours(shown)
    fill = Fill("ok_soft", "ok", Qt.BrushStyle.BDiagPattern, "85 %", strong=True)
    shown.set_districts(sketch(), {"2502": fill})
    now = theme.current()
    assert now.colour("ok").name() in colours(shown) - plain
    assert "กบินทร์บุรี 85 %" in shown.accessibleDescription()


def test_it_says_that_it_is_a_sketch_in_both_languages(qtbot: QtBot, qapp: QApplication) -> None:
    for language, words in (("th", "แผนที่ร่าง ขอบเขตโดยประมาณ"), ("en", "Sketch: approximate outlines")):
        translation.use(qapp, "en" if language == "en" else "th")
        made = SketchMap("en" if language == "en" else "th")
        qtbot.addWidget(made)
        made.set_districts(sketch("38"))
        assert words in made.accessibleDescription()
        assert ("Mueang Bueng Kan" if language == "en" else "เมืองบึงกาฬ") in made.toolTip()


def test_bangkok_is_named_though_nothing_of_it_can_be_drawn(shown: SketchMap) -> None:
    shown.set_districts(sketch("10"))
    assert "กรุงเทพมหานคร" in shown.accessibleName()
    assert "บางบอน" in shown.accessibleDescription()
    shown.grab()


def test_a_hundred_thousand_points_are_shown_with_their_numbers(shown: SketchMap) -> None:
    source, plane = random.Random(7), sketch().plane
    points = [
        MapPoint(plane.latitude + source.gauss(0, 0.3), plane.longitude + source.gauss(0, 0.3))
        for _ in range(100_000)
    ]
    shown.set_points(points)
    together = Points([(*plane.point(p.latitude, p.longitude), p) for p in points])
    wide = fitted((-400, -400, 400, 400), QSizeF(700, 480), 0)
    for sight in (wide, wide.zoomed(3, QPointF(350, 240))):
        groups = list(together.seen(sight))
        assert len(groups) < 700
        assert sum(group.count for group in groups) == 100_000
    near = wide.zoomed(400, QPointF(350, 240))
    assert 0 < sum(group.count for group in together.seen(near)) < 1000
    shown.grab()
    assert "100000" in shown.summary()


def test_points_of_several_kinds_in_one_place_are_shown_as_such() -> None:
    points = [
        (0.01, 0.01, MapPoint(14, 101, tone="ok", sign="circle")),
        (0.02, 0.02, MapPoint(14, 101, tone="fail", sign="triangle")),
    ]
    [group] = Points(points).seen(Sight(0, 0, 5, QSizeF(100, 100)))
    assert (group.count, group.alike) == (2, False)
    assert len(list(Points(points).seen(Sight(0, 0, 4000, QSizeF(300, 300))))) == 2


def test_no_name_stands_over_another(qapp: QApplication) -> None:
    names = [Name(QPointF(100 + 9 * i, 100 + 4 * (i % 7)), (f"อำเภอที่ {i}",)) for i in range(40)]
    taken = [QRectF(90, 90, 60, 12)]
    placed = map_labels.place(names, taken, QRectF(0, 0, 600, 300))
    areas = [label.area for label in placed] + taken
    assert len(placed) > 3
    assert not any(a.intersects(b) for i, a in enumerate(areas) for b in areas[i + 1 :])
    assert placed[0].name is names[0]


def test_every_sign_is_painted_otherwise(qapp: QApplication) -> None:
    from fieldkit.ui.map_points import paint_sign

    drawn = []
    for sign in ("circle", "square", "diamond", "triangle", "cross"):
        picture = QPixmap(QSize(40, 40))
        picture.fill(Qt.GlobalColor.white)
        painter = QPainter(picture)
        paint_sign(painter, QPointF(20, 20), MapPoint(0, 0, sign=sign))
        painter.end()
        drawn.append(picture.toImage())
    assert all(one != other for one, other in pairwise(drawn))


def test_the_picture_has_the_pixels_of_the_paper(shown: SketchMap) -> None:
    picture = QPixmap(shown.size() * 1.5)
    picture.setDevicePixelRatio(1.5)
    shown.render(picture)
    assert shown._picture is not None
    assert shown._picture[1].size() == shown.size() * 1.5
