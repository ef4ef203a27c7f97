"""The look of the window: colour tokens, type scale, palette and style sheet."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, fields
from functools import cache
from typing import TYPE_CHECKING, Literal, get_args

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QGuiApplication, QPalette

from fieldkit import resources
from fieldkit.ui.icon_files import glyph_file

if TYPE_CHECKING:
    from collections.abc import Mapping

    from PySide6.QtWidgets import QApplication

Scheme = Literal["system", "light", "dark", "outdoor"]
SCHEMES: tuple[Scheme, ...] = get_args(Scheme)
Tone = Literal["accent", "ok", "fail", "warn", "info", "neutral"]
TONES: tuple[Tone, ...] = get_args(Tone)
TEXT_SIZES = (80, 90, 100, 110, 125, 150, 175, 200)
FAMILY = "Sarabun"


@dataclass(frozen=True, slots=True)
class Tokens:
    """Every colour of the program; no other file names one. Text keeps 4.5 : 1 on its own ground."""

    name: str
    dark: bool
    edge: int  # width in pixels of the edge of fields and buttons
    ring: int  # width of that edge while it has the focus
    window: str
    sidebar: str
    surface: str
    subtle: str
    hover: str
    zebra: str
    border: str
    border_strong: str
    text: str
    text_2: str
    text_3: str
    accent: str
    accent_hover: str
    accent_soft: str
    on_accent: str
    ok: str
    ok_soft: str
    fail: str
    fail_soft: str
    warn: str
    warn_soft: str
    info: str
    info_soft: str
    neutral: str
    neutral_soft: str
    chart_1: str
    chart_2: str
    chart_3: str
    chart_4: str

    def soft(self, tone: Tone) -> str:
        """Return the ground on which ``tone`` is read."""
        return str(getattr(self, f"{tone}_soft"))


LIGHT = Tokens(
    name="light", dark=False, edge=1, ring=2,
    window="#F5F7FA", sidebar="#EDF1F6", surface="#FFFFFF",
    subtle="#F2F5F9", hover="#EAEFF6", zebra="#FAFBFD",
    border="#E0E6EE", border_strong="#B4BFCE",
    text="#17202C", text_2="#4A5667", text_3="#5F6B7C",
    accent="#1A5FB4", accent_hover="#154F97", accent_soft="#E4EEFB", on_accent="#FFFFFF",
    ok="#17754A", ok_soft="#DFF4E8", fail="#B92D43", fail_soft="#FBE6EA",
    warn="#8A5A00", warn_soft="#FDF0D2", info="#0A6A8F", info_soft="#DFF2F8",
    neutral="#56627A", neutral_soft="#E9EDF3",
    chart_1="#1A5FB4", chart_2="#A9C1E6", chart_3="#C27803", chart_4="#B92D43",
)  # fmt: skip

DARK = Tokens(
    name="dark", dark=True, edge=1, ring=2,
    window="#11151B", sidebar="#0C0F14", surface="#191E26",
    subtle="#1F2530", hover="#262D39", zebra="#1C222B",
    border="#2A323E", border_strong="#4A5668",
    text="#E7ECF3", text_2="#B0BAC8", text_3="#98A3B3",
    accent="#78AEFF", accent_hover="#96C0FF", accent_soft="#1B2C47", on_accent="#0A1A31",
    ok="#5CCB94", ok_soft="#15291F", fail="#FF8596", fail_soft="#351A20",
    warn="#F0B950", warn_soft="#37280C", info="#62C3E4", info_soft="#0F2C37",
    neutral="#A3AEC0", neutral_soft="#262D38",
    chart_1="#78AEFF", chart_2="#3D5680", chart_3="#F0B950", chart_4="#FF8596",
)  # fmt: skip

# Black on white with black edges and no greys, for a screen in full sun.
OUTDOOR = Tokens(
    name="outdoor", dark=False, edge=2, ring=4,
    window="#FFFFFF", sidebar="#FFFFFF", surface="#FFFFFF",
    subtle="#FFFFFF", hover="#FFF2B8", zebra="#FFFFFF",
    border="#000000", border_strong="#000000",
    text="#000000", text_2="#000000", text_3="#000000",
    accent="#003C96", accent_hover="#002A6B", accent_soft="#CFE2FF", on_accent="#FFFFFF",
    ok="#00502A", ok_soft="#FFFFFF", fail="#9B0018", fail_soft="#FFFFFF",
    warn="#6B3A00", warn_soft="#FFFFFF", info="#00486A", info_soft="#FFFFFF",
    neutral="#000000", neutral_soft="#FFFFFF",
    chart_1="#003C96", chart_2="#7FA6E0", chart_3="#B36200", chart_4="#9B0018",
)  # fmt: skip

_SETS: Mapping[str, Tokens] = {"light": LIGHT, "dark": DARK, "outdoor": OUTDOOR}

FontRole = Literal["caption", "body", "strong", "title", "page", "figure"]
_FONTS: Mapping[str, tuple[int, QFont.Weight]] = {
    "caption": (13, QFont.Weight.Normal),
    "body": (15, QFont.Weight.Normal),
    "strong": (15, QFont.Weight.DemiBold),
    "title": (17, QFont.Weight.DemiBold),
    "page": (22, QFont.Weight.DemiBold),
    "figure": (28, QFont.Weight.DemiBold),
}


@dataclass(frozen=True, slots=True)
class Theme:
    """The tokens in force and the size of the text (1.0 = as drawn)."""

    tokens: Tokens = LIGHT
    scale: float = 1.0
    _fonts: dict[str, QFont] = field(default_factory=dict, compare=False, repr=False)
    _colours: dict[str, QColor] = field(default_factory=dict, compare=False, repr=False)

    def px(self, size: float) -> int:
        """Return ``size`` logical pixels grown with the text, for anything that must hold text."""
        return round(size * self.scale)

    def font(self, role: FontRole = "body") -> QFont:
        """Return the font of one step of the type scale; shared, so do not change it."""
        font = self._fonts.get(role)
        if font is None:
            pixels, weight = _FONTS[role]
            font = QFont(FAMILY)
            font.setPixelSize(self.px(pixels))
            font.setWeight(weight)
            self._fonts[role] = font
        return font

    def colour(self, token: str) -> QColor:
        """Return the colour of ``token`` (a field name of Tokens); shared, so do not change it."""
        colour = self._colours.get(token)
        if colour is None:
            colour = self._colours[token] = QColor(getattr(self.tokens, token))
        return colour


_current = Theme()


def current() -> Theme:
    """Return the theme in force; ask again in each paint event, it changes at run time."""
    return _current


def tokens_for(scheme: Scheme) -> Tokens:
    """Return the token set of ``scheme``; "system" asks the desktop."""
    if scheme != "system":
        return _SETS[scheme]
    hints = QGuiApplication.styleHints()
    return DARK if hints.colorScheme() == Qt.ColorScheme.Dark else LIGHT


def apply(app: QApplication, scheme: Scheme, text_size: int = 100) -> Theme:
    """Give the whole program ``scheme`` and ``text_size`` (percent, 80 to 200)."""
    global _current
    asked = {"system": Qt.ColorScheme.Unknown, "dark": Qt.ColorScheme.Dark}
    app.styleHints().setColorScheme(asked.get(scheme, Qt.ColorScheme.Light))
    scale = min(max(text_size, TEXT_SIZES[0]), TEXT_SIZES[-1]) / 100
    _current = Theme(tokens_for(scheme), scale)
    app.setFont(_current.font("body"))
    app.setPalette(palette(_current.tokens))
    app.setStyleSheet(style_sheet(_current))
    return _current


@cache
def load_fonts() -> tuple[str, ...]:
    """Register the fonts that come with the program once and return their families."""
    families: list[str] = []
    for file in sorted(resources.path("fonts").glob("*.ttf")):
        number = QFontDatabase.addApplicationFont(str(file))
        families += QFontDatabase.applicationFontFamilies(number)
    return tuple(dict.fromkeys(families))


def palette(tokens: Tokens) -> QPalette:
    """Return the palette for everything that the style sheet does not reach."""
    role = QPalette.ColorRole
    by_role = {
        role.Window: tokens.window, role.WindowText: tokens.text,
        role.Base: tokens.surface, role.AlternateBase: tokens.zebra, role.Text: tokens.text,
        role.Button: tokens.surface, role.ButtonText: tokens.text,
        role.ToolTipBase: tokens.surface, role.ToolTipText: tokens.text,
        role.PlaceholderText: tokens.text_3, role.BrightText: tokens.fail,
        role.Highlight: tokens.accent, role.HighlightedText: tokens.on_accent,
        role.Accent: tokens.accent, role.Link: tokens.accent, role.LinkVisited: tokens.accent,
        role.Light: tokens.surface, role.Midlight: tokens.hover, role.Mid: tokens.border,
        role.Dark: tokens.border_strong, role.Shadow: tokens.border_strong,
    }  # fmt: skip
    result = QPalette()
    for name, value in by_role.items():
        result.setColor(name, QColor(value))
    quiet = QColor(tokens.text_3)
    for name in (role.WindowText, role.Text, role.ButtonText):
        result.setColor(QPalette.ColorGroup.Disabled, name, quiet)
    result.setColor(QPalette.ColorGroup.Disabled, role.Base, QColor(tokens.subtle))
    return result


def style_sheet(theme: Theme) -> str:
    """Return ``resources/style.qss`` with ``@token``, ``px(n)`` and ``glyph(icon, token)`` filled in.

    Raises KeyError for a token that does not exist.
    """
    values = {f.name: str(getattr(theme.tokens, f.name)) for f in fields(Tokens)}
    edges = {"edge": theme.tokens.edge, "ring": theme.tokens.ring}
    values |= {name: f"{width}px" for name, width in edges.items()}
    # Without greys, a control that cannot be pressed is told by its broken edge.
    values["disabled_edge"] = "dashed" if theme.tokens.edge > 1 else "solid"
    # … and how far a bar may grow by an edge of its own.
    values["track"] = values["border_strong" if theme.tokens.edge > 1 else "neutral_soft"]

    def glyph(match: re.Match[str]) -> str:
        file = glyph_file(match[1], values[match[2]])
        return f'url("{file.as_posix()}")' if file else "none"

    text = resources.path("style.qss").read_text(encoding="utf-8")
    text = re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL)
    text = re.sub(r"glyph\(([a-z0-9-]+), *(\w+)\)", glyph, text)
    # What lies inside an edge shrinks as the edge grows, so that nothing moves when the focus comes.
    text = re.sub(r"\binside\((\d+), (\w+)\)", lambda m: f"{theme.px(int(m[1])) - 2 * edges[m[2]]}px", text)
    # Air shrinks with small text, but large text needs its room for words.
    air = min(theme.scale, 1.0)
    text = re.sub(r"\bpad\((\d+), (\w+)\)", lambda m: f"{round(int(m[1]) * air) - edges[m[2]]}px", text)
    text = re.sub(r"\bpx\((\d+)\)", lambda m: f"{theme.px(int(m[1]))}px", text)
    return re.sub(r"@(\w+)", lambda m: values[m[1]], text)
