"""The sheet over the inspections that imports what was filled in other programs."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QComboBox, QFormLayout, QHBoxLayout, QLineEdit, QWidget

from fieldkit.model.peers import importing
from fieldkit.model.peers.matching import offered
from fieldkit.model.peers.preview import PeerPreview, Wishes, preview_inspections
from fieldkit.ui import dialogs
from fieldkit.ui.buttons import Button
from fieldkit.ui.import_sheet import FOLDER, ImportSheet, ImportWords

if TYPE_CHECKING:
    from fieldkit.model.register.importing import ImportResult
    from fieldkit.model.register.preview import Preview
    from fieldkit.model.register.sheet import Source
    from fieldkit.ui.jobs import Job
    from fieldkit.ui.page import Page

_NAME = 16  # letters of a folder's name that fit a button


class PeerImportSheet(ImportSheet):
    """Imports inspections as drafts, one transaction each."""

    writes_in_steps = True
    pastes = False

    def __init__(self, page: Page) -> None:
        self._media: Path | None = None
        super().__init__(page, "inspection")

    def words(self) -> ImportWords:
        return ImportWords(
            back=self.tr("Back to the inspections"),
            choose=self.tr("Choose inspections of another program"),
            line=self.tr(
                "ODK Central, KoboToolbox, SafetyCulture or ODK Collect. They become drafts to be signed."
            ),
            filters=self.tr("Inspections (*.zip *.xlsx *.csv *.xml)"),
            reading=self.tr("Reading the inspections"),
            writing=self.tr("Writing the inspections"),
            imported=self.tr("The inspections are imported as drafts"),
            none=self.tr("No inspections were imported on this machine yet"),
            record=self.tr("Factory"),
        )

    def count_words(self, count: int) -> str:
        return self.tr("Import %n inspection(s)", "", count)

    def wishes_view(self) -> QWidget:
        """Return the choice of the checklist, the column of the factory and the folder of photos."""
        self.checklist = QComboBox()
        self.checklist.setAccessibleName(self.tr("Checklist"))
        self.column = QLineEdit()
        self.column.setAccessibleName(self.tr("Column of the factory number"))
        self.column.setPlaceholderText("factory_no")
        self.folder_button = Button(self.tr("ODK Collect"), "folder-open")
        self.folder_button.setAccessibleName(self.tr("Folder of ODK Collect"))
        self.folder_button.clicked.connect(self.choose_folder)
        self.folder_button.setToolTip(
            self.tr(
                "In place of a file: the folder “instances” of ODK Collect, or an unpacked export of Central"
            )
        )
        self.media_button = Button(self.tr("Photos"), "folder-open")
        self.media_button.setAccessibleName(self.tr("Folder of the photos"))
        self.media_button.clicked.connect(self.choose_media)
        folders = QHBoxLayout()
        folders.setSpacing(10)
        folders.addWidget(self.folder_button)
        folders.addWidget(self.media_button)
        folders.addStretch(1)
        self._show_media()
        view = QWidget()
        form = QFormLayout(view)
        form.setContentsMargins(20, 4, 20, 12)
        form.setVerticalSpacing(6)
        form.addRow(self.tr("Checklist"), self.checklist)
        form.addRow(self.tr("Factory number in"), self.column)
        form.addRow(self.tr("Folder of"), folders)
        return view

    def show_start(self) -> None:
        chosen = self.checklist.currentData()
        self.checklist.clear()
        self.checklist.addItem(self.tr("as the file says"), None)
        for form_id, words in offered(self._context.workspace).items():
            title = words.pick(self._context.language)
            self.checklist.addItem(f"{form_id} · {title}" if title else form_id, form_id)
        self.checklist.setCurrentIndex(max(self.checklist.findData(chosen), 0))
        super().show_start()

    def choose_folder(self) -> None:
        """Ask for a folder of records in place of a file, and read it."""
        workspace = self._context.workspace
        suggested = Path(workspace.setting(FOLDER) or Path.home())
        title = self.tr("Choose the folder of the inspections")
        chosen = dialogs.choose_path(self, title, "folder", suggested=suggested)
        if chosen:
            workspace.remember(FOLDER, str(chosen[0].parent))
            self.read(chosen[0])

    def choose_media(self) -> None:
        """Ask for the folder of the photos, where the file has none."""
        folder = Path(self._context.workspace.setting(FOLDER) or Path.home())
        chosen = dialogs.choose_path(
            self, self.tr("Choose the folder of the photos"), "folder", suggested=folder
        )
        self._media = chosen[0] if chosen else None
        self._show_media()

    def _show_media(self) -> None:
        told = str(self._media) if self._media else self.tr("Folder of the photos; none: those in the file")
        self.media_button.setToolTip(told)
        self.media_button.setText(self._media.name[:_NAME] if self._media else self.tr("Photos"))

    def wishes(self) -> Wishes:
        """Return what the person says of the file."""
        return Wishes(self.checklist.currentData(), self.column.text().strip(), self._media)

    def look(self, source: Source, job: Job[Preview]) -> Preview:
        assert isinstance(source, Path)
        return preview_inspections(self._context.workspace, source, self._wished, progress=job.report)

    def read(self, source: Source) -> None:
        # the job beside the window must not ask the fields
        self._wished = self.wishes()
        super().read(source)

    def carry_out(self, found: Preview, job: Job[ImportResult]) -> ImportResult:
        assert isinstance(found, PeerPreview)
        return importing.carry_out(self._context.workspace, found, progress=job.report)
