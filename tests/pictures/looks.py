"""In which looks the window is drawn and walked: a few always, all of them with PICTURES=all."""

from __future__ import annotations

import os
from itertools import product
from typing import TYPE_CHECKING

from fieldkit.ui.theme import TEXT_SIZES
from tests.pictures.gallery import Look

if TYPE_CHECKING:
    from fieldkit.errors import Language
    from fieldkit.ui.theme import Scheme

EVERYTHING = os.environ.get("PICTURES") == "all"
# Each language, each scheme, small, usual and large text meet once.
DRAWN = (Look("th", "light"), Look("en", "dark", 150), Look("th", "outdoor", 200))
WALKED = (Look("th", "light"), Look("en", "outdoor", 200))
LANGUAGES: tuple[Language, ...] = ("th", "en")
SHOWN: tuple[Scheme, ...] = ("light", "dark", "outdoor")
EVERY_LOOK = (
    *(Look(language, scheme, size) for language, scheme, size in product(LANGUAGES, SHOWN, TEXT_SIZES)),
    *(Look("th", scheme, 100, 1.5) for scheme in SHOWN),
)
EVERY_SIZE = tuple(Look(language, "light", size) for language, size in product(LANGUAGES, TEXT_SIZES))


def drawn() -> tuple[Look, ...]:
    """Return the looks in which every state is drawn and looked at."""
    return EVERY_LOOK if EVERYTHING else DRAWN


def walked() -> tuple[Look, ...]:
    """Return the looks in which every state is walked through with Tab."""
    return EVERY_SIZE if EVERYTHING else WALKED


def share_of(look: Look, looks: tuple[Look, ...]) -> slice:
    """Return which kinds of questions are shown in ``look``: each in one of the few looks, or all in all."""
    return slice(None) if EVERYTHING else slice(looks.index(look), None, len(looks))
