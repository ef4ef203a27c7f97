"""Files of questions: chosen, dropped or pasted; read beside the window, recorded in it, in their order."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QBuffer, QByteArray, QCoreApplication, QIODevice, QMimeData, QObject, Signal
from PySide6.QtGui import QGuiApplication, QImageWriter

from fieldkit.model import inspections
from fieldkit.model.inspections.stored_path import paths_by_stored, stored_path
from fieldkit.model.media_types import media_type
from fieldkit.ui.jobs import run
from fieldkit.ui.runner.kinds import kind_of
from fieldkit.ui.runner.refusals import NothingToPaste, QuestionGone, UnreadableFile

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtGui import QImage

    from fieldkit.errors import FieldkitError
    from fieldkit.model.inspections import Inspection
    from fieldkit.model.recordings import Recording
    from fieldkit.ui.jobs import Job

IMAGES = "(*.jpg *.jpeg *.png *.webp)"
SOUNDS = "(*.mp3 *.m4a *.wav *.ogg *.amr *.aac *.3gp *.flac)"
FILMS = "(*.mp4 *.mkv *.mov *.avi *.3gp *.webm *.wmv)"
DOCUMENTS = "(*.pdf *.docx *.xlsx *.pptx *.doc *.xls *.txt *.csv *.zip *.jpg *.jpeg *.png)"


class Attaching(QObject):
    """Attaches files to questions.

    Attributes:
        failed: signal with the FieldkitError of a file that was not attached.
        pictured: signal (path, bytes, name) when a picture from outside has been attached.
    """

    failed = Signal(object)
    pictured = Signal(str, bytes, str)

    def __init__(
        self, inspection: Inspection, write: Callable[[Callable[[], object], str], bool], parent: QObject
    ) -> None:
        """``write`` saves as a step of the question at a path, and says so on the screen."""
        super().__init__(parent)
        self.inspection = inspection
        self._write = write

    def add(self, path: str, files: Sequence[Path]) -> None:
        """Attach ``files`` one after the other; one that is refused does not stop the next."""
        if path and not self.inspection.closed:
            self._add_next(self._stored(path), list(files))

    def _add_next(self, stored: str, files: Sequence[Path]) -> None:
        if not files:
            return
        file, *others = files

        def attach(data: bytes) -> None:
            self._attach_at(stored, data, file.name)
            self._add_next(stored, others)

        def skip(error: FieldkitError) -> None:
            self.failed.emit(error)
            self._add_next(stored, others)

        run(self, partial(_read, file), attach, failed=skip)

    def paste(self, path: str) -> None:
        """Attach the picture or the files in the clipboard."""
        held = QGuiApplication.clipboard().mimeData() or QMimeData()  # none at all when it is empty
        files = [Path(url.toLocalFile()) for url in held.urls() if url.isLocalFile()]
        if files:
            self.add(path, files)
        elif held.hasImage():
            if not self.inspection.closed:
                picture = QGuiApplication.clipboard().image()
                stored = self._stored(path)
                run(self, lambda _job: png(picture), lambda data: self._attach_at(stored, data, ""))
        else:
            self.failed.emit(NothingToPaste())

    def add_taken(self, path: str, picture: QImage) -> None:
        """Attach a picture that a camera of this laptop has just taken."""
        if self.inspection.closed:
            return
        stored = self._stored(path)
        taken_at = self.inspection.workspace.clock().isoformat(timespec="seconds")
        run(
            self,
            lambda _job: jpeg(picture),
            lambda data: self._attach_at(stored, data, "", taken_at=taken_at),
        )

    def add_recording(self, path: str, recording: Recording) -> None:
        """Attach a recording made for the question at ``path``; its file goes when the store has it."""
        stored = self._stored(path)

        def attach(data: bytes) -> None:
            if not data or self._attach_at(stored, data, recording.name):
                recording.forget()

        run(self, partial(_read, recording.file), attach, failed=self.failed.emit)

    def attach(self, path: str, data: bytes, *, name: str = "", kind: str = "photo") -> None:
        """Attach a picture, such as one that was drawn here."""
        work = partial(inspections.attach_photo, self.inspection, path, data, name=name, kind=kind)
        self._write(work, path)

    def add_after(self, path: str, files: Sequence[Path]) -> None:
        """Attach pictures taken after a finding was put right."""
        for file in files:
            take = partial(self._attach_at, self._stored(path), name=file.name, after=True)
            run(self, partial(_read, file), take, failed=self.failed.emit)

    def mark(self, attachment: str, layer: bytes) -> None:
        """Keep what was drawn over a picture."""
        work = partial(inspections.attach_layer, self.inspection, attachment, layer)
        self._write(work, self._question(attachment))

    def remove(self, attachment: str) -> None:
        """Take a file off its question."""
        self._write(partial(inspections.detach, self.inspection, attachment), self._question(attachment))

    def _question(self, attachment: str) -> str:
        """Return the path of the question of a file."""
        stored = next(row["path"] for row in self.inspection.files if row["id"] == attachment)
        return paths_by_stored(self.inspection.instance)[stored]

    def _stored(self, path: str) -> str:
        return stored_path(self.inspection.instance.node(path))

    def _attach_at(self, stored: str, data: bytes, name: str, **how: Any) -> bool:
        """Attach what was read, and return whether it is attached; rows may have moved meanwhile."""
        path = paths_by_stored(self.inspection.instance).get(stored)
        if path is None:
            self.failed.emit(QuestionGone(name))
            return False
        return self._write(partial(self._attach, path, data, name, **how), path)

    def _attach(
        self, path: str, data: bytes, name: str, *, after: bool = False, taken_at: str | None = None
    ) -> None:
        if taken_at is not None:
            inspections.attach_photo(self.inspection, path, data, taken_at=taken_at)
            return
        kind = kind_of(self.inspection.instance.node(path))
        found = media_type(data)
        # A recording or a PDF is evidence to any question; one for pictures says what it takes.
        evidence = found is not None and found[0].startswith(("audio/", "video/", "application/pdf"))
        if after:
            inspections.attach_photo(self.inspection, path, data, name=name, kind="after")
        elif kind == "file" or (kind != "photo" and evidence):
            inspections.attach_file(self.inspection, path, data, name=name)
        else:
            inspections.attach_photo(self.inspection, path, data, name=name)
            self.pictured.emit(path, data, name)


def file_filter(inspection: Inspection, path: str) -> str:
    """Return the filter of the file dialog for a question."""
    wanted = inspection.instance.node(path).parameters.get("mediatype", "image/*").partition("/")[0]
    if wanted == "audio":
        words, files = QCoreApplication.translate("Runner", "Recordings"), SOUNDS
    elif wanted == "video":
        words, files = QCoreApplication.translate("Runner", "Films"), FILMS
    elif wanted == "application":
        words, files = QCoreApplication.translate("Runner", "Documents"), DOCUMENTS
    else:
        return photo_filter()
    return f"{words} {files}"


def photo_filter() -> str:
    """Return the filter of the file dialog for photos."""
    words = QCoreApplication.translate("Runner", "Photos")
    return f"{words} {IMAGES}"


def png(picture: QImage) -> bytes:
    """Return a picture as a PNG file."""
    return _written(picture, b"png", -1)


def jpeg(picture: QImage) -> bytes:
    """Return a picture as a JPEG file, as fine as cameras write it."""
    return _written(picture, b"jpeg", 92)


def _written(picture: QImage, kind: bytes, quality: int) -> bytes:
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QImageWriter(buffer, kind)
    writer.setQuality(quality)
    writer.write(picture)
    return bytes(data.data())


def _read(file: Path, _job: Job[bytes]) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise UnreadableFile(error) from error
