"""Tiny checklists for tests: rows of a survey sheet, made into an XLSForm, installed and started."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fieldkit.model import checklists, inspections
from fieldkit.model.xlsform.conversion import convert
from fieldkit.ui.runner.runner import Runner
from tests.office import MILL

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from fieldkit.model.inspections import Inspection
    from fieldkit.model.workspace import Workspace
    from fieldkit.model.xlsform.conversion import Conversion
    from fieldkit.ui.capture.sources import Devices
    from fieldkit.ui.runner.editor import AnswerEditor
    from fieldkit.ui.runner.rows import FormRow

Row = dict[str, str]


_converted: dict[str, tuple[Conversion, bytes]] = {}


def start(
    workspace: Workspace,
    folder: Path,
    survey: Sequence[Row],
    choices: Sequence[Row] = (),
    media: Mapping[str, bytes] | None = None,
) -> Inspection:
    """Install a checklist of these rows and start it at the mill; the same rows are converted once."""
    key = repr((survey, choices))
    if key not in _converted:
        file = _workbook(folder / "types.xlsx", survey, choices)
        _converted[key] = convert(file), file.read_bytes()
    conversion, xlsx = _converted[key]
    checklists.install(workspace, conversion, xlsx, media)
    return inspections.start(workspace, MILL, "TYP")


def _workbook(file: Path, survey: Sequence[Row], choices: Sequence[Row]) -> Path:
    import openpyxl

    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "survey"
    for name, rows in (("survey", survey), ("choices", choices)):
        if name == "choices":
            sheet = book.create_sheet(name)
        columns = list(dict.fromkeys(key for row in rows for key in row))
        sheet.append(columns)
        for row in rows:
            sheet.append([row.get(column) for column in columns])
    book.create_sheet("settings").append(["form_title", "form_id", "version"])
    book["settings"].append(["Types", "TYP", "1"])
    book.save(file)
    return file


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
