"""What the centre does for phones, without HTTP: who calls, what is offered, what becomes of what arrives."""

from __future__ import annotations

import io
import logging
import time
from dataclasses import dataclass
from threading import Lock
from typing import TYPE_CHECKING

from fieldkit.crash import describe
from fieldkit.errors import FieldkitError, Text
from fieldkit.model.attachments import AttachmentNotStored
from fieldkit.model.database import StorageError
from fieldkit.model.lock import AlreadyOpen
from fieldkit.model.peers.opening import parse_xml
from fieldkit.sync.openrosa import inbox, phone_forms, users
from fieldkit.sync.openrosa.desk import Desk, acting_as, keep
from fieldkit.sync.openrosa.inbox import Arrival, Envelope, NoRecord
from fieldkit.sync.openrosa.photos import take_photos
from fieldkit.sync.openrosa.taking import Held, Outcome, take
from fieldkit.sync.server.file_store import FileStoreFails

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime
    from pathlib import Path
    from typing import IO
    from xml.etree.ElementTree import Element

    from fieldkit.model.workspace import Workspace
    from fieldkit.sync.openrosa.inbox import StoredFile, Submission
    from fieldkit.sync.openrosa.phone_forms import PhoneForm
    from fieldkit.sync.openrosa.users import PhoneUser
    from fieldkit.sync.server.centre import Centre

_log = logging.getLogger("fieldkit.phones")
_WAITS = ("edit",)
"""Reasons that another record may take away by itself."""
_TURN, _GLANCE = 60.0, 0.1  # seconds that another process is waited for, and between two looks


class Unreadable(Exception):
    """XML that is damaged, hostile, or no record."""


@dataclass(frozen=True, slots=True)
class Received:
    """A request after its body was read: the exact XML, the files that are stored, and what was announced."""

    xml: bytes
    files: Sequence[StoredFile]
    whole: bool
    agent: str


class Phones:
    """The phones of a centre; every request may be repeated."""

    def __init__(
        self,
        centre: Centre,
        folder: Path,
        clock: Callable[[], datetime] | None = None,
        *,
        slot: int | None = None,
    ) -> None:
        """Keep the desk's data in ``folder``; ``clock`` gives the wall time, with its offset, of drafts.

        ``slot`` is the number of this process where several serve: what phones are shown comes from a folder
        of its own, and the desk, which is one because what it took before decides on corrections, is opened
        for as long as something is taken.
        """
        self.centre = centre
        self.desk = Desk(centre, folder, clock)
        own = folder.with_name(f"{folder.name}-{slot}")
        self._shown = self.desk if slot is None else Desk(centre, own, clock)
        self._settling = Lock()
        self._registers = phone_forms.Registers()

    def close(self) -> None:
        """Give the folders back."""
        self.desk.close()
        self._shown.close()

    def authenticate(self, key: str, agent: str) -> PhoneUser:
        """Return who calls; raises NoAccess."""
        with self.centre.store.read() as connection:
            user = users.authenticate(connection, key)
        with self.centre.store.write() as connection:
            users.seen(connection, user, agent, now=self.centre.clock())
        return user

    def forms(self) -> list[PhoneForm]:
        """Return what can be filled; raises AlreadyOpen, SyncError."""
        with self._shown.open() as workspace:
            return phone_forms.offered(workspace)

    def form(self, form_id: str) -> PhoneForm | None:
        """Return a form, None for an unknown one; raises AlreadyOpen, SyncError."""
        with self._shown.open() as workspace:
            return phone_forms.form(workspace, form_id)

    def files(self, form: PhoneForm, user: PhoneUser) -> dict[str, bytes]:
        """Return the files of a form by name; raises AlreadyOpen, SyncError."""
        with self._shown.open() as workspace:
            today = workspace.clock().date()
            return phone_forms.files(workspace, form, user, on=today, registers=self._registers)

    def deleted(self, user: PhoneUser, names: Sequence[str]) -> dict[str, bool]:
        """Tell which factories are no longer in the register; raises AlreadyOpen, SyncError."""
        with self._shown.open() as workspace:
            return phone_forms.deleted(workspace, user, names)

    def receive(self, user: PhoneUser, request: Received) -> str:
        """Keep a record as it came; returns its id when it is durable. Raises Unreadable."""
        envelope = _envelope(request.xml)
        sha256, _size = self.keep(io.BytesIO(request.xml))
        arrival = Arrival(envelope, sha256, request.files, request.whole, request.agent)
        with self.centre.store.write() as connection:
            return inbox.receive(connection, user, arrival, now=self.centre.clock())

    def keep(self, data: IO[bytes]) -> tuple[str, int]:
        """Keep what stands in ``data`` as a file of the centre; returns its SHA-256 and its bytes."""
        return keep(self.centre, data)

    def settle(self) -> int:
        """Take what has arrived, and return how many records were looked at; none stops another.

        Another process that does it is waited for. Raises AlreadyOpen where that takes too long, SyncError,
        StorageError; then it is done later.
        """
        end = time.monotonic() + _TURN
        with self._settling:
            while True:
                try:
                    return self._settle()
                except AlreadyOpen:
                    if self._shown is self.desk or time.monotonic() > end:
                        raise
                    time.sleep(_GLANCE)
                finally:
                    if self._shown is not self.desk:
                        self.desk.close()

    def _settle(self) -> int:
        looked_at = 0
        while self._due():
            with self.desk.open(fresh=True) as workspace:
                # Looked for again: another process had the desk until now.
                done = [(one, self._settle_one(workspace, one)) for one in self._due()]
                self.desk.send()
            looked_at += len(done)
            taken = [(one, outcome) for one, outcome in done if outcome is not None]
            if not taken:
                break
            # Only now that it stands in the log: whoever dies before is followed by one who sends it.
            with self.centre.store.write() as connection:
                for submission, outcome in taken:
                    inbox.taken(connection, submission, outcome.inspection, outcome.texts)
                # What was taken may be what a correction has waited for.
                inbox.again(connection, codes=_WAITS)
        return looked_at

    def _due(self) -> list[Submission]:
        with self.centre.store.read() as connection:
            return inbox.due(connection, now=self.centre.clock())

    def _settle_one(self, workspace: Workspace, submission: Submission) -> Outcome | None:
        """Write a record into the desk, or hold it."""
        try:
            return self._take(workspace, submission)
        except Held as held:
            self._hold(submission, held.code, held.reason)
        except (StorageError, AttachmentNotStored, FileStoreFails):
            raise  # the disk is full, or the files are out of reach: nothing is wrong with the record
        except FieldkitError as error:
            self._hold(submission, "refused", Text(error.message("th"), error.message("en")))
        except Exception as error:  # noqa: BLE001 - one that shows a bug of ours must not hold up all that follow
            _log.error("record %s\n%s", submission.id, describe(error))
            self._hold(submission, "failed", _FAILED)
        return None

    def _take(self, workspace: Workspace, submission: Submission) -> Outcome:
        root = _parsed(workspace.attachments.read(submission.sha256))
        with self.centre.store.read() as connection:
            user = users.named(connection, submission.author)
            twins = inbox.of_instance(connection, submission.envelope.instance)
            replaces = submission.envelope.replaces
            earlier = inbox.of_instance(connection, replaces) if replaces else []
        if twins[0].id != submission.id:
            raise Held("twice", _TWICE)
        if replaces and (not earlier or Outcome.of(workspace, earlier[0].id) is None):
            raise Held("edit", _EDIT)
        with acting_as(workspace, user):
            if submission.envelope.form_id == phone_forms.PHOTOS:
                return take_photos(workspace, submission, root, user)
            return take(workspace, submission, root, user, replaced=earlier[0].id if earlier else "")

    def _hold(self, submission: Submission, code: str, reason: Text) -> None:
        with self.centre.store.write() as connection:
            inbox.hold(connection, submission, code, [reason])


def _envelope(xml: bytes) -> Envelope:
    try:
        return Envelope.of(_parsed(xml))
    except NoRecord as error:
        raise Unreadable("no record") from error


def _parsed(xml: bytes) -> Element:
    """Return the root of XML without entities or a document type; raises Unreadable."""
    found = parse_xml(xml)
    if found is None:
        raise Unreadable("damaged or unsafe")
    return found


_TWICE = Text(
    "มีรายการรหัสเดียวกัน (instanceID) แต่เนื้อหาต่างกันอยู่แล้ว จึงเก็บไว้โดยไม่นำเข้า",
    "another record with this instance id and other contents came before; kept, not taken",
)
_EDIT = Text(
    "รายการนี้แก้ไขรายการเดิมที่ยังไม่มาถึงหรือยังรับไม่ได้ ระบบจะลองใหม่เมื่อรายการเดิมเข้ามา",
    "it corrects a record that has not come or could not be taken; tried again when another one comes",
)
_FAILED = Text(
    "โปรแกรมผิดพลาดขณะรับรายการนี้ แจ้งผู้ดูแลระบบ ข้อมูลที่ส่งมายังอยู่ครบ",
    "the program failed over this record: tell the administrator; what was sent is kept whole",
)
