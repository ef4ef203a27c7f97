"""The 42 rows of the general checklist from the first key to the seal without a pointer, and what it costs.

The keys of each question are counted and printed (``pytest -s``); a yes/no/not-applicable item may cost 1.3.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from fieldkit.model import inspections
from fieldkit.model.inspections.stored_path import stored_path
from fieldkit.ui.inspection_page import InspectionPage
from fieldkit.ui.page import PageContext
from fieldkit.ui.runner import signing
from fieldkit.ui.runner.closing import ClosingSheet
from tests.office import picture

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from fieldkit.model.inspections import Inspection
    from fieldkit.model.workspace import Workspace
    from fieldkit.ui.settings import Settings

MOST = 1.3  # keys for a yes/no/not-applicable item, with going on to the next one
PLAN: dict[str, tuple[str, str]] = {
    # question: the keys that answer it, and what is stored then
    "gen01": ("1", "operating"),
    "gen02_name": ("Mana", "Mana"), "gen02_post": ("Manager", "Manager"),
    "gen02_phone": ("0812345678", "0812345678"),
    "gen03": ("1", "yes"), "gen04": ("1", "yes"), "gen05": ("3", "na"), "gen06": ("900", "900"),
    "gen08_male": ("20", "20"), "gen08_female": ("14", "14"), "gen09": ("2", "no"),
    "gen10": ("31/12/69", "2026-12-31"), "gen11": ("1", "yes"), "gen12": ("1", "met"),
    "gen15": ("1", "yes"), "gen16": ("2", "no"), "gen17": ("5", "5"), "gen18": ("1", "yes"),
    "gen19": ("1", "good"), "gen20": ("1", "yes"), "gen21": ("2", "no"), "gen22": ("1", "yes"),
    "gen23": ("2", "no"), "gen24": ("1", "none"), "gen25": ("5", "none"), "gen27": ("2", "no"),
    "gen29": ("2", "no"), "gen30": ("2", "no"), "gen31": ("2", "no"), "gen32": ("1", "complete"),
    "gen33": ("1", "sent"), "gen34": ("1", "sent"), "gen35": ("0", "0"), "gen37": ("1", "1"),
    "gen38": ("1", "yes"), "gen39": ("1", "yes"), "gen40": ("nothing", "nothing"), "gen41": ("3", "order37"),
}  # fmt: skip
FAILING = ("gen16", "gen21")
# Enter goes to the next question that must be answered; Down to the next one.
BEFORE_OPTIONAL = ("gen02_name", "gen02_post", "gen06", "gen08_male")
# They open for other answers than these, or are for other tools; docs/checklists.md.
NOT_ASKED = {"gen42_inspector", "gen42_representative"}


class Watch(QObject):
    """Sees everything that reaches the application: no pointer, no dialog."""

    _POINTER = frozenset(
        {
            QEvent.Type.MouseButtonPress,
            QEvent.Type.MouseButtonRelease,
            QEvent.Type.MouseMove,
            QEvent.Type.Wheel,
            QEvent.Type.TabletPress,
            QEvent.Type.TouchBegin,
        }
    )

    def __init__(self) -> None:
        super().__init__()
        self.pointed: list[str] = []
        self.dialogs: list[str] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in self._POINTER:
            self.pointed.append(f"{event.type().name} {type(watched).__name__}")
        if event.type() == QEvent.Type.Show and isinstance(watched, QDialog):
            self.dialogs.append(type(watched).__name__)
        return False


class Hand:
    """Presses keys where the focus is and counts them by question."""

    def __init__(self) -> None:
        self.keys: dict[str, int] = defaultdict(int)
        self.at = ""

    @property
    def focus(self) -> QWidget:
        found = QApplication.focusWidget()
        assert found is not None, "the keyboard leads nowhere"
        return found

    def press(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        self.keys[self.at] += 1
        QTest.keyClick(self.focus, key, modifiers)

    def write(self, letters: str) -> None:
        for letter in letters:
            self.keys[self.at] += 1
            QTest.keyClicks(self.focus, letter)

    def tab_to(self, there: Callable[[], QWidget]) -> None:
        for _ in range(60):
            if self.focus is there():
                return
            self.press(Qt.Key.Key_Tab)
        pytest.fail(f"Tab does not reach {there()}")


@pytest.fixture
def watch(qapp: QApplication) -> Iterator[Watch]:
    watch = Watch()
    qapp.installEventFilter(watch)
    yield watch
    qapp.removeEventFilter(watch)


@pytest.fixture
def page(qtbot: QtBot, office: Workspace, settings: Settings, watch: Watch) -> InspectionPage:
    made = InspectionPage(PageContext(office, settings))
    qtbot.addWidget(made)
    made.build()
    made.resize(1300, 700)
    with qtbot.waitActive(made):
        made.show()
    made.open({"start": "mill"})
    return made


def stored(page: InspectionPage) -> dict[str, str]:
    """Return what the store holds, read anew, by the names of questions."""
    return {node.name: node.value for node in again(page).instance.walk() if node.leaf and node.value}


def again(page: InspectionPage) -> Inspection:
    assert page._runner is not None
    return inspections.open_inspection(page.context.workspace, page._runner.inspection.id)


def fill(page: InspectionPage, hand: Hand) -> None:
    """Answer what is asked, in the order in which it is asked, wherever the program leads."""
    runner = page._runner
    assert runner is not None
    asked = {row.path.rpartition("/")[2] for row in runner.model.every_row()}
    assert set(PLAN) | NOT_ASKED <= asked | {"gen28", "gen26", "gen36"}, sorted(asked)
    for name, (keys, value) in PLAN.items():
        hand.at = name
        for _ in range(3):
            if runner.here().endswith(f"/{name}"):
                break
            hand.press(Qt.Key.Key_Down)
        assert runner.here().endswith(f"/{name}"), (name, runner.here())
        assert name not in stored(page)
        hand.write(keys)
        if name == "gen40":
            hand.press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        elif name in FAILING:
            describe(hand)
        elif runner.here().endswith(f"/{name}"):
            hand.press(Qt.Key.Key_Down if name in BEFORE_OPTIONAL else Qt.Key.Key_Return)
        assert stored(page).get(name) == value, name


def describe(hand: Hand) -> None:
    """Write into the finding what was found; these keys are of the finding, not of the item."""
    name, hand.at = hand.at, "findings"
    hand.press(Qt.Key.Key_F5)
    hand.write("blocked")
    hand.press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    hand.at = name
    hand.press(Qt.Key.Key_Return)


def sign(page: InspectionPage, hand: Hand) -> None:
    """Close by F12 and sign by a photo of the signed paper."""
    hand.at = "signing"
    hand.press(Qt.Key.Key_F12)
    sheet = page._sheet
    assert isinstance(sheet, ClosingSheet)
    assert sheet.kind.key() == "complete"
    hand.tab_to(lambda: sheet.inspector._from_paper)
    hand.press(Qt.Key.Key_Space)
    hand.tab_to(lambda: sheet.representative.name)
    hand.write("Mana")
    hand.tab_to(lambda: sheet.representative._from_paper)
    hand.press(Qt.Key.Key_Space)
    hand.tab_to(lambda: sheet.sign)
    hand.press(Qt.Key.Key_Space)


def test_from_the_first_key_to_the_seal_without_a_pointer(
    page: InspectionPage,
    watch: Watch,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    record_property: Callable[[str, object], None],
) -> None:
    paper = tmp_path / "paper.jpg"
    paper.write_bytes(picture())
    opened, hand = again(page), Hand()
    items = [
        node.name
        for node in opened.instance.walk()
        if {choice.name for choice in node.choices} in ({"yes", "no", "na"}, {"yes", "no"})
        and node.name in PLAN
    ]
    assert len(items) == 18, items
    fill(page, hand)
    assert watch.dialogs == []
    filled = again(page)
    assert filled.result().unanswered == ()
    told = {path.rpartition("/")[2]: row["description"] for path, row in filled.findings.items()}
    assert told == dict.fromkeys(FAILING, "blocked")
    # The system's own dialog chooses the photo of the paper; that is no more filling.
    monkeypatch.setattr(signing, "choose_path", lambda *_arguments, **_options: [paper])
    sign(page, hand)
    sealed = inspections.open_inspection(opened.workspace, opened.id)
    assert (sealed.closed, bool(sealed.row["seal"])) == (True, True)
    assert {stored_path(node) for node in sealed.instance.walk() if node.value} >= set(filled.findings)
    assert watch.pointed == []
    mean = sum(hand.keys[name] for name in items) / len(items)
    report = ", ".join(f"{name} {count}" for name, count in hand.keys.items())
    print(f"\n{mean:.2f} keys for each of {len(items)} yes/no/not-applicable items; {report}")
    record_property("keys_per_item", round(mean, 2))
    assert all(hand.keys[name] >= 1 for name in PLAN)
    assert mean <= MOST
