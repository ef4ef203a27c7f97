"""What a field offers while one types: at most fifteen lines, found by the model, never all choices."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple, cast

from PySide6.QtCore import QCoreApplication, QModelIndex, QObject, QStringListModel, Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QCompleter, QLineEdit

from fieldkit.model.choice_search import MOST, index_of
from fieldkit.model.place_text import Place
from fieldkit.ui.runner.kinds import options

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from fieldkit.model.inspections import Inspection


class Suggestion(NamedTuple):
    """What is put into the field, and the words that offer it."""

    text: str
    words: str


def suggest(inspection: Inspection, path: str, kind: str) -> Callable[[str], list[Suggestion]] | None:
    """Return what finds suggestions for the field of a question, None when it has none."""
    if kind == "list":
        index = index_of(options(inspection.instance.node(path)))

        def search(typed: str) -> list[Suggestion]:
            words = [index.shown(choice) for choice in index.search(typed, MOST)]
            return [Suggestion(word, word) for word in words]

        return search
    if kind in ("point", "points"):
        # A typed place is its own; places that are known are offered to an empty field.
        return lambda typed: [] if typed.strip() else list(_known_places(inspection))[:MOST]
    return None


def _known_places(inspection: Inspection) -> Iterator[Suggestion]:
    """Yield where photos were taken, newest first, and where the register has the factory."""
    for row in sorted(inspection.files, key=lambda row: str(row.get("taken_at") or ""), reverse=True):
        if row.get("latitude") is not None and row.get("longitude") is not None and not row.get("deleted"):
            text = Place(_decimal(row["latitude"]), _decimal(row["longitude"])).text
            yield Suggestion(text, f"{text} · {row['name']}")
    factory = inspection.factory
    if factory.get("latitude") is not None and factory.get("longitude") is not None:
        text = Place(_decimal(factory["latitude"]), _decimal(factory["longitude"])).text
        yield Suggestion(text, f"{text} · {factory['name']}")


class SuggestionList(QObject):
    """The list under a line; Down or Alt+Down opens it, Enter takes the marked line.

    Attributes:
        taken: signal with the text of the chosen suggestion.
    """

    taken = Signal(str)

    def __init__(self, line: QLineEdit, search: Callable[[str], list[Suggestion]]) -> None:
        super().__init__(line)
        self._line = line
        self._search = search
        self._shown: list[Suggestion] = []
        self._words = QStringListModel(self)
        self._completer = QCompleter(self._words, self)
        self._completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        self._completer.setMaxVisibleItems(MOST)
        # Not line.setCompleter: that writes the marked line into the field before it is chosen.
        self._completer.setWidget(line)
        self._completer.activated[QModelIndex].connect(self._take)  # type: ignore[index]
        self._popup = cast("QAbstractItemView", self._completer.popup())
        self._popup.setObjectName("found")  # rows that a finger hits
        self._popup.setTextElideMode(Qt.TextElideMode.ElideRight)
        self._popup.setAccessibleName(QCoreApplication.translate("AnswerEditor", "Suggestions"))

    def is_open(self) -> bool:
        """Whether the list is on the screen."""
        return self._popup.isVisible()

    def words(self) -> list[str]:
        """Return the lines that are offered."""
        return self._words.stringList()

    def show_for(self, typed: str) -> None:
        """Offer what fits ``typed``; nothing is shown when nothing does."""
        self._shown = self._search(typed)
        self._words.setStringList([suggestion.words for suggestion in self._shown])
        if not self._shown:
            self._popup.hide()
            return
        self._completer.complete()
        if typed.strip():
            self._popup.setCurrentIndex(self._completer.completionModel().index(0, 0))

    def close(self) -> None:
        """Take the list away."""
        self._popup.hide()

    def _take(self, index: QModelIndex) -> None:
        if 0 <= index.row() < len(self._shown):
            self.taken.emit(self._shown[index.row()].text)


def _decimal(number: object) -> Decimal:
    return Decimal(str(number))
