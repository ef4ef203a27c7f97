"""The language of the window: English sources in tr(), Thai from compiled translations."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QLocale, QTranslator

from fieldkit import resources

if TYPE_CHECKING:
    from PySide6.QtCore import QCoreApplication

    from fieldkit.errors import Language

# qtbase: the standard buttons and menus, for which Qt brings no Thai.
_FILES = ("fieldkit_th.qm", "qtbase_th.qm")
_PLURALS = ("fieldkit_en.qm",)
_installed: list[QTranslator] = []


def use(app: QCoreApplication, language: Language) -> None:
    """Make ``language`` the language of all that is built from now on.

    Raises FileNotFoundError when a compiled translation is missing.
    """
    while _installed:
        app.removeTranslator(_installed.pop())
    for name in _FILES if language == "th" else _PLURALS:
        file = resources.path("translations", name)
        translator = QTranslator(app)
        if not translator.load(str(file)):
            raise FileNotFoundError(file)
        app.installTranslator(translator)
        _installed.append(translator)
    # Numbers and standard texts only: QLocale writes Gregorian years for Thai, so no dates come from it.
    locale = QLocale.Language.Thai if language == "th" else QLocale.Language.English
    QLocale.setDefault(QLocale(locale))
