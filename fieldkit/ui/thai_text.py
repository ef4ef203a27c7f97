"""Thai words that wrap, also where Qt has no dictionary for them."""

from __future__ import annotations

from functools import cache, lru_cache

from PySide6.QtCore import QTextBoundaryFinder

_SAMPLE = "โรงงานอุตสาหกรรม"


@cache
def qt_breaks_thai() -> bool:
    """Whether Qt knows where Thai words end; it does where libthai can be loaded (not on Windows)."""
    finder = QTextBoundaryFinder(QTextBoundaryFinder.BoundaryType.Line, _SAMPLE)
    finder.toStart()
    return 0 < finder.toNextBoundary() < len(_SAMPLE)


def has_thai(text: str) -> bool:
    """Whether ``text`` has a Thai letter."""
    return any("\u0e00" <= sign <= "\u0e7f" for sign in text)


@lru_cache(maxsize=4096)
def _with_breaks(text: str) -> str:
    from fieldkit.model.thai.words import breakable

    return breakable(text)


def wrappable(text: str) -> str:
    """Return ``text`` in a form that Qt wraps between Thai words (zero-width spaces where needed)."""
    if not has_thai(text) or qt_breaks_thai():
        return text
    return _with_breaks(text)
