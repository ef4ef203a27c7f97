"""Between the devices of the laptop and the questions: which sheet opens, and where what it took goes."""

from __future__ import annotations

from functools import cached_property, partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QImage

from fieldkit.model import recordings
from fieldkit.model.inspections.files import media_name
from fieldkit.model.inspections.stored_path import paths_by_stored, stored_path
from fieldkit.model.place_text import stored_fix
from fieldkit.ui.capture.sources import FILM_SUFFIX, SOUND_SUFFIX
from fieldkit.ui.capture.troubles import NoCode
from fieldkit.ui.jobs import run
from fieldkit.ui.keys import page_shortcut
from fieldkit.ui.runner.entry import Entry
from fieldkit.ui.runner.kinds import STRUCTURE, kind_of
from fieldkit.ui.runner.row_words import accuracy_limits
from fieldkit.ui.runner.take_part import way_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fieldkit.model.barcodes import Code
    from fieldkit.model.recordings import Recording
    from fieldkit.ui.capture.camera_sheet import CameraSheet
    from fieldkit.ui.capture.code_sheet import CodeSheet
    from fieldkit.ui.capture.player_sheet import PlayerSheet
    from fieldkit.ui.capture.position_sheet import PositionSheet
    from fieldkit.ui.capture.sheet import CaptureSheet
    from fieldkit.ui.capture.sound_sheet import SoundSheet
    from fieldkit.ui.capture.sources import Devices, Fix
    from fieldkit.ui.jobs import Job
    from fieldkit.ui.runner.answers import Answers
    from fieldkit.ui.runner.attaching import Attaching
    from fieldkit.ui.runner.pane import QuestionPane
    from fieldkit.ui.runner.runner import Runner
    from fieldkit.ui.runner.view import FormView


class Taking(QObject):
    """Opens the sheets of the devices over the questions of ``runner``, and closes them."""

    def __init__(self, runner: Runner, devices: Devices) -> None:
        super().__init__(runner)
        self._runner = runner
        self._inspection = runner.inspection
        self._answers: Answers = runner.answers
        self._attaching: Attaching = runner.attaching
        self._view: FormView = runner.view
        self._pane: QuestionPane = runner.pane
        self._devices = devices
        self._sheets: list[CaptureSheet] = []
        self._attaching.pictured.connect(self._look_for_codes)
        self._pane.take.wanted.connect(self.open)
        self._pane.photo_opened.connect(self._open_attachment)
        page_shortcut(runner, "Shift+F4", self.open)
        self._take_in_left_behind()

    # --- the sheets: made when they are first needed, for most inspections open none

    @cached_property
    def camera(self) -> CameraSheet:
        """The sheet for pictures, films and codes."""
        from fieldkit.ui.capture.camera_sheet import CameraSheet

        runner, workspace = self._runner, self._inspection.workspace
        sheet = CameraSheet(runner, runner.language, workspace, self._devices, self._begin_film)
        sheet.taken.connect(self._take_picture)
        sheet.codes_read.connect(self._take_codes)
        sheet.filmed.connect(self._take_recording)
        self._wire(sheet)
        return sheet

    @cached_property
    def sound(self) -> SoundSheet:
        """The sheet for recordings."""
        from fieldkit.ui.capture.sound_sheet import SoundSheet

        runner, workspace = self._runner, self._inspection.workspace
        sheet = SoundSheet(runner, runner.language, workspace, self._devices, self._begin_sound)
        sheet.recorded.connect(self._take_recording)
        self._wire(sheet)
        return sheet

    @cached_property
    def position(self) -> PositionSheet:
        """The sheet for places."""
        from fieldkit.ui.capture.position_sheet import PositionSheet
        from fieldkit.ui.capture.receiver import Receiver

        runner, workspace = self._runner, self._inspection.workspace
        sheet = PositionSheet(runner, runner.language, self._devices, lambda: Receiver.of(workspace))
        sheet.measured.connect(self._take_place)
        self._wire(sheet)
        return sheet

    @cached_property
    def player(self) -> PlayerSheet:
        """The sheet that plays recordings."""
        from fieldkit.ui.capture.player_sheet import PlayerSheet

        sheet = PlayerSheet(self._runner, self._runner.language, self._devices)
        sheet.elsewhere.connect(self._runner.photo_opened)
        self._wire(sheet)
        return sheet

    @cached_property
    def codes(self) -> CodeSheet:
        """The sheet with the codes of one picture."""
        from fieldkit.ui.capture.code_sheet import CodeSheet

        sheet = CodeSheet(self._runner, self._runner.language)
        sheet.chosen.connect(self._give)
        self._wire(sheet)
        return sheet

    def _wire(self, sheet: CaptureSheet) -> None:
        sheet.left.connect(self._view.edit_current)
        sheet.troubled.connect(self._pane.take.say)
        sheet.file_wanted.connect(self._runner.photos_wanted)
        self._view.stood.connect(sheet.leave)
        self._sheets.append(sheet)

    # --- opening and closing

    def open(self, way: str = "") -> None:
        """Open the device of the question where one stands, or the one called ``way``."""
        row = self._view.current_row()
        if row is None or row.kind in STRUCTURE or self._inspection.closed:
            return
        node = self._inspection.instance.node(row.path)
        wanted = way or way_of(node, row.kind)
        if row.readonly and wanted != "photo":
            return
        self._view.close_editor()
        where = (self._view, row.path, row.label)
        if wanted == "sound":
            self.sound.open_for(_quality(node.field.bind.attributes), *where)
        elif wanted == "position":
            capture, warning = accuracy_limits(node)
            self.position.open_for(capture, warning, *where)
        elif wanted == "film":
            self.camera.open_for("film", *where)
        elif wanted == "codes":
            self.camera.open_for("codes", *where)
        else:
            self.camera.open_for("photo", *where)

    def finish(self) -> None:
        """Close what is open, before the page is left."""
        for sheet in self._sheets:
            sheet.leave()

    # --- what they give

    def _take_picture(self, path: str, picture: QImage) -> None:
        self._pane.take.say(path, None)
        self._attaching.add_taken(path, picture)

    def _take_codes(self, path: str, codes: Sequence[Code]) -> None:
        self._pane.take.say(path, None)
        if len(codes) > 1:
            self._choose_code(path, codes)
        else:
            self._give(path, codes[0].text)

    def _choose_code(self, path: str, codes: Sequence[Code]) -> None:
        row = self._view.current_row()
        if row is not None and row.path == path:
            self._view.close_editor()
            self.codes.open_for(codes, self._view, path, row.label)

    def _take_place(self, path: str, fix: Fix) -> None:
        self._pane.take.say(path, None)
        self._give(path, stored_fix(fix.latitude, fix.longitude, fix.altitude, fix.accuracy))

    def _give(self, path: str, value: str) -> None:
        # An open field would go on showing what stood in it.
        self._view.close_editor()
        self._answers.touched.add(path)
        self._answers.answer(path, Entry(value))
        self._view.edit_current()

    # --- codes in pictures that were attached

    def _look_for_codes(self, path: str, data: bytes, name: str) -> None:
        """Read the code from a picture that was dropped on a question for one."""
        node = self._inspection.instance.node(path)
        if kind_of(node) != "barcode" or node.readonly:
            return

        def found(codes: Sequence[Code]) -> None:
            if not codes:
                self._pane.take.say(path, NoCode(name))
            elif (
                len(codes) == 1 and node.value in ("", codes[0].text) and path not in self._inspection.typing
            ):
                self._take_codes(path, codes)
            else:
                # An answer that is there gives way only when a person says so.
                self._choose_code(path, codes)

        run(self, partial(_codes_in, data), found, failed=self._runner.failed.emit)

    # --- recordings

    def _begin_film(self, path: str) -> Recording:
        return self._begin(path, FILM_SUFFIX)

    def _begin_sound(self, path: str) -> Recording:
        return self._begin(path, SOUND_SUFFIX)

    def _begin(self, path: str, suffix: str) -> Recording:
        inspection = self._inspection
        stored = stored_path(inspection.instance.node(path))
        name = media_name(inspection, path, suffix)
        return recordings.begin(inspection.workspace.folder, inspection.id, stored, name)

    def _take_recording(self, recording: Recording) -> None:
        path = paths_by_stored(self._inspection.instance).get(recording.question)
        # The row of a repeat may have gone: the file stays in its folder.
        if path is not None and not self._inspection.closed:
            if all(sheet.path != path or not sheet.stuck() for sheet in self._sheets):
                self._pane.take.say(path, None)
            self._attaching.add_recording(path, recording)

    def _take_in_left_behind(self) -> None:
        """Attach what was being recorded when the program ended."""
        if not self._inspection.closed:
            for recording in recordings.left_behind(self._inspection.workspace.folder, self._inspection.id):
                self._take_recording(recording)

    def _open_attachment(self, attachment: str) -> None:
        """Play a recording or a film here; anything else is for another program."""
        workspace = self._inspection.workspace
        # It may be one of the visit before.
        rows = workspace.rows("SELECT name, sha256, media_type FROM attachment WHERE id = ?", attachment)
        kind = str(rows[0]["media_type"]).partition("/")[0] if rows else ""
        current = self._view.current_row()
        if kind not in ("audio", "video") or current is None:
            self._runner.photo_opened.emit(attachment)
            return
        row = rows[0]

        def play(data: bytes) -> None:
            self._view.close_editor()
            film = kind == "video"
            self.player.open_for(
                data, str(row["name"]), attachment, film=film, area=self._view, path=current.path
            )

        run(
            self,
            lambda _job: workspace.attachments.read(row["sha256"]),
            play,
            failed=self._runner.failed.emit,
        )


def _quality(attributes: dict[str, str]) -> str:
    """Return the parameter ``quality`` of an audio question (``odk:quality`` of its bind)."""
    return next((value for name, value in attributes.items() if name.rpartition(":")[2] == "quality"), "")


def _codes_in(data: bytes, _job: Job[tuple[Code, ...]]) -> tuple[Code, ...]:
    from fieldkit.model.barcodes import read_codes

    return read_codes(data)
