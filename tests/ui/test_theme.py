from __future__ import annotations

import itertools
import math
import re
from dataclasses import fields

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFontInfo, QPalette
from PySide6.QtWidgets import QApplication, QPushButton

from fieldkit import resources
from fieldkit.ui import icons, theme
from fieldkit.ui.theme import DARK, LIGHT, OUTDOOR, TONES, Theme, Tokens

SETS = (LIGHT, DARK, OUTDOOR)
TEXTS = ("text", "text_2", "text_3")
GROUNDS = ("window", "sidebar", "surface", "subtle", "hover", "zebra", "accent_soft")


def luminance(colour: str) -> float:
    """Relative luminance of WCAG 2.2."""
    ink = QColor(colour)
    channels = (ink.redF(), ink.greenF(), ink.blueF())
    linear = [c / 12.92 if c <= 0.04045 else math.pow((c + 0.055) / 1.055, 2.4) for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(first: str, second: str) -> float:
    light, dark = sorted((luminance(first), luminance(second)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_contrast_of_black_and_white_is_known() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)


@pytest.mark.parametrize("tokens", SETS, ids=lambda tokens: tokens.name)
def test_words_are_read_on_every_ground(tokens: Tokens) -> None:
    pairs = itertools.product(TEXTS, GROUNDS)
    poor = {
        pair: round(contrast(getattr(tokens, pair[0]), getattr(tokens, pair[1])), 2)
        for pair in pairs
        if contrast(getattr(tokens, pair[0]), getattr(tokens, pair[1])) < 4.5
    }
    assert poor == {}


@pytest.mark.parametrize("tokens", SETS, ids=lambda tokens: tokens.name)
@pytest.mark.parametrize("tone", TONES)
def test_verdicts_are_read_on_their_soft_ground_and_on_paper(tokens: Tokens, tone: theme.Tone) -> None:
    for ground in (tokens.soft(tone), tokens.surface, tokens.window):
        assert contrast(getattr(tokens, tone), ground) >= 4.5, ground


@pytest.mark.parametrize("tokens", SETS, ids=lambda tokens: tokens.name)
def test_words_on_the_primary_button_are_read(tokens: Tokens) -> None:
    assert contrast(tokens.on_accent, tokens.accent) >= 4.5
    assert contrast(tokens.on_accent, tokens.accent_hover) >= 4.5


def test_outdoor_edges_are_black() -> None:
    assert contrast(OUTDOOR.border_strong, OUTDOOR.surface) == pytest.approx(21)
    assert OUTDOOR.edge == 2


@pytest.mark.parametrize("tokens", SETS, ids=lambda tokens: tokens.name)
def test_every_token_is_a_colour(tokens: Tokens) -> None:
    names = [f.name for f in fields(Tokens) if f.name not in ("name", "dark", "edge", "ring")]
    assert [name for name in names if not QColor.isValidColorName(getattr(tokens, name))] == []


def test_style_sheet_is_filled_in() -> None:
    sheet = theme.style_sheet(Theme(LIGHT, 1.0))
    assert "@" not in sheet
    assert "px(" not in sheet
    assert "glyph(" not in sheet
    assert "inside(" not in sheet
    assert "pad(" not in sheet
    assert LIGHT.accent in sheet


def test_style_sheet_grows_with_the_text() -> None:
    assert "min-height: 34px" in theme.style_sheet(Theme(LIGHT, 1.0))
    assert "min-height: 70px" in theme.style_sheet(Theme(LIGHT, 2.0))


def test_the_focus_moves_nothing() -> None:
    for tokens in SETS:
        sheet = theme.style_sheet(Theme(tokens, 1.0))
        heights = {int(found) for found in re.findall(r"min-height: (\d+)px; padding: 0 ", sheet)}
        assert {36 - 2 * tokens.edge, 36 - 2 * tokens.ring} <= heights


def test_no_other_file_names_a_colour() -> None:
    folder = resources.path("..", "fieldkit", "ui").resolve()
    named = {
        file.name: found
        for file in folder.rglob("*.py")
        if file.name != "theme.py"
        and (found := re.findall(r"""["'](#[0-9A-Fa-f]{6}|#[0-9A-Fa-f]{3})["']""", file.read_text("utf-8")))
    }
    assert named == {}
    rules = re.findall(r"\{[^}]*\}", resources.path("style.qss").read_text("utf-8"))
    assert rules
    assert [rule for rule in rules if "#" in rule] == []


def test_fonts_come_with_the_program(qapp: QApplication) -> None:
    assert theme.FAMILY in theme.load_fonts()
    assert QFontInfo(theme.current().font("body")).family() == theme.FAMILY
    assert QFontInfo(theme.current().font("strong")).weight() == 600


def test_text_size_scales_fonts_and_is_kept_in_bounds(qapp: QApplication) -> None:
    assert theme.apply(qapp, "light", 150).font("body").pixelSize() == 22
    assert theme.apply(qapp, "light", 1000).scale == 2.0
    assert theme.apply(qapp, "light", 10).scale == 0.8


def test_scheme_reaches_the_palette(qapp: QApplication) -> None:
    theme.apply(qapp, "dark")
    assert qapp.palette().color(QPalette.ColorRole.Window) == QColor(DARK.window)
    theme.apply(qapp, "outdoor")
    assert qapp.palette().color(QPalette.ColorRole.Window) == QColor(OUTDOOR.window)


def test_icons_take_the_colour_of_the_theme_when_painted(qapp: QApplication) -> None:
    made = icons.icon("search", "accent")
    seen = []
    for scheme in ("light", "dark"):
        theme.apply(qapp, scheme)
        picture = made.pixmap(20, 20).toImage()
        inks = {
            picture.pixelColor(x, y).name().upper()
            for x in range(picture.width())
            for y in range(picture.height())
            if picture.pixelColor(x, y).alpha() == 255
        }
        seen.append(inks)
    assert LIGHT.accent in seen[0]
    assert DARK.accent in seen[1]


def test_icon_is_drawn_sharp_at_the_device_ratio(qapp: QApplication) -> None:
    picture = icons.pixmap("factory", "text", 20, 1.5)
    assert (picture.width(), picture.devicePixelRatio()) == (30, 1.5)


def test_unknown_icon_is_refused() -> None:
    with pytest.raises(FileNotFoundError):
        icons.icon("no-such-icon")


def test_button_shows_focus_by_its_edge(qtbot: object, qapp: QApplication) -> None:
    button = QPushButton("เริ่มตรวจ")
    qtbot.addWidget(button)  # type: ignore[attr-defined]
    button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    button.show()
    before = button.grab().toImage()
    with qtbot.waitActive(button):  # type: ignore[attr-defined]
        button.activateWindow()
    button.setFocus()
    qtbot.waitUntil(button.hasFocus)  # type: ignore[attr-defined]
    after = button.grab().toImage()
    middle = before.height() // 2
    assert after.pixelColor(0, middle) == QColor(LIGHT.accent)
    assert after.pixelColor(0, middle) != before.pixelColor(0, middle)
