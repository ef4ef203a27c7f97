"""The desk: a data folder beside the centre's, whose device writes what phones sent through the change log.

It is a laptop like any other, but for the network: it talks to the centre by function call, and its files
are those of the centre. So a record from a phone is judged and merged by the same code as an inspector's.
"""

from __future__ import annotations

import hashlib
import io
import time
from contextlib import closing, contextmanager
from threading import RLock
from typing import IO, TYPE_CHECKING

from fieldkit.model import streams
from fieldkit.model.attachments import (
    AttachmentDamaged,
    AttachmentMissing,
    AttachmentNotStored,
    AttachmentStore,
)
from fieldkit.model.workspace import Person, Workspace
from fieldkit.sync import protocol
from fieldkit.sync.answers import Missing, error_of
from fieldkit.sync.exchange import exchange
from fieldkit.sync.link import Course
from fieldkit.sync.openrosa import users
from fieldkit.sync.protocol import Malformed
from fieldkit.sync.server.devices import Device
from fieldkit.sync.server.refusal import Refused

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from datetime import datetime
    from pathlib import Path

    from fieldkit.sync.openrosa.users import PhoneUser
    from fieldkit.sync.server.centre import Centre

PHONES = "phones"
"""Who brought a file that no laptop did, in the centre's books."""
_PIECE = 256 * 1024
_FRESH = 5.0
"""Seconds for which what was read from the log is new enough to be shown to a phone."""


class CentreLink:
    """A way to the centre in the same process (:class:`fieldkit.sync.link.Link`)."""

    def __init__(self, centre: Centre, device: Device) -> None:
        self.sent = self.received = 0
        self._centre = centre
        self._device = device

    def post(self, path: str, data: bytes, *, kind: str = protocol.JSON) -> bytes:
        """Ask the centre; raises SyncError."""
        del kind  # there is nothing on the way that would need it
        centre, device = self._centre, self._device
        routes: dict[str, Callable[[], bytes]] = {
            "/v1/hello": lambda: centre.hello(device, data),
            "/v1/push": lambda: centre.push(device, data),
            "/v1/have": lambda: centre.have(device, data),
            "/v2/receipts": lambda: centre.receipts(data),
        }
        return _asked(routes[path])

    def get(self, path: str, query: Mapping[str, str]) -> bytes:
        """Read a page of the log; raises SyncError."""
        assert path == "/v1/pull"
        after, feed = (int(query["seq"]), query["hash"]), query.get("feed", "")
        limit = int(query.get("limit", 0))
        return _asked(lambda: self._centre.pull(self._device, query["stream"], after, feed=feed, limit=limit))

    def put_file(self, sha256: str, data: bytes) -> str:
        """Do nothing: what the desk has is what the centre has."""
        del sha256, data
        return ""

    def upload(self, sha256: str, size: int) -> protocol.Upload:
        """Say that a file is here whole, for the same reason."""
        del sha256
        return protocol.Upload(size)

    def put_part(self, sha256: str, data: bytes, start: int) -> protocol.Upload:
        """Say the same."""
        del start
        return self.upload(sha256, len(data))

    def get_part(self, sha256: str, start: int) -> bytes:
        """Say that a file is not here: one that is here would not be asked for."""
        del start
        raise Missing(sha256)


class CentreFiles(AttachmentStore):
    """The centre's files as those of a data folder, wherever it keeps them; what is added is in its books.

    Which files are here is asked of the books, and once: a store of objects takes its time for each.
    """

    def __init__(self, centre: Centre) -> None:
        super().__init__(centre.blobs.folder)
        self._centre = centre
        self._known: dict[str, int] = {}

    def has(self, sha256: str) -> bool:
        """Tell whether the centre has received the file."""
        return self.size(sha256) is not None

    def size(self, sha256: str) -> int | None:
        """Return its bytes, None where the centre has not received it."""
        if sha256 not in self._known:
            self._known |= {name: one.size for name, one in self._centre.booked([sha256]).items()}
        return self._known.get(sha256)

    def drop(self, sha256: str) -> None:
        """Do nothing: when the centre's files go is known to :mod:`fieldkit.sync.server.gone_files`."""
        del sha256

    def add(self, data: bytes) -> str:
        """Store ``data`` durably and return its SHA-256; raises AttachmentNotStored, FileStoreFails."""
        try:
            return keep(self._centre, io.BytesIO(data))[0]
        except OSError as error:
            raise AttachmentNotStored(error) from error

    def read(self, sha256: str) -> bytes:
        """Return the bytes; raises AttachmentMissing, AttachmentDamaged, FileStoreFails."""
        try:
            with self._centre.blobs.open(sha256) as file:
                data = file.read()
        except FileNotFoundError as error:
            raise AttachmentMissing(sha256) from error
        if hashlib.sha256(data).hexdigest() != sha256:
            raise AttachmentDamaged(sha256)
        return data


def keep(centre: Centre, data: IO[bytes]) -> tuple[str, int]:
    """Keep what stands in ``data`` as a file that no laptop brought; returns its SHA-256 and its bytes."""
    found = hashlib.sha256()
    data.seek(0)
    while piece := data.read(_PIECE):
        found.update(piece)
    data.seek(0)
    name = found.hexdigest()
    incoming = centre.blobs.receive(name)
    try:
        while piece := data.read(_PIECE):
            incoming.write(piece)
        incoming.finish()
    except BaseException:
        incoming.abandon()
        raise
    centre.stored(Device(PHONES, ()), name, incoming.size)
    return name, incoming.size


class Desk:
    """Opens its data folder when it is first needed; one thread works at it at a time."""

    def __init__(self, centre: Centre, folder: Path, clock: Callable[[], datetime] | None = None) -> None:
        """Keep the data in ``folder``; ``clock`` gives the wall time with its offset."""
        self.centre = centre
        self._folder = folder
        self._clock = clock
        self._lock = RLock()
        self._workspace: Workspace | None = None
        self._read_at = -_FRESH

    @contextmanager
    def open(self, *, fresh: bool = False) -> Iterator[Workspace]:
        """Give the data folder, brought up to date with the log if that is some seconds ago, or ``fresh``.

        Raises AlreadyOpen while another process has it, SyncError, StorageError.
        """
        with self._lock:
            if self._workspace is None:
                self._workspace = Workspace(self._folder, clock=self._clock)
                self._workspace.attachments = CentreFiles(self.centre)
            if fresh or time.monotonic() - self._read_at >= _FRESH:
                self._exchange(self._workspace)
            yield self._workspace

    def send(self) -> None:
        """Put what was written into the log; raises SyncError."""
        with self.open(fresh=True):
            pass

    def close(self) -> None:
        """Give the folder back."""
        with self._lock:
            if self._workspace is not None:
                with closing(self._workspace):
                    self._workspace = None

    def _exchange(self, workspace: Workspace) -> None:
        with self.centre.store.read() as connection:
            provinces = users.provinces(connection)
        device = Device(workspace.device, (*provinces, streams.UNKNOWN_PROVINCE))
        exchange(Course(CentreLink(self.centre, device)), workspace)
        self._read_at = time.monotonic()


@contextmanager
def acting_as(workspace: Workspace, user: PhoneUser) -> Iterator[None]:
    """Write in the name of a phone's user, whose person is replicated like that of any inspector."""
    before, author = workspace.person, workspace.log.author
    workspace.person, workspace.log.author = Person(user.id), user.id
    try:
        known = workspace.rows("SELECT name, position FROM person WHERE id = ?", user.id)
        if known != [{"name": user.name, "position": user.position}]:
            workspace.name_person(name=user.name, position=user.position)
        else:
            workspace.person = Person(user.id, user.name, user.position)
        yield
    finally:
        workspace.person, workspace.log.author = before, author


def _asked(act: Callable[[], bytes]) -> bytes:
    try:
        return act()
    except Refused as refused:
        raise error_of(refused.refusal.error, refused.refusal.reason) from refused
    except Malformed as error:
        raise error_of("malformed", str(error)) from error
