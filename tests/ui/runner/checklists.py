"""A shown form runner with what tests ask of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fieldkit.model import inspections
from fieldkit.ui.runner.runner import Runner
from tests.tiny_checklists import start as start

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from fieldkit.model.inspections import Inspection
    from fieldkit.ui.capture.sources import Devices
    from fieldkit.ui.runner.editor import AnswerEditor
    from fieldkit.ui.runner.rows import FormRow


class Desk:
    """A shown runner with what tests ask of it: stand, press, read what is stored."""

    def __init__(
        self, qtbot: QtBot, inspection: Inspection, language: str = "th", devices: Devices | None = None
    ) -> None:
        self.qtbot = qtbot
        self.runner = Runner(inspection, "en" if language == "en" else "th", devices=devices)
        qtbot.addWidget(self.runner)
        self.runner.resize(1300, 700)
        with qtbot.waitActive(self.runner):
            self.runner.show()

    def stand(self, name: str) -> str:
        """Go to the question called ``name`` and return its path."""
        instance = self.runner.inspection.instance
        path = next(node.path for node in instance.walk() if node.name == name)
        self.runner.go(path)
        assert self.runner.here() == path
        return path

    @property
    def editor(self) -> AnswerEditor:
        """The live editor."""
        assert self.runner.view.editor is not None
        return self.runner.view.editor

    @property
    def row(self) -> FormRow:
        """The row where one stands."""
        row = self.runner.view.current_row()
        assert row is not None
        return row

    def row_of(self, name: str) -> FormRow:
        """The row of a question of the shown section."""
        model = self.runner.model
        return next(row for row in model.every_row() if row.path.endswith(f"/{name}"))

    def stored(self, name: str) -> str:
        """Return what the store holds of a question, read anew."""
        inspection = self.runner.inspection
        opened = inspections.open_inspection(inspection.workspace, inspection.id)
        return next(node.value for node in opened.instance.walk() if node.name == name)

    def typing(self) -> dict[str, str]:
        """Return the texts that are kept and are no answers, read anew."""
        inspection = self.runner.inspection
        return inspections.open_inspection(inspection.workspace, inspection.id).typing

    def spoken(self, name: str) -> str:
        """Return what a screen reader says of a question of the shown section."""
        from PySide6.QtCore import Qt

        model = self.runner.model
        place = next(
            i for i in range(model.rowCount()) if str(getattr(model.row(i), "path", "")).endswith(f"/{name}")
        )
        return str(model.data(model.index(place), Qt.ItemDataRole.AccessibleTextRole))
