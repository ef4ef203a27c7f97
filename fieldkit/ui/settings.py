"""How this laptop shows the program: language, scheme, size of the text, window, columns."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Protocol, get_args

from PySide6.QtCore import QByteArray, QSettings

from fieldkit.errors import Language
from fieldkit.ui.theme import SCHEMES, TEXT_SIZES, Scheme

if TYPE_CHECKING:
    from collections.abc import Iterable


LANGUAGES: tuple[Language, ...] = get_args(Language)


class _Store(Protocol):
    def value(self, key: str, /, default: object = None) -> object: ...

    def setValue(self, key: str, value: object, /) -> None: ...

    def sync(self) -> None: ...


class _Unkept(dict[str, object]):
    """Settings that are forgotten at the end."""

    def value(self, key: str, /, default: object = None) -> object:
        return self.get(key, default)

    def setValue(self, key: str, value: object, /) -> None:
        self[key] = value

    def sync(self) -> None:
        """Nothing to write."""


class Settings:
    """Reads and writes ``window.ini``; what the work depends on is in the database instead.

    A value that cannot be read (a file edited by hand) gives the default.
    """

    def __init__(self, file: Path | None) -> None:
        """Keep the settings in ``file``; None keeps them only while the program runs."""
        ini = QSettings.Format.IniFormat
        self._store: _Store = _Unkept() if file is None else QSettings(str(file), ini)

    @classmethod
    def of_folder(cls, data_folder: Path) -> Settings:
        """Return the settings kept in a data folder."""
        return cls(data_folder / "window.ini")

    @property
    def language(self) -> Language:
        """The language of the window; Thai unless English was chosen."""
        return "en" if self._store.value("language") == "en" else "th"

    @language.setter
    def language(self, language: Language) -> None:
        self._store.setValue("language", language)

    @property
    def scheme(self) -> Scheme:
        """The colour scheme."""
        found = self._store.value("scheme")
        return next((scheme for scheme in SCHEMES if scheme == found), "system")

    @scheme.setter
    def scheme(self, scheme: Scheme) -> None:
        self._store.setValue("scheme", scheme)

    @property
    def text_size(self) -> int:
        """The size of the text in percent, 80 to 200."""
        try:
            found = int(str(self._store.value("text_size", 100)))
        except ValueError:
            return 100
        return min(max(found, TEXT_SIZES[0]), TEXT_SIZES[-1])

    @text_size.setter
    def text_size(self, percent: int) -> None:
        self._store.setValue("text_size", percent)

    @property
    def page(self) -> str:
        """Key of the page that was open last, "" at the first start."""
        return str(self._store.value("page", ""))

    @page.setter
    def page(self, key: str) -> None:
        self._store.setValue("page", key)

    @property
    def geometry(self) -> QByteArray | None:
        """Where the window stood, as QWidget.saveGeometry gives it."""
        found = self._store.value("geometry")
        return found if isinstance(found, QByteArray) else None

    @geometry.setter
    def geometry(self, geometry: QByteArray) -> None:
        self._store.setValue("geometry", geometry)

    def hidden_columns(self, table: str) -> tuple[str, ...] | None:
        """Return the keys of the columns of ``table`` that a person took away, None before any choice."""
        found = self._store.value(f"hidden/{table}")
        return None if found is None else tuple(key for key in str(found).split() if key)

    def hide_columns(self, table: str, keys: Iterable[str]) -> None:
        """Remember the columns of ``table`` that are not shown."""
        self._store.setValue(f"hidden/{table}", " ".join(keys))

    def flush(self) -> None:
        """Write to the file now."""
        self._store.sync()
